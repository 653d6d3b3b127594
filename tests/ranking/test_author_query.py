"""Tests of `ranking.author_query`: what finds somebody's papers among those of namesakes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Paper
from domain.topics import Field, Term
from ranking.author_query import author_query
from tests.ranking.test_namesakes import LANTERNS, NAME, ROPES, by, ids
from topics.index import PaperIndex
from topics.language import parse_query

LATER = [
    by("lanterns", 8, "Wick Walsh"),
    by("lanterns", 9, "Nobody Known"),
    by("ropes", 8, "Hank Hemp", category="math.GT"),
    by("ropes", 9, "Nobody Else", category="math.GT"),
    by("ropes", 10, "Hank Hemp", category="cs.GR"),
]


def found(own: list[Paper], others: list[Paper], among: list[Paper]) -> frozenset[str]:
    """The ids of what the query finds."""
    return frozenset(PaperIndex(among).matching(author_query(NAME, own, others)))


def test_alone_with_a_name() -> None:
    """Nobody else bears it: the name tells."""
    assert author_query(NAME, LANTERNS) == Term(NAME, Field.AUTHOR)


def test_later_papers_are_found_by_co_authors_and_subject() -> None:
    """With somebody known whatever it is about, or on their subject with nobody of the others'."""
    assert found(LANTERNS, ROPES, LATER) == ids([LATER[0], LATER[1]])
    assert found(ROPES, LANTERNS, LATER) == ids(LATER[2:])


def test_a_subject_that_the_others_write_more_about_is_none_of_theirs() -> None:
    """There co-authors alone tell."""
    others = [by("ropes", at, "Hank Hemp", category="cs.GR") for at in range(1, 5)]
    own = [by("lanterns", 1, "Wick Walsh"), by("lanterns", 2, "Wick Walsh", category="cs.CV")]
    assert found(own, others, LATER) == ids([LATER[0]])


def test_a_crowd_of_authors_is_no_acquaintance() -> None:
    """A collaboration's author list would make everybody known to everybody."""
    crowd = by("lanterns", 3, *(f"Member Number{at}" for at in range(40)))
    query = str(author_query(NAME, [*LANTERNS, crowd], ROPES))
    assert "Walsh" in query
    assert "Member" not in query


@given(st.permutations(LANTERNS + ROPES), st.integers(1, 6))
def test_it_can_be_read_and_typed(papers: list[Paper], at: int) -> None:
    """However they are parted, it has a normal form that means the same, and finds its own."""
    own, others = papers[:at], papers[at:]
    query = author_query(NAME, own, others)
    assert parse_query(str(query), is_topic=True) == query
    with_others = [paper for paper in own if len(paper.authors) > 1]
    assert ids(with_others) <= found(own, others, papers)
