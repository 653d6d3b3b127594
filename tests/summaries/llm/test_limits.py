"""A daily budget as operators write it."""

from __future__ import annotations

import pytest

from summaries.llm.budget import DEFAULT_TOKENS, Limits


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("1.00", Limits(1.0, DEFAULT_TOKENS)),
        ("$2.5", Limits(2.5, DEFAULT_TOKENS)),
        ("0.50 USD", Limits(0.5, DEFAULT_TOKENS)),
        ("500k tokens", Limits(None, 500_000)),
        ("1 USD, 2M tokens", Limits(1.0, 2_000_000)),
        ("0", Limits(0.0, DEFAULT_TOKENS)),
        ("$ 2", Limits(2.0, DEFAULT_TOKENS)),
        ("2$, ", Limits(2.0, DEFAULT_TOKENS)),
        ("1.5K Tokens,3 dollars", Limits(3.0, 1_500)),
        ("1_500_000 tokens", Limits(None, 1_500_000)),
        ("7 token", Limits(None, 7)),
    ],
)
def test_budgets_are_read_in_money_and_tokens(text: str, limits: Limits) -> None:
    """One of them or both; tokens have a limit in any case."""
    assert Limits.parse(text) == limits


@pytest.mark.parametrize("text", ["", ",", "much", "1 EUR", "-1", "1.0.0", "tokens", "1, much"])
def test_what_is_no_budget_is_refused(text: str) -> None:
    """With what it must be."""
    with pytest.raises(ValueError, match=r"^it must be US dollars a day, tokens a day, or both: "):
        Limits.parse(text)
