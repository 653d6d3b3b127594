"""What is kept of a chat: all of it is told and can be deleted, and then it is in no file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest

from domain.chats import Chat, ChatRef, ChatSettings, KeptChat, SavedPaper, Subscription, Vote
from domain.deliveries import DeliveryDecision, PartState, SentMessage
from domain.requests import Turn
from domain.topics import Term, Topic
from storage import TableStore, open_store
from storage.sqlite.driver import sqlite3
from storage.traces import BEARING
from tests.groups.planted import met
from tests.storage.contracts.key_contract import TOOLS
from tests.storage.invented import a_paper, a_press
from tests.storage.queueing import NOW, claimed, due, turn

ID, THREAD, WORD = SIGNS = "7770123456789", "31337424242", "zanzibarquux"
CANARY = ChatRef("telegram", ID, THREAD)
KEEPER = ChatRef("telegram", "8880987654321")
NOBODYS = {
    *("papers", "batches", "announcements", "summaries", "notes", "tallies", "paper_updates"),
    *("earlier_records", "told_papers", "paper_vectors", "_sqlite_migrations"),
    *("sqlite_sequence", "sqlite_stat1", "sqlite_stat4"),
}
"""Tables that hold nothing of any chat; of notes see `tests.app.test_quotas`."""

ONCE = (
    *("schedule", "digests", "sent", "absences", "managers", "presses", "votes", "saved"),
    *("profile_owner", "notices", "questions", "keys", "reading_group", "meetings", "saved_here"),
)
BY_NUMBER = {"schedule", "outbox", "seen", "notices", "reading_groups"}
"""Tables that know a chat by the number of its row alone."""


@pytest.fixture
def store(sqlite: TableStore) -> TableStore:
    """An empty store on the disk."""
    return sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "papercrier.db"


def asked(path: Path, query: str) -> list[Any]:
    """What a query gives, asked beside the store."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.execute(query))


