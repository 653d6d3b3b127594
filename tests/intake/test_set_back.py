"""The intake under a clock that was ahead: what it noted then holds nothing up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from domain.errors import MalformedAnswer
from domain.messages import as_is
from intake.engine import Intake
from intake.evidence import MOST_FILES, EvidenceFolder
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

NOW = "2024-03-08T12:00:00Z"


async def test_archives_are_followed_all_the_same() -> None:
    """From a week back, where the day noted is one that has not come."""
    store, clock = MemoryStore(), SettableClock(NOW)
    noted = {"cs": "2025-01-01", "math": "2024-01-02"}
    await store.save_note("intake-followed", json.dumps(noted))
    intake = Intake(source=FakeSource(clock), store=store, clock=clock)
    days = [date(2024, 2, 26), date(2024, 3, 7)]
    found = {(batch.archive, batch.date) for batch in await intake.kept(["cs", "math"], days)}
    assert found == {("cs", days[1]), ("math", days[0]), ("math", days[1])}


def names_in(folder: Path) -> list[str]:
    """The names of the files in a folder, in order."""
    return sorted(file.name for file in folder.iterdir())


async def test_evidence_of_a_time_to_come_makes_room(tmp_path: Path) -> None:
    """The newest answers are kept, not those with the latest names."""
    folder, clock = EvidenceFolder(tmp_path), SettableClock(NOW)
    error = MalformedAnswer(as_is("It makes no sense."), evidence=b"<html>")
    for days in range(MOST_FILES):
        await folder.told(error, "cs", clock.now() + timedelta(days=365 + days))
    for hours in range(5):
        await folder.told(error, "cs", clock.now() + timedelta(hours=hours))
    names = names_in(tmp_path)
    assert len(names) == MOST_FILES
    assert [name[9:11] for name in names[:5]] == ["12", "13", "14", "15", "16"]
