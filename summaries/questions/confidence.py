"""How sure it is that a paper answers a question: how much of what is asked stands in it together.

A logistic model over six shares, fitted on questions with and without an answer by
`tests/corpus/asking/left_out.py`, and checked on papers left out. What may be asked of any paper
("Which data did they use?") tells little, so such words weigh less, and a question of nothing else
is taken to be answered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from summaries.questions.asked import Asked
from summaries.questions.searchable import SearchablePaper

LEAST: Final = 0.42
"""Below it, the paper does not say."""

_SIZE: Final = re.compile(r"\b\d+(?:\.\d+)?\s?(?:[BMK]|billion|million)\b")
_WINDOW: Final = 3
"""Sentences in a row that may answer together."""
_COMMON: Final = 0.25
"""What a word that may be asked of any paper weighs beside others of its rarity."""
_MOST_MISSING: Final = 3

_WEIGHTS: Final = (1.7, 2.1, 1.1, -1.4, 4.1, 3.6)
_BIAS: Final = -3.1


def confidence(paper: SearchablePaper, asked: Asked) -> float:
    """How likely a paper answers a question, 0 to 1; 0 where nothing can be looked for."""
    if not asked.words or not paper.passages or _counts_nothing(paper, asked):
        return 0.0
    told = zip(_WEIGHTS, features(paper, asked), strict=True)
    return 1 / (1 + math.exp(-_BIAS - sum(weight * value for weight, value in told)))


def _counts_nothing(paper: SearchablePaper, asked: Asked) -> bool:
    """Whether it is asked how many there are of what a paper does not have by any of its words.

    How large a model is may be told without them: "a 7B model".
    """
    if not asked.counted or any(paper.has_any(word) for word in asked.words):
        return False
    return not any(_SIZE.search(passage.text) for passage in paper.passages)


def features(paper: SearchablePaper, asked: Asked) -> tuple[float, ...]:
    """What confidence is made of, each 0 to 1, in the order of their weights.

    The shares of the question's words, by rarity, that one sentence has, and three in a row; of
    its telling words the share in three in a row, how many the paper has not, and how many pairs
    of words stand in it side by side; whether it has no telling word.
    """
    weights = [
        paper.rarity(word) * (_COMMON if word <= asked.common else 1.0) for word in asked.words
    ]
    telling = [0.0 if word <= asked.common else 1.0 for word in asked.words]
    special = [weight * tells for weight, tells in zip(weights, telling, strict=True)]
    masks = _masks(paper, asked.words)
    missing = sum(
        tells for word, tells in zip(asked.words, telling, strict=True) if not paper.has_any(word)
    )
    is_told = any(paper.has_any(word) for word in asked.words)
    pairs = [paper.has_pair(pair) for pair in asked.pairs]
    return (
        _most(masks[0], weights) / (sum(weights) or 1.0),
        _most(masks[1], weights) / (sum(weights) or 1.0),
        _most(masks[1], special) / sum(special) if any(special) else 1.0,
        min(missing, _MOST_MISSING) / _MOST_MISSING,
        sum(pairs) / len(pairs) if pairs else 0.5,
        float(not any(telling) and is_told),
    )


def _masks(paper: SearchablePaper, words: Sequence[frozenset[str]]) -> tuple[set[int], set[int]]:
    """Which words stand together, a bit each: in a sentence or its title, and in some in a row."""
    alone = [0] * len(paper.passages)
    for number, word in enumerate(words):
        for stem in word:
            for place in paper.places(stem):
                alone[place] |= 1 << number
    together = set()
    for start, end, title in paper.sections:
        above = sum(1 << number for number, word in enumerate(words) if not word.isdisjoint(title))
        for place in range(start, end):
            alone[place] |= above
        for place in range(start, end):
            mask = 0
            for one in alone[place : min(place + _WINDOW, end)]:
                mask |= one
            together.add(mask)
    return set(alone), together


def _most(masks: set[int], weights: Sequence[float]) -> float:
    return max(
        sum(weight for number, weight in enumerate(weights) if mask >> number & 1) for mask in masks
    )
