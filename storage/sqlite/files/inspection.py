"""What a database file is, found out without changing it: ours, older, newer, or damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.errors import DatabaseMissing, StoreError
from domain.messages import sentence
from storage.sqlite.connections import connect
from storage.sqlite.failures import told
from storage.sqlite.schema import is_behind

_WELL: Final = "ok"


def moved_note(path: Path) -> Path:
    """Where it stands that the database of this path was moved, and where to."""
    return path.with_name(f"{path.name}.moved")


def is_there(path: Path) -> bool:
    """Whether there is a database that something was ever kept in."""
    with told(path):
        return path.is_file() and path.stat().st_size > 0


def require_file(file: Path) -> None:
    """See that a file is there that somebody has named.

    Raises:
        StoreError: it is not.
    """
    with told(file):
        if not file.is_file():
            raise StoreError(
                sentence("There is no file {file}.", file=file.absolute()),
                hint=sentence("Name the database file, or a backup of it."),
            )


def require(path: Path) -> None:
    """See that a database is there.

    Raises:
        DatabaseMissing: it is not; the message says where it was looked for.
    """
    if is_there(path):
        return
    raise missing(path)


def missing(path: Path) -> DatabaseMissing:
    """That no database is at a path, and what to do about it."""
    note = moved_note(path)
    if note.is_file():
        now_at = note.read_text(encoding="utf-8").strip()
        return DatabaseMissing(
            sentence("The database {path} was moved to {place}.", path=path, place=now_at),
            hint=sentence("Set {setting}.", setting=f"PAPERCRIER_DATABASE={now_at}"),
        )
    return DatabaseMissing(
        sentence("There is no database {path}.", path=path.absolute()),
        hint=sentence(
            "Name yours in {setting}; {run} or {chat} makes a new one.",
            setting="PAPERCRIER_DATABASE",
            run="`papercrier run`",
            chat="`papercrier chat`",
        ),
    )


def inspect(
    path: Path, *, patience: float, thoroughly: bool = False, rows_alone: bool = False
) -> bool:
    """Whether a database is of an older version than this program's.

    Args:
        path: of the database.
        patience: seconds to wait for another process that holds it.
        thoroughly: also look through every page of it.
        rows_alone: and not at what indexes say of rows, as they are made anew.

    Raises:
        DatabaseMissing: there is none.
        StoreError: it is damaged, another program's, or of a newer version.
    """
    require(path)
    database = connect(path, writes=False, patience=patience)
    try:
        with told(path):
            older = is_behind(database, path)
            check = "quick_check" if rows_alone else "integrity_check"
            (first,) = database.execute(f"PRAGMA {check}(1)").fetchone() if thoroughly else [_WELL]
    finally:
        database.close()
    if first != _WELL:
        raise StoreError(
            sentence("The database {path} is damaged.", path=path),
            hint=sentence("Use another backup."),
        )
    return older
