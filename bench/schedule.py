"""What many chats cost the schedule: 100,000 of them, beside 1,000."""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
import sys
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time as unix_time
from typing import Final

from bench import Measurement
from bench._schedule_house import MORNING
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.topics import Category, Or, Topic
from storage import chat_rows, open_store
from storage.connections import connect, transaction

CHATS: Final = 100_000
FEW: Final = 1_000
DUE_EACH: Final = 10
"""Every so manieth chat wants its digest at the popular minute."""

LONGEST_HOLD: Final = 50.0
"""Milliseconds for which nothing else may happen in the process."""

# The environment for tests has numpy, which sqlite-utils loads where it finds it; users have not.
_AS_INSTALLED: Final = (
    "import sys; sys.modules['numpy'] = None; from bench._schedule_house import show; show()"
)
_CATEGORIES: Final = ("cs.CV", "cs.CL", "cs.LG", "cs.RO", "cs.AI", "cs.GR", "eess.AS", "quant-ph")


def run() -> list[Measurement]:
    """The tick, the popular minute, the start and the memory."""
    with TemporaryDirectory() as folder:
        many, few = (_figures(Path(folder) / f"{count}.db", count) for count in (CHATS, FEW))
    due, floor = CHATS // DUE_EACH, f"the same with {FEW:,}"
    rows: tuple[tuple[str, str, bool, float | None], ...] = (
        ("a tick with nothing due", "idle", False, None),
        (f"{due:,} due at once, into the outbox", "planned", False, None),
        ("working out when it is a chat's turn, each", "scheduled", True, None),
        ("from the command until digests can be planned", "ready", False, None),
        ("longest hold of the event loop", "held", False, LONGEST_HOLD),
    )
    times = [
        Measurement(
            f"{CHATS:,} chats: {name}",
            many[key] / (CHATS if is_each else 1) * 1e3,
            "ms",
            few[key] / (FEW if is_each else 1) * 1e3,
            floor,
            target,
        )
        for name, key, is_each, target in rows
    ]
    memory = Measurement(
        f"{CHATS:,} chats: peak memory", many["memory"], "MB", few["memory"], floor
    )
    return [*times, memory]


def _figures(path: Path, count: int) -> dict[str, float]:
    """What a house of its own measures, with so many chats in the store."""
    _fill(path, count)
    command = [sys.executable, "-c", _AS_INSTALLED, str(path), str(unix_time())]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(told)
    if not figures["parts"]:
        raise RuntimeError("nothing was planned")
    return figures


def _fill(path: Path, count: int) -> None:
    """Keep chats of which the first, and then every so manieth, wants its digest at eight."""
    asyncio.run(open_store(path).close())
    pairs = itertools.cycle(itertools.combinations(_CATEGORIES, 2))
    database = connect(path, writes=True, patience=60)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number, pair in zip(range(count), pairs, strict=False):
            ref = ChatRef("telegram", str(number + 1))
            hour = 8 if number % DUE_EACH == 0 else 9 + number % 12
            topic = Topic("both", Or(tuple(Category(name) for name in pair)))
            chat_rows.save(database, Chat(ref, ChatSettings(time=time(hour), limit=3)))
            chat_rows.subscribe(database, [Subscription(ref, topic, MORNING)])
    database.close()
