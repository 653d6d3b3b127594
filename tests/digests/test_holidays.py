"""The digests by themselves over arXiv's holidays: none is held back for what does not come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.scheduler.stage import HERE, ONE, TWO, WAVES, Stage, paper, staged

THURSDAY, FRIDAY, MONDAY, TUESDAY = "2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29"
UNTIL_TUESDAY = "there is no announcement until Tuesday, 29 December 2026"


@pytest.fixture
async def christmas(tmp_path: Path) -> AsyncIterator[Stage]:
    """From Christmas Day's morning on; a chat has its digest at eight."""
    async with staged(tmp_path, f"{FRIDAY}T05:00") as stage:
        await stage.announce(THURSDAY, paper("2612.10000"))
        await stage.announce(FRIDAY, paper(ONE))
        await stage.chat(HERE, WAVES)
        yield stage


async def test_no_digest_waits_for_what_is_not_announced(christmas: Stage) -> None:
    """Each comes at its moment and says until when there is none; Monday's is not late."""
    (friday,) = await christmas.look(f"{FRIDAY}T08:00")
    assert friday.papers == {ONE}
    assert UNTIL_TUESDAY in friday.text
    (saturday,) = await christmas.look("2026-12-26T08:00")
    assert "arXiv announced nothing on 26 December 2026" in saturday.text
    assert UNTIL_TUESDAY in saturday.text
    assert len(await christmas.look("2026-12-27T08:00")) == 1
    (monday,) = await christmas.look(f"{MONDAY}T08:00")
    assert monday.at == datetime.fromisoformat(f"{MONDAY}T08:00:00+00:00")
    assert UNTIL_TUESDAY in monday.text
    assert "late" not in monday.text
    await christmas.announce(TUESDAY, paper(TWO))
    (tuesday,) = await christmas.look(f"{TUESDAY}T08:00")
    assert tuesday.papers == {TWO}
    assert UNTIL_TUESDAY not in tuesday.text


async def test_what_is_announced_all_the_same_is_told(christmas: Stage) -> None:
    """With the next date's, and nobody says before that there is nothing."""
    await christmas.look(f"{FRIDAY}T08:00")
    christmas.clock.set(f"{MONDAY}T03:00")
    await christmas.announce(MONDAY, paper("2612.10003"))
    (monday,) = await christmas.look(f"{MONDAY}T08:00")
    assert "no announcement until" not in monday.text
    await christmas.announce(TUESDAY, paper(TWO))
    (tuesday,) = await christmas.look(f"{TUESDAY}T08:00")
    assert tuesday.papers == {"2612.10003", TWO}
