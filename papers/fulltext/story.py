"""Which figures tell a paper's story: the teaser and the overview before plots. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from domain.fulltext import Figure

_TELLS = re.compile(
    r"\b(?:overview|overall|framework|architecture|pipeline|illustrat\w*|schematic|workflow|"
    r"diagram|our (?:method|approach|model|system)|proposed|teaser|concept\w*|we (?:propose|"
    r"introduce|present))\b",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:ablation|additional|more (?:results|examples)|failure|hyperparameter|sensitivity|"
    r"supplement\w*|appendix|screenshot|prompt|loss curves?|training curves?)\b",
    re.IGNORECASE,
)
_FIRST: Final = 3.0


def telling(figures: Iterable[Figure], most: int) -> tuple[Figure, ...]:
    """The figures that tell most, in the order of the paper.

    Args:
        figures: in the order of the paper; those without images are passed over.
        most: how many at most.
    """
    able = [figure for figure in figures if figure.image]
    ranked = sorted(range(len(able)), key=lambda at: (-_weight(able[at], at), at))
    return tuple(able[at] for at in sorted(ranked[:most]))


def wanted(figures: Iterable[Figure], most: int) -> tuple[str, ...]:
    """The numbers of the figures whose images are worth fetching, best first."""
    listed = list(figures)
    ranked = sorted(range(len(listed)), key=lambda at: (-_weight(listed[at], at), at))
    return tuple(listed[at].number for at in ranked[:most])


def _weight(figure: Figure, place: int) -> float:
    weight = _FIRST / (1 + place)
    if _TELLS.search(figure.caption[:300]):
        weight += 2.0
    if _DETAIL.search(figure.caption[:300]):
        weight -= 1.5
    if figure.number[:1].isalpha():
        weight -= 2.0  # numbered in an appendix: A1
    return weight
