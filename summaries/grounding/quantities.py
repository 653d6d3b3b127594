"""Numbers with their units, in digits and words, and whether those of a claim are the paper's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf, isclose
from typing import Final, NamedTuple

from summaries.text.chinese_numbers import in_digits
from summaries.text.folding import folded, word_set

_UNITS: Final = {
    unit: name
    for name, units in {
        "%": "% percent pct prozent procent 퍼센트",
        "x": "x times fold -fold",
        "ms": "ms millisecond milliseconds",
        "s": "s sec secs second seconds",
        "min": "min mins minute minutes",
        "h": "h hr hrs hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years yr yrs",
        "kb": "kb",
        "mb": "mb megabyte megabytes",
        "gb": "gb gib gigabyte gigabytes",
        "tb": "tb terabyte terabytes",
        "hz": "hz",
        "khz": "khz",
        "mhz": "mhz",
        "ghz": "ghz",
        "nm": "nm",
        "mm": "mm",
        "cm": "cm",
        "m": "m meter meters metre metres",
        "km": "km",
        "kg": "kg",
        "ev": "ev",
        "mev": "mev",
        "gev": "gev",
        "tev": "tev",
        "db": "db decibel decibels",
        "kpc": "kpc",
        "mpc": "mpc",
        "w": "w watt watts",
        "degree": "degree degrees °",
    }.items()
    for unit in units.split()
}
_SCALES: Final = {
    "k": 1e3, "thousand": 1e3, "tausend": 1e3, "mil": 1e3, "mille": 1e3, "тыс": 1e3, "千": 1e3,
    "m": 1e6, "million": 1e6, "millions": 1e6, "mio": 1e6, "millionen": 1e6, "millones": 1e6,
    "milhões": 1e6, "milioni": 1e6, "млн": 1e6, "万": 1e4, "萬": 1e4, "만": 1e4,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "mrd": 1e9, "milliarden": 1e9,
    "milliards": 1e9, "млрд": 1e9, "亿": 1e8, "億": 1e8, "억": 1e8,
    "t": 1e12, "trillion": 1e12, "hundred": 100,
}  # fmt: skip
_BARE_SCALES: Final = word_set("k m b t")
_WORDS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9,
    "twice": 2, "double": 2, "doubles": 2, "doubling": 2, "doubled": 2, "halves": 2, "halving": 2,
    "both": 2, "pair": 2, "dual": 2, "triple": 3, "triples": 3, "quadruple": 4, "tenfold": 10,
    "twofold": 2, "threefold": 3, "half": 2, "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
_COUNTED: Final = word_set(
    """
    three four five six seven eight nine ten eleven twelve dozen thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion triple triples quadruple tenfold threefold twofold twice
    """
)
"""Number words that a claim may use only where the paper has the number."""

_NUMBER: Final = re.compile(
    r"""(?<![.^/])(?<![^\W\u2e80-\U0010ffff])(?<![A-Za-z]-)(?P<sign>[-+](?=\d))?
    (?P<digits>\d{1,3}(?:[,' \u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*)
    (?:\s?(?:x|\*|\\times|\\cdot|·)\s?10\s?\^\s?\{?(?P<times>[-+]?\d+)\}?
      |\s?\^\s?\{?(?P<power>[-+]?\d+)\}?|[eE](?P<e>[-+]?\d+))?
    (?:(?P<gap>\s?-?)(?P<after>[%°]|[^\W\d_]+))?""",
    re.VERBOSE,
)
_CHINESE_UNITS: Final = {
    "毫秒": "ms", "分钟": "min", "小时": "h", "个小时": "h", "秒": "s", "天": "day", "周": "week",
    "倍": "x", "千米": "km", "公里": "km", "毫米": "mm", "厘米": "cm", "纳米": "nm", "千克": "kg",
    "公斤": "kg",
}  # fmt: skip
_LEAST_COUNTED: Final = 3
_IN_WORDS: Final = re.compile(r"\b([a-z]{3,9}) (?=percent\b)", re.IGNORECASE)
"""Shares in words; other units of number words are not looked at."""
_UNIT_BEHIND: Final = re.compile(r"\s?([%°]|[a-z]+)", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z]+", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"(?:about|around|approximately|roughly|nearly|almost|some|circa|ca\.|over|more than|up to|~|≈)"
    r"\s*$",
    re.IGNORECASE,
)
_AGED: Final = re.compile(
    r"\bage[sd]?(?:\s(?:of|between|from))?\s(?:\d+(?:\s?(?:to|and|-)\s?))?$", re.IGNORECASE
)
"""Before years that are not told as such: "aged 65 to 80"."""
_SPAN: Final = re.compile(
    r"\bfrom\s+(?:\D{0,25}?)(\d+(?:[.,]\d+)*)\D{0,25}?\bto\s+(?:\D{0,15}?)(\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)


_EXACT: Final = 1e-12
"""Of two numbers that are written alike; a billion and one is no billion."""
_WIDE: Final = "\u2e80"
"""Letters from here on stand without blanks between words."""


class Quantity(NamedTuple):
    """A number as meant: its value with any "million" worked in, and its unit, if it has one."""

    value: float
    unit: str
    written: str
    roughly: bool = False


def quantities(text: str, *, comma_is_point: bool = False) -> list[Quantity]:
    """The numbers in digits of a text.

    Args:
        text: in any language.
        comma_is_point: read ``3,5`` as three and a half, as most of Europe writes.
    """
    text = folded(text)
    return [
        quantity
        for match in _NUMBER.finditer(text)
        if (quantity := _read(match, text, comma_is_point)) is not None
    ]


def unfounded_quantities(claim: str, source: str, *, english: bool = True) -> Iterator[str]:
    """The numbers of a claim that the source does not have, as the claim writes them.

    Units have to agree where the claim gives one; what a claim gives as "about" so much may be
    rounded. In languages other than English, a decimal comma is understood.
    """
    claim, source = _shares_in_digits(claim), _shares_in_digits(source)
    if english and "one " in claim:
        claim, source = _as_parts(claim), _as_parts(source)
    known = quantities(source)
    named = {_WORDS[word] for word in _words(source) if word in _WORDS}
    claim = in_digits(claim)
    for meant in _readings(claim, english=english):
        if not any(_is_known(one, known, named) for one in meant):
            yield meant[0].written
    told = Counter(quantity.value for quantity in quantities(claim))
    given = Counter(quantity.value for quantity in known)
    yield from (f"{v:g} twice" for v, times in told.items() if 0 < given[v] < times)
    if english:
        values = {quantity.value for quantity in known}
        for word in dict.fromkeys(_words(claim)):
            if word in _COUNTED and _WORDS[word] not in values | named:
                yield word
        yield from _turned(claim, source)


_PARTS: Final = {
    "two": "half", "three": "a third", "four": "a quarter", "five": "a fifth", "six": "a sixth",
    "seven": "a seventh", "eight": "an eighth", "nine": "a ninth", "ten": "a tenth",
    "twenty": "a twentieth",
}  # fmt: skip
_ONE_IN: Final = re.compile(
    rf"\bone (?:in|of|out of)(?: every)? ({'|'.join(_PARTS)})\b(?! \w+s\b)", re.IGNORECASE
)


def _as_parts(text: str) -> str:
    """``one in five`` as ``a fifth``."""
    return _ONE_IN.sub(lambda match: _PARTS[match[1].lower()], text)


def _shares_in_digits(text: str) -> str:
    """``twelve percent`` as ``12 percent``: a share is no count of what else there are twelve."""

    def digits(match: re.Match[str]) -> str:
        value = _WORDS.get(match[1].lower(), 0)
        return f"{value:g} " if value > 1 else match[0]

    return _IN_WORDS.sub(digits, text.replace("per cent", "percent"))


def _readings(text: str, *, english: bool) -> Iterator[list[Quantity]]:
    """What each number may mean: a comma may be a point, or only one of the two be a number."""
    text = folded(text)
    for match in _NUMBER.finditer(text):
        read = (
            _read(match, text, is_point) for is_point in ((False,) if english else (False, True))
        )
        if meant := [quantity for quantity in read if quantity is not None]:
            yield meant


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(folded(text))]


def _read(match: re.Match[str], text: str, comma_is_point: bool) -> Quantity | None:
    value = _value(match["digits"], comma_is_point)
    if value is None:
        return None
    if match["power"]:
        exponent = int(match["power"])
        value = value**exponent if abs(exponent) < 100 else inf
    elif match["times"] or match["e"]:
        value *= 10.0 ** max(-300, min(300, int(match["times"] or match["e"])))
    after = (match["after"] or "").lower()
    if after[:1] > _WIDE:
        after = _chinese_unit(after)
    unit = "year" if _AGED.search(text[: match.start()]) else ""
    glued = not match["gap"]
    if after in _SCALES and (glued or after not in _BARE_SCALES):
        value *= _SCALES[after]
        unit = _unit_behind(text, match.end())
    elif after in _UNITS:
        unit = _UNITS[after]
    elif glued and after and after not in {"st", "nd", "rd", "th"} and not _is_cjk(after):
        return None  # a name with a number in it, "3D"
    if match["sign"] == "-":
        value = -value
    return Quantity(
        value, unit, match[0].strip(" -"), _ABOUT.search(text[: match.start()]) is not None
    )


def _chinese_unit(after: str) -> str:
    """The unit that some Chinese begins with, or its first character."""
    beginnings = (after[:length] for length in (3, 2, 1))
    return next((_CHINESE_UNITS[one] for one in beginnings if one in _CHINESE_UNITS), after[0])


def _is_cjk(text: str) -> bool:
    return text[0] > _WIDE


def _unit_behind(text: str, place: int) -> str:
    found = _UNIT_BEHIND.match(text, place)
    return _UNITS.get(found[1].lower(), "") if found else ""


def _value(digits: str, comma_is_point: bool) -> float | None:
    digits = digits.replace(" ", "").replace("'", "")
    if comma_is_point:
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
            digits = digits.replace(".", "")
        digits = digits.replace(",", ".")
    else:
        digits = digits.replace(",", "")
    try:
        return float(digits)
    except ValueError:
        return None  # a version or a date, "1.2.3"


def _is_known(asked: Quantity, known: Iterable[Quantity], named: set[float]) -> bool:
    for quantity in known:
        same = isclose(abs(quantity.value), abs(asked.value), rel_tol=_EXACT)
        near = asked.roughly and _rounds_to(quantity.value, asked.value)
        if (same or near) and _units_agree(asked.unit, quantity.unit):
            return True
    if asked.unit == "%":
        return False
    is_counted = asked.unit in {"", "x"} or asked.value >= _LEAST_COUNTED
    return is_counted and asked.value in named


def _rounds_to(value: float, rounded: float) -> bool:
    """Whether a value, written with fewer digits, is the rounded one."""
    return any(
        isclose(float(f"{value:.{digits}g}"), rounded)
        for digits in range(1, len(f"{value:.9g}".replace(".", "").strip("0")))
    )


def _units_agree(asked: str, given: str) -> bool:
    return asked in {"", given} or (asked == "x" and not given)


def _turned(claim: str, source: str) -> Iterator[str]:
    """Spans that the source has the other way round: "from 9 to 3" for "from 3 to 9"."""
    spans = set(_SPAN.findall(folded(source)))
    for first, last in _SPAN.findall(folded(claim)):
        if (last, first) in spans and (first, last) not in spans and first != last:
            yield f"from {first} to {last}"
