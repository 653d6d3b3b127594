"""Reading timezones as people name them: cities, countries, abbreviations, offsets.

Cities are those of GeoNames with 100,000 people and more (https://www.geonames.org, CC BY 4.0),
countries those of tzdata's ``zone.tab`` by their names in the Unicode CLDR.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import available_timezones

from app.limits import SHOWN
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import sentence
from handlers.place_names import (
    ABBREVIATIONS,
    BROKEN_OFFSETS,
    CITIES,
    COUNTRIES,
    LANGUAGES_OF,
    folded,
)
from i18n.speech import current

_LONGEST: Final = 100
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>\d{2}))?\s*(?:h|hours?)?"
    r"|(?:utc|gmt)\s*(?P<bare>\d{1,2})(?::?(?P<more>\d{2}))?"
)
_CHINESE_OFFSET = re.compile(
    r"(?P<side>[东東西])(?P<hours>十?[一二三四五六七八九]|十|零|\d{1,2})时?区"
)
_DASHES = dict.fromkeys(map(ord, "−–—‐‑‒﹣"), "-")
_FOOTER_AT: Final = -2


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """Zones that somebody may have meant, whose clocks differ; the best known first."""

    asked: str
    zones: tuple[str, ...]


def read_zone(text: str) -> str | ZoneChoice:
    """An IANA zone, or several that may be meant: ``Berlin``, ``UTC+8``, ``US``, ``CST``, ``柏林``.

    Raises:
        InputError: it is none of these.
    """
    asked = text[:_LONGEST].strip()
    wanted = folded(asked)
    exact = {name.casefold(): name for name in available_timezones()}.get(
        "_".join(asked.casefold().split())
    )
    offset = _at_offset(asked)
    if exact and "/" in exact:
        return exact
    if offset:
        return _one_or_several(asked, offset)
    found = ABBREVIATIONS.get(wanted.replace(" ", "")) or CITIES.get(wanted)
    if not found:
        found = _of_country(wanted, "en") or _city(wanted)
    if not found and not wanted.isascii():
        found = _of_country_in_other_languages(wanted)
    if not found and exact:
        found = (exact,)
    if not found:
        found = _of_country_in_other_languages(wanted)
    if found:
        return _one_or_several(asked, found)
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


def zones_like(typed: str, most: int) -> list[tuple[str, str]]:
    """Zones for what is being typed, each with the name by which it is found.

    First what it names as it is, then cities whose names begin so, the shortest names first.
    """
    begin = folded(typed[:_LONGEST])
    found: dict[str, str] = {}
    with suppress(InputError):
        known = read_zone(typed)
        zones = known.zones if isinstance(known, ZoneChoice) else (known,)
        found = dict.fromkeys(zones, typed.strip())
    cities = [name for name in _cities() if name.startswith(begin)] if begin else []
    for name in sorted(cities, key=len):
        found.setdefault(_cities()[name], name.title())
    return [(name, zone) for zone, name in found.items()][:most]


def _unknown(text: str) -> InputError:
    return InputError(
        sentence("“{text}” is not a city, zone or offset that I know.", text=excerpt(text, SHOWN)),
        hint=sentence("For example: /timezone Berlin, or /timezone UTC+8"),
    )


def _one_or_several(asked: str, zones: tuple[str, ...]) -> str | ZoneChoice:
    return zones[0] if len(zones) == 1 else ZoneChoice(asked, zones)


def _at_offset(asked: str) -> tuple[str, ...]:
    """Zones at an offset from UTC, signs as people mean them."""
    plain = excerpt(asked, _LONGEST).casefold().translate(_DASHES).replace("＋", "+")
    plain = plain.replace("：", ":")
    match = _OFFSET.fullmatch(plain)
    if match:
        sign = match["sign"] or "+"
        hours, minutes = (
            int(match["hours"] or match["bare"]),
            int(match["minutes"] or match["more"] or 0),
        )
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
def _cities() -> dict[str, str]:
    """Zones by the folded names of cities; those in the names of zones come first."""
    found: dict[str, str] = {}
    for line in files("handlers").joinpath("cities.tsv").read_text(encoding="utf-8").splitlines():
        zone, _, names = line.partition("\t")
        found |= dict.fromkeys(names.split(";"), zone)
    named = sorted(name for name in available_timezones() if "/" in name)
    return found | {folded(name.rsplit("/", 1)[-1]): name for name in named if "Etc/" not in name}


def _city(wanted: str) -> tuple[str, ...]:
    # 北京市 is 北京, and 東京都 東京.
    for name in (wanted, wanted.removesuffix("市").removesuffix("都")):
        if name in _cities():
            return (_cities()[name],)
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
    if code is None and len(wanted) == 2 and wanted.upper() in _zones_by_country():
        code = wanted.upper()
    return () if code is None else _zones_by_country().get(code, ())


@cache
def _countries(language: str) -> dict[str, str]:
    """Codes of countries by their folded names in a language."""
    from babel import Locale

    names = Locale.parse(language).territories
    return {folded(name): code for code, name in names.items() if len(code) == 2}


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """By a country's code, of the zones whose clocks go alike the one with most people."""
    by_code: dict[str, dict[str, str]] = {}
    large = Counter(_cities().values())
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            alike = by_code.setdefault(code, {})
            alike[_rule(zone)] = max(alike.get(_rule(zone), zone), zone, key=lambda z: large[z])
    found = {
        code: tuple(sorted(zones.values(), key=lambda zone: -large[zone]))
        for code, zones in by_code.items()
    }
    # One time is official in all of China.
    return found | {"CN": ("Asia/Shanghai",)}


def _rule(zone: str) -> str:
    """By what rule a zone's clocks go from now on: the last line of its file (RFC 8536)."""
    file = files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    return file.read_bytes().split(b"\n")[_FOOTER_AT].decode("ascii")
