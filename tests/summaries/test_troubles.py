"""Every trouble with a language model over HTTP: who waits, who mends, and what a reader gets."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace

import pytest
from llmock.pytest_plugin import LLMock

import summaries.llm.streaming
from domain.identifiers import PaperId
from domain.summaries import StandIn, Summary
from summaries.llm.budget import Limits
from summaries.llm.rest import AFTER_REFUSAL, AFTER_SILENCE, LONGEST
from summaries.llm.troubles import TRIES
from tests.fakes.language_model import (
    Fail,
    Hang,
    HangUp,
    Refuse,
    Say,
    Step,
    Trickle,
    model_server,
    say,
)
from tests.patience import PATIENCE
from tests.summaries.invented_papers import cases
from tests.summaries.served import Waits, served_by

CASE = next(cases())
GOOD = say(CASE.answer)
HALF = GOOD.content[: len(GOOD.content) // 2]


@dataclass(frozen=True)
class Outcome:
    """What came of asking for a summary: it, the requests it took, the seconds waited."""

    summary: Summary
    requests: int
    waits: list[float]

    @property
    def stands_in(self) -> StandIn | None:
        """Why it is an extract; None where it is the model's."""
        return self.summary.provenance.stands_in


async def outcome(*steps: Step) -> Outcome:
    """Of asking a server that takes some steps, the last for ever."""
    waits = Waits()
    async with model_server(steps) as server, served_by(server.url, waits=waits) as summarizer:
        summary = await summarizer.summarize(CASE.paper, None, "en")
    return Outcome(summary, len(server.requests), list(waits))


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        (Fail(429, headers=(("Retry-After", "7"),)), [7]),
        (Fail(429), [2]),
        (Fail(500), [2]),
        (Fail(503), [2]),
        (Fail(529, "overloaded"), [2]),
        (HangUp(), [2]),
        (Say("Here is your summary."), []),
        (Say(HALF), []),
    ],
    ids=["429 told", "429", "500", "503", "overloaded", "cut off", "talk", "half a JSON"],
)
async def test_what_passes_is_waited_out_or_mended(trouble: Step, waits: list[float]) -> None:
    """The second answer is the reader's."""
    came = await outcome(trouble, GOOD)
    assert came.stands_in is None
    assert came.summary.tldr.text == CASE.answer.tldr.text
    assert (came.requests, came.waits) == (2, waits)


@pytest.mark.parametrize(
    ("trouble", "requests", "reason"),
    [
        (Fail(429), TRIES, StandIn.UNAVAILABLE),
        (Fail(500), TRIES, StandIn.UNAVAILABLE),
        (HangUp(), TRIES, StandIn.UNAVAILABLE),
        (Fail(429, headers=(("Retry-After", "3600"),)), 1, StandIn.UNAVAILABLE),
        (Fail(404, "no such model", "model_not_found"), 1, StandIn.UNAVAILABLE),
        (Fail(401, "key revoked", "invalid_api_key"), 1, StandIn.KEY),
        (Fail(403, "not allowed"), 1, StandIn.KEY),
        (Fail(402, "no credit"), 1, StandIn.QUOTA),
        (Fail(429, "no credit", "insufficient_quota"), 1, StandIn.QUOTA),
        (Fail(400, "bad parameter"), 3, StandIn.UNAVAILABLE),
        (Say('{"tldr": ', cut=True), 2, StandIn.FORMAT),
        (Say("Here is your summary."), 6, StandIn.FORMAT),
        (Refuse(), 1, StandIn.REFUSED),
    ],
    ids=[
        "429", "500", "cut off", "429 for an hour", "wrong name", "key revoked", "forbidden",
        "402", "insufficient quota", "rejected", "out of tokens", "talk", "refusal",
    ],
)  # fmt: skip
async def test_what_does_not_pass_gives_the_extract(
    trouble: Step, requests: int, reason: StandIn
) -> None:
    """With the reason; what would not help is not tried."""
    came = await outcome(trouble)
    assert came.summary.provenance.is_extractive
    assert came.stands_in is reason
    assert came.requests == requests


