"""What was sent is found by its message's id, by whoever answers it however soon."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.platforms import sent_log
from bot.platforms.sent_log import SentLog
from domain.chats import ChatRef
from storage.memory.store import MemoryStore
from tests.fakes.clock import SettableClock

HERE = ChatRef("telegram", "5")
PAPER = "2403.00007"


def _log() -> SentLog:
    clock = SettableClock(datetime(2026, 3, 9, tzinfo=UTC))
    return SentLog(MemoryStore(), clock)


async def test_an_answer_to_what_is_still_being_sent_waits_until_it_is_kept() -> None:
    """The first of several messages is there before the last, and before any is kept."""
    log = _log()
    with log.sending(HERE):
        asked = asyncio.create_task(log.paper(HERE, 7))
        await asyncio.sleep(0)
        assert not asked.done()
        await log.keep(HERE, [(7, (PAPER,))])
    assert await asked == PAPER


async def test_it_waits_for_its_own_chat_alone_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is unknown stays so."""
    monkeypatch.setattr(sent_log, "_WAITED_FOR", 0.01)
    log = _log()
    with log.sending(ChatRef("telegram", "6")):
        assert await log.papers(HERE, 7) == ()
    with log.sending(HERE):
        assert await log.papers(HERE, 7) == ()
    assert await log.papers(HERE, 7) == ()
