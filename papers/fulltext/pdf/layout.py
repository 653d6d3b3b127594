"""The layout of printed pages: running text, floats, notes, and what repeats. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final

from papers.fulltext.headings import is_references
from papers.fulltext.pdf.captions import (
    FIGURE,
    Caption,
    captions_in,
    looks_like_heading,
    usual_marks,
    with_zone,
)
from papers.fulltext.pdf.columns import Strip, paragraph_lines, small_words, strips
from papers.fulltext.pdf.lines import Line, Page
from papers.fulltext.prose import small_share

_WORDS = re.compile(r"[^\W\d_]{2,}")
_TOP, _FOOT = 0.86, 0.12
"""Of a page's height, above and below which its head and foot are."""
_WIDE_FOOT: Final = 0.2
_DIGITS: Final = 3
_BOTTOM: Final = attrgetter("bottom")
_CITED = re.compile(r"\[\d{1,3}\]")
_SENTENCE: Final = 35
"""Letters of a line that is one of running text, at least."""
_NUMBER = re.compile(r"\d+|\b[ivxl]+\b")


@dataclass(slots=True)
class Sheet:
    """A page understood.

    Attributes:
        strips: running text in reading order, without captions, floats, notes and page heads.
        captions: of its figures and tables.
        body: the size of running text in points.
        sure: the ids of lines that surely are of no drawing: running text and page heads.
    """

    page: Page
    strips: list[Strip]
    captions: list[Caption]
    body: float
    sure: set[int]

    def divided(self) -> tuple[list[Line], list[Line]]:
        """The page's lines: those that are of no figure, and those that may be."""
        floats = (line for caption in self.captions for line in _wall_lines(caption))
        known = self.sure | {id(line) for line in floats}
        walls: list[Line] = []
        labels: list[Line] = []
        for line in self.page.lines:
            is_wall = id(line) in known or _is_wall(line, self.body)
            (walls if is_wall else labels).append(line)
        return walls, labels


def body_size(pages: Iterable[Page]) -> float:
    """The size most letters have, in points."""
    exact: defaultdict[float, int] = defaultdict(int)
    for page in pages:
        for line in page.lines:
            exact[line.size] += len(line.text)
    letters: Counter[float] = Counter()
    for size, count in exact.items():
        letters[round(size * 2) / 2] += count
    return letters.most_common(1)[0][0] if letters else 10.0


def sheets(pages: Sequence[Page], body: float) -> list[Sheet]:
    """Every page understood.

    Args:
        pages: of the paper.
        body: the size of running text in points.
    """
    marks = usual_marks(pages)
    repeated = _furniture(pages)
    found = []
    for page in pages:
        furniture = [line for line in _margins(page) if _is_furniture(line, page, body, repeated)]
        found.append(_sheet(page, furniture, body, marks))
    return found


def _sheet(
    page: Page, furniture: list[Line], body: float, marks: Mapping[str, tuple[str, str]]
) -> Sheet:
    aside = {id(line) for line in furniture}
    lines = [line for line in page.lines if id(line) not in aside]
    parts = strips(page, lines, body)
    paragraphs = {id(line) for strip in parts for line in paragraph_lines(strip, body)}
    captions = [caption for strip in parts for caption in captions_in(strip, body, marks)]
    taken = {id(line) for caption in captions for line in caption.lines}
    placed = []
    for caption in captions:
        free = [line for line in lines if id(line) not in taken]
        whole = with_zone(caption, page, free, furniture, paragraphs, captions)
        taken.update(id(line) for line in whole.zone)
        placed.append(whole)
    for strip in parts:
        if taken:
            strip.lines = [line for line in strip.lines if id(line) not in taken]
        if notes := {id(line) for line in _notes(strip, page, body)}:
            strip.lines = [line for line in strip.lines if id(line) not in notes]
    found = [strip for strip in parts if strip.lines]
    return Sheet(page, found, placed, body, aside | paragraphs)


def _is_wall(line: Line, body: float) -> bool:
    """Whether a line surely is of no drawing: a heading, or a sentence."""
    if looks_like_heading(line):
        return True
    return (
        len(line.text) > (_SENTENCE if abs(line.size - body) < 0.15 * body else 2 * _SENTENCE)
        and line.size > 0.75 * body
        and line.text[0] != "("
        and small_words(line.text) > 3
        and small_share(line.text) > 0.5
    )


