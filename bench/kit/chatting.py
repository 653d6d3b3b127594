"""A Telegram whose people ask for /help: a process of its own, as Telegram's is, for `bench.web`.

First its address is told; each line on standard input is answered by one of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Final

from tests.fakes.telegram_server import FakeTelegram

HELPS: Final = 60
_PAUSE: Final = 0.02


async def _helped(telegram: FakeTelegram) -> list[float]:
    """Milliseconds from each /help, as Telegram gives it, to its answer there."""
    waited = []
    for person in range(1, HELPS + 1):
        await asyncio.sleep(_PAUSE)
        began = time.perf_counter()
        said = await telegram.say(person, "/help")
        await telegram.next(person, after=said)
        waited.append((time.perf_counter() - began) * 1e3)
    telegram.shown.clear()
    telegram.calls.clear()
    return waited


async def _run() -> None:
    async with FakeTelegram() as telegram:
        sys.stdout.write(f"{telegram.url}\n")
        sys.stdout.flush()
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            sys.stdout.write(json.dumps(await _helped(telegram)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_run())
