"""Reading the values people give for their settings."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

from app.limits import LONGEST_MUTED, SHOWN
from composing.settings import AS_ANNOUNCED, DAY_GROUPS, DAYS_OF, DETAILS
from domain.chats import Detail
from domain.errors import InputError
from domain.excerpts import excerpt, normalized
from domain.messages import for_example, sentence
from i18n.languages import ENGLISH_NAMES, LANGUAGES
from i18n.speech import phrase
from topics.muting import read_muted

MAX_LIMIT: Final = 50
"""The most papers a digest tells in full."""

_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Large cities that are no name of an IANA zone, for people who type where they live.
_CITIES: Final = {
    "bangalore": "Asia/Kolkata", "barcelona": "Europe/Madrid", "beijing": "Asia/Shanghai",
    "bengaluru": "Asia/Kolkata", "boston": "America/New_York", "cambridge": "Europe/London",
    "cape town": "Africa/Johannesburg", "chengdu": "Asia/Shanghai", "delhi": "Asia/Kolkata",
    "edinburgh": "Europe/London", "frankfurt": "Europe/Berlin",
    "geneva": "Europe/Zurich", "guangzhou": "Asia/Shanghai", "hamburg": "Europe/Berlin",
    "hangzhou": "Asia/Shanghai", "heidelberg": "Europe/Berlin", "hyderabad": "Asia/Kolkata",
    "kyoto": "Asia/Tokyo", "lausanne": "Europe/Zurich", "miami": "America/New_York",
    "milan": "Europe/Rome", "montreal": "America/Toronto", "mumbai": "Asia/Kolkata",
    "munich": "Europe/Berlin", "nanjing": "Asia/Shanghai", "osaka": "Asia/Tokyo",
    "oxford": "Europe/London", "philadelphia": "America/New_York",
    "pittsburgh": "America/New_York", "princeton": "America/New_York",
    "rio de janeiro": "America/Sao_Paulo", "san diego": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
    "shenzhen": "Asia/Shanghai", "stanford": "America/Los_Angeles", "tel aviv": "Asia/Jerusalem",
    "washington": "America/New_York", "wuhan": "Asia/Shanghai", "xian": "Asia/Shanghai",
}  # fmt: skip

# Whole hours have zones of their own (Etc/GMT-8); these are the usual ones that are not whole.
_BROKEN_OFFSETS: Final = {
    "-09:30": "Pacific/Marquesas", "-03:30": "America/St_Johns", "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul", "+05:30": "Asia/Kolkata", "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon", "+08:45": "Australia/Eucla", "+09:30": "Australia/Darwin",
    "+10:30": "Australia/Lord_Howe", "+12:45": "Pacific/Chatham",
}  # fmt: skip

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?\s*(am|pm)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


_LONGEST_ZONE: Final = 100
_AS_ANNOUNCED: Final = re.compile(r"(?:as (?:soon as )?announced|announced|asap)\b", re.IGNORECASE)


def parse_time(text: str) -> tuple[time, frozenset[int] | None]:
    """A time of day and, where they are given after it, days: ``08:30``, ``8 pm mon-fri``.

    Raises:
        InputError: it is no time, or the days are not understood.
    """
    match = _TIME.match(text.strip())
    said = sentence("“{text}” is not a time of day.", text=excerpt(text, SHOWN))
    error = InputError(said, hint=for_example("/time 08:30"))
    if match is None:
        raise error
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise error
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise error
    rest = text.strip()[match.end() :].strip()
    return time(hour, minute), parse_days(rest) if rest else None


def parse_moment(text: str) -> tuple[time | None, frozenset[int] | None]:
    """As `parse_time`; None in place of the time for ``as announced``.

    Raises:
        InputError: it is neither.
    """
    match = _AS_ANNOUNCED.match(text.strip())
    spoken = phrase(AS_ANNOUNCED)
    if match is None and not text.strip().startswith(spoken):
        return parse_time(text)
    rest = text.strip()[match.end() if match else len(spoken) :].strip()
    return None, parse_days(rest) if rest else None


def parse_switch(text: str, command: str) -> bool:
    """On or off.

    Raises:
        InputError: it is neither.
    """
    lowered = text.strip().casefold()
    if lowered in ("on", "yes", "1", phrase("on"), phrase("yes")):
        return True
    if lowered in ("off", "no", "0", phrase("off"), phrase("no")):
        return False
    raise InputError(
        sentence("“{text}” is neither on nor off.", text=excerpt(text, SHOWN)),
        hint=for_example(f"/{command} off"),
    )


def parse_days(text: str) -> frozenset[int]:
    """Days of the week: ``daily``, ``weekdays``, ``mon-fri``, ``tue, thu``.

    Raises:
        InputError: they are not understood.
    """
    lowered = text.lower().strip()
    shown = {phrase(told): name for name, told in DAY_GROUPS.items()}
    group = DAYS_OF.get(shown.get(lowered, lowered))
    if group is not None:
        return group
    days: set[int] = set()
    for part in filter(None, re.split(r"[,\s]+", lowered)):
        first, dash, last = part.partition("-")
        names = [name[:3] for name in ((first, last) if dash else (first,))]
        if not all(name in _DAY_NAMES for name in names):
            raise InputError(
                sentence("“{text}” are not days of the week.", text=excerpt(text, SHOWN)),
                hint=for_example("/time 08:30 mon-fri"),
            )
        begin, end = _DAY_NAMES.index(names[0]), _DAY_NAMES.index(names[-1])
        days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    if not days:
        raise InputError(
            sentence("“{text}” are not days of the week.", text=excerpt(text, SHOWN)),
            hint=for_example("/time 08:30 mon-fri"),
        )
    return frozenset(days)


def parse_zone(text: str) -> str:
    """An IANA zone from its name, a city or an offset: ``Berlin``, ``UTC+8``, ``New York``.

    Raises:
        InputError: it is none of these.
    """
    wanted = _folded(text[:_LONGEST_ZONE])
    zone = _zones().get(wanted) or _CITIES.get(wanted)
    if zone:
        return zone
    match = _OFFSET.fullmatch(text.strip())
    if match:
        sign = "+" if match[1] == "+" else "-"
        hours, minutes = int(match[2]), int(match[3] or 0)
        broken = _BROKEN_OFFSETS.get(f"{sign}{hours:02}:{minutes:02}")
        if broken:
            return broken
        if minutes == 0 and hours <= (14 if sign == "+" else 12):
            # POSIX counts west of Greenwich as positive: Etc/GMT-8 is eight hours ahead.
            return "UTC" if hours == 0 else f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
    raise InputError(
        sentence("“{text}” is not a city, zone or offset that I know.", text=excerpt(text, SHOWN)),
        hint=sentence("For example: /timezone Berlin, or /timezone UTC+8"),
    )


def parse_language(text: str) -> str:
    """An ISO 639-1 code from a code, locale or name: ``de``, ``zh-CN``, ``Deutsch``, ``German``.

    Raises:
        InputError: it is none that is known.
    """
    lowered = text.strip().lower()
    code = re.split(r"[-_]", lowered)[0]
    if code in LANGUAGES:
        return code
    own_names = {name.lower(): known for known, name in LANGUAGES.items()}
    found = own_names.get(lowered) or ENGLISH_NAMES.get(lowered)
    if found is None:
        raise InputError(
            sentence("“{text}” is not a language that I know.", text=excerpt(text, SHOWN)),
            hint=sentence(
                "For example: /language en. There are {languages}.",
                languages=", ".join(LANGUAGES),
            ),
        )
    return found


def parse_detail(text: str) -> Detail:
    """How much a digest tells.

    Raises:
        InputError: it is none of the three.
    """
    wanted = text.strip().lower()
    for detail, told in DETAILS.items():
        if wanted in (detail, phrase(told)):
            return detail
    raise InputError(
        sentence(
            "“{text}” is not a detail; there are headline, brief and full.",
            text=excerpt(text, SHOWN),
        ),
        hint=for_example("/detail brief"),
    )


def parse_limit(text: str) -> int:
    """How many papers a digest tells in full.

    Raises:
        InputError: it is no number from 1 to 50.
    """
    cleaned = text.strip()
    short = cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 2
    if not short or not 1 <= int(cleaned) <= MAX_LIMIT:
        raise InputError(
            sentence(
                "“{text}” is not a number from 1 to {most}.",
                text=excerpt(text, SHOWN),
                most=MAX_LIMIT,
            ),
            hint=for_example("/limit 10"),
        )
    return int(cleaned)


def parse_muted(text: str) -> str:
    """A word or phrase to mute, without quotes around it; ``cat:cs.CV``, ``au:Ada Example``.

    Raises:
        InputError: it has no letters or digits, is too long, or names no category that there is.
    """
    word = " ".join(text.strip().strip('"“”').split())
    if not any(map(str.isalnum, word)):
        raise InputError(
            sentence("A muted word has letters or digits."), hint=for_example("/mute survey")
        )
    if len(word) > LONGEST_MUTED:
        raise InputError(
            sentence("A muted word has at most {most} characters.", most=LONGEST_MUTED),
            hint=for_example("/mute survey"),
        )
    read_muted(word)
    return word


def _folded(text: str) -> str:
    decomposed = normalized("NFKD", text.strip().lower().replace("_", " "))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Zones by folded name and by the city in it; whole names come before cities."""
    names = sorted(
        name for name in available_timezones() if not name.startswith(("posix", "right"))
    )
    by_city = {_folded(name.rsplit("/", 1)[-1]): name for name in names if "/" in name}
    return by_city | {_folded(name): name for name in names}
