"""Which archives' listings a query needs."""

from __future__ import annotations

import pytest
from hypothesis import given

from domain.papers import Paper
from domain.taxonomy import ARCHIVES
from domain.topics import Query
from tests.topics.invented import meeting_leaves, papers, queries
from topics.archives import archives_of
from topics.index import PaperIndex
from topics.language import parse_query


@pytest.mark.parametrize(
    ("typed", "archives"),
    [
        ("cat:cs.CV", {"cs"}),
        ("cat:cs", {"cs"}),
        ("cat:hep-th", {"hep-th"}),
        ("cat:cs.CV nerf", {"cs"}),
        ("cat:cs.CV OR cat:stat.ML", {"cs", "stat"}),
        ("cat:cs.CV cat:stat.ML", {"cs"}),
        ("(cat:cs.CV OR cat:stat.ML) cat:stat.AP", {"stat"}),
        ("cat:cs.SY", {"cs", "eess"}),
        ("cat:math-ph", {"math-ph", "math"}),
        ("cat:chao-dyn", {"nlin"}),
        ("nerf -cat:cs", set(ARCHIVES)),
        ("nerf OR cat:cs", set(ARCHIVES)),
        ("au:Hinton", set(ARCHIVES)),
    ],
)
def test_reach(typed: str, archives: set[str]) -> None:
    """Categories bound it; one alternative without any makes it all archives."""
    assert archives_of(parse_query(typed)) == archives


@given(papers, queries(meeting_leaves))
def test_every_match_stands_in_a_listing_that_is_read(one: Paper, query: Query) -> None:
    """A paper that matches is filed in one of the archives."""
    index = PaperIndex([one])
    if index.matching(query):
        assert one.archives & archives_of(query)
