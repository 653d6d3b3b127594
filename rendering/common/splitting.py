"""Cuts lines into parts that fit into messages, where a reader would cut them.

What fits is for the platform to say, by measuring what it would send. Borders are tried from
the best: before an entry, a block, a line; then, inside a line, after a sentence, a word, a
character as readers see them (a grapheme cluster, https://www.unicode.org/reports/tr29/).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import Final, TypeVar

from wcwidth import iter_graphemes

from domain.documents import Inline, Span
from rendering.common.chat_text import is_seen
from rendering.common.lines import Border, Line
from rendering.common.plain import tidied

Fits = Callable[[Sequence[Line]], bool]
T = TypeVar("T")

_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*\s+|[。！？]["'”’」』）]*\s*""")
_WORD_END = re.compile(r"\s+")
_FAIRLY_FULL: Final = 1 / 5
_HALF: Final = 1 / 2
_TRIED: Final = 10
"""Places that are tried before a text is cut where it just fits."""


def split(lines: Sequence[Line], fits: Fits, most: int) -> list[tuple[Line, ...]]:
    """Lines in parts, each of which fits; only blanks at the cuts are lost.

    Args:
        lines: what to send.
        fits: whether lines make one message. If some do, fewer do; one character always does.
        most: visible code points that surely do not fit any more; saves measuring.
    """
    parts = []
    whole = set(map(id, lines))
    rest = tuple(_in_pieces(line, most) for line in lines)
    while rest:
        part, rest = _next_part(rest, fits, most)
        part = tuple(line if id(line) in whole else _put_together(line) for line in part)
        if any(is_seen(line.text) for line in part):
            parts.append(part)
    return parts


def _in_pieces(line: Line, most: int) -> Line:
    """A line whose long spans are several, so that what is cut off it leaves the rest alone."""
    if line.length <= most:
        return line
    pieces = (
        replace(span, text=span.text[start : start + most])
        for span in line.spans
        for start in range(0, len(span.text), most)
    )
    return replace(line, spans=tuple(pieces))


def _put_together(line: Line) -> Line:
    return replace(line, spans=tidied(_joined(line.spans)))


def _joined(spans: Inline) -> Inline:
    """Spans of which no two neighbours look alike."""
    alike = groupby(spans, key=lambda span: (span.style, span.link, span.target))
    runs = (list(run) for _, run in alike)
    return tuple(replace(run[0], text="".join(span.text for span in run)) for run in runs)


def shortened(text: str, most: int) -> str:
    """A text of at most `most` code points, cut between characters, with ``…`` where cut."""
    if len(text) <= most:
        return text
    ends = _grapheme_ends(text[:most])
    return text[: ends[bisect_right(ends, most - 1) - 1] if ends[0] < most else 0].rstrip() + "…"


def _next_part(
    lines: tuple[Line, ...], fits: Fits, most: int
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    count = count_that_fits(lines, fits)
    if count == len(lines):
        return lines, ()
    if cut := _best_border(lines, count, fits, most):
        return lines[:cut], lines[cut:]
    full, line, rest = lines[:count], lines[count], lines[count + 1 :]
    at = _best_place(line, lambda start: fits((*full, start)), most, alone=not full)
    if not at:
        return full, lines[count:]
    tail = _tail(line, at)
    return (*full, _head(line, at)), ((tail, *rest) if tail.spans else rest)


def count_that_fits(lines: Sequence[T], fits: Callable[[Sequence[T]], bool]) -> int:
    """How many of the first lines fit, by doubling and then halving."""
    reach = 1
    while reach <= len(lines) and fits(lines[:reach]):
        reach *= 2
    candidates = range(reach // 2 + 1, min(reach, len(lines) + 1))
    return reach // 2 + _count_of(candidates, lambda count: fits(lines[:count]))


def _best_border(lines: Sequence[Line], count: int, fits: Fits, most: int) -> int:
    """Before which of the first `count` + 1 lines to cut; 0 where nowhere is good."""
    sizes = list(accumulate((line.length for line in lines[:count]), initial=0))
    starts = [i for i in range(count, 0, -1) if lines[i].border is Border.ENTRY]
    if starts and (sizes[starts[0]] >= most * _HALF or fits(_entry(lines, starts[0], most))):
        return starts[0]
    for rank in (Border.BLOCK, Border.LINE):
        for i in range(count, 0, -1):
            if lines[i].border >= rank and sizes[i] >= most * _FAIRLY_FULL:
                return i
    return 0


def _entry(lines: Sequence[Line], start: int, most: int) -> Sequence[Line]:
    """The lines from one start of an entry to the next, or as many as do not fit."""
    size = lines[start].length
    end = start + 1
    while end < len(lines) and lines[end].border is not Border.ENTRY and size <= most:
        size += lines[end].length + 1
        end += 1
    return lines[start:end]


def _best_place(line: Line, fits: Callable[[Line], bool], most: int, *, alone: bool) -> int:
    """After how many visible code points of a line to cut it; 0 where not even one fits.

    A grapheme cluster that is too long for a message of its own cannot but be cut inside.
    """
    text = "".join(span.text for span in _first(line.spans, most + 1))
    ends: Sequence[int] = _grapheme_ends(text)
    if len(text) > most:
        # What ends where the looking ends may go on.
        ends = ends[:-1]
    count = _count_of(ends, lambda end: fits(_head(line, end)))
    if not count and alone:
        ends = range(1, len(text) + 1)
        count = max(_count_of(ends, lambda end: fits(_head(line, end))), 1)
    if not count:
        return 0
    furthest = ends[count - 1]
    allowed = set(ends[:count])
    for pattern in (_SENTENCE_END, _WORD_END):
        places = [match.end() for match in pattern.finditer(text, 0, furthest)]
        good = [place for place in places if place in allowed and place >= furthest * _HALF]
        # What stands at the end can take more markup than what would have followed.
        for place in reversed(good[-_TRIED:]):
            if fits(_head(line, place)):
                return place
    return furthest


def _count_of(sizes: Sequence[int], fits: Callable[[int], bool]) -> int:
    """How many of rising sizes fit."""
    return bisect_right(sizes, 0, key=lambda size: not fits(size))


def _grapheme_ends(text: str) -> list[int]:
    return list(accumulate(map(len, iter_graphemes(text))))


def _first(spans: Inline, at: int) -> Iterator[Span]:
    """Spans up to so many code points."""
    for span in spans:
        if at <= 0:
            return
        yield replace(span, text=span.text[:at])
        at -= len(span.text)


def _head(line: Line, at: int) -> Line:
    """The first part of a line."""
    return replace(line, spans=tidied(_joined(tuple(_first(line.spans, at)))))


def _tail(line: Line, at: int) -> Line:
    """The rest of a line: in the same frame, without the lead; it begins with no blank."""
    for index, span in enumerate(line.spans):
        if text := span.text[at:].lstrip(" "):
            spans = (replace(span, text=text), *line.spans[index + 1 :])
            return replace(line, spans=spans, lead="", border=Border.LINE, gap=False)
        at = max(at - len(span.text), 0)
    return replace(line, spans=())
