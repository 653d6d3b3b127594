"""The store, and what is asked of its database, in a file or on a server.

What a server needs is loaded only where one is used.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from domain.errors import StoreError
from domain.messages import Message, sentence
from storage.places import Place, PostgresPlace
from storage.ports.store import TableStore
from storage.retention_rules import Kept
from storage.sqlite import driver
from storage.sqlite import store as sqlite
from storage.sqlite.files import census as file_census
from storage.sqlite.files import inspection
from storage.sqlite.store import PATIENCE

if TYPE_CHECKING:
    from storage.postgres.serving import Serving


def open_store(
    place: Place,
    *,
    patience: float = PATIENCE,
    is_served: bool = False,
    is_upgraded: bool = True,
    kept: Kept | None = None,
    version: str = "",
) -> TableStore:
    """Open a database and bring its schema up to date; a file is made where there is none.

    Args:
        place: of the database.
        patience: seconds to wait for another process that holds it, or for a server that is away.
        is_served: whether this process, alone of all, serves the database.
        is_upgraded: whether an older one is brought up to date.
        kept: what is kept for how long.
        version: of Papercrier, for those who look at who is at work on a server's database.

    Raises:
        AlreadyServed: others are at work on a server's database, and it is of an older version.
        DatabaseOlder: it is of an older version, and is not to be upgraded.
        StoreError: it cannot be used, is another program's or a newer version's.
    """
    if isinstance(place, Path):
        return sqlite.open_store(
            place, patience=patience, is_served=is_served, is_upgraded=is_upgraded, kept=kept
        )
    store: TableStore = _postgres().open_store(
        place,
        patience=patience,
        is_served=is_served,
        is_upgraded=is_upgraded,
        kept=kept,
        version=version,
    )
    return store


def is_there(place: Place) -> bool:
    """Whether there is a database that something was ever kept in.

    Raises:
        StoreError: nobody can tell.
    """
    if isinstance(place, Path):
        return inspection.is_there(place)
    return bool(_postgres().is_there(place))


def require(place: Place) -> None:
    """See that a database is there.

    Raises:
        DatabaseMissing: it is not; the message says where it was looked for.
        StoreError: nobody can tell.
    """
    if isinstance(place, Path):
        inspection.require(place)
    else:
        _postgres().require(place)


def described(place: Place) -> str:
    """For the operator: which engine it is, of which version.

    Raises:
        StoreError: it cannot be reached.
    """
    return driver.described() if isinstance(place, Path) else str(_postgres().described(place))


def doubts(place: Place, version: str) -> list[Message]:
    """For the operator: what may cost messages or time there; a file gives no cause.

    Args:
        place: of the database.
        version: of this Papercrier.

    Raises:
        StoreError: it cannot be reached.
    """
    if isinstance(place, Path):
        return []
    _postgres()
    from storage.postgres.doubts import doubts as of_server

    return of_server(place, version)


def census(place: Place, *, folder: Path) -> dict[str, dict[str, int]]:
    """How many there are of what, by kind; and under ``bytes`` what is on the disk.

    Args:
        place: of the database.
        folder: where papers that were read are kept.

    Raises:
        StoreError: the database cannot be read.
    """
    if isinstance(place, Path):
        found = file_census.census(place, patience=PATIENCE)
    else:
        found = dict(_postgres().census(place))
    papers = folder / "papers"
    found["bytes"]["papers"] = sum(f.stat().st_size for f in papers.rglob("*") if f.is_file())
    return found


def serving(place: PostgresPlace) -> Serving | None:
    """The process that serves a server's database; None where none does, or nobody can tell."""
    try:
        return served_by(place)
    except StoreError:
        return None


def served_by(place: PostgresPlace) -> Serving | None:
    """The process that serves a server's database; None where none does.

    Raises:
        StoreError: nobody can tell.
    """
    held: Serving | None = _postgres().served_by(place)
    return held


def transfer(file: Path, place: PostgresPlace) -> dict[str, int]:
    """Copy all of a database file into an empty database of a server's; rows by table.

    Raises:
        AlreadyServed: a process serves the server's database.
        StoreError: the file is none of ours or damaged; there is something in the server's
            database already, or it cannot be used.
    """
    _postgres()
    from storage.postgres.transfer import transfer as to_server

    return to_server(file, place, patience=PATIENCE)


def file_of(place: Place, *, instead: str) -> Path:
    """The file that a database is.

    Args:
        place: of the database.
        instead: the program that does with a server's database what is done with files here.

    Raises:
        StoreError: it is a server's.
    """
    if isinstance(place, Path):
        return place
    raise StoreError(
        sentence("{place} is PostgreSQL's, and no file.", place=place),
        hint=sentence("Use {program}.", program=f"`{instead}`"),
    )


def _postgres() -> ModuleType:
    try:
        from storage.postgres import store
    except ImportError as error:
        # Without a name: it is there, and finds no libpq.
        if error.name is not None and error.name.partition(".")[0] != "psycopg":
            raise
        raise StoreError(
            sentence("A database on a PostgreSQL server needs psycopg."),
            hint=sentence("Install it: {command}.", command="`pip install 'papercrier[postgres]'`"),
        ) from error
    return store
