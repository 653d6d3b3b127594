"""Chats, announcements and the digests by themselves between them, under one clock."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from digests.maker import DigestMaker
from digests.personal import PersonalOrder
from digests.summary_cache import SummaryCache
from digests.unread import UnreadPapers
from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import DeliveryDecision, OutboxPart, PartState, SchedulingDecision
from domain.identifiers import PaperId
from domain.papers import Announcement, AnnouncementKind, Author, Batch, BatchState, Counts, Paper
from domain.taxonomy import ARCHIVES, archive_of
from domain.topics import Topic
from intake.engine import Intake
from rendering.common.parcels import discord_parcel, rendered, telegram_parcel
from rendering.discord.layout import LayoutMessage
from scheduler.background_services import PRINTED
from scheduler.digest_composer import DigestComposer
from scheduler.digest_watch import DigestWatch
from scheduler.printing import Printer
from scheduler.share import Share
from storage import TableStore, open_store
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.fakes.summarizer import QuickSummarizer
from topics.language import parse_query

PLATFORMS = ("telegram", "discord")
HERE = ChatRef("telegram", "1")
WAVES = "cat:cs.CV waves"
THURSDAY, FRIDAY, MONDAY, TUESDAY = "2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12"
ONE, TWO, THREE = "2403.10001", "2403.10002", "2403.10003"
SENT = DeliveryDecision(state=PartState.SENT)
_PAPER = re.compile(r"\b\d{4}\.\d{5}\b")


def paper(base: str, *categories: str, about: str = "waves") -> Paper:
    """An invented paper."""
    return Paper(
        id=PaperId(base),
        title=f"On {about}, {base}",
        authors=(Author("Ada Example"),),
        abstract="We look into it.",
        categories=categories or ("cs.CV",),
        primary=(categories or ("cs.CV",))[0],
    )


def batch(archive: str, day: date, papers: Sequence[Paper], state: BatchState) -> Batch:
    """What an archive announced; those of other archives' first category are cross-lists."""
    kinds = {True: AnnouncementKind.NEW, False: AnnouncementKind.CROSS}
    lines = tuple(
        Announcement(archive, day, kinds[archive_of(one.primary) == archive], one.id)
        for one in papers
    )
    return Batch(
        archive=archive,
        date=day,
        state=state,
        announcements=lines,
        counts=Counts.of(line.kind for line in lines),
    )


@dataclass(frozen=True)
class Sent:
    """A message as a chat got it."""

    part: OutboxPart
    at: datetime

    @property
    def text(self) -> str:
        """What it says, in plain words or in the JSON of its embeds."""
        if self.part.chat.platform == "telegram":
            classic = telegram_parcel(self.part.payload).classic
            return "\n\n".join(message.plain for message in classic)
        return self.part.payload

    @property
    def papers(self) -> frozenset[str]:
        """The papers that it tells."""
        return frozenset(_PAPER.findall(self.part.payload))

    @property
    def commands(self) -> list[str]:
        """What its buttons do."""
        payload = self.part.payload
        if self.part.chat.platform == "telegram":
            rows = telegram_parcel(payload).classic[-1].buttons
        else:
            message = discord_parcel(payload).message
            if isinstance(message, LayoutMessage):
                return list(message.commands)
            rows = message.buttons
        return [button.command for row in rows for button in row if button.command]


