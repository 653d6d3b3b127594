"""What taking announcements in costs: listings once, metadata by the hundred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

import pytest

from domain.chats import Chat, ChatRef, Subscription
from domain.identifiers import PaperId
from domain.papers import BatchState, MetadataOrigin, Paper
from domain.ports import PaperSource
from domain.requests import silent
from domain.taxonomy import ARCHIVES
from domain.topics import Term, Topic
from intake import calendar, plan
from intake.metadata import MetadataFiller
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FOR_EVER
from tests.intake.night import FRIDAY, THURSDAY, Night, of, usual_night
from tests.storage.invented import a_batch, a_paper
from tests.storage.queueing import DAY, NOW, due, follow, turn

COMPLETE = BatchState.COMPLETE
DEAD = tuple(f"2403.0000{number}" for number in range(3))
ALIVE = tuple(f"2403.0001{number}" for number in range(2))


@pytest.fixture
def night() -> Night:
    """From Thursday noon on."""
    return usual_night()


class TestMetadata:
    """The listing's own stands in until the API has it."""

    async def test_is_replaced_when_the_api_has_caught_up(self, night: Night) -> None:
        """Papers can be shown at once, and get better by and by."""
        night.source.api_lag = timedelta(hours=9)
        await night.run_until("2024-03-08T08:00")
        listed = await night.paper("2403.00011")
        assert listed is not None
        assert (listed.origin, listed.published) == (MetadataOrigin.LISTING, None)
        assert listed.abstract
        assert await night.state("cs", FRIDAY) is COMPLETE
        await night.run_until("2024-03-08T18:00")
        full = await night.paper("2403.00011")
        assert full is not None
        assert (full.origin, full.id) == (MetadataOrigin.API, PaperId("2403.00011", 1))
        assert await night.store.awaiting_metadata(date(2024, 3, 8), news=False) == []

    async def test_is_asked_for_more_and_more_seldom(self, night: Night) -> None:
        """While the API does not know anything, one request tells so."""
        night.source.plans("papers", "unknown", times=FOR_EVER)
        await night.run_until("2024-03-08T12:00")
        with night.asking() as asked:
            woken = await night.run_until("2024-03-09T12:00")
        assert 3 <= len(of(asked, "papers")) == len(asked) <= 6
        gaps = [later - earlier for earlier, later in pairwise(woken[1:])]
        assert gaps == sorted(gaps)

    async def test_is_not_asked_for_again(self, night: Night) -> None:
        """What the API gave, it gave."""
        await night.run_until("2024-03-08T12:00")
        with night.asking() as asked:
            await night.run_until("2024-03-10T12:00")
        assert asked == []

    async def test_of_replacements_comes_with_that_of_news(self, night: Night) -> None:
        """Listings give no abstract of them; a request with room left fetches it."""
        await night.run_until("2024-03-08T04:30")
        replaced = await night.paper("2401.00007")
        assert replaced is not None
        assert replaced.abstract == ""
        await night.run_until("2024-03-08T12:00")
        replaced = await night.paper("2401.00007")
        assert replaced is not None
        assert replaced.abstract
        assert replaced.id.version == 2


