"""Votes, saved papers and the presses of groups as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from domain.chats import ChatRef, Press, Profile, SavedPaper, Vote
from storage.database import Database, Listed
from storage.rows.renaming import rename
from storage.turn_rules import seconds

_MOST: Final = 1_000
"""Saved papers of a profile, the newest: a library may have thousands, with their abstracts."""

_MOST_PRESSES: Final = 2_000
"""Presses of a group's profile, the newest."""

_ALL: Final = 1 << 62

_COLUMNS: Final = "paper, title, at, in_profile, note, read_at, abstract, is_imported"
_OWNER: Final = "platform = ? AND chat_id = ? AND thread_id = ?"
_AMONG: Final = """
    platform IN (SELECT value FROM json_each(?)) AND chat_id IN (SELECT value FROM json_each(?))
"""
_OWNERS: Final = f"""
    SELECT platform, chat_id, thread_id, owner FROM profile_owners WHERE {_AMONG}
"""  # noqa: S608
_PRESSED: Final = f"""
    SELECT DISTINCT platform, chat_id, thread_id FROM presses WHERE {_AMONG}
"""  # noqa: S608
"""Of many chats at once: most have neither owner nor presses."""


_LIKED: Final = """
    SELECT paper, COUNT(*) FROM (
        SELECT paper, platform, chat_id FROM votes WHERE is_more = 1 AND at >= :since
        UNION SELECT paper, platform, chat_id FROM saved_papers
        WHERE is_imported = 0 AND at >= :since
        UNION SELECT paper, platform, person FROM presses WHERE is_more = 1 AND at >= :since
    ) AS likings GROUP BY paper HAVING COUNT(*) >= :fewest
"""
"""Whoever did more than one of these is one."""


def keep_vote(database: Database, owner: ChatRef, vote: Vote) -> None:
    """Keep a vote, in place of an older one on the paper."""
    database.execute(
        "INSERT INTO votes (platform, chat_id, thread_id, paper, is_more, at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (platform, chat_id, thread_id, paper)"
        " DO UPDATE SET is_more = excluded.is_more, at = excluded.at",
        [*_place(owner), vote.paper, vote.is_more, seconds(vote.at)],
    )


def keep_papers(database: Database, owner: ChatRef, saved: Collection[SavedPaper]) -> None:
    """Keep papers to be found again."""
    database.executemany(
        "INSERT INTO saved_papers (platform, chat_id, thread_id, paper, title, at, in_profile,"
        " note, read_at, abstract, is_imported) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (platform, chat_id, thread_id, paper) DO UPDATE"
        " SET title = excluded.title, at = excluded.at, in_profile = excluded.in_profile,"
        " note = excluded.note, read_at = excluded.read_at, abstract = excluded.abstract,"
        " is_imported = excluded.is_imported",
        [(*_place(owner), *_saved_row(one)) for one in saved],
    )


