"""What some archives announced together, as a digest sees it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from digests.announcement_set import AnnouncementSet
from digests.day_index import DayIndex
from domain.digests import Match
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState
from domain.topics import Topic
from tests.digests.invented import DAY, paper
from topics.language import parse_query

NEW, CROSS, REPLACE = AnnouncementKind.NEW, AnnouncementKind.CROSS, AnnouncementKind.REPLACE
LANTERNS = Topic("lanterns", parse_query("lanterns"))


def batch(archive: str, *kinds: AnnouncementKind, day: date = DAY) -> Batch:
    """An archive that announced one paper, in so many ways."""
    lines = tuple(Announcement(archive, day, kind, paper().id) for kind in kinds)
    return Batch(archive=archive, date=day, state=BatchState.COMPLETE, announcements=lines)


def announcement_set_of(batches: Sequence[Batch]) -> AnnouncementSet:
    """The announcement set of all dates of some batches, with the one paper."""
    days = []
    for day in sorted({one.date for one in batches}):
        days.append(DayIndex(day))
        deque(days[-1].renewed([one for one in batches if one.date == day], [paper()]), maxlen=0)
    return AnnouncementSet(days, batches)


def matched(
    announcement_set: AnnouncementSet, archives: frozenset[str] | None = None
) -> tuple[Match, ...]:
    """What is found of the one topic."""
    work = announcement_set.matching([LANTERNS], archives)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: tuple[Match, ...] = end.value
            return found


@pytest.mark.parametrize(
    "order", list(permutations([batch("cs", NEW), batch("math", CROSS), batch("stat", CROSS)]))
)
def test_a_cross_list_never_hides_a_new_paper(order: tuple[Batch, ...]) -> None:
    """Whatever archive comes first: it is new where it is new anywhere, and told once."""
    announcement_set = announcement_set_of(order)
    found = matched(announcement_set)
    assert [match.paper for match in found] == [paper()]
    view = announcement_set.view()
    assert view.kind(paper().id.base) is NEW
    plan = announcement_set.plan(found, limit=10)
    assert len(plan.shown) == 1
    assert view.coverage(plan).announced == 1


@pytest.mark.parametrize("lines", list(permutations([NEW, CROSS, REPLACE])))
def test_a_paper_listed_several_times_is_new(lines: tuple[AnnouncementKind, ...]) -> None:
    """Within one archive too; a replacement hides it no more than a cross-list."""
    announcement_set = announcement_set_of([batch("cs", *lines)])
    assert announcement_set.view().kind(paper().id.base) is NEW
    assert len(matched(announcement_set)) == 1


def test_to_who_follows_the_other_archive_it_is_a_cross_list() -> None:
    """Each chat sees the archives of its own topics; a replacement is no news to anybody."""
    announcement_set = announcement_set_of(
        [batch("cs", NEW), batch("math", CROSS), batch("stat", REPLACE)]
    )
    assert announcement_set.view(frozenset({"math"})).kind(paper().id.base) is CROSS
    assert announcement_set.view(frozenset({"stat"})).announced == 0
    assert matched(announcement_set, frozenset({"stat"})) == ()
    assert len(matched(announcement_set, frozenset({"math"}))) == 1


def test_its_date_is_the_first_one() -> None:
    """A cross-list on a later day makes it no newer."""
    later = date(2024, 3, 11)
    announcement_set = announcement_set_of([batch("cs", NEW), batch("math", CROSS, day=later)])
    assert announcement_set.view().date(paper().id.base) == DAY
    assert len(matched(announcement_set)) == 1, "of two dates, told once"
