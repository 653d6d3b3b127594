"""Whose requests they are, and how many of them are heard."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from topics.catalogue import catalogue
from web.serving.guard import A_MINUTE, AT_ONCE, Visits, visitor_of


def test_somebody_may_ask_so_much_a_minute() -> None:
    """Then they wait, others do not, and after that they may again."""
    now = 0.0
    visits = Visits(lambda: now)
    assert [visits.wait("203.0.113.1") for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
    seconds = visits.wait("203.0.113.1")
    assert seconds == pytest.approx(60 / A_MINUTE)
    assert visits.wait("203.0.113.2") == 0
    now = seconds
    assert visits.wait("203.0.113.1") == 0
    assert visits.wait("203.0.113.1") > 0


def test_all_feeds_may_be_asked_for_in_one_go() -> None:
    """By a reader that took the list of them, with some pages beside."""
    assert len(catalogue()) + 20 <= AT_ONCE


@pytest.mark.parametrize(
    ("client", "forwarded", "visitor"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "9.9.9.9", "8.8.8.8"),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "9.9.9.9, 8.8.8.8", "8.8.8.8"),
        ("127.0.0.1", "9.9.9.9\n8.8.8.8", "8.8.8.8"),
        ("127.0.0.1", "9.9.9.9, ::ffff:8.8.8.8", "8.8.8.8"),
        ("127.0.0.1", "8.8.8.8:4711", "8.8.8.8"),
        ("127.0.0.1", "[2a00:1450:4001:81b::200e]:4711", "2a00:1450:4001:81b::"),
        ("::ffff:8.8.8.8", "9.9.9.9", "8.8.8.8"),
        ("10.0.0.1", "8.8.8.8, 10.0.0.2", ""),
        ("127.0.0.1", "nonsense", ""),
        ("2a00:1450:4001:81b::200e", "", "2a00:1450:4001:81b::"),
    ],
)
def test_whose_request_it_is(client: str, forwarded: str, visitor: str) -> None:
    """A near proxy is believed in what it saw itself; nobody else is.

    It may add a header to one that was sent (HAProxy), or write an address in another way.
    """
    lines = forwarded.encode().splitlines()
    headers = Headers(raw=[(b"x-forwarded-for", line) for line in lines])
    assert visitor_of({"client": (client, 1)}, headers) == visitor
