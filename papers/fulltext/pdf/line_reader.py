"""Puts the text of a page and the places of its letters together to lines. Runs confined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from papers.fulltext.pdf.glyphs import mended
from papers.fulltext.pdf.letters import SMALLER, Letters, Look, shift
from papers.fulltext.pdf.line_numbers import without_numbers
from papers.fulltext.pdf.lines import Line
from papers.fulltext.pdf.scripts import attached, written
from papers.fulltext.prose import BROKEN

_PIECE = re.compile(rf"(?:[^\r\n{BROKEN}]++|\r(?!\n))++{BROKEN}?")
"""A line. A carriage return alone is a letter: where old fonts of TeX have a ligature."""
_BLANK = re.compile(r"(?<! ) ++(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}\.?\s+(?=\S)")
_FROM, _TO = 0.35, 0.65
"""The part of a line's letters between which two columns may part."""
_LONGEST_SCRIPT: Final = 8
_PHRASE: Final = 15
_LETTERS: Final = 2
_NUMERIC: Final = frozenset("0123456789+-−–±(")
"""Raised and lowered words are short, or numbers."""
_CLOSING: Final = frozenset(".,;:!?)]}%’”")
"""Stand close to what they follow, as far as that may seem behind a raised letter."""
_TOO_SHORT_FOR_ROTATION: Final = 3


