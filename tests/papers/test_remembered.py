"""Pages remembered for conditional requests."""

from __future__ import annotations

import random

import pytest

from papers.remembered import Remembered
from papers.transport.exchange import Answer, Refused

HELD = Answer("u", 304, {}, b"")


def page(url: str, body: bytes = b"page", **headers: str) -> Answer:
    """A good answer."""
    return Answer(
        url, 200, {name.replace("_", "-"): value for name, value in headers.items()}, body
    )


def test_a_page_is_asked_for_on_the_conditions_the_server_gave() -> None:
    """With either of the two, or both."""
    remembered = Remembered()
    remembered.keep("a", page("a", etag='"1"'))
    remembered.keep("b", page("b", last_modified="Fri, 08 Mar 2024 01:00:00 GMT"))
    remembered.keep("c", page("c"))
    assert remembered.conditions("a") == {"If-None-Match": '"1"'}
    assert remembered.conditions("b") == {"If-Modified-Since": "Fri, 08 Mar 2024 01:00:00 GMT"}
    assert remembered.conditions("c") == remembered.conditions("d") == {}


def test_a_page_that_still_holds_is_given_again() -> None:
    """And a new one takes its place."""
    remembered = Remembered()
    remembered.keep("a", page("a", b"old", etag='"1"'))
    assert remembered.content("a", HELD) == b"old"
    assert remembered.content("a", page("a", b"new")) == b"new"
    remembered.keep("a", page("a", b"new", etag='"2"'))
    assert remembered.content("a", HELD) == b"new"


def test_a_page_that_lost_its_conditions_is_forgotten() -> None:
    """What can no longer be asked for so is not given so."""
    remembered = Remembered()
    remembered.keep("a", page("a", etag='"1"'))
    remembered.keep("a", page("a"))
    with pytest.raises(Refused):
        remembered.content("a", HELD)


def test_it_keeps_no_more_than_it_may() -> None:
    """The least lately used go first."""
    noise = random.Random(7)
    remembered = Remembered(most=2500)
    for url in "abc":
        remembered.keep(url, page(url, noise.randbytes(1000), etag=f'"{url}"'))
        assert len(remembered.content("a", HELD)) == 1000
    assert remembered.conditions("b") == {}
    assert remembered.conditions("a")
    assert remembered.conditions("c")
    remembered.keep("d", page("d", noise.randbytes(5000), etag='"d"'))
    assert [url for url in "abcd" if remembered.conditions(url)] == ["a", "c"]
