"""Nights as they are: late, stale, broken, changed; and never told otherwise than they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.errors import MalformedAnswer, StoreError
from domain.papers import BatchState, Listing
from domain.taxonomy import ARCHIVES
from intake import calendar
from intake.evidence import MOST_FILES
from tests.fakes.paper_source import CHANGED_PAGE, FOR_EVER, FakeSource
from tests.intake.night import Night

WAITING, PARTIAL, COMPLETE = BatchState.WAITING, BatchState.PARTIAL, BatchState.COMPLETE
QUIET, LATE, FAILED = BatchState.QUIET, BatchState.LATE, BatchState.FAILED

THURSDAY, FRIDAY, MONDAY, TUESDAY = "2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12"
EVERY = ("cs", "hep-th", "stat")


@pytest.fixture
async def night(tmp_path: Path) -> Night:
    """From Thursday evening on, with papers of two archives of three for Friday and Monday."""
    night = Night("2024-03-07T12:00", EVERY, tmp_path / "evidence")
    night.source.announces(THURSDAY, "2403.00001 cs.CV hep-th stat.ML")
    night.source.announces(FRIDAY, "2403.00011 cs.CV\n2403.00012 hep-th\n2403.00013 cs.LG")
    night.source.announces(MONDAY, "2403.00021 cs.CV stat.ML\n2403.00022 hep-th")
    await night.run_until("2024-03-07T23:00")
    return night


class TestEmptyPages:
    """A page that says that there is nothing."""

    async def test_is_not_believed_alone(self, night: Night) -> None:
        """Only once the feed agrees, after midnight, it is quiet."""
        await night.run_until("2024-03-08T04:00")
        batch = await night.batch("stat", FRIDAY)
        assert batch.state is PARTIAL
        assert "other evidence has yet to confirm" in batch.reason
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        assert (await night.batch("stat", FRIDAY)).reason == (
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
        assert "announced otherwise" in (await night.batch("stat", FRIDAY)).reason

    async def test_neither_feed_nor_search(self, night: Night) -> None:
        """Then it stays open, for as long as that lasts."""
        night.source.plans("feed", "down", times=FOR_EVER)
        night.source.plans("search", "empty", times=FOR_EVER)
        await night.run_until("2024-03-10T12:00")
        assert await night.state("stat", FRIDAY) is PARTIAL
        night.source.heals()
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY)

    async def test_for_somebody_who_waits_it_is_looked_at_twice(self, night: Night) -> None:
        """Quiet for the time being before midnight, and firmly after it."""
        night.clock.set("2024-03-08T02:00")
        batches = await night.intake.day(EVERY, date(2024, 3, 8))
        assert [batch.state for batch in batches] == [COMPLETE, COMPLETE, QUIET]
        assert batches[2].reason == "arXiv's page lists nothing here, at two looks."
        assert not await night.is_all_here(["stat"], FRIDAY)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)


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
        assert len(looks) == len(woken) - 1  # the first of them found nothing due
        # From midnight on, a stale page is told from a late night by catch-up.
        assert len(asked) - len(looks) == sum(
            moment >= calendar.midnight(date(2024, 3, 8)) for moment in woken
        )
        assert len(looks) < 30
        assert {request.split()[1] for request in looks} == set(EVERY)
        gaps = [later - earlier for earlier, later in pairwise(woken[1:])]
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
        assert batch.reason == "arXiv counts 2 papers, and 1 are here."
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
        assert "changed while it was read" in batch.reason
        assert batch.announcements == ()
        source.changes = False
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)

    async def test_a_withdrawn_paper_is_marked(self, night: Night) -> None:
        """Also where the API's metadata of before stands in the store."""
        await night.run_until("2024-03-08T12:00")
        source = Withdrawing(night.clock)
        source.announces(MONDAY, "2403.00011v2 cs.CV")
        night.source = source
        night.restart()
        await night.run_until("2024-03-11T01:00")
        paper = await night.paper("2403.00011")
        assert paper is not None
        assert paper.withdrawn
        assert paper.comment == "This paper has been withdrawn"


class Paged(FakeSource):
    """Its listing of cs changes while it is paged."""

    changes = True

    async def newest(self, archive: str) -> Listing:
        """Raises for cs, as long as that lasts."""
        listing = await super().newest(archive)
        if archive == "cs" and listing.date.isoformat() == FRIDAY and self.changes:
            raise MalformedAnswer("The listing changed while it was read.")
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


