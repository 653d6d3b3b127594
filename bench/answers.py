"""How long people wait for answers while the digests of many chats are being planned.

The whole process, on the strict Telegram and the recorded arXiv of `../shared`: some thousand chats
with as many distinct topics, whose digests are due in the same minute, and two requests a second
meanwhile from others. Beside each figure stands the same with nothing to plan.

    python -m bench answers
    BENCH_CHATS=1000 BENCH_CHECKOUT=../another/checkout python -m bench answers
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import Measurement
from bench.kit.checkout import CHECKOUT, WITHOUT_NUMPY
from bench.kit.records import SHARED
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.topics import And, Category, Query, Term, Topic
from storage.rows import chats as chat_rows
from storage.sqlite.connections import connect, transaction
from tests.corpus.chat_kit import SETTINGS, hang_up, kit
from tests.corpus.morning import BEFORE
from tests.corpus.telegram_stage import said

CHATS: Final = int(os.environ.get("BENCH_CHATS", "10000"))

EVERY: Final = 0.5
"""Seconds from one request to the next."""

BEFOREHAND: Final = 24
"""Requests asked before the digests are due."""

PAPER: Final = "2403.04634"
DUE_IN: Final = 60.0
"""Seconds from the start until the digests are due: enough for the start and what comes before."""

_PATIENCE: Final = 120.0
_LONGEST: Final = 420.0
_ASKED: Final = (
    ("/help", "Commands", 300.0),
    (f"/summarize {PAPER}", "Key takeaways", 500.0),
    ("/digest", "announced", 2_000.0),
)
"""What is asked in turn, what its answer says, and the milliseconds promised."""

_WATCHED: Final = (
    WITHOUT_NUMPY
    + """
import asyncio, time
from scheduler.background_services import BackgroundServices

async def watch(path, step=0.002):
    with open(path, 'w', buffering=1) as file:
        while True:
            began, cpu = time.perf_counter(), time.process_time()
            await asyncio.sleep(step)
            held = min(time.perf_counter() - began - step, time.process_time() - cpu)
            if held > 0.01:
                file.write(f'{time.time()} {held}\\n')

start = BackgroundServices.start
def started(background):
    background._bench_watch = asyncio.create_task(watch(PATH))
    return start(background)
BackgroundServices.start = started
from bot.command_line.cli import app
app()
"""
)
"""The program, writing down for how long its loop did nothing else; other processes' doings
do not count."""


_LEFT: Final = "SELECT COUNT(*) FROM schedule WHERE look_at <= ?"

_PACED: Final = frozenset(
    {
        "sendMessage",
        "sendRichMessage",
        "editMessageText",
        "sendMessageDraft",
        "sendRichMessageDraft",
    }
)
"""What is counted against the cap: messages, their changes, and drafts."""

_SENT: Final = "SELECT COUNT(*), MIN(settled_at), MAX(settled_at) FROM outbox WHERE state = 'sent'"

CAP: Final = 28
"""Messages a second that the product sends at most to one token's chats."""

_OPEN: Final = """
import asyncio, pathlib, sys
from storage import open_store
asyncio.run(open_store(pathlib.Path(sys.argv[1])).close())
"""


