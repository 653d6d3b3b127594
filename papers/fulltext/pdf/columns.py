"""Columns of printed pages, and the order in which they are read. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
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
        worded = [line for line in long if _is_worded(line)]
        gutter = _gutter(worded, page.width / 2, body)
    if gutter is None:
        return [Strip(page.number, left, right, _in_order(lines))]
    found: list[Strip] = []
    halves: tuple[list[Line], list[Line]] = ([], [])
    order = {id(line): number for number, line in enumerate(lines)}

    def flush() -> None:
        for half, edges in zip(halves, ((left, gutter), (gutter, right)), strict=True):
            if half:
                half.sort(key=lambda line: order[id(line)])
                found.append(Strip(page.number, *edges, list(_in_order(half))))
            half.clear()

    for line in sorted(lines, key=lambda line: -line.top):
        crosses = line.left < gutter - 6 and line.right > gutter + 6
        if crosses or (not any(halves) and _ends(found[-1].lines[-1] if found else None, line)):
            flush()
            if found and (found[-1].left, found[-1].right) == (left, right):
                found[-1].lines.append(line)
            else:
                found.append(Strip(page.number, left, right, [line]))
        else:
            halves[line.left > gutter - 6].append(line)
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


def _gutter(lines: list[Line], middle: float, body: float) -> float | None:
    """Where the space between two columns is; None on a page of one column."""
    text = [line for line in lines if line.size < 1.3 * body and len(line.text) > 20]
    before = [line for line in text if line.right <= middle + body]
    after = [line for line in text if line.left >= middle - body]
    across = len(text) - len(before) - len(after)
    if min(len(before), len(after)) < 4 or across > 0.5 * len(text):
        return None
    # Columns begin where many lines begin; labels in a drawing begin anywhere.
    starts: Counter[float] = Counter(round(line.left / 3) for line in after)
    if starts.most_common(1)[0][1] < 0.25 * len(after):
        return None
    inner = max((line.right for line in before), default=middle)
    return (inner + min(line.left for line in after)) / 2


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines as drawn where that is downwards, else from the top."""
    downwards = sum(b.middle < a.top for a, b in pairwise(lines))
    if downwards >= 0.9 * (len(lines) - 1):
        return lines
    return sorted(lines, key=lambda line: (-round(line.middle / 4), line.left))


def leading(strips: Iterable[Strip]) -> float:
    """The usual distance between lines, in points."""
    steps: dict[float, int] = defaultdict(int)
    for strip in strips:
        for above, below in pairwise([line.middle for line in strip.lines]):
            step = round(above - below, 1)
            if 4 < step < 40:
                steps[step] += 1
    if not steps:
        return 12.0
    return median(sorted(step for step, count in steps.items() for _ in range(count)))


def paragraph_lines(strip: Strip, body: float) -> list[Line]:
    """Lines that surely are running text: full ones, and those right below them."""
    width = strip.right - strip.left
    found: list[Line] = []
    last: Line | None = None
    for line in strip.lines:
        right_size = abs(line.size - body) < 0.07 * body
        is_full = line.width > 0.8 * width and small_words(line.text) >= 3
        follows = last is not None and 0 < last.middle - line.middle < 1.6 * body
        if right_size and (is_full or (follows and line.left - strip.left < 0.3 * width)):
            found.append(line)
            last = line
        else:
            last = None
    return found
