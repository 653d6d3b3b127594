"""Columns of printed pages, and the order in which they are read. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from papers.fulltext.pdf.lines import Line, Page

_SMALL = re.compile(r" [a-zß-ÿа-яα-ω(“]")
_WITHOUT_BLANKS = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{4}")


@dataclass(slots=True)
class Strip:
    """A run of lines in one column, or across both; a page is strips in reading order.

    Attributes:
        left, right: the column's edges in points.
    """

    page: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)


def small_words(text: str) -> int:
    """How many words begin with small letters; a row of a table has few, as headings have.

    Writing without blanks counts as many.
    """
    found = len(_SMALL.findall(text))
    if not found and not text.isascii() and _WITHOUT_BLANKS.search(text):
        return len(text) // 4
    return found


def strips(page: Page, lines: list[Line], body: float) -> list[Strip]:
    """The page's lines in reading order."""
    if not lines:
        return []
    long = [line for line in lines if len(line.text) > 15] or lines
    left, right = min(line.left for line in long), max(line.right for line in long)
    # A last column that is short may leave the page's middle elsewhere than its lines say.
    gutter = _gutter(long, (left + right) / 2, body)
    if gutter is None:
        gutter = _gutter(long, page.width / 2, body, worded=True)
    if gutter is None:
        return [Strip(page.number, left, right, _in_order(lines))]
    found: list[Strip] = []
    halves: tuple[list[int], list[int]] = ([], [])

    def flush() -> None:
        for half, edges in zip(halves, ((left, gutter), (gutter, right)), strict=True):
            if half:
                drawn = [lines[at] for at in sorted(half)]
                found.append(Strip(page.number, *edges, _in_order(drawn)))
            half.clear()

    inner, outer = gutter - 6, gutter + 6
    tops = [line.top for line in lines]
    for at in sorted(range(len(lines)), key=tops.__getitem__, reverse=True):
        line = lines[at]
        crosses = line.left < inner and line.right > outer
        if crosses or (not any(halves) and _ends(found[-1].lines[-1] if found else None, line)):
            flush()
            if found and (found[-1].left, found[-1].right) == (left, right):
                found[-1].lines.append(line)
            else:
                found.append(Strip(page.number, left, right, [line]))
        else:
            halves[line.left > inner].append(at)
    flush()
    return found


def _is_worded(line: Line) -> bool:
    """Whether a line is of words, and no numbers along an axis."""
    return sum(map(str.isalpha, line.text)) > 0.4 * len(line.text)


def _ends(last: Line | None, line: Line) -> bool:
    """Whether a short line ends what the last one, across both columns, began."""
    if last is None:
        return False
    step = last.middle - line.middle
    same = abs(last.left - line.left) < 3 and abs(last.size - line.size) < 0.2
    return same and 0 < step < 1.4 * line.size


def _gutter(lines: list[Line], middle: float, body: float, *, worded: bool = False) -> float | None:
    """Where the space between two columns is; None on a page of one column.

    Args: worded says that only lines of words count.
    """
    text = [line for line in lines if line.size < 1.3 * body and len(line.text) > 20]
    before = [line for line in text if line.right <= middle + body]
    after = [line for line in text if line.left >= middle - body]
    if min(len(before), len(after)) < 4:
        return None
    if worded:
        return _gutter([line for line in text if _is_worded(line)], middle, body)
    across = len(text) - len(before) - len(after)
    if across > 0.5 * len(text):
        return None
    # Columns begin where many lines begin; labels in a drawing begin anywhere.
    starts: Counter[float] = Counter(round(line.left / 3) for line in after)
    if starts.most_common(1)[0][1] < 0.25 * len(after):
        return None
    inner = max((line.right for line in before), default=middle)
    return (inner + min(line.left for line in after)) / 2


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines as drawn where that is downwards, else from the top."""
    downwards = [b for a, b in pairwise(lines) if b.middle < a.top]
    if len(downwards) >= 0.9 * (len(lines) - 1):
        return lines
    return sorted(lines, key=lambda line: (-round(line.middle / 4), line.left))


def leading(strips: Iterable[Strip]) -> float:
    """The usual distance between lines, in points."""
    steps: Counter[float] = Counter()
    for strip in strips:
        middles = [line.middle for line in strip.lines]
        steps.update([round(above - below, 1) for above, below in pairwise(middles)])
    usual = [step for step in steps.elements() if 4 < step < 40]
    return median(usual) if usual else 12.0


def paragraph_lines(strip: Strip, body: float) -> list[Line]:
    """Lines that surely are running text: full ones, and those right below them."""
    width = strip.right - strip.left
    found: list[Line] = []
    last: Line | None = None
    for line in strip.lines:
        is_sure = abs(line.size - body) < 0.07 * body and (
            (last is not None and _goes_on(last, line, strip, body))
            or (line.width > 0.8 * width and small_words(line.text) >= 3)
        )
        last = line if is_sure else None
        if is_sure:
            found.append(line)
    return found


def _goes_on(last: Line, line: Line, strip: Strip, body: float) -> bool:
    """Whether a line stands right below one of running text."""
    below = 0 < last.middle - line.middle < 1.6 * body
    return below and line.left - strip.left < 0.3 * (strip.right - strip.left)