@dataclass(slots=True)
class Waited:
    """Milliseconds until answers stood in the chat, by what was asked."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def add(self, asked: str, milliseconds: float) -> None:
        """One more."""
        self.of.setdefault(asked.split()[0], []).append(milliseconds)


def run() -> list[Measurement]:
    """The longest and the usual wait for each answer, and the longest hold of the loop."""
    if not (SHARED / "chat_servers").is_dir():
        print(f"answers are not measured: there are no chat servers in {SHARED}")
        return []
    with kit(SHARED).Stage(discord=False, arxiv_options=("--now", f"{BEFORE:%FT%TZ}")) as stage:
        try:
            return _measured(stage)
        finally:
            hang_up(stage.telegram)


def _measured(stage: Any) -> list[Measurement]:
    _settle(stage)
    held = stage.work_dir / "held"
    started = time.time()
    stage.arxiv.tell("now", now=f"{BEFORE:%FT%TZ}")
    watched = _WATCHED.replace("PATH", repr(str(held)))
    stage.start_bot(
        [sys.executable, "-c", watched, "run"],
        CHECKOUT,
        _PATIENCE,
        {**SETTINGS, "PAPERCRIER_NOW": BEFORE.isoformat()},
    )
    _warm(stage)
    calm = _asked(stage, itertools.repeat(None, BEFOREHAND))
    while time.time() < started + DUE_IN + 1:
        time.sleep(0.1)
    began, before = time.time(), _messages(stage)
    busy = _asked(stage, _while_planning(stage))
    sent = _messages(stage) - before
    lasted = time.time() - began
    sys.stdout.write(f"{CHATS:,} chats planned in {lasted:.0f} s, load {os.getloadavg()[0]:.1f}\n")
    return [*_rows(busy, calm), _hold(held, began), _pace(stage, sent)]


def _rows(busy: Waited, calm: Waited) -> Iterator[Measurement]:
    for asked, _, promised in _ASKED:
        name = asked.split()[0]
        waited, before = busy.of[name], calm.of[name]
        floor = "the same with nothing to plan"
        yield Measurement(
            f"{name}, longest of {len(waited)}", max(waited), "ms", max(before), floor, promised
        )
        yield Measurement(f"{name}, usually", median(waited), "ms", median(before), floor)


def _hold(path: Path, since: float) -> Measurement:
    lines = (line.split() for line in path.read_text().splitlines())
    held = {float(at): float(seconds) * 1e3 for at, seconds in lines}
    busy = max((ms for at, ms in held.items() if at >= since), default=10.0)
    calm = max((ms for at, ms in held.items() if at < since - 10), default=10.0)
    return Measurement("the loop, longest hold", busy, "ms", calm, "before the planning", 50.0)


def _messages(stage: Any) -> int:
    counts = stage.telegram.control.get("counts")["by_method"]
    return sum(count for method, count in counts.items() if method in _PACED)


def _pace(stage: Any, sent: int) -> Measurement:
    """From the first digest that left to the last one yet, while others are planned."""
    path = f"file:{stage.work_dir / 'bot.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as connection:
        digests, first, last = connection.execute(_SENT).fetchone()
    least = sent / CAP
    return Measurement(
        f"{sent:,} messages sent, {digests:,} of them digests", last - first, "s", least,
        f"as fast as {CAP} a second allow", least / 0.97,
    )  # fmt: skip


def _settle(stage: Any) -> None:
    """Have the chats come, each with a topic of its own, and their digests due soon."""
    people = range(7_000_000, 7_000_000 + CHATS)
    told = [{"id": one, "type": "private", "first_name": f"P{one}"} for one in people]
    for start in range(0, len(told), 500):
        stage.telegram.control.post("chat", told[start : start + 500])
    path = stage.work_dir / "bot.sqlite"
    # The schema is the measured checkout's own.
    subprocess.run([sys.executable, "-c", _OPEN, str(path)], cwd=CHECKOUT, check=True)
    chat_settings = ChatSettings(time=(BEFORE + timedelta(seconds=DUE_IN)).time(), limit=5)
    since = BEFORE - timedelta(days=1)
    database = connect(path, writes=True, patience=_PATIENCE)
    with transaction(database, "BEGIN IMMEDIATE"):
        for person, query in zip(people, _topics(), strict=False):
            ref = ChatRef("telegram", str(person))
            chat_rows.save(database, Chat(ref, chat_settings))
            chat_rows.subscribe(database, [Subscription(ref, Topic(str(query), query), since)])
    database.close()


def _topics() -> Iterator[Query]:
    """Distinct topics as people have them: words of papers, and two that stand together."""
    seen: set[tuple[str, str]] = set()
    for path in sorted((SHARED / "arxiv").glob("records-2025-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                category = str(record["categories"][0])
                if not category.startswith(("cs.", "eess.", "stat.")):
                    continue
                titled = re.findall(r"[a-z]{4,}", record["title"].lower())
                told = re.findall(r"[a-z]{8,}", record["abstract"].lower())
                pairs = (" ".join(pair) for pair in itertools.pairwise(titled))
                for words in (*told[:3], *itertools.islice(pairs, 3)):
                    if (category, words) not in seen:
                        seen.add((category, words))
                        yield And((Category(category), Term(words)))


def _warm(stage: Any) -> None:
    """Have everything asked once, so that it is at hand."""
    for text, says, _ in _ASKED:
        _ask(stage, text, says)


def _asked(stage: Any, beats: Iterator[None]) -> Waited:
    """What people wait who ask at each beat, whatever becomes of those who asked before."""
    waiting: list[tuple[str, str, int, float]] = []
    waited = Waited()
    questions = itertools.cycle(_ASKED)
    due = time.time()
    for _ in beats:
        text, says, _ = next(questions)
        chat = stage.telegram.new_private()
        waiting.append((text, says, chat, time.time()))
        stage.telegram.say(chat, text)
        due += EVERY
        time.sleep(max(0.0, due - time.time()))
    for text, says, chat, since in waiting:
        waited.add(text, (_answer(stage, chat, says) - since) * 1e3)
    return waited


def _while_planning(stage: Any) -> Iterator[None]:
    """Until every chat has had its turn."""
    until = time.time() + _LONGEST
    due = int((BEFORE + timedelta(hours=2)).timestamp())
    path = f"file:{stage.work_dir / 'bot.sqlite'}?mode=ro"
    while time.time() < until:
        with closing(sqlite3.connect(path, uri=True)) as connection:
            (left,) = connection.execute(_LEFT, [due]).fetchone()
        if not left:
            return
        yield


def _ask(stage: Any, text: str, says: str) -> None:
    chat = stage.telegram.new_private()
    stage.telegram.say(chat, text)
    _answer(stage, chat, says)


def _answer(stage: Any, chat: int, says: str) -> float:
    """When the answer was stored, by the server's clock, which is ours."""

    def is_answer(message: Any) -> bool:
        text = said(message)
        return says in text and not text.endswith(" …")

    message = stage.telegram.wait_message(chat, is_answer, timeout=_PATIENCE)
    kept = message["kit"]
    return float(kept["changed_at"])
