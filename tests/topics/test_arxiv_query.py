"""Queries for arXiv's API."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from domain.topics import And, Category, Field, Not, Query, Term
from tests.topics.invented import any_leaves, queries
from topics.arxiv_query import to_arxiv
from topics.language import parse_query


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('"diffusion models"', '(ti:"diffusion models" OR abs:"diffusion models")'),
        ("ti:(theory of mind)", '(ti:"theory of mind" OR (ti:"theory" AND ti:"mind"))'),
        ("ti:k-means", 'ti:"k means"'),
        ("abs:GAN*", "abs:gan*"),
        ('ti:"pre-train* models"', '(ti:train* AND ti:"models")'),
        ("au:Erdős", 'au:"Erdos"'),
        ("cat:cs.CV", "cat:cs.CV"),
        ("cat:cs", "(cat:cs.* OR cat:cmp-lg)"),
        ("cat:stat", "cat:stat.*"),
        ("cat:hep-th", "cat:hep-th"),
        ("cat:math-ph", "(cat:math-ph OR cat:math.MP)"),
        ("cat:cs.SY", "(cat:eess.SY OR cat:cs.SY)"),
        ("ti:a1 ti:b1 OR ti:c1", '((ti:"a1" AND ti:"b1") OR ti:"c1")'),
        ("ti:a1 -ti:b1 -ti:c1", '(ti:"a1" ANDNOT (ti:"b1" OR ti:"c1"))'),
        ("ti:a1 ti:b1 -ti:c1", '((ti:"a1" AND ti:"b1") ANDNOT ti:"c1")'),
    ],
)
def test_is_told_with_every_parenthesis(typed: str, told: str) -> None:
    """Operators are never left to the API's own binding."""
    assert to_arxiv(parse_query(typed)) == told


def test_divided_archives_include_their_own_past() -> None:
    """Papers of the years before the division are filed under the bare name."""
    assert to_arxiv(Category("astro-ph")) == "(cat:astro-ph.* OR cat:astro-ph)"
    assert "cat:cond-mat.* OR cat:cond-mat OR" in to_arxiv(Category("cond-mat"))


@given(queries(any_leaves))
def test_nothing_that_is_typed_acts_as_syntax(query: Query) -> None:
    """Outside its quotes a query is only ours; inside there are only letters, digits, blanks."""
    told = to_arxiv(query)
    outside = re.sub(r'"([^"]*)"', "", told)
    assert '"' not in outside
    word = r"(?:ti|abs|au|co):(?:[^\W_]+\*)?"
    assert re.fullmatch(rf"(?:[()\s]|AND(?:NOT)?|OR|{word}|cat:[\w.*-]+)+", outside)
    for phrase in re.findall(r'"([^"]*)"', told):
        assert re.fullmatch(r"[^\W_]+(?: [^\W_]+)*", phrase)


def test_a_lone_exclusion_is_a_mistake_of_ours() -> None:
    """The language gives no such query."""
    with pytest.raises(ValueError, match="beside something wanted"):
        to_arxiv(Not(Term("x")))
    assert "ANDNOT" in to_arxiv(And((Term("y", Field.TITLE), Not(Term("x")))))
