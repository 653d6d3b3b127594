"""Which archives' listings a query needs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from domain.taxonomy import ARCHIVES, archive_of, names_of
from domain.topics import And, Category, Not, Or, Query

_EVERYWHERE: Final = frozenset(ARCHIVES)


def archives_of(query: Query) -> frozenset[str]:
    """The archives whose listings, together, show every paper that can match.

    A paper stands in the listing of each archive it is filed under, as new or as cross-list, so
    of several parts that must all match the one with the fewest archives suffices.
    """
    match query:
        case Category(name):
            return _archives_of_category(name)
        case Or(parts):
            return frozenset().union(*(archives_of(part) for part in parts))
        case And(parts):
            reaches = (archives_of(part) for part in parts if not isinstance(part, Not))
            return min(reaches, key=lambda reach: (len(reach), sorted(reach)))
        case _:
            return _EVERYWHERE


@lru_cache(maxsize=1_024)
def _archives_of_category(name: str) -> frozenset[str]:
    return frozenset(archive_of(alias) for alias in names_of(name))
