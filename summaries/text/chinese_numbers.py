"""Numbers written in Chinese characters, where they count or measure something."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    "〇": 0, "两": 2, "兩": 2,
}  # fmt: skip
_TENS: Final = {"十": 10, "百": 100, "千": 1_000}
_LARGE: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_SIGNS: Final = "".join((*_DIGITS, *_TENS, *_LARGE))
_LEAST: Final = 3
"""Less is often no count: 一种, 两者."""

_NUMBER: Final = rf"[{_SIGNS}]+(?:点[{''.join(_DIGITS)}]+)?"
_SHARE: Final = re.compile(rf"百分之(?P<number>{_NUMBER})")
_COUNT: Final = re.compile(
    rf"(?<![第{_SIGNS}几数])(?P<number>{_NUMBER})(?P<of>\s?"
    r"(?:个|個|种|種|倍|项|項|组|組|名|只|篇|类|類|位|小时|分钟|毫秒|秒|天|周))"
)


def in_digits(text: str) -> str:
    """A text with its Chinese numbers in digits: ``3个小时`` for ``三个小时``.

    Only from three on, and only before a measure word, for the same characters stand in many
    words that count nothing.
    """
    text = _SHARE.sub(lambda match: f"{_value(match['number']):g}%", text)
    return _COUNT.sub(_counted, text)


def _counted(match: re.Match[str]) -> str:
    value = _value(match["number"])
    return match[0] if value < _LEAST else f"{value:.12g}{match['of']}"


def _value(written: str) -> float:
    whole, _, part = written.partition("点")
    value = float(_whole(whole))
    if part:
        value += int("".join(str(_DIGITS[digit]) for digit in part)) / 10 ** len(part)
    return value


def _whole(written: str) -> int:
    total = section = digit = 0
    for sign in written:
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total = (total + section + digit) * _LARGE[sign]
            section = digit = 0
    return total + section + digit
