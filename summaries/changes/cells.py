"""Cells, rows and columns of a table between two versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from domain.metadata.changes import Change, ChangeKind
from summaries.changes.alignment import Key
from summaries.changes.tokens import key

_MOST_ROWS: Final = 400
_MOST_COLUMNS: Final = 60

Row = tuple[str, ...]
Rows = tuple[Row, ...]
_Named = dict[tuple[Key, int], Row]


def compare_cells(before: Rows, after: Rows, number: str) -> Iterator[Change]:
    """Cells that are others, by the names of their rows and columns, then rows and columns.

    Args:
        before: the earlier table's rows, the first of which names the columns.
        after: the later one's.
        number: the table's, as it is printed.
    """
    before, after = before[:_MOST_ROWS], after[:_MOST_ROWS]
    was, now = _named(before), _named(after)
    columns = _columns(before, after)
    for label, row in now.items():
        if label not in was:
            continue
        for place, other in columns:
            one, another = _at(was[label], place), _at(row, other)
            if other and key(one) != key(another):
                head = _at(after[0], other) if row is not after[0] else ""
                yield _cell(number, one, another, tuple(filter(None, (row[0], head))))
    for kind, rows, others in (
        (ChangeKind.ROW_ADDED, now, was),
        (ChangeKind.ROW_REMOVED, was, now),
    ):
        for label, row in rows.items():
            if label not in others and label[0]:
                yield _whole(kind, number, row)
    yield from _other_columns(before, after, columns, number)


def _other_columns(
    before: Rows, after: Rows, columns: Sequence[tuple[int, int]], number: str
) -> Iterator[Change]:
    """Columns that one of two tables has, where both name theirs."""
    if columns == _by_place(before[0], after[0]) and len(before[0]) == len(after[0]):
        return
    for kind, rows, known in (
        (ChangeKind.COLUMN_ADDED, after, {other for _, other in columns}),
        (ChangeKind.COLUMN_REMOVED, before, {place for place, _ in columns}),
    ):
        for place, head in enumerate(rows[0][:_MOST_COLUMNS]):
            if place not in known and key(head):
                yield _whole(kind, number, tuple(_at(row, place) for row in rows))


def _whole(kind: ChangeKind, number: str, cells: Row) -> Change:
    text = " · ".join(cells)
    if kind in (ChangeKind.ROW_ADDED, ChangeKind.COLUMN_ADDED):
        return Change(kind=kind, where=number, after=text)
    return Change(kind=kind, where=number, before=text)


def _cell(number: str, before: str, after: str, of: tuple[str, ...]) -> Change:
    return Change(kind=ChangeKind.CELL, where=number, before=before, after=after, of=of)


def _named(rows: Rows) -> _Named:
    """Rows by what their first cell says, and the how manieth of that they are."""
    names = _names([row[0] if row else "" for row in rows])
    return dict(zip(names, rows, strict=True))


def _names(cells: Sequence[str]) -> list[tuple[Key, int]]:
    seen: Counter[Key] = Counter()
    names: list[tuple[Key, int]] = []
    for cell in cells:
        said = key(cell)
        names.append((said, seen[said]))
        seen[said] += 1
    return names


def _columns(before: Rows, after: Rows) -> list[tuple[int, int]]:
    """Which column is which: by heading, by what it has between the same others, else by place."""
    was, now = _names(before[0][:_MOST_COLUMNS]), _names(after[0][:_MOST_COLUMNS])
    at = {name: place for place, name in enumerate(was)}
    found = {other: at[name] for other, name in enumerate(now) if name in at}
    if was == now or len(found) * 2 <= min(len(was), len(now)):
        return _by_place(before[0], after[0])
    taken = set(found.values())
    for other in range(len(now)):
        place = found[other - 1] + 1 if other - 1 in found else 0 if other == 0 else len(was)
        if other in found or place in taken or place >= len(was):
            continue
        if _are_one(before, after, place, other):
            found[other] = place
            taken.add(place)
    return sorted((place, other) for other, place in found.items())


def _by_place(before: Row, after: Row) -> list[tuple[int, int]]:
    return [(place, place) for place in range(min(len(before), len(after), _MOST_COLUMNS))]


def _are_one(before: Rows, after: Rows, place: int, other: int) -> bool:
    """Whether a column of another heading is the same: a word of that is, or half of the cells."""
    if set(key(_at(before[0], place))) & set(key(_at(after[0], other))):
        return True
    was, now = _named(before[1:]), _named(after[1:])
    rows = [label for label in now if label in was]
    same = sum(key(_at(was[label], place)) == key(_at(now[label], other)) for label in rows)
    return bool(rows) and same * 2 >= len(rows)


def _at(row: Row, place: int) -> str:
    return row[place] if place < len(row) else ""
