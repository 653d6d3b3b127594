"""Papers longer than a model reads at once, over HTTP: by sections, then together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Basis, StandIn, Summary
from summaries.llm.answers import Excerpt, Told
from summaries.text.portions import Room, portions
from tests.fakes.language_model import Fail, ModelServer, Say, model_server, say
from tests.summaries.long_paper import FINDING, LIMIT, PAPER, SEEN, TEXT, answer, number_of
from tests.summaries.served import Waits, served_by

NAMED = Excerpt(sentences=[number_of(FINDING), number_of(LIMIT), 40, 9])
SMALL = 4_500
"""Tokens of a context that holds half of the paper."""
NOTHING = Excerpt(sentences=[])


async def summary_by(
    server: ModelServer, text: FullText = TEXT, *, context: int = 0, paper: Paper = PAPER
) -> Summary:
    """What comes of the long paper."""
    waits = Waits()
    async with served_by(server.url, context=context, waits=waits) as summarizer:
        summary = await summarizer.summarize(paper, text, "en")
    assert waits == [], "an overflow is not waited out"
    return summary


def shown(request: dict[str, Any]) -> str:
    """What the model was given to read."""
    return str(request["messages"][-1]["content"])


def told(summary: Summary) -> str:
    """All claims."""
    return " ".join(claim.text for claim in summary.claims())


async def test_an_overflow_is_answered_by_sections(llmock: LLMock) -> None:
    """By llmock with a small context: refused whole, read in portions, told from them together."""
    pieces = portions(SEEN, len(SEEN.rendered) // 2)
    # What is asked of a server about itself takes a reply, too.
    llmock.limits(context_window=SMALL).reply("spent on what is refused", times=6)
    llmock.reply(NAMED.model_dump_json(), times=len(pieces))
    llmock.reply(answer().model_dump_json())
    async with served_by(llmock.base_url("openai")) as summarizer:
        summary = await summarizer.summarize(PAPER, TEXT, "en")
    asked = [each.status for each in llmock.requests if each.method == "POST"]
    assert asked == [400, 400, *[200] * len(pieces), 200]
    assert len(pieces) >= 2
    assert summary.provenance.model == "quill-1"
    assert summary.provenance.basis is Basis.FULL_TEXT
    assert summary.provenance.coverage == 1
    assert summary.analysis.performance[0].evidence[0].quote == FINDING
    assert summary.analysis.limitations[0].evidence[0].quote == LIMIT


async def test_what_tells_most_is_read_together_with_the_abstract() -> None:
    """The paper's own sentences under their own numbers, and hardly any others."""
    async with model_server([say(NAMED)] * 3 + [say(answer())], longest=14_000) as server:
        await summary_by(server)
    assert len(server.requests) == 6
    last = shown(server.requests[-1])
    for sentence in (FINDING, LIMIT, *(each.quote for each in SEEN.sentences[: SEEN.abstract])):
        assert sentence in last
    assert f"[S{number_of(FINDING)}] {FINDING}" in last
    assert last.count("Observation") == 2


async def test_a_context_that_is_known_costs_no_refusal() -> None:
    """The paper is read by sections at once, and each request fits."""
    room = Room.of(8_192)
    steps = [say(NAMED), say(NAMED), say(answer())]
    async with model_server(steps) as server:
        summary = await summary_by(server, context=8_192)
    assert len(server.requests) == 3
    assert all(len(shown(request)) <= 1.1 * (room.characters or 0) for request in server.requests)
    assert {request["max_completion_tokens"] for request in server.requests} == {2_048}
    assert not summary.provenance.is_extractive


async def test_a_paper_that_fits_is_read_in_one_pass() -> None:
    """However small the context; references and appendix are never read."""
    async with model_server([say(answer())]) as server:
        summary = await summary_by(server, context=64_000)
    assert len(server.requests) == 1
    assert "Halver" not in shown(server.requests[0])
    assert "induction" not in shown(server.requests[0])
    assert FINDING in shown(server.requests[0])
    assert summary.provenance.coverage == 1


