"""Servers of one's own: read as they write, one at a time, by what they say of themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import StandIn, Summary
from summaries.llm.streaming import FIRST_WORD, SILENCE, TIMEOUT, Patience
from tests.fakes.language_model import Fail, Hang, Step, Trickle, model_server, say
from tests.fakes.streamed_answers import Babble, BreakOff, Slow
from tests.fakes.strict_models import Strictness
from tests.patience import PATIENCE
from tests.summaries.invented_papers import cases
from tests.summaries.served import Waits, served_by

CASE = next(cases())
GOOD = say(CASE.answer)
SILENT = StandIn.UNAVAILABLE


def papers(count: int) -> list[Paper]:
    """The same paper under other ids."""
    return [replace(CASE.paper, id=PaperId(f"3103.{n:05}", 1)) for n in range(count)]


async def why(steps: Sequence[Step], asked: Sequence[Paper]) -> tuple[list[StandIn | None], int]:
    """Why each summary is an extract, one after another, and how often the server was asked."""
    async with (
        model_server(steps) as server,
        served_by(server.url, patience=0.3) as summarizer,
    ):
        made = [await summarizer.summarize(paper, None, "en") for paper in asked]
    return [summary.provenance.stands_in for summary in made], len(server.requests)


async def one(step: Step, *more: Step, patience: float = 0, context: int = 0) -> Summary:
    """The summary of a paper by a server that takes some steps."""
    async with (
        asyncio.timeout(PATIENCE),
        model_server([step, *more]) as server,
        served_by(server.url, patience=patience, context=context) as summarizer,
    ):
        return await summarizer.summarize(CASE.paper, None, "en")


async def test_who_writes_slowly_is_read_to_the_end() -> None:
    """The limit is of silence: the whole may take as long as it takes."""
    made = await one(Slow(GOOD.content, pieces=20, pause=0.06), patience=1)
    assert made.tldr.text == CASE.answer.tldr.text


@pytest.mark.parametrize("step", [Slow(GOOD.content, 2, 5), Trickle()], ids=["silent", "comments"])
async def test_who_falls_silent_is_given_up(step: Step) -> None:
    """Also where comments keep the connection open."""
    made = await one(step, patience=0.3)
    assert made.provenance.stands_in is SILENT


async def test_who_writes_without_an_end_is_cut_at_what_was_asked_for() -> None:
    """What was whole until then is kept."""
    whole = GOOD.content.rstrip("}") + ', "more": "'
    made = await one(Babble(whole), context=6_000)
    assert made.provenance.stands_in is None
    assert made.tldr.text == CASE.answer.tldr.text


async def test_an_answer_that_breaks_off_without_a_word_is_asked_for_again() -> None:
    """The stream is closed properly, as a proxy does: no reason, and half an answer."""
    waits = Waits()
    async with (
        model_server([BreakOff(GOOD.content[:300]), GOOD]) as server,
        served_by(server.url, waits=waits) as summarizer,
    ):
        made = await summarizer.summarize(CASE.paper, None, "en")
    assert made.tldr.text == CASE.answer.tldr.text
    assert (len(server.requests), waits) == (2, [2])


async def test_an_answer_that_is_whole_needs_no_reason_for_its_end() -> None:
    """Some servers never give one."""
    made = await one(BreakOff(GOOD.content))
    assert made.tldr.text == CASE.answer.tldr.text


@pytest.mark.parametrize(
    ("strictness", "streamed"),
    [
        (Strictness(unknown=frozenset({"stream"})), [True, False, False]),
        (Strictness(unknown=frozenset({"stream_options"})), [True, False, False]),
        (Strictness(streams=False), [True, False, False]),
    ],
    ids=["stream refused", "its options refused", "answered as a whole"],
)
async def test_who_does_not_stream_is_asked_for_the_whole(
    strictness: Strictness, streamed: list[bool]
) -> None:
    """Found once; the next paper is asked for so at once."""
    async with (
        model_server([GOOD], strictness=strictness) as server,
        served_by(server.url) as summarizer,
    ):
        made = [await summarizer.summarize(paper, None, "en") for paper in papers(2)]
    assert all(summary.provenance.stands_in is None for summary in made)
    assert [bool(each.get("stream")) for each in server.requests] == streamed


async def test_one_slow_paper_rests_that_paper() -> None:
    """It is not asked about again; the next is, and a second silence in a row is the server's."""
    first, second, third, fourth = papers(4)
    asked = [first, first, second, third, fourth, second]
    reasons, requests = await why([Hang(5), GOOD, Hang(5), Hang(5), GOOD], asked)
    assert reasons == [SILENT, SILENT, None, SILENT, SILENT, SILENT]
    assert requests == 4


