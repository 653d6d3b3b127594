"""Papers in portions: what is read together, and what is kept of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.summaries import Evidence
from summaries.text.numbering import NumberedPaper
from summaries.text.portions import (
    LEAST_AT_ONCE,
    MOST_NAMED,
    MOST_PORTIONS,
    Room,
    portions,
    put_together,
    share_read,
    to_be_named,
)
from tests.summaries.long_paper import SEEN


def a_paper(*sections: int, abstract: int = 2, length: int = 92) -> NumberedPaper:
    """A paper whose sections have so many sentences, all of one length."""
    named = [("Abstract", abstract), *((f"Section {n}", many) for n, many in enumerate(sections))]
    sentences = tuple(Evidence(name, "x" * length) for name, many in named for _ in range(many))
    return NumberedPaper("A Title", sentences, abstract, 1.0, of_full_text=bool(sections))


def test_sections_are_kept_together() -> None:
    """As many whole ones as fit; the abstract is in none."""
    pieces = portions(a_paper(3, 4, 2, 5), 700)
    assert [list(piece.places) for piece in pieces] == [
        [2, 3, 4, 5, 6, 7, 8],
        [9, 10, 11, 12, 13, 14, 15],
    ]


def test_a_section_longer_than_a_portion_is_divided() -> None:
    """What is left of a portion is used for its beginning."""
    sizes = [len(piece.places) for piece in portions(a_paper(3, 12, 1), 500)]
    assert sizes == [5, 5, 5, 1]


@given(
    sections=st.lists(st.integers(1, 30), max_size=12),
    characters=st.integers(100, 5_000),
)
def test_portions_lose_nothing_and_stay_within_bounds(sections: list[int], characters: int) -> None:
    """All sentences in their order, each once, as far as the most portions reach."""
    paper = a_paper(*sections)
    pieces = portions(paper, characters)
    places = [place for piece in pieces for place in piece.places]
    assert places == list(range(2, 2 + len(places)))
    assert all(sum(map(paper.length, piece.places)) <= characters for piece in pieces)
    assert len(pieces) <= MOST_PORTIONS
    if len(pieces) < MOST_PORTIONS:
        assert len(places) == sum(sections)
        assert share_read(paper, pieces) == 1
    else:
        assert share_read(paper, pieces) == (2 + len(places)) / len(paper.sentences)


def test_numbers_are_the_papers_own_in_every_portion() -> None:
    """So that what a claim cites is the same wherever it was read."""
    for piece in portions(SEEN, 4_000):
        for place in piece.places:
            assert f"[S{place + 1}] {SEEN.sentences[place].quote}" in piece.rendered
        assert piece.sentences == SEEN.sentences


def test_what_is_named_is_put_together_in_the_papers_order() -> None:
    """With the abstract before it; the first of each portion before the second of any."""
    paper = a_paper(5, 5)
    whole = put_together(paper, [[6, 3], [11, 7]], 10_000, read=1.0)
    assert list(whole.places) == [0, 1, 3, 6, 7, 11]
    assert whole.coverage == 1
    tight = put_together(paper, [[6, 3], [11, 7]], 400, read=0.5)
    assert list(tight.places) == [0, 1, 6, 11]
    assert tight.coverage == 0.5
    assert tight.sentences == paper.sentences


def test_an_excerpt_can_be_shortened_too() -> None:
    """From its end, and never to nothing."""
    excerpt = put_together(a_paper(5, 5), [[6, 3]], 10_000, read=1.0)
    assert list(excerpt.shortened(300).places) == [0, 1, 3]
    assert list(excerpt.shortened(1).places) == [0]
    assert excerpt.shortened(10_000) is excerpt


def test_so_many_are_wanted_as_can_be_read_together() -> None:
    """Of many portions few each, and some of each in any case."""
    paper = a_paper(50)
    assert to_be_named(paper, 2, 100_000) == MOST_NAMED
    assert to_be_named(paper, 4, 5_000) == 6
    assert to_be_named(paper, 16, 2_000) == 2


@pytest.mark.parametrize(
    ("context", "characters", "answered"),
    [(0, None, 8_000), (200_000, 571_500, 8_000), (8_192, 13_932, 2_048), (2_048, 2_000, 1_500)],
)
def test_a_context_has_room_for_question_and_answer(
    context: int, characters: int | None, answered: int
) -> None:
    """By tokens of three characters, as in texts full of formulas."""
    assert Room.of(context) == Room(characters, answered)
    assert characters is None or characters >= LEAST_AT_ONCE
