"""arXiv has changed its pages, or is down: told, kept for the operator, made good."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.errors import StoreError
from domain.messages import as_is
from domain.papers import BatchState
from domain.taxonomy import ARCHIVES
from intake.evidence import MOST_FILES
from tests.fakes.paper_source import CHANGED_PAGE, FOR_EVER
from tests.intake.night import EVERY, FRIDAY, MONDAY, THURSDAY, TUESDAY, Night, two_nights_ahead

QUIET, LATE, FAILED = BatchState.QUIET, BatchState.LATE, BatchState.FAILED


@pytest.fixture
async def night(tmp_path: Path) -> Night:
    """From Thursday evening on."""
    return await two_nights_ahead(tmp_path / "evidence")


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
        reasons = [str((await night.batch(archive, FRIDAY)).reason) for archive in EVERY]
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
        # An empty page does not make good what could not be read.
        assert await night.state("stat", FRIDAY) is FAILED

    async def test_without_a_folder_for_evidence(self, night: Night) -> None:
        """It is told all the same."""
        night.evidence_dir = None
        night.restart()
        night.source.plans("newest", "html", times=FOR_EVER)
        await night.run_until("2024-03-08T02:00")
        assert str((await night.batch("cs", FRIDAY)).reason) == "The page is not a listing."

    async def test_with_a_folder_that_cannot_be_written(self, night: Night) -> None:
        """A full disk does not stop the intake."""
        assert night.evidence_dir is not None
        night.evidence_dir.write_text("not a folder", encoding="utf-8")
        night.source.plans("newest", "html", times=FOR_EVER)
        await night.run_until("2024-03-08T02:00")
        assert str((await night.batch("cs", FRIDAY)).reason) == "The page is not a listing."


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
        assert {str(batch.reason) for batch in batches} == {
            "arXiv's site is not answering: it fell silent."
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
        assert "Overdue" in str(batch.reason)
        assert "fell silent" in str(batch.reason)

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
    night.store.trouble = StoreError(as_is("The disk is full."))
    with pytest.raises(StoreError, match="full"):
        await night.intake.take(EVERY)


def kept_files(night: Night) -> list[Path]:
    """The answers kept, the oldest first."""
    assert night.evidence_dir is not None
    return sorted(night.evidence_dir.iterdir())
