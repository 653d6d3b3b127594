"""Which papers a document tells, and which of its messages tells which of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from domain.documents import Bullets, Card, Document, Heading, Paragraph, Section, Span, Style
from domain.identifiers import PaperId

_TAG: Final = re.compile(r"<[^<>]*+>")
_SEEN: Final = re.compile(r"\w")
_CONTINUES: Final = 12
"""Letters and digits before the first paper of a message; more are the end of the one before."""


def papers_shown(document: Document) -> tuple[str, ...]:
    """Base ids of the papers that a document tells, in its order, each once.

    Those that its cards are about, and those that its own lines lead to or name by their id alone;
    what a text mentions in passing is not told.
    """
    found = (
        PaperId.find(named)[:1] for named in _names(document) if named and len(named) < _LONGEST
    )
    return tuple(dict.fromkeys(paper.base for papers in found for paper in papers))


def papers_of_each(messages: Sequence[str], papers: Sequence[str]) -> list[tuple[str, ...]]:
    """For each message, as text or markup, which of the papers told it tells.

    A paper that one message begins to tell is told on by the next up to the first that is named.
    """
    wanted = frozenset(papers)
    told: list[tuple[str, ...]] = []
    last = ""
    for message in messages:
        named = [paper.base for paper in PaperId.find(message) if paper.base in wanted]
        if last and (not named or _continues(message, named[0])):
            named.insert(0, last)
        told.append(tuple(dict.fromkeys(named)))
        last = told[-1][-1] if told[-1] else ""
    return told


_LONGEST: Final = 200
"""Characters of an address or of an id by itself."""


def _names(document: Document) -> Iterator[str]:
    yield document.url
    for block in document.walk():
        if isinstance(block, Card):
            yield block.about
        for span in _spans(block):
            yield span.link
            if span.style is Style.CODE:
                yield span.text


def _spans(block: object) -> Iterator[Span]:
    match block:
        case Paragraph(spans) | Heading(spans):
            yield from spans
        case Section(title=title):
            yield from title
        case Bullets(items):
            for item in items:
                yield from item


def _continues(message: str, first: str) -> bool:
    """Whether a message says much before it names its first paper."""
    before = _TAG.sub("", message[: message.find(first)].rpartition("<")[0])
    return len(_SEEN.findall(before)) > _CONTINUES
