"""What was kept under a clock that was ahead, put right once the clock is.

Slots and marks of a time that has not come would keep a chat without digests until it has. What
was really told stays told: only when it was is put right. Where it is not certain how far a chat
was covered, it is taken to have been covered less: papers told are told only once all the same.
Their days stay, since it may be the clock of now that is wrong, years behind on a board without a
battery: under its days they would be too old to be kept once it is right again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from storage.clock_rules import LEAST, LONGEST_BUTTON, READ_AGAIN, SEEN_AT, SLACK
from storage.database import Database
from storage.records import instant_text, message_text
from storage.rows import notes as note_rows
from storage.rows.outbox import OPEN
from storage.turn_rules import seconds

_DAY: Final = timedelta(days=1)
_LONG_PAST: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    moment: int
    day: str
    farthest: str
    """The farthest date that it is anywhere, or that a listing announced by now can bear."""
    listed: str
    """The newest listing date that should be out."""

    @classmethod
    def of(cls, now: datetime, listed: date) -> _Now:
        return cls(
            moment=seconds(now),
            day=now.date().isoformat(),
            farthest=(now.date() + _DAY).isoformat(),
            listed=listed.isoformat(),
        )


def note_clock(database: Database, now: datetime, listed: date) -> bool:
    """Keep what the clock shows; where it showed more before, put right what came of that.

    Args:
        database: to be written.
        now: what it shows, UTC.
        listed: the newest listing date that should be out by then.

    Returns:
        Whether the clock has been set back, and is right now as far as can be known.
    """
    before = note_rows.load(database, SEEN_AT)
    is_back = before is not None and datetime.fromisoformat(before) > now + SLACK
    if is_back and _is_behind(database, listed):
        return False
    note_rows.save(database, SEEN_AT, now.isoformat())
    if is_back:
        _put_right(database, _Now.of(now, listed), now)
    return is_back


def _is_behind(database: Database, listed: date) -> bool:
    """Whether arXiv has announced under a later date: then the clock of now is wrong."""
    sql = "SELECT EXISTS (SELECT 1 FROM announcements WHERE date > ?)"
    return bool(database.execute(sql, [listed.isoformat()]).fetchone()[0])


def _put_right(database: Database, now: _Now, moment: datetime) -> None:
    _schedule(database, now)
    _digests(database, now)
    _parts(database, now)
    _sent(database, now)
    text = instant_text(moment)
    _batches(database, now, text)
    for table in ("subscriptions", "schedule"):
        database.execute(f"UPDATE {table} SET since = ? WHERE since > ?", [text, text])  # noqa: S608
    until = seconds(moment + LONGEST_BUTTON)
    database.execute("UPDATE buttons SET expires = ? WHERE expires > ?", [until, until])


def _schedule(database: Database, now: _Now) -> None:
    """Chats that had turns to come, or have had turns that did not come, are looked at anew."""
    least = date.fromisoformat(now.listed) - LEAST
    values: dict[str, Any] = {**asdict(now), "least": least.isoformat()}
    database.execute(
        """
        UPDATE schedule SET covered = COALESCE(
            (SELECT MIN(covered_before) FROM digests WHERE digests.chat = schedule.chat
                AND covered_before <= :listed AND planned_at > :moment),
            (SELECT MAX(covered_before) FROM digests WHERE digests.chat = schedule.chat
                AND covered_before <= :listed AND planned_at <= :moment),
            :least
        )
        WHERE covered > :listed
        """,
        values,
    )
    database.execute(
        """
        UPDATE schedule SET last = (
            SELECT MAX(slot) FROM digests WHERE digests.chat = schedule.chat
            AND at_once = '' AND slot <= :farthest AND planned_at <= :moment
        )
        WHERE last > :farthest OR EXISTS (
            SELECT 1 FROM digests WHERE digests.chat = schedule.chat
            AND slot = last AND planned_at > :moment
        )
        """,
        values,
    )
    # Turns that had come and wait for an announcement stay; all others are worked out anew.
    database.execute(
        "UPDATE schedule SET version = version + 1, look_at = 0, slot = NULL, slot_at = NULL,"
        " held = 0 WHERE look_at > :moment AND (slot_at IS NULL OR slot_at > :moment)",
        values,
    )
    database.execute("UPDATE schedule SET look_at = :moment WHERE look_at > :moment", values)
    database.execute("UPDATE chats SET look_back_at = 0 WHERE look_back_at > :moment", values)
    database.execute("UPDATE reading_groups SET next_at = 0 WHERE next_at > :moment", values)


def _digests(database: Database, now: _Now) -> None:
    """Digests of turns to come get days long past: those turns are still to have their own."""
    rows = database.execute(
        "SELECT id, chat FROM digests WHERE at_once = '' AND (slot > ? OR planned_at > ?)"
        " ORDER BY id",
        [now.farthest, now.moment],
    ).fetchall()
    for digest, chat in rows:
        (first,) = database.execute(
            "SELECT MIN(slot) FROM digests WHERE chat = ? AND at_once = ''", [chat]
        ).fetchone()
        slot = min(date.fromisoformat(first), date.fromisoformat(now.day) - _LONG_PAST) - _DAY
        database.execute("UPDATE digests SET slot = ? WHERE id = ?", [slot.isoformat(), digest])
    database.execute(
        "UPDATE digests SET planned_at = ? WHERE planned_at > ?", [now.moment, now.moment]
    )
    database.execute("UPDATE digests SET listing = NULL WHERE listing > ?", [now.listed])
    database.execute(
        "UPDATE digests SET covered_before ="
        " (SELECT covered FROM schedule WHERE schedule.chat = digests.chat)"
        " WHERE covered_before > ?",
        [now.listed],
    )


def _parts(database: Database, now: _Now) -> None:
    """What is open is due now, as what is claimed may wait again.

    What was tried at no time was tried too long ago to be known again.
    """
    database.execute(
        f"UPDATE outbox SET due = ? WHERE state IN {OPEN} AND due > ?",  # noqa: S608
        [now.moment, now.moment],
    )
    database.execute("UPDATE outbox SET first_tried = 0 WHERE first_tried > ?", [now.moment])
    database.execute(
        "UPDATE outbox SET settled_at = ? WHERE settled_at > ?", [now.moment, now.moment]
    )


def _sent(database: Database, now: _Now) -> None:
    """What was sent or pressed at no time was by now; no digest's record is of a time to come."""
    for table, column in (
        *(("sent_messages", "sent_at"), ("digest_records", "used")),
        *(("votes", "at"), ("saved_papers", "at"), ("saved_papers", "read_at")),
        *(("questions", "at"), ("access_keys", "at"), ("presses", "at")),
        *(("group_saves", "at"), ("reading_groups", "since")),
    ):
        database.execute(
            f"UPDATE {table} SET {column} = ? WHERE {column} > ?",  # noqa: S608
            [now.moment, now.moment],
        )


def _batches(database: Database, now: _Now, text: str | None) -> None:
    """Of dates to come nothing is known, and what was read at no time is read again.

    Announcements that arXiv has dated stay: it is our clock that may be behind.
    """
    database.execute(
        "DELETE FROM batches WHERE date > ? AND NOT EXISTS (SELECT 1 FROM announcements"
        " WHERE announcements.archive = batches.archive AND announcements.date = batches.date)",
        [now.listed],
    )
    database.execute(
        "UPDATE batches SET state = CASE WHEN count_new IS NULL THEN 'waiting' ELSE 'partial' END,"
        " reason = ?, checked_at = NULL WHERE date <= ? AND checked_at > ?",
        [message_text(READ_AGAIN), now.listed, text],
    )
