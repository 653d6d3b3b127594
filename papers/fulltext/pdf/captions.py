"""Captions on printed pages, and what lies between them and the text around. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from papers.fulltext.pdf.columns import Strip, leading, small_words
from papers.fulltext.pdf.lines import Line, Page
from papers.fulltext.prose import BROKEN, small_share

FIGURE: Final = "figure"
TABLE: Final = "table"
OTHER: Final = "other"
"""An algorithm or the like, which is neither text nor to be shown."""

_FIGURES: Final = (
    "Figure|FIGURE|Fig|FIG|Figura|FIGURA|Abbildung|Abb|Scheme|SCHEME|Рисунок|Рис|图|圖|図|그림"
)
_TABLES: Final = "Table|TABLE|Tab|TAB|Tabelle|Tabla|TABLA|Tabela|Tabella|Tableau|Таблица|表"
_OTHERS: Final = "Algorithm|ALGORITHM|Algorithmus|Listing|Protocol|Procedure"
_SENTENCE: Final = 35
_SMALL_WORDS: Final = 5
_HEADING = re.compile(r"(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d+)*\.?\s+[A-Z]")
_DOTTED_HEADING = re.compile(r"(?:\d{1,2}\.\d{1,2}|[A-Z])\.\s+[A-Z]")
_INITIALS: Final = frozenset("FATSELPРТ图圖図그表")
_ROW_SMALL: Final = 0.34
"""Of the words of a table's row, those that begin with small letters at most."""
_FRAGMENT: Final = 15
"""Letters of a raised or lowered piece of a formula at most."""
_CAPTION = re.compile(
    r"^(?:Extended Data |Supplementary |Supplemental )?"
    rf"(?:(?P<figure>{_FIGURES})|(?P<table>{_TABLES})|(?P<other>{_OTHERS}))\.?\s{{0,2}}"
    r"(?P<number>[A-Z]{0,2}[.-]?\d{1,3}(?:[.–-]\d{1,2})?[a-z]?|[IVX]{1,5})"
    r"(?P<mark>\s{0,2}[.:：|—–]+(?=\s|$|[A-Z(\[])|(?=\s+[A-Z(\[])|$)"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption where it is printed.

    Attributes:
        kind: "figure", "table" or "other".
        number: as printed, without the word before it.
        zone: the page's lines that belong to the float itself, such as labels and cells.
        ceiling, floor: how far up and down the float can reach, in points.
    """

    page: int
    kind: str
    number: str
    lines: tuple[Line, ...]
    left: float
    right: float
    zone: tuple[Line, ...] = ()
    ceiling: float = 0.0
    floor: float = 0.0

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return min(line.bottom for line in self.lines)


def usual_marks(pages: Sequence[Page]) -> dict[str, tuple[str, str]]:
    """The word and the mark around the numbers of captions, by kind, as most of them have it.

    Sentences begin with “Table 4”, too, and where captions say TABLE, “Table 4. We see” is one.
    """
    marks: dict[str, Counter[tuple[str, str]]] = {}
    for line in (line for page in pages for line in page.lines):
        match = _CAPTION.match(line.text) if line.text[0] in _INITIALS else None
        if match and match["mark"].strip():
            kind = _kind(match)
            usual = (match[kind], match["mark"].strip()[0])
            marks.setdefault(kind, Counter())[usual] += 1
    return {kind: found.most_common(1)[0][0] for kind, found in marks.items()}


def _is_usual(match: re.Match[str], marks: Mapping[str, tuple[str, str]]) -> bool:
    kind = _kind(match)
    word, mark = marks.get(kind, ("", ""))
    is_other_case = match[kind] != word and match[kind].lower() == word.lower()
    return mark in match["mark"] and not is_other_case


def label(text: str) -> str:
    """The word, number and mark that a caption begins with; empty where it has none."""
    match = _CAPTION.match(text)
    return match[0] if match else ""


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in (FIGURE, TABLE, OTHER) if match[kind])


def captions_in(strip: Strip, body: float, marks: Mapping[str, tuple[str, str]]) -> list[Caption]:
    """The captions in a strip.

    Args:
        strip: in reading order.
        body: the size of running text in points.
        marks: what stands around the numbers of captions here, by their kind.
    """
    found: list[Caption] = []
    usual = 0.0
    at = 0
    while at < len(strip.lines):
        text = strip.lines[at].text
        match = _CAPTION.match(text) if text[0] in _INITIALS else None
        if (
            match is None
            or not _is_usual(match, marks)
            or not _begins_caption(match, strip, at, body)
        ):
            at += 1
            continue
        usual = usual or leading([strip])
        end = _caption_end(strip, at, usual, is_table=_kind(match) == TABLE)
        lines = tuple(strip.lines[at:end])
        number = match["number"].strip(".")
        found.append(Caption(strip.page, _kind(match), number, lines, strip.left, strip.right))
        at = end
    return found


def _begins_caption(match: re.Match[str], strip: Strip, at: int, body: float) -> bool:
    """Whether this is a caption and not a sentence of the text that begins with “Figure 2”."""
    line = strip.lines[at]
    before = strip.lines[at - 1] if at else None
    apart = before is None or before.bottom - line.top > 0.35 * body or before.top < line.top
    apart = apart or (before is not None and before.right < line.left)
    if match["mark"].strip():
        return apart or line.starts_strong or abs(line.size - body) > 0.4
    return apart and (line.starts_strong or line.size < body - 0.4 or not line.text[match.end() :])


def _caption_end(strip: Strip, at: int, usual: float, *, is_table: bool) -> int:
    first = strip.lines[at]
    end = at + 1
    own = 0.0
    while end < len(strip.lines):
        last, line = strip.lines[end - 1], strip.lines[end]
        step = last.middle - line.middle
        limit = 1.35 * own if own else max(1.75 * first.size, 1.15 * usual)
        if line.size < 0.9 * first.size and abs(step) < first.size and len(line.text) < _FRAGMENT:
            end += 1
            continue
        if not 0.3 * first.size < step < limit or abs(line.size - first.size) > 0.6:
            break
        if _CAPTION.match(line.text) or line.left > last.right:
            break
        if is_table and _ends_short(last, line, strip):
            break
        if first.is_strong and not line.starts_strong:
            break
        own = own or step
        end += 1
    return end


def _ends_short(last: Line, line: Line, strip: Strip) -> bool:
    """Whether a caption ends in a short line, and a row of the table's head or cells follows."""
    is_short = last.width < 0.75 * (strip.right - strip.left)
    if label(last.text) == last.text or line.text.isupper():
        return False
    return is_short and last.text[-1:] not in ",-" + BROKEN and small_share(line.text) < _ROW_SMALL


def with_zone(
    caption: Caption,
    page: Page,
    lines: list[Line],
    furniture: list[Line],
    paragraphs: set[int],
    captions: list[Caption],
) -> Caption:
    """A caption with the lines of its float: above it, or for tables where more of them are."""
    near = [line for line in lines if _overlaps(line, caption)]
    large = 1.15 * caption.lines[0].size
    headings = [
        line
        for line in near
        if looks_like_heading(line) or (line.size > large and _HEADING.match(line.text))
    ]
    headings += [line for line in near if any(_goes_on(heading, line) for heading in headings)]
    barriers = headings + [line for line in near if id(line) in paragraphs]
    barriers += [line for line in furniture if _overlaps(line, caption)]
    left, right = _reach(caption, page.width)
    barriers += [line for line in near if line.left < left or line.right > right]
    if caption.kind != FIGURE:
        width = 0.8 * (caption.right - caption.left)
        barriers += [
            line
            for line in near
            if (line.width > width and is_sentence(line)) or _is_paragraph(line, near)
        ]
    for other in captions:
        if other is not caption:
            barriers += [line for line in other.lines if _overlaps(line, caption)]
    top, bottom = caption.top - 2, caption.bottom + 2
    ceiling = min([line.bottom for line in barriers if line.bottom > top], default=page.height)
    floor = max([line.top for line in barriers if line.top < bottom], default=0.0)
    above = [line for line in near if top < line.bottom < ceiling]
    below = [line for line in near if bottom > line.top > floor]
    is_below = caption.kind != FIGURE and _rows(below) > _rows(above)
    zone = tuple(below if is_below else above)
    return replace(caption, zone=zone, ceiling=ceiling, floor=floor)


def is_sentence(line: Line) -> bool:
    """Whether a line is one of running text, and no row of a table."""
    long = len(line.text) > _SENTENCE and small_words(line.text) > _SMALL_WORDS
    return long and small_share(line.text) > 0.6


def _is_paragraph(line: Line, near: Sequence[Line]) -> bool:
    """Whether a whole sentence stands apart from what is above it, as no row of a table does."""
    edge = line.top + 1.2 * line.size
    if line.text[-1] != "." or len(line.text) < _FRAGMENT or small_share(line.text) < 0.6:
        return False
    return not any(line.middle < other.middle and other.bottom < edge for other in near)


def _rows(lines: Sequence[Line]) -> int:
    """How many lines are more like rows of a table than like text."""
    return sum(len(line.text) < 25 or small_share(line.text) < 0.5 for line in lines)


def _overlaps(line: Line, caption: Caption) -> bool:
    return line.left < caption.right and line.right > caption.left


def _reach(caption: Caption, width: float) -> tuple[float, float]:
    """Left and right of which a line belongs to something wider than the caption's column."""
    left, right = caption.left, caption.right
    if any(line.left < width / 2 < line.right for line in caption.lines):
        left, right = min(left, width - right), max(right, width - left)
    return left - 8, right + 8


def _goes_on(heading: Line, line: Line) -> bool:
    """Whether a line is the second of a heading."""
    step = heading.middle - line.middle
    return line.is_strong and 0 < step < 1.6 * heading.size and line.size == heading.size


def looks_like_heading(line: Line) -> bool:
    """Whether a line with a section's number, bold or in italics, may end a float's zone."""
    if line.is_strong:
        return _HEADING.match(line.text) is not None
    return line.is_slanted and _DOTTED_HEADING.match(line.text) is not None
