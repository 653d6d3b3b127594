"""A container whose papers are in Greek letters, so that any Latin ones are our own words."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef
from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Buttons,
    Contents,
    Document,
    Fold,
    Footnotes,
    Formula,
    Gallery,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Section,
    Style,
    Table,
)
from domain.papers import Author, Paper
from domain.ports import Clock
from domain.requests import Request
from domain.taxonomy import ARCHIVES
from domain.topics import Query
from handlers.commands import COMMANDS
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

NOW: Final = "2024-03-08T06:00:00"
HERE: Final = ChatRef("telegram", "5")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
TYPED: Final = frozenset(
    (
        *("Papercrier", "arXiv", "SAMPLE", "PDF", "API", "DOI", "JSON", "Abstract"),
        *("BibTeX", "RIS", "CSL", "OPML", "Markdown", "MCP"),
        *("bibtex", "ris", "csl", "opml", "json", "markdown"),
        *("UTC", "Asia", "Shanghai", "English", "headline", "brief", "full", "all"),
        *("today", "yesterday", "week", "cat", "abs", "AND", "NOT", "saved", "digest", "yours"),
        *(parameter.name for command in COMMANDS for parameter in command.parameters),
    )
)
"""Latin words that a Chinese reader sees too: names, and what is typed as it stands."""

_LATIN = re.compile(r"[A-Za-z]{3,}")


class GreekSource(FakeSource):
    """A scripted arXiv with invented papers in Greek, whose search finds them all."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.announces("2024-03-08", "2403.00001 cs.CV stat.ML\n2403.00002 math.CO cs.LG")
        for lines in self._lines.values():
            lines[:] = [replace(line, paper=_in_greek(line.paper)) for line in lines]

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """All papers, whatever is asked."""
        self._fault(f"search {query}")
        return [line.paper for line in self._in_api("ok").values()][:limit]


@asynccontextmanager
async def greek_container(
    folder: Path, *, now: str = NOW, admins: str = "telegram:5"
) -> AsyncIterator[Services]:
    """A harness as the process wires it, with papers in Greek."""
    clock = SettableClock(now)
    settings = Settings(database=folder / "papercrier.db", admins=admins)
    async with open_container(settings, source=GreekSource(clock), clock=clock) as services:
        yield services


def asked(command: str, argument: str = "", *, locale: str = "", chat: ChatRef = HERE) -> Request:
    """A request of somebody."""
    return Request(chat, "5", command, argument, locale=locale)


def strange(text: str) -> set[str]:
    """The Latin words of a text that are neither names nor typed as they stand."""
    names = "|".join(sorted(ARCHIVES, key=len, reverse=True))
    text = re.sub(r"\b[A-Z]\w+/[A-Z]\w+", " ", text)
    typed = re.sub(rf"/\w+( [\w:-]+)*|\b(?:{names})\b(?:\.[\w-]+)?|cat:\S+|https?:\S+", " ", text)
    return {word for word in _LATIN.findall(typed) if word not in TYPED}


def words_of(document: Document) -> list[str]:
    """All that a reader sees of a document, but for commands and ids to be typed as they are."""
    return [document.title, *(text for block in document.walk() for text in _texts(block))]


def _texts(block: Block) -> list[str]:
    match block:
        case Heading(spans=spans) | Paragraph(spans=spans) | Picture(caption=spans):
            return [_plain(spans)]
        case Bullets(items=items) | Contents(items=items):
            return [_plain(item) for item in items]
        case Quote(title=text) | Fold(title=text) | Formula(text=text):
            return [text]
        case Section(title=spans, actions=actions):
            return [_plain(spans), *(button.label for button in actions)]
        case Gallery(pictures=pictures, credit=credit):
            return [*(_plain(picture.caption) for picture in pictures), _plain(credit)]
        case Footnotes(notes=notes):
            return [text for note in notes for text in (_plain(note.spans), note.source)]
        case Buttons(rows=rows):
            return [button.label for row in rows for button in row]
        case Table(headings=headings, rows=table, caption=spans):
            return [_plain(spans), *headings, *(_plain(cell) for row in table for cell in row)]
        case Attachment() | Rule():
            return []


def _plain(spans: Inline) -> str:
    return "".join(span.text for span in spans if span.style is not Style.CODE)


def _in_greek(paper: Paper) -> Paper:
    number = paper.id.base[-1]
    return replace(
        paper,
        title=f"Περί φανών {number}: αργό φως",
        authors=(Author("Άδα Πένα"), Author("Βίων Τανάκης", ("Ινστιτούτο Λιμένος",))),
        abstract=(
            "Οι φανοί καίνε πολύ γρήγορα σε κάθε σπίτι. "
            "Προτείνουμε έναν αργό φανό με κρύο λάδι. Το κόστος πέφτει στο μισό κάθε χρόνο."
        ),
        comment="Οκτώ σελίδες",
    )
