"""Nights as they are: empty, late, stale, in part; and never told otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.errors import MalformedAnswer
from domain.messages import as_is
from domain.papers import BatchState, Listing
from intake import calendar
from tests.fakes.paper_source import FOR_EVER, FakeSource
from tests.intake.night import EVERY, FRIDAY, MONDAY, THURSDAY, TUESDAY, Night, two_nights_ahead

WAITING, PARTIAL, COMPLETE = BatchState.WAITING, BatchState.PARTIAL, BatchState.COMPLETE
QUIET, LATE, FAILED = BatchState.QUIET, BatchState.LATE, BatchState.FAILED


@pytest.fixture
async def night(tmp_path: Path) -> Night:
    """From Thursday evening on."""
    return await two_nights_ahead(tmp_path / "evidence")


class TestEmptyPages:
    """A page that says that there is nothing."""

    async def test_is_not_believed_alone(self, night: Night) -> None:
        """Only once the feed agrees, after midnight, it is quiet."""
        await night.run_until("2024-03-08T04:00")
        batch = await night.batch("stat", FRIDAY)
        assert batch.state is PARTIAL
        assert "other evidence has yet to confirm" in str(batch.reason)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        assert str((await night.batch("stat", FRIDAY)).reason) == (
            "Neither arXiv's page nor its feed has anything here."
        )

    @pytest.mark.parametrize("archive", ["cs", "hep-th"])
    async def test_a_false_one_is_found_out(self, night: Night, archive: str) -> None:
        """The feed has papers, so catch-up is read: never quiet, then complete."""
        night.source.plans(f"newest {archive}", "empty", times=FOR_EVER)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        assert night.passed(archive, FRIDAY)[-2:] == [PARTIAL, COMPLETE]
        assert QUIET not in night.passed(archive, FRIDAY)

    async def test_all_of_them_false(self, night: Night) -> None:
        """Nothing tells the truth: no state claims more than is known, and it is made good."""
        night.source.plans("newest", "empty", times=FOR_EVER)
        night.source.plans("caught_up", "empty", times=FOR_EVER)
        night.source.plans("feed", "empty", times=FOR_EVER)
        await night.run_until("2024-03-10T12:00")
        assert set((await night.states(FRIDAY)).values()) == {PARTIAL}
        night.source.heals()
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY)

    async def test_a_stale_feed_proves_nothing(self, night: Night) -> None:
        """It lacks papers that are known; the search must tell instead."""
        night.source.plans("feed", "stale", times=FOR_EVER)
        await night.run_until("2024-03-09T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        assert "announced otherwise" in str((await night.batch("stat", FRIDAY)).reason)

    async def test_neither_feed_nor_search(self, night: Night) -> None:
        """Then it stays open, for as long as that lasts."""
        night.source.plans("feed", "down", times=FOR_EVER)
        night.source.plans("search", "empty", times=FOR_EVER)
        await night.run_until("2024-03-10T12:00")
        assert await night.state("stat", FRIDAY) is PARTIAL
        night.source.heals()
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY)

    async def test_evidence_is_not_sought_in_the_future(self, night: Night) -> None:
        """A date that is not announced yet tells nothing, and asking for it is refused."""
        night.archives = ("stat",)
        night.source.plans("feed", "down", times=FOR_EVER)
        night.source.plans("caught_up cs", "empty", times=FOR_EVER)
        with night.asking() as asked:
            await night.run_until("2024-03-08T12:00")
        assert f"caught_up cs {FRIDAY}" in asked
        assert f"caught_up cs {MONDAY}" not in asked
        assert await night.state("stat", FRIDAY) is PARTIAL

    async def test_for_somebody_who_waits_it_is_looked_at_twice(self, night: Night) -> None:
        """Quiet for the time being before midnight, and firmly after it."""
        night.clock.set("2024-03-08T02:00")
        batches = await night.intake.day(EVERY, date(2024, 3, 8))
        assert [batch.state for batch in batches] == [COMPLETE, COMPLETE, QUIET]
        assert str(batches[2].reason) == "arXiv's page lists nothing here, at two looks."
        assert not await night.is_all_here(["stat"], FRIDAY)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_for_somebody_who_waits_the_second_look_may_tell(self, night: Night) -> None:
        """Papers at the second of two looks: not quiet, and made good."""
        await night.run_until("2024-03-10T23:00")
        night.source.plans("newest stat", "empty", "ok")
        night.clock.set("2024-03-11T02:00")
        batches = await night.intake.day(EVERY, date(2024, 3, 11))
        assert [batch.state for batch in batches] == [COMPLETE, COMPLETE, PARTIAL]
        await night.run_until("2024-03-11T12:00")
        assert await night.is_all_here(EVERY, MONDAY)
        assert QUIET not in night.passed("stat", MONDAY)

    async def test_for_somebody_who_waits_cross_lists_contradict(self, night: Night) -> None:
        """An archive in which a paper of the night is filed is not empty, however often it says."""
        await night.run_until("2024-03-10T23:00")
        night.source.plans("newest stat", "empty", times=FOR_EVER)
        night.source.announces(MONDAY, "2403.00777 cs.LG stat.ML")
        night.clock.set("2024-03-11T02:00")
        for archives in (EVERY, ["stat"]):
            batches = await night.intake.day(archives, date(2024, 3, 11))
            assert batches[-1].archive == "stat"
            assert batches[-1].state is PARTIAL
        await night.run_until("2024-03-11T12:00")
        assert await night.is_all_here(EVERY, MONDAY)

    async def test_yesterdays_papers_vouch_for_nothing(self, night: Night) -> None:
        """A stale page and a stale feed agree with each other, but not on this date."""
        night.archives = ("stat",)
        await night.run_until("2024-03-10T23:00")
        night.source.plans("newest stat", "empty", times=FOR_EVER)
        night.source.plans("newest cs", "stale", times=FOR_EVER)
        night.source.plans("feed", "stale", times=FOR_EVER)
        await night.run_until("2024-03-11T12:00")
        assert QUIET not in night.passed("stat", MONDAY)


class TestLateness:
    """arXiv misses its hour."""

    async def test_is_told_and_then_made_good(self, night: Night) -> None:
        """Waiting, late, complete: and never quiet in between."""
        night.source.late[date(2024, 3, 8)] = timedelta(hours=3)
        night.source.publication = timedelta(minutes=40)
        await night.run_until("2024-03-08T12:00")
        for archive in ("cs", "hep-th"):
            passed = night.passed(archive, FRIDAY)
            assert passed[:2] == [WAITING, LATE]
            assert passed[-1] is COMPLETE
            assert QUIET not in passed
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_costs_one_request_a_look(self, night: Night) -> None:
        """One archive after another is sent to see, at growing intervals."""
        night.source.late[date(2024, 3, 8)] = timedelta(days=3)
        with night.asking() as asked:
            woken = await night.run_until("2024-03-08T12:00")
        looks = [request for request in asked if request.startswith("newest")]
        assert len(looks) == len(woken)
        # From midnight on, a stale page is told from a late night by catch-up.
        assert len(asked) - len(looks) == sum(
            moment >= calendar.midnight(date(2024, 3, 8)) for moment in woken
        )
        assert len(looks) < 30
        assert {request.split()[1] for request in looks} == set(EVERY)
        gaps = [later - earlier for earlier, later in pairwise(woken)]
        assert gaps == sorted(gaps)
        assert gaps[-1] == timedelta(minutes=50)
        assert set((await night.states(FRIDAY)).values()) == {LATE}

    async def test_two_dates_within_one_poll(self, night: Night) -> None:
        """Friday's comes out together with Monday's, which alone the newest listing shows."""
        night.source.late[date(2024, 3, 8)] = timedelta(days=2, hours=23)
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY)
        assert QUIET not in night.passed("cs", FRIDAY) + night.passed("hep-th", FRIDAY)

    async def test_one_stale_page_hides_no_night(self, night: Night) -> None:
        """The archive whose page is stale is late; catch-up has it."""
        night.source.plans("newest cs", "stale", times=FOR_EVER)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        assert QUIET not in night.passed("cs", FRIDAY)

    async def test_announcements_that_never_come(self, night: Night) -> None:
        """A date that arXiv skips without a word is late, then quiet on evidence."""
        night = Night("2024-03-07T12:00", EVERY)
        night.source.announces(THURSDAY, "2403.00001 cs.CV hep-th stat.ML")
        held = "2024-03-06T20:00+00:00"
        night.source.announces(MONDAY, "2403.00011 cs.CV\n2403.00012 stat.ME", submitted=held)
        await night.run_until("2024-03-10T12:00")
        assert set((await night.states(FRIDAY)).values()) == {LATE}
        night.source.announces(TUESDAY, "2403.00031 cs.CV")
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY, TUESDAY)


class TestUnwholePages:
    """Listings in part."""

    async def test_partial_then_complete(self, night: Night) -> None:
        """By arXiv's own counts."""
        night.source.plans("newest cs", "half")
        await night.run_until("2024-03-08T01:40")
        batch = await night.batch("cs", FRIDAY)
        assert (batch.state, len(batch.announcements)) == (PARTIAL, 1)
        assert str(batch.reason) == "arXiv counts 2 papers, and 1 are here."
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_in_part_for_as_long_as_it_is_the_newest(self, night: Night) -> None:
        """Catch-up has the whole of it."""
        night.source.plans("newest cs", "half", times=FOR_EVER)
        await night.run_until("2024-03-09T12:00")
        assert await night.state("cs", FRIDAY) is PARTIAL
        await night.run_until("2024-03-11T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_a_listing_that_changes_while_it_is_paged(self, night: Night) -> None:
        """The source gives no half of one and half of another; then it is read again."""
        source = Paged(night.clock)
        source.announces(THURSDAY, "2403.00001 cs.CV hep-th stat.ML")
        source.announces(FRIDAY, "2403.00011 cs.CV\n2403.00012 hep-th stat.ME")
        night.source = source
        night.restart()
        await night.run_until("2024-03-08T01:50")
        batch = await night.batch("cs", FRIDAY)
        assert batch.state is FAILED
        assert "changed while it was read" in str(batch.reason)
        assert batch.announcements == ()
        source.changes = False
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_a_withdrawn_paper_is_marked(self, night: Night) -> None:
        """Also where the API's metadata of before stands in the store."""
        await night.run_until("2024-03-08T12:00")
        before = await night.paper("2403.00011")
        assert before is not None
        assert before.checked_at is not None
        source = Withdrawing(night.clock)
        source.announces(MONDAY, "2403.00011v2 cs.CV")
        night.source = source
        night.restart()
        await night.run_until("2024-03-11T01:00")
        paper = await night.paper("2403.00011")
        assert paper is not None
        assert paper.withdrawn
        assert paper.comment == "This paper has been withdrawn"
        assert paper.checked_at is None, "what is known is the newest no longer"


class Paged(FakeSource):
    """Its listing of cs changes while it is paged."""

    changes = True

    async def newest(self, archive: str) -> Listing:
        """Raises for cs, as long as that lasts."""
        listing = await super().newest(archive)
        if archive == "cs" and listing.date.isoformat() == FRIDAY and self.changes:
            raise MalformedAnswer(as_is("The listing changed while it was read."))
        return listing


class Withdrawing(FakeSource):
    """All that is replaced has been withdrawn."""

    async def newest(self, archive: str) -> Listing:
        """Every paper of it with the comment that arXiv gives."""
        listing = await super().newest(archive)
        return replace(
            listing,
            entries=tuple(
                replace(
                    entry,
                    paper=replace(
                        entry.paper, withdrawn=True, comment="This paper has been withdrawn"
                    ),
                )
                for entry in listing.entries
            ),
        )
