"""Authors of one name told apart by their papers: who wrote with whom, about what, where and when.

Papers that share a co-author are one person's. The groups that this makes are joined, the most
alike first, while a trained model is sure enough that they are one person's
(`ranking.same_person`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np

from domain.papers import Paper
from ranking.same_person import Groups, Written, likely_one

_SURE: Final = 0.65
"""How likely two groups have to be one person's; a wrong join is worse than one that is missed."""

_SHORT: Final = 4
"""Letters of a surname that many people have: there an initial says too little."""


def clusters(papers: Sequence[Paper], name: str) -> list[list[int]]:
    """The places of the papers of each person who bears a name, each place in one group.

    Args:
        papers: whose authors have somebody of that name.
        name: as the papers have it; by case, accents and hyphens it may differ.
    """
    if not papers:
        return []
    groups = by_co_authors(papers, name)
    likely = likely_one(groups, *np.triu_indices(len(groups.places), 1))
    table = np.zeros((len(groups.places),) * 2)
    table[np.triu_indices(len(table), 1)] = likely
    table = table + table.T
    while table.size and table.max() >= _SURE:
        first, second = sorted(map(int, np.unravel_index(int(table.argmax()), table.shape)))
        groups.join(first, second)
        table = np.delete(np.delete(table, second, 0), second, 1)
        others = np.delete(np.arange(len(table)), first)
        table[first, others] = likely_one(groups, np.full(len(others), first), others)
        table[:, first] = table[first]
    return sorted(sorted(places) for places in groups.places)


def by_co_authors(papers: Sequence[Paper], name: str) -> Groups:
    """Papers under a name in groups that share co-authors."""
    own = folded(name)
    written = [_written(paper, own) for paper in papers]
    return Groups(papers, written, _linked([one.others for one in written]))


def folded(name: str) -> tuple[str, ...]:
    """The parts of a name without accents, in lower case; a full stop or a hyphen parts two."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = (one for one in plain if not unicodedata.combining(one))
    return tuple("".join(one if one.isalnum() else " " for one in letters).split())


def _written(paper: Paper, own: tuple[str, ...]) -> Written:
    """Where somebody stands among the authors of a paper, and with whom."""
    names = [folded(author.name) for author in paper.authors]
    named = [at for at, one in enumerate(names) if one == own]
    named += [at for at, one in enumerate(names) if _are_one(one, own)]
    place = named[0] if named else len(names)
    others = (one for at, one in enumerate(names) if at != place and one)
    return Written(place, frozenset(others))


def _are_one(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one, of which one has an initial for the first name."""
    if name == other:
        return True
    if not (len(name) > 1 and len(other) > 1 and name[-1] == other[-1]):
        return False
    short, long = sorted((name[0], other[0]), key=len)
    return len(short) == 1 and long.startswith(short) and len(name[-1]) > _SHORT


def _linked(others: Sequence[frozenset[tuple[str, ...]]]) -> list[list[int]]:
    """Papers that share a co-author, and those that share one with these."""
    group = list(range(len(others)))
    known: dict[str, dict[tuple[str, ...], int]] = {}
    for place, names in enumerate(others):
        for name in names:
            alike = known.setdefault(name[-1], {})
            for at in [at for other, at in alike.items() if _are_one(name, other)]:
                before, after = group[place], group[at]
                if before != after:
                    group = [after if one == before else one for one in group]
            alike.setdefault(name, place)
    return [[at for at, one in enumerate(group) if one == each] for each in dict.fromkeys(group)]
