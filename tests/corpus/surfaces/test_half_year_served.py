"""Half a year of a real process on the strict servers: what became of papers is told, once.

The process is killed again and again, also between what it planned and what it sent; the stand-in
announces by a script. In short here, up to a night of kills; the whole half-year, each day on which
something is done, by ``HALF_YEAR=1 pytest tests/corpus/surfaces/test_half_year_served.py``.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any, Final

import pytest

from domain.chats import Chat, ChatRef, ChatSettings, Subscription, Updates
from domain.topics import Topic
from intake import calendar
from storage import open_store
from tests.corpus import discord_stage
from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS, Json, hang_up, kit
from tests.corpus.surfaces.invented_records import record
from tests.corpus.telegram_stage import said
from topics.language import parse_query

IS_LONG: Final = bool(os.environ.get("HALF_YEAR"))
FIRST: Final = date(2025, 5, 6)
LAST: Final = date(2025, 10, 21)
KILLED: Final = date(2025, 7, 8)
JOINS: Final = date(2025, 9, 9)
TITLES: Final = ("Lanterns", "Ferries", "Harbours", "Orchards", "Looms", "Bridges", "Clocks")
"""Of one word each, of invented papers; the last is announced when somebody joins late."""
NUMBERS: Final = {title: f"2505.9700{number}" for number, title in enumerate(TITLES, 1)}
FILLERS: Final = tuple(f"2504.9{number:04}" for number in range(1, 41))
"""Papers that are replaced on all other dates, so that arXiv lists something every night."""

WRONG, MENDED = "Withdrawn: the bound of Theorem 3 is wrong", "7 pages; Theorem 3 is mended"
SCRIPT: Final[dict[date, tuple[tuple[str, str, Json], ...]]] = {
    date(2025, 6, 10): (("revise", "Lanterns", {"comment": "Code will be released."}),),
    date(2025, 6, 24): (("revise", "Ferries", {"comment": "Accepted at NeurIPS 2025"}),),
    KILLED: (("withdraw", "Harbours", {"comment": WRONG}),),
    date(2025, 7, 22): (
        ("revise", "Lanterns", {"comment": "Code: https://github.com/ada/lanterns"}),
    ),
    date(2025, 8, 5): (("revise", "Harbours", {"comment": MENDED}),),
    date(2025, 8, 19): (("amend", "Orchards", {"journal_ref": "J. Rivers 3 (2025) 14"}),),
    date(2025, 9, 16): (("withdraw", "Clocks", {"comment": "Withdrawn: see Table 2"}),),
    date(2025, 10, 7): (("withdraw", "Bridges", {"comment": "Withdrawn by its author"}),),
    LAST: (("revise", "Clocks", {"comment": "5 pages, Table 2 mended"}),),
}
"""What is done to which paper, and seen from which listing date on."""
VISITED: Final = sorted({FIRST, JOINS, *SCRIPT}) if IS_LONG else [FIRST, KILLED]
"""The dates on which the process runs."""

ALL, AT_ONCE, IMPORTANT = "all", "at once", "important"
LATE, OFF = "late", "off"
WISHES: Final = {
    ALL: Updates.ALL,
    AT_ONCE: Updates.AT_ONCE,
    IMPORTANT: Updates.IMPORTANT,
    LATE: Updates.ALL,
    OFF: Updates.OFF,
}
EVENTS: Final = (
    (date(2025, 6, 10), "Lanterns replaced"),
    (date(2025, 6, 24), "Ferries replaced"),
    (date(2025, 6, 24), "Ferries accepted"),
    (KILLED, "Harbours withdrawn"),
    (date(2025, 7, 22), "Lanterns replaced"),
    (date(2025, 7, 22), "Lanterns code"),
    (date(2025, 8, 5), "Harbours returned"),
    (date(2025, 8, 19), "Orchards published"),
    (date(2025, 9, 16), "Clocks withdrawn"),
    (date(2025, 10, 7), "Bridges withdrawn"),
    (LAST, "Clocks returned"),
)
"""What becomes of the papers, from which date on."""
_BECAME: Final = {
    "withdrawn, and arXiv says": "withdrawn",
    "no longer withdrawn": "returned",
    "a new version, announced": "replaced",
    "accepted: NeurIPS 2025": "accepted",
    "published: J. Rivers 3": "published",
    "the promised code is there": "code",
}
_TOLD: Final = re.compile(
    rf"(?P<title>{'|'.join(TITLES)})[^:\n]{{0,60}}?(?: \(\d{{4}}\.\d{{5}}\))?[*_`\]\[]*: ?"
    r"(?P<became>[^\n]+)"
)
AT: Final = time_of_day(12)
PATIENCE: Final = 120.0
"""Seconds in which anything comes about."""

_TAKEN_IN: Final = """
    SELECT COUNT(*) = :days AND MIN(state IN ('complete', 'quiet')) FROM batches
