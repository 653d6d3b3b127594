"""What differs between two versions of a paper, as nouns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.fulltext import Formulas
from domain.messages import NOTHING, Message
from domain.papers import Paper


class ChangeKind(StrEnum):
    """What is different; the weightiest first."""

    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    TITLE = "title"
    AUTHOR_ADDED = "author added"
    AUTHOR_REMOVED = "author removed"
    NUMBER = "number"
    """A sentence is the same but for numbers."""
    CELL = "cell"
    """A cell of a table has another number or another word."""
    NEGATED = "negated"
    """A sentence says it is not so where it said that it is, or the other way."""
    REWORDED = "reworded"
    GONE = "gone"
    ADDED = "added"
    SECTION_ADDED = "section added"
    SECTION_REMOVED = "section removed"
    SECTION_RENAMED = "section renamed"
    ROW_ADDED = "row added"
    ROW_REMOVED = "row removed"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    TABLE_ADDED = "table added"
    TABLE_REMOVED = "table removed"
    FIGURE_ADDED = "figure added"
    FIGURE_REMOVED = "figure removed"
    FIGURE_REPLACED = "figure replaced"
    """The image is another one, of the same caption."""
    CAPTION = "caption"
    COMMENT = "comment"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. What is told of either version stands in that version, word for word.

    Attributes:
        where: a section's title, the number of a figure or table; empty for the paper's own record,
            and for what stands before its first section.
        before: what the earlier version has; empty where it has nothing.
        after: likewise, the later one.
        of: of a cell, its row and column, as the table names them.
        numbers: those of a sentence or caption that are others, in pairs.
        is_table: whether a caption is that of a table.
    """

    kind: ChangeKind
    where: str = ""
    before: str = ""
    after: str = ""
    of: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    is_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChanges:
    """Two versions of a paper compared.

    Attributes:
        paper: the later one.
        before: the earlier one.
        formulas: those of both, with their LaTeX.
        unread: why their texts could not be compared, but only what arXiv says of them; none where
            they were.
        is_mixed: whether one is a web page and the other a PDF, so that less can be told.
    """

    paper: Paper
    before: Paper
    changes: tuple[Change, ...] = ()
    formulas: Formulas = ()
    unread: Message = NOTHING
    is_mixed: bool = False
