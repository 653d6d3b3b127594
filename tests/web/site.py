"""An archive to visit: two days of invented papers, some of them hostile, and a private chat."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from app.archive.days import ArchiveDays
from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from digests.records import written
from domain.chats import (
    AccessKey,
    Chat,
    ChatRef,
    ChatSettings,
    SavedPaper,
    Subscription,
    Vote,
)
from domain.digests import Affinity, Coverage, Digest, Entry
from domain.fulltext import Formula, FullText, Section, TextOrigin
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import (
    Announcement,
    AnnouncementKind,
    Author,
    Batch,
    BatchState,
    Counts,
    Paper,
)
from domain.summaries import Basis, Claim, Evidence, Provenance, Summary, SummaryKey
from domain.topics import Topic
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.storage.queueing import turn
from topics.language import parse_query
from web.application import Archive
from web.serving.guard import Guard

NOW: Final = "2024-03-08T06:00:00"
NEWEST: Final = date(2024, 3, 8)
BEFORE: Final = date(2024, 3, 7)
ADDRESS: Final = "https://crier.example"
TELEGRAM_TOKEN: Final = "4242:a-token-for-tests"
CANARY: Final = "zebrafinch"
"""A word that is in everything that is a chat's, and in no paper."""

HOSTILE: Final = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
CROWD: Final = "The Lamp Collaboration  and its Friends\u200b, " * 4
DIFFUSION: Final = PaperId("2403.00001", 2)
GONE: Final = PaperId("2403.00002", 2)
STRANGE: Final = PaperId("2403.00003", 1)
OLD: Final = PaperId("math/0301001", 1)
ASKED: Final = PaperId("2402.00009", 1)
"""Known because the chat asked for it."""

PRIVATE: Final = ChatRef("telegram", "77")
PUBLIC: Final = ChatRef("telegram", "-1002")


def a_paper(paper: PaperId, title: str, *, category: str = "cs.CV", words: str = "") -> Paper:
    """One that says what its title says, and more."""
    return Paper(
        id=paper,
        title=title,
        authors=(Author("Ada Lamp"), Author("Ben Wick", ("Harbour Institute",))),
        abstract=f"Lamps burn oil fast. We propose {words or 'a slower lamp'}. Costs fall by half.",
        categories=(category,),
        primary=category,
        comment="12 pages",
        published=datetime(2024, 3, 6, tzinfo=UTC),
        updated=datetime(2024, 3, 6, tzinfo=UTC),
        licence="http://creativecommons.org/licenses/by/4.0/",
    )


def papers() -> list[Paper]:
    """Those that the archive has."""
    formula = Formula("x²", "x^2")
    return [
        replace(
            a_paper(DIFFUSION, "Diffusion models of x²", words="a diffusion model of x²"),
            formulas=(formula,),
        ),
        replace(a_paper(GONE, "A diffusion model, taken back"), withdrawn=True),
        replace(
            a_paper(STRANGE, HOSTILE, words=f"{HOSTILE} and $\\text{{<b>}}^2$"),
            authors=(Author(HOSTILE), Author("Ada Lamp"), Author(CROWD)),
            comment=f"javascript:alert(1) {HOSTILE} http://a.example/\"onmouseover='x'",
            journal_ref=HOSTILE,
            doi=HOSTILE,
            licence=f"javascript:{HOSTILE}",
        ),
        a_paper(OLD, "Lamps in topology", category="math.AT"),
    ]


def batch(archive: str, day: date, of: Sequence[Paper], state: BatchState | None = None) -> Batch:
    """An archive's announcement of a day."""
    lines = tuple(Announcement(archive, day, AnnouncementKind.NEW, one.id) for one in of)
    return Batch(
        archive=archive,
        date=day,
        state=state or (BatchState.COMPLETE if of else BatchState.QUIET),
        announcements=lines,
        counts=Counts(new=len(lines)),
        reason=as_is("because"),
        checked_at=datetime.combine(day, time(1), UTC),
    )


def by_a_model(paper: Paper, at: datetime) -> tuple[SummaryKey, Summary]:
    """A summary that a language model made of a paper's text, with its key."""
    text = FullText((Section("Method", "Lamps."),), (), TextOrigin.HTML)
    key = SummaryKey.of(paper, text, "en", model="quill", prompt="1")
    made = Provenance(
        model="quill",
        prompt="1",
        made_at=at,
        paper_version=paper.id.version,
        basis=Basis.FULL_TEXT,
    )
    claim = Claim("Lamps are slow.", (Evidence("Method", "Lamps."),))
    return key, Summary(tldr=claim, takeaways=(claim,), provenance=made)


