"""What the renderers share: harmless text, the visible text of a document, safe addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Final
from urllib.parse import quote, urlsplit

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Buttons,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Span,
    Table,
)
from rendering.common.classic import classic
from rendering.common.maths import MATHS

UNSEEN: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1 controls that are no white space
    "\xad\u034f\u061c\u180b-\u180f\u200b\u200e\u200f"  # soft hyphen, joiners, direction marks
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # fillers: letters and patterns that show nothing
    "\u202a-\u202e\u2060-\u206f"  # direction overrides and isolates, invisible operators
    "\ud800-\udfff\ufe00-\ufe0d\ufeff\ufff0-\ufffc\ufffe\uffff"  # halves of pairs, marks
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # marks of music; tags: text that nobody sees
)
"""Characters that show nothing yet change what is shown around them, as a regex class's inside."""

LINES_REMEMBERED: Final = 2_048
"""Texts of which it is remembered how they are shown: a paper stands in hundreds of digests."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
_BREAKING = re.compile(f"[{UNSEEN}\t-\r\x1c-\x1f\x85\u2028\u2029]")
_STRAY_JOINERS = re.compile(
    r"(?<![^\x00-\x7f\s])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]++(?![^\x00-\x7f\s])"
)
_BLANKS = re.compile(r"\s+")
_NO_PLACE = re.compile(r"[@\\%<>\"'`{}|^]")
_ADDRESS_CHARACTERS: Final = "%/:=&?~#+!;,@._-"


@lru_cache(maxsize=LINES_REMEMBERED)
def sanitise(text: str) -> str:
    """Text that can do nothing but be read: one line, no control or direction characters.

    Line breaks, tabs and doubled blanks become one blank. Joiners stay between letters that may
    need them (Persian, Indic scripts, emoji) and nowhere else.
    """
    return _BLANKS.sub(" ", _STRAY_JOINERS.sub("", _UNSEEN.sub("", text)))


def shown(text: str) -> str:
    """A text in one line, with every character that shows nothing written as an escape."""
    return _BREAKING.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def json_shown(text: str) -> str:
    """The same for JSON, whose escapes are others."""
    return _BREAKING.sub(lambda match: json.dumps(match[0])[1:-1], text)


def tidied(spans: Inline) -> Inline:
    """A line of harmless spans: equal neighbours joined, no blanks at the ends or doubled.

    Their links are those that `web_address` lets pass.
    """
    kept: list[tuple[Span, list[str]]] = []
    for span in spans:
        text = sanitise(span.text)
        if not kept or kept[-1][1][-1].endswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        clean = Span("", span.style, web_address(span.link), span.latex, span.target)
        if kept and kept[-1][0] == clean and not clean.latex:
            kept[-1][1].append(text)
        else:
            kept.append((clean, [text]))
    if kept:
        # No piece is empty and no two blanks follow on each other, so there is one at most.
        kept[-1][1][-1] = kept[-1][1][-1].rstrip(" ")
    joined = (replace(span, text="".join(texts)) for span, texts in kept)
    return tuple(span for span in joined if span.text)


def inline_text(spans: Inline) -> str:
    """What a reader sees of a line."""
    return "".join(span.text for span in tidied(spans))


def preformatted(text: str) -> list[str]:
    """The lines of a text that keeps its lines and blanks, each harmless."""
    return [_UNSEEN.sub("", line.expandtabs(4)).rstrip() for line in text.splitlines()]


def visible_lines(document: Document, *, maths: bool = False) -> Iterator[str]:
    """What a reader sees of a document, a line for each title, paragraph, point, row or button.

    Args:
        document: any.
        maths: whether formulas are LaTeX between dollar signs; else readable text.
    """
    if title := inline_text(document.heading):
        yield title
    for part in classic(document, maths=maths):
        yield from filter(None, _lines_of(part.block))


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(spans) | Paragraph(spans) | Picture(caption=spans):
            yield inline_text(spans)
        case Bullets(items):
            yield from map(inline_text, items)
        case Quote(title, blocks) | Fold(title, blocks):
            yield inline_text((Span(title),))
            yield from chain.from_iterable(map(_lines_of, blocks))
        case Buttons(rows):
            yield from (inline_text((Span(button.label),)) for button in chain(*rows))
        case Table(headings, rows):
            lines = (tuple((Span(heading),) for heading in headings), *rows)
            yield from (" ".join(map(inline_text, cells)) for cells in lines)
        case Attachment(text=text):
            yield from preformatted(text)


@lru_cache(maxsize=256)
def web_address(url: str) -> str:
    """An address of the web, percent-encoded; empty where it is none or hides something.

    Only http and https with a host pass: nothing that runs, and nothing local. What stands before
    an "@" is a user's name, made to look like the place that one is led to; what a browser mends in
    a place (a backslash) leads elsewhere than it looks.
    """
    if _UNSEEN.search(url) or _BLANKS.search(url):
        return ""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        if _NO_PLACE.search(parts.netloc) or parts.port == 0:
            return ""
    except ValueError:
        return ""
    return quote(url, safe=_ADDRESS_CHARACTERS)


def has_maths(document: Document) -> bool:
    """Whether any text of a document holds maths."""
    return any(MATHS.search(line) for line in visible_lines(document, maths=True))
