"""Two bots of one installation: whom each serves, and what one's trouble is to the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import SchedulingDecision, Slot
from domain.documents import Document
from domain.excerpts import Body
from domain.topics import Topic
from rendering.common.parcels import waiting
from storage import open_store
from storage.places import PostgresPlace
from storage.sqlite.driver import sqlite3
from tests.bot.test_serving import Process, papercrier
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from topics.language import parse_query

NOW = datetime(2024, 3, 8, 6, tzinfo=UTC)
DAY = date(2024, 3, 8)
NUMBER = 7004243
SECOND = f"telegram@{NUMBER}"
NAMES = {"telegram": "the first", SECOND: "the second"}
ANN = 11
CHATS = (ANN, 12, 13)
GROUP = -1001


@contextmanager
def two_bots() -> Iterator[tuple[FakeTelegram, FakeTelegram]]:
    """What each of them sees of one Telegram."""
    one, other = FakeTelegram(), FakeTelegram(NUMBER, "crier_cs_bot")
    one.beside(other)
    yield one, other


def running(
    folder: Path, tokens: tuple[str, str], url: str, *arguments: str
) -> AbstractAsyncContextManager[Process]:
    """The command, with a first token and a list of further ones."""
    first, further = tokens
    return papercrier(folder, url, *arguments, telegram_token=first, telegram_tokens=further)


async def queue_digests(database: Path | PostgresPlace, day: date = DAY) -> None:
    """A digest for each chat of each bot, due now; a person's chats with both have one id."""
    store = open_store(database)
    topic = Topic("boats", parse_query("cat:cs.CV boats"))
    for platform in ("telegram", SECOND):
        for number in CHATS:
            ref = ChatRef(platform, str(number))
            await store.save_chat(Chat(ref))
            await store.subscribe([Subscription(ref, topic, NOW)])
    following = Slot(day=day + timedelta(days=1), at=NOW + timedelta(days=1))
    turns = [
        SchedulingDecision(
            scheduled=chat,
            look_at=following.at,
            slot=following,
            last=day,
            covered=day,
            listing=day,
            document=Body.of(waiting(Document.say(told(day, chat.chat.ref)))),
        )
        for chat in await store.due_chats(["telegram", SECOND], NOW + timedelta(days=2), 100)
    ]
    assert await store.take_turns(turns, NOW - timedelta(minutes=1)) == 2 * len(CHATS)
    await store.close()


def told(day: date, ref: ChatRef) -> str:
    """What a digest says."""
    return f"{day} for {ref.chat_id} by {NAMES[ref.platform]}"


def digests(fake: FakeTelegram, day: date = DAY) -> set[str]:
    """Those of a day that people were sent."""
    return {shown.text for shown in fake.shown.values() if shown.text.startswith(str(day))}


def all_of(platform: str, day: date = DAY) -> set[str]:
    """The digests of all chats of a bot."""
    return {told(day, ChatRef(platform, str(number))) for number in CHATS}


async def test_each_serves_its_own(tmp_path: Path) -> None:
    """Answers, groups, digests; one that Telegram refuses leaves the other be, and is named."""
    with two_bots() as (one, other):
        tokens = (one.token, f"{other.token}, {one.token}")
        async with one, running(tmp_path, tokens, one.url, "run", "--sample") as run:
            await one.until(lambda: one.polls)
            await other.until(lambda: other.polls)
            for fake, topic in ((one, "boats"), (other, "lanterns")):
                await fake.say(ANN, f"/subscribe {topic}")
                assert topic in (await fake.next(ANN)).text
                await fake.say(GROUP, "/about@crier_cs_bot")
            assert "About" in (await other.next(GROUP)).text
            assert one.messages(GROUP) == []
            await other.say(ANN, "/topics")
            await other.next(ANN, contains="lanterns")
            assert all("lanterns" not in shown.text for shown in one.messages(ANN))
            offered = await other.type_inline("sample/0000001")
            assert "https://t.me/crier_cs_bot?start=" in json.dumps(offered)
            other.fail("getUpdates", times=99, status=401, description="Unauthorized")
            await other.say(ANN, "/help")
            await run.tells("revoked")
            await one.say(ANN, "/help")
            await one.next(ANN, contains="Commands")
            assert await run.stop() == 0
        assert f'event="platform closed" platform={SECOND} ' in run.written
        assert f"PAPERCRIER_TELEGRAM_TOKENS, {NUMBER}:…" in run.written
        assert not any(token in run.written for token in (one.token, other.token))


async def test_digests_go_by_the_bot_of_their_chat(tmp_path: Path) -> None:
    """Also where another is listed first; without its bot a digest waits, and that is told."""
    database = tmp_path / "papercrier.db"
    await queue_digests(database)
    with two_bots() as (one, other):
        async with one:
            both = (one.token, other.token)
            async with running(tmp_path, both, one.url, "run") as run:
                await one.until(lambda: digests(one) == all_of("telegram"))
                await other.until(lambda: digests(other) == all_of(SECOND))
                assert await run.stop() == 0
            tomorrow = DAY + timedelta(days=1)
            await queue_digests(database, tomorrow)
            alone = (other.token, "")
            async with running(tmp_path, alone, one.url, "run") as run:
                await other.until(lambda: digests(other, tomorrow) == all_of(SECOND, tomorrow))
                await run.tells("a bot that is not set up")
                assert await run.stop() == 0
            assert digests(one, tomorrow) == digests(other, tomorrow) & digests(one) == set()
            async with running(tmp_path, alone, one.url, "check") as check:
                await check.ended()
            said = " ".join(check.written.split())
            assert "3 chats belong to telegram @crier_bot, a bot that is not set up" in said
            swapped = (other.token, one.token)
            async with running(tmp_path, swapped, one.url, "run") as run:
                await one.until(lambda: digests(one, tomorrow) == all_of("telegram", tomorrow))
                assert await run.stop() == 0
            assert len([s for s in one.shown.values() if s.text.startswith("2024")]) == 6
            assert len([s for s in other.shown.values() if s.text.startswith("2024")]) == 6
    with closing(sqlite3.connect(database)) as kept:
        states = kept.execute("SELECT state, COUNT(*) FROM outbox GROUP BY state").fetchall()
    assert dict(states) == {"sent": 12}


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ("4243:abc 4244", "it must be tokens as @BotFather gives them, with commas between"),
        ("4243:abc,4243:abd", "two tokens are of the bot 4243"),
        (TOKEN.replace("token", "old-token"), "two tokens are of the bot 4242"),
    ],
)
async def test_a_list_that_cannot_be(tmp_path: Path, tokens: str, said: str) -> None:
    """It is told in a sentence that shows no token."""
    async with papercrier(tmp_path, "http://127.0.0.1:9", "check", telegram_tokens=tokens) as run:
        await run.ended()
    written = " ".join(run.written.split())
    assert "PAPERCRIER_TELEGRAM_TOKENS cannot be used" in written
    assert said in written
    assert not any(part in written for part in ("abc", "abd", "old-token"))
