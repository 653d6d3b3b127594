"""What was done on each day: counted, kept over a restart, for a month."""

from __future__ import annotations

import json
from pathlib import Path

from app.operating.daily import DAYS, DailyFigures
from storage import open_store
from tests.bot.terminal import Terminal
from tests.fakes.clock import SettableClock


async def test_a_month_is_kept(tmp_path: Path) -> None:
    """By day; a person once a day; what is older is let go of. `papercrier stats` shows it."""
    path = tmp_path / "papercrier.db"
    store = open_store(path)
    for day in ("2031-03-01", "2031-04-20"):
        daily = DailyFigures(store, SettableClock(f"{day}T12:00:00Z"))
        for person in ("a", "a", "b"):
            daily.asked(person)
        daily.count("sent")
        await daily.keep()
        await daily.keep()
    again = DailyFigures(store, SettableClock("2031-04-20T13:00:00Z"))
    again.count("sent")
    await again.keep()
    kept = await again.lately()
    await store.close()
    assert DAYS == 31
    assert kept == {"2031-04-20": {"commands": 3, "people": 2, "sent": 2}}
    ran = Terminal(tmp_path, hurried=True).run("stats", "--format", "json")
    assert ran.status == 0, ran.err
    told = json.loads(ran.out)
    assert told["days"] == kept
    assert told["held"]["papers"] == {"all": 0}
    assert told["held"]["bytes"]["database"] > 0
    assert "04-20" in Terminal(tmp_path, hurried=True).run("stats").out
