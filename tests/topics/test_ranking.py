"""How much a paper is about a topic."""

from __future__ import annotations

import pytest

from domain.topics import And, Category, Field, Leaf, Not, Or, Term
from topics.english.telling import telling_words
from topics.ranking import Found, score, weight

A, B, C = Term("a"), Term("b"), Term("c")
CV = Category("cs.CV")
IN_TITLE = Found(title=True)
MENTIONED_LATE = Found(abstract=(0.9,))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (IN_TITLE, Found(title_words=True, abstract=(0.5,))),
        (Found(title_words=True, abstract=(0.9,)), MENTIONED_LATE),
        (Found(abstract=(0.1,)), MENTIONED_LATE),
        (Found(abstract=(0.5, 0.7)), Found(abstract=(0.5,))),
        (Found(abstract=(0.0, 0.1, 0.2, 0.3)), Found(abstract=(0.0, 0.1))),
        (Found(title=True, abstract=(0.9,)), IN_TITLE),
        (MENTIONED_LATE, Found()),
    ],
)
def test_what_counts_more(more: Found, less: Found) -> None:
    """Title, words of it in the title, early, repeated, in this order."""
    assert weight(more) > weight(less)


def test_overlapping_names_are_one_mention() -> None:
    """A "latent diffusion model" is not two mentions of diffusion."""
    assert weight(Found(abstract=(0.5, 0.505))) == weight(Found(abstract=(0.5,)))


def test_all_that_is_asked_for_counts_alike() -> None:
    """Of two things that must be there, the mean; a category asks for nothing more."""
    found: dict[Leaf, Found] = {A: IN_TITLE, B: MENTIONED_LATE, CV: Found()}
    both = score(And((A, B)), found)
    assert both == pytest.approx((weight(IN_TITLE) + weight(MENTIONED_LATE)) / 2)
    assert score(And((CV, A, B, Not(C))), found) == both
    assert score(And((CV, A)), found) == score(A, found)
    assert score(And((Or((CV, Category("cs.LG"))), A)), found) == score(A, found)


def test_names_of_one_thing_add_up() -> None:
    """Alternatives are taken together: one in the title, another in the abstract."""
    found: dict[Leaf, Found] = {A: IN_TITLE, B: Found(abstract=(0.2,)), CV: Found()}
    together = weight(IN_TITLE.with_other(Found(abstract=(0.2,))))
    assert score(Or((A, B, C)), found) == pytest.approx(together)
    assert score(Or((A, And((CV, B)))), found) == pytest.approx(together)


def test_of_compound_alternatives_the_best_counts() -> None:
    """(a AND b) OR c is as good as its better side."""
    found: dict[Leaf, Found] = {A: IN_TITLE, B: IN_TITLE, C: MENTIONED_LATE}
    assert score(Or((And((A, B)), C)), found) == weight(IN_TITLE)


def test_categories_alone_rank_nothing() -> None:
    """All papers of a category are equal."""
    assert score(CV, {CV: Found()}) == 0
    assert score(Or((CV, Category("cs.LG"))), {CV: Found()}) == 0


def test_an_author_counts_as_a_title() -> None:
    """Who wrote it is not a matter of degree."""
    author = Term("Ada Ek", Field.AUTHOR)
    assert score(author, {author: Found(author=True)}) == weight(IN_TITLE)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("diffusion models", ("diffusion",)),
        ("gaussian splatting", ("gaussian", "splatting")),
        ("text to image", ("text", "image")),
        ("learning theory", ("learning", "theory")),
    ],
)
def test_telling_words(phrase: str, words: tuple[str, ...]) -> None:
    """Words like "models" carry no topic, unless there is no other."""
    assert telling_words(phrase.split()) == words
