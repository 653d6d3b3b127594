"""Pages of papers that were read from PDFs, in answers, tables and evidence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from app.services import Services
from domain.documents import Document, Span
from domain.fulltext import FullText, TextOrigin
from domain.papers import Paper
from handlers.dispatch import dispatch
from tests.handlers.asking.lantern_container import OneReader, lantern_container
from tests.handlers.asking.test_conversations import BASE, asked, buttons
from tests.handlers.greek import words_of
from tests.summaries.questions.lanterns import TEXT

PRINTED: Final = replace(
    TEXT,
    origin=TextOrigin.PDF,
    sections=tuple(
        replace(section, pages=((0, number), (len(section.text) // 2, number + 1)))
        for number, section in enumerate(TEXT.sections, 1)
    ),
    tables=tuple(replace(table, page=8) for table in TEXT.tables),
)


class OfPdf(OneReader):
    """Reads the paper as it is printed."""

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """Its text."""
        return PRINTED


@asynccontextmanager
async def printed_container(folder: Path) -> AsyncIterator[Services]:
    """Where the paper is read from its PDF."""
    async with lantern_container(folder) as services:
        yield replace(services, reader=OfPdf())


def addresses(document: Document) -> set[str]:
    """All links of a page."""
    spans = chain.from_iterable(getattr(block, "spans", ()) for block in document.walk())
    return {span.link for span in spans if isinstance(span, Span) and span.link}


async def test_answers_say_the_page(tmp_path: Path) -> None:
    """Beside the section; and the way there leads to it."""
    async with printed_container(tmp_path) as services:
        document = await dispatch(services, asked(f"{BASE} how many parameters?"))
        rows = await dispatch(services, asked(f"{BASE} recall of steps on gravel?"))
    assert "Method, page 3" in words_of(document)
    assert f"https://arxiv.org/pdf/{BASE}v1#page=3" in addresses(document)
    assert "Table 1, page 8" in words_of(rows)
    (section,) = [one for one in buttons(document) if one.label == "The section"]
    assert section.url.endswith("#page=3")


async def test_what_begins_on_the_next_page(tmp_path: Path) -> None:
    """Is told to stand there."""
    async with printed_container(tmp_path) as services:
        document = await dispatch(services, asked(f"{BASE} why microphones?"))
    assert "Method, page 4" in words_of(document)


async def test_evidence_and_papers_side_by_side_say_it(tmp_path: Path) -> None:
    """Whatever stands on a sentence of the PDF; evidence is kept with it."""
    async with printed_container(tmp_path) as services:
        compared = await dispatch(services, asked(f"{BASE} 2403.00001", command="compare"))
        evidence = await dispatch(services, asked(BASE, command="evidence"))
    assert any("Limitations, page 7" in words for words in words_of(compared))
    assert any(", page " in words for words in words_of(evidence))


async def test_a_refusal_says_what_it_shows(tmp_path: Path) -> None:
    """How the paper begins, or what is nearest; of an endless question as much as is read."""
    async with lantern_container(tmp_path) as services:
        begins = words_of(await dispatch(services, asked(f"{BASE} {'x' * 3_000}?")))
        assert "It begins:" in " ".join(begins)
        assert max(map(len, begins)) <= 600
        nearest = await dispatch(services, asked(f"{BASE} 望远镜有多少？"))
        assert "It begins:" not in " ".join(words_of(nearest))
