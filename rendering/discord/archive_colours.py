"""A colour for each of arXiv's archives: what kind of papers these are, at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.taxonomy import archive_of

ARXIV_RED: Final = 0xB31B1B
"""arXiv's own colour, for what belongs to no archive."""

COLOURS: Final = {
    "astro-ph": 0x2E4A9E,
    "cond-mat": 0x1F8A70,
    "cs": 0xE07A1F,
    "econ": 0xA6761D,
    "eess": 0xD4A017,
    "gr-qc": 0x4B3F9E,
    "hep-ex": 0x7B2D8B,
    "hep-lat": 0x9B4FA8,
    "hep-ph": 0x8E3B99,
    "hep-th": 0x6A1B9A,
    "math": 0x2878B5,
    "math-ph": 0x3D6FA5,
    "nlin": 0x2A9D8F,
    "nucl-ex": 0xC2415A,
    "nucl-th": 0xA83250,
    "physics": 0x1B7F9E,
    "q-bio": 0x4C9A2A,
    "q-fin": 0x8A9A1F,
    "quant-ph": 0x00838F,
    "stat": 0x5C6BC0,
}
"""24-bit RGB; kindred archives have kindred hues."""


def colour_of(names: Iterable[str]) -> int:
    """The colour of the first archive, or category of one, among some names."""
    found = (COLOURS.get(archive_of(name)) for name in names)
    return next((colour for colour in found if colour is not None), ARXIV_RED)