@dataclass
class Site:
    """An archive, and a visitor."""

    services: Services
    source: FakeSource
    days: ArchiveDays
    app: Guard
    visitor: httpx.AsyncClient

    async def status(self, path: str, query: bytes, language: bytes) -> int:
        """Ask as no client would, by whatever there is on the wire; the status of the answer."""
        statuses: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        headers = [(b"host", b"crier.example"), (b"accept-language", language)]
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": b"/"}
        await self.app({**scope, "query_string": query, "headers": headers}, receive, send)
        return statuses[0]

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for an address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.visitor.get(path, headers=named)


@asynccontextmanager
async def a_site(folder: Path, *, fresh: float = 0.0) -> AsyncIterator[Site]:
    """The archive as the process wires it, of a database with chats in it."""
    clock = SettableClock(NOW)
    source = FakeSource(clock)
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        web_address="127.0.0.1:8080",
        public_url=ADDRESS,
    )
    async with open_container(settings, source=source, clock=clock) as services:
        own = papers()
        library = services.library
        await library.save_batch(batch("cs", NEWEST, own[:3]), own)
        await library.save_batch(batch("math", NEWEST, [], BatchState.LATE))
        await library.save_batch(batch("cs", BEFORE, []))
        await library.save_batch(batch("math", BEFORE, own[3:]))
        followed = {"cs": BEFORE.isoformat(), "math": BEFORE.isoformat()}
        await library.save_note("intake-followed", json.dumps(followed))
        await _a_private_chat(services)
        await _a_public_channel(services)
        days = ArchiveDays(services.intake, library, clock)
        await days.work_out_all()
        archive = Archive(
            services,
            days,
            address=ADDRESS,
            fresh=fresh,
            telegram_tokens={"telegram": TELEGRAM_TOKEN},
        )
        app = archive.application(["crier.example"])
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
            yield Site(services, source, days, app, visitor)
        await days.close()


async def _a_private_chat(services: Services) -> None:
    store = services.store
    now = services.clock.now()
    await store.save_chat(Chat(PRIVATE, ChatSettings(muted=(CANARY,))))
    topic = Topic(CANARY, parse_query(f"{CANARY} lamps"))
    await store.subscribe([Subscription(PRIVATE, topic, now)])
    await store.keep_vote(PRIVATE, Vote(DIFFUSION.base, True, now))
    await store.keep_paper(PRIVATE, SavedPaper(OLD.base, CANARY, now))
    await services.library.save_papers([a_paper(ASKED, f"The {CANARY}'s lamp")])
    await store.save_note(f"{CANARY}:note", CANARY)
    await send_digest(services, PRIVATE, NEWEST, CANARY, papers()[0], papers()[2])
    await store.keep_key(AccessKey(f"{CANARY}-key", PRIVATE, "digest 2024-03-07", now))


async def _a_public_channel(services: Services) -> None:
    store = services.store
    now = services.clock.now()
    await store.save_chat(Chat(PUBLIC, ChatSettings(muted=(CANARY,))))
    await store.subscribe([Subscription(PUBLIC, Topic("lamps", parse_query("lamps")), now)])
    await send_digest(services, PUBLIC, BEFORE, "lamps", papers()[3])
    await send_digest(services, PUBLIC, NEWEST, "lamps", papers()[0], papers()[2])
    await store.keep_key(AccessKey("lampcircle", PUBLIC, "channel The Lamp Circle", now))


async def send_digest(
    services: Services, chat: ChatRef, day: date, topic: str, told: Paper, *others: Paper
) -> None:
    """A digest that came by itself, of papers for whose order somebody's likes speak."""
    store, now = services.store, services.clock.now()
    due = await store.due_chats([chat.platform], now + timedelta(days=2), 9)
    affinity = Affinity(like=CANARY, words=(CANARY,))
    digest = Digest(
        chat=chat,
        date=day,
        topics=(topic,),
        entries=(Entry(told, AnnouncementKind.NEW, day, (), None, affinity),),
        others=others,
        coverage=Coverage(announced=3, matched=2, shown=1, muted=((CANARY * 2, 1),)),
        batches=(),
    )
    (one,) = (one for one in due if one.chat.ref == chat)
    planned = turn(one, topic, day=day, seen=(told.id.base,), digest=written(digest))
    assert await store.take_turns([planned], now) == 1
