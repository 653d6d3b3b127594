"""What some archives announced together, as a digest sees it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from digests.edition import Edition
from domain.chats import Chat, ChatRef
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


@pytest.mark.parametrize(
    "order", list(permutations([batch("cs", NEW), batch("math", CROSS), batch("stat", CROSS)]))
)
def test_a_cross_list_never_hides_a_new_paper(order: tuple[Batch, ...]) -> None:
    """Whatever archive comes first: it is new where it is new anywhere, and told once."""
    edition = Edition(order, [paper()])
    (found,) = edition.matched([LANTERNS])
    assert [match.paper for match in found] == [paper()]
    view = edition.view()
    assert view.kinds == {paper().id.base: NEW}
    plan = edition.plan(Chat(ChatRef("telegram", "1")), [found])
    assert len(plan.shown) == 1
    assert view.coverage(plan).announced == 1
    edition.close()


@pytest.mark.parametrize("lines", list(permutations([NEW, CROSS, REPLACE])))
def test_a_paper_listed_several_times_is_new(lines: tuple[AnnouncementKind, ...]) -> None:
    """Within one archive too; a replacement hides it no more than a cross-list."""
    edition = Edition([batch("cs", *lines)], [paper()])
    assert edition.view().kinds == {paper().id.base: NEW}
    assert len(edition.matched([LANTERNS])[0]) == 1
    edition.close()


def test_to_who_follows_the_other_archive_it_is_a_cross_list() -> None:
    """Each chat sees the archives of its own topics; a replacement is no news to anybody."""
    edition = Edition([batch("cs", NEW), batch("math", CROSS), batch("stat", REPLACE)], [paper()])
    assert edition.view(frozenset({"math"})).kinds == {paper().id.base: CROSS}
    assert edition.view(frozenset({"stat"})).kinds == {}
    assert edition.matched([LANTERNS], frozenset({"stat"})) == [[]]
    assert len(edition.matched([LANTERNS], frozenset({"math"}))[0]) == 1
    edition.close()


def test_its_date_is_the_first_one() -> None:
    """A cross-list on a later day makes it no newer."""
    later = date(2024, 3, 11)
    edition = Edition([batch("cs", NEW), batch("math", CROSS, day=later)], [paper()])
    assert edition.view().dates == {paper().id.base: DAY}
    edition.close()