@pytest.mark.parametrize(
    ("kind", "slots", "at_once"),
    [("llama.cpp", 3, 3), ("llama.cpp", 0, 1), ("Ollama", 0, 1), ("vLLM", 0, 1)],
)
async def test_an_own_server_is_asked_as_many_at_a_time_as_it_says(
    kind: str, slots: int, at_once: int
) -> None:
    """One where it says nothing."""
    steps = [Slow(GOOD.content, pieces=2, pause=0.02)]
    strictness = Strictness(kind=kind, context=32_768, slots=slots)
    async with (
        model_server(steps, strictness=strictness) as server,
        served_by(server.url) as summarizer,
    ):
        asked = (summarizer.summarize(paper, None, "en") for paper in papers(6))
        made = await asyncio.gather(*asked)
    assert all(summary.provenance.stands_in is None for summary in made)
    assert server.most_at_once == at_once


@pytest.mark.parametrize("kind", ["llama.cpp", "llama.cpp list", "vLLM"])
async def test_the_context_is_the_servers_own_word(kind: str) -> None:
    """An answer takes no more than its share of it; what the model was trained for is no matter."""
    async with (
        model_server([GOOD], strictness=Strictness(kind=kind, context=16_384)) as server,
        served_by(server.url) as summarizer,
    ):
        await summarizer.summarize(CASE.paper, None, "en")
    assert server.requests[0]["max_tokens"] == 4_096


@pytest.mark.parametrize("kind", ["Ollama", "LM Studio"])
async def test_a_context_that_is_told_after_loading_is_asked_for_again(kind: str) -> None:
    """Before the first answer nothing is known; then it is."""
    async with (
        model_server([GOOD], strictness=Strictness(kind=kind, context=16_384)) as server,
        served_by(server.url) as summarizer,
    ):
        for paper in papers(3):
            await summarizer.summarize(paper, None, "en")
    assert [each["max_tokens"] for each in server.requests] == [8_000, 4_096, 4_096]


async def test_a_server_that_still_starts_is_asked_about_itself_again() -> None:
    """What it says once its model is loaded holds from then on: its context, and its slots."""
    strictness = Strictness(context=16_384, slots=3, loading=[None, None])
    loading = Fail(503, "Loading model")
    async with (
        model_server([loading, Slow(GOOD.content, 2, 0.02)], strictness=strictness) as server,
        served_by(server.url) as summarizer,
    ):
        await summarizer.summarize(CASE.paper, None, "en")
        asked = (summarizer.summarize(paper, None, "en") for paper in papers(6))
        made = await asyncio.gather(*asked)
    assert all(summary.provenance.stands_in is None for summary in made)
    assert server.requests[-1]["max_tokens"] == 4_096
    assert server.most_at_once == 3


@pytest.mark.parametrize(
    ("seconds", "is_own", "patience"),
    [
        (0, False, Patience(TIMEOUT, TIMEOUT)),
        (0, True, Patience(FIRST_WORD, SILENCE)),
        (40, False, Patience(40, 40)),
        (40, True, Patience(40, 40)),
    ],
)
def test_patience_is_as_set_up(seconds: float, is_own: bool, patience: Patience) -> None:
    """0 is what is usual: providers a few minutes for all, own servers longer for each word."""
    assert Patience.of(seconds, is_own=is_own) == patience
