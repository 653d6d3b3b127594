"""Which passages of a paper tell most of what is asked.

BM25 over sentences, in the question's words and other words for what it asks for. A sentence lends
to those beside it in its section, a section's title counts for its sentences, figures count where a
number is asked for. What stands in front, or is of other people's work, counts less: questions are
asked of what the abstract leaves out. `docs/asking.md` has what each of these is worth.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Final

from summaries.extractive.passages import Part
from summaries.questions.asked import Asked, searched
from summaries.questions.searchable import SearchablePaper

_K1: Final = 1.2
_B: Final = 0.75
_LENT: Final = 0.4
"""Of a sentence's score to each one beside it."""
_TITLE: Final = 0.4
"""Of the best score, to sentences under a title that has what is asked for."""
_WANTED: Final = 0.25
"""Of the best score, to sentences that have a number where one is asked for."""
_DEFINING: Final = 0.8
"""Of the best score, to sentences that say what the thing is that is asked for."""
_WHOLE_TITLE: Final = 1.5
"""Weight of the words of a title, by those of the question, at which it counts in full."""
_TOO_SHORT: Final = 4
"""Words; what has fewer is a heading or a label."""

_WEIGHTS: Final[dict[Part | None, float]] = {
    Part.ABSTRACT: 0.7,
    Part.INTRODUCTION: 0.7,
    Part.RELATED: 0.6,
    Part.CONCLUSION: 0.9,
    None: 0.6,
}
_FRONT: Final = frozenset((Part.ABSTRACT, Part.INTRODUCTION))
_NUMERALS: Final = (
    "two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand|million|billion|dozen"
)
_AFTER_NUMBER: Final = re.compile(
    rf"(?:\d[kKMBG]?|\b(?:{_NUMERALS})\b)\s((?:[^\W\d_][\w-]*\s){{0,3}}[^\W\d_][\w-]*)",
    re.IGNORECASE,
)
_CITED_YEAR: Final = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?(?=[);,])")
"""A number that counts nothing."""
_THANKS: Final = re.compile(
    r"\b(?:we|I|authors?)\b.{0,40}\b(?:thank|acknowledge|grateful)|\bto thank\b"
    r"|\bsupported by\b.{0,80}\bgrant",
    re.IGNORECASE,
)
_PATTERNS: Final = {
    "number": re.compile(rf"\d|\b(?:half|twice|{_NUMERALS})\b", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September"
        r"|October|November|December)\b"
    ),
    "reason": re.compile(
        r"\b(?:because|since|due to|owing to|so that|in order to|therefore|reason|thus|hence"
        r"|as a result|avoid|caused?)\b",
        re.IGNORECASE,
    ),
    "comparison": re.compile(
        r"\b(?:than|compared|in comparison|versus|vs|whereas|unlike|in contrast|on the contrary"
        r"|outperform\w{0,3}|surpass\w{0,3}|exceed\w{0,3}|differ\w{0,6}|superior|inferior"
        r"|better|worse|best|worst|agree\w{0,4}|consistent with|comparable|identical|as \w{1,15} as"
        r"|no significant)\b",
        re.IGNORECASE,
    ),
}


def scores(paper: SearchablePaper, asked: Asked) -> list[float]:
    """How much each passage tells of what is asked, 0 for nothing."""
    weights = asked.weights
    found = _lent(paper, _matched(paper, weights))
    # Where no sentence has any of it, a title may.
    best = max(found, default=0.0) or 1.0
    for place, more in enumerate(_titles(paper, asked, weights)):
        found[place] += _TITLE * best * more
    for place, passage in enumerate(paper.passages):
        defines = bool(found[place]) and says_what_it_is(passage.text, asked)
        if found[place]:
            found[place] += best * (_DEFINING if defines else _wanted(passage.text, asked))
        # What a thing is, papers say in front.
        if not (defines or (asked.of_others and passage.part is Part.RELATED)):
            found[place] *= _WEIGHTS.get(passage.part, 1.0)
        if len(passage.text.split()) < _TOO_SHORT or _THANKS.search(passage.text):
            found[place] /= 2
    return found


def says_what_it_is(text: str, asked: Asked) -> bool:
    """Whether a sentence says what the thing is that a question asks for."""
    return asked.defines is not None and asked.defines.search(text) is not None


def _wanted(text: str, asked: Asked) -> float:
    """How much a sentence has of what is wanted: a number above all before what it counts."""
    text = _CITED_YEAR.sub("", text)
    if not any(_PATTERNS[name].search(text) for name in asked.wants):
        return 0.0
    is_counted = not asked.counted or asked.counted in _after_numbers(text)
    return _WANTED if is_counted else _WANTED / 2


def _after_numbers(text: str) -> set[str]:
    """The stems of the words that stand within three words after a number."""
    near = (searched(after) for after in _AFTER_NUMBER.findall(text))
    return {stem for some in near for stem in some}


def best_places(found: list[float], most: int) -> list[int]:
    """The places of the best passages, best first."""
    return sorted(range(len(found)), key=lambda place: (-found[place], place))[:most]


def is_front(part: Part | None) -> bool:
    """Whether a passage stands in abstract or introduction."""
    return part in _FRONT


def _matched(paper: SearchablePaper, weights: dict[str, float]) -> list[float]:
    """BM25 of each passage."""
    found = [0.0] * len(paper.passages)
    for word, weight in weights.items():
        rarity = weight * paper.rarity(frozenset((word,))) * (_K1 + 1)
        for place, count in Counter(paper.places(word)).items():
            length = 1 - _B + _B * paper.lengths[place] / paper.mean
            found[place] += rarity * count / (count + _K1 * length)
    return found


def _lent(paper: SearchablePaper, found: list[float]) -> list[float]:
    lent = list(found)
    for start, end, _ in paper.sections:
        for place in range(start, end):
            if place > start:
                lent[place] += _LENT * found[place - 1]
            if place + 1 < end:
                lent[place] += _LENT * found[place + 1]
    return lent


def _titles(paper: SearchablePaper, asked: Asked, weights: dict[str, float]) -> list[float]:
    """How much of what is asked the title of each passage's section has, 0 to 1."""
    more = [0.0] * len(paper.passages)
    spread = Counter(word for _, _, words in paper.sections for word in words)
    whole = _WHOLE_TITLE * max(1, len(asked.words))
    for start, end, words in paper.sections:
        told = sum(
            weights[word] * math.log(1 + len(paper.sections) / spread[word])
            for word in words
            if word in weights
        )
        more[start:end] = [min(1.0, told / whole)] * (end - start)
    return more
