"""The cells of a LaTeXML page's tables, as text. Pure."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from papers.fulltext.html.page_text import running_text
from papers.fulltext.html.shown import write_formulas
from papers.fulltext.html.tree import outermost, take_out
from papers.fulltext.html.unseen import take_out_unseen

_MOST_ROWS: Final = 400
_MOST_COLUMNS: Final = 60
_LONGEST_CELL: Final = 200

Rows = tuple[tuple[str, ...], ...]


def table_rows(node: LexborNode) -> list[Rows]:
    """The rows of each table of a float, without those that stand in a cell of another.

    A cell over several columns is followed by empty ones, so that columns keep their places.
    """
    root = LexborHTMLParser(node.html or "").body
    if root is None:
        return []
    take_out(root, "figcaption, .ltx_note")
    take_out_unseen(root)
    write_formulas(root)
    found = (_rows(table) for table in outermost(root, "table, .ltx_tabular"))
    return [rows for rows in found if rows]


def _rows(table: LexborNode) -> Rows:
    rows: list[tuple[str, ...]] = []
    for row in outermost(table, "tr, .ltx_tr")[:_MOST_ROWS]:
        cells: list[str] = []
        for cell in outermost(row, "td, th, .ltx_td, .ltx_th")[:_MOST_COLUMNS]:
            cells.append(running_text(cell.text())[:_LONGEST_CELL])
            told = cell.attributes.get("colspan") or ""
            span = int(told) if told.isdigit() and len(told) < 3 else 1
            cells += [""] * (min(span, _MOST_COLUMNS) - 1)
        if any(cells):
            rows.append(tuple(cells[:_MOST_COLUMNS]))
    return tuple(rows)