"""
_PLANNED: Final = "SELECT COUNT(*) > 0 FROM digests WHERE substr(slot, 1, 10) = :day"
_UNKNOWN: Final = """
    SELECT COUNT(*) FROM outbox JOIN digests ON digests.id = digest
    JOIN chats ON chats.id = digests.chat
    WHERE state = 'unknown' AND chats.platform = ? AND chats.chat_id = ?
    AND substr(slot, 1, 10) = ?
"""
_TO_DO: Final = """
    SELECT (SELECT COUNT(*) FROM schedule WHERE last IS NOT :day)
    + (SELECT COUNT(*) FROM outbox WHERE state IN ('behind', 'queued', 'claimed', 'sending'))
    + (
        SELECT COUNT(*) FROM notices JOIN chats ON chats.id = chat
        JOIN paper_updates ON paper_updates.id = paper_update
        WHERE digest IS NULL AND updates = 'at once' AND kind IN ('withdrawn', 'returned')
    )
"""


class HalfYear:
    """Chats on both platforms, the process over their database, and what they are told."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.database: Path = stage.work_dir / "bot.sqlite"
        self.bot: Any = None
        telegram, discord = stage.telegram, stage.discord
        wanted = {"guild_id": discord.guild(), "name": "lamps", "type": "text"}
        self.refs = {
            ALL: ChatRef("telegram", str(telegram.new_private())),
            AT_ONCE: ChatRef("discord", discord.control.post("channel", wanted)["id"]),
            IMPORTANT: ChatRef("telegram", str(telegram.new_group("supergroup"))),
            LATE: ChatRef("telegram", str(telegram.new_private())),
            OFF: ChatRef("telegram", str(telegram.new_private())),
        }

    def announce(self) -> None:
        """All that is announced in the half-year; each is seen from its date on."""
        fillers, day = 0, FIRST + timedelta(days=1)
        while day <= LAST:
            if day.weekday() < 5 and day not in SCRIPT:
                self._change("revise", FILLERS[fillers % len(FILLERS)], day, {"comment": f"v{day}"})
                fillers += 1
            for what, title, wish in SCRIPT.get(day, ()):
                self._change(what, NUMBERS[title], day, wish)
            day += timedelta(days=1)

    def _change(self, what: str, base: str, day: date, wish: Json) -> None:
        if what == "amend":
            self.stage.arxiv.tell(what, id=base, when=f"{day}T01:00:00Z", **wish)
            # An amendment is listed nowhere, and arXiv lists something all the same.
            self._change("revise", FILLERS[-1], day, {"comment": f"v{day}"})
            return
        submitted = f"{day - timedelta(days=1)}T12:00:00Z"
        self.stage.arxiv.tell(what, id=base, submitted=submitted, announced=f"{day}", **wish)

    def join(self, names: Iterable[str], day: date) -> None:
        """Chats follow the papers' field, the day before."""
        asyncio.run(self._join(names, datetime.combine(day, AT, UTC) - timedelta(hours=2)))

    async def _join(self, names: Iterable[str], since: datetime) -> None:
        store = open_store(self.database)
        topic = Topic("mornings", parse_query("cat:cs.CV"))
        for name in names:
            settings = ChatSettings(time=AT, updates=WISHES[name])
            await store.save_chat(Chat(self.refs[name], settings))
            await store.subscribe([Subscription(self.refs[name], topic, since)])
        await store.close()

    def visit(self, day: date) -> None:
        """A day: it reads what was announced, is killed, begins again, tells, and is killed."""
        moment = datetime.combine(day, AT, UTC) - timedelta(minutes=2)
        self.stage.arxiv.tell("now", now=f"{moment:%Y-%m-%dT%H:%M:%SZ}", frozen=True)
        self._run(moment)
        self._until(_TAKEN_IN, day, 1)
        self.bot.kill()
        self._run(moment + timedelta(minutes=2))
        if day == KILLED:
            self._until(_PLANNED, day, 1)
            self.bot.kill()
            self._run(moment + timedelta(minutes=3))
        self._until(_TO_DO, day, 0)
        assert "Traceback" not in self.bot.logs()
        self.bot.kill()

    def _run(self, moment: datetime) -> None:
        env = {**SETTINGS, "PAPERCRIER_NOW": moment.isoformat()}
        if self.bot is None:
            self.bot = self.stage.start_bot(RUN, REPOSITORY, None, env)
        else:
            self.bot.env.update(env)
            self.bot.start(None)

    def _until(self, query: str, day: date, wanted: int) -> None:
        until = time.monotonic() + PATIENCE
        while self._count(query, day) != wanted:
            assert time.monotonic() < until, (query, self.bot.logs()[-3000:])
            time.sleep(0.1)

    def _count(self, query: str, day: date) -> int:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            days = len(calendar.listing_dates(FIRST, day))
            found = connection.execute(query, {"day": f"{day}", "days": days})
            return int(found.fetchone()[0] or 0)

    def texts(self, name: str) -> list[str]:
        """What stands in a chat, in order."""
        ref = self.refs[name]
        if ref.platform == "discord":
            return [discord_stage.text_of(one) for one in self.stage.discord.messages(ref.chat_id)]
        return [said(one) for one in self.stage.telegram.messages(int(ref.chat_id))]

    def told(self, name: str) -> list[str]:
        """What a chat was told became of papers, in order."""
        return [
            f"{match['title']} {what}"
            for text in self.texts(name)
            for match in _TOLD.finditer(text)
            for words, what in _BECAME.items()
            if words in match["became"]
        ]

    def is_unknown(self, name: str) -> bool:
        """Whether the kill found a chat's digest on its way to Telegram: nobody knows of it."""
        ref = self.refs[name]
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            found = connection.execute(_UNKNOWN, [ref.platform, ref.chat_id, f"{KILLED}"])
            return bool(found.fetchone()[0])


