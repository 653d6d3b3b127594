"""Topics about what stands beside papers: comments, venues, code."""

from __future__ import annotations

import pytest

from domain.errors import QueryError
from domain.topics import Field, Topic
from tests.topics.invented import paper
from topics.arxiv_query import to_arxiv
from topics.index import PaperIndex
from topics.language import parse_query

PAPERS = (
    paper(1, comment="Accepted at NeurIPS 2026; 12 pages. Code: https://github.com/ada/lamps"),
    paper(2, comment="Submitted to NeurIPS 2026"),
    paper(3, comment="Presented at the ICML 2026 Workshop on Lamps, spotlight"),
    paper(4, comment=None, abstract="Code is at https://gitlab.com/ada/boats."),
    paper(5, comment="5 pages, code upon request", abstract="See https://example.org/boats."),
)


@pytest.mark.parametrize(
    ("typed", "means", "found"),
    [
        ("comment:NeurIPS", "comment:NeurIPS", {1, 2}),
        ("co:pages", "comment:pages", {1, 5}),
        ("comment:spotlights", "comment:spotlights", {3}),
        ('comment:"NeurIPS 2026"', 'comment:"NeurIPS 2026"', {1, 2}),
        ("venue:NeurIPS", "venue:NeurIPS", {1}),
        ("venue:(NeurIPS OR ICML)", "venue:NeurIPS OR venue:ICML", {1, 3}),
        ("venue: neurips", "venue:neurips", {1}),
        ("has:code", "has:code", {1, 4}),
        ("HAS:Code", "has:code", {1, 4}),
        ("cat:cs.CV has:code -venue:NeurIPS", "cat:cs.CV AND has:code AND NOT venue:NeurIPS", {4}),
        ("comment:survey", "comment:survey", set()),
    ],
)
def test_what_is_found(typed: str, means: str, found: set[int]) -> None:
    """In any form of a word; a submission is no venue, and a promise no code."""
    query = parse_query(typed)
    assert str(query) == means
    assert parse_query(means) == query
    index = PaperIndex(PAPERS)
    assert {int(base[-1]) for base in index.matching(query)} == found


@pytest.mark.parametrize("typed", ["has:data", "has:", "has:(code OR money)"])
def test_what_is_known_of_no_paper(typed: str) -> None:
    """It is said so, with what can be asked for."""
    with pytest.raises(QueryError):
        parse_query(typed)


def test_papers_added_later_are_found_as_well() -> None:
    """An index that was asked before grows."""
    index = PaperIndex(PAPERS[:1])
    for query in map(parse_query, ("has:code", "comment:NeurIPS", "venue:NeurIPS")):
        assert len(index.matching(query)) == 1
    index.add([paper(7, comment="Accepted to NeurIPS 2026, https://github.com/bo/kites")])
    for query in map(parse_query, ("has:code", "comment:NeurIPS", "venue:NeurIPS")):
        assert len(index.matching(query)) == 2


def test_why_it_was_found() -> None:
    """Each reason says where."""
    topic = Topic("mine", parse_query("comment:pages OR venue:NeurIPS OR has:code"))
    (first, *_) = PaperIndex(PAPERS).matches(topic)
    assert first.paper.id.base.endswith("1")
    assert [one.field for one in first.reasons] == [Field.COMMENT, Field.VENUE, Field.HAS]


def test_in_arxivs_language() -> None:
    """Its field of comments; where it has none of ours, what finds more than is meant."""
    assert to_arxiv(parse_query('comment:"ICML 2026"')) == 'co:"ICML 2026"'
    assert to_arxiv(parse_query("venue:ICML")) == 'co:"ICML"'
    assert "github" in to_arxiv(parse_query("has:code"))
