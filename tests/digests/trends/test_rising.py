"""Planted bursts are found, and few words are that rose by chance."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from digests.trends.rising import FALSE_AT_MOST, Rise, Week, rise_of, rises

DAY = date(2026, 11, 27)
PLANTED = tuple(f"burst{number}" for number in range(10))


def poisson(random: Random, mean: float) -> int:
    """A count of what comes by chance (Knuth)."""
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def simulated(
    random: Random, times: float, *, rare: int = 0, shape: float = math.inf
) -> list[Week]:
    """Half a year of a topic with words of all frequencies, ten of which burst at the end.

    Args:
        random: what chance is.
        times: how many times as often those come then.
        rare: how many words come in hardly one paper a week besides.
        shape: of the gamma distribution by which rates vary from week to week; infinite for none.
    """
    usual = {f"word{number}": 0.2 + 20 * random.random() ** 3 for number in range(300)}
    usual |= {f"rare{number}": 0.2 + random.random() for number in range(rare)}
    usual |= dict.fromkeys(PLANTED, 4.0)
    weeks = []
    for number in range(27):
        words: Counter[str] = Counter()
        for word, mean in usual.items():
            is_burst = number == 0 and word in PLANTED
            varied = 1.0 if math.isinf(shape) else random.gammavariate(shape, 1.0 / shape)
            if count := poisson(random, varied * mean * (times if is_burst else 1.0)):
                words[word] = count
        last = DAY - timedelta(days=7 * number)
        weeks.append(Week(last=last, announced=1_000, matched=150, words=words))
    return weeks


def test_planted_bursts_are_found_with_few_false() -> None:
    """Four times as many: nearly all are found, and at most one in ten is chance."""
    found = false = 0
    for seed in range(20):
        risen = [rise.words for rise in rises(simulated(Random(seed), 4.0))]
        found += sum(word in PLANTED for word in risen)
        false += sum(word not in PLANTED for word in risen)
    assert found >= 0.9 * 20 * len(PLANTED)
    assert false <= FALSE_AT_MOST * (found + false)


def test_where_nothing_rises_hardly_anything_is_told() -> None:
    """In most of such weeks nothing at all."""
    told = [len(rises(simulated(Random(100 + seed), 1.0))) for seed in range(20)]
    assert sum(map(bool, told)) <= 0.2 * len(told)


@pytest.mark.parametrize(("rare", "shape"), [(600, math.inf), (0, 20.0)])
def test_rare_words_and_such_that_vary_are_not_taken_for_bursts(rare: int, shape: float) -> None:
    """Not more often than others: of many rare words chance brings some up every week."""
    found = false = nothing = 0
    for seed in range(10):
        weeks = simulated(Random(seed), 5.0, rare=rare, shape=shape)
        risen = [rise.words for rise in rises(weeks)]
        found += sum(word in PLANTED for word in risen)
        false += sum(word not in PLANTED for word in risen)
        usual = simulated(Random(100 + seed), 1.0, rare=rare, shape=shape)
        nothing += not rises(usual)
    assert found >= 0.9 * 10 * len(PLANTED)
    assert false <= FALSE_AT_MOST * (found + false)
    assert nothing >= 0.7 * 10


def test_how_much_and_how_sure() -> None:
    """Twenty where five would be usual: four times as many, between its bounds."""
    weeks = [Week(last=DAY, announced=100, matched=20)]
    weeks += [
        Week(last=DAY - timedelta(days=7 * number), announced=100, matched=5)
        for number in range(1, 11)
    ]
    rise = rise_of(weeks)
    assert (rise.now, rise.usual) == (20, 5.0)
    assert 2.0 < rise.low < rise.times < rise.high < 8.0
    assert 3.5 < rise.times < 4.5


def test_what_is_new_or_gone_has_honest_bounds() -> None:
    """Of what no week had before, nothing tells how often it may come; what is gone is no rise."""

    def counted(*matched: int) -> Rise:
        return rise_of([Week(last=DAY, announced=100, matched=one) for one in matched])

    new, gone = counted(5, 0, 0, 0, 0), counted(0, 1, 0, 0, 0)
    assert new.high == math.inf
    assert 1 < new.low < new.times < math.inf
    assert (gone.times, gone.low) == (0.0, 0.0)
    assert 0 < gone.high < math.inf


def test_few_weeks_tell_nothing() -> None:
    """Nor does a week before that had more."""
    weeks = simulated(Random(1), 4.0)
    assert rises(weeks[:3]) == []
    weeks[5] = Week(
        last=weeks[5].last,
        announced=1_000,
        matched=150,
        words=Counter(weeks[5].words) + Counter(dict.fromkeys(PLANTED, 60)),
    )
    assert not {rise.words for rise in rises(weeks)} & set(PLANTED)


def test_a_part_of_a_pair_is_not_told_beside_it() -> None:
    """Unless it rose elsewhere, too."""
    words = Counter({"gaussian splatting": 30, "splatting": 32, "gaussian": 70})
    weeks = [Week(last=DAY, announced=500, matched=100, words=words)]
    weeks += [
        Week(
            last=DAY - timedelta(days=7 * number),
            announced=500,
            matched=100,
            words=Counter({"gaussian splatting": 2, "splatting": 3, "gaussian": 10}),
        )
        for number in range(1, 8)
    ]
    assert {rise.words for rise in rises(weeks)} == {"gaussian splatting", "gaussian"}
