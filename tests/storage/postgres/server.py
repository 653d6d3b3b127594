"""A PostgreSQL server of the tests' own: an unprivileged one on a free port of this machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from storage.database import Database
from storage.places import PostgresPlace
from storage.postgres.connections import PostgresDatabase

_DEBIAN: Final = Path("/usr/lib/postgresql")
_PATIENCE: Final = 60
_OPTIONS: Final = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off"
    " -c listen_addresses=127.0.0.1 -c shared_buffers=32MB -c max_connections=60"
)
"""Nothing of these databases is wanted again after a crash of the machine."""

FLUSHED: Final = (
    "-c listen_addresses=127.0.0.1 -c jit=off -c shared_buffers=64MB -c max_connections=120"
)
"""What is written is flushed: a server that is killed has to have kept it."""


def programs() -> Path | None:
    """The folder of initdb and its like; None where PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    # Of a version there may be no more than the programs of its clients.
    made = [each.parent for each in _DEBIAN.glob("*/bin/initdb")]
    return max(made, key=lambda each: int(each.parent.name), default=None)


def why_not() -> str:
    """Why no server can be started here; empty where one can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    if programs() is None:
        return "PostgreSQL is not installed (initdb)"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL does not run as root, and there is no other user"
    return ""


@dataclass
class PostgresServer:
    """A server that runs.

    Attributes:
        folder: with its data and its socket.
        port: on 127.0.0.1.
    """

    folder: Path
    port: int

    def __post_init__(self) -> None:
        self._names = (f"papercrier_{number}" for number in count())

    def place(self, name: str = "postgres") -> PostgresPlace:
        """Where a database of it is."""
        return PostgresPlace(f"postgresql://postgres@127.0.0.1:{self.port}/{name}")

    def new_database(self) -> PostgresPlace:
        """An empty database."""
        import psycopg

        name = next(self._names)
        with psycopg.connect(self.place().url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.place(name)


def emptied(database: Database) -> None:
    """Delete all rows, but what says how the tables are made."""
    names = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename <> 'schema_steps'"
    )
    deleted = "".join(f"DELETE FROM {name};" for (name,) in names)  # noqa: S608
    assert isinstance(database, PostgresDatabase)
    # In whatever order.
    database.connection.execute("SET LOCAL session_replication_role = replica")
    database.connection.execute(deleted.encode())


@contextmanager
def postgres_server(*, options: str = _OPTIONS) -> Iterator[PostgresServer]:
    """A new server, gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix="papercrier-postgres-"))
    server = PostgresServer(folder, free_port())
    given = as_unprivileged(folder)
    try:
        # Whatever the locale is here, and whether or not there is such a one.
        alike = ("-E", "UTF8", "--locale=C")
        own = ("-D", folder / "data", "-U", "postgres", "-A", "trust", "-N", *alike)
        _run("initdb", *own, **given)
        _start_somewhere(server, options)
        try:
            yield server
        finally:
            if is_running(server):
                stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start_somewhere(server: PostgresServer, options: str) -> None:
    """Start a server, on another port where somebody took the one that was free."""
    for _ in range(3):
        try:
            return start(server, options=options)
        except subprocess.CalledProcessError:
            server.port = free_port()
    return start(server, options=options)


def start(server: PostgresServer, *, options: str = _OPTIONS) -> None:
    """Start a server, and wait until it answers."""
    folder = server.folder
    told = f"{options} -p {server.port} -k {folder}"
    arguments = ("-D", folder / "data", "-l", folder / "log", "-w", "-o", told)
    _run("pg_ctl", *arguments, "start", **as_unprivileged(folder))


def stop(server: PostgresServer, how: str = "immediate") -> None:
    """Stop a server; `immediate` is as if it were killed."""
    folder = server.folder
    _run("pg_ctl", "-D", folder / "data", "-m", how, "-w", "stop", **as_unprivileged(folder))


def is_running(server: PostgresServer) -> bool:
    """Whether a server was started, and not stopped since then."""
    return (server.folder / "data" / "postmaster.pid").exists()


def _run(program: str, *arguments: object, **given: Any) -> None:
    folder = programs()
    assert folder is not None
    subprocess.run(
        [folder / program, *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=_PATIENCE,
        **given,
    )


def as_unprivileged(folder: Path) -> dict[str, Any]:
    """As whom to run, where we are root: the folder is theirs then."""
    given: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0 and (user := _unprivileged()) is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
        given |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return given


def _unprivileged() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def free_port() -> int:
    """One that nobody listens on now."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