class TestBudget:
    """What a usual day costs."""

    PAPERS = 230

    @pytest.mark.parametrize("subscriptions", [1, 300])
    @pytest.mark.parametrize("archives", [tuple(ARCHIVES), tuple(ARCHIVES)[:19], ("cs",)])
    async def test_of_a_day(self, archives: tuple[str, ...], subscriptions: int) -> None:
        """One listing an archive, one request for a hundred new papers, whoever follows what."""
        night = Night("2024-03-07T12:00", archives)
        chat = Chat(ChatRef("test", "1"))
        await night.store.save_chat(chat)
        moment = night.clock.now()
        await night.store.subscribe(
            [
                Subscription(chat.ref, Topic(f"t{number}", Term(f"w{number}")), moment)
                for number in range(subscriptions)
            ]
        )
        lines = [
            f"2403.{number:05} {archives[number % len(archives)]} cs.LG"
            for number in range(1, self.PAPERS + 1)
        ]
        night.source.announces(THURSDAY, "2403.09999 cs.CV")
        night.source.announces(FRIDAY, "\n".join(lines))
        night.source.publication = timedelta(minutes=40)
        await night.run_until("2024-03-07T23:00")
        with night.asking() as asked:
            await night.run_until("2024-03-08T23:00")
        assert await night.is_all_here(archives, FRIDAY)
        listings = of(asked, "newest", "caught_up")
        assert len(listings) <= 20
        assert of(asked, "papers") == ["papers 100", "papers 100", "papers 30"]
        assert len(asked) == len(listings) + 3

    async def test_of_an_api_that_lags(self) -> None:
        """One request tells that it has none of the newest, however many are missing."""
        night = Night("2024-03-07T12:00", ("cs",))
        lines = [f"2403.{number:05} cs.LG" for number in range(1, self.PAPERS + 1)]
        night.source.announces(THURSDAY, "2403.09999 cs.CV")
        night.source.announces(FRIDAY, "\n".join(lines))
        night.source.api_lag = timedelta(days=1)
        await night.run_until("2024-03-08T04:00")
        with night.asking() as asked:
            await night.take("2024-03-08T05:10")
        assert asked == ["papers 100"]

    async def test_of_a_day_with_empty_archives(self) -> None:
        """One more, to the feed, tells whether they are empty."""
        night = Night("2024-03-07T12:00", tuple(ARCHIVES))
        night.source.announces(THURSDAY, "2403.09999 cs.CV")
        night.source.announces(FRIDAY, "2403.00001 cs.CV\n2403.00002 hep-th")
        night.source.publication = timedelta(minutes=40)
        await night.run_until("2024-03-07T23:00")
        with night.asking() as asked:
            await night.run_until("2024-03-08T23:00")
        assert await night.is_all_here(ARCHIVES, FRIDAY)
        assert len(of(asked, "newest", "caught_up")) == 20
        assert len(of(asked, "feed")) == len(of(asked, "papers")) == 1
        assert len(asked) == 22

    async def test_of_somebody_who_waits_while_it_is_published(self, night: Night) -> None:
        """No more than one look in three quarters of an hour at what is there in part."""
        night.source.publication = timedelta(minutes=40)
        await night.take()
        with night.asking() as asked:
            for minute in range(50, 60):
                await night.take(f"2024-03-08T01:{minute - 40}", eager=True)
        assert len(asked) == len(night.archives)


def test_budget_counts_every_archive() -> None:
    """Twenty, as many as there are listings to be had in one request."""
    assert len(ARCHIVES) == 20
    assert timedelta(minutes=40) < calendar.PUBLICATION


class ForgetfulSource:
    """An API that knows no dead papers."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []

    async def papers(self, ids: Sequence[PaperId]) -> dict[str, Paper]:
        """Metadata of what is asked for."""
        bases = {paper.base for paper in ids}
        self.asked.append(bases)
        return {base: a_paper(base) for base in bases.difference(DEAD)}


async def test_what_is_never_answered_waits_its_turn_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is asked for again after the others."""
    monkeypatch.setattr(plan, "PER_REQUEST", 4)
    store, source, clock = MemoryStore(), ForgetfulSource(), SettableClock(NOW)
    await store.save_papers([a_paper(base, origin=MetadataOrigin.LISTING) for base in DEAD + ALIVE])
    await follow(store)
    (chat,) = await due(store)
    await store.take_turns([turn(chat, "a", seen=DEAD + ALIVE)], NOW)
    filler = MetadataFiller(source=cast("PaperSource", source), store=store, clock=clock)
    for days in (0, 3, 4):
        day = DAY + timedelta(days=days)
        clock.set(NOW + timedelta(days=days))
        await store.save_batch(a_batch(f"2403.0002{days}", day=day))
        await filler.fill(day, silent)
    told = [asked.intersection(DEAD + ALIVE) for asked in source.asked]
    assert told == [{*DEAD}, {*ALIVE, DEAD[0]}, {*DEAD}]
