"""Nights as they should be: taken in completely, once, at little cost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from domain.chats import Chat, ChatRef, Subscription
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, BatchState, Counts, MetadataOrigin
from domain.taxonomy import ARCHIVES
from domain.topics import Term, Topic
from intake import calendar
from intake.states import is_firm
from tests.fakes.paper_source import FOR_EVER
from tests.intake.night import Night

WAITING, PARTIAL, COMPLETE = BatchState.WAITING, BatchState.PARTIAL, BatchState.COMPLETE
QUIET, LATE = BatchState.QUIET, BatchState.LATE

THURSDAY, FRIDAY, MONDAY = "2024-03-07", "2024-03-08", "2024-03-11"


@pytest.fixture
def night() -> Night:
    """From Thursday noon on: what was announced for that date, and what will be for Friday."""
    night = Night("2024-03-07T12:00")
    night.source.announces(THURSDAY, "2403.00001 cs.CV\n2403.00002 hep-th\n2403.00003 stat.ME")
    night.source.announces(
        FRIDAY,
        """
        2403.00011 cs.CV stat.ML hep-th
        2403.00012 stat.ME
        2403.00013 hep-th
        2401.00007v2 hep-th
        """,
    )
    return night


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of(asked: list[str], *kinds: str) -> list[str]:
    """The requests of some kinds."""
    return [request for request in asked if request.split()[0] in kinds]


class TestUsualNight:
    """arXiv announces on time, and answers."""

    async def test_is_taken_in_completely(self, night: Night) -> None:
        """Waiting, seen, complete; each archive by arXiv's own counts."""
        night.source.publication = timedelta(minutes=40)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(night.archives, THURSDAY, FRIDAY)
        assert (await night.batch("hep-th", FRIDAY)).counts == Counts(new=1, cross=1, replace=1)
        assert night.passed("cs", FRIDAY)[-1] is COMPLETE
        assert QUIET not in night.passed("cs", FRIDAY)

    async def test_step_by_step(self, night: Night) -> None:
        """At 20:00 the scout, while it is published nothing more, at 20:45 all."""
        night.source.publication = timedelta(minutes=40)
        await night.take()
        with night.asking() as asked:
            await night.take("2024-03-08T00:59")
            await night.take("2024-03-08T01:20")
            await night.take("2024-03-08T01:44")
        assert asked == ["newest cs"]
        (waiting,) = [
            batch
            for batch in await night.intake.known(["hep-th"])
            if batch.date == date.fromisoformat(FRIDAY)
        ]
        assert waiting.state is WAITING
        assert "being published" in waiting.reason
        with night.asking() as asked:
            batches = await night.take("2024-03-08T01:45")
        assert set(asked) == {"newest hep-th", "newest stat"}
        assert {batch.archive: batch.state for batch in batches}["stat"] is COMPLETE

    async def test_next_looks(self, night: Night) -> None:
        """It sleeps from what is done to what is due, and a Friday's night to Sunday evening."""
        woken = await night.run_until("2024-03-11T00:30")
        shown = [f"{moment:%d %H:%M}" for moment in woken]
        assert shown[:3] == ["07 12:00", "08 01:00", "08 01:45"]
        assert shown[3] == "08 05:10"  # metadata, when the API is ready
        assert "11 00:00" in shown  # the clocks have gone forward
        assert not [moment for moment in shown if "08 07:00" < moment < "11 00:00"]

    async def test_a_second_look_asks_nothing(self, night: Night) -> None:
        """Nor does that of a new process, or of somebody who waits."""
        await night.run_until("2024-03-08T12:00")
        before = await night.store.batches(night.archives, date(2024, 1, 1), date(2024, 4, 1))
        with night.asking() as asked:
            assert {b.state for b in await night.take(eager=True)} == {COMPLETE}
            night.restart()
            await night.take()
            await night.intake.day(night.archives, date(2024, 3, 8))
        assert asked == []
        after = await night.store.batches(night.archives, date(2024, 1, 1), date(2024, 4, 1))
        assert after == before

    async def test_the_same_listing_twice(self, night: Night) -> None:
        """On Saturday and Sunday the newest listing is still Friday's: nothing happens."""
        await night.run_until("2024-03-10T22:00")
        with night.asking() as asked:
            await night.take("2024-03-10T23:59")
        assert asked == []
        await night.take("2024-03-11T00:00")
        assert await night.states(MONDAY) == dict.fromkeys(night.archives, WAITING)
        assert await night.is_all_here(night.archives, FRIDAY)

    async def test_progress_is_told(self, night: Night) -> None:
        """To whoever waits."""
        told: list[str] = []
        await night.intake.take(night.archives, progress=told.append)
        assert told[0] == "Reading arXiv's listing of cs"

    async def test_an_archive_that_is_followed_from_now_on(self, night: Night) -> None:
        """It is taken in from the newest date on, and nobody is said to have missed the past."""
        await night.run_until("2024-03-08T12:00")
        night.archives = (*night.archives, "econ")
        with night.asking() as asked:
            await night.take()
        assert of(asked, "newest", "caught_up") == ["newest econ"]
        dates = [batch.date for batch in await night.intake.known(["econ"])]
        assert dates == [date(2024, 3, 8)]


