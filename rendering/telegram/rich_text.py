"""Lines within a rich message: text in which Telegram reads nothing but the tags around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import chain
from typing import Final

from domain.documents import (
    Block,
    Bullets,
    Contents,
    Document,
    Footnotes,
    Gallery,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Section,
    Span,
    Style,
    Table,
)
from rendering.common.chat_text import chat_spans, chat_text, is_seen
from rendering.common.plain import sanitise
from rendering.telegram.latex import settable

_TAGS: Final = {
    Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code", Style.MARKED: "mark", Style.STRUCK: "s",
}  # fmt: skip
_TAG = re.compile(r"<[^<>]+>")


@dataclass(frozen=True, slots=True)
class Places:
    """What can be led to within a document, under names that Telegram takes.

    Attributes:
        ids: by the document's own name; only of what is led to.
        notes: those of them that are footnotes.
    """

    ids: Mapping[str, str]
    notes: frozenset[str]

    def anchor(self, name: str) -> str:
        """What makes a block be led to; empty where nothing leads there."""
        place = self.ids.get(name)
        return f'<a name="{place}"></a>' if place else ""


def places_of(document: Document) -> Places:
    """The places of a document that something in it leads to."""
    blocks = tuple(document.walk())
    notes = [note for block in blocks if isinstance(block, Footnotes) for note in block.notes]
    wanted = {span.target for block in blocks for span in _spans(block) if span.target}
    names = [note.name for note in notes]
    names += (block.name for block in blocks if isinstance(block, Section))
    there = (name for name in dict.fromkeys(names) if name in wanted)
    ids = {name: f"n{number}" for number, name in enumerate(there, 1)}
    return Places(ids, frozenset(note.name for note in notes))


def _spans(block: Block) -> Iterator[Span]:
    """All spans of a block itself."""
    match block:
        case Heading(spans) | Paragraph(spans) | Picture(caption=spans) | Section(title=spans):
            yield from spans
            if isinstance(block, Section) and block.picture:
                yield from block.picture.caption
        case Bullets(items) | Contents(items):
            yield from chain.from_iterable(items)
        case Table(rows=rows, caption=spans):
            yield from chain(spans, *chain.from_iterable(rows))
        case Gallery(pictures, spans):
            yield from chain(spans, *(picture.caption for picture in pictures))
        case Footnotes(notes):
            yield from chain.from_iterable(note.spans for note in notes)


def rich_line(spans: Inline, places: Places) -> str:
    """A line as rich HTML; empty where there is nothing to see."""
    kept = chat_spans(tuple(map(_with_text, spans)))
    if not is_seen("".join(span.text for span in kept)):
        return ""
    return "".join(_span(span, places) for span in kept)


def plain_text(text: str) -> str:
    """A text as rich HTML, without any looks."""
    return rich_line((Span(text),), Places({}, frozenset()))


def seen_length(html: str) -> int:
    """How many code points of rich HTML count: text, sources of formulas, labels of buttons."""
    return len(unescape(_TAG.sub("", html)))


def without_dead_links(html: str, known: Iterable[str]) -> str:
    """Rich HTML whose links to places that are not among these are plain text."""
    there = set(known)
    return _LINK.sub(lambda match: match[0] if match["to"] in there else match["in"], html)


_LINK: Final = re.compile(r'<a href="#(?P<to>n\d+)">(?P<in>.*?)</a>', re.DOTALL)


def _with_text(span: Span) -> Span:
    """A formula without a readable form is read as its source."""
    is_told = not span.latex or is_seen(chat_text(sanitise(span.text)))
    return span if is_told else replace(span, text=span.latex)


def _span(span: Span, places: Places) -> str:
    latex = settable(span.latex) if span.latex else ""
    core = span.text.strip(" ")
    if not is_seen(core) and not latex:
        return escape(span.text)
    before, after = span.text.split(core, 1) if core else (span.text, "")
    html = f"<tg-math>{escape(latex)}</tg-math>" if latex else escape(core)
    tag = _TAGS.get(span.style)
    if tag and not latex:
        html = f"<{tag}>{html}</{tag}>"
    if span.link:
        html = f'<a href="{escape(span.link)}">{html}</a>'
    elif place := places.ids.get(span.target):
        html = f'<a href="#{place}">{html}</a>'
    if span.target in places.notes:
        html = f"<sup>{html}</sup>"
    return f"{before}{html}{after}"
