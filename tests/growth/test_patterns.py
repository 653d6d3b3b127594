"""No regular expression takes time by the square of what it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.growth.families import UNITS
from tests.growth.measuring import steepness
from tests.growth.patterns import Found, patterns, pumped

_LENGTH: Final = 2_048
_OF_SENTENCES: Final = {
    "summaries": "reads sentences, which are of 1,500 characters at most, or answers of a model",
}
"""Packages whose patterns never see a text of any length, and why."""

_FOUND: Final = tuple(
    found for found in patterns() if found.name.split(".")[0] not in _OF_SENTENCES
)


@pytest.mark.parametrize("found", _FOUND, ids=lambda found: found.name)
def test_time_grows_no_faster_than_the_text(found: Found) -> None:
    """Whatever is repeated in it, and however it goes on."""
    for lead, unit, end in _texts(found):
        for way in found.ways:
            grows = steepness(_applied(found, way, (lead, unit, end)), _LENGTH)
            assert not grows, f"{way}: times {grows:.0f} for {lead!r} + {unit!r} * n + {end!r}"


def _texts(found: Found) -> list[tuple[str, str, str]]:
    plain = [("", unit, end) for unit in UNITS.values() for end in ("", "\0")]
    return [*plain, *pumped(found.pattern)]


def _applied(
    found: Found, way: str, text: tuple[str, str, str]
) -> Callable[[int, int], Callable[[], object]]:
    lead, unit, end = text

    def made(length: int, fresh: int) -> Callable[[], object]:
        written = lead + unit * max(1, length // len(unit)) + end
        given = written.encode() if isinstance(found.pattern.pattern, bytes) else written
        if way == "search":
            return lambda: sum(1 for _ in found.pattern.finditer(given))
        return lambda: getattr(found.pattern, way)(given)

    return made