@pytest.mark.parametrize("trouble", [Hang(5), Trickle()])
async def test_a_timeout_is_not_waited_for_again(
    trouble: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether nothing comes, or blanks for ever; somebody may be waiting for the summary."""
    monkeypatch.setattr(summaries.llm.streaming, "FIRST_WORD", 0.2)
    async with asyncio.timeout(PATIENCE):
        came = await outcome(trouble)
    assert came.stands_in is StandIn.UNAVAILABLE
    assert (came.requests, came.waits) == (1, [])


async def test_a_server_that_is_gone_gives_the_extract() -> None:
    """A closed port is trouble like any other."""
    waits = Waits()
    async with model_server([GOOD]) as server:
        address = server.url
    async with served_by(address, waits=waits) as summarizer:
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is StandIn.UNAVAILABLE
    assert waits == [2, 4]


@pytest.mark.parametrize(
    ("trouble", "requests", "rest"),
    [
        (Fail(503), TRIES, AFTER_SILENCE),
        (Fail(401, "key revoked", "invalid_api_key"), 1, AFTER_REFUSAL),
        (Fail(402, "no credit"), 1, AFTER_REFUSAL),
        (Fail(429, headers=(("Retry-After", "3600"),)), 1, LONGEST),
    ],
    ids=["down", "key revoked", "402", "429 for an hour"],
)
async def test_after_trouble_the_model_rests(trouble: Step, requests: int, rest: float) -> None:
    """The next papers do not wait for it in turn; when the rest is over, it is asked again."""
    waits = Waits()
    steps = [trouble] * requests + [GOOD]
    async with model_server(steps) as server, served_by(server.url, waits=waits) as summarizer:
        for _ in range(10):
            summary = await summarizer.summarize(CASE.paper, None, "en")
            assert summary.provenance.is_extractive
        assert len(server.requests) == requests
        await waits.sleep(rest)
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is None


@pytest.mark.parametrize(
    ("trouble", "requests"), [(Fail(400, "bad parameter"), 3), (Refuse(), 1), (Say("No."), 6)]
)
async def test_trouble_with_one_paper_is_no_other_papers(trouble: Step, requests: int) -> None:
    """The next one is asked for as ever; forms are tried as long as none was answered in."""
    async with (
        model_server([trouble] * requests + [GOOD]) as server,
        served_by(server.url) as summarizer,
    ):
        first = await summarizer.summarize(CASE.paper, None, "en")
        second = await summarizer.summarize(CASE.paper, None, "en")
    assert first.provenance.is_extractive
    assert second.provenance.stands_in is None


async def test_what_was_paid_for_in_vain_is_counted() -> None:
    """Half an answer and the repair of it are on the bill."""
    async with (
        model_server([Say(HALF)]) as server,
        served_by(server.url, limits=Limits(tokens=10_000)) as summarizer,
    ):
        for _ in range(8):
            summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is StandIn.BUDGET
    assert len(server.requests) < 16


async def test_an_answer_that_comes_too_late_is_on_the_bill() -> None:
    """It is written and paid for all the same; a budget would else let the next one through."""
    first, second = CASE.paper, replace(CASE.paper, id=PaperId("3103.00002", 1))
    async with (
        model_server([Hang(5), GOOD]) as server,
        served_by(server.url, patience=0.3, limits=Limits(tokens=4_000)) as summarizer,
    ):
        late = await summarizer.summarize(first, None, "en")
        next_one = await summarizer.summarize(second, None, "en")
    assert late.provenance.stands_in is StandIn.UNAVAILABLE
    assert next_one.provenance.stands_in is StandIn.BUDGET
    assert len(server.requests) == 1


async def test_a_call_that_is_given_up_is_on_the_bill() -> None:
    """What was sent has been paid for, though nobody reads the answer."""
    limits = Limits(tokens=4_000)
    async with (
        model_server([Hang(30), GOOD]) as server,
        served_by(server.url, limits=limits) as summarizer,
    ):
        asked = asyncio.create_task(summarizer.summarize(CASE.paper, None, "en"))
        await server.was_asked.wait()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is StandIn.BUDGET


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
@pytest.mark.parametrize(
    ("status", "code", "requests", "reason"),
    [
        (429, None, 2, None),
        (503, None, 2, None),
        (401, "invalid_api_key", 1, StandIn.KEY),
        (404, "model_not_found", 1, StandIn.UNAVAILABLE),
        (402, None, 1, StandIn.QUOTA),
    ],
)
async def test_both_ways_of_speaking_are_understood(
    llmock: LLMock,
    provider: str,
    status: int,
    code: str | None,
    requests: int,
    reason: StandIn | None,
) -> None:
    """By llmock, which blames a client that is in a hurry or stubborn."""
    retry_after = 0.05 if status == 429 else None
    llmock.fail(status, times=1, code=code, retry_after=retry_after)
    content = json.loads(GOOD.content)
    if provider == "anthropic":
        llmock.call_tool("final_result", content, times=None)
    else:
        llmock.reply(GOOD.content, times=None)
    waits = Waits()
    address = llmock.base_url(provider)
    name = f"{provider}:quill-1"
    # What the server says of itself is set up, so that each request is one for a summary.
    async with served_by(address, name=name, waits=waits, context=64_000, at_once=8) as summarizer:
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is reason
    assert len(llmock.requests) == requests
    assert len(waits) == requests - 1


async def test_one_form_alone_is_asked_of_who_speaks_as_anthropic_does(llmock: LLMock) -> None:
    """A refusal is of something else then, and told at once."""
    llmock.fail(400, times=1)
    llmock.call_tool("final_result", json.loads(GOOD.content), times=None)
    address = llmock.base_url("anthropic")
    async with served_by(address, name="anthropic:quill-1", context=64_000) as summarizer:
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is StandIn.UNAVAILABLE
    assert len(llmock.requests) == 1


async def test_broken_arguments_of_a_tool_are_mended(llmock: LLMock) -> None:
    """A tool's arguments that are no JSON are sent back once, as talk is."""
    llmock.break_tool_call()
    llmock.call_tool("final_result", json.loads(GOOD.content), times=None)
    async with served_by(llmock.base_url("anthropic"), name="anthropic:quill-1") as summarizer:
        summary = await summarizer.summarize(CASE.paper, None, "en")
    assert summary.provenance.stands_in is None
    assert len(llmock.requests) == 2
