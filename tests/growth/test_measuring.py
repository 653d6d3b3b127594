"""The verdict on what grows is that on its true times, however much else a machine does."""

from __future__ import annotations

import math
import random
import re
import time
from collections.abc import Callable
from typing import Final

import pytest

from tests.growth.classes import told_apart
from tests.growth.families import UNITS
from tests.growth.measuring import steepness
from tests.growth.patterns import Found, pumped
from tests.growth.test_patterns import _applied

_SIZE: Final = 4_096
_FAST: Final = 4e-10
"""Seconds that a step takes where it is one of a loop in C, on a fast machine."""

Cost = Callable[[int], float]


class BusyMachine:
    """A clock for calls that take what they cost, and often a multiple of it."""

    def __init__(self, cost: Cost, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self._cost = cost
        self._chance = random.Random(seed)
        self._now = 0.0
        monkeypatch.setattr(time, "process_time", lambda: self._now)

    def made(self, length: int, fresh: int) -> Callable[[], object]:
        """A call for a length."""

        def call() -> None:
            hindered = self._chance.random() < 0.25
            self._now += self._cost(length) * (self._chance.uniform(1, 6) if hindered else 1)

        return call


def _verdicts(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    return [steepness(BusyMachine(cost, seed, monkeypatch).made, _SIZE) for seed in range(100)]


@pytest.mark.parametrize(
    "cost",
    [
        pytest.param(lambda n: 1e-8 * n, id="linear"),
        pytest.param(lambda n: 3e-6 * n, id="linear and slow"),
        pytest.param(lambda n: 1e-6 * n * math.log2(n), id="sorting"),
        pytest.param(lambda n: 0.003 + 1e-8 * n, id="mostly the same"),
        pytest.param(lambda n: 1e-8 * n * (40 if n > _SIZE // 2 else 1), id="one step"),
    ],
)
def test_what_is_even_is_let_through(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on a machine that is busy with something else."""
    assert not any(_verdicts(cost, monkeypatch))


@pytest.mark.parametrize(
    "cost",
    [
        pytest.param(lambda n: _FAST * n * n / 2, id="on a fast machine"),
        pytest.param(lambda n: 2e-8 * n * n, id="on a slow machine"),
        pytest.param(lambda n: 1e-6 * n + 2e-10 * n * n, id="beside what is slow"),
        pytest.param(lambda n: 1e-10 * n**3, id="cubic"),
    ],
)
def test_what_is_steep_is_found(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    """Always, also on a machine that is busy with something else."""
    assert all(_verdicts(cost, monkeypatch))


def test_what_does_not_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """And found steep, although a text of any length takes the same then."""
    monkeypatch.setattr("tests.growth.measuring.ENDLESS", 0.01)

    def made(length: int, fresh: int) -> Callable[[], object]:
        return lambda: time.sleep(60)

    assert steepness(made, _SIZE) == math.inf


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"cat\s*:\s*.*\w.*", "fullmatch"),
        (r"\s+$", "search"),
        (r"(\w+)\s*=\s*\1", "search"),
        (r"<!--.*?-->", "search"),
        (rb"[a-z.]+@", "search"),
        (r"(?:[A-Z]\w* )+x", "search"),
    ],
)
def test_a_pattern_that_is_steep_is_found(
    pattern: str | bytes, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By some text that is pumped, out of those that it tells apart."""
    monkeypatch.setattr("tests.growth.measuring.LONGEST", 0.001)
    found = Found("", re.compile(pattern), frozenset({way}))
    plain = [("", unit, end) for unit in UNITS.values() for end in ("", "\0")]
    texts = told_apart(found.pattern, [*plain, *pumped(found.pattern)])
    assert any(steepness(_applied(found, way, text), _SIZE // 2) for text in texts)


def test_texts_are_one_where_a_pattern_cannot_tell_them_apart() -> None:
    """By the sets of signs that stand in it, wherever; where a group is repeated, by each sign."""
    texts = [("", unit, "") for unit in ("a", "b", "A", "1", "_", " ", "\t", "\n", "é", "(")]

    def told(pattern: str) -> str:
        return "".join(unit for _, unit, _ in told_apart(re.compile(pattern), texts))

    assert told("x") == "a"
    assert told("[ab]|c") == "aA"
    assert told("(?i:a)") == "ab"
    assert told(r"(?:(?=\d)|(?<!a))+") == "ab1"
    assert told(r"(?a:\w) .") == "a \t\n"
    assert told(r"\b") == "a \né"
    assert told(r"(a)\1") == "abA1_ \t\né("
