"""Who may do what on Telegram, as `docs/rights.md` has it: each right by whom it is had and not.

Of each pair, one is the person who may; the test fails as well if nobody may.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.platforms.nobody import SHARED_IDS
from domain.chats import ChatRef
from tests.fakes.telegram_objects import BOT, ME, chat_object, member, person
from tests.fakes.telegram_server import FakeTelegram
from tests.platforms.telegram_harness import (
    ANN,
    BEN,
    CHANNEL,
    GROUP,
    TelegramHarness,
    telegram_harness,
)

OTHER_GROUP, OTHER_CHANNEL = -1003, -1004
SOMEBODYS_WORDS = {"type": "user", "date": 1, "sender_user": person(BEN)}
A_CHANNELS_WORDS = {
    "type": "channel",
    "date": 1,
    "chat": {"id": CHANNEL, "type": "channel", "title": "News"},
    "message_id": 4,
}
OTHER_BOT = {**BOT, "id": 99, "username": "other_bot"}


def shared(number: int) -> dict[str, Any]:
    """One of the users as whom many write."""
    return {"id": number, "is_bot": number != 777000, "first_name": "Shared"}


def anonymous(chat: int) -> dict[str, Any]:
    """How a message of an anonymous admin of a group comes."""
    return {"sender": shared(1087968824), "sender_chat": {"id": chat, "type": "supergroup"}}


def as_channel(channel: int) -> dict[str, Any]:
    """How a message comes that somebody writes in a group as a channel of theirs."""
    chat = {"id": channel, "type": "channel", "title": "Theirs"}
    return {"sender": shared(136817688), "sender_chat": chat}


@pytest_asyncio.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[TelegramHarness]:
    """Telegram, served, with Ann as the admin of everything and as an operator."""
    async with (
        FakeTelegram() as fake,
        telegram_harness(tmp_path, fake, admins=f"telegram:{ANN}") as harness,
    ):
        for chat in (GROUP, OTHER_GROUP, CHANNEL, OTHER_CHANNEL):
            fake.admins[chat] = {ANN}
        fake.channels |= {CHANNEL, OTHER_CHANNEL}
        await fake.until(lambda: fake.polls)
        yield harness


async def followed(harness: TelegramHarness, chat: int) -> list[str]:
    """What a chat follows."""
    ref = ChatRef("telegram", str(chat))
    return [s.topic.label for s in await harness.services.store.subscriptions(ref)]


# A message passed on.


@pytest.mark.parametrize("origin", [SOMEBODYS_WORDS, A_CHANNELS_WORDS], ids=["user", "channel"])
@pytest.mark.parametrize("text", ["/subscribe robots", "/忘记我", "\u2060/import it", "／nonsense"])
async def test_a_forwarded_command_changes_nothing(
    telegram: TelegramHarness, text: str, origin: dict[str, Any]
) -> None:
    """In private one sentence says so; of its own the same command is carried out."""
    await telegram.ask("/subscribe diffusion models")
    before = await followed(telegram, ANN)
    said = await telegram.ask(text, forward_origin=origin)
    assert said.text.startswith("A command in a message that was passed on is not carried out.")
    assert await followed(telegram, ANN) == before
    await telegram.ask("/subscribe robots", contains="Following")
    assert len(await followed(telegram, ANN)) == 2


async def test_another_bots_words_are_not_the_persons(telegram: TelegramHarness) -> None:
    """An inline result of another bot may read as a command."""
    said = await telegram.ask("/subscribe robots", via_bot=OTHER_BOT)
    assert "passed on" in said.text
    assert await followed(telegram, ANN) == []


@pytest.mark.parametrize("text", ["see sample/0000001", "/ask about sample/0000001"])
async def test_a_forwarded_paper_is_explained_in_private(
    telegram: TelegramHarness, text: str
) -> None:
    """That is what it is forwarded for."""
    await telegram.ask(text, forward_origin=A_CHANNELS_WORDS, contains="Stepwise Mirrors")


@pytest.mark.parametrize(
    "text", ["/subscribe robots", "/summarize sample/0000001", "@crier_bot sample/0000001"]
)
@pytest.mark.parametrize("way", [{"forward_origin": SOMEBODYS_WORDS}, {"via_bot": OTHER_BOT}])
@pytest.mark.parametrize("chat", [GROUP, CHANNEL])
async def test_in_groups_and_channels_it_is_not_for_us(
    telegram: TelegramHarness, text: str, way: dict[str, Any], chat: int
) -> None:
    """Also where an admin forwards it, or a channel posts it."""
    await telegram.telegram.say(chat, text, user=ANN, **way)
    await telegram.over()
    assert telegram.telegram.messages(chat) == []
    assert await followed(telegram, chat) == []


async def test_what_telegram_forwards_to_a_discussion_group_is_not_for_us(
    telegram: TelegramHarness,
) -> None:
    """A channel's post comes there once more, from Telegram itself; the channel has had it."""
    await telegram.telegram.say(
        GROUP,
        "/subscribe robots",
        sender=shared(777000),
        sender_chat={"id": CHANNEL, "type": "channel", "title": "News"},
        is_automatic_forward=True,
    )
    await telegram.over()
    assert telegram.telegram.messages(GROUP) == []


