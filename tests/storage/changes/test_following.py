"""What it costs to follow papers that were told: nothing of arXiv but the night's own requests.

For as many as can be, with the time it takes:
``FOLLOWED=100000 python -m pytest -s tests/storage/changes/test_following.py``
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from domain.chats import Chat, ChatRef, ChatSettings, Updates
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from intake import calendar
from intake.engine import Intake
from storage import open_store
from storage.rows import papers as paper_rows
from storage.update_rules import as_told
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

FOLLOWED: Final = int(os.environ.get("FOLLOWED", "2000"))
NEW, REPLACED = 250, 120
BEFORE, DAY = date(2024, 3, 7), date(2024, 3, 8)
HERE = ChatRef("telegram", "1")


def told(number: int) -> Paper:
    """One of the papers that a chat was told long ago."""
    return Paper(
        id=PaperId(f"{2301 + number // 99_999 * 100}.{number % 99_999 + 1:05}", 1),
        title=f"On lamps, {number}",
        authors=(Author("Ada Example"),),
        abstract="We light it.",
        categories=("cs.CV",),
        primary="cs.CV",
    )


async def a_night(folder: Path, followed: int) -> tuple[list[str], int, float]:
    """What arXiv is asked in a night and the morning after; updates found; seconds of CPU."""
    clock = SettableClock(calendar.due_at(BEFORE) + timedelta(hours=12))
    source = FakeSource(clock)
    source.announces(BEFORE, "2403.00001 cs.CV")
    new = "\n".join(f"2403.{10_000 + number} cs.CV" for number in range(NEW))
    replaced = "\n".join(f"{told(number).id.base}v2 cs.CV" for number in range(REPLACED))
    source.announces(DAY, f"{new}\n{replaced}")
    store = open_store(folder / "p.db")
    intake = Intake(source=source, store=store, clock=clock)
    await store.save_chat(Chat(HERE, ChatSettings(updates=Updates.ALL)))

    def keep(database: Any) -> None:
        papers = [told(number) for number in range(followed)]
        paper_rows.save(database, papers)
        known = ((p.id.base, json.dumps(asdict(as_told(p, f"{BEFORE}")))) for p in papers)
        database.conn.executemany("INSERT INTO told_papers VALUES (?, ?)", known)
        seen = ((p.id.base, f"{BEFORE}") for p in papers)
        database.conn.executemany("INSERT INTO seen (chat, paper, day) VALUES (1, ?, ?)", seen)

    await intake.take(["cs"])
    await store._writer.run(keep)
    source.asked.clear()
    began = time.process_time()
    for hours in (0, 1, 5, 12):
        clock.set(calendar.due_at(DAY) + timedelta(hours=hours))
        await intake.take(["cs"])
    took = time.process_time() - began
    found = await store._writer.run(
        lambda database: database.execute("SELECT COUNT(*) FROM notices").fetchone()[0]
    )
    await store.close()
    return source.asked, found, took


async def test_following_costs_the_nights_own_requests_alone(tmp_path: Path) -> None:
    """As many listings, and one page of metadata for each hundred papers that were news."""
    (tmp_path / "none").mkdir()
    nobody, none, without = await a_night(tmp_path / "none", 0)
    asked, found, took = await a_night(tmp_path, FOLLOWED)
    kinds = [Counter(one.split()[0] for one in each) for each in (nobody, asked)]
    sys.stdout.write(
        f"\n{FOLLOWED:,} told papers followed: {dict(kinds[1])}, {found} updates;"
        f" {took:.2f} s of CPU, {without:.2f} with none\n"
    )
    assert kinds[1] == kinds[0]
    assert kinds[1]["papers"] == -(-NEW // 100)
    assert (none, found) == (0, REPLACED)
