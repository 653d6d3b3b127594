"""Reading timezones as people name them: cities, countries, abbreviations, offsets.

Cities are those of GeoNames with 50,000 people and more (https://www.geonames.org, CC BY 4.0),
countries those of tzdata's ``zone.tab`` by their names in the Unicode CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final
from zoneinfo import available_timezones

from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import sentence
from handlers.places.names import (
    ABBREVIATIONS,
    BROKEN_OFFSETS,
    CITIES,
    COUNTRIES,
    LANGUAGES_OF,
    STATES,
    folded,
)
from i18n.speech import current
from topics.nearness import nearest

CITIES_ASKED: Final = "cities"
"""In place of a zone: large cities to choose one from."""

_LONGEST: Final = 100
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+-]|±(?=0))\s*(?P<hours>\d{1,2})"
    r"(?:[:.]?(?P<minutes>\d{2})|[.,](?P<half>5))?\s*(?:h|hours?)?"
    r"|(?:utc|gmt)\s*(?P<bare>\d{1,2})(?::?(?P<more>\d{2}))?"
)
_CHINESE_OFFSET = re.compile(
    r"(?P<side>[东東西])(?P<hours>十?[一二三四五六七八九]|十|零|\d{1,2})[时時]?[区區]"
)
_DASHES = dict.fromkeys(map(ord, "−–—‐‑‒﹣"), "-")
_FOOTER_AT: Final = -2
_TIME_OF: Final = re.compile(
    r"(?<=\w) (?:(?:standard|daylight|summer|winter|local) )?time$|(?<=\w)(?:er)? (?:orts)?zeit$"
    r"|^(?:heure|hora|ora) d[aei] (?=\w)|(?<=\w) ?(?:时间|時間|시간)$"
)
_SIGNS: Final = {"plus": "+", "minus": "-"}
_NO_PLACES: Final = frozenset(("my time", "in time", "no time", "so time", "me time", "at time"))
"""What begins with a word, and not with the code of a country."""
_SPELLED: Final = re.compile("(?<=[aou])e")
_SHORTEST: Final = 5
_ALIKE: Final = 0.8
_GUESSES: Final = 3


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """Zones that somebody may have meant, whose clocks differ; the best known first.

    Attributes:
        asked: what was typed; empty where large cities are asked for, to choose one of.
        zones: what may be meant.
        places: where nothing is called so, the cities of those zones that are called nearly so.
    """

    asked: str
    zones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def read_zone(text: str) -> str | ZoneChoice:
    """An IANA zone, or several that may be meant: ``Berlin``, ``UTC+8``, ``US``, ``CST``, ``柏林``.

    Raises:
        InputError: it is none of these.
    """
    asked = text[:_LONGEST].strip()
    if asked.casefold() == CITIES_ASKED:
        return ZoneChoice("")
    exact = {name.casefold(): name for name in available_timezones()}.get(
        "_".join(asked.casefold().split())
    )
    if exact and "/" in exact:
        return exact
    found = _at_offset(asked) or _named(folded(asked))
    if not found and exact:
        found = (exact,)
    if not found:
        found = _of_country_in_other_languages(folded(asked)) or _within(asked)
    if found:
        return found[0] if len(found) == 1 else ZoneChoice(asked, found)
    guessed = _guessed(folded(asked))
    if guessed:
        return ZoneChoice(asked, tuple(guessed), tuple(guessed.values()))
    raise _unknown(text)


def parse_zone(text: str) -> str:
    """As `read_zone`, where nobody can be asked.

    Raises:
        InputError: it is no zone, or may be several.
    """
    found = read_zone(text)
    if isinstance(found, ZoneChoice):
        raise _unknown(text)
    return found


def is_elsewhere(text: str, zone: str) -> bool:
    """Whether a text is a place's name, and not that of the place which a zone is called by."""
    wanted = folded(text)
    return (wanted in _cities() or wanted in CITIES) and wanted not in folded(zone)


def zones_like(typed: str, most: int) -> list[tuple[str, str]]:
    """Zones for what is being typed, each with the name by which it is found.

    First what it names as it is, then cities whose names begin so, the shortest names first.
    """
    begin = folded(typed[:_LONGEST])
    found: dict[str, str] = {}
    with suppress(InputError):
        known = read_zone(typed)
        if isinstance(known, str):
            found[known] = typed.strip()
        elif not known.places:
            found = dict.fromkeys(known.zones, typed.strip())
    cities = [name for name in _cities() if name.startswith(begin)] if begin else []
    for name in sorted(cities, key=len):
        for zone in _cities()[name]:
            found.setdefault(zone, name.title())
    if not found:
        found = _guessed(begin)
    return [(name, zone) for zone, name in found.items()][:most]


def _unknown(text: str) -> InputError:
    return InputError(
        sentence("“{text}” is not a city, zone or offset that I know.", text=excerpt(text, SHOWN)),
        hint=sentence("For example: /timezone Berlin, or /timezone UTC+8"),
    )


def _named(wanted: str) -> tuple[str, ...]:
    """Zones by a folded name: of a time, a place, a state, a country in English."""
    place = "" if wanted in _NO_PLACES else _TIME_OF.sub("", wanted)
    for name in dict.fromkeys((wanted, place, _SPELLED.sub("", wanted))):
        state = STATES.get(name, ()) if len(name) > 2 else ()
        found = ABBREVIATIONS.get(name.replace(" ", "")) or CITIES.get(name) or state
        found = found or _of_country(name, "en") or _city(name)
        if found:
            return found
    return ()