async def test_an_edited_command_is_not_carried_out(telegram: TelegramHarness) -> None:
    """Even where Telegram tells of it, which is not wished for."""
    fake = telegram.telegram
    for kind, chat in (("edited_message", ANN), ("edited_channel_post", CHANNEL)):
        message = fake._message(chat, ANN, text="/subscribe robots", edit_date=2)
        await fake.push(**{kind: message})
    await telegram.over()
    assert await followed(telegram, ANN) == await followed(telegram, CHANNEL) == []


async def test_another_bots_command_is_not_carried_out(telegram: TelegramHarness) -> None:
    """Nor is it answered: two bots might go on for ever."""
    fake = telegram.telegram
    fake.admins[GROUP] = {ANN, 99}
    await fake.say(GROUP, "/subscribe robots", sender=OTHER_BOT)
    await telegram.over()
    assert fake.messages(GROUP) == []


# Users as whom many write.


async def test_somebody_as_a_channel_is_nobody_in_particular(telegram: TelegramHarness) -> None:
    """Neither an admin, whosever the channel is, nor a person with a quota of their own."""
    telegram.telegram.admins[GROUP] = {ANN, 136817688}
    said = await telegram.ask("/subscribe robots", chat=GROUP, **as_channel(CHANNEL))
    assert "Only this chat's admins" in said.text
    await telegram.ask(
        "/summarize sample/0000001", chat=GROUP, contains="Stepwise", **as_channel(CHANNEL)
    )
    await telegram.over()
    counted = telegram.services.store
    assert await counted.note(f"quota:2024-03-08:chat:telegram:{GROUP};") == "1"
    for user in ("", 136817688, CHANNEL, GROUP):
        assert await counted.note(f"quota:2024-03-08:user:telegram:{user};") is None


async def test_an_anonymous_admin_is_one_of_that_group_alone(telegram: TelegramHarness) -> None:
    """They come as the group; written elsewhere, the group's name is a stranger's."""
    said = await telegram.ask("/subscribe robots", chat=GROUP, **anonymous(GROUP))
    assert "Following" in said.text
    said = await telegram.ask("/subscribe robots", chat=OTHER_GROUP, **anonymous(GROUP))
    assert "Only this chat's admins" in said.text


@pytest.mark.parametrize("user", sorted(int(number) for _, number in SHARED_IDS))
@pytest.mark.parametrize("chat", [GROUP, ANN])
async def test_none_of_them_is_an_operator(tmp_path: Path, user: int, chat: int) -> None:
    """Whatever the settings say, which `papercrier check` refuses."""
    async with FakeTelegram() as fake, telegram_harness(tmp_path, fake) as harness:
        operators = frozenset({("telegram", str(user))})
        object.__setattr__(harness.services, "operators", operators)
        said = await harness.ask(
            "/stats", chat=chat, sender=shared(user), sender_chat=_speaker(user)
        )
        assert "Only those who run Papercrier" in said.text


@pytest.mark.parametrize("user", [1087968824, 136817688, 777000])
async def test_none_of_them_looks_after_a_chat(telegram: TelegramHarness, user: int) -> None:
    """Nobody could be told of its troubles, and anybody else would manage it."""
    fake = telegram.telegram
    for chat, standing in ((GROUP, "member"), (OTHER_CHANNEL, "administrator")):
        await fake.push(
            my_chat_member={
                "chat": chat_object(chat, channel=chat == OTHER_CHANNEL),
                "from": shared(user),
                "date": 0,
                "old_chat_member": _standing("left"),
                "new_chat_member": _standing(standing),
            }
        )
    await fake.next(GROUP, contains="Papercrier")
    await telegram.over()
    for chat in (GROUP, OTHER_CHANNEL):
        assert await telegram.services.store.managers(ChatRef("telegram", str(chat))) == []
    assert fake.messages(user) == []


