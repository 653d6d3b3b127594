"""Figures and tables between two versions: new ones, captions, images, cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from domain.fulltext import Figure, Table
from domain.metadata.changes import Change, ChangeKind
from summaries.changes.alignment import Key, Steps, changed_numbers, likeness, pairs
from summaries.changes.tokens import key, tokens

_LIKE: Final = 0.6
_LIKE_OF_NUMBER: Final = 0.3
_ALIKE: Final = 20
"""Figures of one caption, or of one number, that are looked through for each."""
_MOST_ROWS: Final = 400
_MOST_COLUMNS: Final = 60

Rows = tuple[tuple[str, ...], ...]

_Float = TypeVar("_Float", Figure, Table)


def compare_figures(
    before: Sequence[Figure], after: Sequence[Figure], steps: Steps
) -> Iterator[Change]:
    """What differs between the figures of two versions; renumbering is nothing."""
    found = _same(before, after, steps)
    for place, other in found:
        was, now = before[place], after[other]
        yield from _captions(was, now, steps, is_table=False)
        if was.image and now.image and was.image != now.image:
            yield Change(kind=ChangeKind.FIGURE_REPLACED, where=now.number, after=now.caption)
    for figure in _rest(after, {other for _, other in found}):
        kind = ChangeKind.FIGURE_ADDED
        yield Change(kind=kind, where=figure.number, after=figure.caption)
    for figure in _rest(before, {place for place, _ in found}):
        kind = ChangeKind.FIGURE_REMOVED
        yield Change(kind=kind, where=figure.number, before=figure.caption)


def compare_tables(
    before: Sequence[Table], after: Sequence[Table], steps: Steps
) -> Iterator[Change]:
    """What differs between the tables of two versions, cell by cell where both could be read."""
    found = _same(before, after, steps)
    for place, other in found:
        was, now = before[place], after[other]
        if was.rows and now.rows:
            yield from _cells(was.rows, now.rows, now.number)
        yield from _captions(was, now, steps, is_table=True)
    for table in _rest(after, {other for _, other in found}):
        yield Change(kind=ChangeKind.TABLE_ADDED, where=table.number, after=table.caption)
    for table in _rest(before, {place for place, _ in found}):
        yield Change(kind=ChangeKind.TABLE_REMOVED, where=table.number, before=table.caption)


def _same(
    before: Sequence[Figure | Table], after: Sequence[Figure | Table], steps: Steps
) -> list[tuple[int, int]]:
    """Which is which: by the same caption, then the same number, then a caption much alike."""
    was, now = [key(one.caption) for one in before], [key(one.caption) for one in after]
    found: dict[int, int] = {}
    taken: set[int] = set()
    having: dict[object, list[int]] = defaultdict(list)
    for other, one in enumerate(after):
        for of in ((now[other], one.number), now[other], one.number):
            having[of].append(other)

    def take(place: int, others: Iterable[int]) -> None:
        for other in others:
            if place not in found and other not in taken:
                found[place] = other
                taken.add(other)

    for place, one in enumerate(before):
        take(place, having[was[place], one.number][:_ALIKE])
        take(place, having[was[place]][:_ALIKE])
    for place, one in enumerate(before):
        if place not in found:
            same = [o for o in having[one.number][:_ALIKE] if o not in taken]
            take(place, (o for o in same if likeness(was[place], now[o], steps) >= _LIKE_OF_NUMBER))
    left = [place for place in range(len(before)) if place not in found]
    came = [other for other in range(len(after)) if other not in taken]
    for first, second in pairs([was[p] for p in left], [now[o] for o in came], steps, _LIKE):
        take(left[first], [came[second]])
    return sorted(found.items(), key=lambda pair: pair[1])


def _rest(all_of: Sequence[_Float], taken: set[int]) -> Iterator[_Float]:
    return (one for place, one in enumerate(all_of) if place not in taken)


def _captions(
    was: Figure | Table, now: Figure | Table, steps: Steps, *, is_table: bool
) -> Iterator[Change]:
    before, after = was.caption, now.caption
    if key(before) == key(after) or not (before and after):
        # Of a paper that may not be kept there are numbers and no captions.
        return
    yield Change(
        kind=ChangeKind.CAPTION,
        where=now.number,
        before=before,
        after=after,
        numbers=changed_numbers(tokens(before), tokens(after), steps),
        is_table=is_table,
    )


def _cells(before: Rows, after: Rows, number: str) -> Iterator[Change]:
    """Cells that are others, by the names of their rows and columns, then rows."""
    was, now = _named(before[:_MOST_ROWS]), _named(after[:_MOST_ROWS])
    columns = _columns(before, after)
    for label, row in now.items():
        if label not in was:
            continue
        for place, other in columns:
            one = was[label][place] if place < len(was[label]) else ""
            another = row[other] if other < len(row) else ""
            if other and key(one) != key(another):
                head = after[0][other] if other < len(after[0]) and row is not after[0] else ""
                of = tuple(filter(None, (row[0], head)))
                yield _cell(number, one, another, of)
    yield from _rows(was, now, number)


def _cell(number: str, before: str, after: str, of: tuple[str, ...]) -> Change:
    return Change(kind=ChangeKind.CELL, where=number, before=before, after=after, of=of)


def _named(rows: Rows) -> dict[tuple[Key, int], tuple[str, ...]]:
    """Rows by what their first cell says, and the how manieth of that they are."""
    seen: Counter[Key] = Counter()
    named: dict[tuple[Key, int], tuple[str, ...]] = {}
    for row in rows:
        label = key(row[0]) if row else ()
        named[label, seen[label]] = row
        seen[label] += 1
    return named


def _columns(before: Rows, after: Rows) -> list[tuple[int, int]]:
    """Which column is which: by heading where all headings differ, else by place."""
    was, now = [key(cell) for cell in before[0]], [key(cell) for cell in after[0]]
    if len(set(was)) == len(was) and len(set(now)) == len(now) and was != now:
        at = {name: place for place, name in enumerate(was)}
        found = [(at[name], place) for place, name in enumerate(now) if name in at]
        if len(found) * 2 > min(len(was), len(now)):
            return found[:_MOST_COLUMNS]
    return [(place, place) for place in range(min(len(was), len(now), _MOST_COLUMNS))]


def _rows(
    was: dict[tuple[Key, int], tuple[str, ...]],
    now: dict[tuple[Key, int], tuple[str, ...]],
    number: str,
) -> Iterator[Change]:
    for label, row in now.items():
        if label not in was and label[0]:
            yield Change(kind=ChangeKind.ROW_ADDED, where=number, after=" · ".join(row))
    for label, row in was.items():
        if label not in now and label[0]:
            yield Change(kind=ChangeKind.ROW_REMOVED, where=number, before=" · ".join(row))
