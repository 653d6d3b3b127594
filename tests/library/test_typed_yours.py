"""The part of a topic that asks for what is likely its reader's."""

from __future__ import annotations

import pytest

from domain.errors import InputError, QueryError
from domain.topics import YOURS
from topics.catalogue import topic_from
from topics.index import PaperIndex
from topics.language import parse_query
from topics.muting import muted_query
from topics.yours import among, told_apart


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yours", "is:yours"),
        ("Yours", "is:yours"),
        ("我的", "is:yours"),
        ("is:yours", "is:yours"),
        ("yours cat:cs.CL", "is:yours AND cat:cs.CL"),
        ("cs.CL yours", "is:yours AND cat:cs.CL"),
        ("yours cat:cs.CL cat:cs.CV", "is:yours AND (cat:cs.CL OR cat:cs.CV)"),
        ("yours cat:cs.CL, cat:cs.CV", "is:yours AND (cat:cs.CL OR cat:cs.CV)"),
        ("yours AND cat:cs.CL AND cat:cs.CV", "is:yours AND cat:cs.CL AND cat:cs.CV"),
        ("yours -cat:cs.CV cat:cs", "is:yours AND NOT cat:cs.CV AND cat:cs"),
        ("IS:YOURS diffusion -survey", "is:yours AND diffusion AND NOT survey"),
        ('"yours"', "yours"),
        ("yours truly", "yours truly"),
        ("ti:yours", "ti:yours"),
    ],
)
def test_what_is_typed(typed: str, meant: str) -> None:
    """Alone and beside categories it is the reader's own, else a word; its form comes back."""
    topic = topic_from(typed)
    assert str(topic.query) == meant
    assert topic.is_yours == meant.startswith("is:yours")
    assert parse_query(meant, is_typed=False) == topic.query


@pytest.mark.parametrize(
    "typed", ["is:yours OR diffusion", "NOT is:yours diffusion", "is:yours (is:yours OR a1)"]
)
def test_where_it_cannot_stand(typed: str) -> None:
    """Beside what would do as well, or left out."""
    with pytest.raises(QueryError, match="can be followed"):
        topic_from(typed)


def test_nobody_searches_for_it() -> None:
    """As nobody judges there what is whose; other names after the sign are none."""
    for text in ("is:yours", "is:yours AND cat:cs.CL"):
        with pytest.raises(QueryError, match="can be followed") as caught:
            parse_query(text)
        assert caught.value.at == 0
    with pytest.raises(InputError, match="no field"):
        parse_query("is:mine")
    assert str(parse_query("diffusion is: fun")) == "diffusion is fun"
    assert str(muted_query("yours")) == "yours"


def test_what_else_must_match() -> None:
    """Is told apart from it."""
    only, mixed, other = map(topic_from, ("yours", "is:yours zebras", "zebras"))
    assert among(only.query) is None
    assert among(mixed.query) == other.query
    assert told_apart([only, other, mixed]) == ([other], [only, mixed])
    assert PaperIndex().matching(YOURS) == frozenset()
