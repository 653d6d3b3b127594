"""Groups, forums and channels: who is meant, who may, and where the answer goes."""

from __future__ import annotations

import asyncio

import pytest

from domain.chats import ChatRef
from tests.fakes.telegram_objects import BOT, ME
from tests.patience import PATIENCE
from tests.platforms.telegram_harness import ANN, BEN, CHANNEL, GROUP, TelegramHarness

THERE = ChatRef("telegram", str(GROUP))
REPLY_TO_US = {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}


@pytest.mark.parametrize(
    "text",
    [
        "sample/0000001",
        "/summarize@other_bot sample/0000001",
        "/ban",
        "see https://arxiv.org/abs/2403.04634",
        "@crier_bots sample/0000001",
    ],
)
async def test_what_is_not_for_us(telegram: TelegramHarness, text: str) -> None:
    """People's talk, other bots' commands: there is no answer."""
    await telegram.telegram.say(GROUP, text, user=ANN)
    await telegram.over()
    assert telegram.telegram.messages(GROUP) == []


@pytest.mark.parametrize(
    "text",
    [
        "/summarize sample/0000001",
        "/summarize@crier_bot sample/0000001",
        "/Summarize@Crier_Bot sample/0000001",
        "@crier_bot sample/0000001",
        "have a look at sample/0000001, @crier_bot",
    ],
)
async def test_what_is_for_us(telegram: TelegramHarness, text: str) -> None:
    """It is answered to the message that asked."""
    number = await telegram.telegram.say(GROUP, text, user=ANN)
    card = await telegram.telegram.next(GROUP, contains="Stepwise Mirrors")
    assert card.reply_to == number


async def test_replies_to_us(telegram: TelegramHarness) -> None:
    """A paper in a reply is meant for us; other words in one are talk."""
    ours = {**REPLY_TO_US, "from": BOT, "text": "a digest"}
    await telegram.telegram.say(GROUP, "nice", user=ANN, reply_to_message=ours)
    await telegram.telegram.say(GROUP, "sample/0000001?", user=ANN, reply_to_message=ours)
    await telegram.telegram.next(GROUP, contains="Stepwise Mirrors")
    await telegram.over()
    assert len(telegram.telegram.messages(GROUP)) == 1


async def test_a_paper_in_the_message_replied_to(telegram: TelegramHarness) -> None:
    """It is what /summarize alone, or a mention alone, means."""
    theirs = {**REPLY_TO_US, "text": "sample/0000001 is nice"}
    for text in ("/summarize", "@crier_bot", "/zusammenfassen", "/摘要@crier_bot", "／总结"):
        number = await telegram.telegram.say(GROUP, text, user=ANN, reply_to_message=theirs)
        card = await telegram.telegram.next(GROUP, after=number)
        assert "Stepwise Mirrors" in card.text


@pytest.mark.parametrize(
    ("command", "answer"),
    [("/evidence", "word for word"), ("/why", "follow no topic"), ("/依据", "word for word")],
)
async def test_a_reply_to_ours_is_about_its_paper(
    telegram: TelegramHarness, command: str, answer: str
) -> None:
    """Though the message names none, as a part of a long answer: what was sent is known."""
    await telegram.telegram.say(GROUP, "/summarize sample/0000001", user=ANN)
    card = await telegram.telegram.next(GROUP, contains="Stepwise Mirrors")
    async with asyncio.timeout(PATIENCE):
        here, kept = ChatRef("telegram", str(GROUP)), None
        while kept is None:
            kept = await telegram.services.store.sent(here, card.id)
    ours = {**REPLY_TO_US, "message_id": card.id, "from": BOT, "text": "and so on"}
    number = await telegram.telegram.say(GROUP, command, user=ANN, reply_to_message=ours)
    assert answer in (await telegram.telegram.next(GROUP, after=number)).text


async def test_own_inline_results_are_not_asked_again(telegram: TelegramHarness) -> None:
    """Nor is what other bots write."""
    await telegram.telegram.say(ANN, "sample/0000001", via_bot=BOT)
    await telegram.telegram.say(ANN, "/help", sender={**BOT, "id": 99})
    await telegram.over()
    assert telegram.telegram.messages(ANN) == []


async def test_settings_are_for_admins(telegram: TelegramHarness) -> None:
    """Everybody else may read; whether by command or by button."""
    telegram.telegram.admins[GROUP] = {ANN}
    refused = await telegram.ask("/subscribe diffusion models", chat=GROUP, user=BEN)
    assert "Only this chat's admins" in refused.text
    taken = await telegram.ask("/subscribe diffusion models", chat=GROUP, user=ANN)
    assert "Following" in taken.text
    alert = await telegram.telegram.press(taken, "Undo", user=BEN)
    await telegram.telegram.until(lambda: alert in telegram.telegram.answers)
    assert "admins" in telegram.telegram.answers[alert]["text"]
    assert len(await telegram.services.store.subscriptions(THERE)) == 1
    await telegram.ask("/digest", chat=GROUP, user=BEN, contains="Announced")
    assert len(telegram.telegram.called("getChatAdministrators")) == 1, "asked once, remembered"


