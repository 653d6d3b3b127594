"""``python -m tools.cluster``: three processes and a chat; one is killed, and its digest comes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

from tools.cluster.programs import at_hand


def main() -> int:
    """Show it, then do what is typed; the exit status."""
    if os.name == "nt":
        print("This needs Linux or macOS.")
        return 1
    if why := at_hand():
        print(f"This needs PostgreSQL: {why}")
        return 1
    # Asked to end by whatever means, it takes along what it has started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_shown())
    return 0


async def _shown() -> int:
    from tests.fakes.telegram_server import FakeTelegram
    from tests.storage.postgres.server import postgres_server
    from tools.cluster.processes import Processes
    from tools.cluster.show import Show

    with (
        tempfile.TemporaryDirectory(prefix="papercrier-cluster-") as folder,
        postgres_server() as server,
    ):
        print(f"PostgreSQL runs on 127.0.0.1:{server.port}; it is gone when this ends.")
        async with FakeTelegram() as telegram:
            processes = Processes(server.new_database(), telegram.url, Path(folder))
            try:
                return await Show(processes, telegram).run()
            finally:
                print("\nStopping all ...", flush=True)
                await processes.end()


if __name__ == "__main__":
    sys.exit(main())
