"""A PgBouncer of the tests' own, between processes and a server."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.storage.postgres.server import PostgresServer, as_unprivileged, free_port

_PROGRAM: Final = shutil.which("pgbouncer", path="/usr/bin:/usr/sbin:/usr/local/bin")
_PATIENCE: Final = 10
_STARTED: Final = 0.2


def has_pooler() -> bool:
    """Whether there is a PgBouncer here."""
    return _PROGRAM is not None


class Pooler:
    """It lends a server's connections, for a session or for a transaction.

    Attributes:
        port: on all addresses of this machine.
    """

    def __init__(self, server: PostgresServer, mode: str = "session") -> None:
        """Start it. Args: `mode` as PgBouncer calls it."""
        self.port = free_port()
        self._mode = mode
        self._folder = Path(tempfile.mkdtemp(prefix="papercrier-pooler-"))
        self._given = as_unprivileged(self._folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._set_up(server.port)
        self.start()

    def start(self) -> None:
        """Start it, for the first time or again."""
        assert _PROGRAM is not None
        self._process = subprocess.Popen([_PROGRAM, "-q", "pooler.ini"], **self._given)
        time.sleep(_STARTED)

    def close(self) -> None:
        """Stop it for good."""
        self.kill()
        shutil.rmtree(self._folder)

    def kill(self) -> None:
        """As by the system; connections through it are gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE)
            self._process = None

    def lead_to(self, port: int) -> None:
        """Have it lead to another server from now on, as whoever fails over tells it."""
        self._set_up(port)
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def _set_up(self, port: int) -> None:
        (self._folder / "pooler.ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={port} user=postgres\n"
            f"[pgbouncer]\nlisten_addr = *\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = any\npool_mode = {self._mode}\nserver_login_retry = 1\n"
            "ignore_startup_parameters = extra_float_digits\n",
            encoding="ascii",
        )
