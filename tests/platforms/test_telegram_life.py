"""What happens to chats, and what the bot makes of it."""

from __future__ import annotations

import asyncio

import pytest

from domain.chats import ChatRef
from tests.patience import PATIENCE
from tests.platforms.telegram_harness import ANN, CHANNEL, GROUP, TelegramHarness

SUPERGROUP = -1009999
THERE = ChatRef("telegram", str(GROUP))
PRIVATE = ChatRef("telegram", str(ANN))


async def test_being_added_to_a_group(telegram: TelegramHarness) -> None:
    """It is greeted with the fields to choose from; a promotion later is no new beginning."""
    await telegram.telegram.change_standing(GROUP, "left", "member", user=ANN)
    greeting = await telegram.telegram.next(GROUP, contains="Papercrier")
    assert "Robotics" in greeting.buttons
    await telegram.telegram.change_standing(GROUP, "member", "administrator", user=ANN)
    await telegram.over()
    assert len(telegram.telegram.messages(GROUP)) == 1


async def test_being_added_to_a_channel(telegram: TelegramHarness) -> None:
    """Whoever did it is asked in private what it shall follow."""
    telegram.telegram.channels.add(CHANNEL)
    telegram.telegram.admins[CHANNEL] = {ANN}
    await telegram.telegram.change_standing(CHANNEL, "left", "administrator", user=ANN)
    asked = await telegram.telegram.next(ANN, contains="I can post")
    menu = await telegram.press(asked, "Choose topics", user=ANN)
    assert "For Chat" in menu.text
    assert telegram.telegram.messages(CHANNEL) == []


async def test_being_removed(telegram: TelegramHarness) -> None:
    """Who had added the bot is told, and it is known that nothing can be sent there."""
    await telegram.telegram.change_standing(GROUP, "left", "member", user=ANN)
    await telegram.telegram.next(GROUP)
    await telegram.telegram.change_standing(GROUP, "member", "kicked")
    told = await telegram.telegram.next(ANN, contains="removed from")
    assert "Chat 1001" in told.text
    assert await telegram.services.store.absence(THERE) == "removed"
    await telegram.telegram.change_standing(GROUP, "left", "member", user=ANN)
    await telegram.over()
    assert await telegram.services.store.absence(THERE) == ""


async def test_losing_the_right_to_post(telegram: TelegramHarness) -> None:
    """Who looks after the channel is told; having it again is noticed."""
    telegram.telegram.channels.add(CHANNEL)
    there = ChatRef("telegram", str(CHANNEL))
    await telegram.telegram.change_standing(CHANNEL, "left", "administrator", user=ANN)
    await telegram.telegram.change_standing(CHANNEL, "administrator", "member", user=ANN)
    await telegram.telegram.next(ANN, contains="may no longer write")
    assert await telegram.services.store.absence(there) == "silenced"
    await telegram.telegram.change_standing(CHANNEL, "member", "administrator", user=ANN)
    await telegram.over()
    assert await telegram.services.store.absence(there) == ""


async def test_being_blocked_and_unblocked(telegram: TelegramHarness) -> None:
    """Nothing is sent to who has blocked the bot; who writes again can be written to."""
    await telegram.ask("/limit 5", contains="5")
    await telegram.telegram.change_standing(ANN, "member", "kicked")
    async with asyncio.timeout(PATIENCE):
        while not await telegram.services.store.absence(PRIVATE):  # noqa: ASYNC110
            await asyncio.sleep(0)
    await telegram.ask("/help")
    assert await telegram.services.store.absence(PRIVATE) == ""


async def test_a_block_that_nobody_told_of(telegram: TelegramHarness) -> None:
    """It shows when something is sent, which is not tried again."""
    await telegram.ask("/limit 5", contains="5")
    before = len(telegram.telegram.called("sendMessage"))
    telegram.telegram.blocked.add(ANN)
    await telegram.telegram.say(ANN, "/help")
    await telegram.over()
    assert "blocked" in await telegram.services.store.absence(PRIVATE)
    calls = telegram.telegram.called("sendMessage")[before:]
    assert len([one for one in calls if one["chat_id"] == str(ANN)]) == 1


@pytest.mark.parametrize("told_in", ["old", "new"])
async def test_a_group_becomes_a_supergroup(telegram: TelegramHarness, told_in: str) -> None:
    """Its topics go with it, whichever of the two messages comes."""
    telegram.telegram.admins[GROUP] = {ANN}
    await telegram.ask("/subscribe diffusion models", chat=GROUP, user=ANN)
    if told_in == "old":
        await telegram.telegram.say(GROUP, user=ANN, migrate_to_chat_id=SUPERGROUP)
    else:
        await telegram.telegram.say(SUPERGROUP, user=ANN, migrate_from_chat_id=GROUP)
    async with asyncio.timeout(PATIENCE):
        while await telegram.services.store.subscriptions(THERE):  # noqa: ASYNC110
            await asyncio.sleep(0)
    answer = await telegram.ask("/subscriptions", chat=SUPERGROUP, user=ANN)
    assert "diffusion models" in answer.text.lower()


async def test_a_move_that_shows_when_sending(telegram: TelegramHarness) -> None:
    """The answer goes to the new id, and everything with it."""
    telegram.telegram.admins[GROUP] = {ANN}
    await telegram.ask("/subscribe diffusion models", chat=GROUP, user=ANN)
    telegram.telegram.fail(
        "sendMessage",
        description="Bad Request: group chat was upgraded to a supergroup chat",
        status=400,
        parameters={"migrate_to_chat_id": SUPERGROUP},
        chat=GROUP,
    )
    await telegram.telegram.say(GROUP, "/help", user=ANN)
    await telegram.telegram.next(SUPERGROUP, contains="Commands")
    there = ChatRef("telegram", str(SUPERGROUP))
    assert len(await telegram.services.store.subscriptions(there)) == 1
