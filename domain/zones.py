"""Timezones: as the pinned tzdata has them, under the names that people are shown.

The zones of the machine may be years older: whoever reads this module has Python read those that
are locked in with Papercrier instead (https://docs.python.org/3/library/zoneinfo.html#data-sources).
"""

from __future__ import annotations

import re
import zoneinfo
from typing import Final

zoneinfo.reset_tzpath(())
zoneinfo.ZoneInfo.clear_cache()

_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_NAMES_OF_UTC: Final = frozenset(
    ("UTC", "UCT", "GMT", "GMT0", "GMT+0", "GMT-0", "Zulu", "Universal", "Greenwich")
)


def zone_label(zone: str) -> str:
    """A zone's name as it is shown: ``Europe/Berlin``, and ``UTC+3`` for three hours ahead.

    POSIX counts west of Greenwich as positive, so tzdata calls that ``Etc/GMT-3``.
    """
    match = _FIXED.fullmatch(zone)
    if match and int(match[2]):
        return f"UTC{'+' if match[1] == '-' else '-'}{int(match[2])}"
    plain = zone.removeprefix("Etc/")
    return "UTC" if plain in _NAMES_OF_UTC else zone
