"""No regular expression takes time by the square of what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.growth.classes import Text, told_apart
from tests.growth.families import UNITS
from tests.growth.measuring import Made, steepness
from tests.growth.patterns import Found, patterns, pumped

_LENGTH: Final = 4_096
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
    steep = {
        (way, text): times
        for text in _texts(found)
        for way in found.ways
        if (times := steepness(_applied(found, way, text), _LENGTH))
    }
    assert not steep


def _texts(found: Found) -> Iterator[Text]:
    plain = [("", unit, end) for unit in UNITS.values() for end in ("", "\0")]
    return told_apart(found.pattern, [*plain, *pumped(found.pattern)])


def _applied(found: Found, way: str, text: Text) -> Made:
    lead, unit, end = text

    def made(length: int, fresh: int) -> Callable[[], object]:
        # As many signs as that, or a quarter as many units of several.
        written = lead + unit * max(length // len(unit), length // 4) + end
        given = written.encode() if isinstance(found.pattern.pattern, bytes) else written
        if way == "search":
            return lambda: sum(1 for _ in found.pattern.finditer(given))
        return lambda: getattr(found.pattern, way)(given)

    return made
