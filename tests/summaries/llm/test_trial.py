"""Which question a server of one's own is asked: found by a small paper, once, before the first."""

from __future__ import annotations

from typing import Any

import pytest

from domain.summaries import StandIn
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.answers import Answer, Brief, Told
from summaries.llm.budget import Budget, Limits
from summaries.llm.summarizer import LanguageModelSummarizer
from summaries.llm.trial import Capability
from tests.fakes.language_model import (
    Fail,
    Hang,
    ModelServer,
    Say,
    ScriptedModel,
    Step,
    model_server,
    say,
)
from tests.fakes.strict_models import Strictness
from tests.summaries.invented_papers import cases
from tests.summaries.served import CLOCK, served_by

CASE = next(cases())
GOOD = say(CASE.answer)
TRUE = Told(text="Over ten years the mean flow of rivers falls by twelve percent.", sentences=[2])
FALSE = Told(text="Over ten years the mean flow rises by forty percent.", sentences=[2])
FIT = say(Answer(tldr=TRUE, takeaways=[]))
WRONG = say(Answer(tldr=FALSE, takeaways=[FALSE]))
MOSTLY_WRONG = say(Answer(tldr=TRUE, takeaways=[FALSE, FALSE]))
SHORT_FIT = Say(Brief(tldr=TRUE, takeaways=[]).model_dump_json())
SHORT = Say(Brief(tldr=CASE.answer.tldr, takeaways=CASE.answer.takeaways).model_dump_json())
TALK = Say("I am a small model.")


async def asked(
    *steps: Step, store: MemoryStore, papers: int = 1, patience: float = 0, **strictness: Any
) -> tuple[list[StandIn | None], ModelServer]:
    """Why each summary is an extract, and the server that was asked."""
    async with (
        model_server(steps, strictness=Strictness(**strictness)) as server,
        served_by(server.url, store=store, patience=patience) as summarizer,
    ):
        made = [await summarizer.summarize(CASE.paper, None, "en") for _ in range(papers)]
    return [each.provenance.stands_in for each in made], server


def questions(server: ModelServer) -> list[str]:
    """Which question each request asks."""
    asked = [each["messages"][0]["content"] for each in server.requests]
    return ["answer" if '"method":' in told else "brief" for told in asked]


def is_small(request: dict[str, Any]) -> bool:
    """Whether a request is about the small paper."""
    return "school gauges" in request["messages"][1]["content"]


async def test_a_model_that_is_fit_is_asked_the_whole() -> None:
    """After one trial, whatever is asked then."""
    why, server = await asked(FIT, GOOD, store=MemoryStore(), papers=2)
    assert why == [None, None]
    assert questions(server) == ["answer"] * 3
    assert [is_small(each) for each in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    ("steps", "trial"),
    [
        ([TALK] * 3 + [SHORT_FIT], ["answer"] * 3 + ["brief"]),
        ([WRONG, SHORT_FIT], ["answer", "brief"]),
        ([MOSTLY_WRONG, SHORT_FIT], ["answer", "brief"]),
        ([TALK] * 6, ["answer"] * 3 + ["brief"] * 3),
    ],
    ids=["no form", "nothing stands", "more falls than stands", "not even the short one"],
)
async def test_a_model_that_is_not_fit_is_asked_the_short_question(
    steps: list[Step], trial: list[str]
) -> None:
    """The real papers cost one request each from then on."""
    why, server = await asked(*steps, SHORT, store=MemoryStore(), papers=2)
    assert why == [None, None]
    assert questions(server) == [*trial, "brief", "brief"]


async def test_a_small_context_is_not_asked_the_whole_at_all() -> None:
    """What the server says of itself is enough."""
    why, server = await asked(SHORT_FIT, SHORT, store=MemoryStore(), context=3_000)
    assert why == [None]
    assert questions(server) == ["brief", "brief"]


async def test_what_takes_too_long_over_the_small_paper_is_asked_the_short_question() -> None:
    """Its trial of that may work."""
    why, server = await asked(Hang(5), SHORT_FIT, SHORT, store=MemoryStore(), patience=0.3)
    assert why == [None]
    assert questions(server) == ["answer", "brief", "brief"]


@pytest.mark.parametrize(("trial", "last"), [([FIT], GOOD), ([WRONG, SHORT_FIT], SHORT)])
async def test_what_was_found_is_kept_over_a_restart(trial: list[Step], last: Step) -> None:
    """For the day: the next process asks about papers at once."""
    store = MemoryStore()
    async with model_server([*trial, last]) as server:
        for _ in range(2):
            async with served_by(server.url, store=store) as summarizer:
                made = await summarizer.summarize(CASE.paper, None, "en")
                assert made.provenance.stands_in is None
    assert sum(map(is_small, server.requests)) == len(trial)


async def test_where_nobody_answers_there_is_a_trial_later() -> None:
    """A server that starts after us is found out all the same."""
    store = MemoryStore()
    why, server = await asked(Fail(503), store=store)
    assert why == [StandIn.UNAVAILABLE]
    why, server = await asked(FIT, GOOD, store=store)
    assert why == [None]
    assert [is_small(each) for each in server.requests] == [True, False]


async def test_a_trial_is_paid_for_like_any_question() -> None:
    """Its tokens are counted with the others."""
    store = MemoryStore()
    await asked(FIT, GOOD, store=store)
    budget = Budget(limits=Limits(), notes=store, clock=CLOCK)
    assert (await budget.today()).tokens == 2_000


async def test_a_providers_model_is_not_tried() -> None:
    """It is fit, and every question is paid for."""
    model = ScriptedModel(CASE.answer)
    store = MemoryStore()
    budget = Budget(limits=Limits(), notes=store, clock=CLOCK)
    summarizer = LanguageModelSummarizer(
        model=model,
        fallback=ExtractiveSummarizer(CLOCK),
        budget=budget,
        clock=CLOCK,
        capability=Capability(model, budget, CLOCK, notes=store, makes_trials=True),
    )
    await summarizer.summarize(CASE.paper, None, "en")
    assert len(model.asked) == 1