class TestChangedPages:
    """HTML that has changed its shape."""

    async def test_ends_in_failed_with_evidence(self, night: Night) -> None:
        """Never in quiet; the operator can see what was answered."""
        night.source.plans("newest", "html", times=FOR_EVER)
        night.source.plans("caught_up", "html", times=FOR_EVER)
        await night.run_until("2024-03-10T12:00")
        for archive in EVERY:
            batch = await night.batch(archive, FRIDAY)
            assert batch.state is FAILED
            assert QUIET not in night.passed(archive, FRIDAY)
            assert batch.counts is None
        kept = kept_files(night)
        assert kept[-1].read_bytes() == CHANGED_PAGE
        reasons = [(await night.batch(archive, FRIDAY)).reason for archive in EVERY]
        assert f"The page is not a listing. The answer is kept in {kept[-1].name}." in reasons

    async def test_keeps_no_more_than_some(self, night: Night) -> None:
        """However long it lasts; the newest."""
        night.source.plans("newest", "html", times=FOR_EVER)
        night.source.plans("caught_up", "html", times=FOR_EVER)
        await night.run_until("2024-03-12T12:00")
        assert len(night.source.asked) > 2 * MOST_FILES
        kept = kept_files(night)
        assert len(kept) == MOST_FILES
        assert kept[0].name > "20240311"

    async def test_is_made_good(self, night: Night) -> None:
        """Once it can be read again."""
        night.source.plans("newest", "html", times=FOR_EVER)
        night.source.plans("caught_up", "html", times=FOR_EVER)
        await night.run_until("2024-03-11T12:00")
        assert set((await night.states(MONDAY)).values()) == {FAILED}
        night.source.heals()
        night.source.announces(TUESDAY, "2403.00031 cs.CV")
        await night.run_until("2024-03-12T12:00")
        assert await night.is_all_here(EVERY, FRIDAY, MONDAY)

    async def test_only_the_newest_pages(self, night: Night) -> None:
        """From midnight on, catch-up pages have what they do not."""
        night.source.plans("newest", "html", times=FOR_EVER)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(["cs", "hep-th"], FRIDAY)

    async def test_without_a_folder_for_evidence(self, night: Night) -> None:
        """It is told all the same."""
        night.evidence_dir = None
        night.restart()
        night.source.plans("newest", "html", times=FOR_EVER)
        await night.run_until("2024-03-08T02:00")
        assert (await night.batch("cs", FRIDAY)).reason == "The page is not a listing."

    async def test_with_a_folder_that_cannot_be_written(self, night: Night) -> None:
        """A full disk does not stop the intake."""
        assert night.evidence_dir is not None
        night.evidence_dir.write_text("not a folder", encoding="utf-8")
        night.source.plans("newest", "html", times=FOR_EVER)
        await night.run_until("2024-03-08T02:00")
        assert (await night.batch("cs", FRIDAY)).reason == "The page is not a listing."


class TestSilentServer:
    """arXiv does not answer."""

    async def test_ends_the_round_early(self) -> None:
        """Two requests tell; the other archives are told to have failed, without being asked."""
        night = Night("2024-03-07T12:00", tuple(ARCHIVES))
        night.source.announces(THURSDAY, "2403.00001 cs.CV")
        night.source.plans("*", "down", times=FOR_EVER)
        with night.asking() as asked:
            batches = await night.take()
        assert len(asked) == 2
        assert {batch.state for batch in batches} == {FAILED}
        assert {batch.archive for batch in batches} == set(ARCHIVES)
        tried = [batch for batch in batches if batch.checked_at]
        assert len(tried) == 2
        assert {batch.reason for batch in batches} == {
            "arXiv's site is not answering: it answered 503."
        }

    async def test_ends_after_five_pages_of_nonsense(self) -> None:
        """A changed page is not asked for twenty times."""
        night = Night("2024-03-07T12:00", tuple(ARCHIVES))
        night.source.announces(THURSDAY, "2403.00001 cs.CV")
        night.source.plans("*", "html", times=FOR_EVER)
        with night.asking() as asked:
            await night.take()
        assert len(asked) == 5

    async def test_is_not_asked_often(self, night: Night) -> None:
        """Four requests in fifty minutes, once it has lasted."""
        night.source.plans("*", "down", times=FOR_EVER)
        await night.run_until("2024-03-08T06:00")
        with night.asking() as asked:
            await night.run_until("2024-03-09T12:00")
        assert len(asked) <= 4 * (30 * 60 / 50)
        assert set((await night.states(FRIDAY)).values()) == {FAILED}
        assert not any(QUIET in night.passed(archive, FRIDAY) for archive in EVERY)

    async def test_what_was_complete_stays(self, night: Night) -> None:
        """Trouble afterwards says nothing of it."""
        await night.run_until("2024-03-08T12:00")
        night.source.plans("*", "down", times=FOR_EVER)
        await night.run_until("2024-03-10T12:00")
        assert await night.is_all_here(EVERY, THURSDAY, FRIDAY)

    async def test_what_was_late_stays_late(self, night: Night) -> None:
        """With both reasons."""
        night.source.late[date(2024, 3, 8)] = timedelta(hours=8)
        await night.run_until("2024-03-08T02:00")
        night.source.plans("*", "down", times=FOR_EVER)
        await night.run_until("2024-03-08T06:00")
        batch = await night.batch("cs", FRIDAY)
        assert batch.state is LATE
        assert "Overdue" in batch.reason
        assert "503" in batch.reason

    async def test_metadata_that_cannot_be_had(self, night: Night) -> None:
        """Is the API's trouble alone: the batches are complete."""
        night.source.plans("papers", "down", times=FOR_EVER)
        await night.run_until("2024-03-08T12:00")
        assert await night.is_all_here(EVERY, FRIDAY)
        night.source.heals()
        await night.run_until("2024-03-09T12:00")
        assert await night.store.awaiting_metadata(date(2024, 3, 1), news=True) == []


async def test_a_broken_store_is_told(night: Night) -> None:
    """It is no trouble of arXiv's."""
    night.store.trouble = StoreError("The disk is full.")
    with pytest.raises(StoreError, match="full"):
        await night.intake.take(EVERY)


def kept_files(night: Night) -> list[Path]:
    """The answers kept, the oldest first."""
    assert night.evidence_dir is not None
    return sorted(night.evidence_dir.iterdir())
