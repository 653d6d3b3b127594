"""Tests of `ranking.namesakes`: authors of one name told apart by their papers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.papers import Author, Paper
from ranking.namesakes import by_co_authors, clusters
from tests.ranking.invented import paper

NAME = "Ada Lovelace"
_BEGUN = datetime(2025, 3, 1, tzinfo=UTC)


def by(theme: str, number: int, *others: str, category: str = "cs.GR") -> Paper:
    """A paper of a theme by the one who is looked for, and others."""
    rng = random.Random(f"{theme}{number}")
    common = [f"common{at}" for at in range(300)]
    words = [*rng.choices(common, k=60), *rng.choices([f"{theme}{at}" for at in range(30)], k=40)]
    return replace(
        paper(number, theme),
        title=" ".join(words[-6:]),
        abstract=" ".join(rng.sample(words, len(words))),
        authors=tuple(map(Author, (others[0], NAME, *others[1:]) if others else (NAME,))),
        categories=(category,),
        primary=category,
        published=_BEGUN + timedelta(days=9 * number),
    )


LANTERNS = [
    by("lanterns", 1, "Wick Walsh", "Flo Flame"),
    by("lanterns", 2, "Wick Walsh"),
    by("lanterns", 3, "Flo Flame", "Gil Glow"),
    by("lanterns", 4, "Gil Glow"),
]
ROPES = [
    by("ropes", 1, "Hank Hemp", category="math.GT"),
    by("ropes", 2, "Hank Hemp", "Brenda Braid", category="math.GT"),
    by("ropes", 3, "Brenda Braid", category="math.GT"),
]


def found(papers: list[Paper]) -> set[frozenset[str]]:
    """The groups, by ids."""
    return {frozenset(papers[at].id.base for at in group) for group in clusters(papers, NAME)}


def ids(papers: list[Paper]) -> frozenset[str]:
    """Of these."""
    return frozenset(one.id.base for one in papers)


def test_two_persons_are_two_groups() -> None:
    """They share neither co-authors nor words nor categories, in whatever order they come."""
    mixed = [*LANTERNS, *ROPES]
    random.Random(3).shuffle(mixed)
    assert found(mixed) == {ids(LANTERNS), ids(ROPES)}


def test_a_co_author_joins_what_words_would_part() -> None:
    """Somebody may write of ropes after lanterns, with the same people."""
    turned = by("ropes", 9, "Flo Flame", category="math.GT")
    assert found([*LANTERNS, turned]) == {ids([*LANTERNS, turned])}


def test_a_co_author_may_be_written_otherwise() -> None:
    """With an initial in place of the first name, without accents, in capitals."""
    one = by("lanterns", 1, "Zoë Brontë-Baker")
    for form in ("Z. Bronte-Baker", "ZOE BRONTE-BAKER", "Zoe Bronte Baker"):
        assert found([one, by("ropes", 8, form)]) == {ids([one, by("ropes", 8, form)])}


def test_who_is_looked_for_is_no_co_author_of_themselves() -> None:
    """However the name is written on a paper."""
    lantern, rope = LANTERNS[0], by("ropes", 1, category="math.GT")
    written = tuple(Author(name) for name in ("A. Lovelace", "Adà Lovelace"))
    for name in written:
        other = replace(rope, authors=(name,))
        papers = [replace(lantern, authors=(*lantern.authors[:1], name)), other]
        assert by_co_authors(papers, NAME).places == [[0], [1]]


def test_nothing_is_no_group_and_one_paper_is_one() -> None:
    """Neither breaks, nor does a paper without words."""
    assert clusters([], NAME) == []
    assert clusters([replace(LANTERNS[0], title="", abstract="")], NAME) == [[0]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*LANTERNS, *ROPES]), max_size=7), st.randoms())
def test_each_paper_is_in_one_group_whatever_their_order(
    papers: list[Paper], rng: random.Random
) -> None:
    """Also of papers that are there twice."""
    groups = clusters(papers, NAME)
    assert sorted(at for group in groups for at in group) == list(range(len(papers)))
    shuffled = rng.sample(papers, len(papers))
    assert found(shuffled) == found(papers)
