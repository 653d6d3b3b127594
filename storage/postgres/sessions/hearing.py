"""What other processes tell of, heard on a session of its own with the server.

Nothing depends on it: whoever has not heard of something looks for it some seconds later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog

from domain.concurrency.processes import News
from domain.errors import StoreError
from storage.places import PostgresPlace
from storage.postgres.sessions.opened import connect, is_lent, is_pooled

log = structlog.get_logger(__name__)

CHANNEL: Final = "papercrier"

_LISTEN: Final = f"LISTEN {CHANNEL}"
_AWAKE: Final = 1.0
"""Seconds after which a thread that hears nothing sees that it is to end."""

_RECONNECT: Final = 0.5


class Hearing:
    """Hears from `start` to `close`, on a thread; is made anew where its connection is lost."""

    def __init__(self, place: PostgresPlace, is_own: Callable[[int], bool]) -> None:
        """Args: where; and whether a number is this process's own, which needs no telling."""
        self._place = place.direct
        self._is_own = is_own
        self._told: list[tuple[Callable[[], None], frozenset[News]]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._hear, name="store-hears", daemon=True)

    def add(self, told: Callable[[], None], about: frozenset[News]) -> None:
        """Have somebody told of some news, on another thread."""
        self._told.append((told, about))

    def start(self) -> None:
        """Begin to listen; nobody waits for it."""
        self._thread.start()

    def stop(self) -> None:
        """Listen to nothing more from the next news on, or from the next second."""
        self._stop.set()

    def close(self, patience: float) -> None:
        """Wait for some seconds, at most, until nothing is listened to."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def tell(self, *news: News) -> None:
        """Tell those here of some news."""
        for told_of_it, about in self._told:
            if about.intersection(news):
                told_of_it()

    def _hear(self) -> None:
        while not self._stop.is_set():
            try:
                with connect(self._place, autocommit=True) as connection:
                    if is_pooled(connection) and is_lent(self._place):
                        # What others tell would be told to whoever has the session just then.
                        log.warning("other processes are not heard", through=str(self._place))
                        return
                    self._listen(connection)
            except (psycopg.Error, StoreError):
                self._stop.wait(_RECONNECT)

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute(_LISTEN)
        # What was told before this moment is known to nobody.
        self.tell(*News)
        while not self._stop.is_set():
            for notice in connection.notifies(timeout=_AWAKE, stop_after=1):
                self._heard(notice.payload)

    def _heard(self, payload: str) -> None:
        """Pass on what was told; another version may tell what is not known here."""
        named, _, number = payload.partition(" ")
        if number.isdecimal() and self._is_own(int(number)):
            return
        with suppress(ValueError):
            self.tell(News(named))
