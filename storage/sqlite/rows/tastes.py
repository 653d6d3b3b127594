"""Votes and saved papers as rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlite_utils import Database

from domain.chats import ChatRef, SavedPaper, Vote
from storage.turn_rules import seconds

_OWNER: Final = "platform = ? AND chat_id = ? AND thread_id = ?"


def keep_vote(database: Database, owner: ChatRef, vote: Vote) -> None:
    """Keep a vote, in place of an older one on the paper."""
    database.execute(
        "INSERT INTO votes (platform, chat_id, thread_id, paper, is_more, at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (platform, chat_id, thread_id, paper)"
        " DO UPDATE SET is_more = excluded.is_more, at = excluded.at",
        [*_place(owner), vote.paper, vote.is_more, seconds(vote.at)],
    )


def keep_paper(database: Database, owner: ChatRef, saved: SavedPaper) -> None:
    """Keep a paper to be found again."""
    database.execute(
        "INSERT INTO saved_papers (platform, chat_id, thread_id, paper, title, at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (platform, chat_id, thread_id, paper)"
        " DO UPDATE SET title = excluded.title, at = excluded.at",
        [*_place(owner), saved.paper, saved.title, seconds(saved.at)],
    )


def drop_vote(database: Database, owner: ChatRef, paper: str) -> bool:
    """Take back a vote; whether there was one."""
    sql = f"DELETE FROM votes WHERE {_OWNER} AND paper = ?"  # noqa: S608
    return database.execute(sql, [*_place(owner), paper]).rowcount > 0


def drop_paper(database: Database, owner: ChatRef, paper: str) -> bool:
    """Keep a paper no longer; whether it was."""
    sql = f"DELETE FROM saved_papers WHERE {_OWNER} AND paper = ?"  # noqa: S608
    return database.execute(sql, [*_place(owner), paper]).rowcount > 0


def votes(database: Database, owner: ChatRef) -> list[Vote]:
    """All of them, the newest first."""
    rows = database.execute(
        f"SELECT paper, is_more, at FROM votes WHERE {_OWNER} ORDER BY at DESC, paper",  # noqa: S608
        _place(owner),
    )
    return [Vote(paper, bool(is_more), _instant(at)) for paper, is_more, at in rows]


def saved(database: Database, owner: ChatRef) -> list[SavedPaper]:
    """All of them, the newest first."""
    rows = database.execute(
        f"SELECT paper, title, at FROM saved_papers WHERE {_OWNER} ORDER BY at DESC, paper",  # noqa: S608
        _place(owner),
    )
    return [SavedPaper(paper, title, _instant(at)) for paper, title, at in rows]


def forget(database: Database, owner: ChatRef) -> dict[str, int]:
    """Delete what is kept of somebody; how many of what."""
    return {
        name: database.execute(f"DELETE FROM {table} WHERE {_OWNER}", _place(owner)).rowcount  # noqa: S608
        for name, table in (("votes", "votes"), ("saved", "saved_papers"))
    }


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give what a chat made of papers its new id."""
    for table in ("votes", "saved_papers"):
        database.execute(
            f"UPDATE OR REPLACE {table} SET chat_id = ? WHERE platform = ? AND chat_id = ?",  # noqa: S608
            [new_id, platform, old_id],
        )


def _place(owner: ChatRef) -> list[str]:
    return [owner.platform, owner.chat_id, owner.thread_id]


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
