"""Who vouches for an empty listing: somebody else, and for the date that it is empty of."""

from __future__ import annotations

from datetime import date

from domain.papers import BatchState
from tests.fakes.paper_source import FOR_EVER
from tests.intake.night import FRIDAY, MONDAY, THURSDAY, Night

QUIET, PARTIAL = BatchState.QUIET, BatchState.PARTIAL


async def on_friday(*archives: str) -> Night:
    """A process that was there on Thursday."""
    night = Night("2024-03-07T12:00", archives)
    night.source.announces(THURSDAY, "2403.00001 cs.CV hep-th hep-ex")
    await night.take()
    return night


async def test_a_busy_archive_vouches_for_no_date_on_which_it_had_nothing() -> None:
    """Of those with papers on the date one is asked for, however many others have on others."""
    night = await on_friday("cs", "hep-ex", "hep-th")
    night.source.announces(FRIDAY, "2403.00011 cs.CV")
    night.source.plans("* hep-th*", "down", times=FOR_EVER)
    await night.run_until("2024-03-08T12:00")
    assert await night.is_all_here(["cs", "hep-ex"], FRIDAY)
    busy = "\n".join(f"2403.0002{number} hep-ex" for number in range(9))
    night.source.announces(MONDAY, f"2403.00031 cs.CV hep-th\n{busy}")
    night.source.heals()
    night.clock.set("2024-03-11T02:00")
    await night.run_until("2024-03-11T12:00")
    assert await night.is_all_here(night.archives, FRIDAY, MONDAY)


async def test_what_arxiv_announced_on_the_date_does_not_explain_why_it_is_empty() -> None:
    """The control's page was empty twice and has papers at a third look: it is not quiet."""
    night = await on_friday("cs", "hep-th")
    night.source.announces(FRIDAY, "2403.00011 cs.CV\n2403.00012 cs.CL")
    night.source.plans("newest", "empty", times=FOR_EVER)
    night.source.plans(f"caught_up cs {FRIDAY}", "empty", "ok")
    night.source.plans("feed", "down", times=FOR_EVER)
    night.clock.set("2024-03-08T12:00")
    batches = await night.intake.day(night.archives, date(2024, 3, 8))
    assert [batch.state for batch in batches] == [PARTIAL, PARTIAL]
    await night.run_until("2024-03-11T12:00")
    assert QUIET not in night.passed("cs", FRIDAY)
    assert await night.is_all_here(night.archives, FRIDAY)
