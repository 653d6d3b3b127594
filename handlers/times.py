"""Reading when a digest comes: a time of day and days of the week, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from functools import cache
from typing import Final

from app.limits import SHOWN
from composing.settings import AS_ANNOUNCED, DAY_GROUPS, DAYS_OF
from domain.chats import ALL_DAYS
from domain.errors import InputError
from domain.excerpts import excerpt, normalized
from domain.messages import for_example, sentence
from handlers.places.names import LANGUAGES_OF
from i18n.speech import current, phrase

Moment = tuple[time | None, frozenset[int] | None]
"""A time, or None for as announced, and days where they are given; no days at all for never."""

NEVER: Final[Moment] = (None, frozenset())

_AS_ANNOUNCED: Final = re.compile(r"(?:as (?:soon as )?announced|announced|asap)\b", re.IGNORECASE)
_OFF: Final = frozenset(
    ("off", "never", "none", "no", "pause", "stop", "aus", "nie", "关", "关闭", "不要", "暂停")
)
_HALVES: Final = {
    "am": r"a\.?m\.?(?![a-z])|in the morning|morgens|vormittags|早上|上午|清晨|凌晨|早晨|早"
    "|午前|오전",
    "pm": r"p\.?m\.?(?![a-z])|in the (?:afternoon|evening)|at night|nachmittags|abends"
    "|下午|晚上|傍晚|晚|午后|午後|오후|中午",
}
_HALF: Final = "|".join(f"(?P<{{side}}_{name}>{words})" for name, words in _HALVES.items())
_CLOCK: Final = (
    r"(?P<run>\d{4}|\d{3})(?!\d)"
    r"|(?P<hour>\d{1,2})(?: ?uhr(?: ?(?P<uhr>\d{2})(?!\d))?"
    r"| ?(?:点|點|时|時|시) ?(?:(?P<half>半)|(?P<cn>\d{1,2}) ?分?|整|钟)?"
    r"| ?o['’]?clock|[:.h](?P<minute>\d{2})(?!\d)|h(?![a-z]))?"
)
_TIME = re.compile(
    rf"(?:(?<![a-z])(?:at|um|à|à|a las|kl\.?|в) )?(?:{_HALF.format(side='before')})? ?"
    rf"(?:{_CLOCK}) ?(?:{_HALF.format(side='after')})?"
)
_NAMED: Final = (
    (re.compile(r"\b(?:at )?(?:noon|midday)\b|\bmittags?\b|正午|中午(?! ?\d)"), time(12)),
    (re.compile(r"\b(?:at )?midnight\b|\bmitternachts?\b|午夜|半夜"), time(0)),
)
_CHINESE_HOUR = re.compile(r"([零一二两三四五六七八九十]{1,3})(?=点|點|时|時)")
_CHINESE_DIGITS: Final = "零一二三四五六七八九"

_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS: Final = {
    "every day": ALL_DAYS, "each day": ALL_DAYS, "all days": ALL_DAYS, "täglich": ALL_DAYS,
    "每天": ALL_DAYS, "每日": ALL_DAYS, "天天": ALL_DAYS, "毎日": ALL_DAYS,
    "werktags": DAYS_OF["weekdays"], "工作日": DAYS_OF["weekdays"], "平日": DAYS_OF["weekdays"],
    "on weekdays": DAYS_OF["weekdays"], "workdays": DAYS_OF["weekdays"],
    "weekday": DAYS_OF["weekdays"], "weekend": DAYS_OF["weekends"],
    "on weekends": DAYS_OF["weekends"], "周末": DAYS_OF["weekends"],
    "週末": DAYS_OF["weekends"], "wochenende": DAYS_OF["weekends"],
}  # fmt: skip
_CHINESE_DAYS = re.compile(
    r"(?:每?(?:周|週|星期|礼拜))"
    r"([一二三四五六日天](?: ?[、,至到~-]? ?[一二三四五六日天](?!点|點))*)"
)
_TO = re.compile(r" ?(?:至|到|~|-) ?| (?:to|till|until|through|thru|bis|à|a|по) ")
_LONGEST: Final = 100


def parse_moment(text: str) -> Moment:
    """As `parse_time`; None in place of the time for ``as announced``; `NEVER` for ``off``.

    Raises:
        InputError: it is neither.
    """
    typed = text.strip()
    if typed.casefold() in (*_OFF, phrase("off")):
        return NEVER
    match = _AS_ANNOUNCED.match(typed)
    spoken = phrase(AS_ANNOUNCED)
    if match is None and not typed.startswith(spoken):
        return parse_time(text)
    rest = typed[match.end() if match else len(spoken) :].strip()
    return None, parse_days(rest) if rest else None


def parse_time(text: str) -> tuple[time, frozenset[int] | None]:
    """A time of day and, where they stand beside it, days: ``08:30``, ``8 pm mon-fri``.

    Raises:
        InputError: it is no time, or the days are not understood.
    """
    plain = _plain(text)
    found = _found_time(_CHINESE_HOUR.sub(_in_figures, plain))
    if found is None:
        raise InputError(
            sentence("“{text}” is not a time of day.", text=excerpt(text, SHOWN)),
            hint=for_example("/time 08:30"),
        )
    at, rest = found
    return at, parse_days(rest) if rest else None


def parse_days(text: str) -> frozenset[int]:
    """Days of the week: ``daily``, ``weekdays``, ``mon-fri``, ``tue, thu``, ``周一至周五``.

    Raises:
        InputError: they are not understood.
    """
    lowered = _plain(text).removeprefix("on ").removeprefix("every ").strip(" ,、")
    shown = {phrase(told): name for name, told in DAY_GROUPS.items()}
    group = DAYS_OF.get(shown.get(lowered, lowered)) or _GROUPS.get(_plain(text).strip(" ,、"))
    if group is not None:
        return group
    ranges = " ".join(_CHINESE_DAYS.sub(_in_english, lowered).split())
    parts = [part for part in re.split(r"[,、;\s]+", _TO.sub("-", ranges)) if part]
    parts = [part for part in parts if part not in ("and", "und", "和", "&", "+", "et", "y")]
    for language in _languages(lowered):
        days = _days(parts, language)
        if days:
            return days
    raise InputError(
        sentence("“{text}” are not days of the week.", text=excerpt(text, SHOWN)),
        hint=for_example("/time 08:30 mon-fri"),
    )


def _plain(text: str) -> str:
    """In small letters, with plain figures, colons, dashes and single blanks."""
    plain = " ".join(normalized("NFKC", text.strip()[:_LONGEST]).casefold().split())
    return plain.translate(dict.fromkeys(map(ord, "–—−‐‑"), "-"))


def _in_figures(match: re.Match[str]) -> str:
    text = match[1].replace("两", "二")
    tens, ten, ones = text.rpartition("十")
    value = (_CHINESE_DIGITS.find(tens) if tens else 1) * 10 if ten else 0
    return str(value + (_CHINESE_DIGITS.find(ones) if ones else 0))


def _found_time(text: str) -> tuple[time, str] | None:
    """The time in a text, and what stands around it."""
    for pattern, at in _NAMED:
        named = pattern.search(text)
        if named:
            return at, _around(text, named)
    match = _TIME.search(text)
    if match is None:
        return None
    run = match["run"]
    hour = int(run[:-2] if run else match["hour"])
    minute = int(run[-2:] if run else match["minute"] or match["uhr"] or match["cn"] or 0)
    minute = 30 if match["half"] else minute
    if match["before_am"] or match["after_am"] or match["before_pm"] or match["after_pm"]:
        is_evening = bool(match["before_pm"] or match["after_pm"])
        # 下午20:30 is said too, and 上午0点; “13 pm” is not.
        is_chinese = bool(match["before_am"] or match["before_pm"])
        if not is_chinese and not 1 <= hour <= 12:
            return None
        if hour <= 12:
            hour = hour % 12 + (12 if is_evening else 0)
    # Twelve in the evening is midnight to a Chinese.
    if hour == 12 and "晚" in match[0]:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute), _around(text, match)


def _around(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()].strip(' ,')} {text[match.end() :].strip(' ,')}".strip()


def _in_english(match: re.Match[str]) -> str:
    said = (
        "-" if sign in "至到~-" else f" {_DAY_NAMES['一二三四五六日'.index(sign)]}"
        for sign in re.sub(r"[、,\s]", "", match[1].replace("天", "日"))
    )
    return "".join(said).replace("- ", "-") + " "


def _days(parts: list[str], language: str) -> frozenset[int]:
    """Days by their names in a language; none where one is not known."""
    known = _names(language)
    days: set[int] = set()
    for part in parts:
        first, _, last = part.partition("-")
        begin, end = known.get(first.strip(".")), known.get((last or first).strip("."))
        if begin is None or end is None:
            return frozenset()
        days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return frozenset(days)


def _languages(text: str) -> Iterator[str]:
    yield "en"
    yield current().language
    for letters, languages in LANGUAGES_OF:
        if letters.search(text):
            yield from languages


@cache
def _names(language: str) -> dict[str, int]:
    """Names of days in a language, long and short, by the Unicode CLDR."""
    from babel import Locale

    found: dict[str, int] = {}
    for names in Locale.parse(language).days.values():
        for width in ("wide", "abbreviated", "short"):
            found |= {name.casefold().strip("."): day for day, name in names.get(width, {}).items()}
    if language == "en":
        found |= {name: day for day, name in enumerate(_DAY_NAMES)}
        found |= {f"{name}s": day for name, day in found.items() if name.endswith("day")}
        found |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return found
