"""Deep links: within what Telegram allows, and back again."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doors.deep_links import command_of, paper_payload, topic_payload
from domain.identifiers import PaperId
from tests.fakes.memory_store import MemoryStore

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
async def test_papers(paper: str, payload: str) -> None:
    """Every form of id has a payload that leads back to it."""
    found = PaperId.parse(paper)
    assert paper_payload(found) == payload
    assert await command_of(MemoryStore(), payload) == f"/summarize {found}"


@given(topic=st.text(min_size=1, max_size=200).filter(str.strip))
def test_topics(topic: str) -> None:
    """Any topic has one; plain words can be read in it."""

    async def there_and_back() -> tuple[str, str | None]:
        store = MemoryStore()
        payload = await topic_payload(store, topic)
        return payload, await command_of(store, payload)

    payload, command = asyncio.run(there_and_back())
    assert ALLOWED.fullmatch(payload)
    assert command == f"/subscribe {topic}"


async def test_plain_words_are_readable() -> None:
    """So that people can write such a link themselves."""
    assert await topic_payload(MemoryStore(), "diffusion models") == "t_diffusion-models"


@pytest.mark.parametrize("payload", ["", "p_", "p_nonsense", "t_", "k_unheard-of", "x", "p_9_9"])
async def test_what_is_none_of_ours(payload: str) -> None:
    """It stands for nothing."""
    assert await command_of(MemoryStore(), payload) is None
