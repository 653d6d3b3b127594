"""Nights as they should be: taken in completely, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.messages import Message
from domain.papers import AnnouncementKind, BatchState, Counts, MetadataOrigin
from intake.states import is_firm
from tests.intake.night import FRIDAY, MONDAY, THURSDAY, Night, of, usual_night

WAITING, COMPLETE, QUIET = BatchState.WAITING, BatchState.COMPLETE, BatchState.QUIET


@pytest.fixture
def night() -> Night:
    """From Thursday noon on."""
    return usual_night()


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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
        assert "being published" in str(waiting.reason)
        with night.asking() as asked:
            batches = await night.take("2024-03-08T01:45")
        assert set(asked) == {"newest hep-th", "newest stat"}
        assert {batch.archive: batch.state for batch in batches}["stat"] is COMPLETE

    async def test_when_arxiv_is_asked(self, night: Night) -> None:
        """Not from what is done to what is due, nor from a Friday's night to Sunday evening."""
        asked_at = await night.run_until("2024-03-11T00:30")
        shown = [f"{moment:%d %H:%M}" for moment in asked_at]
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
        told: list[Message] = []
        await night.intake.take(night.archives, progress=told.append)
        assert str(told[0]) == "Reading arXiv's listing of cs"

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
            assert "holiday" in str((await night.batch("cs", day)).reason)

    async def test_a_friday_takes_sundays_announcement(self) -> None:
        """Nothing is listed for Monday 28 December 2026: quiet, and never late."""
        night = Night("2026-12-24T12:00", ("cs", "stat"))
        for number, day in enumerate(["2026-12-24", "2026-12-25", "2026-12-29"], 1):
            night.source.announces(day, f"2612.0000{number} cs.CV stat.ML")
        await night.run_until("2026-12-28T12:00")
        assert night.intake.newest_date() == date(2026, 12, 25)
        assert set((await night.states("2026-12-28")).values()) == {QUIET}
        await night.run_until("2026-12-29T12:00")
        assert await night.is_all_here(["cs", "stat"], "2026-12-25", "2026-12-28", "2026-12-29")
        assert BatchState.LATE not in night.passed("cs", "2026-12-28")

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
        assert "still that of Wednesday 2024-12-25" in str(batch.reason)
        assert not is_firm(batch)
