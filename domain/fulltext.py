"""The text of a paper: sections, figures, tables, and the LaTeX of its formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that set no blanks between words: two of them make one."""


def word_count(text: str) -> int:
    """How many words a text has, in Chinese and Japanese about so many."""
    words = len(text.split())
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) // 2


class TextOrigin(StrEnum):
    """What a paper's text was read from, best first."""

    HTML = "html"
    SOURCE = "source"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a paper; level 1 is a section, 2 a subsection.

    Attributes:
        title: without its number; empty for what stands before the first heading.
        text: paragraphs, with an empty line between; without captions, notes and references.
        pages: where its printed pages begin: the place in the text, and the page from 1; empty
            where what was read has no pages.
    """

    title: str
    text: str
    level: int = 1
    pages: tuple[tuple[int, int], ...] = ()

    def page(self, quote: str) -> int:
        """The page on which words of the text begin; 0 where it is not known."""
        if not self.pages:
            return 0
        at = self.text.find(quote)
        if at < 0 and (words := quote.split()):
            # A sentence may go on in the next paragraph, as after a formula.
            found = re.search(r"\s+".join(map(re.escape, words)), self.text)
            at = found.start() if found else at
        return max((page for begin, page in self.pages if begin <= at), default=0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its number as printed ("2a"), its caption and its image.

    Attributes:
        image: PNG or JPEG as `media_type` says; empty where there is none, or none may be kept.
        page: on which it is printed, from 1; 0 where that is not known.
    """

    number: str
    caption: str
    image: bytes = b""
    media_type: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table's number and caption.

    Attributes:
        rows: its cells, where the form that was read tells them.
        page: on which it is printed, from 1; 0 where that is not known.
        lines: rows as they are printed, each after the head, where cells are not told apart.
    """

    number: str
    caption: str
    rows: tuple[tuple[str, ...], ...] = ()
    page: int = 0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in a text, and its LaTeX without delimiters."""

    text: str
    latex: str


Formulas = tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A paper as read.

    Attributes:
        figures: in the order of their numbers; what is left of them where images may not be
            kept are numbers and captions.
        licence: the licence's URL, where known.
        formulas: those of its sections and captions, with their LaTeX where the form has it.
    """

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    origin: TextOrigin
    licence: str | None = None
    tables: tuple[Table, ...] = ()
    formulas: Formulas = ()

    @property
    def words(self) -> int:
        """How many words its sections have."""
        return sum(word_count(section.text) for section in self.sections)

    def page(self, section: str, quote: str) -> int:
        """The page on which a sentence of a section, or of a caption, begins; 0 where unknown.

        Args:
            section: its title, or the word before a figure's or table's number with that.
            quote: the sentence as it stands there.
        """
        within = (one.page(quote) for one in self.sections if one.title in {section, ""})
        if page := next(filter(None, within), 0):
            return page
        pages = {f"Figure {figure.number}": figure.page for figure in self.figures}
        pages.update({f"Table {table.number}": table.page for table in self.tables})
        return pages.get(section, 0)


def formulas_in(text: str, known: Formulas) -> Formulas:
    """Those of some formulas that a text has."""
    return tuple(formula for formula in known if formula.text in text)


def split_formulas(text: str, known: Formulas) -> Iterator[tuple[str, str]]:
    """Parts of a text in order, each with its LaTeX; that of words is empty.

    A formula is found where it stands for itself, and the longest there: ``x²`` is no part of
    ``O(x²)`` where that is one too, nor of ``x²ⁿ``.
    """
    found = _pattern(known) if known else None
    end = 0
    for match in found[0].finditer(text) if found else ():
        yield text[end : match.start()], ""
        yield match[0], found[1][match[0]] if found else ""
        end = match.end()
    yield text[end:], ""


@lru_cache(maxsize=256)
def _pattern(known: Formulas) -> tuple[re.Pattern[str], dict[str, str]]:
    latex = {formula.text: formula.latex for formula in known}
    longest = sorted(latex, key=len, reverse=True)
    return re.compile(rf"(?<![\w^\\])(?:{'|'.join(map(re.escape, longest))})(?![\w^])"), latex
