"""The language that a visitor reads, of those that the interface speaks."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from i18n.catalogues import spoken_languages

_spoken: Final = cache(spoken_languages)

_MOST: Final = 20
"""Languages that are looked at; browsers name a handful."""


@lru_cache(maxsize=100)
def wanted_language(accepted: str) -> str:
    """Of an ``Accept-Language`` the best that is spoken; English where it wants no other.

    After RFC 9110, section 12.5.4: each language may have a weight, and 0 means not that one.
    """
    spoken = _spoken()
    best, most = spoken[0], 0.0
    for part in accepted.split(",")[:_MOST]:
        name, _, weight = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        wanted = weight_of(weight)
        if language in spoken and wanted > most:
            best, most = language, wanted
    return best


def is_spoken(language: str) -> bool:
    """Whether pages are in a language."""
    return language in _spoken()


def weight_of(text: str) -> float:
    """How much something is wanted: what stands behind it, as ``q=0.5``; 1 where nothing does."""
    value = text.strip().removeprefix("q=")
    if not text.strip():
        return 1.0
    try:
        return min(float(value), 1.0) if len(value) <= 5 else 0.0
    except ValueError:
        return 0.0
