"""The process was not there: each date since the last complete one is made good, and no other."""

from __future__ import annotations

from datetime import date, timedelta

from domain.papers import BatchState, MetadataOrigin
from intake import calendar
from tests.intake.night import announced

PARTIAL, COMPLETE, QUIET = BatchState.PARTIAL, BatchState.COMPLETE, BatchState.QUIET
FAILED = BatchState.FAILED

FIRST = date(2024, 3, 4)
FEW = ("cs", "stat")


class TestDowntime:
    """The process was not there."""

    async def test_of_weeks_is_made_good_exactly(self) -> None:
        """Each date since the last complete one is read, and no other."""
        night = announced(FIRST, date(2024, 4, 10))
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(FEW, "2024-03-08")

        night.clock.set("2024-04-05T14:00")
        night.restart()
        with night.asking() as asked:
            await night.run_until("2024-04-05T23:00")
        days = calendar.listing_dates(date(2024, 3, 11), date(2024, 4, 4))
        assert len(days) == 19
        read = {request for request in asked if request.startswith("caught_up")}
        assert read == {f"caught_up {archive} {day}" for archive in FEW for day in days}
        assert await night.is_all_here(FEW, *map(str, days), "2024-04-05")
        for archive in FEW:
            states = {state for day in days for state in night.passed(archive, str(day))}
            assert FAILED not in states

    async def test_what_has_papers_is_read_once(self) -> None:
        """What seems empty is looked at again; each date costs one request for what is not."""
        night = announced(FIRST, date(2024, 4, 10), ("cs",))
        await night.run_until("2024-03-08T12:00")
        night.clock.set("2024-04-05T14:00")
        night.restart()
        with night.asking() as asked:
            await night.take()
        caught = [request for request in asked if request.startswith("caught_up")]
        assert len(caught) == len(set(caught)) == 19
        assert caught == sorted(caught, reverse=True)

    async def test_what_seems_empty_is_looked_at_twice(self) -> None:
        """Some time apart, before the search is asked to confirm it."""
        night = announced(FIRST, date(2024, 4, 10))
        await night.run_until("2024-03-08T12:00")
        night.clock.set("2024-03-14T14:00")
        with night.asking() as asked:
            await night.take()
        assert await night.state("stat", "2024-03-12") is PARTIAL
        assert not [request for request in asked if request.startswith("search")]
        with night.asking() as asked:
            await night.take("2024-03-14T14:50")
        assert await night.state("stat", "2024-03-12") is QUIET
        assert len([request for request in asked if request.startswith("search")]) == 3

    async def test_metadata_of_weeks_is_fetched_too(self) -> None:
        """Papers that were read late do not keep a listing's metadata for ever."""
        night = announced(FIRST, date(2024, 4, 10))
        await night.run_until("2024-03-08T12:00")
        night.clock.set("2024-04-05T14:00")
        night.restart()
        await night.run_until("2024-04-06T12:00")
        papers = await night.store.recent_papers(100)
        assert len(papers) == 30
        assert {paper.origin for paper in papers} == {MetadataOrigin.API}

    async def test_killed_after_each_request(self) -> None:
        """Whatever was found out is kept: the work goes on, and nothing is read twice."""
        night = announced(FIRST, date(2024, 4, 10), ("cs",))
        await night.run_until("2024-03-08T12:00")
        night.clock.set("2024-03-22T14:00")
        with night.asking() as asked:
            for _ in range(20):
                night.source.plans("*", "ok", "down", "down")
                night.restart()
                await night.take()
                night.clock.advance(minutes=51)
        night.source.heals()
        await night.run_until("2024-03-25T12:00")
        read = [request for request in asked if request.startswith("caught_up")]
        assert len(read) > len(set(read))  # some were down at first
        days = calendar.listing_dates(date(2024, 3, 11), date(2024, 3, 22))
        assert await night.is_all_here(["cs"], *map(str, days))

    async def test_over_a_holiday(self) -> None:
        """The table and an empty catch-up page agree: quiet."""
        night = announced(date(2024, 12, 20), date(2025, 1, 10), ("cs",))
        await night.run_until("2024-12-23T12:00")
        night.clock.set("2025-01-09T14:00")
        night.restart()
        await night.run_until("2025-01-09T23:00")
        skipped = ["2024-12-26", "2024-12-27", "2025-01-01", "2025-01-02"]
        assert await night.is_all_here(["cs"], *skipped, "2024-12-24", "2025-01-08")
        assert await night.state("cs", "2024-12-27") is QUIET

    async def test_of_more_than_ninety_days(self) -> None:
        """What arXiv no longer lists has failed, with the reason; the rest is made good."""
        night = announced(FIRST, date(2024, 6, 14), ("cs",))
        await night.run_until("2024-03-04T23:00")
        night.clock.set("2024-06-12T14:00")
        night.restart()
        with night.asking() as asked:
            await night.run_until("2024-06-12T23:00")
        oldest = date(2024, 3, 14)
        given_up = calendar.listing_dates(date(2024, 3, 5), oldest - timedelta(days=1))
        for day in given_up:
            batch = await night.batch("cs", str(day))
            assert batch.state is FAILED
            assert "90 days" in str(batch.reason)
        read = {request.split()[-1] for request in asked if request.startswith("caught_up")}
        assert min(read) == str(oldest)
        days = calendar.listing_dates(oldest, date(2024, 6, 12))
        assert await night.is_all_here(["cs"], *map(str, days))
        assert await night.state("cs", "2024-03-04") is COMPLETE

    async def test_nothing_is_given_up_twice(self) -> None:
        """A date that has failed for good is left alone."""
        night = announced(FIRST, date(2024, 6, 28), ("cs",))
        await night.run_until("2024-03-04T23:00")
        night.clock.set("2024-06-12T14:00")
        await night.run_until("2024-06-12T23:00")
        before = await night.batch("cs", "2024-03-05")
        with night.asking() as asked:
            await night.run_until("2024-06-13T23:00")
        assert await night.batch("cs", "2024-03-05") == before
        assert not [request for request in asked if "2024-03" in request]
