"""The store on a PostgreSQL server: opened and brought up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

import psycopg
import structlog

from domain.errors import DatabaseMissing, DatabaseOlder
from domain.messages import sentence
from storage.counting import counted
from storage.places import PostgresPlace
from storage.ports.sharing import Shared
from storage.ports.store import TableStore
from storage.postgres import schema
from storage.postgres.allowances import AllowanceRows
from storage.postgres.connections import PostgresDatabase, PostgresThread
from storage.postgres.failures import told
from storage.postgres.gate import GateRow
from storage.postgres.inbox import InboxRows
from storage.postgres.liveness import already_served
from storage.postgres.membership import Membership
from storage.postgres.paces import PaceRows
from storage.postgres.schema import is_made
from storage.postgres.serving import Serving, serving
from storage.postgres.sessions.opened import connect
from storage.postgres.sets import FORMS
from storage.retention_rules import Kept

log = structlog.get_logger(__name__)

_AGAIN: Final = 1.0
"""Seconds until tables that were in use are changed after all."""


def open_store(
    place: PostgresPlace,
    *,
    patience: float,
    is_served: bool,
    is_upgraded: bool,
    kept: Kept | None,
    version: str = "",
) -> TableStore:
    """Open a database and bring its schema up to date; of a new, empty one make it.

    Args:
        place: of the database, which is there.
        patience: seconds to wait for a server that is away.
        is_served: whether this process is one of those that are at work on it.
        is_upgraded: whether an older one is brought up to date.
        kept: what is kept for how long.
        version: of Papercrier, for those who look at who is at work.

    Raises:
        AlreadyServed: others are at work on it that are too old to work beside this one, or one is
            alone.
        DatabaseOlder: it is of an older version, and is not to be upgraded.
        StoreError: it cannot be used, is another program's or a newer version's.
    """
    if _contracts(place, is_upgraded=is_upgraded) and is_served:
        _see_that_none_serves(place)
    _make(place, patience)
    member = Membership(place, version=version) if is_served else None
    threads: list[PostgresThread] = []
    with ExitStack() as opened:
        if member is not None:
            member.join()
            opened.callback(member.leave)
        # The last one waits for no hundred chats that are being planned.
        for writes in (True, False, False, True):
            threads.append(PostgresThread(place, writes=writes, patience=patience, guard=member))
            opened.callback(threads[-1].end)
        opened.pop_all()
    return _store_on(threads, member, kept or Kept())


def require(place: PostgresPlace) -> None:
    """See that a database is there and was ever used.

    Raises:
        DatabaseMissing: it was not.
        StoreError: it cannot be reached.
    """
    if not is_there(place):
        raise DatabaseMissing(
            sentence("There is nothing in the database {path} yet.", path=place),
            hint=sentence(
                "{run} or {chat} begins with it.", run="`papercrier run`", chat="`papercrier chat`"
            ),
        )


def is_there(place: PostgresPlace) -> bool:
    """Whether there is a database that something was ever kept in.

    Raises:
        StoreError: it cannot be reached.
    """
    with told(place), connect(place, autocommit=True) as connection:
        return is_made(connection)


def described(place: PostgresPlace) -> str:
    """For the operator: the server's version.

    Raises:
        StoreError: it cannot be reached.
    """
    with told(place), connect(place, autocommit=True) as connection:
        return f"PostgreSQL {connection.info.parameter_status('server_version')}"


def served_by(place: PostgresPlace) -> Serving | None:
    """The process that serves a database; None where none does.

    Raises:
        StoreError: it cannot be read.
    """
    with told(place):
        return serving(place)


def census(place: PostgresPlace) -> dict[str, dict[str, int]]:
    """How many there are of what, by kind; and under ``bytes`` what the database takes.

    Raises:
        StoreError: it cannot be read.
    """
    with told(place), connect(place) as connection:
        found = counted(PostgresDatabase(connection))
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return {**found, "bytes": {"database": int(row[0]) if row else 0}}


def _contracts(place: PostgresPlace, *, is_upgraded: bool) -> bool:
    """Whether a database is so old that nobody else can be at work while it is upgraded."""
    with told(place), connect(place, autocommit=True) as connection:
        is_older = schema.is_behind(connection, place)
        contracts = schema.contracts(connection)
    if is_older and not is_upgraded:
        raise DatabaseOlder(
            sentence("The database {path} is of an older version of Papercrier.", path=place),
            hint=sentence(
                "{run}, or {chat} while nothing runs, upgrades it.",
                run="`papercrier run`",
                chat="`papercrier chat`",
            ),
        )
    return contracts


def _see_that_none_serves(place: PostgresPlace) -> None:
    """Whoever serves a database that is too old goes on with it as it is."""
    with told(place):
        held = serving(place)
    if held is not None:
        raise already_served(place, held.pid, held.host, held.since)


def _make(place: PostgresPlace, patience: float) -> None:
    """Make the tables that are missing; where others use them, in a moment when they do not."""
    until = time.monotonic() + patience
    with told(place), connect(place, autocommit=True) as connection:
        if schema.is_behind(connection, place):
            log.warning("database upgraded", database=str(place))
        while True:
            try:
                return schema.migrate(connection, place)
            except psycopg.errors.LockNotAvailable:
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN)


def _nothing() -> None:
    """What is left to do where no lease is held."""


def _store_on(
    threads: Sequence[PostgresThread], member: Membership | None, kept: Kept
) -> TableStore:
    beside = threads[-1]
    return TableStore(
        threads,
        kept=kept,
        closed=member.leave if member else _nothing,
        is_shared=True,
        member=member,
        forms=FORMS,
        shared=Shared(
            gate=GateRow(beside, "arxiv"),
            allowances=AllowanceRows(beside),
            inbox=InboxRows(beside),
            paces=PaceRows(beside),
        ),
    )
