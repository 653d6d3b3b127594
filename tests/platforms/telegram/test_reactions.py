"""Reactions to messages of ours: presses without a button, on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest

from app.services import Services
from bot.platforms.reactions import Reactions, meant_by
from bot.platforms.sent_log import SentLog
from bot.platforms.telegram.polling import WANTED
from domain.chats import ChatRef, Vote
from domain.deliveries import SentMessage
from tests.fakes.discord_objects import DM, GENERAL, OWNER
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served
from tests.platforms.telegram_harness import ANN, BEN, GROUP, TelegramHarness

PAPER = "sample/0000001"


@pytest.mark.parametrize(
    ("signs", "wish"),
    [
        ("👍", True),
        ("👍🏽", True),
        ("❤️", True),
        ("❤️‍🔥", True),
        ("👎", False),
        ("💩", False),
        ("🤔", None),
        ("<:custom:123>", None),
        ("", None),
    ],
)
def test_what_signs_wish_for(signs: str, wish: bool | None) -> None:
    """In whichever colour; both at once, or others, are no wish."""
    assert meant_by([signs]) is wish
    assert meant_by([signs, "🤔"]) is wish
    assert meant_by(["👍", "👎"]) is None


async def votes(services: Services, platform: str, user: str) -> dict[str, bool]:
    """What somebody wishes for more or less of, by paper."""
    kept: list[Vote] = await services.store.votes(ChatRef(platform, f"user:{user}"))
    return {vote.paper: vote.is_more for vote in kept}


def _signs(*emojis: str) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]


async def react(served: TelegramHarness, chat: int, message: int, user: int, **signs: Any) -> None:
    """Change somebody's reaction on Telegram."""
    kind = "private" if chat > 0 else "supergroup"
    changed = {
        "chat": {"id": chat, "type": kind, "title": "Some", "first_name": "Some"},
        "message_id": message,
        "date": 1,
        "old_reaction": _signs(*signs.get("old", "")),
        "new_reaction": _signs(*signs.get("new", "")),
    }
    if user:
        changed["user"] = {"id": user, "is_bot": False, "first_name": "Some"}
    await served.telegram.push(message_reaction=changed)


async def comes_about(check: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Wait until something is so."""
    for _ in range(int(PATIENCE / 0.01)):
        if await check() == wanted:
            return
        await asyncio.sleep(0.01)
    pytest.fail("it has not come about")


async def test_telegram(telegram: TelegramHarness) -> None:
    """In private it is a vote; the other sign changes it, and none takes it back."""
    card = await telegram.ask(f"/summarize {PAPER}", chat=ANN, contains="extracted")
    own = partial(votes, telegram.services, "telegram", str(ANN))
    await react(telegram, ANN, card.id, ANN, new="👍")
    await comes_about(own, {PAPER: True})
    await react(telegram, ANN, card.id, ANN, old="👍", new="👍🤔")
    await react(telegram, ANN, card.id, ANN, old="👍", new="👎")
    await comes_about(own, {PAPER: False})
    await react(telegram, ANN, card.id, ANN, old="👎")
    await comes_about(own, {})
    assert "message_reaction" in WANTED


async def test_telegram_groups(telegram: TelegramHarness) -> None:
    """There it is a press, each member's own, and of nobody where Telegram does not tell whose."""
    card = await telegram.ask(f"/summarize {PAPER}", chat=GROUP, user=ANN, contains="extracted")
    here = partial(_pressing, telegram.services, ChatRef("telegram", str(GROUP)))
    for user in (0, ANN, BEN):
        await react(telegram, GROUP, card.id, user, new="❤")
    await comes_about(here, {f"user:{ANN}", f"user:{BEN}"})
    await react(telegram, GROUP, card.id, ANN, old="❤")
    await comes_about(here, {f"user:{BEN}"})


async def _pressing(services: Services, chat: ChatRef) -> set[str]:
    return {one.person for one in await services.store.presses(chat)}


async def test_discord(served: Served) -> None:
    """Likewise; each sign comes and goes by itself."""
    await served.discord.say(PAPER)
    await served.discord.until(lambda: DM in served.discord.sent)
    (card,) = served.discord.sent[DM]
    own = partial(votes, served.services, "discord", OWNER)
    for name, sign, wanted in (
        ("ADD", "👍", {PAPER: True}),
        ("ADD", "🤔", {PAPER: True}),
        ("REMOVE", "🤔", {PAPER: True}),
        ("ADD", "👎", {PAPER: False}),
        ("REMOVE", "👎", {}),
    ):
        data = {
            "user_id": OWNER,
            "channel_id": DM,
            "message_id": card["id"],
            "emoji": {"id": None, "name": sign},
            "burst": False,
            "type": 0,
        }
        await served.discord.dispatch(f"MESSAGE_REACTION_{name}", data)
        await comes_about(own, wanted)


async def test_what_counts_and_what_does_not(served: Served) -> None:
    """A message of several papers is about none of them; a vote by button is not taken back."""
    store = served.services.store
    reactions = Reactions(served.services, SentLog(served.services.store, served.services.clock))
    here, thread = ChatRef("discord", GENERAL), ChatRef("discord", GENERAL, "77")
    at = served.services.clock.now()
    for number, place, papers in (
        (1, here, (PAPER,)),
        (2, here, (PAPER, "2")),
        (3, thread, (PAPER,)),
    ):
        await store.keep_sent([SentMessage(chat=place, id=number, papers=papers, at=at)])

    async def changed(message: int, **wish: bool | None) -> None:
        await reactions.changed(here, message, "5", is_private=False, **{"wish": None, **wish})

    await changed(2, wish=True)
    await changed(9, wish=True)
    assert await store.presses(here) == []
    await changed(3, wish=True)
    assert [one.person for one in await store.presses(thread)] == ["user:5"]
    await changed(1, wish=False)
    await changed(1, was=True)
    (press,) = await store.presses(here)
    assert press.is_more is False
    await reactions.changed(here, 1, "", is_private=False, wish=True)
    assert len(await store.presses(here)) == 1


async def test_what_is_still_being_sent_may_be_reacted_to(served: Served) -> None:
    """The message is there before it is kept what it tells."""
    log = SentLog(served.services.store, served.services.clock)
    reactions, here = Reactions(served.services, log), ChatRef("discord", GENERAL)
    with log.sending(here):
        reacted = asyncio.create_task(reactions.changed(here, 1, "5", is_private=False, wish=True))
        await served.services.store.sent(here, 1)  # What was asked before it is answered by then.
        await log.keep(here, [(1, (PAPER,))])
    await reacted
    assert [one.person for one in await served.services.store.presses(here)] == ["user:5"]
