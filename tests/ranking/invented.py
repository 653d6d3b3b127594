"""Invented papers, some about lanterns, some about ropes, and what is announced every day."""

from __future__ import annotations

import random
from typing import Final

from domain.identifiers import PaperId
from domain.papers import Paper

_EVERYDAY: Final = """
model data learning network training method results performance task image language large system
analysis approach framework problem algorithm experiments evaluation
"""
EVERYDAY: Final = tuple(_EVERYDAY.split())
THEMES: Final = {
    "lanterns": ["lantern", "wick", "glow", "splatting", "gaussian", "flame"],
    "ropes": ["rope", "knot", "braid", "fibre", "splicing", "hemp"],
}


def paper(number: int, theme: str = "") -> Paper:
    """An invented paper, the same each time; of no theme, it is as papers are every day."""
    rng = random.Random(f"{theme}{number}")
    words = [*rng.choices(EVERYDAY, k=30), *rng.choices(THEMES.get(theme, EVERYDAY), k=8)]
    rng.shuffle(words)
    place = sorted(THEMES).index(theme) + 1 if theme else 0
    return Paper(
        id=PaperId(f"26{place + 1:02}.{number:05}"),
        title=" ".join(words[:5]).capitalize(),
        abstract=" ".join(words[5:]) + ".",
        authors=(),
        categories=("cs.LG",),
        primary="cs.LG",
    )


def some(theme: str, count: int, first: int = 1) -> list[Paper]:
    """Some papers of a theme."""
    return [paper(number, theme) for number in range(first, first + count)]
