"""``python -m tests.corpus.ranking.likelihood``: learns the curve of `ranking.likelihood` anew.

From simulated voters of two kinds of tastes, with seeds that the table does not use. It takes some
minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from domain.identifiers import PaperId
from domain.papers import Paper
from ranking.background import Background
from ranking.likelihood import FEWEST
from ranking.reader import Opinion, ReaderModel
from ranking.vectors import Numbers
from tests.corpus.ranking.judged import FOLDER, OTHER_TASTES

_TASTES: Final = ((FOLDER / "concepts.json", 41), (OTHER_TASTES, 31))
_VOTERS: Final = 24
_SHOWN: Final = 10
_ONE_IN: Final = 7
"""Of the papers that are not shown."""

_EDGES: Final = (-2.0, -1.25, -0.5, 0.0, 0.5, 1.0, 2.0)


def learnt() -> tuple[Numbers, Numbers]:
    """Logits, and how likely a vote is up there."""
    rows = np.array([row for tastes in _TASTES for row in _told(*tastes)])
    logits, truth, counts = rows.T
    place = np.digitize(logits, _EDGES)
    each = [place == at for at in range(len(_EDGES) + 1)]
    middles = np.array([np.average(logits[at], weights=counts[at]) for at in each])
    means = np.array([np.average(truth[at], weights=counts[at]) for at in each])
    return middles, np.maximum.accumulate(means)


def _told(concepts: Path, seed: int) -> Iterator[tuple[float, float, float]]:
    """What the model says of a paper, how likely a vote on it is up, how many it stands for."""
    sys.path.insert(0, str(FOLDER))
    voters: Any = import_module("simulated_voters")
    recorded, data = voters.load()
    world = voters.World(recorded, concepts)
    papers = {base: _paper(told) for base, told in recorded.items()}
    background = Background([papers[base] for base in data["background"]])
    everybody = world.voters(_VOTERS, data["background"], seed)
    for number, day in enumerate(sorted(data["pools"])[:40]):
        pool = [papers[base] for base in data["pools"][day]]
        for voter in everybody:
            library = [Opinion(papers[base], is_liked=True) for base in voter.library]
            votes = [Opinion(papers[b], is_liked=v > 0, is_vote=True) for b, v in voter.votes]
            model = ReaderModel(background, [*library, *votes])
            order = np.argsort(-model.scores(pool), kind="stable").tolist()
            logits = model.logits(pool)
            if logits is not None and len(votes) >= FEWEST:
                for at in [*order[:_SHOWN], *order[_SHOWN::_ONE_IN]]:
                    like = world.like(voter, pool[at].id.base, number)
                    is_up = voters.TURNED + (1 - 2 * voters.TURNED) * like
                    yield float(logits[at]), is_up, 1.0 if at in order[:_SHOWN] else _ONE_IN
            for at in order[:_SHOWN]:
                if vote := world.vote(voter, pool[at].id.base, number):
                    voter.votes.append((pool[at].id.base, vote))


def _paper(told: dict[str, Any]) -> Paper:
    return Paper(
        id=PaperId(told["id"]),
        title=told["title"],
        abstract=told["abstract"],
        authors=(),
        categories=(),
        primary="",
    )


if __name__ == "__main__":
    for numbers in learnt():
        sys.stdout.write(f"({', '.join(f'{number:.2f}' for number in numbers)})\n")
