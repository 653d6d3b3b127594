"""Puts the text of a page and the places of its letters together to lines. Runs confined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from papers.fulltext.pdf.glyphs import mended
from papers.fulltext.pdf.letters import SMALLER, Font, Letters, shift
from papers.fulltext.pdf.line_numbers import without_numbers
from papers.fulltext.pdf.lines import Line, made
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
_BLANKS: Final = " \t\xa0"

_Box = tuple[float, float, float, float]
_Place = tuple[int, int]
"""A letter's number and what sets it."""


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
        base = (-1, 0)
        for line, start in self._fragments(text, wide):
            if last is None:
                last, base = line, start
            elif _continues(last, line):
                last = self._together(last, line, base, start)
                base = start if line.size >= last.size else base
            else:
                yield last
                last, base = line, start
        if last is not None:
            yield last

    def _fragments(self, text: str, wide: float) -> Iterator[tuple[Line, _Place]]:
        pieces = [(match.start(), match[0]) for match in _PIECE.finditer(text)]
        for at, piece in without_numbers(pieces):
            for line, start in self._lines(piece, at):
                if line.right - line.left < wide:
                    yield line, start
                else:
                    yield from self._parts(piece, at, line, start)

    def _lines(self, piece: str, at: int) -> Sequence[tuple[Line, _Place]]:
        written = piece.strip(_BLANKS)
        whole = written.rstrip(BROKEN)
        if not whole:
            return ()
        at += piece.index(whole[0])
        letters = self._letters
        first, last = letters.index(at), letters.index(at + len(whole) - 1)
        if not 0 <= first <= last:
            return ()
        begun, ended = letters.set_by(first), letters.set_by(last)
        begins = ends = letters.look(first, begun)
        size = begins.size
        if begun != ended:
            if size < SMALLER * self._usual and (cut := self._raised_before(written, at, size)):
                raised = self._lines(written[:cut], at)
                return (*raised, *self._lines(written[cut:], at + cut))
            ends = letters.look(last, ended)
            written, largest = self._with_scripts(written, at)
            size = max(size, ends.size, largest)
        box = letters.box(first, last)
        if len(written) > _TOO_SHORT_FOR_ROTATION and box[3] - box[1] > 1.5 * (box[2] - box[0]):
            return ()
        if size > self._usual or len(whole) >= _PHRASE:
            self._usual = size
        return ((self._line(written, first, box, size, begins.font, ends.font), (first, begun)),)

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

    def _parts(
        self, piece: str, at: int, line: Line, begin: _Place
    ) -> Iterator[tuple[Line, _Place]]:
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
        self, text: str, first: int, box: _Box, size: float, begun: Font, ended: Font
    ) -> Line:
        """A line, by its text, its first letter, and the fonts of both ends."""
        number = None if text[0].islower() else _NUMBER.match(text)
        if number:
            first += number.end()
            begun = self._letters.look(first, self._letters.set_by(first)).font
        is_slanted = begun.slanted and ended.slanted
        # Headings of the third level are often in italics.
        is_strong = begun.strong or (is_slanted and number is not None and number[0].count(".") > 1)
        is_strong_to_end = ended.strong or (is_strong and is_slanted)
        if self._coded:
            text = _whole(text)
        if not (text.isascii() and text.isprintable()) or "6=" in text:
            text = mended(text)
        left, bottom, right, top = box
        return made((text, left, bottom, right, top, size, is_strong, is_strong_to_end, is_slanted))

    def _with_scripts(self, text: str, at: int) -> tuple[str, float]:
        """A line's text with its raised and lowered digits as such, and its largest size there."""
        words = self._letters.words(text, at)
        if not words:
            return text, 0.0
        parts: list[str] = []
        done, largest = 0, 0.0
        for start, end, runs in words:
            parts += text[done:start], written(runs)
            largest = max([largest, *[run.size for run in runs]])
            done = end
        return "".join((*parts, text[done:])), largest

    def _together(self, last: Line, line: Line, main: _Place, start: _Place) -> Line:
        """Two fragments as one; a second one that is raised or lowered stays so."""
        gap = line.left - last.right
        larger = max(last.size, line.size)
        way = 0
        if line.size < last.size and gap < 0.3 * last.size:
            letters = self._letters
            way = shift(line.size, letters.base(*start), of=last.size, at=letters.base(*main))
        if way:
            text = attached(last.text, line.text, way)
        elif gap > 0.12 * larger and line.text[0] not in _CLOSING:
            text = f"{last.text} {line.text}"
        else:
            text = last.text + line.text
        return made(
            (
                text,
                last.left,
                min(last.bottom, line.bottom),
                max(last.right, line.right),
                max(last.top, line.top),
                larger,
                last.starts_strong,
                last.starts_strong and line.ends_strong,
                last.is_slanted,
            )
        )


def _continues(last: Line, line: Line) -> bool:
    bottom, top, before, above = line.bottom, line.top, last.bottom, last.top
    if top <= before or above <= bottom or last.text[-1] == BROKEN:
        return False
    size = max(last.size, line.size)
    gap = line.left - last.right
    if gap >= 0.9 * size:
        return False
    overlap = min(above, top) - max(before, bottom)
    if line.size < SMALLER * last.size:  # raised or lowered, maybe below what is raised
        return overlap > 0 and -0.5 * size - 0.7 * line.size * len(line.text) < gap
    return -0.5 * size < gap and overlap > 0.25 * min(above - before, top - bottom)


def _whole(units: str) -> str:
    """The text of code units."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
