"""A session with a PostgreSQL server: how it is opened, also through a pooler."""

from __future__ import annotations

import logging
from typing import Any, Final

import psycopg
from psycopg.adapt import Dumper
from psycopg.types.string import StrDumperUnknown, TextLoader

from domain.errors import StoreError
from domain.messages import sentence
from storage.places import PostgresPlace
from storage.postgres.failures import unreadable

logging.getLogger("psycopg").setLevel(logging.ERROR)
# It warns of each pipeline that ends with a transaction which met another, and is run again.

_ALIVE: Final[dict[str, Any]] = {
    "connect_timeout": 3,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4_000,
}
"""So that a connection whose other end is gone is noticed in some seconds, not in hours."""

_LOOKS: Final = 3
"""Looks at which session a server takes us for: of a busy pooler one may tell nothing."""


class _AsNumber(Dumper):
    """Booleans are kept as 0 and 1, as on SQLite, which has no others."""

    oid = psycopg.postgres.types["int2"].oid

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"


class _WithoutNul(StrDumperUnknown):
    """PostgreSQL keeps no U+0000; where texts enter it is taken out, and here as a last resort."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "") if "\0" in obj else obj)


def connect(place: PostgresPlace, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """A connection to a database; to be used within `told`.

    Through a pooler nothing is prepared: what was may be asked of a session that never heard of it.

    Raises:
        StoreError: the address cannot be read, or the database cannot keep every text.
        psycopg.Error: it cannot be made.
    """
    if not place.is_readable:
        raise unreadable(place)
    given = {"application_name": "papercrier", "client_encoding": "UTF8", **_ALIVE}
    try:
        connection = psycopg.connect(place.url, autocommit=True, **given)
    except psycopg.ProgrammingError:
        # What libpq says of an address may hold the password.
        raise unreadable(place) from None
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise StoreError(
            sentence(
                "The database {path} keeps texts in {encoding}, not in UTF-8.",
                path=place,
                encoding=encoding,
            ),
            hint=sentence("Make it anew: {command}.", command="`createdb -E UTF8 -T template0`"),
        )
    connection.adapters.register_dumper(bool, _AsNumber)
    connection.adapters.register_dumper(str, _WithoutNul)
    # JSON is text, as it is on SQLite.
    connection.adapters.register_loader("json", TextLoader)
    if is_pooled(connection):
        connection.prepare_threshold = None
    connection.autocommit = autocommit
    return connection


def is_pooled(connection: psycopg.Connection[Any]) -> bool:
    """Whether somebody stands between us and the server, as of a connection in autocommit.

    Whoever does gives a number of its own for the connection, as PgBouncer does, as it is by
    that number that a client has a statement cancelled.

    Raises:
        psycopg.Error: it cannot be asked.
    """
    return _server_s(connection) != connection.info.backend_pid


def is_lent(place: PostgresPlace) -> bool:
    """Whether sessions at an address are lent for a transaction each, so that none is one's own.

    Such a pooler has two clients speak to the same session of the server, or one to several.

    Raises:
        StoreError: the address cannot be read, or the database cannot keep every text.
        psycopg.Error: it cannot be reached.
    """
    with connect(place, autocommit=True) as one:
        if not is_pooled(one):
            return False
        for _ in range(_LOOKS):
            before = _server_s(one)
            with connect(place) as other:
                # Within its transaction the other has a session to itself.
                if _server_s(other) == before or _server_s(one) != before:
                    return True
    return False


def _server_s(connection: psycopg.Connection[Any]) -> int:
    """The number that the server has given to a session."""
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return int(row[0]) if row else 0
