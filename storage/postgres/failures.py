"""PostgreSQL's failures, told as StoreError in a sentence; bugs are let through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from domain.errors import StoreError
from domain.messages import marked, sentence
from storage.places import PostgresPlace

_ROOM: Final = marked("Nothing kept before is lost; free some space on its disk and try again.")
_LATER: Final = marked("Try again in a minute.")

_READ_ONLY: Final = (
    marked("The database {target} is read-only."),
    marked("Name the server that may be written to, and not its standby."),
)

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "25006": _READ_ONLY,
    # A standby has no serializable transactions; all else that we ask for is tested to be there.
    "0A000": _READ_ONLY,
    "40001": (marked("The database {path} is too busy."), _LATER),
    "40P01": (marked("The database {path} is too busy."), _LATER),
    "57014": (marked("The database {path} is too busy."), _LATER),
    "55P03": (marked("The database {path} is too busy."), _LATER),
    "42501": (
        marked("The user may not do in the database {path} what is needed."),
        marked("Make that user its owner."),
    ),
    "53100": (marked("There is no room left for {target}."), _ROOM),
    "53300": (marked("The server of {path} takes no more connections."), _LATER),
    "58030": (marked("The disk failed while {target} was being used."), _LATER),
    "XX001": (
        marked("The database {path} is damaged."),
        marked("Put the last backup in its place."),
    ),
}
"""By SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html). Those missing here, as
of syntax and constraints, mean a defect of ours."""

_GONE: Final = ("08", "57P", "25P03", "25P04")
"""How those begin that mean that there is no connection (any more): also where the server ended it
because a transaction stood still or took long, as that of a process that was frozen."""


@contextmanager
def told(place: PostgresPlace) -> Iterator[None]:
    """Raise StoreError for what goes wrong around a database.

    Raises:
        StoreError: it cannot be reached, is full, read-only, damaged or busy.
    """
    try:
        yield
    except psycopg.Error as error:
        state = error.sqlstate or ""
        if state in _SENTENCES:
            message, hint = _SENTENCES[state]
            said = sentence(message, path=place, target=place)
            raise StoreError(said, hint=sentence(hint)) from error
        if not is_gone(error):
            raise
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        reason = first.rpartition("failed: ")[2].strip(" .")
        raise StoreError(
            sentence("The database {place} cannot be used: {reason}.", place=place, reason=reason),
            hint=sentence("Check that PostgreSQL runs there, and user, password and name."),
        ) from error


def unreadable(place: PostgresPlace) -> StoreError:
    """That an address is none, or that nobody can tell what in it is the password."""
    return StoreError(
        sentence("The address of the database {place} cannot be read.", place=place),
        hint=sentence(
            "Write {address}; in user and password, {at} is {at_code}, {slash} is {slash_code}"
            " and {percent} is {percent_code}.",
            address="`postgresql://user:password@host/name`",
            at="`@`",
            at_code="`%40`",
            slash="`/`",
            slash_code="`%2F`",
            percent="`%`",
            percent_code="`%25`",
        ),
    )


def is_gone(error: psycopg.Error) -> bool:
    """Whether an error means that there is no connection: none could be made, or it was lost."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(_GONE)


def is_conflict(error: psycopg.Error) -> bool:
    """Whether a transaction met another, and is to be run again."""
    return error.sqlstate in ("40001", "40P01")