class TestIdentity:
    """A paper is its base id, wherever it is listed."""

    async def test_cross_listed_papers_are_kept_once(self, night: Night) -> None:
        """And each archive's batch says in what way it has them."""
        await night.run_until("2024-03-08T12:00")
        kinds = {
            archive: {
                line.paper_id.base: line.kind
                for line in (await night.batch(archive, FRIDAY)).announcements
            }["2403.00011"]
            for archive in night.archives
        }
        cross = AnnouncementKind.CROSS
        assert kinds == {"cs": AnnouncementKind.NEW, "hep-th": cross, "stat": cross}
        recent = [paper.id.base for paper in await night.store.recent_papers(100)]
        assert recent.count("2403.00011") == 1

    async def test_replacements_are_never_news(self, night: Night) -> None:
        """They stand in the batch, and nowhere else."""
        await night.run_until("2024-03-08T12:00")
        batch = await night.batch("hep-th", FRIDAY)
        assert "2401.00007" in [line.paper_id.base for line in batch.announcements]
        assert [paper.base for paper in batch.news] == ["2403.00013", "2403.00011"]
        recent = [paper.id.base for paper in await night.store.recent_papers(100)]
        assert "2401.00007" not in recent

    @pytest.mark.parametrize(
        ("begins", "day", "bases"),
        [
            ("2024-02-29T12:00", "2024-03-01", ["2402.19999", "2403.00001"]),
            ("2024-12-30T12:00", "2024-12-31", ["2412.19999", "2501.00001"]),
            ("2024-02-28T12:00", "2024-02-29", ["2402.18888", "2402.18889"]),
        ],
    )
    async def test_ids_of_two_months(self, begins: str, day: str, bases: list[str]) -> None:
        """One night's ids can be of the old month, or year, and of the new."""
        night = Night(begins, ("cs",))
        night.source.announces(begins[:10], "2401.00001 cs.CV")
        night.source.announces(day, "\n".join(f"{base} cs.CV" for base in bases))
        await night.run_until(f"{day}T12:00")
        assert await night.is_all_here(["cs"], day)
        assert [paper.base for paper in (await night.batch("cs", day)).news] == bases
        origins = {paper.origin for paper in await night.store.recent_papers(2)}
        assert origins == {MetadataOrigin.API}


class TestClocks:
    """When nights begin."""

    @pytest.mark.parametrize(
        ("friday", "hour", "monday", "next_hour"),
        [
            ("2024-03-08", "01:00", "2024-03-11", "00:00"),
            ("2024-11-01", "00:00", "2024-11-04", "01:00"),
        ],
    )
    async def test_us_clocks_change(
        self, friday: str, hour: str, monday: str, next_hour: str
    ) -> None:
        """Over the weekend, in either direction, no date is missed or looked for early."""
        begins = date.fromisoformat(friday) - timedelta(days=1)
        night = Night(f"{begins}T12:00", ("cs",))
        for number, day in enumerate([str(begins), friday, monday], 1):
            night.source.announces(day, f"2403.0000{number} cs.CV")
        woken = await night.run_until(f"{monday}T12:00")
        assert utc(f"{friday}T{hour}") in woken
        assert utc(f"{monday}T{next_hour}") in woken
        assert await night.is_all_here(["cs"], friday, monday)
        with_trouble = {BatchState.LATE, BatchState.FAILED, BatchState.QUIET}
        assert not with_trouble.intersection(night.passed("cs", monday))
        assert of(night.source.asked, "caught_up") == []

    async def test_year_end(self) -> None:
        """Two holidays running, one of them New Year's Day: quiet, and all of it firm at last."""
        night = Night("2024-12-30T12:00", ("cs", "stat"))
        for number, day in enumerate(["2024-12-30", "2024-12-31", "2025-01-03"], 1):
            night.source.announces(day, f"2501.0000{number} cs.CV stat.ML")
        await night.run_until("2025-01-03T12:00")
        skipped = ["2025-01-01", "2025-01-02"]
        assert await night.is_all_here(["cs", "stat"], "2024-12-31", *skipped, "2025-01-03")
        for day in skipped:
            assert QUIET in night.passed("cs", day)
            assert "holiday" in (await night.batch("cs", day)).reason

    async def test_a_holiday_is_only_a_hint(self) -> None:
        """What arXiv lists for one all the same is taken in."""
        night = Night("2024-12-24T12:00", ("cs", "stat"))
        for number, day in enumerate(["2024-12-24", "2024-12-25", "2024-12-26"], 1):
            night.source.announces(day, f"2412.0000{number} cs.CV stat.ML")
        await night.run_until("2024-12-26T12:00")
        assert await night.is_all_here(["cs", "stat"], "2024-12-26")

    async def test_on_a_holidays_night(self) -> None:
        """It is quiet by the table as long as the listing shows the date before."""
        night = Night("2024-12-26T05:00", ("cs",))
        night.source.announces("2024-12-25", "2412.00001 cs.CV")
        assert night.intake.newest_date() == date(2024, 12, 25)
        await night.take()
        batch = await night.batch("cs", "2024-12-26")
        assert batch.state is QUIET
        assert "still that of Wednesday 2024-12-25" in batch.reason
        assert not is_firm(batch)


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