# The rights of people.


async def test_in_a_group_its_admins_alone_change_settings(telegram: TelegramHarness) -> None:
    """An admin of another group is a stranger here."""
    telegram.telegram.admins[OTHER_GROUP] = {BEN}
    said = await telegram.ask("/subscribe robots", chat=GROUP, user=BEN)
    assert "Only this chat's admins" in said.text
    assert "Following" in (await telegram.ask("/subscribe robots", chat=GROUP, user=ANN)).text


@pytest.mark.parametrize("command", ["/settings", "/export", "/forgetme", "/pause"])
async def test_what_is_kept_of_a_group_is_its_admins(
    telegram: TelegramHarness, command: str
) -> None:
    """Neither read nor deleted by others."""
    said = await telegram.ask(command, chat=GROUP, user=BEN)
    assert "Only this chat's admins" in said.text


async def test_a_members_forged_button_is_no_way_round(telegram: TelegramHarness) -> None:
    """A client can send anything for a button; rights are those of a typed command."""
    shown = await telegram.ask("/start", chat=GROUP, user=ANN)
    press = await telegram.telegram.press_data(shown, "=/subscribe robots", user=BEN)
    await telegram.telegram.until(lambda: press in telegram.telegram.answers)
    assert "Only this chat's admins" in telegram.telegram.answers[press]["text"]
    assert await followed(telegram, GROUP) == []
    await telegram.telegram.press_data(shown, "=/subscribe robots", user=ANN)
    await telegram.telegram.next(GROUP, after=shown.id, contains="Following")


async def test_a_forged_button_shows_operators_things_to_none_but_them(
    telegram: TelegramHarness,
) -> None:
    """In a private chat, where everybody is an admin."""
    shown = await telegram.ask("/start", chat=BEN)
    await telegram.telegram.press_data(shown, "=/stats", user=BEN)
    said = await telegram.telegram.next(BEN, after=shown.id)
    assert "Only those who run Papercrier" in said.text
    assert "How Papercrier is doing" in (await telegram.ask("/stats")).text


async def test_readers_of_a_channel_press_nothing_in_it(telegram: TelegramHarness) -> None:
    """All would see it; they read on in private."""
    card = await telegram.ask("/summarize sample/0000001", chat=CHANNEL)
    press = await telegram.telegram.press_data(card, "=/start", user=BEN)
    await telegram.telegram.until(lambda: press in telegram.telegram.answers)
    assert "Only this chat's admins" in telegram.telegram.answers[press]["text"]
    await telegram.settled()
    assert telegram.telegram.messages(CHANNEL) == [card]


async def test_a_channel_is_managed_by_those_who_are_its_admins_now(
    telegram: TelegramHarness,
) -> None:
    """Having linked it is no right: whoever is no admin any more is refused."""
    fake = telegram.telegram
    fake.admins[OTHER_CHANNEL] = {ANN, BEN}
    for user in (ANN, BEN):
        await fake.change_standing(OTHER_CHANNEL, "left", "administrator", user=user)
        await fake.next(user, contains="I can post")
    said = await telegram.ask(f"/channel {OTHER_CHANNEL} subscribe robots", chat=BEN)
    assert "Following" in said.text
    fake.admins[OTHER_CHANNEL] = {ANN}
    await fake.change_standing(OTHER_CHANNEL, "left", "administrator", user=ANN)
    for line in ("subscribe diffusion models", "subscriptions", "forgetme", "unlink"):
        said = await telegram.ask(f"/channel {OTHER_CHANNEL} {line}", chat=BEN)
        assert "Only admins of" in said.text, line
    assert len(await followed(telegram, OTHER_CHANNEL)) == 1