def _wall_lines(caption: Caption) -> tuple[Line, ...]:
    """The lines of a float that are of no figure."""
    return caption.lines if caption.kind == FIGURE else (*caption.lines, *caption.zone)


_ROW: Final = 4.0
"""Points between the middles of what stands in one row at most."""


def _pattern(text: str) -> str:
    return _NUMBER.sub("#", text.lower()).strip()


def _furniture(pages: Sequence[Page]) -> set[str]:
    """What stands at the upper or lower edge of several pages, numbers apart."""
    seen: Counter[str] = Counter()
    for page in pages:
        # What ends in a short line may end alike on many pages.
        edges = (line.text for line in _at_edges(page))
        seen.update({_pattern(text) for text in edges if not _ends_sentence(text)})
    # Numbers alone may be those along the axes of drawings.
    return {text for text, count in seen.items() if count > 1 and _WORDS.search(text)}


def _ends_sentence(text: str) -> bool:
    return text[0].islower() and text.endswith(".")


def _at_edges(page: Page) -> list[Line]:
    """The two topmost and two lowest rows, within the outer parts of the page."""
    found: list[Line] = []
    placed = [(line.middle, line) for line in page.lines]
    upper = [row for row in placed if row[0] > page.height * _TOP]
    lower = [row for row in placed if row[0] < page.height * _FOOT]
    for rows, is_upper in ((upper, True), (lower, False)):
        edge: list[float] = []
        for height, line in sorted(rows, key=itemgetter(0), reverse=is_upper):
            if not edge or abs(edge[-1] - height) > _ROW:
                edge.append(height)
            if len(edge) > 2:
                break
            found.append(line)
    return found


def _margins(page: Page) -> list[Line]:
    """What alone can be furniture: lines above and below the text, on the first page, numbers."""
    if page.number == 0:
        return page.lines
    foot, top = _FOOT * page.height, _TOP * page.height
    return [line for line in page.lines if not foot < line.middle < top or line.text.isdecimal()]


def _is_furniture(line: Line, page: Page, body: float, repeated: set[str]) -> bool:
    if line.top < 0.09 * page.height and line.size < 0.93 * body and page.number == 0:
        return True
    if line.text.isdecimal() and _is_lowest_number(line, page):
        return True
    middle, height = line.middle, page.height
    if _FOOT * height < middle < _TOP * height:
        return False
    if middle < 0.1 * height and re.fullmatch(r"[-–— ]*\d{1,5}[-–— ]*", line.text):
        return True
    if middle > 0.9 * height and re.fullmatch(r"\d{1,4}", line.text):
        return _is_topmost_number(line, page)
    counts = line.text.endswith(f" {page.number + 1}") and not line.is_strong
    if counts and middle > 0.9 * height:
        return True
    return _pattern(line.text) in repeated and len(_WORDS.findall(line.text)) < 30


def _is_topmost_number(line: Line, page: Page) -> bool:
    """Whether nothing stands above a number, and no other beside it: ticks of panels do."""
    return not any(
        other.middle > line.middle + _ROW
        or (other.middle > line.middle - _ROW and other.text.isdecimal())
        for other in page.lines
        if other is not line
    )


def _is_lowest_number(line: Line, page: Page) -> bool:
    """Whether a number stands alone below all else: margins of some papers are wide."""
    if line.middle > _WIDE_FOOT * page.height or len(line.text) > _DIGITS:
        return False
    edge = line.top + 0.8 * line.size
    return all(other is line or other.bottom > edge for other in page.lines)


def _notes(strip: Strip, page: Page, body: float) -> list[Line]:
    """Footnotes: the small print at the foot of a column."""
    if not strip.lines or min(strip.lines, key=_BOTTOM).size > 0.93 * body:
        return []
    found: list[Line] = []
    for line in sorted(strip.lines, key=_BOTTOM):
        if line.size > 0.93 * body or line.bottom > 0.6 * page.height:
            break
        if is_references(line.text) or _CITED.match(line.text):
            return []  # no notes but what the paper cites
        found.append(line)
    if not found:
        return []
    letters = sum(len(line.text) for line in strip.lines)
    small = sum(len(line.text) for line in found)
    return found if small < 0.6 * letters else []
