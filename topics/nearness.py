"""Names like one that somebody mistyped; what is far longer than any name is like none."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile
from typing import Final

from domain.taxonomy import ARCHIVES, CATEGORIES, RETIRED

_LONGEST: Final = 80
"""Code points of what is compared: difflib takes time by the square of it."""

_OFFERED: Final = 3
"""Categories in place of one that there is not."""


def nearest(typed: str, names: Iterable[str], *, most: int = 1, alike: float = 0.6) -> list[str]:
    """The names most like what was typed, best first.

    Args:
        typed: any text; none is like one of more than 80 code points.
        names: what there is; longer ones are left out.
        most: how many are wanted.
        alike: from 0 to 1, as `difflib.get_close_matches` counts.
    """
    if len(typed) > _LONGEST:
        return []
    short = [name for name in names if len(name) <= _LONGEST]
    return get_close_matches(typed, short, n=most, cutoff=alike)


def likeness(typed: str, names: Iterable[str], *, alike: float) -> float:
    """How like the likest of names is, from 0 to 1; 0 where none is as alike as is asked for."""
    best = 0.0
    for name in names:
        # No more than the shorter of both can be alike; that is told without comparing.
        if 2 * min(len(typed), len(name)) < alike * (len(typed) + len(name)):
            continue
        matcher = SequenceMatcher(None, typed, name)
        if len(name) <= _LONGEST and matcher.quick_ratio() >= alike:
            best = max(best, matcher.ratio())
    return best if best >= alike else 0.0


def near_categories(name: str) -> list[str]:
    """The categories that were probably meant, by their codes or names."""
    tables = (RETIRED, ARCHIVES, CATEGORIES)
    known = {told.lower(): code for table in tables[1:] for code, told in table.items()}
    known |= {code.lower(): code for table in tables for code in table}
    near = nearest(name.lower(), known, most=20)
    near.sort(key=lambda other: -_shared_start(name.lower(), other))
    return list(dict.fromkeys(known[one] for one in near))[:_OFFERED]


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
