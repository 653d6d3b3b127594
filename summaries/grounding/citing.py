"""Sentence numbers that a model got wrong: the sentence that a claim stands on is found by code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from summaries.grounding.rules import Ground
from summaries.text.folding import folded
from topics.english.stems import STOPWORDS, stem

_MOST_TRIED: Final = 4
_FEWEST_SHARED: Final = 2
_WORD: Final = re.compile(r"[^\W_]+")


def better_cited(claim: str, cited: Sequence[int], ground: Ground, *, longest: int) -> list[int]:
    """The sentences of the paper that a claim stands on, where it does not on those cited.

    They are held to the same rules: one sentence, or two of those that share most with the claim.

    Args:
        claim: its text.
        cited: indices of the sentences that it cites, from 0; some may be right.
        ground: the paper.
        longest: words of a claim at most.

    Returns:
        Their indices; none where it stands on no other either.
    """
    for places in _tried(claim, cited, ground):
        if not ground.problems(claim, places, longest=longest):
            return list(places)
    return []


def _tried(claim: str, cited: Sequence[int], ground: Ground) -> Iterator[tuple[int, ...]]:
    words = _words(claim)
    shared = sorted(
        (
            (len(words & _words(sentence)), -place)
            for place, sentence in enumerate(ground.sentences)
        ),
        reverse=True,
    )
    likely = [-place for count, place in shared[:_MOST_TRIED] if count >= _FEWEST_SHARED]
    yield from ((place,) for place in likely)
    right = [place for place in cited if 0 <= place < len(ground.sentences)]
    yield from ((*right, place) for place in likely[:2] if right and place not in right)
    yield from combinations(likely[:3], 2)


def _words(text: str) -> frozenset[str]:
    """Telling words, names and numbers, which claims in other languages have in common, too."""
    found = (word.casefold() for word in _WORD.findall(folded(text)))
    return frozenset(stem(word) for word in found if word not in STOPWORDS)