class LineReader:
    """Puts a page's text and the places of its letters together."""

    def __init__(self, letters: Letters, *, coded: bool) -> None:
        """Args: coded says whether the text holds code units that stand for halves of letters."""
        self._letters = letters
        self._coded = coded
        self._usual = 0.0
        """The size of the lines before, raised and lowered pieces apart."""

    def read(self, text: str, wide: float) -> Iterator[Line]:
        """Each line that lies flat, raised and lowered letters in their places.

        Args:
            text: the page's.
            wide: a line wider than this, in points, may be two, in columns drawn together.
        """
        last: Line | None = None
        main = -1
        for line, start in self._fragments(text, wide):
            if last is not None and _continues(last, line):
                last = self._together(last, line, main, start)
                main = start if line.size >= last.size else main
                continue
            if last is not None:
                yield last
            last, main = line, start
        if last is not None:
            yield last

    def _fragments(self, text: str, wide: float) -> Iterator[tuple[Line, int]]:
        pieces = [(match.start(), match[0]) for match in _PIECE.finditer(text)]
        for at, piece in without_numbers(pieces):
            for line, start in self._lines(piece, at):
                if line.width < wide:
                    yield line, start
                else:
                    yield from self._parts(piece, at, line, start)

    def _lines(self, piece: str, at: int) -> list[tuple[Line, int]]:
        written = piece.strip(" \t\xa0")
        if not written.strip(BROKEN):
            return []
        start = at + piece.index(written[0])
        end = start + len(written.rstrip(BROKEN)) - 1
        letters = self._letters
        first, last = letters.index(start), letters.index(end)
        if not 0 <= first <= last:
            return []
        begun, ended = letters.set_by(first), letters.set_by(last)
        begins = letters.look(first, begun)
        if begun != ended and begins.size < SMALLER * self._usual:
            cut = self._raised_before(written, start, begins.size)
            if cut:
                raised = self._lines(written[:cut], start)
                return raised + self._lines(written[cut:], start + cut)
        ends = None if begun == ended else letters.look(last, ended)
        line = self._line(written, start, (first, last), (begins, ends))
        if line is None:
            return []
        if len(written) > _PHRASE or line.size > self._usual:
            self._usual = line.size
        return [(line, first)]

    def _raised_before(self, text: str, at: int, size: float) -> int:
        """Where a line's first word ends, if that is a script of what stands before the line."""
        end = text.find(" ", 1, _LONGEST_SCRIPT)
        if not 0 < end < len(text) - 1 or (end > _LETTERS and text[0] not in _NUMERIC):
            return 0
        letters = self._letters
        last, after = letters.index(at + end - 1), letters.index(at + end + 1)
        limit = SMALLER * letters.look(after, letters.set_by(after)).size
        if not size < limit:
            return 0
        return end if letters.look(last, letters.set_by(last)).size < limit else 0

    def _parts(self, piece: str, at: int, line: Line, begin: int) -> Iterator[tuple[Line, int]]:
        """A wide line, taken apart where its words stand as far apart as columns do."""
        letters = self._letters
        cuts = [0]
        first, last = int(_FROM * len(piece)), int(_TO * len(piece))
        if letters.set_by(letters.index(at + first)) == letters.set_by(letters.index(at + last)):
            yield line, begin
            return
        for blank in _BLANK.finditer(piece, first, last):
            before = letters.index(at + blank.start() - 1)
            after = letters.index(at + blank.end())
            if letters.set_by(before) == letters.set_by(after):
                continue
            _, right, _, _, left, *_ = letters.edges(before, after)
            if left - right > 1.2 * line.size:
                cuts.append(blank.end())
        if len(cuts) == 1:
            yield line, begin
            return
        for start, end in pairwise((*cuts, len(piece))):
            yield from self._lines(piece[start:end], at + start)

    def _line(
        self, text: str, at: int, places: tuple[int, int], looks: tuple[Look, Look | None]
    ) -> Line | None:
        """A line, by its text, where that is in the page's, its ends and how they are drawn.

        One that is set in one go has no second look.
        """
        start, end = places
        begins, ends = looks
        left, bottom, right, top = self._letters.box(start, end)
        if len(text) > _TOO_SHORT_FOR_ROTATION and top - bottom > 1.5 * (right - left):
            return None
        size, begun = begins
        ended = begun
        if ends is not None:
            ended = ends.font
            text, largest = self._with_scripts(text, at)
            size = max(size, ends.size, largest)
        number = _NUMBER.match(text)
        if number:
            start += number.end()
            begun = self._letters.look(start, self._letters.set_by(start)).font
        is_slanted = begun.slanted and ended.slanted
        # Headings of the third level are often in italics.
        is_strong = begun.strong or (is_slanted and number is not None and number[0].count(".") > 1)
        if self._coded:
            text = _whole(text)
        return Line(
            mended(text),
            left,
            bottom,
            right,
            top,
            size,
            is_strong,
            ended.strong or (is_strong and is_slanted),
            is_slanted,
        )

    def _with_scripts(self, text: str, at: int) -> tuple[str, float]:
        """A line's text with its raised and lowered digits as such, and its largest size there."""
        parts: list[str] = []
        done, largest = 0, 0.0
        for start, runs in self._letters.words(text, at):
            parts += text[done:start], written(runs)
            largest = max(largest, *(run.size for run in runs))
            done = start + sum(len(run.text) for run in runs)
        return "".join((*parts, text[done:])) if parts else text, largest

    def _together(self, last: Line, line: Line, main: int, start: int) -> Line:
        """Two fragments as one; a second one that is raised or lowered stays so."""
        gap = line.left - last.right
        way = 0
        if line.size < last.size and gap < 0.3 * last.size:
            letters = self._letters
            way = shift(line.size, letters.base(start), of=last.size, at=letters.base(main))
        apart = gap > 0.12 * max(last.size, line.size) and line.text[0] not in _CLOSING
        blank = " " if apart and not way else ""
        return Line(
            attached(last.text + blank, line.text, way),
            last.left,
            min(last.bottom, line.bottom),
            max(last.right, line.right),
            max(last.top, line.top),
            max(last.size, line.size),
            last.starts_strong,
            last.starts_strong and line.ends_strong,
            last.is_slanted,
        )


def _continues(last: Line, line: Line) -> bool:
    if line.top <= last.bottom or last.top <= line.bottom or last.text.endswith(BROKEN):
        return False
    size = max(last.size, line.size)
    overlap = min(last.top, line.top) - max(last.bottom, line.bottom)
    lower = min(last.top - last.bottom, line.top - line.bottom)
    gap = line.left - last.right
    if line.size < SMALLER * last.size:  # raised or lowered, maybe below what is raised
        return overlap > 0 and -0.5 * size - 0.7 * line.size * len(line.text) < gap < 0.9 * size
    return overlap > 0.25 * lower and -0.5 * size < gap < 0.9 * size


def _whole(units: str) -> str:
    """The text of code units."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
