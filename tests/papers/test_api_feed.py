"""What an answer of the API must prove before it is believed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import MalformedAnswer
from papers.api.feed import error_of, read_page
from tests.fakes.arxiv_pages import api_entry, api_error, api_page
from tests.papers.invented import invented

ENTRIES = [api_entry(invented(number), 1) for number in range(1, 4)]


def page(entries: Sequence[str] = ENTRIES, *, total: int = 3, start: int = 0) -> bytes:
    """A page of results."""
    return api_page(entries, total=total, start=start, size=10).encode()


def test_a_whole_page_is_believed() -> None:
    """It says how many results there are in all, and how many here."""

    def counted(body: bytes, start: int = 0, size: int = 10) -> tuple[int, int]:
        read = read_page(body, start=start, size=size)
        return read.total, len(read.papers)

    assert counted(page()) == (3, 3)
    assert counted(page(total=30), size=3) == (30, 3)
    assert counted(page(total=13, start=10), start=10) == (13, 3)
    assert counted(page([], total=0)) == (0, 0)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no well-formed XML"),
        (b"<html><body>Access Denied</body></html>", "no Atom feed"),
        (api_error("temporarily unavailable").encode(), "reports “temporarily unavailable”"),
        (page([]), "0 entries where 3 of 3"),
        (page(ENTRIES[:2]), "2 entries where 3 of 3"),
        (page([*ENTRIES, api_entry(invented(4), 1)]), "4 entries where 3 of 3"),
        (page([ENTRIES[0], ENTRIES[1], ENTRIES[0]]), "2403.00001v1 twice"),
        (page(start=10, total=13), "begins at 10, not at 0"),
        (page().replace(b"totalResults", b"total"), "no totalResults"),
        (page().replace(b"published>", b"printed>", 2), "no <published>"),
        (page().replace(b"updated>2024-03-07T12", b"updated>some day", 1), "no <updated>"),
        (page().replace(b"title>", b"heading>", 2), "no <title>"),
        (page().replace(b"<id>http://arxiv.org/abs/2403.00002v1</id>", b""), "no id"),
    ],
)
def test_anything_else_is_not(body: bytes, reason: str) -> None:
    """Each way in which arXiv has been seen to answer with something else is told apart."""
    with pytest.raises(MalformedAnswer) as caught:
        read_page(body, start=0, size=10)
    assert reason in str(caught.value)
    assert caught.value.evidence == body


@given(st.integers(min_value=0, max_value=len(page()) - len(b"</feed>\n")))
def test_a_page_cut_anywhere_is_not_believed(length: int) -> None:
    """However much of it arrived."""
    with pytest.raises(MalformedAnswer):
        read_page(page()[:length], start=0, size=10)


def test_no_entity_is_expanded_and_nothing_is_fetched() -> None:
    """A document type brings neither a file nor a bomb into a title."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = bomb + page().partition(b"?>")[2].replace(b"Paper Boats", b"&f;")
    assert "root:" not in str(read_page(body, start=0, size=10).papers)


def test_an_error_is_read_from_its_entry() -> None:
    """For refusals, whose reason stands there."""
    assert error_of(api_error("incorrect id format for abc").encode()) == (
        "incorrect id format for abc"
    )
    assert error_of(page()) == ""
    assert error_of(b"no XML at all") == ""
