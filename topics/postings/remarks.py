"""What stands beside papers: their comments, where they are accepted, links to code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.links import is_code, project_links
from domain.metadata.comments import read_comment
from domain.papers import Paper
from domain.topics import Field
from topics.postings.column import Column
from topics.postings.lexicon import Lexicon, readings
from topics.tokens import typed_words, words_of

REMARKS: Final = frozenset((Field.COMMENT, Field.VENUE, Field.HAS))
"""The fields that are looked through here."""


class Remarks:
    """Comments by row; looked through only once somebody asks for one."""

    def __init__(self) -> None:
        self._waiting: dict[Field, list[Paper]] = {field: [] for field in REMARKS}
        self._texts = {Field.COMMENT: _Texts(), Field.VENUE: _Texts()}
        self._with_code: list[int] = []
        self._count = 0

    def add(self, paper: Paper) -> None:
        """Add a paper; it has the next row."""
        for waiting in self._waiting.values():
            waiting.append(paper)
        self._count += 1

    def rows(self, text: str, field: Field) -> Iterable[int]:
        """The papers whose comment or venue has a phrase, or that have code."""
        waiting = self._waiting[field]
        first = self._count - len(waiting)
        if field is Field.HAS:
            new = (row for row, paper in enumerate(waiting, first) if has_code(paper))
            self._with_code.extend(new)
        else:
            for paper in waiting:
                comment = paper.comment or ""
                said = comment if field is Field.COMMENT else read_comment(comment).venue
                self._texts[field].add(said)
        waiting.clear()
        return self._with_code if field is Field.HAS else self._texts[field].rows_with(text)


def has_code(paper: Paper) -> bool:
    """Whether its abstract or comment has a link to code."""
    return any(map(is_code, project_links(paper.comment or "", paper.abstract)))


class _Texts:
    """Short texts by row, and which have words side by side, in any of their forms."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._column = Column()
        self._rows = [0]
        self._count = 0

    def add(self, text: str) -> None:
        self._column.add(self._lexicon.numbers(words_of(text)))
        self._column.end()
        self._rows.extend([self._count] * (len(self._column) - len(self._rows)))
        self._count += 1
        self._column.forget()

    def rows_with(self, text: str) -> list[int]:
        words = typed_words(text)
        if not words:
            return []
        begins = self._column.begins(self._lexicon.sequences(dict.fromkeys(readings(words))))
        return [self._rows[place] for place in begins]
