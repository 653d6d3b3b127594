"""Rows of printed tables as lines, each after the table's head. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from papers.fulltext.pdf.captions import Caption, is_sentence
from papers.fulltext.pdf.lines import Line
from papers.fulltext.prose import Vocabulary

_NUMBER: Final = re.compile(r"[(\[<>~≈≤≥±+−–$-]{0,2}\d[\d.,]*[A-Za-z%]?[)\]*†‡%,;]{0,2}")
_APART: Final = 2.6
"""Heights of a line between two lines of which the farther is of no table."""
_LEVEL: Final = 0.5
"""Heights of a line by which those of one row may differ."""
_FEWEST: Final = 2
_HEAD: Final = 3
"""Lines of a head, at most."""
_LONGEST: Final = 400


def table_lines(
    captions: Sequence[Caption], vocabulary: Vocabulary
) -> Iterator[tuple[Caption, tuple[str, ...]]]:
    """Each caption of a table with the rows that have numbers, each after the table's head.

    A table that is found on the other side of its caption than most of a paper's are may be that of
    another caption, so nothing is told of it. Where what was found begins with a row, the head is
    not known, and rows stand alone; fewer than two are no table.

    Args:
        captions: those of a paper's tables.
        vocabulary: of the paper.
    """
    below = [_is_below(caption) for caption in captions if caption.zone]
    usual = 2 * sum(below) > len(below)
    for caption in captions:
        is_sure = bool(caption.zone) and _is_below(caption) is usual
        yield caption, _lines(caption, vocabulary) if is_sure else ()


def _is_below(caption: Caption) -> bool:
    return caption.zone[0].middle < caption.bottom


def _lines(caption: Caption, vocabulary: Vocabulary) -> tuple[str, ...]:
    rows = [_told(row) for row in _rows(caption)]
    head = list(takewhile(lambda row: not _has_numbers(row), rows))
    told = [row for row in rows[len(head) :] if _has_numbers(row)]
    if len(told) < _FEWEST:
        return ()
    above = f"{vocabulary.joined(head)}: " if 0 < len(head) <= _HEAD else ""
    return tuple(f"{above}{vocabulary.joined((row,))}"[:_LONGEST] for row in told)


def _rows(caption: Caption) -> list[list[Line]]:
    """The lines of each row, from the top, as far as they hang together with the caption."""
    is_below = _is_below(caption)
    lines = sorted(caption.zone, key=lambda line: -line.middle if is_below else line.middle)
    rows: list[list[Line]] = []
    last = caption.bottom if is_below else caption.top
    for line in lines:
        if abs(line.middle - last) > _APART * line.size or is_sentence(line):
            break
        if rows and abs(line.middle - rows[-1][0].middle) < _LEVEL * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
        last = line.middle
    return rows if is_below else rows[::-1]


def _told(row: list[Line]) -> str:
    return " ".join(line.text.strip() for line in sorted(row, key=lambda line: line.left))


def _has_numbers(row: str) -> bool:
    words = row.split()
    return len(words) > 1 and any(map(_NUMBER.fullmatch, words[1:]))
