"""What is written down reads back as the same noun."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Author, Paper
from domain.summaries import Summary
from domain.topics import Category, Or, Term
from storage import records
from tests.storage import invented


@given(invented.summaries)
def test_summaries(summary: Summary) -> None:
    """Every claim, its evidence, and where it all comes from."""
    back = records.summary_of(records.summary_text(summary))
    assert back == summary
    assert back.provenance.made_at.utcoffset() is not None


@given(invented.papers)
def test_authors(paper: Paper) -> None:
    """With their affiliations."""
    assert records.authors_of(records.authors_text(paper.authors)) == paper.authors


@given(st.lists(invented.words).map(tuple))
def test_words(words: tuple[str, ...]) -> None:
    """Whatever stands in them."""
    assert records.words_of(records.words_text(words)) == words


@given(st.lists(invented.instants, min_size=2))
def test_instants(instants: list[datetime]) -> None:
    """As the same instants, in UTC; their texts sort as they do."""
    texts = [records.instant_text(instant) for instant in instants]
    back = [records.instant_of(text) for text in texts]
    assert back == instants
    assert all(instant is not None and instant.tzinfo is UTC for instant in back)
    assert [records.instant_of(text) for text in sorted(map(str, texts))] == sorted(instants)


def test_no_instant() -> None:
    """Nothing stays nothing."""
    assert records.instant_text(None) is None
    assert records.instant_of(None) is None


def test_an_instant_without_a_zone_is_a_defect() -> None:
    """It would silently be taken for some other instant."""
    with pytest.raises(ValueError, match="no zone"):
        records.instant_text(datetime(2031, 3, 7))  # noqa: DTZ001


def test_the_form_is_open_to_read() -> None:
    """JSON under the nouns' own field names, so that other tools can read the file."""
    assert json.loads(records.authors_text((Author("Ødegård"),))) == [
        {"name": "Ødegård", "affiliations": []}
    ]
    summary = json.loads(records.summary_text(invented.a_summary()))
    assert summary["tldr"]["evidence"] == [
        {"section": "Abstract", "quote": "We invent a paper.", "formulas": [], "page": 0}
    ]


def test_fields_that_came_later_have_their_defaults() -> None:
    """A summary kept by an earlier version is read; what it has beyond is passed over."""
    kept = json.loads(records.summary_text(invented.a_summary()))
    for field in ("analysis", "keywords", "code_links"):
        del kept[field]
    kept["colour"] = "blue"
    assert records.summary_of(json.dumps(kept)) == invented.a_summary()


@pytest.mark.parametrize("query", invented.QUERIES, ids=str)
def test_queries(query: object) -> None:
    """By their normal form."""
    (wanted,) = (known for known in invented.QUERIES if known == query)
    assert records.query_of(records.query_text(wanted)) == wanted


def test_a_query_that_cannot_be_read_back_is_a_defect() -> None:
    """Kept, it would break every reading of the queries."""
    nested = Or((Or((Term("a"), Term("b"))), Category("cs.CV")))
    unreadable = Term('a "quoted" word')
    for query in (nested, unreadable):
        with pytest.raises(ValueError, match="come back"):
            records.query_text(query)
