"""A day's papers and many topics, matched as `scheduler` has it done: of any checkout."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Callable, Generator, Sequence
from datetime import date
from importlib import import_module
from itertools import accumulate
from typing import Any, Final, TypeVar

from bench.kit.records import batches_of, papers, phrases
from bench.kit.timing import memory, percentile, processor
from bot.run import spare_the_collector
from domain.papers import Batch, Paper
from domain.topics import Topic
from topics.language import parse_query

PAPERS: Final = 1_500
DAY: Final = date(2025, 5, 9)
NEW: Final = 500
"""Topics that come when the others have been matched."""

MORE: Final = 10_000
"""Chats that follow a topic which somebody follows already; the popular ones far more often."""

LIMIT: Final = 10

_WORD: Final = re.compile(r"[A-Za-z][a-z]{4,}")

T = TypeVar("T")


def texts(count: int, *, plain: bool) -> list[str]:
    """So many distinct topics of the day's papers, and some more: two words of one paper each."""
    own = papers(PAPERS)
    found = dict.fromkeys(phrases(own, count + NEW))
    chance = random.Random(7)
    while len(found) < count + NEW:
        words = _WORD.findall(chance.choice(own).abstract)
        if len(words) > 1:
            found[f'"{" ".join(chance.sample(words, 2)).lower()}"'] = None
    return [text.replace('"', "") for text in found] if plain else list(found)


def measured(count: str, plain: str) -> None:
    """Print what matching takes: seconds of processor, milliseconds and megabytes."""
    figures: dict[str, float] = {}
    own = papers(PAPERS)
    told = list(batches_of(DAY, own))
    said = texts(int(count), plain=bool(plain))
    with processor(figures, "read"):
        topics = [Topic(text, parse_query(text)) for text in said]
    topics, new = topics[:-NEW], topics[-NEW:]
    spare_the_collector()
    before = memory()
    with processor(figures, "indexed"):
        plan = planner(told, own)
    with processor(figures, "planned"):
        figures["shown"] = sum(plan(topic) for topic in topics)
    figures["new"] = percentile([_milliseconds(plan, topic) for topic in new], 0.95)
    figures["memory"] = memory() - before
    popularity = list(accumulate(1 / (rank + 10) for rank in range(len(topics))))
    more = random.Random(7).choices(topics, cum_weights=popularity, k=MORE)
    with processor(figures, "more"):
        for topic in more:
            plan(topic)
    json.dump(figures, sys.stdout)


def _milliseconds(plan: Callable[[Topic], int], topic: Topic) -> float:
    began = time.process_time()
    plan(topic)
    return (time.process_time() - began) * 1e3


def planner(batches: Sequence[Batch], own: Sequence[Paper]) -> Callable[[Topic], int]:
    """Says how many papers a digest of a topic tells in full, as this checkout plans digests."""
    try:
        from digests.announcement_set import AnnouncementSet
        from digests.day_index import DayIndex
        from topics.archives import archives_of
    except ImportError:
        return _planner_of_old(batches, own)
    day = DayIndex(DAY)
    _ended(day.renewed(batches, own))
    announcement_set = AnnouncementSet([day], batches)

    def plan(topic: Topic) -> int:
        archives = archives_of(topic.query)
        matched = _ended(announcement_set.matching([topic], archives))
        announcement_set.view(archives)
        return len(announcement_set.plan(matched, limit=LIMIT).shown)

    return plan


def _planner_of_old(batches: Sequence[Batch], own: Sequence[Paper]) -> Callable[[Topic], int]:
    """The same at commit 0053e9a."""
    archives_of = import_module("topics.reach").archives_of
    edition: Any = import_module("digests.edition").Edition(batches, own)
    plan_digest = import_module("digests.plan").plan_digest
    edition.matched([], None)
    edition._indexed()

    def plan(topic: Topic) -> int:
        matched = edition.matched([topic], archives_of(topic.query))
        return len(plan_digest(matched, limit=LIMIT).shown)

    return plan


def _ended(work: Generator[None, None, T]) -> T:
    """What a generator returns in the end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
