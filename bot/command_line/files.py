"""The command line's work on the database as a file: backup, restore, move, migrate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.guarded import guarded

NewFile = Annotated[Path, typer.Argument(help="A file that does not exist yet.")]
Backup = Annotated[Path, typer.Argument(help="A backup; it is looked through first.")]


def backup(file: NewFile) -> None:
    """Write a consistent copy of the database, also while Papercrier runs."""
    from bot.command_line.database import back_up

    guarded(lambda settings: back_up(settings, file), is_of_files=True)


def restore(file: Backup) -> None:
    """Put a backup in the database's place, while Papercrier does not run.

    What was there before is kept beside it.
    """
    from bot.command_line.database import put_back

    guarded(lambda settings: put_back(settings, file), is_of_files=True)


def move(
    to: Annotated[
        Path, typer.Argument(help="A folder, or a file NAME.db that does not exist yet.")
    ],
) -> None:
    """Move the database with all that is beside it, while Papercrier does not run."""
    from bot.command_line.database import relocate

    guarded(lambda settings: relocate(settings, to), is_of_files=True)


def migrate(
    file: Annotated[Path, typer.Argument(help="A database file, which stays as it is.")],
) -> None:
    """Copy a database file into the PostgreSQL database that is set, while neither is served."""
    from bot.command_line.database import take_to_server

    guarded(lambda settings: take_to_server(settings, file), is_of_files=True)