def _saved_row(one: SavedPaper) -> tuple[object, ...]:
    read_at = None if one.read_at is None else seconds(one.read_at)
    at = seconds(one.at)
    return (
        one.paper,
        one.title,
        at,
        one.in_profile,
        one.note,
        read_at,
        one.abstract,
        one.is_imported,
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


def saved(database: Database, owner: ChatRef, most: int = _ALL) -> list[SavedPaper]:
    """All of them, or so many, the newest first."""
    rows = database.execute(
        f"SELECT {_COLUMNS} FROM saved_papers WHERE {_OWNER} ORDER BY at DESC, paper LIMIT ?",  # noqa: S608
        [*_place(owner), most],
    )
    return [
        SavedPaper(
            *(paper, title, _instant(at), bool(is_in), note),
            *(None if read_at is None else _instant(read_at), abstract, bool(is_imported)),
        )
        for paper, title, at, is_in, note, read_at, abstract, is_imported in rows
    ]


def keep_press(database: Database, chat: ChatRef, press: Press) -> None:
    """Keep what a member made of a paper, in place of an older press on it."""
    database.execute(
        "INSERT INTO presses (platform, chat_id, thread_id, person, paper, is_more, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (platform, chat_id, thread_id, person, paper)"
        " DO UPDATE SET is_more = excluded.is_more, at = excluded.at",
        [*_place(chat), press.person, press.paper, press.is_more, seconds(press.at)],
    )


def drop_press(database: Database, chat: ChatRef, person: str, paper: str) -> bool:
    """Take back a member's press; whether there was one."""
    sql = f"DELETE FROM presses WHERE {_OWNER} AND person = ? AND paper = ?"  # noqa: S608
    return database.execute(sql, [*_place(chat), person, paper]).rowcount > 0


def presses(database: Database, chat: ChatRef, most: int = _ALL) -> list[Press]:
    """Those of all members, or so many, the newest first."""
    rows = database.execute(
        f"SELECT person, paper, is_more, at FROM presses WHERE {_OWNER}"  # noqa: S608
        " ORDER BY at DESC, paper, person LIMIT ?",
        [*_place(chat), most],
    )
    return [Press(person, paper, bool(more), _instant(at)) for person, paper, more, at in rows]


def leave_out(database: Database, owner: ChatRef, paper: str) -> bool:
    """Take a paper out of a profile; whether it was in."""
    sql = f"UPDATE saved_papers SET in_profile = 0 WHERE {_OWNER} AND paper = ? AND in_profile = 1"  # noqa: S608
    was_saved = database.execute(sql, [*_place(owner), paper]).rowcount > 0
    sql = f"DELETE FROM presses WHERE {_OWNER} AND paper = ?"  # noqa: S608
    was_pressed = database.execute(sql, [*_place(owner), paper]).rowcount > 0
    return drop_vote(database, owner, paper) or was_saved or was_pressed


def set_owner(database: Database, chat: ChatRef, owner: ChatRef) -> None:
    """Keep whose chat a private one is."""
    database.execute(
        "INSERT INTO profile_owners (platform, chat_id, thread_id, owner) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (platform, chat_id, thread_id) DO UPDATE SET owner = excluded.owner",
        [*_place(chat), owner.chat_id],
    )


def profiles(database: Database, chats: Collection[ChatRef]) -> dict[ChatRef, Profile]:
    """What owners or members of some chats made of papers; chats without any are missing."""
    own = set(chats)
    asked = [Listed({chat.platform for chat in own}), Listed({chat.chat_id for chat in own})]
    owners = {ChatRef(*place): owner for *place, owner in database.execute(_OWNERS, asked)}
    pressed = {ChatRef(*place) for place in database.execute(_PRESSED, asked)}
    found = {
        chat: Profile(presses=tuple(presses(database, chat, _MOST_PRESSES)))
        for chat in own & (pressed - owners.keys())
    }
    for chat, name in owners.items():
        if chat not in own:
            continue
        owner = ChatRef(chat.platform, name)
        newest = saved(database, owner, _MOST)
        found[chat] = Profile(tuple(votes(database, owner)), tuple(newest))
    return {chat: profile for chat, profile in found.items() if profile != Profile()}


def liked(database: Database, since: datetime, fewest: int) -> dict[str, int]:
    """How many people liked each paper since a moment, where that many did."""
    return dict(database.execute(_LIKED, {"since": seconds(since), "fewest": fewest}).fetchall())


def forget(database: Database, owner: ChatRef) -> dict[str, int]:
    """Delete what is kept of somebody; how many of what."""
    database.execute(f"DELETE FROM profile_owners WHERE {_OWNER}", _place(owner))  # noqa: S608
    gone = {
        name: database.execute(f"DELETE FROM {table} WHERE {_OWNER}", _place(owner)).rowcount  # noqa: S608
        for name, table in (("votes", "votes"), ("saved", "saved_papers"), ("presses", "presses"))
    }
    own = "DELETE FROM presses WHERE (platform, person, '') = (?, ?, ?)"
    gone["presses"] += database.execute(own, _place(owner)).rowcount
    return gone


def move(database: Database, platform: str, old_id: str, new_id: str) -> None:
    """Give what a chat made of papers its new id."""
    for table, alike in (
        *(("votes", ("paper",)), ("saved_papers", ("paper",)), ("profile_owners", ())),
        ("presses", ("person", "paper")),
    ):
        rename(database, table, ("thread_id", *alike), platform, old_id, new_id)


def _place(owner: ChatRef) -> list[str]:
    return [owner.platform, owner.chat_id, owner.thread_id]


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
