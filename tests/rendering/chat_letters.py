"""What a reader of a chat has to see of a document, letter by letter, with where each leads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple
from unicodedata import category, normalize
from urllib.parse import unquote

from domain.documents import (
    Block,
    Bullets,
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
    Section,
    Span,
    Table,
)
from rendering.common.plain import tidied, web_address
from rendering.telegram.latex import settable

_NOTHING_TO_SEE = frozenset("\u030a\u0333\u033f\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_VARIANTS = range(0xFE00, 0xFE10)
_LOOKALIKES = str.maketrans("［］", "[]")


class Letter(NamedTuple):
    """A visible character, and the address that it is linked to."""

    text: str
    link: str = ""


def seen(text: str, link: str = "") -> Iterator[Letter]:
    """The letters of a text: no blanks and nothing that shows nothing."""
    address = same_address(link)
    for character in text.translate(_LOOKALIKES):
        hidden = character in _NOTHING_TO_SEE or ord(character) in _VARIANTS
        if not (hidden or character.isspace() or category(character) in ("Cc", "Cf")):
            yield Letter(character, address)


def same_address(url: str) -> str:
    """An address in a form that is the same however much of it is percent-encoded or implied."""
    scheme, _, rest = unquote(url).partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    path = rest[len(host) :].removeprefix("/")
    return f"{scheme.lower()}://{host.lower()}/{path}".rstrip("/") if rest else ""


def letters_of(
    document: Document, *, linked: Collection[str], rich: bool = False, formulas: bool = True
) -> list[Letter]:
    """The letters of a document's text, in order.

    Args:
        document: its buttons and files are no text.
        linked: the addresses that are surely linked; others may be or not, and count as none.
        rich: whether formulas are set, and frames hold pictures, which are credited together.
        formulas: whether they count: where a line has to be cut, they may be set or not.
    """
    letters = (
        letter
        for line in lines_of(document, rich=rich)
        for span in tidied(line)
        if formulas or not span.latex
        for letter in seen(normalize("NFC", span.text), span.link)
    )
    return only_linked(letters, linked)


def only_linked(letters: Iterable[Letter], addresses: Collection[str]) -> list[Letter]:
    """Letters whose links to other addresses do not count."""
    known = set(map(same_address, addresses))
    return [Letter(text, link if link in known else "") for text, link in letters]


def addresses_of(document: Document) -> set[str]:
    """All addresses that a document may lead to from its text."""
    spans = [span for line in lines_of(document) for span in line]
    return {same_address(address) for span in spans if (address := web_address(span.link))}


def missing(wanted: list[Letter], found: list[Letter]) -> str:
    """Where what was wanted stops being found, in its order; empty where all was found."""
    rest = iter(found)
    for place, letter in enumerate(wanted):
        if not any(other == letter for other in rest):
            return "".join(letter.text for letter in wanted[max(place - 20, 0) : place + 20]) or "?"
    return ""


def lines_of(document: Document, *, rich: bool = False) -> list[Inline]:
    """The lines of text in their order."""
    lines = [line for line, _ in _read(document.blocks, rich=rich)]
    return [document.heading, *(_readable(line, rich) for line in lines)]


def _readable(line: Inline, rich: bool) -> Inline:
    return tuple(
        Span((rich and settable(s.latex)) or s.text or s.latex, s.style, s.link, s.latex)
        for s in line
    )


def _in_letters(line: Inline) -> Inline:
    """A line as it stands in a fold of a rich message, where no formula is set."""
    return tuple(Span(s.text or s.latex, s.style, s.link, target=s.target) for s in line)


def _read(blocks: Iterable[Block], *, rich: bool) -> Iterator[tuple[Inline, bool]]:
    """Lines, each with whether it is a picture's; among text that stands only where all is rich."""
    for block in blocks:
        match block:
            case Heading(spans) | Paragraph(spans):
                yield spans, False
            case Formula(latex, text):
                yield (Span(text or latex, latex=latex),), False
            case Bullets(items):
                yield from ((item, False) for item in items)
            case Quote(title, inner) if rich:
                yield from _read((*inner, Paragraph((Span(title),))), rich=rich)
            case Fold(title, inner) if rich:
                yield (Span(title),), False
                yield from ((_in_letters(line), is_one) for line, is_one in _read(inner, rich=rich))
            case Quote(title, inner) | Fold(title, inner):
                yield (Span(title),), False
                yield from sorted(_read(inner, rich=rich), key=itemgetter(1))
            case Section(title=spans, blocks=inner, picture=picture):
                yield spans, False
                yield from _read((*inner, picture) if picture else inner, rich=rich)
            case Gallery(pictures, credit) if rich and pictures and all(p.image for p in pictures):
                yield from ((line, True) for line in (*(p.caption for p in pictures), credit))
            case _:
                yield from _read_single(block)


def _read_single(block: Block) -> Iterator[tuple[Inline, bool]]:
    match block:
        case Picture(caption=spans):
            yield spans, True
        case Gallery(pictures, credit):
            yield from (((*picture.caption, Span(" "), *credit), True) for picture in pictures)
        case Footnotes(notes):
            yield from (((Span(n.label), *n.spans, Span(n.source)), False) for n in notes)
        case Table(rows=rows, caption=spans):
            yield spans, False
            yield from ((cell, False) for row in rows for cell in row)