def tables(path: Path) -> list[str]:
    """Every table that there is."""
    return [name for (name,) in asked(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]


def rows_of(path: Path, table: str) -> list[Any]:
    """All that is in a table."""
    return asked(path, f'SELECT * FROM "{table}"')  # noqa: S608


def found(path: Path, table: str) -> list[str]:
    """The signs of the canary in a table."""
    text = repr(rows_of(path, table))
    return [sign for sign in SIGNS if sign in text]


def copies_in(path: Path) -> int:
    """How often there is something of the canary in a file."""
    content = path.read_bytes()
    return sum(content.count(sign.encode()) for sign in SIGNS)


def in_files(path: Path) -> dict[str, list[str]]:
    """The signs of the canary in the bytes of the database and of what lies beside."""
    return {
        file.name: signs
        for file in path.parent.glob("papercrier.db*")
        if (signs := [sign for sign in SIGNS if sign.encode() in file.read_bytes()])
    }


async def others(store: TableStore, *, begin: int = 0, count: int = 150) -> None:
    """Chats that go on being there, so that rows are moved about as they are in a large file."""
    for number in range(begin, begin + count):
        ref = ChatRef("telegram", str(number))
        await store.save_chat(Chat(ref, ChatSettings(muted=(f"word {number}" * 9,))))
        topics = [Topic(f"topic {n} of {number}", Term(f"term {n}{number}")) for n in range(3)]
        await store.subscribe([Subscription(ref, topic, NOW) for topic in topics])
        await store.save_button(f"{number * 7919:032}", ref, f"/narrow {'x' * 60}", NOW)


def planted_topics() -> Iterator[Subscription]:
    """As many topics as a chat may have, with long labels."""
    for number in range(100):
        topic = Topic(f"{WORD} {number} " + "l" * 40, Term(f"{WORD} {number}"))
        yield Subscription(CANARY, topic, NOW + timedelta(seconds=number))


async def plant(store: TableStore) -> None:
    """The canary, in every way in which anything is kept of a chat."""
    await store.save_chat(Chat(CANARY, chat_settings := ChatSettings(muted=(WORD,))))
    await store.keep_chat(KeptChat(CANARY, KEEPER, f"Group {WORD}"))
    await store.keep_chat(KeptChat(ChatRef("telegram", "-5"), CANARY, "A channel"))
    await store.subscribe(list(planted_topics()))
    for number in range(40):
        await store.save_chat(Chat(CANARY, replace(chat_settings, muted=(WORD,) * (number + 1))))
        line = f"/narrow {WORD} = {number} " + "x" * 40
        await store.save_button(f"{number * 104729:030x}ab", CANARY, line, NOW + timedelta(days=90))
    (chat,) = filter(
        lambda one: one.chat.ref == CANARY, await store.due_chats(["telegram"], NOW, 1_000)
    )
    parts = [f"{WORD} {number} " + "p" * 3_000 for number in range(12)]
    await store.save_papers([a_paper("2403.00001")])
    planned = turn(chat, *parts, seen=("2403.00001", "1"), digest=f"a digest of {WORD}")
    await store.take_turns([planned], NOW)
    await store.save_papers([a_paper("2403.00001", 2, withdrawn=True)])
    reason = f"they said {WORD}"
    decision = DeliveryDecision(state=PartState.UNKNOWN, reason=reason, post=THREAD)
    for _ in range(6):
        (part,) = await claimed(store)
        await store.begin_parts([part.id], NOW)
        await store.settle_parts({part.id: decision}, NOW)
    await store.keep_vote(CANARY, Vote("1", True, NOW))
    await store.keep_paper(CANARY, SavedPaper("2403.00001", f"About {WORD}", NOW))
    await store.keep_press(CANARY, a_press(f"user:{ID}"))
    await store.set_owner(CANARY, ChatRef("telegram", f"user:{WORD}"))
    await store.keep_sent([SentMessage(chat=CANARY, id=77, papers=("2403.00001",), at=NOW)])
    await store.keep_turn(CANARY, Turn("1", f"How many {WORD}?", NOW))
    await store.keep_key(replace(TOOLS, name=f"key-{WORD}", chat=CANARY))
    await met(store, CANARY, NOW, a_press(f"user:{ID}"), WORD)
    await store.set_absence(CANARY, reason)


async def test_every_table_is_known_to_bear_chats_or_not(store: TableStore, path: Path) -> None:
    """A new one has to be put among those that are forgotten, or it holds nothing of anybody."""
    await plant(store)
    assert set(BEARING) | NOBODYS >= set(tables(path))
    assert not set(BEARING) & NOBODYS
    for table in tables(path):
        signs = found(path, table)
        if table in NOBODYS:
            assert signs == [], table
        elif table not in BY_NUMBER:
            assert signs, f"nothing of a chat was planted in {table}"
        assert table in NOBODYS or rows_of(path, table), table


async def test_a_column_of_chats_is_in_what_is_forgotten(store: TableStore, path: Path) -> None:
    """Found by its name and by what it refers to."""
    for table in set(tables(path)) - set(BEARING):
        columns = {row[1] for row in asked(path, f'PRAGMA table_info("{table}")')}
        assert not {name for name in columns if "chat" in name or "user" in name}, table
        assert not {row[2] for row in asked(path, f'PRAGMA foreign_key_list("{table}")')} & set(
            BEARING
        ), table


async def test_all_that_is_deleted_was_told(store: TableStore) -> None:
    """What else is kept than settings, topics, papers told and links, in each table's words."""
    await plant(store)
    traces = await store.traces(CANARY)
    assert {name: len(rows) for name, rows in traces.items()} == {
        "messages": 12,
        "buttons": 40,
        "pressed": 0,
        **dict.fromkeys(ONCE, 1),
        "reading_group": 1,
        "meetings": 1,
        "saved_here": 1,
        "ballots": 0,
        "saved_in_groups": 0,
    }
    text = json.dumps(traces)
    assert THREAD in text, "the post of a forum"
    assert f"they said {WORD}" in text
    assert f"{WORD} 11 ppp" in text, "a message that was not sent"
    assert f"a digest of {WORD}" in text
    assert f"/narrow {WORD} = 0" in text
    assert KEEPER.chat_id in text
    assert traces["digests"][0]["planned_at"] == "2024-03-08 08:00:00"


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_forgotten_is_in_no_table_and_in_no_file(
    store: TableStore, path: Path, seed: int
) -> None:
    """Neither in what is left of pages and of the log, while the process goes on."""
    await others(store)
    await plant(store)
    await others(store, begin=150)
    shuffled = list(planted_topics())
    random.Random(seed).shuffle(shuffled)
    await store.unsubscribe(CANARY, [one.topic.label for one in shuffled[:60]])
    await store.subscribe(shuffled[:30])
    await others(store, begin=300, count=60)
    assert set(SIGNS) <= {sign for signs in in_files(path).values() for sign in signs}
    gone = await store.forget_chat(CANARY)
    assert gone["settings"] == gone["digests"] == 1
    assert gone["told"] == gone["links"] == 2
    assert (gone["subscriptions"], gone["buttons"]) == (70, 40)
    assert [table for table in tables(path) if found(path, table)] == []
    assert not any((await store.traces(CANARY)).values())
    assert copies_in(path) < 10, "all that can be is overwritten"
    assert set(in_files(path)) <= {path.name}, "the log is empty"
    await store.tidy(NOW)
    await store.tidy(NOW + timedelta(days=1))
    assert in_files(path) == {}
    assert len(await due(store)) == 100, "others stay"


async def test_a_reader_puts_it_off_until_it_has_read(store: TableStore, path: Path) -> None:
    """A backup beside may take a while; what is deleted leaves the log when it is done."""
    await plant(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT COUNT(*) FROM chats").fetchone() == (1,)
        await store.forget_chat(CANARY)
        assert in_files(path), "it still has to be there for whoever reads it"
        reader.execute("COMMIT")
    await store.tidy(NOW)
    assert in_files(path) == {}


async def test_the_file_is_written_anew_at_a_quiet_moment(
    store: TableStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once after somebody was forgotten: not while digests are due, but not later than in a day."""
    times = AsyncMock()
    monkeypatch.setattr(store._writer, "write_anew", times)
    await store.tidy(NOW)
    await plant(store)
    await store.tidy(NOW)
    assert times.await_count == 0, "nobody was forgotten"
    await others(store, count=1)
    await store.forget_chat(CANARY)
    for hours in (0, 6, 23):
        await store.tidy(NOW + timedelta(hours=hours))
    assert times.await_count == 0, "a digest is due"
    await store.tidy(NOW + timedelta(hours=24))
    assert times.await_count == 1
    await store.tidy(NOW + timedelta(hours=48))
    assert times.await_count == 1
    await store.forget_chat(ChatRef("telegram", "0"))
    await store.tidy(NOW)
    assert times.await_count == 2, "it is quiet"
    await store.forget_chat(CANARY)
    await store.tidy(NOW)
    assert times.await_count == 2, "there was nothing to be forgotten"


async def test_buttons_whose_time_is_over_are_tidied_away(store: TableStore, path: Path) -> None:
    """From the file as well."""
    await store.save_button("a", CANARY, f"/narrow {WORD}", NOW + timedelta(days=90))
    await store.tidy(NOW + timedelta(days=89, hours=23))
    assert await store.button("a", NOW) is not None
    await store.tidy(NOW + timedelta(days=90))
    assert await store.button("a", NOW) is None
    assert in_files(path) == {}


async def test_old_notes_of_buttons_go_with_the_update(path: Path) -> None:
    """They were kept for ever, and nobody knew any more whose they were."""
    store = open_store(path)
    await store.save_note("button:0123", f"/narrow {WORD}")
    await store.save_note("deep-link:0123", WORD)
    await store.save_note("button", "stays")
    await store.set_absence(CANARY, "gone")
    await store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE buttons")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'buttons_that_expire'")
        connection.execute("INSERT INTO absences VALUES ('telegram', ?, '', 'gone')", [ID])
    again = open_store(path)
    try:
        assert await again.note("button:0123") is None
        assert await again.note("deep-link:0123") is None
        assert await again.note("button") == "stays"
    finally:
        await again.close()
    assert in_files(path) == {}
