"""Prices: each request by itself, what is cached for less, and nothing for one's own machine."""

from __future__ import annotations

import pytest
from pydantic_ai.usage import RequestUsage

from summaries.llm.prices import Prices, doubt_about, is_near
from summaries.llm.providers import Named

LUNA = Prices(Named("openai", "gpt-6-luna"), "")


def money(tokens_in: int, cached: int = 0) -> float:
    """What one request costs."""
    used = RequestUsage(input_tokens=tokens_in, output_tokens=100, cache_read_tokens=cached)
    priced = LUNA.measured(used, 0, 0).money
    assert priced is not None
    return priced


def test_what_is_cached_is_cheaper() -> None:
    """As the provider counts it."""
    assert money(10_000, cached=9_000) < 0.3 * money(10_000)


def test_two_requests_are_not_priced_as_one_long_one() -> None:
    """Above a length every token costs more; two that are shorter do not reach it together."""
    assert 2 * money(150_000) < 0.7 * money(300_000)


def test_who_does_not_count_is_counted_for() -> None:
    """By what was sent and written: a budget would else never end."""
    used = LUNA.measured(RequestUsage(), 4_000, 800)
    assert (used.tokens, used.calls) == (1_200, 1)
    assert used.money == LUNA.of(1_000, 200)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://192.168.1.7/v1", True),
        ("http://llama:8080/v1", True),
        ("https://api.groq.com/openai/v1", False),
    ],
)
def test_a_server_of_this_network_costs_nothing(address: str, *, near: bool) -> None:
    """One on the internet is priced by whose it is, and has no price where that is not known."""
    assert is_near(address) == near
    assert (Prices(Named("openai", "quill-1"), address).of(1, 1) == 0) == near


@pytest.mark.parametrize(
    ("model", "said"),
    [("gpt-6-luna", None), ("gpt-6-lunar", "gpt-6-luna"), ("zzz", "may be new")],
)
def test_names_are_held_against_the_list(model: str, said: str | None) -> None:
    """One that is not on it may be misspelt, or newer than the list."""
    doubt = doubt_about(Named("openai", model))
    assert (doubt is None) == (said is None)
    assert said is None or said in str(doubt)
