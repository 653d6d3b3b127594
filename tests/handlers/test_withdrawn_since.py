"""Papers withdrawn since they were announced: a past day's digest counts them, tells the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef
from domain.identifiers import PaperId
from domain.papers import Listing, Paper
from domain.requests import Request
from handlers.dispatch import dispatch
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.handlers.greek import words_of

HERE = ChatRef("telegram", "5")
TAKEN_BACK = frozenset({"2403.00001", "2403.00002"})


class TakingBack(FakeSource):
    """From Monday on two of Friday's papers are withdrawn, and every listing prints the reason."""

    async def newest(self, archive: str) -> Listing:
        """As it is printed on that day."""
        return self._printed(await super().newest(archive))

    async def caught_up(self, archive: str, day: date) -> Listing:
        """Of a past date likewise: listings print the newest version's comment."""
        return self._printed(await super().caught_up(archive, day))

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """The API, once it knows the second versions, has the reason as their comment."""
        found = await super().papers(ids)
        return {
            base: _taken_back(paper) if paper.id.version == 2 else paper
            for base, paper in found.items()
        }

    def _printed(self, listing: Listing) -> Listing:
        if self._clock.now().date() < date(2024, 3, 11):
            return listing
        entries = tuple(
            replace(entry, paper=_taken_back(entry.paper))
            if entry.paper.id.base in TAKEN_BACK
            else entry
            for entry in listing.entries
        )
        return replace(listing, entries=entries)


def _taken_back(paper: Paper) -> Paper:
    return replace(paper, withdrawn=True, comment="Withdrawn: wrong")


@asynccontextmanager
async def harness(folder: Path) -> AsyncIterator[tuple[Services, SettableClock]]:
    """From Friday morning on, with three papers of that day."""
    clock = SettableClock("2024-03-08T06:00")
    source = TakingBack(clock)
    source.announces("2024-03-07", "2403.00009 cs.CV")
    source.announces("2024-03-08", "2403.00001 cs.CV\n2403.00002 cs.CV\n2403.00003 cs.CV")
    source.announces("2024-03-11", "2403.00001v2 cs.CV\n2403.00002v2 cs.CV\n2403.00004 cs.CV")
    settings = Settings(database=folder / "papercrier.db")
    async with open_container(settings, source=source, clock=clock) as services:
        yield services, clock


async def digest(services: Services, argument: str) -> str:
    """What somebody reads who asks for one."""
    request = Request(HERE, "5", "digest", argument, locale="en-GB")
    return "\n".join(words_of(await dispatch(services, request)))


async def test_of_a_day_that_was_told_before(tmp_path: Path) -> None:
    """On the day itself all three; later one, and how many have gone."""
    async with harness(tmp_path) as (services, clock):
        on_the_day = await digest(services, "cat:cs.CV 2024-03-08")
        assert "matched 3, shown 3." in on_the_day
        assert "withdrawn" not in on_the_day
        await services.intake.take(["cs"])
        clock.set("2024-03-11T06:00")
        await services.intake.take(["cs"])
        later = await digest(services, "cat:cs.CV 2024-03-08")
        assert "matched 1, shown 1." in later
        assert "2 papers in your topics have been withdrawn since." in later
        assert "2403.00003" in later
        assert "2403.00001" not in later


async def test_of_a_day_that_is_read_only_now(tmp_path: Path) -> None:
    """Its listing prints what the papers' newest versions say."""
    async with harness(tmp_path) as (services, clock):
        clock.set("2024-03-11T06:00")
        later = await digest(services, "cat:cs.CV 2024-03-08")
        assert "matched 1, shown 1." in later
        assert "2 papers in your topics have been withdrawn since." in later


async def test_of_papers_that_nobody_asked_for_nothing_is_said(tmp_path: Path) -> None:
    """Nor where all that matched has gone is it a day with papers."""
    async with harness(tmp_path) as (services, clock):
        clock.set("2024-03-11T06:00")
        assert "withdrawn" not in await digest(services, "lanterns 2024-03-08")
        gone = await digest(services, "00001 2024-03-08")
        assert "Nothing new in your topics among 3 announced papers." in gone
        assert "1 paper in your topics has been withdrawn since." in gone


async def test_where_nobody_has_read_what_was_announced_since(tmp_path: Path) -> None:
    """The date's own listing is read once more, in one request until the next announcement."""
    async with harness(tmp_path) as (services, clock):
        assert "matched 3, shown 3." in await digest(services, "cat:cs.CV 2024-03-08")
        source = services.source
        assert isinstance(source, TakingBack)
        clock.set("2024-03-10T12:00")
        before = len(source.asked)
        assert "matched 3, shown 3." in await digest(services, "cat:cs.CV 2024-03-08")
        assert len(source.asked) == before, "nothing was announced"
        clock.set("2024-03-11T06:00")
        for _ in range(2):
            later = await digest(services, "cat:cs.CV 2024-03-08")
            assert "matched 1, shown 1." in later
            assert "2 papers in your topics have been withdrawn since." in later
        assert source.asked[before:] == ["caught_up cs 2024-03-08"]


async def test_where_arxiv_does_not_answer_the_day_is_told_as_it_is_known(tmp_path: Path) -> None:
    """Whoever asks again later has it."""
    async with harness(tmp_path) as (services, clock):
        await digest(services, "cat:cs.CV 2024-03-08")
        source = services.source
        assert isinstance(source, TakingBack)
        clock.set("2024-03-11T06:00")
        source.plans("caught_up", "down")
        assert "matched 3, shown 3." in await digest(services, "cat:cs.CV 2024-03-08")
        assert "2 papers in your topics" in await digest(services, "cat:cs.CV 2024-03-08")
