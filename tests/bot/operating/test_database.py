"""The database as a file: never made by a slip, upgraded with a copy, restored, moved."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.operations.single import serving_alone
from domain.chats import Chat, ChatRef, Subscription
from domain.errors import StoreError
from domain.topics import Topic
from storage import open_store
from storage.sqlite.driver import sqlite3
from tests.bot.processes import ROOT
from tests.bot.terminal import Ran, Terminal
from tests.fakes.clock import SettableClock
from topics.language import parse_query

HERE = ChatRef("console", "local")
NOW = datetime(2024, 3, 8, tzinfo=UTC)

OLD = ROOT / "tests" / "storage" / "old" / "before_sent_messages.sql"
README = (ROOT / "README.md").read_text(encoding="utf-8")
KILLED_IN_A_STEP = """
import os, signal, sys
from pathlib import Path
from storage.sqlite import schema
from storage import open_store

last = schema.migrations._migrations[int(sys.argv[2])]
step = last.fn
def killed(database):
    step(database)
    os.kill(os.getpid(), signal.SIGKILL)
last.fn = killed
open_store(Path(sys.argv[1]))
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal where nothing was ever kept."""
    return Terminal(
        tmp_path,
        now="2024-03-08T06:00:00Z",
        arxiv_site_url="http://127.0.0.1:9",
        arxiv_api_url="http://127.0.0.1:9",
    )


def old_database(path: Path) -> None:
    """Put a database of an older version there."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What a database answers."""
    with closing(sqlite3.connect(path)) as database:
        return [tuple(row) for row in database.execute(sql)]


STEPS = "SELECT name FROM _sqlite_migrations ORDER BY id"
CHATS = "SELECT platform, chat_id, language FROM chats ORDER BY id"


def follow(terminal: Terminal, topic: str) -> None:
    """Follow a topic at the console, which makes a database."""
    asyncio.run(_follow(terminal.folder / "papercrier.db", topic))


async def _follow(path: Path, topic: str) -> None:
    store = open_store(path)
    await store.save_chat(Chat(HERE))
    await store.subscribe([Subscription(HERE, Topic(topic, parse_query(topic)), NOW)])
    await store.close()


def followed(terminal: Terminal) -> str:
    """What the console's export says, with its topics."""
    return terminal.run("export").out


@pytest.mark.parametrize(
    "command", [("backup", "copy.db"), ("check",), ("export",), ("intake", "--status"), ("intake",)]
)
def test_no_database_is_made_by_a_slip(terminal: Terminal, command: tuple[str, ...]) -> None:
    """The path that was looked at is named, and nothing is there afterwards."""
    ran = terminal.run(*command)
    assert ran.status == 1
    said = "".join((ran.out + ran.err).split())
    assert f"nodatabase{terminal.folder}/papercrier.db" in said
    assert not list(terminal.folder.glob("*.db"))


def test_a_digest_without_a_database_leaves_none(terminal: Terminal) -> None:
    """What is only shown is kept nowhere."""
    assert terminal.run("digest", "diffusion models", "--sample").status == 0
    assert not list(terminal.folder.glob("*.db"))


def test_an_upgrade_keeps_a_copy(terminal: Terminal) -> None:
    """Of the database as it was, said where; commands that only look leave it as it is."""
    path = terminal.folder / "papercrier.db"
    old_database(path)
    before, chats = asked(path, STEPS), asked(path, CHATS)
    looked = terminal.run("check")
    assert "older" in looked.out
    assert terminal.run("export").status == 1
    assert terminal.run("backup", "copy.db").status == 0
    assert asked(path, STEPS) == before == asked(terminal.folder / "copy.db", STEPS)
    upgraded = terminal.run("chat", typed="/about\n")
    assert upgraded.status == 0
    (copy,) = terminal.folder.glob("papercrier.before-*.db")
    assert copy.name in upgraded.err
    assert (asked(copy, STEPS), asked(copy, CHATS)) == (before, chats)
    assert len(asked(path, STEPS)) > len(before)
    assert asked(path, CHATS) == chats


@pytest.mark.parametrize("step", [10, -1])
def test_a_killed_upgrade_is_none(terminal: Terminal, step: int) -> None:
    """The database is as it was, opens afterwards, and there is one copy."""
    path = terminal.folder / "papercrier.db"
    old_database(path)
    before = asked(path, STEPS)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_A_STEP, str(path), str(step)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert asked(path, STEPS) == before
    assert terminal.run("chat", typed="/about\n").status == 0
    assert len(asked(path, STEPS)) > len(before)
    assert len(list(terminal.folder.glob("papercrier.before-*"))) == 1