class Stage:
    """A process that plans digests, and the world around it.

    Attributes:
        sent: every message that arrived.
        turns: every turn that was taken, with its moment: a digest, or silence.
        following: when to look at each chat again.
    """

    def __init__(self, store: TableStore, clock: SettableClock, share: Share | None = None) -> None:
        self.share = share
        self.store = store
        self.clock = clock
        self.sent: list[Sent] = []
        self.turns: list[tuple[datetime, SchedulingDecision]] = []
        self.following: dict[ChatRef, datetime | None] = {}
        self.summarizer = QuickSummarizer()
        self._has_planned = False
        # On a busy machine, too, a look ends with all digests planned that wait for nothing.
        self.patience = 60.0
        self.start()

    def start(self) -> None:
        """A new process over the same database."""
        self.intake = Intake(source=FakeSource(self.clock), store=self.store, clock=self.clock)
        self.summary_cache = SummaryCache(library=self.store, summarizer=self.summarizer)
        self.maker = DigestMaker(
            intake=self.intake,
            library=self.store,
            summary_cache=self.summary_cache,
            personal=PersonalOrder(self.store, self.store, self.clock),
        )
        self.watch = DigestWatch(
            outbox=self,
            intake=self.intake,
            composer=DigestComposer(
                self.intake,
                self.maker,
                UnreadPapers(self.store, self.store, self.store, self.clock),
            ),
            printer=Printer(
                self.intake,
                self.maker,
                elsewhere=None if self.share is None else self._printed_elsewhere,
            ),
            clock=self.clock,
            platforms=lambda: PLATFORMS,
            planned=self._planned,
            held=lambda: None,
            more_announced=lambda: None,
            share=self.share,
            patience=self.patience,
        )

    async def chat(self, ref: ChatRef = HERE, *queries: str, **chat_settings: Any) -> Chat:
        """Have a chat follow some topics, with some settings."""
        known = await self.store.chat(ref) or Chat(ref)
        chat = replace(known, settings=replace(known.settings, **chat_settings))
        await self.store.save_chat(chat)
        self.following.pop(ref, None)
        topics = (Topic(query.split()[-1], parse_query(query, is_topic=True)) for query in queries)
        now = self.clock.now()
        await self.store.subscribe([Subscription(ref, topic, now) for topic in topics])
        return chat

    async def announce(
        self, day: date | str, *papers: Paper, state: BatchState | None = None, archive: str = "cs"
    ) -> None:
        """An archive's announcement as it is known now; without papers, nothing was announced."""
        on = day if isinstance(day, date) else date.fromisoformat(day)
        if state is None:
            state = BatchState.COMPLETE if papers else BatchState.QUIET
        known = replace(batch(archive, on, papers, state), checked_at=self.clock.now())
        await self.store.save_batch(known, papers)

    async def look(self, at: str | datetime = "") -> list[Sent]:
        """What is sent when the process looks, at a moment."""
        if at:
            self.clock.set(at)
        before = len(self.sent)
        await self.watch.look()
        if self._has_planned:
            self._has_planned = False
            await self.deliver()
        return self.sent[before:]

    async def deliver(self) -> None:
        """Send what is queued."""
        now = self.clock.now()
        for platform in PLATFORMS:
            while parts := await self.store.claim_parts(platform, now, 1_000):
                fresh = {p.id: rendered(p.chat.kind, p.document) for p in parts if p.document}
                known = {part.id: part for part in await self.store.keep_rendered(fresh)}
                parts = [known.get(part.id, part) for part in parts]
                await self.store.begin_parts([part.id for part in parts], now)
                await self.store.settle_parts({part.id: SENT for part in parts}, now)
                self.sent += [Sent(part, now) for part in parts]

    async def _printed_elsewhere(self, names: Sequence[bytes]) -> Any:
        return await self.store.printed_pages(names, self.clock.now() - PRINTED)

    def _planned(self) -> None:
        self._has_planned = True

    async def take_turns(self, turns: Sequence[SchedulingDecision], now: datetime) -> int:
        """Keep what was decided, and write it down."""
        for turn in turns:
            self.following[turn.scheduled.chat.ref] = turn.look_at
            if turn.last != turn.scheduled.last:
                self.turns.append((now, turn))
        return await self.store.take_turns(turns, now)

    def __getattr__(self, name: str) -> Any:
        """All else that the outbox does."""
        return getattr(self.store, name)


@asynccontextmanager
async def staged(folder: Path, begins: str) -> AsyncIterator[Stage]:
    """A stage over a database of its own."""
    store = open_store(folder / "papercrier.db")
    stage = Stage(store, SettableClock(begins))
    # The announcements are taken in since long ago.
    since = str(stage.clock.now().date() - timedelta(days=60))
    await store.save_note("intake-followed", json.dumps(dict.fromkeys(ARCHIVES, since)))
    yield stage
    await stage.watch.close()
    await store.close()


async def told(stage: Stage, at: str) -> list[frozenset[str]]:
    """The papers in each message that is sent at a moment."""
    return [message.papers for message in await stage.look(at)]
