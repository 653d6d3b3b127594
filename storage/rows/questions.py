"""The last turns of conversations as rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from domain.chats import ChatRef
from domain.requests import Turn
from storage.database import Database
from storage.question_rules import LOOKED_AT, TURNS, first_of_each
from storage.records import words_of
from storage.turn_rules import seconds

_CHAT: Final = "platform = ? AND chat_id = ? AND thread_id = ?"


def keep(database: Database, chat: ChatRef, turn: Turn) -> None:
    """Keep a question that was put, and no more of the chat's than the newest few."""
    database.execute(
        "INSERT INTO questions (platform, chat_id, thread_id, paper, question, at, refused)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*_place(chat), turn.paper, turn.question, seconds(turn.at), int(turn.refused)],
    )
    database.execute(
        f"DELETE FROM questions WHERE {_CHAT} AND id NOT IN"  # noqa: S608
        f" (SELECT id FROM questions WHERE {_CHAT} ORDER BY id DESC LIMIT ?)",
        [*_place(chat), *_place(chat), TURNS],
    )


def turns(database: Database, chat: ChatRef) -> list[Turn]:
    """What was asked in a chat, the newest first."""
    rows = database.execute(
        f"SELECT paper, question, at, refused FROM questions WHERE {_CHAT}"  # noqa: S608
        " ORDER BY id DESC",
        _place(chat),
    )
    return [
        Turn(paper, question, datetime.fromtimestamp(at, UTC), refused=bool(refused))
        for paper, question, at, refused in rows
    ]


def told_lately(database: Database, chat: ChatRef, most: int) -> list[str]:
    """Base ids of the papers that a chat's last messages began with."""
    rows = database.execute(
        f"SELECT papers FROM sent_messages WHERE {_CHAT}"  # noqa: S608
        " ORDER BY sent_at DESC, message DESC LIMIT ?",
        [*_place(chat), LOOKED_AT],
    )
    return first_of_each((words_of(papers) for (papers,) in rows), most)


def forget(database: Database, chat: ChatRef) -> int:
    """Delete what was asked in a chat; how many questions."""
    sql = f"DELETE FROM questions WHERE {_CHAT}"  # noqa: S608
    return database.execute(sql, _place(chat)).rowcount


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give what was asked in a chat its new id."""
    database.execute(
        "UPDATE questions SET chat_id = ? WHERE platform = ? AND chat_id = ?",
        [new_id, platform, old_id],
    )


def _place(chat: ChatRef) -> list[str]:
    return [chat.platform, chat.chat_id, chat.thread_id]
