"""This process among those that are at work on a server's database: its number, while it is alive.

A process tells the database every few seconds that it is alive; one renewal keeps all that it has.
By its own clock it acts until a second before the others may take it for dead, so it has stopped
by then, were it cut off meanwhile. Whoever finds that a process is dead says so in its row, and
takes its leases away in the same transaction. Each transaction that writes looks at that row: what
a process writes that was frozen in the middle of something is not kept once it was taken for dead.
It goes on under another number, as if it were new.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog

from domain.concurrency.processes import News, Standing
from domain.errors import StoreError
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres import liveness
from storage.postgres.connections import ProcessEnded
from storage.postgres.failures import told
from storage.postgres.schema import is_behind
from storage.postgres.sessions.hearing import Hearing
from storage.postgres.sessions.opened import connect

log = structlog.get_logger(__name__)

TTL: Final = 10.0
"""Seconds from a renewal until others take a process for dead."""

EVERY: Final = 3.0
"""Seconds from one renewal to the next."""

_RECONNECT: Final = 0.5
_SLACK: Final = 1.0
_JUST_AFTER: Final = 0.05


class Membership:
    """Held from `join` to `leave` by a thread; a `storage.postgres.connections.Guard`.

    Attributes:
        number: of this process; another one after it was taken for dead.
        others: how many more are at work, as of the last renewal; one where that failed.
    """

    def __init__(
        self,
        place: PostgresPlace,
        *,
        version: str = "",
        seconds: float = TTL,
        every: float = EVERY,
    ) -> None:
        """Args: seconds until it is taken for dead, and how often it says that it is not."""
        self._place = place
        self._version = version
        self._seconds = seconds
        self._every = every
        self.number = 0
        self.others = 0
        self._until = 0.0
        self._why: StoreError | None = None
        self._renewal = threading.Lock()
        self._renewed = threading.Condition()
        self._stop = threading.Event()
        self._soon = threading.Event()
        self._renewing = threading.Thread(target=self._renew, name="store-alive", daemon=True)
        self._hearing = Hearing(place, lambda number: number == self.number)
        self.hear(self._soon.set, News.PROCESSES)

    @property
    def is_alive(self) -> bool:
        """Whether, by its own clock, no other takes this process for dead."""
        return time.monotonic() < self._until

    def standing(self) -> Standing:
        """How this process stands among the others."""
        return Standing(process=self.number, is_alive=self.is_alive, others=self.others)

    def hear(self, told: Callable[[], None], *about: News) -> None:
        """Have somebody told, on another thread, that there may be something new."""
        self._hearing.add(told, frozenset(about))

    def join(self, *, alone: bool = False) -> None:
        """Be one of those that are at work on the database.

        Args:
            alone: whether no other may be at work, now or until this one has left.

        Raises:
            AlreadyServed: others are, and this one is to be alone; or another one is.
            StoreError: the database cannot be used.
        """
        with told(self._place), connect(self._place, autocommit=True) as connection:
            began = time.monotonic()
            self.number = liveness.joined(
                connection, self._place, self._version, self._seconds, alone=alone
            )
            self.others = liveness.renewed(connection, self.number, self._seconds).others
            self._until = began + self._seconds - _SLACK
        self._renewing.start()
        self._hearing.start()

    def check(self, deadline: float) -> None:
        """Wait until this process is known to be alive.

        Raises:
            StoreError: it could not say so in time.
        """
        with self._renewed:
            while not self.is_alive:
                left = deadline - time.monotonic()
                if left <= 0 or self._stop.is_set():
                    raise self._why or StoreError(
                        sentence("The database {place} cannot be reached.", place=self._place),
                        hint=sentence(
                            "Check that PostgreSQL runs there, and user, password and name."
                        ),
                    )
                self._renewed.wait(left)

    def confirm(self, connection: psycopg.Connection[Any]) -> int:
        """See in a transaction that nobody takes this process for dead; its number.

        Raises:
            ProcessEnded: somebody does; it has another number by now, under which all may be tried
                again.
        """
        number = self.number
        if not liveness.is_alive(connection, number):
            connection.rollback()
            with connect(self._place, autocommit=True) as another:
                self._beat(another)
            raise ProcessEnded
        return number

    def leave(self) -> None:
        """Let others have at once what this process had."""
        self._stop.set()
        self._soon.set()
        self._hearing.stop()
        with (
            suppress(psycopg.Error, StoreError),
            connect(self._place, autocommit=True) as connection,
            self._renewal,
        ):
            self._until = 0.0
            liveness.left(connection, self.number)
        if self._renewing.is_alive():
            self._renewing.join(self._seconds)
        self._hearing.close(self._seconds)

    def _beat(self, connection: psycopg.Connection[Any]) -> float:
        """Say that this process is alive; seconds until that is to be said again at the latest."""
        with self._renewal:
            if self._stop.is_set():
                return 0.0
            began = time.monotonic()
            beat = liveness.renewed(connection, self.number, self._seconds)
            if not beat.is_kept:
                # Whoever was away for so long may no longer fit the database.
                is_behind(connection, self._place)
                before = self.number
                self.number = liveness.begun(connection, self._version, self._seconds)
                log.warning("taken for dead, going on", before=before, process=self.number)
            self._until = began + self._seconds - _SLACK
            with self._renewed:
                self._renewed.notify_all()
        is_dead = beat.first is not None and beat.first < 0
        if is_dead:
            liveness.end_the_dead(connection)
        if is_dead or not beat.is_kept or beat.others != self.others:
            self.others = beat.others
            self._hearing.tell(News.PROCESSES)
            self._soon.clear()
        if beat.first is None:
            return self._every
        # Just after another has to be taken for dead.
        return min(self._every, max(beat.first, 0.0) + _JUST_AFTER)

    def _renew(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        pause = self._every / 2
        while not self._stop.is_set():
            try:
                if connection is None or connection.closed:
                    connection = connect(self._place, autocommit=True)
                if self._soon.wait(pause):
                    self._soon.clear()
                pause = self._beat(connection)
            except (psycopg.Error, StoreError) as error:
                self._why = error if isinstance(error, StoreError) else None
                # Somebody may have begun of whom nobody could tell.
                self.others = max(self.others, 1)
                with suppress(psycopg.Error):
                    if connection is not None:
                        connection.close()
                pause = 0.0
                self._stop.wait(_RECONNECT)
        with suppress(psycopg.Error):
            if connection is not None:
                connection.close()
