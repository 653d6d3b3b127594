"""What is seen at a glance leaves out nothing that matches."""

from __future__ import annotations

from hypothesis import given

from domain.papers import Paper
from domain.topics import Query
from tests.topics import naive
from tests.topics.invented import meeting_leaves, paper, papers, queries
from topics.glance import may_match
from topics.language import parse_query


@given(queries(meeting_leaves), papers)
def test_what_matches_is_never_left_out(query: Query, one: Paper) -> None:
    """Whatever is asked for."""
    if naive.matches(query, one):
        assert may_match(query, one)


def test_most_of_the_others_are() -> None:
    """Words that are not there, another archive."""
    lamps = paper(1, title="Lamps by the shore", abstract="They burn.")
    for typed in ("kites", "lamps kites", '"slow lamps"', "cat:math lamps", "lamp AND boats"):
        assert not may_match(parse_query(typed), lamps), typed
    for typed in (
        "lamp",
        "lamps shore",
        "burning",
        "cat:cs lamps",
        "lamps -kites",
        "kites OR lamp",
    ):
        assert may_match(parse_query(typed), lamps), typed