def _within(asked: str) -> tuple[str, ...]:
    """Zones of a city that is named with its state or country: ``Paris, Texas``, ``Bern CH``."""
    words = asked.replace(",", " , ").split()
    for at in range(len(words) - 1, 0, -1):
        place, around = (folded(" ".join(part)) for part in (words[:at], words[at:]))
        outer = STATES.get(around, ()) + _of_country(around, "en")
        outer = outer or _of_country_in_other_languages(around) or _city(around)
        clocks = set(map(clock_rule, outer))
        found = tuple(zone for zone in _named(place) if clock_rule(zone) in clocks)
        if found or (outer and "," in words):
            return found or outer
    return ()


def _guessed(wanted: str) -> dict[str, str]:
    """Zones of cities called nearly as somebody typed, each with that city's name."""
    if len(wanted) < _SHORTEST:
        return {}
    alike = [
        name for name in _cities() if name[0] == wanted[0] and abs(len(name) - len(wanted)) <= 2
    ]
    found: dict[str, str] = {}
    for name in nearest(wanted, alike, most=2 * _GUESSES, alike=_ALIKE):
        for zone in _cities()[name]:
            # Of all that Berlin is called anywhere, that by which its zone is called.
            own = folded(zone.rpartition("/")[2])
            found.setdefault(zone, (own if own in alike else name).title())
    return dict(list(found.items())[:_GUESSES])


def _at_offset(asked: str) -> tuple[str, ...]:
    """Zones at an offset from UTC, signs as people mean them."""
    plain = excerpt(asked, _LONGEST).casefold().translate(_DASHES).replace("＋", "+")
    plain = re.sub(r"\b(?:plus|minus)\b", lambda word: _SIGNS[word[0]], plain.replace("：", ":"))
    match = _OFFSET.fullmatch(plain)
    if match:
        sign = (match["sign"] or "+").replace("±", "+")
        hours = int(match["hours"] or match["bare"])
        minutes = 30 if match["half"] else int(match["minutes"] or match["more"] or 0)
    else:
        match = _CHINESE_OFFSET.fullmatch(plain)
        if match is None:
            return ()
        sign, minutes = "-" if match["side"] == "西" else "+", 0
        hours = _chinese_number(match["hours"])
    if minutes:
        return BROKEN_OFFSETS.get(f"{sign}{hours:02}:{minutes:02}", ())
    if hours > (14 if sign == "+" else 12):
        return ()
    # POSIX counts west of Greenwich as positive: Etc/GMT-8 is eight hours ahead.
    return (f"Etc/GMT{'-' if sign == '+' else '+'}{hours}",) if hours else ("UTC",)


def _chinese_number(text: str) -> int:
    if text.isascii():
        return int(text)
    digits = "零一二三四五六七八九"
    return sum(10 if sign == "十" else digits.index(sign) for sign in text)


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """Zones by the folded names of cities; those in the names of zones come first.

    The table begins with the zones that most people live in.
    """
    found: dict[str, tuple[str, ...]] = {}
    table = files("handlers.places").joinpath("cities.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        zones, _, names = line.partition("\t")
        found |= dict.fromkeys(names.split(";"), tuple(zones.split()))
    named = sorted(name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return found | {folded(name.rsplit("/", 1)[-1]): (name,) for name in named}


def _city(wanted: str) -> tuple[str, ...]:
    # 北京市 is 北京, and 東京都 東京.
    for name in (wanted, wanted.removesuffix("市").removesuffix("都")):
        if name in _cities():
            return _cities()[name]
    return ()


def _of_country_in_other_languages(wanted: str) -> tuple[str, ...]:
    for language in _languages_of(wanted):
        found = _of_country(wanted, language)
        if found:
            return found
    return ()


def _languages_of(wanted: str) -> Iterator[str]:
    """Languages whose names of countries may be meant: the one spoken, those of the letters."""
    yield current().language
    for letters, languages in LANGUAGES_OF:
        if letters.search(wanted):
            yield from languages


def _of_country(wanted: str, language: str) -> tuple[str, ...]:
    code = COUNTRIES.get(wanted) or _countries(language).get(wanted)
    if code is None and len(wanted) == 2 and wanted.upper() in zones_of_countries():
        code = wanted.upper()
    return () if code is None else zones_of_countries().get(code, ())


@cache
def _countries(language: str) -> dict[str, str]:
    """Codes of countries by their folded names in a language."""
    from babel import Locale

    names = Locale.parse(language).territories
    return {folded(name): code for code, name in names.items() if len(code) == 2}


@cache
def zones_of_countries() -> dict[str, tuple[str, ...]]:
    """By a country's code, of the zones whose clocks go alike the one with most people."""
    by_code: dict[str, dict[str, str]] = {}
    rank = {zone: place for place, zone in enumerate(dict.fromkeys(chain(*_cities().values())))}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            alike, rule = by_code.setdefault(code, {}), clock_rule(zone)
            alike[rule] = min(alike.get(rule, zone), zone, key=lambda z: rank.get(z, len(rank)))
    found = {
        code: tuple(sorted(zones.values(), key=lambda zone: rank.get(zone, len(rank))))
        for code, zones in by_code.items()
    }
    # One time is official in all of China.
    return found | {"CN": ("Asia/Shanghai",)}


def clock_rule(zone: str) -> str:
    """By what rule a zone's clocks go from now on: the last line of its file (RFC 8536)."""
    file = files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    return file.read_bytes().split(b"\n")[_FOOTER_AT].decode("ascii")
