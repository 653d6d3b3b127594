"""The archive's pages as pictures: of the embedded sample, told on some days, in a browser."""

from __future__ import annotations

import itertools
import json
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Browser, ViewportSize, async_playwright

from app.services import Services
from bot.container import open_container
from bot.operations.archive_server import archive_served
from bot.settings import Settings
from digests.records import written
from domain.chats import AccessKey, Chat, ChatRef, Subscription
from domain.digests import Coverage, Digest, Entry
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Counts, Paper
from domain.taxonomy import archive_of
from domain.topics import Topic
from papers.sample import SampleSource, sample_papers
from tests.fakes.clock import SettableClock
from tests.storage.queueing import turn
from topics.language import parse_query

NOW: Final = "2026-11-20T08:00:00"
NEWEST: Final = date(2026, 11, 20)
DAYS: Final = 30
CHANNEL: Final = ChatRef("telegram", "-1002")
PERSON: Final = ChatRef("telegram", "77")
LINK: Final = "4nM2pXvQ8cTzLrW0yKfB6sGdJhAeUoi1"
"""The name of a digest's page that nobody but a person has."""

PAGES: Final = (
    *("/", "/topics", "/topic/diffusion-models", f"/day/{NEWEST}", "/paper/sample/0000001"),
    *("/paper/sample/0000001/like", "/author?name={author}", "/search?q=diffusion", "/status"),
    *("/channel/lampcircle", f"/channel/lampcircle/{NEWEST}", f"/digest/{LINK}"),
    *("/search?q=nothinglikeit", "/about", "/nowhere"),
)
DEVICES: Final[dict[str, tuple[ViewportSize, int, float]]] = {
    "desktop": ({"width": 1200, "height": 1000}, 3, 0.5),
    "phone": ({"width": 390, "height": 860}, 5, 0.62),
}
"""The size of the window, pages in a row, and how large they are shown."""

_STATES: Final = {3: BatchState.LATE, 11: BatchState.FAILED, 17: BatchState.QUIET}
_COLOURS: Final = 128
_GAP: Final = 16
_REST: Final = 3
"""One paper in so many is of an earlier day."""

_BETWEEN: Final = "#808080"


async def take_pages(chromium: str, folder: Path, work: Path) -> None:
    """Write `archive-desktop.png` and `archive-phone.png`, and both by night into `night`."""
    async with _shown(work) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for (name, (size, columns, scale)), scheme in itertools.product(
            DEVICES.items(), ("light", "dark")
        ):
            pages = await _pages(browser, address, size, scheme)
            target = folder / ("night" if scheme == "dark" else "") / f"archive-{name}.png"
            _side_by_side(pages, columns, scale).save(target, optimize=True)
        await browser.close()


async def _pages(
    browser: Browser, address: str, size: ViewportSize, scheme: str
) -> list[Image.Image]:
    context = await browser.new_context(
        base_url=address,
        viewport=size,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = await context.new_page()
    author = sample_papers()[0].authors[0].name
    taken = []
    for path in PAGES:
        await page.goto(path.format(author=author))
        taken.append(Image.open(BytesIO(await page.screenshot())).convert("RGB"))
    await context.close()
    return taken


def _side_by_side(pages: Sequence[Image.Image], columns: int, scale: float) -> Image.Image:
    width, height = (round(length * scale) for length in pages[0].size)
    rows = -(-len(pages) // columns)
    size = (columns * (width + _GAP) + _GAP, rows * (height + _GAP) + _GAP)
    whole = Image.new("RGB", size, _BETWEEN)
    for place, page in enumerate(pages):
        row, column = divmod(place, columns)
        small = page.resize((width, height), Image.Resampling.LANCZOS)
        whole.paste(small, (_GAP + column * (width + _GAP), _GAP + row * (height + _GAP)))
    return whole.quantize(_COLOURS, dither=Image.Dither.NONE)


@asynccontextmanager
async def _shown(work: Path) -> AsyncIterator[str]:
    """The archive of some weeks of the sample, with a public channel; where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    clock = SettableClock(NOW)
    settings = Settings(_env_file=None, database=work / "archive.db", web_address=address)
    async with open_container(settings, source=SampleSource(clock), clock=clock) as services:
        for day, own in _announced():
            for batch in _batches(day, own):
                await services.library.save_batch(batch, own)
        followed = {batch.archive: "2026-10-01" for batch in _batches(NEWEST, sample_papers())}
        await services.library.save_note("intake-followed", json.dumps(followed))
        for chat in (CHANNEL, PERSON):
            await _tell(services, chat)
        now = clock.now()
        await services.store.keep_key(
            AccessKey("lampcircle", CHANNEL, "channel The Lamp Circle", now)
        )
        await services.store.keep_key(AccessKey(LINK, PERSON, f"digest {NEWEST}", now))
        async with archive_served(services, settings):
            yield f"http://{address}"


def _announced() -> Iterator[tuple[date, Sequence[Paper]]]:
    """Weekdays, and what they announced: the newest most of the sample, the others of the rest."""
    papers = sample_papers()
    weekdays = (day for day in map(_before, range(DAYS * 2)) if day.weekday() < 5)
    rest = [paper for at, paper in enumerate(papers) if at % _REST == _REST - 1]
    for place, day in enumerate(itertools.islice(weekdays, DAYS)):
        if place:
            yield day, [one for at, one in enumerate(rest) if (at * 7 + place) % 5 < 2]
        else:
            yield day, [paper for paper in papers if paper not in rest]


def _before(days: int) -> date:
    return NEWEST - timedelta(days=days)


def _batches(day: date, own: Sequence[Paper]) -> Iterator[Batch]:
    for archive in sorted({archive_of(paper.primary) for paper in sample_papers()}):
        named = [paper for paper in own if archive_of(paper.primary) == archive]
        other = _STATES.get((day.toordinal() + len(archive)) % 19)
        state = other if other and day != NEWEST else BatchState.COMPLETE
        lines = tuple(
            Announcement(archive, day, AnnouncementKind.NEW, paper.id)
            for paper in (named if state is BatchState.COMPLETE else ())
        )
        yield Batch(
            archive=archive,
            date=day,
            state=state if lines or state is not BatchState.COMPLETE else BatchState.QUIET,
            announcements=lines,
            counts=Counts(new=len(lines)),
            checked_at=datetime.combine(day, time(1), UTC),
        )


async def _tell(services: Services, chat: ChatRef) -> None:
    """Two digests of a chat's."""
    store, now = services.store, services.clock.now()
    await store.save_chat(Chat(chat))
    topic = Topic("diffusion models", parse_query("diffusion models"))
    await store.subscribe([Subscription(chat, topic, now)])
    for days in (1, 0):
        day = _before(days)
        due = await store.due_chats(["telegram"], now + timedelta(days=2), 2)
        told = sample_papers()[days : days + 4]
        made = [await services.summary_cache.summary(paper, "en") for paper in told[:2]]
        entries = (
            Entry(paper, AnnouncementKind.NEW, day, (), summary)
            for paper, summary in zip(told, made, strict=False)
        )
        digest = Digest(
            chat=chat,
            date=day,
            topics=(topic.label,),
            entries=tuple(entries),
            others=tuple(told[2:]),
            coverage=Coverage(announced=len(sample_papers()), matched=4, shown=2),
            batches=(),
        )
        (one,) = (one for one in due if one.chat.ref == chat)
        planned = turn(one, topic.label, day=day, digest=written(digest))
        await store.take_turns([planned], now)
