"""Parts of a rich message as HTML, and whether HTML fits into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.documents import (
    Block,
    Bullets,
    Contents,
    Fold,
    Footnotes,
    Gallery,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Table,
    inline,
    italic,
    joined,
    link,
)
from rendering.common.chat_text import chat_address
from rendering.common.plain import inline_text
from rendering.common.splitting import shortened
from rendering.telegram.rich_text import plain_text, seen_length

MOST_COLUMNS: Final = 20
MOST_BLOCKS: Final = 400
"""Of the 500 that Telegram takes, as how it counts is not told in full."""

MOST_MEDIA: Final = 20
"""Beyond which pictures were seen to be lost without a word."""

LONGEST_TITLE: Final = 200
"""Characters of the title of a frame; a longer one stands before it, too."""

_BLOCK = re.compile(
    r"<(?:p|h[1-6]|hr|[uo]l|blockquote|details|table|tr|figure|img|a name"
    r"|tg-[a-z]+-(?:block|row))\b"
)
_ITEM = re.compile(r"<li\b")
_NUMBER = re.compile(r"[+−-]?[\d.,]+ ?%?")


def fits(html: str, room: int) -> bool:
    """Whether HTML has at most so many characters, and few enough blocks and pictures."""
    blocks = len(_BLOCK.findall(html)) + 2 * len(_ITEM.findall(html))
    return blocks <= MOST_BLOCKS and html.count("<img ") <= MOST_MEDIA and seen_length(html) <= room


def packed(
    pieces: Iterable[str], room: int, made: Callable[[str], str] = lambda html: html
) -> Iterator[str]:
    """Pieces in as few as have room, each made into something that adds little."""
    some = ""
    for piece in pieces:
        if some and not fits(made(some + piece), room):
            yield made(some)
            some = ""
        some += piece
    if some:
        yield made(some)


def tagged(tag: str, inner: str) -> str:
    """HTML within a tag; nothing where it is empty."""
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def framed(block: Quote | Fold, inner: str) -> str:
    """HTML within a fold under its title, or a quotation above its source."""
    title = plain_text(shortened(block.title, LONGEST_TITLE))
    if isinstance(block, Fold):
        return f"<details><summary>{title or '⋯'}</summary>{inner}</details>"
    return f"<blockquote>{inner}{tagged('cite', title)}</blockquote>"


def as_text(block: Block) -> tuple[Block, ...]:
    """One item, row, note or picture with its words beside it."""
    match block:
        case Bullets(items):
            return tuple(map(Paragraph, items))
        case Contents(items):
            return tuple(map(Paragraph, items))
        case Footnotes(notes):
            lines = ((inline(f"[{n.label}]"), n.spans, inline(italic(n.source))) for n in notes)
            return tuple(Paragraph(joined(line, " ")) for line in lines)
        case Table(headings, rows, caption):
            cells = tuple(Paragraph(cell) for row in rows for cell in row)
            return (Paragraph(caption), *(Paragraph(inline(h)) for h in headings), *cells)
        case Gallery(pictures, credit):
            bare = tuple(replace(picture, caption=()) for picture in pictures)
            captions = (Paragraph(picture.caption) for picture in pictures)
            return (Gallery(bare), *captions, Paragraph(credit))
    return ()


def list_html(lines: Iterable[str], tag: str) -> str:
    """A list of the lines that show something."""
    return tagged(tag, "".join(tagged("li", line) for line in lines))


def table_html(table: Table, line: Callable[[Inline], str]) -> str:
    """A table, or its rows as paragraphs where it has more columns than Telegram takes."""
    heads = [plain_text(heading) for heading in table.headings]
    rows = [[line(cell) for cell in row] for row in table.rows]
    lines = [("th", heads)] if any(heads) else []
    lines += [("td", row) for row in rows if any(row)]
    columns = max((len(cells) for _, cells in lines), default=0)
    caption = line(table.caption)
    if columns > MOST_COLUMNS or not columns:
        told = (" · ".join(filter(None, cells)) for _, cells in lines)
        return "".join(tagged("p", line) for line in (caption, *told))
    right = [_is_numeric(table, column) for column in range(columns)]
    inner = "".join(_row(kind, cells, right) for kind, cells in lines)
    return f"<table bordered striped>{tagged('caption', caption)}{inner}</table>"


def _row(kind: str, cells: Sequence[str], right: Sequence[bool]) -> str:
    padded = [*cells, *[""] * (len(right) - len(cells))]
    told = (
        f"<{kind}{' align=' + chr(34) + 'right' + chr(34) if is_right else ''}>{cell}</{kind}>"
        for cell, is_right in zip(padded, right, strict=True)
    )
    return tagged("tr", "".join(told))


def _is_numeric(table: Table, column: int) -> bool:
    """Whether a column holds numbers alone, to be set to the right."""
    cells = (inline_text(row[column]) for row in table.rows if column < len(row))
    told = [cell for cell in cells if cell]
    return bool(told) and all(map(_NUMBER.fullmatch, told))


def address_of(picture: Picture) -> Inline:
    """Where a picture is, linked."""
    address = chat_address(picture.url)
    return inline(link(address, address))