@pytest.fixture
def half_year(shared: Path, tmp_path: Path) -> Iterator[HalfYear]:
    """The chats that are there from the beginning; nothing runs, and all is to come."""
    before = "2025-04-28T12:00:00Z"
    lines = [record(base, f"Buoys {base}", before) for base in FILLERS]
    for title, base in NUMBERS.items():
        day = JOINS if title == TITLES[-1] else FIRST
        lines.append(record(base, title, f"{day - timedelta(days=1)}T12:00:00Z"))
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ("--frozen", "--now", f"{FIRST}T12:00:00Z", "--records", str(records))
    with kit(shared).Stage(arxiv_options=options) as stage:
        try:
            made = HalfYear(stage)
            made.announce()
            made.join([ALL, AT_ONCE, IMPORTANT, OFF], FIRST)
            yield made
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def expected(name: str) -> list[str]:
    """What a chat is to be told until the last date on which the process runs, paper by paper."""
    updates = WISHES[name]
    titles = TITLES[-1:] if name == LATE else TITLES
    told = [
        what
        for day, what in EVENTS
        if day <= VISITED[-1]
        and what.split()[0] in titles
        and updates.wants(important=what.endswith(("withdrawn", "returned")))
    ]
    return by_paper(told)


def without_what_was_killed(told: Sequence[str]) -> list[str]:
    """But for what was announced on the date of that night's kills."""
    killed = {what for day, what in EVENTS if day == KILLED}
    return [what for what in told if what not in killed]


def by_paper(told: Sequence[str]) -> list[str]:
    """Paper by paper: of what is found at once, what was announced last may be told first."""
    return sorted(told, key=lambda one: one.split()[0])


def test_each_chat_is_told_of_what_concerns_it(half_year: HalfYear) -> None:
    """Once, each paper's in order; who joins late is told of nothing old."""
    for day in VISITED:
        if day == (JOINS if IS_LONG else KILLED):
            half_year.join([LATE], day)
        half_year.visit(day)
    for name in WISHES:
        told, wanted = by_paper(half_year.told(name)), expected(name)
        if half_year.is_unknown(name):
            told, wanted = without_what_was_killed(told), without_what_was_killed(wanted)
        assert told == wanted, (name, half_year.texts(name))
    assert half_year.stage.complaints() == {}
