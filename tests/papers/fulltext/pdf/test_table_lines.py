"""Rows of printed tables as lines."""

from __future__ import annotations

from dataclasses import replace

from domain.fulltext import FullText, Section, Table, TextOrigin
from papers.fulltext.pdf.captions import TABLE, Caption
from papers.fulltext.pdf.lines import Line
from papers.fulltext.pdf.table_lines import table_lines
from papers.fulltext.prose import BROKEN, Vocabulary
from papers.fulltext.sandbox.parcel import packed, packed_text, unpacked_text

HEIGHT = 10.0
TOP = 500.0


def _line(text: str, bottom: float, left: float = 100.0) -> Line:
    right = left + 5.0 * len(text)
    return Line(text, left, bottom, right, bottom + HEIGHT, HEIGHT, False, False)


def _printed(number: str, *rows: str, below: bool = True, gap: float = 12.0) -> Caption:
    """A caption with rows below it, or above it, from the top to the foot of each."""
    bottoms = [
        TOP - 20 - gap * at if below else TOP + 20 + gap * (len(rows) - 1 - at)
        for at in range(len(rows))
    ]
    zone = tuple(map(_line, rows, bottoms))
    label = _line(f"Table {number}: Lamps.", TOP)
    return Caption(0, TABLE, number, (label,), 100.0, 400.0, zone)


def _told(*captions: Caption) -> list[tuple[str, ...]]:
    return [lines for _, lines in table_lines(captions, Vocabulary(()))]


def test_each_row_follows_the_head() -> None:
    """Below its caption and above it; what has no number is none."""
    rows = ("Lamp Hum Glow", "Paper 31 0.9", "of silk", "Oil (2019) 3.1 ± 0.2 −4")
    told = ("Lamp Hum Glow: Paper 31 0.9", "Lamp Hum Glow: Oil (2019) 3.1 ± 0.2 −4")
    for below in (True, False):
        assert _told(_printed("1", *rows, below=below)) == [told]


def test_a_head_of_two_lines_is_one() -> None:
    """Words that are broken at its lines' ends are whole again."""
    caption = _printed("1", f"Lamp Ham{BROKEN}", "mering", "Paper 31", "Oil 20")
    assert _told(caption) == [("Lamp Hammering: Paper 31", "Lamp Hammering: Oil 20")]


def test_rows_stand_alone_where_the_head_is_not_known() -> None:
    """Of a table that begins with a row."""
    assert _told(_printed("1", "Paper 31", "Oil 20")) == [("Paper 31", "Oil 20")]


def test_cells_at_one_height_are_a_row() -> None:
    """From left to right, wherever they were drawn first."""
    caption = _printed("1", "Lamp Hum", "Oil 20", "Wax 7")
    where = caption.zone[1].bottom
    apart = (_line("31 dB", where + 1, 300.0), _line("Paper", where))
    caption = replace(caption, zone=(caption.zone[0], *apart, caption.zone[2]))
    assert _told(caption) == [("Lamp Hum: Paper 31 dB", "Lamp Hum: Wax 7")]


def test_what_is_no_table_is_not_told() -> None:
    """One row, running text, and what stands apart."""
    text = "of which we have heard in the nights of 31 towns that lamps were quiet"
    assert _told(_printed("1", "Lamp Hum", "Paper 31")) == [()]
    assert _told(_printed("1", "Lamp Hum", text, "Paper 31", "Oil 20")) == [()]
    assert _told(_printed("1", "Lamp Hum", "Paper 31", "Oil 20", gap=40.0)) == [()]
    assert _told(_printed("1")) == [()]


def test_a_table_on_the_unusual_side_may_be_of_another_caption() -> None:
    """So nothing is told of it."""
    rows = ("Lamp Hum", "Paper 31", "Oil 20")
    first, second, third = _told(
        _printed("1", *rows, below=False),
        _printed("2", *rows, below=False),
        _printed("3", *rows),
    )
    assert len(first) == len(second) == 2
    assert third == ()


def test_lines_are_kept() -> None:
    """As the text is; texts that were kept before have none."""
    table = Table("1", "Lamps.", page=3, lines=("Lamp Hum: Oil 20",))
    text = FullText((Section("One", "Lamps hum."),), (), TextOrigin.PDF, tables=(table,))
    assert unpacked_text(packed_text(text))[0] == text
    told = {"origin": "pdf", "licence": None, "tables": [["1", "Lamps.", [], 3]]}
    before = packed({"text": {**told, "sections": [], "figures": []}}, [])
    assert unpacked_text(before)[0].tables == (replace(table, lines=()),)
