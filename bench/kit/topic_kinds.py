"""Topics of each kind that people write, of words that a day's papers have; of any checkout."""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bench.kit.records import batches_of, papers
from bench.kit.timing import processor
from bench.kit.topics_day import DAY, PAPERS, planner
from domain.papers import Paper
from domain.taxonomy import archive_of
from domain.topics import Topic
from topics.language import parse_query

_WORD: Final = re.compile(r"[A-Za-z][a-z]{4,}")
_ENGLISH: Final = 200
"""The commonest words of the papers are those of any English text, which nobody follows."""

KINDS: Final[dict[str, str]] = {
    "a word": "{a}",
    "a word within an archive": "cat:{archive} AND {a}",
    "a AND b": "{a} AND {b}",
    "a AND b within an archive": "cat:{archive} AND {a} AND {b}",
    "a OR b OR c": "{a} OR {b} OR {c}",
    "(a OR b) AND c AND NOT d": "({a} OR {b}) AND {c} AND NOT {d}",
}


def texts(kind: str, count: int) -> list[str]:
    """So many distinct topics of a kind, each of words of one paper."""
    own, chance = papers(PAPERS), random.Random(kind)
    common = _commonest(own)
    words = [sorted(_words(paper) - common) for paper in own]
    found: dict[str, None] = {}
    while len(found) < count:
        place = chance.randrange(len(own))
        if len(words[place]) >= 4:
            a, b, c, d = chance.sample(words[place], 4)
            archive = archive_of(own[place].primary)
            found[KINDS[kind].format(a=a, b=b, c=c, d=d, archive=archive)] = None
    return list(found)


def _words(paper: Paper) -> set[str]:
    return {word.lower() for word in _WORD.findall(paper.abstract)}


def _commonest(own: Sequence[Paper]) -> set[str]:
    counts = Counter(word for paper in own for word in _words(paper))
    return {word for word, _ in counts.most_common(_ENGLISH)}


def measured(kind: str, count: str) -> None:
    """Print seconds of processor for planning so many topics of a kind, each once."""
    figures: dict[str, float] = {}
    own = papers(PAPERS)
    topics = [Topic(text, parse_query(text)) for text in texts(kind, int(count))]
    plan = planner(list(batches_of(DAY, own)), own)
    with processor(figures, "planned"):
        figures["shown"] = sum(plan(topic) for topic in topics)
    json.dump(figures, sys.stdout)
