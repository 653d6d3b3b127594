"""Times of day as they are spoken, put into figures: "half past eight", "halb neun", "八点一刻"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_NUMBERS: Final = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "une deux trois quatre cinq six sept huit neuf dix onze douze",
        "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"twenty": 20, "twenty five": 25, "twenty-five": 25, "zwanzig": 20}

_HOUR: Final = rf"(?P<hour>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?!\w)"
_MINUTES: Final = rf"(?P<minutes>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_CHINESE: Final = "零一二三四五六七八九"
_CHINESE_NUMBER: Final = (
    "(?:[二两三四五六七八九]?十[一二三四五六七八九]?|[零〇]?[零〇一二两三四五六七八九])"
)


def _after(minutes: int) -> Callable[[re.Match[str]], str]:
    return lambda match: _figures(_number(match["hour"]), minutes)


def _before(minutes: int) -> Callable[[re.Match[str]], str]:
    return lambda match: _figures(_number(match["hour"]), -minutes)


def _minutes_after(match: re.Match[str]) -> str:
    return _figures(_number(match["hour"]), _number(match["minutes"]))


def _minutes_before(match: re.Match[str]) -> str:
    return _figures(_number(match["hour"]), -_number(match["minutes"]))


def _figures(hour: int, minutes: int) -> str:
    """An hour and minutes after or before it; what is before one o'clock is after twelve."""
    if minutes < 0:
        hour, minutes = (hour - 1 if hour > 1 else 12), minutes + 60
    return f"{hour}:{minutes:02}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text]


def _chinese(match: re.Match[str]) -> str:
    """A number in figures; "零五" keeps its nought."""
    text = match[0].strip().replace("两", "二").replace("〇", "零")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(str(_CHINESE.index(digit)) for digit in ones)
    return str(10 * (_CHINESE.index(tens) if tens else 1) + (_CHINESE.index(ones) if ones else 0))


_SAYINGS: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (rf"\b{_HOUR}[ -]thirty\b", _after(30)),
        (rf"\b{_HOUR}[ -]fifteen\b", _after(15)),
        (rf"\b{_HOUR}[ -]forty[ -]five\b", _after(45)),
        (rf"\bhalf (?:past )?{_HOUR}", _after(30)),
        (rf"\bquarter (?:past|after) {_HOUR}", _after(15)),
        (rf"\bquarter (?:to|before|till|of) {_HOUR}", _before(15)),
        (rf"\b{_MINUTES} (?:minutes )?(?:past|after|nach) {_HOUR}", _minutes_after),
        (rf"\b{_MINUTES} (?:minutes )?(?:to|before|till|vor) {_HOUR}", _minutes_before),
        (rf"\bhalb {_HOUR}", _before(30)),
        (rf"\bviertel nach {_HOUR}", _after(15)),
        (rf"\bviertel vor {_HOUR}", _before(15)),
        (rf"\bdreiviertel {_HOUR}", _before(15)),
        (rf"\b{_HOUR} (?:heures? |h )?(?:et demie|y media)\b", _after(30)),
        (rf"\b{_HOUR} (?:heures? |h )?(?:et quart|y cuarto)\b", _after(15)),
        (rf"\b{_HOUR} (?:heures? |h )?(?:moins le quart|menos cuarto)\b", _before(15)),
        (rf"(?<!\w)(?!\d){_HOUR}", lambda match: str(_number(match["hour"]))),
        (rf"{_CHINESE_NUMBER}(?= ?[点點时時])", _chinese),
        (r"(?<=点|點)一刻", "15"),
        (r"(?<=点|點)三刻", "45"),
        (rf"(?<=[点點时時]) ?{_CHINESE_NUMBER}(?=分|\s|\Z)", _chinese),
    )
)
"""What is said, and what stands in its place; the longer sayings go first."""


def in_figures(text: str) -> str:
    """A text with the times that are spoken in it in figures.

    Args:
        text: in small letters, with single blanks.
    """
    for pattern, said in _SAYINGS:
        text = pattern.sub(said, text)
    return text
