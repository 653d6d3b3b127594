"""What topics cost as digests use them: papers, reasons, scores and plan, above SQLite's index.

The papers are a real day's 1,500 where there are any; each topic is another two words of one of
them, once in quotes and once without. The floor looks up the same words with FTS5. Whether whole
digests are planned in time is for `bench.planning`.

    BENCH_CHECKOUT=../another/checkout python -m bench topics

Beside another checkout it is a topic of each kind that people write, on the same papers and topics.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import Final

from bench import Measurement
from bench.kit.checkout import CHECKOUT, HERE, figures
from bench.kit.records import papers
from bench.kit.timing import processor
from bench.kit.topic_kinds import KINDS
from bench.kit.topics_day import NEW, PAPERS, texts

TOPICS: Final = tuple(
    int(number) for number in os.environ.get("BENCH_TOPICS", "10000,100000").split(",")
)
SECONDS: Final = {10_000: 2.0, 100_000: 15.0}
"""What so many topics may take."""

MOST_OF_A_NEW_TOPIC: Final = 2.0
MOST_MEMORY: Final = 150.0
MOST_OF_A_DIGEST: Final = 300.0
OURS: Final = 3_000
OTHERS: Final = 400
"""Topics of a kind; the other build may be far slower, and each of its topics costs the same."""
FASTER: Final = 25
"""Times, than commit 0053e9a."""

ASKED: Final = 40
"""Chats that ask for a digest, each with topics of its own."""

_BARE: Final = "bare FTS5: papers, bm25, marked places"
_MATCH: Final = (
    "SELECT rowid, bm25(paper), highlight(paper, 0, char(2), char(3)), "
    "highlight(paper, 1, char(2), char(3)) FROM paper WHERE paper MATCH ?"
)


def run() -> list[Measurement]:
    """Seconds of processor, each of one run; milliseconds a topic beside another build."""
    if CHECKOUT != HERE:
        return [_beside(kind) for kind in KINDS]
    rows = [row for count in TOPICS for plain in (False, True) for row in _rows(count, plain=plain)]
    return [*rows, *_asked()]


def _beside(kind: str) -> Measurement:
    module, name = "bench.kit.topic_kinds", f"a topic like {kind}, processor"
    ours = figures(module, "measured", kind, OURS, checkout=HERE)["planned"] / OURS * 1e3
    other = figures(module, "measured", kind, OTHERS)["planned"] / OTHERS * 1e3
    return Measurement(name, ours, "ms", other, CHECKOUT.name, target=other / FASTER)


def _asked() -> list[Measurement]:
    """What a chat of twenty topics waits for that asks for the digest of a week."""
    found = figures("bench.kit.asked_digests", "measured", ASKED)
    name = f"/digest week of 20 topics, processor, {ASKED} chats"
    usual = Measurement(f"{name}: usually", found["usual"], "ms", found["usual"], "itself")
    high = Measurement(
        f"{name}: p95", found["high"], "ms", found["usual"], "usually", MOST_OF_A_DIGEST
    )
    return [usual, high]


def _rows(count: int, *, plain: bool) -> list[Measurement]:
    found = figures("bench.kit.topics_day", "measured", count, "plain" if plain else "")
    floor = _bare(count, plain=plain)
    name = f"{count:,} {'plain' if plain else 'quoted'} topics"
    return [
        Measurement(f"indexing {PAPERS:,} papers", found["indexed"], "s", floor["indexed"], _BARE),
        Measurement(
            f"{name}: papers, reasons, scores, plan",
            found["planned"],
            "s",
            floor["matched"],
            _BARE,
            SECONDS.get(count),
        ),
        Measurement(
            f"{name}: one more, p95 of {NEW}",
            found["new"],
            "ms",
            floor["matched"] / count * 1e3,
            f"{_BARE}, a topic",
            MOST_OF_A_NEW_TOPIC,
        ),
        Measurement(
            f"{name}: memory above the papers'",
            found["memory"],
            "MB",
            found["memory"],
            "itself",
            MOST_MEMORY,
        ),
        Measurement(
            f"{name}: 10,000 more chats with one of them",
            found["more"],
            "s",
            floor["matched"],
            _BARE,
        ),
    ]


def _bare(count: int, *, plain: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    own = papers(PAPERS)
    said = texts(count, plain=plain)[:count]
    with closing(sqlite3.connect(":memory:")) as database:
        with processor(found, "indexed"), database:
            database.execute("CREATE VIRTUAL TABLE paper USING fts5(title, abstract)")
            rows = ((place, paper.title, paper.abstract) for place, paper in enumerate(own))
            database.executemany("INSERT INTO paper(rowid, title, abstract) VALUES (?, ?, ?)", rows)
            database.execute("INSERT INTO paper(paper) VALUES ('optimize')")
        with processor(found, "matched"):
            for text in said:
                _, _, words = text.rpartition("AND ")
                database.execute(_MATCH, (words,)).fetchall()
    return found
