"""Servers that lack a form of answer and do not say so: the next one is tried, and remembered."""

from __future__ import annotations

from typing import Final

import pytest

from domain.summaries import StandIn
from storage.memory import MemoryStore
from summaries.llm.answers import Brief
from summaries.llm.forms import Manner
from summaries.llm.providers import PROVIDERS, Named
from tests.fakes.language_model import Fail, Say, model_server
from tests.fakes.strict_models import Strictness
from tests.summaries.llm.test_servers import CASE, GOOD, LADDER, formats, summaries
from tests.summaries.served import served_by

LACKING: Final = [frozenset({"json_object", "text"}), frozenset({"text"})]


@pytest.mark.parametrize("taken", LACKING)
@pytest.mark.parametrize("refusing", [400, 422, 500])
async def test_a_form_that_fails_without_a_reason_is_not_asked_for_for_ever(
    taken: frozenset[str], refusing: int
) -> None:
    """Who answered in a lower form twice is asked by that, after a restart, too."""
    store = MemoryStore()
    found = next(form for form in LADDER if form in taken)
    silent = Strictness(formats=taken, status=refusing, says_why=False)
    async with model_server([GOOD], strictness=silent) as server:
        for _ in range(2):
            async with served_by(server.url, store=store) as summarizer:
                for _ in range(2):
                    made = await summarizer.summarize(CASE.paper, None, "en")
                    assert made.provenance.stands_in is None
    once = LADDER[: LADDER.index(found) + 1]
    assert set(formats(server.requests[2 * len(once) :])) == {found}


@pytest.mark.parametrize("taken", LACKING)
async def test_who_answers_with_prose_is_asked_in_the_next_form(taken: frozenset[str]) -> None:
    """Some servers take any form and heed few."""
    talk = Say("Sure! The paper is about rivers.")
    steps = [talk] * LADDER.index(next(form for form in LADDER if form in taken))
    made, requests = await summaries(*steps, GOOD, *steps, GOOD, times=3)
    assert all(summary.provenance.stands_in is None for summary in made)
    once = LADDER[: len(steps) + 1]
    assert formats(requests) == [*once, *once, once[-1]]


async def test_one_failure_is_no_reason_to_ask_for_less() -> None:
    """A server that was busy once is asked for the best again."""
    _, requests = await summaries(Fail(500), GOOD, times=3)
    assert formats(requests) == ["json_schema", "json_object", "json_schema", "json_schema"]


async def test_what_was_once_answered_in_a_form_is_asked_for_in_it() -> None:
    """A refusal without a reason is then of the paper, and prose the model's bad day."""
    made, requests = await summaries(GOOD, Fail(400, "no"), Say("Hm."), Say("Hm."), times=3)
    assert [summary.provenance.stands_in for summary in made] == [
        None,
        StandIn.UNAVAILABLE,
        StandIn.FORMAT,
    ]
    assert set(formats(requests)) == {"json_schema"}


@pytest.mark.parametrize("name", ["openai:gpt-6-luna", "google:gemini-3.8-flash"])
async def test_providers_are_asked_to_think_little(name: str) -> None:
    """Where a model thinks; one that refuses to is asked without."""
    named = Named.parse(name)
    model, close = PROVIDERS[named.provider](named.model, "key", "", 1.0)
    manner = Manner.best(model, named.speaks_openai, is_own=False, is_streamed=False)
    assert manner.settings(model, Brief, 100)["thinking"] == "low"
    other = manner.after(400, "Thinking is not enabled for this model.")
    assert other is not None
    assert "thinking" not in other.settings(model, Brief, 100)
    await close()
