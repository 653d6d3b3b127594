"""What many chats cost the schedule: 100,000 of them, beside 1,000, on a real morning.

Their topics are as people have them: two thousand distinct ones, some followed by many.
"""

from __future__ import annotations

import os
from typing import Final

from bench import Measurement
from bench.planning import LONGEST_HOLD, morning

CHATS: Final = int(os.environ.get("BENCH_CHATS", "100000"))
FEW: Final = CHATS // 100
TOPICS: Final = 2_000
DUE_EACH: Final = 10
"""Every so manieth chat wants its digest at the popular minute."""


def run() -> list[Measurement]:
    """The tick, the popular minute, the start and the memory."""
    many, few = (
        morning(count, topics=min(TOPICS, count), due_each=DUE_EACH) for count in (CHATS, FEW)
    )
    due, floor = CHATS // DUE_EACH, f"the same with {FEW:,}"
    rows: tuple[tuple[str, str, bool, float | None], ...] = (
        ("a tick with nothing due, processor", "idle", False, None),
        (f"{due:,} due at once, into the outbox, processor", "planned", False, None),
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
