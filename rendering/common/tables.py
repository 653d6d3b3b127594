"""Tables as lines: in columns where they are narrow, else a row told as a sentence of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from wcwidth import width as columns

from domain.documents import Inline, Span, Style, Table
from rendering.common.chat_text import NOT_FIXED, chat_spans, chat_text
from rendering.common.lines import Border, Frame, Line
from rendering.common.plain import inline_text

_NARROW: Final = 34
"""Columns of fixed-width text that fit beside each other on a phone."""


def table_lines(table: Table, number: int) -> list[Line]:
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
