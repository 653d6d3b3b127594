"""What every test begins with."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import structlog
from hypothesis import HealthCheck, settings

from storage.sqlite import store
from storage.sqlite.store import open_store

_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108
_ROOM: Final = 2 << 30
"""Bytes that must be free there; all tests together need a tenth of it at once."""

# A loaded machine is slow; that is no fault of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_configure() -> None:
    """Keep temporary files in memory where there is room, unless TMPDIR says where to.

    Databases wait for the disk at every commit. A process that is killed, as some tests do, loses
    nothing that it has written in either place. What texts mean is told in tests by a fake alone,
    but where the model itself is tested: it takes a second to load.
    """
    os.environ["PAPERCRIER_SEMANTIC"] = "0"
    is_there = os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM
    if is_there and "TMPDIR" not in os.environ:
        # Processes that tests start take the variable; this one has looked at it already.
        os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)


@pytest.fixture(autouse=True)
def _logs_as_they_come() -> Iterator[None]:
    """A test that sets up logs does so for itself only."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def _new_databases_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new database is a copy of one that has gone through all migrations.

    Not in the tests of the store: there each goes through them.
    """
    template = tmp_path_factory.mktemp("template") / "papercrier.db"
    loop = asyncio.new_event_loop()
    loop.run_until_complete(open_store(template).close())
    loop.close()
    (made,) = (file.read_bytes() for file in template.parent.iterdir())
    make = store._make

    def copied(path: Path) -> None:
        is_new = not path.exists()
        make(path)
        if is_new and not os.environ.get("PYTEST_CURRENT_TEST", "").startswith("tests/storage/"):
            path.write_bytes(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_make", copied)
        yield
