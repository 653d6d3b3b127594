"""The platforms' own polls, and threads for what is read; buttons where there are none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.groups.calendar import moments_of
from app.groups.votes import Choice, Why
from composing.groups.messages import plain_card_document, vote_document
from domain.chats import Chat, ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome
from domain.documents import Document
from domain.groups.meetings import Candidate, Meeting, MeetingRule, MeetingState, MeetingTurn, Step
from domain.metadata.updates import AtOnce
from domain.platforms import kind_of
from rendering.common.parcels import packed
from tests.fakes.discord_objects import DM, FORUM, GENERAL, buttons_of
from tests.groups.polls import PollingDiscord, PollingTelegram
from tests.platforms.discord_harness import Served, harness
from tests.platforms.telegram_harness import GROUP, TelegramHarness, telegram_harness

RULE = MeetingRule.of("weekly 3 17:00 1")
SOON = datetime.now(UTC).date() + timedelta(days=4)
DAY = SOON + timedelta(days=(3 - SOON.weekday()) % 7)
CANDIDATES = tuple(
    Candidate(f"2410.1000{n}", f"On waves that are {'very ' * 20}long, {n}", 1) for n in range(10)
)
MEETING = Meeting(
    day=DAY, rule=RULE, state=MeetingState.VOTING, candidates=CANDIDATES, counts=(0,) * 10
)


def documents() -> tuple[Document, Document]:
    """A vote, and the card of what is read."""
    zone = "Europe/Berlin"
    moments = moments_of(DAY, RULE, ZoneInfo(zone))
    assert moments is not None
    chosen = replace(MEETING, chosen=0)
    choice = Choice(0, Why.NOBODY)
    card = plain_card_document(chosen, choice, moments, zone, CANDIDATES[0])
    return vote_document(MEETING, moments, zone), card


def part_of(
    platform: str, chat: str, step: Step, document: Document, message: int = 0
) -> OutboxPart:
    """A message of the meeting, as it comes from the outbox."""
    payload = packed(kind_of(platform), document)[-1]
    what = AtOnce(DAY.toordinal(), message, step=step)
    ref = ChatRef(platform, chat)
    return OutboxPart(id=1, chat=ref, slot=DAY, part=0, parts=1, payload=payload, at_once=what)


async def begun() -> None:
    """Nothing keeps it from being sent."""


class Telegram:
    """The thin Telegram, and what is sent to its group."""

    def __init__(self, harness_: TelegramHarness, fake: PollingTelegram) -> None:
        self.harness, self.fake = harness_, fake

    async def send(self, step: Step, document: Document, message: int = 0) -> Delivery:
        """Deliver a message of the meeting."""
        part = part_of("telegram", str(GROUP), step, document, message)
        return await self.harness.adapter.messenger.deliver(part, begun)


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """Telegram with polls, served."""
    async with PollingTelegram() as fake, telegram_harness(tmp_path, fake) as served:
        await fake.until(lambda: fake.polls)
        yield Telegram(served, fake)


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[Served]:
    """Discord with polls, served."""
    async with PollingDiscord() as fake, harness(tmp_path, fake) as served:
        await served.serve()
        yield served


async def test_telegram_polls_and_tells_what_came_of_it(telegram: Telegram) -> None:
    """Anonymous, one vote each, with the rules and where the papers are; ended once."""
    vote, _ = documents()
    sent = await telegram.send(Step.VOTE, vote)
    assert sent.outcome is Outcome.SENT
    assert sent.held is not None
    (number,) = sent.messages
    poll = telegram.fake.made[number]
    assert sent.held.poll == poll["id"]
    assert "without a vote the first" in poll["question"]
    assert (len(poll["options"]), poll["is_anonymous"]) == (10, True)
    assert poll["allows_multiple_answers"] is False
    (asked,) = telegram.fake.called("sendPoll")
    assert "https://arxiv.org/abs/2410.10009" in asked["description"]
    assert telegram.fake.called("sendMessage") == []
    for option in (3, 3, 5):
        await telegram.fake.answer(number, option)
    ended = await telegram.send(Step.CLOSE, Document.say("over"), number)
    assert ended.held is not None
    assert ended.held.counts == (0, 0, 0, 2, 0, 1, 0, 0, 0, 0)
    again = await telegram.send(Step.CLOSE, Document.say("over"), number)
    assert (again.outcome, again.held and again.held.counts) == (Outcome.SENT, ())
    gone = await telegram.send(Step.CLOSE, Document.say("over"), 9_999)
    assert gone.outcome is Outcome.SENT


async def test_telegram_tells_how_a_poll_stands(telegram: Telegram) -> None:
    """That is kept, for when nobody hears what came of ending it."""
    vote, _ = documents()
    sent = await telegram.send(Step.VOTE, vote)
    assert sent.held is not None
    store, ref = telegram.harness.services.store, ChatRef("telegram", str(GROUP))
    now = datetime.now(UTC)
    await store.save_chat(Chat(ref))
    await store.set_reading_group(ref, RULE, now)
    (due,) = await store.due_groups(["telegram"], now, 1)
    await store.take_meetings([MeetingTurn(due=due, meeting=MEETING)], now)
    kept: list[tuple[str, str, object]] = []

    async def keep(platform: str, poll: str, counts: object) -> None:
        kept.append((platform, poll, counts))

    store.keep_counts = keep  # type: ignore[method-assign]
    await telegram.fake.answer(sent.messages[0], 2)
    await telegram.harness.settled()
    assert kept == [("telegram", sent.held.poll, (0, 0, 1, 0, 0, 0, 0, 0, 0, 0))]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Bad Request: not enough rights to send polls to the chat"),
        (400, "Bad Request: can't parse poll description"),
        (404, "Not Found"),
        (501, "Not Implemented: no such method"),
    ],
)
async def test_where_telegram_takes_no_poll_there_are_buttons(
    telegram: Telegram, status: int, said: str
) -> None:
    """In one message, once; a server without polls is not asked again."""
    vote, _ = documents()
    telegram.fake.fail("sendPoll", status=status, description=said)
    sent = await telegram.send(Step.VOTE, vote)
    assert (sent.outcome, sent.held) == (Outcome.SENT, None)
    (shown,) = telegram.fake.messages(GROUP)
    assert "10: 0 votes" in shown.buttons
    await telegram.send(Step.VOTE, vote)
    assert len(telegram.fake.called("sendPoll")) == (1 if status > 400 else 2)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "cut_after"}, Outcome.UNKNOWN),
        ({"status": 502, "description": "Bad Gateway"}, Outcome.UNKNOWN),
        ({"status": 403, "description": "Forbidden: bot was kicked"}, Outcome.GONE),
    ],
)
async def test_a_poll_that_may_have_arrived_is_followed_by_nothing(
    telegram: Telegram, fault: dict[str, object], outcome: Outcome
) -> None:
    """No buttons for the same vote, and none where nobody can be reached."""
    telegram.fake.fail("sendPoll", **fault)  # type: ignore[arg-type]
    vote, _ = documents()
    assert (await telegram.send(Step.VOTE, vote)).outcome is outcome
    assert telegram.fake.messages(GROUP) == []


async def test_a_forum_has_a_topic_for_what_is_read(telegram: Telegram) -> None:
    """It begins with the same; in other groups answers do."""
    _, card = documents()
    sent = await telegram.send(Step.CARD, card)
    assert (sent.held and sent.held.thread) == ""
    telegram.fake.is_forum = True
    sent = await telegram.send(Step.CARD, card)
    assert (sent.held and sent.held.thread) == "77"
    assert telegram.fake.topics[0].startswith("Reading group: On waves")
    threads = [shown.thread for shown in telegram.fake.messages(GROUP)]
    assert threads == [None, None, 77]


async def test_discord_polls_and_tells_what_came_of_it(discord: Served) -> None:
    """Until the vote's end, with where the papers are; ended once, and looked at after that."""
    fake = discord.discord
    assert isinstance(fake, PollingDiscord)
    vote, _ = documents()
    messenger = discord.adapter.messenger
    sent = await messenger.deliver(part_of("discord", GENERAL, Step.VOTE, vote), begun)
    again = await messenger.deliver(part_of("discord", GENERAL, Step.VOTE, vote), begun)
    assert sent.messages == again.messages
    (message,) = fake.sent[GENERAL]
    assert (sent.held and sent.held.poll) == message["id"]
    poll = message["poll"]
    assert len(poll["question"]["text"]) <= 300
    assert all(len(one["poll_media"]["text"]) <= 55 for one in poll["answers"])
    assert len(message["content"]) <= 2_000
    assert "https://arxiv.org/abs/2410.10009" in message["content"]
    left = datetime.fromisoformat(poll["expiry"]) - datetime.now(UTC)
    moments = moments_of(DAY, RULE, ZoneInfo("Europe/Berlin"))
    assert moments is not None
    assert timedelta(0) <= left - (moments.closes - datetime.now(UTC)) <= timedelta(hours=1)
    fake.answer(GENERAL, message["id"], 4, 3)
    for _ in range(2):
        part = part_of("discord", GENERAL, Step.CLOSE, Document.say("over"), int(message["id"]))
        ended = await messenger.deliver(part, begun)
        assert ended.held is not None
        assert ended.held.counts == (0, 0, 0, 3, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("status", [400, 403])
async def test_where_discord_takes_no_poll_there_are_buttons(discord: Served, status: int) -> None:
    """As where the right to make polls is missing."""
    vote, _ = documents()
    discord.discord.fail("POST /channels/.*/messages", status, message="no polls", code=50013)
    part = part_of("discord", GENERAL, Step.VOTE, vote)
    sent = await discord.adapter.messenger.deliver(part, begun)
    assert (sent.outcome, sent.held) == (Outcome.SENT, None)
    (message,) = discord.discord.sent[GENERAL]
    assert "10: 0 votes" in buttons_of(message)
    assert "poll" not in message


async def test_discord_has_a_thread_for_what_is_read(discord: Served) -> None:
    """Where there can be one: a private chat and a forum have none."""
    _, card = documents()
    part = part_of("discord", GENERAL, Step.CARD, card)
    sent = await discord.adapter.messenger.deliver(part, begun)
    (thread,) = discord.discord.sent["threads"]
    assert (sent.held and sent.held.thread) == thread["id"] == str(sent.messages[0])
    assert thread["name"].startswith("Reading group: On waves")
    for channel in (DM, FORUM):
        part = part_of("discord", channel, Step.CARD, card)
        await discord.adapter.messenger.deliver(part, begun)
    assert len(discord.discord.sent["threads"]) == 1
