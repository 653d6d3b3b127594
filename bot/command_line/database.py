"""Commands about the database as a file: backed up, restored, moved, taken to a server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from bot.clock import SystemClock
from bot.command_line.surface import tell
from bot.operations.single import serving_alone
from bot.settings import PREFIX, Settings
from domain.errors import SettingsError
from domain.messages import sentence
from storage.opening import file_of, transfer
from storage.sqlite.files.backups import write_copy
from storage.sqlite.files.inspection import inspect, require_file
from storage.sqlite.files.relocation import move, restore
from storage.sqlite.store import PATIENCE

_TOLD: Final = ("chats", "subscriptions", "papers")
"""Tables of which it is told how many rows there are."""

_FOLDERS: Final = ("papers", "evidence")
"""What is kept beside the database and goes along with it."""

_RESTS: Final = "arxiv-rests.json"
"""Which parts of arXiv are left alone for how long; it goes along as well."""


async def back_up(settings: Settings, target: Path) -> None:
    """Copy the database as it is, whatever version of Papercrier it is of."""
    path = file_of(settings.database, instead="pg_dump")
    inspect(path, patience=PATIENCE)
    write_copy(path, target, patience=PATIENCE)
    tell(f"Backed up {path} to {target}.")


async def put_back(settings: Settings, file: Path) -> None:
    """Put a backup in the database's place, while nobody serves it."""
    path = file_of(settings.database, instead="pg_restore")
    with serving_alone(path, SystemClock(settings.now)):
        aside = restore(file, path, patience=PATIENCE)
    tell(f"Restored {path} from {file}.")
    if aside is not None:
        tell(f"What was there before is kept in {aside}.")


async def relocate(settings: Settings, target: Path) -> None:
    """Move the database, with what is kept beside it, while nobody serves it."""
    path = file_of(settings.database, instead="pg_dump")
    target = _file_in(target, path.name)
    with serving_alone(path, SystemClock(settings.now)):
        move(path, target, patience=PATIENCE)
        for name in (*_FOLDERS, _RESTS) if settings.folder is None else ():
            _take_along(path.parent / name, target.parent / name)
    tell(f"Moved {path} to {target}.")
    tell(f"From now on, set {PREFIX}DATABASE={target}.")


async def take_to_server(settings: Settings, file: Path) -> None:
    """Copy a database file into the server's database that is set, while nobody serves either."""
    place = settings.database
    if isinstance(place, Path):
        raise SettingsError(
            sentence("No PostgreSQL database is set to which {file} could go.", file=file),
            hint=sentence("Set {setting}.", setting=f"{PREFIX}DATABASE=postgresql://…"),
        )
    require_file(file)
    with serving_alone(file, SystemClock(settings.now)):
        rows = transfer(file, place)
    told = ", ".join(f"{rows[name]:,} {name}" for name in _TOLD)
    tell(f"Copied {sum(rows.values()):,} rows of {file} to {place}: {told}.")
    tell(f"{file} stays as it is. Serve it no more: what it was told would be told twice.")
    if settings.folder is None and any((file.parent / name).is_dir() for name in _FOLDERS):
        tell(f"Papers that were read lie beside it: set {PREFIX}FOLDER={file.parent.absolute()}.")


def _file_in(target: Path, name: str) -> Path:
    """Where the database goes: into a folder under its own name, or as a file with an ending."""
    target = target.expanduser().absolute()
    return target / name if target.is_dir() or not target.suffix else target


def _take_along(beside: Path, target: Path) -> None:
    """Move a folder or a file; what cannot be moved is got from arXiv again."""
    if not beside.exists() or target.exists():
        return
    try:
        shutil.move(beside, target)
    except OSError as error:
        tell(f"{beside} stays where it is: {error.strerror or error}.")
