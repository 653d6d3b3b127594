"""Which ready topic a paper belongs to most."""

from __future__ import annotations

from functools import cache, lru_cache

from domain.papers import Paper
from domain.topics import Topic
from topics.catalogue import ReadyTopic, catalogue
from topics.index import PaperIndex


@lru_cache(maxsize=1_000)
def fitting(paper: Paper) -> ReadyTopic | None:
    """The ready topic that a paper is most about, if it matches any."""
    index = PaperIndex([paper])
    scored = [(match.score, ready) for ready, topic in _topics() for match in index.matches(topic)]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


@cache
def _topics() -> tuple[tuple[ReadyTopic, Topic], ...]:
    return tuple((ready, ready.topic) for ready in catalogue())