def test_an_upgrade_without_room_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how much is needed; the database stays as it was."""
    path = tmp_path / "papercrier.db"
    old_database(path)
    before = asked(path, STEPS)
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match=r"needs 16 MB .* where 1 MB are free"):
        open_store(path)
    assert asked(path, STEPS) == before


def test_restoring(terminal: Terminal) -> None:
    """What was there is kept; what is no backup changes nothing."""
    follow(terminal, "waxed boats")
    assert terminal.run("backup", "yesterday.db").status == 0
    follow(terminal, "folded kites")
    (terminal.folder / "damaged.db").write_bytes(
        (terminal.folder / "yesterday.db").read_bytes()[:20_000]
    )
    (terminal.folder / "text.db").write_text("no database at all, but text " * 99)
    for name in ("damaged.db", "text.db", "nothing.db"):
        assert terminal.run("restore", name).status == 1
        assert "folded kites" in followed(terminal)
    ran = terminal.run("restore", "yesterday.db")
    assert ran.status == 0
    assert "folded kites" not in followed(terminal)
    assert "waxed boats" in followed(terminal)
    assert "papercrier.before-restore.db" in ran.err
    assert terminal.run("restore", "papercrier.before-restore.db").status == 0
    assert "folded kites" in followed(terminal)


def test_paths_that_are_mistyped_are_named(terminal: Terminal) -> None:
    """Where the backup would go, or was looked for; nothing is made there."""
    follow(terminal, "waxed boats")
    nowhere = terminal.folder / "no" / "such"
    ran = terminal.run("backup", str(nowhere / "copy.db"))
    assert ran.status == 1
    assert f"There is no folder {nowhere.parent}." in " ".join(ran.err.split())
    assert not nowhere.parent.exists()
    ran = terminal.run("restore", "yestrday.db")
    assert ran.status == 1
    assert f"There is no file {terminal.folder}/yestrday.db." in " ".join(ran.err.split())
    assert "waxed boats" in followed(terminal)


def test_restoring_over_a_damaged_one(terminal: Terminal) -> None:
    """That one is kept as it is, and the backup is served."""
    follow(terminal, "waxed boats")
    assert terminal.run("backup", "yesterday.db").status == 0
    path = terminal.folder / "papercrier.db"
    path.write_bytes(b"no database at all " * 999)
    assert terminal.run("restore", "yesterday.db").status == 0
    assert "waxed boats" in followed(terminal)
    assert (terminal.folder / "papercrier.damaged-1.db").read_bytes().startswith(b"no database")


@pytest.mark.parametrize("command", [("restore", "yesterday.db"), ("move", "there")])
def test_nothing_is_put_under_a_process_that_serves(
    terminal: Terminal, command: tuple[str, ...]
) -> None:
    """It is told which, and the database stays as it is."""
    follow(terminal, "waxed boats")
    assert terminal.run("backup", "yesterday.db").status == 0
    follow(terminal, "lanterns")
    with serving_alone(terminal.folder / "papercrier.db", SettableClock("2024-03-08T06:00:00Z")):
        ran = terminal.run(*command)
    assert ran.status == 1
    assert str(os.getpid()) in ran.err
    assert "lanterns" in followed(terminal)


def test_moving(terminal: Terminal) -> None:
    """It is gone from where it was, and whoever starts there is told where it is."""
    follow(terminal, "waxed boats")
    (terminal.folder / "papers").mkdir()
    (terminal.folder / "papers" / "one").write_text("a paper", encoding="utf-8")
    (terminal.folder / "there").mkdir()
    ran = terminal.run("move", "there")
    assert ran.status == 0
    moved = terminal.folder / "there" / "papercrier.db"
    assert f"PAPERCRIER_DATABASE={moved}" in ran.err
    assert (terminal.folder / "there" / "papers" / "one").is_file()
    for command in (("chat",), ("export",)):
        told = terminal.run(*command, typed="/about\n")
        assert told.status == 1
        assert str(moved) in told.err
    assert not (terminal.folder / "papercrier.db").exists()
    there = Terminal(terminal.folder, database=str(moved))
    assert "waxed boats" in followed(there)


def by_readme(folder: Path, block: str, **settings: str) -> Ran:
    """Run a block of the README in a shell, with `papercrier` on its path."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / "papercrier"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m bot "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PAPERCRIER_ARXIV_SITE_URL": "http://127.0.0.1:9",
        "PAPERCRIER_ARXIV_API_URL": "http://127.0.0.1:9",
        **settings,
    }
    done = subprocess.run(
        ["bash", "-e", "-c", block],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def readme_block(word: str) -> str:
    """The README's block of commands that has a word in it."""
    blocks = re.findall(r"(?:^    .*\n)+", README, re.MULTILINE)
    (block,) = (each for each in blocks if word in each)
    return re.sub(r"^    ", "", block, flags=re.MULTILINE)


def test_the_readme_as_written(tmp_path: Path) -> None:
    """Backed up, restored, moved, upgraded, and back again."""
    path = tmp_path / "papercrier.db"
    old_database(path)
    before = asked(path, STEPS)
    here = {"PAPERCRIER_DATABASE": str(path), "PAPERCRIER_NOW": "2024-03-08T06:00:00Z"}
    ran = by_readme(tmp_path, "printf '/about\\n' | papercrier chat", **here)
    assert ran.status == 0, ran.err
    after = asked(path, STEPS)
    earlier = tmp_path / "papercrier.before-0.0.9.db"
    earlier.write_text("of an upgrade before", encoding="utf-8")
    os.utime(earlier, (0, 0))
    ran = by_readme(tmp_path, readme_block("papercrier.before-"), **here)
    assert (ran.status, asked(path, STEPS)) == (0, before), ran.err
    assert len(before) < len(after)
    block = readme_block("papercrier restore backups/").replace("backups/", f"{tmp_path}/backups/")
    ran = by_readme(tmp_path, block.replace("/srv/papercrier", f"{tmp_path}/new-disk"), **here)
    assert ran.status == 0, ran.err
    moved = tmp_path / "new-disk" / "papercrier.db"
    assert asked(moved, STEPS) == before
