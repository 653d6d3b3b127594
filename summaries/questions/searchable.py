"""A paper as it is searched: its sentences, captions and rows by their words, made once."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from domain.fulltext import FullText, Section, Table
from domain.papers import Paper
from summaries.extractive.passages import Part, part_of
from summaries.grounding.templates import instruction_in
from summaries.questions.asked import searched
from summaries.text.sentences import sentences

ABSTRACT: Final = "Abstract"
AUTHORS: Final = "Authors"
COMMENTS: Final = "Comments"
"""The field of arXiv's in which authors say where a paper is accepted and where its code is."""

MOST_AUTHORS: Final = 100
"""Names that are searched."""
MOST: Final = 6_000
"""Sentences of a paper that are searched."""
MOST_ROWS: Final = 60
"""Rows of a table that are."""

_LONGEST_ROW: Final = 600
_APART: Final = 2

_ENDS: Final = re.compile(r"\W*(?:[\dIVX.]+\s+)?(?:references|bibliography)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a caption, or a row of a table, with where it stands.

    Attributes:
        part: what kind of section that is; None for thanks and the like.
        paragraph: its number; sentences of one paragraph follow one another.
    """

    text: str
    section: str
    part: Part | None
    paragraph: int


def passages_of(paper: Paper, text: FullText | None) -> list[Passage]:
    """What is searched of a paper: abstract, comments, authors, sections, captions, rows.

    Sentences that address a machine are nothing that the paper says, and are left out.
    """
    found = list(_all(paper, text))
    return [one for one in found if instruction_in(one.text) is None][:MOST]


def _all(paper: Paper, text: FullText | None) -> Iterator[Passage]:
    yield from _sentences(Section(ABSTRACT, paper.abstract), Part.ABSTRACT, 0)
    yield from _sentences(Section(COMMENTS, paper.comment or ""), Part.CONCLUSION, -_APART)
    names = ", ".join(author.name for author in paper.authors[:MOST_AUTHORS])
    if names:
        yield Passage(names, AUTHORS, None, -2 * _APART)
    if text is None:
        return
    paragraph = 1
    part: Part | None = Part.INTRODUCTION
    for section in text.sections:
        part = part_of(section, part)
        if part is Part.ABSTRACT or _ENDS.match(section.title):
            continue
        yield from _sentences(section, part, paragraph)
        paragraph += section.text.count("\n\n") + 1
    for name, items in (("Table", text.tables), ("Figure", text.figures)):
        for item in items:
            paragraph += 1
            title = f"{name} {item.number}"
            yield from _sentences(Section(title, item.caption), Part.RESULTS, paragraph)
            for row in rows_of(item) if isinstance(item, Table) else ():
                # Apart, so that no row is taken for one that another cannot do without.
                paragraph += _APART
                yield Passage(row, title, Part.RESULTS, paragraph)


def rows_of(table: Table) -> Iterator[str]:
    """The rows below a table's first one, each cell after what stands above it; else its lines."""
    yield from table.lines[:MOST_ROWS]
    head = table.rows[0] if table.rows else ()
    for row in table.rows[1 : MOST_ROWS + 1]:
        if len(row) == len(head) > 1 and any(map(str.isdigit, "".join(row))):
            told = (
                f"{name}: {cell}" if name else cell
                for name, cell in zip(head, row, strict=True)
                if cell
            )
            yield "; ".join(told)[:_LONGEST_ROW]


def _sentences(section: Section, part: Part | None, paragraph: int) -> Iterator[Passage]:
    for place, text in enumerate(section.text.split("\n\n")):
        for sentence in sentences(text):
            shown = " ".join(sentence.text.split())
            yield Passage(shown, section.title, part, paragraph + place)


class SearchablePaper:
    """The passages of one paper, looked up by word.

    It takes some hundreds of kilobytes for a paper of a thousand sentences.
    """

    def __init__(self, title: str, passages: Sequence[Passage]) -> None:
        """Take all passages apart."""
        self.passages = tuple(passages)
        self.name = title
        self.title = frozenset(searched(title))
        self._places: dict[str, array[int]] = {}
        self._pairs: set[int] = set()
        lengths = array("H")
        for place, passage in enumerate(passages):
            words = searched(passage.text)
            lengths.append(min(len(words), 65_535))
            for word in words:
                self._places.setdefault(word, array("H")).append(place)
            self._pairs.update(map(hash, pairwise(words)))
        self.lengths = lengths
        self.mean = max(1.0, sum(lengths) / max(1, len(lengths)))
        self.sections = self._sections()

    def _sections(self) -> list[tuple[int, int, frozenset[str]]]:
        """Runs of passages of one section: first, one beyond the last, stems of the title."""
        runs: list[tuple[int, int, frozenset[str]]] = []
        start = 0
        for place in range(1, len(self.passages) + 1):
            is_end = place == len(self.passages)
            if is_end or self.passages[place].section != self.passages[start].section:
                runs.append((start, place, frozenset(searched(self.passages[start].section))))
                start = place
        return runs

    def places(self, word: str) -> Iterable[int]:
        """Where a stem stands, as often as it does."""
        return self._places.get(word, ())

    def has_any(self, word: frozenset[str]) -> bool:
        """Whether any passage has one of the stems that a word may be found by."""
        return any(stem in self._places for stem in word)

    def has_pair(self, pair: tuple[str, str]) -> bool:
        """Whether two stems stand side by side."""
        return hash(pair) in self._pairs

    def rarity(self, word: frozenset[str]) -> float:
        """How much a word tells passages apart; one that the paper has not tells most.

        Args:
            word: the stems that it may be found by.
        """
        n = len(set(chain.from_iterable(map(self.places, word))))
        return math.log(1 + (len(self.passages) - n + 0.5) / (n + 0.5))
