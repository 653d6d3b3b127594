"""The digests by themselves where something comes between: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from domain.chats import ChatRef
from domain.errors import NothingToSummarize, StoreError
from domain.messages import as_is
from tests.patience import PATIENCE
from tests.scheduler.stage import FRIDAY, HERE, ONE, WAVES, Stage, told

FULL = StoreError(as_is("The disk is full."))


async def test_a_chat_that_changes_while_its_digest_is_made(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is decided anew, so that what it has just muted is not told."""
    await stage.chat(HERE, WAVES)
    await stage.look()
    take, has_changed = stage.take_turns, False

    async def meanwhile(*args: Any) -> int:
        nonlocal has_changed
        if not has_changed:
            has_changed = True
            await stage.chat(HERE, "cat:cs.CV graphs")
        return await take(*args)

    monkeypatch.setattr(stage, "take_turns", meanwhile)
    await stage.look(f"{FRIDAY}T08:00")
    sent = frozenset[str]().union(*(m.papers for m in [*stage.sent, *await stage.look()]))
    assert sent == {ONE, "2403.10009"}
    assert [message.part.slot for message in stage.sent] == [date(2024, 3, 8)] * len(stage.sent)


async def test_two_looks_at_once(stage: Stage) -> None:
    """Nobody gets two digests."""
    for number in range(150):
        await stage.chat(ChatRef("telegram", str(number + 1)), WAVES)
    await stage.look()
    stage.clock.set(f"{FRIDAY}T08:00")
    await asyncio.gather(stage.watch.look(), stage.watch.look())
    messages = await stage.look()
    assert len(messages) == len({message.part.chat for message in messages}) == 150


async def test_planning_goes_on_while_digests_are_queued(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody is planned again whose digest is being queued."""
    chats = [ChatRef("telegram", str(number + 1)) for number in range(150)]
    for ref in chats:
        await stage.chat(ref, WAVES)
    await stage.look()
    planned, goes_on = Counter[ChatRef](), asyncio.Event()
    take, seen = stage.take_turns, stage.store.seen

    async def counting(wanted: Any) -> Any:
        planned.update(list(wanted))
        if planned.total() > 100:
            goes_on.set()
        return await seen(wanted)

    async def slowly(*args: Any) -> int:
        async with asyncio.timeout(PATIENCE):
            await goes_on.wait()
        return await take(*args)

    monkeypatch.setattr(stage, "seen", counting, raising=False)
    monkeypatch.setattr(stage, "take_turns", slowly)
    messages = await stage.look(f"{FRIDAY}T08:00")
    assert planned == Counter(chats)
    assert {message.part.chat for message in messages} == set(chats)
    assert len(messages) == len(chats)


@pytest.mark.parametrize(
    "where", ["due_chats", "seen", "take_turns", "wake_held", "expire_stale", "tidy"]
)
async def test_a_store_in_trouble(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Nothing is lost and nothing doubled, wherever it fails; the next look makes up for it."""
    await stage.chat(HERE, WAVES)
    await stage.look()
    stage.start()

    async def fails(*_: Any) -> Any:
        raise FULL

    with monkeypatch.context() as trouble:
        trouble.setattr(stage, where, fails, raising=False)
        assert await told(stage, f"{FRIDAY}T08:00") == []
    assert await told(stage, f"{FRIDAY}T08:01") == [{ONE}]
    assert await told(stage, f"{FRIDAY}T08:02") == []


async def test_a_paper_without_words(stage: Stage) -> None:
    """It is told by its title; an abstract of blanks keeps no digest back."""
    await stage.chat(HERE, WAVES)
    stage.summarizer.troubles[ONE] = NothingToSummarize()
    assert await told(stage, f"{FRIDAY}T08:00") == [{ONE}]


async def test_platforms_take_turns(stage: Stage) -> None:
    """Those whose moment was first come first, whatever their platform."""
    for number in range(120):
        early = {"time": time(8, 0)} if number % 2 else {"time": time(7, 0)}
        platform = "discord" if number % 2 else "telegram"
        await stage.chat(ChatRef(platform, str(number + 1)), WAVES, **early)
    await stage.look()
    now = datetime(2024, 3, 8, 9, tzinfo=UTC)
    due = await stage.store.due_chats(["telegram", "discord"], now, 60)
    assert {chat.chat.ref.platform for chat in due} == {"telegram"}


async def test_asking_consumes_nothing(stage: Stage) -> None:
    """What /digest shows is told again when its time comes, and the same."""
    chat = await stage.chat(HERE, WAVES)
    topics = [subscription.topic for subscription in await stage.store.subscriptions(HERE)]
    shown = await stage.maker.make(chat, topics, [date(2024, 3, 8)])
    assert await told(stage, f"{FRIDAY}T08:00") == [
        {entry.paper.id.base for entry in shown.entries}
    ]
    again = await stage.maker.make(chat, topics, [date(2024, 3, 8)])
    assert replace(again, batches=()) == replace(shown, batches=())


async def test_closing_in_the_middle(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being put together is put together at the next start."""
    await stage.chat(HERE, WAVES)
    await stage.look()
    begun, go = asyncio.Event(), asyncio.Event()
    seen = stage.store.seen

    async def slowly(*args: Any) -> Any:
        begun.set()
        await go.wait()
        return await seen(*args)

    stage.clock.set(f"{FRIDAY}T08:00")
    with monkeypatch.context() as slow:
        slow.setattr(stage, "seen", slowly, raising=False)
        stage.watch.start()
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
            await stage.watch.close()
    assert stage.turns == []
    stage.start()
    assert await told(stage, f"{FRIDAY}T08:01") == [{ONE}]
