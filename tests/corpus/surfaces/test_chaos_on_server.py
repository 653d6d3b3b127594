"""The same as `tests.corpus.test_chaos` with everything kept on a PostgreSQL server.

Whoever is started after a kill stands by until the lease of the killed is over, so kills are fewer
in short; in full by ``make chaos-server``, which says how much of it as there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from tests.corpus.surfaces.morning_on_server import MorningOnServer
from tests.corpus.test_chaos import chats_of, everything_goes_wrong
from tests.storage.postgres.server import postgres_server, why_not

KILLS: Final = int(os.environ.get("CHAOS_KILLS", "4"))


def test_every_part_once_though_the_next_process_takes_over(shared: Path) -> None:
    """Each chat is told each part once and in order, whoever was killed at whatever moment."""
    if why := why_not():
        pytest.skip(f"no PostgreSQL: {why}")
    with postgres_server() as server, chats_of(shared, MorningOnServer) as morning:
        morning.move(server.new_database())
        everything_goes_wrong(morning, KILLS)
