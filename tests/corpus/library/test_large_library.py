"""A library of two thousand recorded papers becomes a profile, beside the event loop."""

from __future__ import annotations

import gzip
import json
import sys
import time
from itertools import islice
from pathlib import Path

from app.tastes import owner
from digests.personal import PersonalOrder
from domain.chats import Chat
from domain.identifiers import PaperId
from domain.metadata.citations import Citation
from domain.papers import Author, Paper
from handlers.dispatch import dispatch
from rendering.files.bibtex import to_bibtex
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import asked, greek_container

ENTRIES = 2_000
ALLOWED = 10.0
"""Seconds of processor for all of it."""


def _papers(shared: Path) -> list[Paper]:
    path = shared / "arxiv" / "records-2025-05.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, ENTRIES)]
    return [
        Paper(
            id=PaperId(record["id"]),
            title=record["title"],
            authors=tuple(map(Author, record["authors"])),
            abstract=record["abstract"],
            categories=tuple(record["categories"]),
            primary=record["primary_category"],
        )
        for record in records
    ]


async def test_two_thousand_entries_make_a_profile(shared: Path, tmp_path: Path) -> None:
    """Read, asked about, taken in, and made a model of; what it costs is printed."""
    papers = _papers(shared)
    entries = to_bibtex(map(Citation, papers)).split("\n\n")
    abstracts = [one.abstract.translate({ord(sign): " " for sign in "{}"}) for one in papers]
    library = "\n\n".join(
        entry.rstrip().removesuffix("}") + f"  abstract = {{{abstract}}},\n}}"
        for entry, abstract in zip(entries, abstracts, strict=True)
    )
    async with greek_container(tmp_path) as services:
        begun = time.process_time()
        told = await dispatch(services, asked("import", library))
        command = commands_of(told)[0].removeprefix("/import ")
        await dispatch(services, asked("import", command))
        whose = owner(await services.context(asked("start")))
        kept = await services.store.kept_papers(whose)
        order = PersonalOrder(services.store, services.library, services.clock)
        await services.library.save_papers(papers[:1])
        await dispatch(services, asked("digest", "φανοί"))
        models = await order.models([Chat(asked("start").chat)])
        cost = time.process_time() - begun
    sys.stdout.write(f"{len(library):,} characters, {len(kept)} papers: {cost:.1f} s\n")
    assert len(kept) == ENTRIES
    assert len(models) == 1
    assert cost < ALLOWED
