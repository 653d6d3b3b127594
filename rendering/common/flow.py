"""A document taken apart for chats: runs of lines and of pictures, and what goes below them.

Chats set text line by line, so a message is a run of lines. Each line knows what looks it has
and how well a message may end before it; which characters make the looks is for each platform.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from itertools import zip_longest
from typing import Final

from wcwidth import width as columns

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from rendering.common.chat_text import NOT_FIXED, chat_address, chat_spans, chat_text, is_seen
from rendering.common.plain import inline_text, sanitise

RULE: Final = "———"
BULLET: Final = "• "
_NARROW: Final = 34
"""Columns of fixed-width text that fit beside each other on a phone."""

_LONGEST_NAME: Final = 60
_NO_NAME = re.compile(r"[^\w. ()-]+")


class Border(IntEnum):
    """How well a message may end before a line; more is better."""

    JOINED = 0
    LINE = 1
    BLOCK = 2
    ENTRY = 3


class Frame(StrEnum):
    """What several lines in a row stand in together."""

    NONE = ""
    QUOTE = "quote"
    FOLD = "fold"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one paragraph, of a message.

    Attributes:
        spans: tidied, with addresses that may be linked; the rest of the rules are a platform's.
        lead: what stands before the text of a point: "• " or "3. ".
        heading: its level, 1 the largest; 0 for a line that is none.
        gap: whether an empty line stands before it, unless it is the first of a message.
        frame: what it stands in.
        frame_number: tells frames of one kind apart that follow on each other.
    """

    spans: Inline
    border: Border = Border.BLOCK
    lead: str = ""
    heading: int = 0
    gap: bool = False
    frame: Frame = Frame.NONE
    frame_number: int = 0

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return self.lead + "".join(span.text for span in self.spans)

    @property
    def length(self) -> int:
        """Code points of its text, without putting it together."""
        return len(self.lead) + sum(len(span.text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines, and the pictures that follow them; one of both may be empty."""

    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A document taken apart.

    Attributes:
        title: a line of its own where the document has one.
        stretches: text and pictures in the document's order; at least one.
        rows: all its buttons; their order is kept, their place in the text is not.
        attachments: files with something in them.
    """

    title: Line | None
    stretches: tuple[Stretch, ...]
    rows: tuple[tuple[Button, ...], ...]
    attachments: tuple[Attachment, ...]


def taken_apart(document: Document) -> Flow:
    """A document as lines and pictures in order, and its buttons and files."""
    stretches: list[tuple[list[Line], list[Picture]]] = [([], [])]
    rows: list[tuple[Button, ...]] = []
    attachments: list[Attachment] = []
    before: Block | None = None
    for number, block in enumerate(document.blocks, 1):
        lines, pictures = stretches[-1]
        match block:
            case Buttons():
                rows += block.rows
            case Attachment():
                attachments += [_sendable(block)] if block.text else []
            case Picture() if picture := _shown(block):
                pictures.append(picture)
            case _:
                more = list(_lines(block, number, None if pictures else before))
                if more and pictures:
                    stretches.append((more, []))
                else:
                    lines += more
                before = block if more else before
    title = Line(chat_spans((Span(document.title, link=document.url),)), heading=1)
    return Flow(
        title if is_seen(title.text) else None,
        tuple(Stretch(tuple(lines), tuple(pictures)) for lines, pictures in stretches),
        tuple(rows),
        tuple(attachments),
    )


def _shown(picture: Picture) -> Picture | None:
    url = chat_address(picture.url)
    if not picture.image and not url:
        return None
    return Picture(chat_spans(picture.caption), picture.image, url)


def _sendable(attachment: Attachment) -> Attachment:
    """A file whose name is but a name, and whose text can be encoded."""
    name = _NO_NAME.sub("_", sanitise(attachment.name)).strip(" .")[-_LONGEST_NAME:].lstrip(" .")
    text = attachment.text.encode("utf-8", "replace").decode("utf-8")
    return Attachment(name or "file.txt", text)


def _lines(block: Block, number: int, before: Block | None) -> Iterator[Line]:
    match block:
        case Heading(spans, level):
            border = Border.ENTRY if level <= 2 else Border.BLOCK
            made = [Line(chat_spans(spans), border, heading=max(level, 2))]
        case Paragraph(spans) | Picture(caption=spans):
            made = [Line(chat_spans(spans))]
        case Bullets():
            made = _points(block)
        case Quote():
            made = _quoted(block, number)
        case Table():
            made = _table(block, number)
        case Rule():
            made = [Line((Span(RULE),))]
        case _:
            made = []
    made = [line for line in made if is_seen(line.text.removeprefix(line.lead))]
    if made:
        border = Border.JOINED if _belongs_to(before, block) else made[0].border
        yield replace(made[0], border=border, gap=_stands_apart(block, before))
        yield from made[1:]


def _belongs_to(before: Block | None, block: Block) -> bool:
    """Whether a block should not be parted from the one before it."""
    if isinstance(before, Heading):
        return not isinstance(block, Heading)
    return isinstance(before, Paragraph) and isinstance(block, Bullets)


def _stands_apart(block: Block, before: Block | None) -> bool:
    """Whether an empty line parts a block from the one before it.

    Running text stands apart, as does what begins a part or follows on a list; lines that begin
    with a label or an id stand together.
    """
    if before is None or isinstance(before, (Heading, Rule)):
        return isinstance(block, Heading) and not isinstance(before, Rule)
    match block:
        case Heading() | Table() | Paragraph(begins=True):
            return True
        case Paragraph():
            return isinstance(before, Bullets) or _is_running(block) or _is_running(before)
    return False


def _is_running(block: Block) -> bool:
    match block:
        case Paragraph(spans=(Span(style=Style.PLAIN, link=""), *_)):
            return True
    return False


def _points(bullets: Bullets) -> list[Line]:
    lines = (spans for item in bullets.items if is_seen(inline_text(spans := chat_spans(item))))
    return [
        Line(
            spans,
            border=Border.LINE if number > 1 else Border.BLOCK,
            lead=f"{number}. " if bullets.numbered else BULLET,
        )
        for number, spans in enumerate(lines, 1)
    ]


def _quoted(quote: Quote, number: int) -> list[Line]:
    title = Line(chat_spans((Span(quote.title, Style.BOLD),)))
    lines = [title] if is_seen(title.text) else []
    titled = bool(lines)
    before: Block | None = None
    for block in quote.blocks:
        lines += _lines(block, number, before)
        before = block
    frame = Frame.FOLD if quote.collapsible else Frame.QUOTE
    borders = (Border.BLOCK, Border.JOINED if titled else Border.LINE)
    return [
        replace(
            line,
            border=borders[index] if index < 2 else min(line.border, Border.LINE),
            gap=False,
            frame=frame,
            frame_number=number,
        )
        for index, line in enumerate(lines)
    ]


def _table(table: Table, number: int) -> list[Line]:
    """A row a line; where something is to be typed, the rows speak for themselves."""
    heads = tuple((Span(heading, Style.ITALIC),) for heading in table.headings)
    is_headed = any(map(inline_text, heads)) and not _is_to_type(table)
    rows = [heads, *table.rows] if is_headed else [*table.rows]
    aligned = _aligned(rows)
    borders = (Border.BLOCK, Border.JOINED if is_headed else Border.LINE)
    return [
        Line(
            (Span(aligned[index]),) if aligned else chat_spans(_row(cells)),
            border=borders[index] if index < 2 else Border.LINE,
            frame=Frame.TABLE if aligned else Frame.NONE,
            frame_number=number,
        )
        for index, cells in enumerate(rows)
    ]


def _is_to_type(table: Table) -> bool:
    return any(span.style is Style.CODE for row in table.rows for cell in row for span in cell)


def _aligned(rows: Sequence[Sequence[Inline]]) -> list[str]:
    """Rows in columns of fixed-width text; empty where they are too wide or hold more than text."""
    if any(span.link or span.style is Style.CODE for row in rows for cell in row for span in cell):
        return []
    texts = [[chat_text(inline_text(cell)) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip_longest(*texts, fillvalue="")]
    if sum(widths) + 2 * len(widths) - 2 > _NARROW or any(
        NOT_FIXED.search(t) for row in texts for t in row
    ):
        return []
    return [
        "  ".join(
            text + " " * (wide - columns(text)) for text, wide in zip(row, widths, strict=False)
        ).rstrip()
        for row in texts
    ]


def _row(cells: Sequence[Inline]) -> Inline:
    """A row as ``name: value · value — what to type``, the name alone in bold."""
    (name, *values) = [cell for cell in cells if inline_text(cell)] or [()]
    if not values:
        return name
    row = [*(_restyled(span, Style.PLAIN, Style.BOLD) for span in name)]
    for number, value in enumerate(values):
        if any(cell[0].style is Style.CODE for cell in (value, name)):
            row.append(Span(" — "))
        else:
            row.append(Span(" · " if number else ": "))
        row += (_restyled(span, Style.BOLD, Style.PLAIN) for span in value)
    return tuple(row)


def _restyled(span: Span, old: Style, new: Style) -> Span:
    return replace(span, style=new) if span.style is old else span
