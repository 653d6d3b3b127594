"""Deep links: within what Telegram allows, and back again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.deep_links import command_of, paper_payload
from domain.identifiers import PaperId

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}")


@pytest.mark.parametrize(
    ("paper", "payload"),
    [
        ("2403.04634", "p_2403-04634"),
        ("2403.04634v2", "p_2403-04634v2"),
        ("math/0309136", "p_math_0309136"),
        ("hep-th/9901001v3", "p_hep-th_9901001v3"),
        ("sample/0000001", "p_sample_0000001"),
    ],
)
def test_papers(paper: str, payload: str) -> None:
    """Every form of id has a payload that leads back to it."""
    found = PaperId.parse(paper)
    assert paper_payload(found) == payload
    assert command_of(payload) == f"/summarize {found}"


@given(words=st.lists(st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True), min_size=1, max_size=4))
def test_topics(words: list[str]) -> None:
    """Plain words can be read in a link, so that people can write one themselves."""
    payload = f"t_{'-'.join(words)}"
    assert ALLOWED.fullmatch(payload)
    assert command_of(payload) == f"/subscribe {' '.join(words)}"


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "p_",
        "p_nonsense",
        "t_",
        "k_unheard-of",
        "t_/forgetme",
        "t_-",
        f"t_{'a' * 63}",
        "x",
        "p_9_9",
    ],
)
def test_what_is_none_of_ours(payload: str) -> None:
    """It stands for nothing."""
    assert command_of(payload) is None
