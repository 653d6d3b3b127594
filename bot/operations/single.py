"""One process serves one database: a second one is told who does, and does not start."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from os import getpid
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from domain.errors import AlreadyServed, StoreError
from domain.messages import sentence
from domain.ports import Clock
from storage.opening import serving
from storage.places import Place

PATIENCE: Final = 1.0
"""Seconds to wait for a process that is just ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The process that serves a database.

    Attributes:
        pid: its id on its host; 0 where it has not said so yet.
        since: ISO 8601, UTC.
        host: name of the machine or container that it runs on.
    """

    pid: int = 0
    since: str = ""
    host: str = ""

    def __str__(self) -> str:
        if not self.pid:
            return "another process, just starting"
        place = "" if self.host == socket.gethostname() else f" on {self.host}"
        return f"process {self.pid}{place}, since {self.since}"


@contextmanager
def serving_alone(database: Place, clock: Clock) -> Iterator[None]:
    """Keep every other process from serving a database.

    The lock is the operating system's, on a file beside the database (flock, on Windows its
    likeness): it is let go however the process ends. Commands that do one thing work beside it.
    A server's database has a lease, which whoever opens it to serve it takes.

    Raises:
        AlreadyServed: another process serves it; the message says which.
        StoreError: the files beside it cannot be written.
    """
    lock = _locked(database, clock) if isinstance(database, Path) else None
    try:
        yield
    finally:
        if lock is not None and isinstance(database, Path):
            with suppress(OSError):
                _record(database).unlink(missing_ok=True)
            lock.release()


def _locked(database: Path, clock: Clock) -> FileLock:
    lock = _lock(database)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE)
        _record(database).write_text(_myself(clock), encoding="utf-8")
    except Timeout:
        raise AlreadyServed(
            sentence(
                "Papercrier already runs on {database}: {holder}.",
                database=database,
                holder=_recorded(database),
            ),
            hint=sentence("Stop that process first, or name another file in PAPERCRIER_DATABASE."),
        ) from None
    except OSError as error:
        lock.release()
        raise StoreError(
            sentence(
                "{named} cannot be used: {reason}.",
                named=error.filename or database,
                reason=error.strerror or error,
            ),
            hint=sentence("Check that the database's folder may be written to."),
        ) from error
    return lock


def holder_of(database: Place) -> Holder | None:
    """The process that serves a database; None where none does, or nobody can tell."""
    if not isinstance(database, Path):
        held = serving(database)
        return None if held is None else Holder(pid=held.pid, host=held.host, since=held.since)
    lock = _lock(database)
    if not Path(lock.lock_file).exists():
        return None
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return _recorded(database)
    except OSError:
        return None
    lock.release()
    return None


def _lock(database: Path) -> FileLock:
    return FileLock(database.with_name(f"{database.name}.lock"))


def _record(database: Path) -> Path:
    """Where the process says who it is; some systems let nobody read a file that is locked."""
    return database.with_name(f"{database.name}.process")


def _myself(clock: Clock) -> str:
    since = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    return json.dumps(asdict(Holder(pid=getpid(), since=since, host=socket.gethostname())))


def _recorded(database: Path) -> Holder:
    try:
        return Holder(**json.loads(_record(database).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Holder()