async def test_portions_that_still_do_not_fit_are_made_smaller() -> None:
    """Until they do."""
    async with model_server([say(NAMED)] * 5 + [say(answer())], longest=7_500) as server:
        summary = await summary_by(server)
    assert not summary.provenance.is_extractive
    assert summary.provenance.coverage == 1
    sizes = [len(shown(request)) for request in server.requests]
    assert sizes[0] > 2 * sizes[-2]


async def test_a_model_too_small_for_anything_gives_the_extract() -> None:
    """After some refusals, which cost nothing."""
    async with model_server([say(answer())], longest=100) as server:
        summary = await summary_by(server)
    assert summary.provenance.stands_in is StandIn.UNAVAILABLE
    assert len(server.requests) <= 12


async def test_a_portion_that_was_not_understood_is_counted_as_unread() -> None:
    """The rest is told, and the provenance says how much of the paper that is."""
    steps = [Say("I cannot.")] * 3 + [say(NAMED), say(answer())]
    async with model_server(steps) as server:
        summary = await summary_by(server, context=8_192)
    assert not summary.provenance.is_extractive
    assert 0.2 < summary.provenance.coverage < 0.8


async def test_where_nothing_is_named_nothing_is_told() -> None:
    """The extract comes instead."""
    async with model_server([say(NOTHING)]) as server:
        summary = await summary_by(server, context=8_192)
    assert summary.provenance.stands_in is StandIn.UNGROUNDED
    assert len(server.requests) == 2


async def test_numbers_of_what_was_not_shown_are_not_taken() -> None:
    """A portion names its own sentences or none."""
    wild = Excerpt(sentences=[0, -1, 99_999, 1, number_of(LIMIT)])
    async with model_server([say(wild), say(wild), say(answer())]) as server:
        await summary_by(server, context=8_192)
    last = shown(server.requests[-1])
    assert LIMIT in last
    assert FINDING not in last
    assert "Observation" not in last


async def test_claims_are_held_against_the_paper_as_ever() -> None:
    """False numbers do not stand; a true one that cites something else gets its own sentence."""
    false = [
        Told(text="With 18 layers it loses 0.4 points.", sentences=[number_of(FINDING)]),
        Told(text="It was tried on speech in noisy rooms.", sentences=[number_of(LIMIT)]),
        Told(text="With 17 layers it loses 0.4 points.", sentences=[number_of(LIMIT)]),
    ]
    lying = answer().model_copy(update={"performance": [], "limitations": [], "results": false})
    async with model_server([say(NAMED), say(NAMED), say(lying)]) as server:
        summary = await summary_by(server, context=8_192)
    assert not summary.provenance.is_extractive
    (true,) = summary.analysis.results
    assert true.text == false[-1].text
    assert [piece.quote for piece in true.evidence] == [FINDING]
    assert "18 layers" not in told(summary)


@pytest.mark.parametrize(
    "overflow",
    [
        Fail(400, "too long", "context_length_exceeded"),
        Fail(400, "This model's maximum context length is 4096 tokens."),
        Fail(400, "the request exceeds the available context size, try increasing it"),
        Fail(400, "The input token count (90000) exceeds the maximum number of tokens allowed."),
        Fail(400, "max_tokens is too large: 8000. This model supports at most 4096."),
        Fail(413, "Payload Too Large"),
    ],
)
async def test_an_overflow_is_known_in_the_words_of_every_server(overflow: Fail) -> None:
    """OpenAI's code, vLLM's, llama.cpp's and Google's words, a proxy's status."""
    async with model_server([overflow, say(answer())]) as server:
        summary = await summary_by(server)
    assert not summary.provenance.is_extractive
    limits = [request["max_completion_tokens"] for request in server.requests]
    assert limits == [8_000, 2_000]


async def test_anthropic_says_it_in_its_own_way(llmock: LLMock) -> None:
    """And is read by sections as well."""
    # What is asked of a server about itself takes a reply, too.
    llmock.limits(context_window=SMALL).reply("spent on what is refused", times=4)
    llmock.call_tool("final_result", NAMED.model_dump(), times=3)
    llmock.call_tool("final_result", json.loads(answer().model_dump_json()))
    address = llmock.base_url("anthropic")
    async with served_by(address, name="anthropic:quill-1") as summarizer:
        summary = await summarizer.summarize(PAPER, TEXT, "en")
    assert summary.analysis.performance[0].evidence[0].quote == FINDING
