"""Half a year of versions, withdrawals, returns, acceptances, journals and code, and what is told.

The stand-in announces them; the real watches plan, and each message is rendered, sent and settled.
In the end each chat was told of what concerns it, once, in order, and who came late of nothing old.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from digests.maker import DigestMaker
from digests.summary_cache import SummaryCache
from domain.chats import Chat, ChatRef, ChatSettings, Subscription, Updates
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.identifiers import PaperId
from domain.topics import Topic
from intake.freshness import as_answered
from rendering.common.parcels import rendered
from scheduler.digest_composer import DigestComposer
from scheduler.digest_watch import DigestWatch
from scheduler.notice_watch import NoticeWatch
from scheduler.printing import Printer
from tests.corpus.conftest import StandIn
from tests.corpus.surfaces.test_updates import ALL as ALL_OF_MAY
from tests.corpus.surfaces.test_updates import ARCHIVES_HERE, TOLD
from tests.corpus.test_intake import World
from tests.fakes.summarizer import QuickSummarizer
from topics.language import parse_query

EVERYTHING: Final = Topic("everything", parse_query("cat:cs OR cat:math OR cat:physics"))
ALL = ChatRef("telegram", "1")
AT_ONCE = ChatRef("discord", "2")
OFF = ChatRef("telegram", "3")
LATE = ChatRef("telegram", "4")
WISHES: Final = {
    ALL: Updates.ALL,
    AT_ONCE: Updates.AT_ONCE,
    OFF: Updates.OFF,
    LATE: Updates.ALL_AT_ONCE,
}
JOINS: Final = date(2025, 9, 8)
"""The day before a paper that others were told long ago is cross-listed."""
_SATURDAY: Final = 5
KILLED: Final = date(2025, 7, 8)
"""A night on which the process ends between what it planned and what it sent."""

BROKEN, BACK = "Withdrawn: the bound of Theorem 3 is wrong", "7 pages; Theorem 3 is mended"
SCRIPT: Final[dict[date, tuple[str, dict[str, Any]]]] = {
    date(2025, 6, 10): ("revise", {"id": "2505.99921", "comment": "Code will be released."}),
    date(2025, 6, 24): ("revise", {"id": "2505.99924", "comment": "Accepted at NeurIPS 2025"}),
    KILLED: ("withdraw", {"id": "2505.99930", "comment": BROKEN}),
    date(2025, 7, 22): (
        "revise",
        {"id": "2505.99921", "comment": "Code: https://github.com/ada/rivers"},
    ),
    date(2025, 8, 5): ("revise", {"id": "2505.99930", "comment": BACK}),
    date(2025, 8, 19): (
        "amend",
        {"id": "2505.99923", "journal_ref": "J. Rivers 3 (2025) 14", "when": "now"},
    ),
    date(2025, 9, 9): ("cross", {"id": "2505.99925", "categories": ["math.ST"]}),
    date(2025, 9, 16): ("withdraw", {"id": "2505.99925", "comment": "Withdrawn: see Table 2"}),
    date(2025, 10, 7): ("withdraw", {"id": "2505.99929", "comment": "Withdrawn by its author"}),
    date(2025, 10, 21): ("revise", {"id": "2505.99925", "comment": "5 pages, Table 2 mended"}),
}
"""What is submitted the day before a listing date."""

AFTER_MAY: Final = (
    *("99921 replaced 2025-06-10", "99924 replaced 2025-06-24", "99924 accepted neurips2025"),
    *("99930 withdrawn 1", "99921 replaced 2025-07-22", "99921 code promised"),
    *("99930 returned 2", "99923 published jrivers3202514", "99925 withdrawn 1"),
    *("99929 withdrawn 1", "99925 returned 2"),
)
EXPECTED: Final = {
    ALL: (*TOLD[ALL_OF_MAY], *AFTER_MAY),
    AT_ONCE: tuple(
        one for one in (*TOLD[ALL_OF_MAY], *AFTER_MAY) if "withdrawn" in one or "returned" in one
    ),
    OFF: (),
    LATE: ("99925 withdrawn 1", "99925 returned 2"),
}


@dataclass
class Process:
    """The watches over a world, and every message that arrived.

    Attributes:
        told: what each chat was told became of papers, in order.
        sent: by chat and id, the papers that a message tells.
        edited: the messages that were edited.
    """

    world: World
    told: list[tuple[ChatRef, str]] = field(default_factory=list)
    sent: dict[tuple[ChatRef, int], tuple[str, ...]] = field(default_factory=dict)
    edited: set[tuple[ChatRef, int]] = field(default_factory=set)

    def begin(self) -> None:
        """A new process over the same database."""
        world = self.world
        cache = SummaryCache(library=world.store, summarizer=QuickSummarizer())
        maker = DigestMaker(intake=world.intake, library=world.store, summary_cache=cache)
        self.notices = NoticeWatch(
            world.store, world.clock, ("telegram", "discord"), planned=lambda: None
        )
        self.digests = DigestWatch(
            outbox=world.store,
            intake=world.intake,
            composer=DigestComposer(world.intake, maker),
            printer=Printer(world.intake, maker),
            clock=world.clock,
            platforms=lambda: ("telegram", "discord"),
            planned=lambda: None,
            held=lambda: None,
            more_announced=lambda: None,
            patience=60.0,
        )

    async def end(self) -> None:
        """Let go of everything."""
        await self.digests.close()
        await self.notices.close()
        await self.world.end()

    async def deliver(self) -> None:
        """Send what is queued, in order."""
        store, now = self.world.store, self.world.clock.now()
        for platform in ("telegram", "discord"):
            while parts := await store.claim_parts(platform, now, 100):
                fresh = {p.id: rendered(platform, p.document) for p in parts if p.document}
                known = {part.id: part for part in await store.keep_rendered(fresh)}
                for part in (known.get(part.id, part) for part in parts):
                    await self._arrives(part, now)

    async def _arrives(self, part: OutboxPart, now: datetime) -> None:
        store, what = self.world.store, part.at_once
        names = await store._writer.run(_names, part.id) if part.part == 0 else []
        self.told += [(part.chat, name) for name in names]
        ids: tuple[int, ...] = ()
        if what is not None:
            (paper,) = names or [""]
            answered = self.sent[part.chat, what.message]
            assert what.edits or f"2505.{paper[:5]}" in answered
        if what is not None and what.edits:
            self.edited.add((part.chat, what.message))
        else:
            ids = (len(self.sent) + 1,)
        decision = DeliveryDecision(state=PartState.SENT, messages=ids)
        await store.begin_parts([part.id], now)
        await store.settle_parts({part.id: decision}, now)
        for number in ids:
            kept = await store.sent(part.chat, number)
            self.sent[part.chat, number] = kept.papers if kept else ()


def _names(database: Any, part: int) -> list[str]:
    """What became of papers that a message tells of, as it is kept."""
    rows = database.execute(
        "SELECT substr(paper, 6) || ' ' || name FROM notices"
        " JOIN paper_updates ON paper_updates.id = paper_update"
        " JOIN outbox ON outbox.digest = notices.digest WHERE outbox.id = ?"
        " ORDER BY kind NOT IN ('withdrawn', 'returned'), paper_updates.id",
        [part],
    )
    return [name for (name,) in rows]


async def night(process: Process, arxiv: StandIn, day: date) -> None:
    """What is submitted for a listing date, and what comes of it."""
    world = process.world
    if day in SCRIPT:
        arxiv.stop_clock_at(f"{day - timedelta(days=1)}T12:00:00Z")
        arxiv.control(*SCRIPT[day])
    moment = datetime.combine(day, time(13), UTC)
    world.clock.set(moment)
    arxiv.stop_clock_at(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    await world.intake.take(world.archives)
    if day in SCRIPT and SCRIPT[day][0] == "amend":
        # Somebody asks about it, as the API alone knows.
        asked = PaperId(SCRIPT[day][1]["id"])
        found = (await world.source.papers([asked]))[asked.base]
        known = (await world.store.papers([asked])).get(asked.base)
        await world.store.save_papers([as_answered(found, known, moment)])
    await process.notices.look()
    if day == KILLED:
        await process.end()
        world.restart()
        process.begin()
    await process.deliver()
    # A digest may wait for six hours, until it is sure that there was nothing.
    for hours in (1.1, 8):
        world.clock.set(moment + timedelta(hours=hours))
        await process.digests.look()
        await process.deliver()


async def join(world: World, ref: ChatRef) -> None:
    """A chat that follows everything."""
    chat_settings = ChatSettings(time=time(14), updates=WISHES[ref])
    await world.store.save_chat(Chat(ref, chat_settings))
    await world.store.subscribe([Subscription(ref, EVERYTHING, world.clock.now())])


async def test_each_chat_is_told_of_what_concerns_it(
    standin: Callable[..., StandIn], shared: Path, tmp_path: Path
) -> None:
    """Once, in order, where it was told of the paper; who came late of nothing old."""
    records = str(shared / "arxiv" / "versions" / "records-versions.jsonl")
    arxiv = standin("--frozen", "--now", "2025-05-05T00:00:00Z", "--records", records)
    world = World(arxiv, tmp_path, ARCHIVES_HERE, date(2025, 5, 5))
    process = Process(world)
    process.begin()
    for ref in (ALL, AT_ONCE, OFF):
        await join(world, ref)
    may = [date(2025, 5, 6) + timedelta(days=n) for n in range(25)]
    nights = {*SCRIPT, JOINS, *(day for day in may if day.weekday() < _SATURDAY)}
    for day in sorted(nights):
        if day == JOINS:
            world.clock.set(datetime.combine(day, time(9), UTC))
            await join(world, LATE)
        await night(process, arxiv, day)
    await process.end()
    for ref, wanted in EXPECTED.items():
        assert tuple(what for chat, what in process.told if chat == ref) == wanted, ref
    assert {ref for ref, _ in process.edited} == {AT_ONCE, LATE}
