"""A document taken apart for chats: runs of lines and of pictures, and what goes below them.

Chats set text line by line, so a message is a run of lines. Each line knows what looks it has
and how well a message may end before it; which characters make the looks is for each platform.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Style,
    Table,
)
from rendering.common.chat_text import chat_address, chat_spans, is_seen
from rendering.common.classic import classic
from rendering.common.lines import Border, Frame, Line
from rendering.common.plain import inline_text, sanitise
from rendering.common.tables import table_lines

RULE: Final = "———"
BULLET: Final = "• "
_LONGEST_NAME: Final = 60
_NO_NAME = re.compile(r"[^\w. ()-]+")


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


def taken_apart(document: Document, within: Document | None = None) -> Flow:
    """A document, or a part of one, as lines and pictures in order, and its buttons and files."""
    stretches: list[tuple[list[Line], list[Picture]]] = [([], [])]
    rows: list[tuple[Button, ...]] = []
    attachments: list[Attachment] = []
    before: Block | None = None
    for number, part in enumerate(classic(document, within=within), 1):
        block = part.block
        lines, pictures = stretches[-1]
        match block:
            case Buttons():
                rows += block.rows
            case Attachment():
                attachments += [sendable(block)] if block.text else []
            case Picture() if picture := _shown(block):
                pictures.append(picture)
            case _:
                known = None if pictures else before
                more = list(_lines(block, number, known, begins=part.begins))
                if more and pictures:
                    stretches.append((more, []))
                else:
                    lines += more
                before = block if more else before
    title = Line(chat_spans(document.heading), heading=1)
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
    return replace(picture, caption=chat_spans(picture.caption), url=url)


def sendable(attachment: Attachment) -> Attachment:
    """A file whose name is but a name, and whose text can be encoded."""
    name = _NO_NAME.sub("_", sanitise(attachment.name)).strip(" .")[-_LONGEST_NAME:].lstrip(" .")
    text = attachment.text.encode("utf-8", "replace").decode("utf-8")
    return replace(attachment, name=name or "file.txt", text=text)


def _lines(
    block: Block, number: int, before: Block | None, *, begins: bool = False
) -> Iterator[Line]:
    match block:
        case Heading(spans, level):
            border = Border.ENTRY if level <= 2 else Border.BLOCK
            made = [Line(chat_spans(spans), border, heading=max(level, 2))]
        case Paragraph(spans) | Picture(caption=spans):
            made = [Line(chat_spans(spans))]
        case Bullets():
            made = _points(block)
        case Quote() | Fold():
            made = _quoted(block, number)
        case Table():
            made = table_lines(block, number)
        case Rule():
            made = [Line((Span(RULE),))]
        case _:
            made = []
    made = [line for line in made if is_seen(line.text.removeprefix(line.lead))]
    if made:
        border = Border.JOINED if _belongs_to(before, block) else made[0].border
        yield replace(made[0], border=border, gap=_stands_apart(block, before, begins=begins))
        yield from made[1:]


def _belongs_to(before: Block | None, block: Block) -> bool:
    """Whether a block should not be parted from the one before it."""
    if isinstance(before, Heading):
        return not isinstance(block, Heading)
    return isinstance(before, Paragraph) and isinstance(block, Bullets)


def _stands_apart(block: Block, before: Block | None, *, begins: bool) -> bool:
    """Whether an empty line parts a block from the one before it.

    Running text stands apart, as does what begins a part or follows on a list; lines that begin
    with a label or an id stand together.
    """
    if before is None or isinstance(before, (Heading, Rule)):
        return isinstance(block, Heading) and not isinstance(before, Rule)
    match block:
        case Heading() | Table():
            return True
        case Paragraph():
            return (
                begins or isinstance(before, Bullets) or _is_running(block) or _is_running(before)
            )
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


def _quoted(quote: Quote | Fold, number: int) -> list[Line]:
    title = Line(chat_spans((Span(quote.title, Style.BOLD),)))
    lines = [title] if is_seen(title.text) else []
    titled = bool(lines)
    before: Block | None = None
    for block in quote.blocks:
        lines += _lines(block, number, before)
        before = block
    frame = Frame.FOLD if isinstance(quote, Fold) else Frame.QUOTE
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
