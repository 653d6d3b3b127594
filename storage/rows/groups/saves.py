"""What members save in groups, as rows: that proposes it to a group that reads together."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.chats import ChatRef, Press
from storage.database import Database
from storage.rows.renaming import rename
from storage.turn_rules import seconds


def keep(database: Database, chat: ChatRef, press: Press) -> None:
    """Keep that a member saved a paper in a group."""
    database.execute(
        "INSERT INTO group_saves (platform, chat_id, thread_id, person, paper, at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [*_place(chat), press.person, press.paper, seconds(press.at)],
    )


def drop(database: Database, platform: str, person: str, paper: str) -> None:
    """A paper is saved no longer, wherever that was said."""
    database.execute(
        "DELETE FROM group_saves WHERE (platform, person, paper) = (?, ?, ?)",
        [platform, person, paper],
    )


def saves(database: Database, chat: ChatRef) -> list[Press]:
    """What members saved in a group, the newest first."""
    rows = database.execute(
        "SELECT person, paper, at FROM group_saves"
        " WHERE (platform, chat_id, thread_id) = (?, ?, ?) ORDER BY at DESC, paper, person",
        _place(chat),
    )
    return [
        Press(person, paper, True, datetime.fromtimestamp(at, UTC)) for person, paper, at in rows
    ]


def forget(database: Database, owner: ChatRef) -> int:
    """Delete what was saved in a group, or by a person in any; how many."""
    here = "DELETE FROM group_saves WHERE (platform, chat_id, thread_id) = (?, ?, ?)"
    own = "DELETE FROM group_saves WHERE (platform, person, '') = (?, ?, ?)"
    return sum(database.execute(sql, _place(owner)).rowcount for sql in (here, own))


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give a group its new id."""
    rename(database, "group_saves", ("thread_id", "person", "paper"), platform, old_id, new_id)


def _place(owner: ChatRef) -> list[str]:
    return [owner.platform, owner.chat_id, owner.thread_id]
