"""What becomes of papers, over the stand-in's papers in several versions and a month of nights.

What a chat was told of is told to it once, in order, with each night's announcements; nothing is
asked of arXiv for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from domain.chats import Chat, ChatRef, ChatSettings, Subscription, Updates
from domain.deliveries import SchedulingDecision, Slot
from domain.excerpts import Body
from domain.metadata.updates import done_with, wanted
from domain.topics import Topic
from tests.corpus.conftest import StandIn
from tests.corpus.test_intake import World
from topics.language import parse_query

ALL, IMPORTANT, LATE = (ChatRef("telegram", name) for name in ("1", "2", "3"))
PAPERS = tuple(f"2505.{number}" for number in range(99921, 99933))
ARCHIVES_HERE = ("cs", "math", "physics")
TOLD = {
    ALL: (
        *("99921 replaced 2025-05-09", "99922 replaced 2025-05-13", "99923 replaced 2025-05-14"),
        *("99924 replaced 2025-05-15", "99925 replaced 2025-05-16", "99926 replaced 2025-05-19"),
        *("99927 withdrawn 1", "99928 withdrawn 1", "99929 replaced 2025-05-22"),
        *("99929 accepted conferenceonsoftrobots2025", "99930 replaced 2025-05-23"),
        *("99931 replaced 2025-05-27", "99928 returned 2"),
    ),
    IMPORTANT: ("99927 withdrawn 1", "99928 withdrawn 1", "99928 returned 2"),
    LATE: ("99931 replaced 2025-05-27", "99928 returned 2"),
}
"""What each chat is told, in order; the last one is told of the papers on 26 May."""


async def planned(world: World, seen: dict[ChatRef, tuple[str, ...]]) -> list[tuple[ChatRef, str]]:
    """A digest for each chat: what each is told of which paper."""
    told = []
    now = world.clock.now()
    for chat in await world.store.due_chats(["telegram"], now + timedelta(days=2), 10):
        updates = chat.chat.settings.updates
        notices = wanted(chat.notices, updates)
        ref = chat.chat.ref
        told += [(ref, f"{one.update.paper[5:]} {one.update.key}") for one in notices]
        turn = SchedulingDecision(
            scheduled=chat,
            look_at=now,
            slot=Slot(day=now.date(), at=now),
            last=now.date(),
            covered=now.date(),
            listing=now.date(),
            document=Body.of("a digest"),
            seen=seen.get(ref, ()),
            notices=done_with(chat.notices, updates),
        )
        assert await world.store.take_turns([turn], now) == 1
    return told


async def test_a_month_of_versions(
    standin: Callable[..., StandIn], shared: Path, tmp_path: Path
) -> None:
    """Every version, withdrawal, return, and acceptance; with a restart on the way."""
    records = str(shared / "arxiv" / "versions" / "records-versions.jsonl")
    arxiv = standin("--frozen", "--now", "2025-05-05T00:00:00Z", "--records", records)
    world = World(arxiv, tmp_path, ARCHIVES_HERE, date(2025, 5, 5))
    for ref, updates in ((ALL, Updates.ALL), (IMPORTANT, Updates.IMPORTANT), (LATE, Updates.ALL)):
        await world.store.save_chat(Chat(ref, ChatSettings(updates=updates)))
        topic = Topic("rivers", parse_query("rivers"))
        await world.store.subscribe([Subscription(ref, topic, world.clock.now())])
    told = []
    for night in range(25):
        day = date(2025, 5, 6) + timedelta(days=night)
        if day == date(2025, 5, 22):
            await world.end()
            world.restart()
        moment = datetime.combine(day, time(13), UTC)
        world.clock.set(moment)
        arxiv.stop_clock_at(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        await world.intake.take(world.archives)
        listed = await _listed(world)
        known = tuple(base for base in PAPERS if base in listed)
        late = known if day == date(2025, 5, 26) else ()
        told += await planned(world, {ALL: known, IMPORTANT: known, LATE: late})
    await world.end()
    for ref, wanted_of_it in TOLD.items():
        assert tuple(what for chat, what in told if chat == ref) == wanted_of_it, ref


async def _listed(world: World) -> set[str]:
    return {line.base for batch in (await world.batches()).values() for line in batch.news}
