"""Who counts as an admin of a chat on Telegram, and for how long that is believed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberMember, ChatMemberOwner, User
from telegram.error import TimedOut

from bot.platforms.telegram.admins import Admins, AdminsUnknown
from tests.fakes.virtual_time import virtually

OURS, OWNER, ADMIN, MEMBER = 1, 2, 3, 4


def admin(number: int, *, posts: bool = False) -> ChatMemberAdministrator:
    """An admin who may post, or may not."""
    rights: dict[str, Any] = dict.fromkeys(
        (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
            "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    )  # fmt: skip
    return ChatMemberAdministrator(person(number), **rights, can_post_messages=posts)


def person(number: int) -> User:
    """Somebody."""
    return User(number, f"U{number}", is_bot=number == OURS)


@dataclass
class Bot:
    """Telegram, as far as it is asked who the admins are.

    Attributes:
        members: what it tells.
        asked: about which chats it was asked.
    """

    members: list[ChatMember] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    fails: bool = False
    id: int = OURS

    async def get_chat_administrators(self, chat_id: str) -> tuple[ChatMember, ...]:
        """Tell them, or fail."""
        self.asked.append(chat_id)
        if self.fails:
            raise TimedOut
        return tuple(self.members)


def knowing(*members: ChatMember) -> tuple[Bot, Admins]:
    """Telegram with these to tell, and who asks it."""
    bot = Bot(list(members))
    return bot, Admins(bot)  # type: ignore[arg-type]


def test_admins_and_the_owner_and_nobody_else() -> None:
    """Whatever else Telegram should put into its list."""

    async def scene() -> None:
        owner = ChatMemberOwner(person(OWNER), is_anonymous=False)
        _, admins = knowing(owner, admin(ADMIN), ChatMemberMember(person(MEMBER)))
        found = [await admins.has("-1", str(user)) for user in (OWNER, ADMIN, MEMBER, 5)]
        assert found == [True, True, False, False]
        assert not await admins.has("-1", "")

    virtually(scene())


def test_it_is_believed_for_half_a_minute() -> None:
    """Who is no admin any more may change nothing after that; each chat by itself."""

    async def scene() -> None:
        bot, admins = knowing(admin(ADMIN))
        assert await admins.has("-1", str(ADMIN))
        bot.members = []
        await asyncio.sleep(29.99)
        assert await admins.has("-1", str(ADMIN))
        assert not await admins.has("-2", str(ADMIN))
        await asyncio.sleep(0.01)
        assert not await admins.has("-1", str(ADMIN))
        assert bot.asked == ["-1", "-2", "-1"]

    virtually(scene())


def test_a_change_that_is_told_counts_at_once() -> None:
    """Of the chat that it is told of; of one that was never asked about it is no trouble."""

    async def scene() -> None:
        bot, admins = knowing(admin(ADMIN))
        assert await admins.has("-1", str(ADMIN))
        assert await admins.has("-2", str(ADMIN))
        bot.members = []
        admins.forget("-1")
        admins.forget("-9")
        assert not await admins.has("-1", str(ADMIN))
        assert await admins.has("-2", str(ADMIN))

    virtually(scene())


def test_where_telegram_does_not_tell_nobody_is_an_admin() -> None:
    """It is said, not remembered, and takes nothing from what is known."""

    async def scene() -> None:
        bot, admins = knowing(admin(ADMIN, posts=True))
        assert await admins.has("-2", str(ADMIN))
        bot.fails = True
        for asking in (admins.has("-1", str(ADMIN)), admins.may_post("-1")):
            with pytest.raises(AdminsUnknown, match="try again in a minute"):
                await asking
        assert await admins.has("-2", str(ADMIN))
        bot.fails = False
        assert await admins.has("-1", str(ADMIN))

    virtually(scene())


@pytest.mark.parametrize(
    ("members", "may"),
    [
        ([admin(OURS, posts=True)], True),
        ([admin(ADMIN, posts=False), admin(OURS, posts=True)], True),
        ([admin(OURS, posts=False), admin(ADMIN, posts=True)], False),
        ([admin(ADMIN, posts=True)], False),
        ([ChatMemberMember(person(OURS)), admin(ADMIN, posts=True)], False),
        ([], False),
    ],
)
def test_whether_the_bot_may_post(members: list[ChatMember], *, may: bool) -> None:
    """By its own right, not by another admin's."""

    async def scene() -> None:
        _, admins = knowing(*members)
        assert await admins.may_post("-1") is may

    virtually(scene())


def test_five_thousand_chats_are_remembered() -> None:
    """Those asked about last; the others are asked about anew."""

    async def scene() -> None:
        bot, admins = knowing(admin(ADMIN))
        for chat in range(5_000):
            await admins.has(f"-{chat}", str(ADMIN))
        await admins.has("-0", str(ADMIN))
        assert len(bot.asked) == 5_000
        await admins.has("-5000", str(ADMIN))
        await admins.has("-4999", str(ADMIN))
        assert len(bot.asked) == 5_001
        await admins.has("-1", str(ADMIN))
        assert len(bot.asked) == 5_002

    virtually(scene())
