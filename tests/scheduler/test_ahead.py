"""Summaries made before the digests that need them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from digests.summary_cache import SummaryCache
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Keep, Wanted
from domain.summaries import Summary, SummaryKey
from domain.topics import Topic
from scheduler.ahead import AheadOfTime
from scheduler.digest_composer import DigestComposer
from scheduler.digest_watch import DigestWatch
from scheduler.printing import Printer
from summaries.extractive.summarizer import ExtractiveSummarizer
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.ranking.embedder import FakeEmbedder
from topics.language import parse_query

NIGHT = "2024-03-08T04:00:00"
DAY = "2024-03-08"


class Noted:
    """An extractive summariser that notes what it was asked for, in job."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._inner = ExtractiveSummarizer(SettableClock(NIGHT))

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """A key for each language, as a language model has."""
        return replace(self._inner.key(paper, text, language), language=language)

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """Note it, and make it."""
        self.asked.append((paper.id.base, language))
        return await self._inner.summarize(paper, text, language)


class InBulk:
    """A bulk summariser that makes the first of what is wanted, where it is let."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], datetime]] = []
        self.is_over = False

    async def make(
        self,
        wanted: Sequence[Wanted],
        until: datetime,
        keep: Keep,
        is_interrupted: Callable[[], bool],
    ) -> bool:
        """Note it, and make the first."""
        self.asked.append(([paper.id.base for paper, _ in wanted], until))
        if self.is_over:
            for paper, language in wanted[:1]:
                made = await Noted().summarize(paper, None, language)
                await keep(paper, language, made)
        return self.is_over


@asynccontextmanager
async def harness(
    folder: Path, bulk: InBulk | None = None
) -> AsyncIterator[tuple[Services, AheadOfTime, Noted]]:
    """A harness at night, with an announcement that has been taken in."""
    clock = SettableClock(NIGHT)
    source = FakeSource(clock)
    source.announces(DAY, "2403.00001 cs.CV\n2403.00002 cs.LG\n2403.00003 cs.RO")
    settings = Settings(database=folder / "papercrier.db")
    async with open_container(settings, source=source, clock=clock) as services:
        noted = Noted()
        summary_cache = SummaryCache(library=services.library, summarizer=noted, bulk=bulk)
        ahead = AheadOfTime(
            outbox=services.outbox,
            intake=services.intake,
            maker=services.maker,
            summary_cache=summary_cache,
            clock=clock,
            like_papers=services.like_papers,
        )
        await services.intake.take(["cs"])
        yield services, ahead, noted


async def follow(
    services: Services, name: str, topics: Collection[str], **chat_settings: object
) -> None:
    """Have a chat follow topics, and work out its slot."""
    chat = Chat(ChatRef("telegram", name), ChatSettings(**chat_settings))  # type: ignore[arg-type]
    await services.store.save_chat(chat)
    now = services.clock.now()
    await services.store.subscribe(
        [Subscription(chat.ref, Topic(text, parse_query(text)), now) for text in topics]
    )


async def prepared(services: Services, ahead: AheadOfTime) -> None:
    """Work out all slots, prepare, and wait until that is over."""
    watch = DigestWatch(
        outbox=services.outbox,
        intake=services.intake,
        composer=DigestComposer(services.intake, services.maker),
        printer=Printer(services.intake, services.maker),
        clock=services.clock,
        platforms=lambda: ("telegram",),
        planned=lambda: None,
        held=lambda: None,
        more_announced=lambda: None,
    )
    await watch.look()
    ahead.prepare()
    await ahead.ready()


async def test_what_most_need_comes_first(tmp_path: Path) -> None:
    """Each paper once a language, by how many are to be told of it; others' papers are left."""
    async with harness(tmp_path) as (services, ahead, noted):
        await follow(services, "1", ["cat:cs.LG"], time=time(9))
        await follow(services, "2", ["cat:cs.LG", "cat:cs.CV"], time=time(10))
        await follow(services, "3", ["cat:cs.LG"], time=time(9), language="zh")
        await prepared(services, ahead)
        assert noted.asked[0] == ("2403.00002", "en")
        assert sorted(noted.asked[1:]) == [("2403.00001", "en"), ("2403.00002", "zh")]


async def test_nothing_is_made_twice_or_for_nobody(tmp_path: Path) -> None:
    """Not for who is paused; not again when there is more of the announcement."""
    async with harness(tmp_path) as (services, ahead, noted):
        await follow(services, "1", ["cat:cs.LG"], paused=True)
        await prepared(services, ahead)
        assert noted.asked == []
        await follow(services, "2", ["cat:cs.CV"])
        await prepared(services, ahead)
        await prepared(services, ahead)
        assert noted.asked == [("2403.00001", "en")]


async def test_it_is_found_out_what_papers_mean_after_that(tmp_path: Path) -> None:
    """Of all that is stored, told or not; the summaries of the coming digests come first."""
    async with harness(tmp_path) as (services, ahead, noted):
        services.like_papers.embedder = embedder = FakeEmbedder()
        made_before: list[int] = []
        embedded = embedder.embedded

        def noting(texts: Sequence[str]) -> list[bytes]:
            made_before.append(len(noted.asked))
            return embedded(texts)

        embedder.embedded = noting  # type: ignore[method-assign]
        await follow(services, "1", ["cat:cs.LG"])
        await prepared(services, ahead)
        assert len(embedder.asked) == 3
        assert made_before == [1]
        await prepared(services, ahead)
        assert len(embedder.asked) == 3


async def test_only_as_many_as_are_told(tmp_path: Path) -> None:
    """The best of each topic, up to the most that anybody is told in full."""
    async with harness(tmp_path) as (services, ahead, noted):
        await follow(services, "1", ["cat:cs"], limit=1)
        await follow(services, "2", ["cat:cs"], limit=2)
        await prepared(services, ahead)
        assert len(noted.asked) == 2


async def test_what_is_made_in_bulk_is_not_made_again(tmp_path: Path) -> None:
    """It has time until a quarter of an hour before the first digest; the rest is made then."""
    bulk = InBulk()
    async with harness(tmp_path, bulk) as (services, ahead, noted):
        await follow(services, "1", ["cat:cs.LG", "cat:cs.CV"], time=time(9))
        await prepared(services, ahead)
        assert noted.asked == []
        bulk.is_over = True
        await prepared(services, ahead)
        (first, until), (second, _) = bulk.asked
        assert first == second
        assert f"{until:%H:%M}" == "08:45"
        assert [paper for paper, _ in noted.asked] == second[1:]
        await prepared(services, ahead)
        assert bulk.asked[-1][0] == []
