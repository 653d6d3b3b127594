"""The PostgreSQL of a cluster: a server each process reaches by an address of its own.

Where there is a second server, it stands by synchronously and can take the first one's place.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from storage.places import PostgresPlace
from tests.storage.postgres.pooler import Pooler
from tests.storage.postgres.server import (
    PostgresServer,
    as_unprivileged,
    free_port,
    is_running,
    postgres_server,
    programs,
    start,
    stop,
)

PROCESSES: Final = 3

POOLED: Final = 3
"""The process that goes by a pooler, where there is one."""

_OPTIONS: Final = (
    "-c listen_addresses=127.0.0.1,127.0.0.11,127.0.0.12,127.0.0.13 -c jit=off"
    " -c shared_buffers=64MB -c max_connections=120 -c wal_level=replica -c wal_keep_size=256MB"
    " -c wal_retrieve_retry_interval=500ms"
)
"""What is written is flushed here: a server that is killed has to have kept it."""

_FOLLOWS: Final = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
_PATIENCE: Final = 60


class Servers:
    """A server, and the one that stands by where there is such a one.

    Attributes:
        name: of the database.
    """

    def __init__(self, first: PostgresServer, name: str) -> None:
        """Of a server that runs, and a database of it."""
        self.name = name
        self._serving = first
        self._standby: PostgresServer | None = None
        self._pooler: Pooler | None = None
        self._own: Path | None = None
        self.ports = [first.port]

    @property
    def port(self) -> int:
        """Where the one is that can be written to."""
        return self._serving.port

    def place(self, number: int = 0) -> PostgresPlace:
        """Where a process finds the database, by its number from 1; 0 is whoever else wants it."""
        host = host_of(number)
        if number == POOLED and self._pooler is not None:
            return PostgresPlace(f"postgresql://postgres@{host}:{self._pooler.port}/{self.name}")
        hosts = ",".join(f"{host}:{port}" for port in self.ports)
        asked = "?target_session_attrs=read-write" if len(self.ports) > 1 else ""
        return PostgresPlace(f"postgresql://postgres@{hosts}/{self.name}{asked}")

    def reached_at(self) -> list[int]:
        """The ports at which processes reach the database."""
        return [*self.ports, *([self._pooler.port] if self._pooler is not None else ())]

    def pool(self, mode: str = "session") -> None:
        """Have one of the processes go by a pooler from now on."""
        self._pooler = Pooler(self._serving, mode)

    def restart_pooler(self, away: float) -> None:
        """Kill the pooler, and start it again after some seconds."""
        assert self._pooler is not None
        self._pooler.kill()
        time.sleep(away)
        self._pooler.start()

    def stand_by(self) -> None:
        """Have a second server follow the first, which waits for it with each commit then."""
        self._own = Path(f"{self._serving.folder}-second")
        follower = PostgresServer(self._own, free_port())
        self.ports.append(follower.port)
        self._follow(follower)

    def restart(self, away: float) -> None:
        """Kill the server, and start it again after some seconds."""
        stop(self._serving)
        time.sleep(away)
        start(self._serving, options=_OPTIONS)

    def fail_over(self) -> None:
        """Kill the server; who stood by takes its place, and gets a new one to stand by."""
        assert self._standby is not None
        gone, self._serving = self._serving, self._standby
        stop(gone)
        _run(self._serving, "pg_ctl", "-D", self._serving.folder / "data", "-w", "promote")
        if self._pooler is not None:
            self._pooler.lead_to(self.port)
        # It waits for whoever follows it as soon as there is one, not before.
        shutil.rmtree(gone.folder)
        self._follow(gone)

    def close(self) -> None:
        """Stop all."""
        if self._pooler is not None:
            self._pooler.close()
        for server in (self._standby, self._serving):
            if server is not None and is_running(server):
                stop(server)
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)

    def _follow(self, follower: PostgresServer) -> None:
        """Copy the server; once the copy follows, no commit is told before it is there, too."""
        follower.folder.mkdir()
        source = f"host=127.0.0.1 port={self.port} user=postgres"
        copied = ("-D", follower.folder / "data", "-R", "-c", "fast", "-d", source)
        _run(follower, "pg_basebackup", *copied)
        start(follower, options=_OPTIONS)
        self._standby = follower
        until = time.monotonic() + _PATIENCE
        url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            while connection.execute(_FOLLOWS).fetchone() is None:
                assert time.monotonic() < until, (follower.folder / "log").read_text()[-2000:]
                time.sleep(0.1)


def host_of(number: int) -> str:
    """The address by which a process reaches the servers."""
    return f"127.0.0.{10 + number}" if number else "127.0.0.1"


def _run(server: PostgresServer, program: str, *arguments: object) -> None:
    folder = programs()
    assert folder is not None
    subprocess.run(
        [folder / program, *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=_PATIENCE,
        **as_unprivileged(server.folder),
    )


@contextmanager
def servers() -> Iterator[Servers]:
    """A server with an empty database, gone after the block."""
    with postgres_server(options=_OPTIONS) as first:
        place = first.new_database()
        found = Servers(first, place.url.rpartition("/")[2])
        try:
            yield found
        finally:
            found.close()
