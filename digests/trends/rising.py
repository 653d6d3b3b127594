"""Which words rise from one week to the next, beyond chance: pure.

How often a word comes is taken for Poisson; given how often it came in all weeks together, its
share of this one is binomial. Where words of the weeks before vary more than that, as fashions do,
it is taken for negative binomial, with the variation that they have together. Of the words that are
called risen at most one in ten is none, by the procedure of Benjamini and Hochberg (J. R. Statist.
Soc. B 57, 1995, 289), and none that a week before had more of.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

FALSE_AT_MOST: Final = 0.1
FEWEST: Final = 4
"""Papers of a week in which a word has to be."""
FEWEST_WEEKS: Final = 4
"""Weeks before this one that have to be known."""
_UNSEEN: Final = 0.5
"""Papers that a word might have had in the weeks before besides those that it had."""
_Z: Final = 1.96
"""Standard deviations on either side that hold 95 of 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of announcements.

    Attributes:
        last: its last day.
        announced: how many papers the topic's archives announced.
        matched: of these, how many the topic has.
        words: in how many of them a word, or two side by side, stand.
    """

    last: date
    announced: int
    matched: int
    words: Mapping[str, int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """How much more of something there is this week than in those before.

    Attributes:
        words: of which; empty for the topic itself.
        now: papers of this week.
        usual: papers that a week as large had before, on the average.
        times: how many times as many there are; at `low` and `high` the bounds of 95 of 100.
            Where there was none before, `high` is infinite.
    """

    words: str
    now: int
    usual: float
    times: float
    low: float
    high: float


def rise_of(weeks: Sequence[Week]) -> Rise:
    """How the topic itself stands; the newest week first, and one before it at least."""
    now, *before = weeks
    of_all = sum(week.announced for week in before)
    return _rise("", now.matched, now.announced, sum(week.matched for week in before), of_all)


def rises(weeks: Sequence[Week]) -> list[Rise]:
    """The words that rose, the surest first; the newest week first."""
    now, *before = weeks
    if len(before) < FEWEST_WEEKS or not now.matched:
        return []
    of_all = sum(week.matched for week in before)
    share = now.matched / (now.matched + of_all) if of_all else 1.0
    spread = _spread(before, of_all)
    chances: list[tuple[float, str]] = []
    for word, count in now.words.items():
        if count >= FEWEST:
            known = sum(week.words.get(word, 0) for week in before)
            chances.append((_chance(count, known, share, spread), word))
    sure = _surest(sorted(chances))
    risen = [word for word in sure if _is_most(word, now, before)]
    return [
        _rise(
            word,
            now.words[word],
            now.matched,
            sum(week.words.get(word, 0) for week in before),
            of_all,
        )
        for word in _longest(risen, now.words)
    ]


def _chance(count: int, known: int, share: float, spread: float) -> float:
    """The chance of so many papers this week, of a word that has enough to be looked at.

    Without that condition the words that chance has brought up would be taken for bursts.
    """
    total = count + known
    chance = _at_least(count, total, share) / _at_least(FEWEST, total, share)
    if not spread or share >= 1.0:
        return chance
    usual = (known + _UNSEEN) * share / (1.0 - share)
    size = 1.0 / (1.0 / (known + _UNSEEN) + spread)
    enough = _at_least_spread(FEWEST, usual, size)
    return max(chance, _at_least_spread(count, usual, size) / enough if enough else 0.0)


def _surest(chances: Sequence[tuple[float, str]]) -> list[str]:
    """Those of which few are chance: after Benjamini and Hochberg."""
    last = 0
    for rank, (chance, _) in enumerate(chances, 1):
        if chance <= FALSE_AT_MOST * rank / len(chances):
            last = rank
    return [word for _, word in chances[:last]]


def _is_most(word: str, now: Week, before: Sequence[Week]) -> bool:
    """Whether no week before had a larger share of papers with a word: words come in bursts."""
    share = now.words[word] / now.matched
    return all(week.words.get(word, 0) < share * max(week.matched, 1) for week in before)


def _longest(words: Sequence[str], counts: Mapping[str, int]) -> Iterator[str]:
    """Without words that are but a part of a pair that nearly all of their papers have."""
    pairs = [word for word in words if " " in word]
    for word in words:
        around = (pair for pair in pairs if word != pair and word in pair.split())
        if not any(counts[pair] >= 0.8 * counts[word] for pair in around):
            yield word


def _at_least(count: int, total: int, share: float) -> float:
    """The chance that of so many at least `count` fall into the share."""
    if share >= 1.0:
        return 1.0
    logs = (
        math.lgamma(total + 1)
        - math.lgamma(one + 1)
        - math.lgamma(total - one + 1)
        + one * math.log(share)
        + (total - one) * math.log1p(-share)
        for one in range(count, total + 1)
    )
    return min(1.0, math.fsum(map(math.exp, logs)))


def _spread(before: Sequence[Week], of_all: int) -> float:
    """How much the rates of words vary from week to week, squared and relative, beyond Poisson's.

    By moments, over all words that come at least once a week; 0 where they do not.
    """
    known: Counter[str] = Counter()
    for week in before:
        known.update(week.words)
    usual = {word: count for word, count in known.items() if count >= len(before)}
    beyond = squares = 0.0
    for week in before:
        part = week.matched / of_all if of_all else 0.0
        for word, count in usual.items():
            mean = count * part
            beyond += (week.words.get(word, 0) - mean) ** 2 - mean * (1.0 - part)
            squares += mean * mean
    return max(beyond / squares, 0.0) if squares else 0.0


def _at_least_spread(count: int, mean: float, size: float) -> float:
    """The chance of at least `count` where the mean varies: negative binomial."""
    logs = (
        math.lgamma(one + size)
        - math.lgamma(size)
        - math.lgamma(one + 1)
        + size * math.log(size / (size + mean))
        + one * math.log(mean / (size + mean))
        for one in range(count)
    )
    return max(0.0, 1.0 - math.fsum(map(math.exp, logs)))


def _rise(words: str, now: int, of_now: int, before: int, of_before: int) -> Rise:
    """A ratio of two rates, its bounds by Wilson's score interval of this week's share."""
    size = of_before / of_now if of_now else 0.0
    total = now + before
    usual = before / size if size else 0.0
    if not total or not size:
        return Rise(words=words, now=now, usual=usual, times=0.0, low=0.0, high=math.inf)
    share, square = now / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * math.sqrt(
        share * (1 - share) / total + square / (4 * total * total)
    )  # fmt: skip
    low = _odds(middle - half) * size if now else 0.0
    high = _odds(middle + half) * size if before else math.inf
    times = (now + 0.5) / (before + 0.5) * size if now else 0.0
    return Rise(words=words, now=now, usual=usual, times=times, low=low, high=high)


def _odds(share: float) -> float:
    share = min(max(share, 0.0), 1.0 - 1e-12)
    return share / (1.0 - share)
