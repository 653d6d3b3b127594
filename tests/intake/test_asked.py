"""What the intake answers to those who ask: of one date, of all, of when to come again."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from domain.errors import SourceUnavailable
from domain.papers import AnnouncementKind, BatchState, Listing
from domain.ports import Clock
from domain.taxonomy import ARCHIVES
from domain.topics import Category, Or
from intake.engine import RECONSTRUCTED
from tests.fakes.paper_source import FOR_EVER, FakeSource
from tests.intake.night import Night, announced

PARTIAL, COMPLETE, QUIET = BatchState.PARTIAL, BatchState.COMPLETE, BatchState.QUIET
WAITING, LATE, FAILED = BatchState.WAITING, BatchState.LATE, BatchState.FAILED

FIRST = date(2024, 3, 4)
FEW = ("cs", "stat")


class TestDay:
    """One date made available to somebody who asks."""

    @pytest.fixture
    def night(self) -> Night:
        """Tuesday, 19 March, nothing read as yet."""
        night = announced(FIRST, date(2024, 3, 20))
        night.clock.set("2024-03-19T15:00")
        return night

    async def test_of_the_past(self, night: Night) -> None:
        """One request for each archive, and none at the second time."""
        with night.asking() as asked:
            batches = await night.intake.day(FEW, date(2024, 3, 8))
        assert [batch.archive for batch in batches] == ["cs", "stat"]
        assert {batch.state for batch in batches} == {COMPLETE}
        assert asked == ["caught_up cs 2024-03-08", "caught_up stat 2024-03-08"]
        with night.asking() as asked:
            assert await night.intake.day(FEW, date(2024, 3, 8)) == batches
        assert asked == []

    async def test_of_the_past_with_an_empty_archive(self, night: Night) -> None:
        """Two looks and the API's search settle it at once."""
        batches = await night.intake.day(FEW, date(2024, 3, 7))
        assert [batch.state for batch in batches] == [COMPLETE, QUIET]

    async def test_of_an_empty_archive_alone(self, night: Night) -> None:
        """Another archive, known to have papers, speaks for the search."""
        (batch,) = await night.intake.day(["stat"], date(2024, 3, 7))
        assert batch.state is QUIET

    async def test_of_a_falsely_empty_page(self, night: Night) -> None:
        """The search has papers of it: it is not said to be quiet."""
        night.source.plans("caught_up stat 2024-03-08", "empty", times=FOR_EVER)
        batches = await night.intake.day(FEW, date(2024, 3, 8))
        assert [batch.state for batch in batches] == [COMPLETE, PARTIAL]

    async def test_of_tonight(self, night: Night) -> None:
        """Read from the newest listings."""
        with night.asking() as asked:
            batches = await night.intake.day(["cs"], date(2024, 3, 19))
        assert [batch.state for batch in batches] == [COMPLETE]
        assert asked == ["newest cs"]

    async def test_of_tonight_that_is_late(self, night: Night) -> None:
        """One page says so for all, and who asks within two minutes is told the same."""
        night.source.late[date(2024, 3, 19)] = timedelta(days=1)
        with night.asking() as asked:
            batches = await night.intake.day(FEW, date(2024, 3, 19))
            again = await night.intake.day(FEW, date(2024, 3, 19))
        assert {batch.state for batch in batches} == {LATE}
        assert again == batches
        assert [request for request in asked if request.startswith("newest")] == ["newest cs"]

    @pytest.mark.parametrize(
        ("day", "state", "reason"),
        [
            ("2024-03-16", QUIET, "arXiv lists nothing on a Saturday."),
            ("2024-03-17", QUIET, "arXiv lists nothing on a Sunday."),
            ("2024-03-23", QUIET, "arXiv lists nothing on a Saturday."),
            ("2024-03-20", WAITING, "arXiv announces it at 20:00 Eastern on the evening before."),
            ("2024-05-20", WAITING, "arXiv announces it at 20:00 Eastern on the evening before."),
            (
                "2023-12-01",
                FAILED,
                "More than 90 days ago, which is as far back as arXiv's listings reach.",
            ),
        ],
    )
    async def test_that_is_not_listed(
        self, night: Night, day: str, state: BatchState, reason: str
    ) -> None:
        """Weekends, the future, long ago: told without a request."""
        with night.asking() as asked:
            batches = await night.intake.day(FEW, date.fromisoformat(day))
        assert asked == []
        assert [(batch.archive, batch.state, str(batch.reason)) for batch in batches] == [
            ("cs", state, reason),
            ("stat", state, reason),
        ]

    async def test_of_long_ago_that_is_kept(self, night: Night) -> None:
        """What was taken in stays available for ever."""
        batches = await night.intake.day(FEW, date(2024, 3, 8))
        night.clock.set("2025-03-08T12:00")
        assert not night.intake.is_listed(date(2024, 3, 8))
        assert await night.intake.day(FEW, date(2024, 3, 8)) == batches

    async def test_while_arxiv_is_down(self, night: Night) -> None:
        """Failed, with the reason, after two requests."""
        night.source.plans("*", "down", times=FOR_EVER)
        with night.asking() as asked:
            batches = await night.intake.day(FEW, date(2024, 3, 8))
        assert len(asked) == 2
        assert {batch.state for batch in batches} == {FAILED}
        assert {str(batch.reason) for batch in batches} == {
            "arXiv's site is not answering: it fell silent."
        }

    async def test_by_several_at_once(self, night: Night) -> None:
        """Each listing is read once, and all of them have it."""
        night.source = Slow(night.clock, night.source)
        night.restart()
        await night.intake.day(FEW, date(2024, 3, 19))
        with night.asking() as asked:
            await asyncio.gather(*(night.intake.day(FEW, date(2024, 3, 8)) for _ in range(5)))
        assert sorted(asked) == ["caught_up cs 2024-03-08", "caught_up stat 2024-03-08"]
        assert await night.is_all_here(FEW, "2024-03-08")


