"""Digests as they are kept: whole when they are read, also by newer versions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from digests.records import read, written
from domain.chats import ChatRef
from domain.digests import Coverage, Digest
from domain.messages import counted, sentence
from domain.papers import BatchState
from domain.ports import Library
from domain.summaries import SummaryKey
from storage.memory import MemoryStore
from tests.digests.invented import batch, claim, digest, entry, paper, summary

THERE = ChatRef("telegram", "-5", "7")
OF_VERSION_1 = (
    '{"version":1,"date":"2024-03-08","since":null,"topics":["waves"],"entries":[{"paper":'
    '"2403.00001v1","kind":"new","announced":"2024-03-08","reasons":[["waves","ti:waves","ti"]],'
    '"summary":null}],"others":[],"announced":3,"matched":1,"shown":1,"late":[["math",{"id":'
    '"It is late."}]],"batches":[["cs","2024-03-08","complete",{"id":"All is here."}]],'
    '"sample":false,"overview":[["It waves.",[["Abstract","It waves a lot."]]]]}'
)
"""As the first version that kept digests wrote one: never changed here."""


async def kept(told: Digest) -> Library:
    """Where the digest's papers and summaries are."""
    library = MemoryStore()
    await library.save_papers([one.paper for one in told.entries] + list(told.others))
    for one in told.entries:
        if one.summary:
            made = one.summary.provenance
            key = SummaryKey.of(one.paper, None, "en", model=made.model, prompt=made.prompt)
            await library.save_summary(key, one.summary)
    return library


async def test_a_digest_comes_back_whole() -> None:
    """With its papers and their summaries, why each is in it, and what it rests on."""
    late = (("math", sentence("It is late. {why}", why=sentence("Nobody knows."))),)
    told = digest(
        entries=(entry(1, summary=summary()), entry(2, summary=None)),
        others=(paper(3), paper(4)),
        coverage=Coverage(None, 4, 2, late, withdrawn=1, muted=(("survey", 12),)),
        batches=(batch(reason=counted("{number} paper", "{number} papers", 2)),),
        since=date(2024, 3, 1),
        overview=(claim("It is about waves.", "They wave."),),
    )
    again = await read(written(told), THERE, await kept(told))
    bare = tuple(replace(b, announcements=(), counts=None, checked_at=None) for b in told.batches)
    assert again == replace(told, chat=THERE, batches=bare)
    assert len(written(told)) < 2_000


async def test_what_an_older_version_kept_is_read() -> None:
    """For ever."""
    library = MemoryStore()
    await library.save_papers([paper(1, id=replace(paper(1).id, base="2403.00001"))])
    again = await read(OF_VERSION_1, THERE, library)
    assert written(again) == OF_VERSION_1
    assert again.entries[0].reasons[0].topic == "waves"
    assert again.batches[0].state is BatchState.COMPLETE


async def test_what_is_kept_no_more_is_missing() -> None:
    """A paper is left out, a summary made anew stands in its place."""
    told = digest(entries=(entry(1, summary=summary()), entry(2)), others=())
    library = await kept(replace(told, entries=told.entries[:1]))
    again = await read(written(told), THERE, library)
    assert [one.paper for one in again.entries] == [told.entries[0].paper]
    (one,) = again.entries
    anew = summary(keywords=("anew",))
    key = SummaryKey.of(one.paper, None, "en", model="extractive", prompt="1")
    fresh = MemoryStore()
    await fresh.save_papers([one.paper])
    await fresh.save_summary(key, anew)
    assert (await read(written(told), THERE, fresh)).entries[0].summary == anew


@pytest.mark.parametrize("text", ["[]", json.dumps({"version": 2})])
async def test_what_cannot_be_read_is_refused(text: str) -> None:
    """And not taken for an empty one."""
    with pytest.raises(ValueError, match="no digest that this version"):
        await read(text, THERE, MemoryStore())
