"""What weighs most of the changes between two versions, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from domain.excerpts import excerpt
from domain.messages import marked
from domain.metadata.changes import Change, ChangeKind
from i18n.speech import phrase, plural

_MOST: Final = 4
_PAIRS: Final = 2
_CELL: Final = 60


def in_a_sentence(changes: Sequence[Change]) -> str:
    """What weighs most, in a sentence without its full stop."""
    pieces = list(islice(_pieces(changes), _MOST))
    return (
        phrase("; ").join(pieces)
        if pieces
        else phrase("no change of text, numbers, tables or figures was found")
    )


def pair_words(pair: tuple[str, str]) -> str:
    """A number, and what it became."""
    return phrase("{before} became {after}", before=pair[0], after=pair[1])


def _pieces(changes: Sequence[Change]) -> Iterator[str]:
    counts = Counter(change.kind for change in changes)
    if counts[ChangeKind.WITHDRAWN]:
        yield phrase("it withdraws the paper")
    if counts[ChangeKind.RETURNED]:
        yield phrase("it was withdrawn before")
    numbers = _number_pairs(changes)
    yield from map(pair_words, numbers[:_PAIRS])
    if counts[ChangeKind.NUMBER] and not numbers:
        # As of a sign that is gone.
        yield phrase("numbers changed")
    if counts[ChangeKind.CELL] and not numbers:
        yield phrase("table cells changed")
    yield from chain(
        _of_record(counts), _of_text(counts), _of_sections(changes), _of_floats(counts)
    )
    yield from _lesser(counts)


def _of_record(counts: Counter[ChangeKind]) -> Iterator[str]:
    if counts[ChangeKind.TITLE]:
        yield phrase("a new title")
    if number := counts[ChangeKind.AUTHOR_ADDED]:
        yield plural("{number} author added", "{number} authors added", number)
    if number := counts[ChangeKind.AUTHOR_REMOVED]:
        yield plural("{number} author removed", "{number} authors removed", number)


def _of_text(counts: Counter[ChangeKind]) -> Iterator[str]:
    if number := counts[ChangeKind.NEGATED]:
        yield plural(
            "{number} sentence now says the opposite",
            "{number} sentences now say the opposite",
            number,
        )
    if number := counts[ChangeKind.GONE]:
        yield plural("{number} sentence is gone", "{number} sentences are gone", number)


def _of_sections(changes: Sequence[Change]) -> Iterator[str]:
    for kind, text in (
        (ChangeKind.SECTION_ADDED, marked("new section “{title}”")),
        (ChangeKind.SECTION_REMOVED, marked("section “{title}” is gone")),
        (ChangeKind.SECTION_RENAMED, marked("a heading became “{title}”")),
    ):
        titles = [change.where for change in changes if change.kind is kind]
        if titles:
            yield phrase(text, title=excerpt(titles[0], _CELL))


def _of_floats(counts: Counter[ChangeKind]) -> Iterator[str]:
    if number := counts[ChangeKind.FIGURE_ADDED]:
        yield plural("{number} new figure", "{number} new figures", number)
    if number := counts[ChangeKind.FIGURE_REPLACED]:
        yield plural("{number} figure replaced", "{number} figures replaced", number)
    if number := counts[ChangeKind.TABLE_ADDED]:
        yield plural("{number} new table", "{number} new tables", number)
    if number := counts[ChangeKind.FIGURE_REMOVED] + counts[ChangeKind.TABLE_REMOVED]:
        yield plural(
            "{number} figure or table is gone", "{number} figures or tables are gone", number
        )


def _lesser(counts: Counter[ChangeKind]) -> Iterator[str]:
    if number := counts[ChangeKind.REWORDED]:
        yield plural("{number} sentence reworded", "{number} sentences reworded", number)
    if number := counts[ChangeKind.ADDED]:
        yield plural("{number} new sentence", "{number} new sentences", number)
    if counts[ChangeKind.CAPTION]:
        yield phrase("captions changed")
    if counts[ChangeKind.ROW_ADDED] or counts[ChangeKind.ROW_REMOVED]:
        yield phrase("table rows changed")
    if counts[ChangeKind.COLUMN_ADDED] or counts[ChangeKind.COLUMN_REMOVED]:
        yield phrase("table columns changed")
    if counts[ChangeKind.LICENCE]:
        yield phrase("the licence changed")
    if counts[ChangeKind.COMMENT]:
        yield phrase("the comment changed")


def _number_pairs(changes: Sequence[Change]) -> list[tuple[str, str]]:
    """Numbers that became others, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for change in changes:
        found = change.numbers
        if change.kind is ChangeKind.CELL and _is_short(change):
            found = ((change.before, change.after),)
        pairs |= dict.fromkeys(found)
    return list(pairs)


def _is_short(change: Change) -> bool:
    return 0 < len(change.before) < _CELL and 0 < len(change.after) < _CELL