class Slow(FakeSource):
    """Another source's announcements; others get their turn while a page is read."""

    def __init__(self, clock: Clock, other: FakeSource) -> None:
        super().__init__(clock)
        vars(self).update(vars(other))

    async def caught_up(self, archive: str, day: date) -> Listing:
        """As the other's, a little later."""
        await asyncio.sleep(0)
        return await super().caught_up(archive, day)


class TestReconstruct:
    """Dates that are too old to be listed."""

    @pytest.fixture
    def night(self) -> Night:
        """A year after the announcements."""
        night = announced(FIRST, date(2024, 3, 20))
        night.clock.set("2025-03-19T15:00")
        return night

    async def test_is_what_was_submitted_for_the_date(self, night: Night) -> None:
        """As news of no archive in particular, and said to be so."""
        query = Or((Category("cs"), Category("stat")))
        batch, papers = await night.intake.reconstruct(query, date(2024, 3, 8))
        assert [paper.id.base for paper in papers] == ["2403.00005", "2403.05005"]
        assert (batch.archive, batch.date) == (RECONSTRUCTED, date(2024, 3, 8))
        assert batch.state is BatchState.RECONSTRUCTED
        assert [paper.base for paper in batch.news] == ["2403.00005", "2403.05005"]
        assert {line.kind for line in batch.announcements} == {AnnouncementKind.NEW}
        assert str(batch.reason) == "Submitted from 2024-03-06 19:00 to 2024-03-07 19:00 UTC."
        assert batch.counts is None

    async def test_knows_weekends(self, night: Night) -> None:
        """Nothing is asked for."""
        with night.asking() as asked:
            batch, papers = await night.intake.reconstruct(Category("cs"), date(2024, 3, 9))
        assert (asked, papers, batch.news) == ([], [], ())

    async def test_while_the_search_is_down(self, night: Night) -> None:
        """It is an error, not an empty day."""
        night.source.plans("search", "down")
        with pytest.raises(SourceUnavailable):
            await night.intake.reconstruct(Category("cs"), date(2024, 3, 8))


class TestKnown:
    """How matters stand."""

    async def test_of_nobody(self) -> None:
        """Nothing is followed, nothing is told."""
        assert await announced(FIRST, FIRST).intake.known() == []

    async def test_by_default_of_all_that_was_taken_in(self) -> None:
        """By date and then archive; with announcements."""
        night = announced(FIRST, date(2024, 3, 20))
        await night.run_until("2024-03-06T12:00")
        batches = await night.intake.known()
        places = [(batch.date.day, batch.archive) for batch in batches]
        assert places == [(4, "cs"), (4, "stat"), (5, "cs"), (5, "stat"), (6, "cs"), (6, "stat")]
        assert batches[0].announcements

    async def test_of_what_nobody_has_looked_for(self) -> None:
        """A process that was down says that it was, not that nothing was announced."""
        night = announced(FIRST, date(2024, 3, 20))
        await night.run_until("2024-03-06T12:00")
        night.clock.set("2024-03-14T15:00")
        newest = [batch for batch in await night.intake.known() if batch.date.day == 14]
        assert {batch.state for batch in newest} == {LATE}
        assert {str(batch.reason) for batch in newest} == {
            "Nobody has looked for it since it was due."
        }

    async def test_on_a_weekend(self) -> None:
        """It says why nothing is there, and what is waited for."""
        night = announced(FIRST, date(2024, 3, 20), ("cs",))
        await night.run_until("2024-03-09T15:00")
        told = {batch.date.day: batch.state for batch in await night.intake.known()}
        assert told == {4: COMPLETE, 5: COMPLETE, 6: COMPLETE, 7: COMPLETE, 8: COMPLETE,
                        9: QUIET, 11: WAITING}  # fmt: skip

    async def test_as_far_back_as_is_asked_for(self) -> None:
        """In days before today."""
        night = announced(FIRST, date(2024, 3, 20), ("cs",))
        await night.run_until("2024-03-08T15:00")
        told = [batch.date.day for batch in await night.intake.known(days=2)]
        assert told == [6, 7, 8]

    async def test_of_other_archives(self) -> None:
        """Those that are not followed are left out; those that were read are not."""
        night = announced(FIRST, date(2024, 3, 20), ("cs",))
        await night.run_until("2024-03-04T15:00")
        assert await night.intake.known(["math"]) == []
        await night.intake.day(["stat"], FIRST)
        assert {batch.archive for batch in await night.intake.known()} == {"cs", "stat"}


async def test_nobody_asks_without_pause() -> None:
    """Whatever goes wrong: over a day there are not many moments at which arXiv is asked."""
    night = announced(FIRST, date(2024, 3, 6))
    night.source.plans("*", "down", "html", "empty", "stale", times=FOR_EVER)
    await night.run_until("2024-03-05T00:30")
    with night.asking() as asked:
        asked_at = await night.run_until("2024-03-06T00:30")
    assert 10 <= len(asked_at) <= 40
    assert len(asked) <= 100


def test_which_dates_are_listed() -> None:
    """What the intake says of dates, for those who ask it and not the calendar."""
    night = Night("2024-12-26T15:00", tuple(ARCHIVES))
    assert night.intake.newest_date() == date(2024, 12, 25)
    assert night.intake.is_listed(date(2024, 9, 27))
    assert not night.intake.is_listed(date(2024, 9, 26))
    days = night.intake.listing_dates(date(2024, 12, 26), date(2024, 12, 30))
    assert days == [date(2024, 12, 26), date(2024, 12, 27), date(2024, 12, 30)]
