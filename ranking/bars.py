"""From which cosines on papers are alike; how they were found is told in ``docs/decisions.md``."""

from __future__ import annotations

from typing import Final

Cosines = tuple[float, float]
"""Of words, and of meaning; one of them is enough."""

ALIKE: Final[Cosines] = (0.07, 0.6)
"""Papers have something to do with each other."""

CLOSE: Final[Cosines] = (0.14, 0.7)
"""Whoever had one of two papers had the other's subject."""

ABOUT: Final[Cosines] = (0.07, 0.4)
"""A paper is about some words that somebody looks for."""

ALL: Final[Cosines] = (-1.0, -1.0)
"""Of any papers it is told how alike they are."""
