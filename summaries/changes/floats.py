"""Figures and tables between two versions: new ones, captions, images, cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from domain.fulltext import Figure, Table
from domain.metadata.changes import Change, ChangeKind
from summaries.changes.alignment import Steps, changed_numbers, likeness, pairs
from summaries.changes.cells import compare_cells
from summaries.changes.tokens import key, spelled, tokens

_LIKE: Final = 0.6
_LIKE_OF_NUMBER: Final = 0.3
_ALIKE: Final = 20
"""Figures of one caption, or of one number, that are looked through for each."""

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
            yield from compare_cells(was.rows, now.rows, now.number)
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
    if spelled(key(before)) == spelled(key(after)) or not (before and after):
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