@pytest.mark.parametrize(
    ("chat", "more", "may"),
    [
        (BEN, {"user": BEN}, False),
        (ANN, {"user": ANN}, True),
        (GROUP, {"user": BEN}, False),
        (GROUP, {"user": 13}, True),
        (GROUP, anonymous(GROUP), True),
        (GROUP, as_channel(CHANNEL), False),
        (CHANNEL, {}, True),
    ],
    ids=["stranger", "operator", "member", "admin", "anonymous", "as a channel", "channel"],
)
async def test_who_may_have_a_summary_made_anew(
    telegram: TelegramHarness, chat: int, more: dict[str, Any], may: bool
) -> None:
    """In a private chat everybody is an admin, so there none but an operator."""
    telegram.telegram.admins[GROUP] = {13}
    line, answer = "/summarize sample/0000001 regenerate", "Stepwise Mirrors"
    await telegram.ask(
        line, chat=chat, contains=answer if may else "Only admins of a group", **more
    )


def _speaker(user: int) -> Any:
    """The chat that somebody speaks as who comes under a shared name."""
    kinds = {1087968824: {"id": GROUP, "type": "supergroup"}}
    kinds[136817688] = {"id": CHANNEL, "type": "channel", "title": "News"}
    return kinds.get(user, "")


def _standing(status: str) -> dict[str, Any]:
    return member(ME, status)


@pytest.mark.parametrize(
    "data",
    [
        *("", "x", "=", "=help", "=sample/0000001", "help", "=\nstart", "\x00", "?/help"),
        *("= /help", "\ud800", "=/help \udfff", "=/" + "x" * 200, "扩散" * 400),
    ],
)
async def test_data_that_no_button_of_ours_carries(telegram: TelegramHarness, data: str) -> None:
    """Of any length: one sentence, nothing done, and the next press is answered as ever."""
    fake = telegram.telegram
    shown = await telegram.ask("/start")
    press = await fake.press_data(shown, data)
    await fake.until(lambda: press in fake.answers)
    assert fake.answers[press]["text"] == "That is no button of mine; nothing was done."
    await telegram.settled()
    assert fake.messages(ANN) == [shown]
    assert shown.edits == 0
    await telegram.press(shown, "Robotics")


async def test_inline_mode_counts_for_the_person(tmp_path: Path) -> None:
    """In whatever chat they type; what the quota does not cover is offered without a summary."""
    async with (
        FakeTelegram() as fake,
        telegram_harness(tmp_path, fake, summaries_per_user=1) as harness,
    ):
        store = harness.services.store
        for user in (BEN, BEN, ANN):
            (card,) = await fake.type_inline("sample/0000001", user=user)
            assert "extracted from" in card["input_message_content"]["message_text"]
        assert await store.note(f"quota:2024-03-08:user:telegram:{BEN};") == "1"
        assert await store.note(f"quota:2024-03-08:user:telegram:{ANN};") is None
        (card,) = await fake.type_inline("sample/0000002", user=BEN)
        assert "extracted from" not in card["input_message_content"]["message_text"]
        assert "sample/0000002" in card["input_message_content"]["message_text"]
        said = await harness.ask("/summarize sample/0000003", chat=BEN, contains="1 new summary")
        assert "all there is for one person" in said.text
        (card,) = await fake.type_inline("sample/0000002", user=ANN)
        assert "extracted from" in card["input_message_content"]["message_text"]


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("/summarize sample/0000001", {"chat": BEN}),
        ("/evidence sample/0000001", {"chat": BEN}),
        ("see sample/0000001", {"chat": BEN, "forward_origin": SOMEBODYS_WORDS}),
        ("/summarize sample/0000001", {"chat": GROUP, "user": BEN}),
        ("/summarize sample/0000001", {"chat": CHANNEL}),
        ("/summarize sample/0000001 regenerate", {"chat": GROUP, "user": 13}),
        ("/digest diffusion models", {"chat": BEN}),
    ],
)
async def test_whatever_makes_a_summary_for_people_counts(
    telegram: TelegramHarness, line: str, more: dict[str, Any]
) -> None:
    """By command, button, forwarded message, post or digest: for the person and for the chat."""
    chat, telegram.telegram.admins[GROUP] = more["chat"], {13}
    await telegram.ask(line, contains="Stepwise Mirrors", **more)
    await telegram.settled()
    made = telegram.services.store
    assert await made.note(f"quota:2024-03-08:chat:telegram:{chat};") not in (None, "0")
    user = more.get("user", BEN)
    counted = await made.note(f"quota:2024-03-08:user:telegram:{user};")
    assert (counted is None) is (chat == CHANNEL), "a channel is no person"
