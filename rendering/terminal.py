"""Documents for a terminal, by rich; without colour, as plain text for pipes and files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.style import Style as Look
from rich.table import Table as Grid
from rich.text import Text

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
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
from rendering.common.classic import Classic, classic
from rendering.common.plain import inline_text, preformatted, sanitise, tidied, web_address

WIDEST: Final = 100
"""Columns that are still pleasant to read."""

_NARROWEST: Final = 20
_INDENT: Final = "  "
_LOOKS: Final = {
    Style.PLAIN: Look(),
    Style.BOLD: Look(bold=True),
    Style.ITALIC: Look(italic=True),
    Style.CODE: Look(color="cyan"),
    Style.STRUCK: Look(strike=True),
}
_BOLD: Final = Look(bold=True)
_DIM: Final = Look(dim=True)
_NUMBER = re.compile(r"\d+\. ")
_LINK = re.compile(r"\x1b]8;id=[^;]*;([^\x1b]+)\x1b")
_TRAILING_BLANKS = re.compile(r"(?<! ) ++((?:\x1b\[[\d;]*m)*)$", re.MULTILINE)


def to_terminal(document: Document, *, width: int | None = None, colour: bool = True) -> str:
    """A document as text for a terminal; ends in one line break.

    Args:
        document: what to show.
        width: columns; None for those of the terminal, at most `WIDEST`.
        colour: whether to use colours, styles and clickable links. Without, there is not one
            escape sequence, and the addresses of linked titles follow them.
    """
    columns = min(shutil.get_terminal_size().columns, WIDEST) if width is None else width
    page = _Page(max(columns, _NARROWEST), colour=colour)
    return page.rendered(document)


@dataclass(frozen=True, slots=True)
class _Shown:
    block: Classic
    lines: list[RenderableType]


class _Page:
    """Lays out one document at a width."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self._width = width
        self._colour = colour
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            legacy_windows=False,
            highlight=False,
            _environ={},
        )

    def rendered(self, document: Document) -> str:
        blocks = [part.block for part in classic(document)]
        if document.title:
            blocks.insert(0, Heading(document.heading, level=1))
        shown = [_Shown(block, list(self._lines(block, self._width))) for block in blocks]
        shown = [part for part in shown if part.lines]
        for index, part in enumerate(shown):
            if index:
                self._console.print("\n" * _space(*shown[index - 1 : index + 2]), end="")
            for line in part.lines:
                self._console.print(line, soft_wrap=isinstance(line, Text))
        return _settled(self._out.getvalue())

    def _lines(self, block: Block, width: int) -> Iterator[RenderableType]:
        match block:
            case Heading():
                yield from self._heading(block, width)
            case Paragraph(spans):
                yield from self._wrapped(self._text(spans), width)
            case Bullets():
                yield from self._bullets(block, width)
            case Quote() | Fold():
                yield from self._quote(block, width)
            case Picture():
                yield from self._picture(block, width)
            case Buttons(rows):
                yield from self._commands(rows, width)
            case Rule():
                yield Text("─" * width, _DIM)
            case Table():
                yield from self._table(block)
            case Attachment(text=text):
                yield from map(Text, preformatted(text))

    def _commands(self, rows: tuple[tuple[Button, ...], ...], width: int) -> Iterator[Text]:
        """What buttons below each other are a choice of, to be typed; nothing of all others."""
        if any(len(row) != 1 for row in rows):
            return
        for (button,) in rows:
            command, label = sanitise(button.command).strip(), sanitise(button.label).strip()
            said = command if label in command else f"{label}: {command}"
            if command:
                text = self._text((Span(said),), _DIM)
                yield from self._wrapped(text, width, first="• ", rest="  ")

    def _heading(self, heading: Heading, width: int) -> Iterator[Text]:
        text = self._text(heading.spans, _BOLD)
        number = _NUMBER.match(text.plain)
        indent = " " * len(number[0]) if number else ""
        lines = list(self._wrapped(text, width, rest=indent))
        yield from lines
        if not self._colour:
            addresses = (span.link for span in tidied(heading.spans) if span.link)
            yield from (Text(indent + address) for address in addresses)
        if heading.level == 1 and lines:
            yield Text("─" * max(line.cell_len for line in lines), _DIM)

    def _bullets(self, bullets: Bullets, width: int) -> Iterator[Text]:
        texts = [text for item in bullets.items if (text := self._text(item))]
        last = f"{len(texts)}. "
        for number, text in enumerate(texts, 1):
            mark = f"{number}. ".rjust(len(last)) if bullets.numbered else "• "
            yield from self._wrapped(text, width, first=mark, rest=" " * len(mark))

    def _quote(self, quote: Quote | Fold, width: int) -> Iterator[Text]:
        title = self._text((Span(quote.title, Style.BOLD),))
        if title:
            yield from self._wrapped(title, width, first=_INDENT, rest=_INDENT)
        inner = width - 2 * len(_INDENT)
        for block in quote.blocks:
            for line in self._lines(block, inner):
                if isinstance(line, Text):
                    yield Text(_INDENT * 2) + line

    def _picture(self, picture: Picture, width: int) -> Iterator[Text]:
        caption = self._text((Span("Picture: ", Style.ITALIC), *picture.caption))
        yield from self._wrapped(caption, width)
        if address := web_address(picture.url):
            yield self._text((Span(address, link=address),), _DIM)

    def _table(self, table: Table) -> Iterator[RenderableType]:
        columns = len(table.headings) or max(map(len, table.rows), default=0)
        if not columns:
            return
        headings = [sanitise(heading).strip() for heading in table.headings]
        grid = Grid(box=box.SIMPLE_HEAD, show_header=any(headings), show_edge=False, pad_edge=False)
        for heading in headings or [""] * columns:
            grid.add_column(Text(heading), overflow="fold")
        for row in table.rows:
            grid.add_row(*(self._text(cell) for cell in row[:columns]))
        yield grid

    def _text(self, spans: Inline, base: Look | None = None) -> Text:
        text = Text()
        for span in tidied(spans):
            look = _LOOKS[span.style] if base is None else base + _LOOKS[span.style]
            if span.link and self._colour:
                look += Look(underline=True, link=span.link)
            text.append(span.text, look)
        return text

    def _wrapped(self, text: Text, width: int, first: str = "", rest: str = "") -> Iterator[Text]:
        if not text:
            return
        room = max(width - cell_len(first or rest), _NARROWEST // 2)
        for number, line in enumerate(text.wrap(self._console, room)):
            line.rstrip()
            yield Text(rest if number else first) + line


def _space(before: _Shown, part: _Shown, after: _Shown | None = None) -> int:
    """How many empty lines stand between two blocks."""
    match before.block, part.block:
        case _, Heading(spans) if _NUMBER.match(inline_text(spans)):
            return 2
        case Heading(level=level), Paragraph() | Bullets() | Table():
            return int(level == 1)
        case (Paragraph(), Bullets()) | (Attachment(), Attachment()):
            return 0
        case Paragraph(), Paragraph() if len(before.lines) == len(part.lines) == 1:
            return int(after is not None and isinstance(after.block, Bullets))
    return 1


def _settled(text: str) -> str:
    """The output without trailing blanks, and with ids of links that are the same in every run."""
    ids: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f"\x1b]8;id={ids.setdefault(match[1], len(ids) + 1)};{match[1]}\x1b"

    text = _LINK.sub(numbered, text)
    return _TRAILING_BLANKS.sub(r"\1", text).strip("\n") + "\n"
