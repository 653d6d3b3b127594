"""Two or three plain words on the real records: papers about them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.topics import And, Term, Topic
from tests.corpus.test_topics import _paper
from topics.index import PaperIndex
from topics.language import parse_query

DAYS = [f"2025-05-{day:02}" for day in (2, 5, 6, 7, 8, 9)]


@pytest.fixture(scope="module")
def week(records: Callable[[str], Iterator[dict[str, Any]]]) -> PaperIndex:
    """What was announced in the week of 9 May 2025."""
    recorded = records("records-2025-05*")
    return PaperIndex([_paper(one) for one in recorded if one.get("announced") in DAYS])


@pytest.mark.parametrize(
    ("words", "fewest"),
    [
        ("LLM recommendation", 6),
        ("LLM hallucination detection", 3),
        ("gaussian splatting avatar", 1),
        ("diffusion medical segmentation", 1),
    ],
)
def test_plain_words_find_what_has_them_all(week: PaperIndex, words: str, fewest: int) -> None:
    """At least what AND finds, and side by side first."""
    ranked = [match.paper.id.base for match in week.matches(Topic(words, parse_query(words)))]
    together = week.matching(And(tuple(map(Term, words.split()))))
    beside = week.matching(Term(words))
    assert len(ranked) >= len(together) >= fewest
    assert together <= set(ranked)
    assert set(ranked[: len(beside)]) == beside
