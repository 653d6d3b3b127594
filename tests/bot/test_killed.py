"""A process killed amid its digests: no message twice, none lost that it does not know of."""

from __future__ import annotations

import asyncio
import signal
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import SchedulingDecision, Slot
from domain.documents import Document, Paragraph, inline
from domain.excerpts import Body
from domain.topics import Topic
from rendering.common.parcels import waiting
from storage import open_store
from storage.sqlite.driver import sqlite3
from tests.bot.test_serving import papercrier
from tests.fakes.telegram_server import FakeTelegram
from topics.language import parse_query

NOW = datetime(2024, 3, 8, 6, tzinfo=UTC)
DAY = date(2024, 3, 8)
CHATS, PARTS = range(101, 131), 3
KILLS_AT = (1, 40)
ON_THEIR_WAY = 14
"""Messages that a kill finds on their way at most: half a second's worth, for a slow machine."""


async def queue_digests(database: Path) -> None:
    """A digest of some parts for each chat, due now."""
    store = open_store(database)
    topic = Topic("boats", parse_query("cat:cs.CV boats"))
    for number in CHATS:
        ref = ChatRef("telegram", str(number))
        await store.save_chat(Chat(ref))
        await store.subscribe([Subscription(ref, topic, NOW)])
    following = Slot(day=DAY + timedelta(days=1), at=NOW + timedelta(days=1))
    turns = [
        SchedulingDecision(
            scheduled=chat,
            look_at=following.at,
            slot=following,
            last=DAY,
            covered=DAY,
            listing=DAY,
            document=Body.of(waiting(digest_of(int(chat.chat.ref.chat_id)))),
        )
        for chat in await store.due_chats(["telegram"], NOW, 100)
    ]
    assert await store.take_turns(turns, NOW - timedelta(minutes=1)) == len(CHATS)
    await store.close()


def text(chat: int, part: int) -> str:
    """What a part says; no other says the same, and two are too long for one message."""
    return f"digest of {chat}, part {part}: {'word ' * 600}the end"


def digest_of(chat: int) -> Document:
    """A digest of some parts."""
    said = (Paragraph(inline(text(chat, part))) for part in range(PARTS))
    return Document(blocks=tuple(said))


def have_come(fake: FakeTelegram, many: int) -> bool:
    """Whether so many parts have reached Telegram."""
    return sum("digest of" in params["text"] for params in fake.called("sendMessage")) >= many


def left(database: Path) -> int:
    """How many parts are to be sent yet, as the process has it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as beside:
        states = "('behind', 'queued', 'claimed', 'sending')"
        found = beside.execute(f"SELECT COUNT(*) FROM outbox WHERE state IN {states}")  # noqa: S608
        return int(found.fetchone()[0])


async def test_no_message_comes_twice_however_often_it_is_killed(tmp_path: Path) -> None:
    """Each part arrives once and in order; those it cannot know of are told as such.

    Its clock begins anew with each life, as on a machine that has lost the time.
    """
    database = tmp_path / "papercrier.db"
    await queue_digests(database)

    async with FakeTelegram() as fake:
        for many in KILLS_AT:
            async with papercrier(tmp_path, fake.url, "run") as run:
                await fake.until(partial(have_come, fake, many), 60)
                await run.stop(signal.SIGKILL)
        async with papercrier(tmp_path, fake.url, "run") as run:
            async with asyncio.timeout(60):
                while left(database):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            assert await run.stop() == 0
        arrived = {chat: [shown.text for shown in fake.messages(chat)] for chat in CHATS}
    store = open_store(database)
    unknown = {(int(ref.chat_id), part) for ref, _, part, _ in await store.unknown_parts(100)}
    (figures,) = await store.outbox_figures()
    await store.close()
    assert figures.queued == 0
    assert len(unknown) <= ON_THEIR_WAY * len(KILLS_AT)
    for chat, texts in arrived.items():
        found = [said[said.index("digest of") :] for said in texts if "digest of" in said]
        assert len(found) == len(set(found)), "twice"
        wanted = [text(chat, part) for part in range(PARTS)]
        missing = [part for part in range(PARTS) if wanted[part] not in found]
        assert found == [said for said in wanted if said in found], "in order"
        assert {(chat, part) for part in missing} <= unknown, "lost"