async def test_anonymous_admins(telegram: TelegramHarness) -> None:
    """They come as the group itself, under the name of a bot."""
    answer = await telegram.ask(
        "/subscribe diffusion models",
        chat=GROUP,
        sender_chat={"id": GROUP, "type": "supergroup"},
        sender={"id": 1087968824, "is_bot": True, "first_name": "Group"},
    )
    assert "Following" in answer.text


async def test_admins_that_telegram_does_not_tell(telegram: TelegramHarness) -> None:
    """Nothing is changed, and the person is told to try again."""
    telegram.telegram.fail("getChatAdministrators", description="Bad Gateway", status=502)
    answer = await telegram.ask("/subscribe diffusion models", chat=GROUP, user=ANN)
    assert "try again" in answer.text
    assert await telegram.services.store.subscriptions(THERE) == []


async def test_a_thread_of_a_forum_is_a_chat_of_its_own(telegram: TelegramHarness) -> None:
    """Answers go there; in the General topic, which has no number, they need none."""
    telegram.telegram.admins[GROUP] = {ANN}
    answer = await telegram.ask(
        "/subscribe diffusion models",
        chat=GROUP,
        user=ANN,
        message_thread_id=7,
        is_topic_message=True,
    )
    assert answer.thread == 7
    undone = await telegram.press(answer, "Undo", user=ANN)
    assert undone.thread == 7
    general = await telegram.ask("/subscribe robots", chat=GROUP, user=ANN)
    assert general.thread is None
    # Replies outside of forums have the number of a thread too, but are in none.
    reply = await telegram.ask("/help", chat=GROUP, user=ANN, message_thread_id=9)
    assert reply.thread is None
    followed = await telegram.services.store.subscriptions(THERE)
    assert [s.topic.label for s in followed] != []
    assert await telegram.services.store.subscriptions(ChatRef("telegram", str(GROUP), "7")) == []


async def test_posts_in_a_channel(telegram: TelegramHarness) -> None:
    """Who can post is an admin; readers who press a button read on in private."""
    telegram.telegram.channels.add(CHANNEL)
    telegram.telegram.admins[CHANNEL] = {ANN}
    card = await telegram.ask("/summarize sample/0000001", chat=CHANNEL)
    assert "Following" in (await telegram.ask("/subscribe diffusion models", chat=CHANNEL)).text
    before = len(telegram.telegram.messages(CHANNEL))
    press = await telegram.telegram.press(card, "Evidence", user=BEN)
    await telegram.telegram.until(lambda: press in telegram.telegram.answers)
    link = telegram.telegram.answers[press]["url"]
    assert link.startswith("https://t.me/crier_bot?start=p_sample_0000001")
    await telegram.settled()
    assert len(telegram.telegram.messages(CHANNEL)) == before
    await telegram.press(card, "Evidence", user=ANN)
    assert len(telegram.telegram.messages(CHANNEL)) == before + 1


async def test_a_channel_is_managed_from_the_private_chat(telegram: TelegramHarness) -> None:
    """Linked in one tap by its admin, then every command and button is for it."""
    telegram.telegram.channels.add(CHANNEL)
    shown = await telegram.ask("/channel")
    offer = await telegram.press(shown, "Link a channel")
    wish = offer.buttons["Link a channel"]["request_chat"]
    assert wish["chat_is_channel"]
    assert wish["bot_administrator_rights"]["can_post_messages"]
    picked = {"request_id": wish["request_id"], "chat_id": CHANNEL, "title": "News"}
    refused = await telegram.ask(chat_shared=picked, text="", contains="Only admins")
    assert "News" in refused.text
    telegram.telegram.admins[CHANNEL] = {ANN}
    await telegram.ask(chat_shared=picked, text="", contains="may not post")
    telegram.telegram.admins[CHANNEL] = {ANN, ME}
    menu = await telegram.ask(chat_shared=picked, text="", contains="For News")
    field = await telegram.press(menu, "Image and video generation", user=ANN)
    topic = await telegram.press(field, "Diffusion models", user=ANN)
    assert "For News" in topic.text
    await telegram.ask("/channel time 07:00", contains="For News")
    there = ChatRef("telegram", str(CHANNEL))
    assert len(await telegram.services.store.subscriptions(there)) == 1
    assert await telegram.services.store.subscriptions(ChatRef("telegram", str(ANN))) == []
    kept = await telegram.services.store.chat(there)
    assert kept is not None
    assert kept.settings.time.hour == 7
    assert telegram.telegram.messages(CHANNEL) == [], "nobody in the channel sees that"
    assert "no longer linked" in (await telegram.ask("/channel unlink", contains="linked")).text


async def test_a_channel_of_others(telegram: TelegramHarness) -> None:
    """Naming it is of no use to who has not linked it."""
    answer = await telegram.ask(f"/channel {CHANNEL} subscribe robots")
    assert "not linked" in answer.text
