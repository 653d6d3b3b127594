"""What a morning's readers cost: a model for each, and a day's papers put in their order.

The floor is what a LinearSVC of scikit-learn takes over tf-idf that is made ahead, as arxiv-sanity
does it. Papercrier does not need that library; the floor is measured where it is told its folder:

    pip install --target /tmp/scikit scikit-learn==1.9.1
    BENCH_SCIKIT=/tmp/scikit python -m bench readers
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final

from bench import Measurement
from bench.kit import records
from domain.papers import Paper
from ranking.background import Background
from ranking.reader import Opinion, ReaderModel

READERS: Final = int(os.environ.get("BENCH_READERS", "10000"))
_ANNOUNCED: Final = 1_500
_POOL: Final = 700
_LIBRARIES: Final = (10, 25, 60)
"""Papers that readers stand on, in turn."""

_VOTES: Final = 60
_UP: Final = 3
"""Of readers who vote so often; one vote of so many is up."""

_MEASURED: Final = 60
"""Readers of each kind that are measured; the others take as long."""


def run() -> list[Measurement]:
    """The processor for all readers, one after another; a row for each size of a library."""
    papers = records.papers()
    announced, rest = papers[:_ANNOUNCED], papers[_ANNOUNCED:]
    pool, libraries = rest[:_POOL], rest[_POOL:]
    own = _own(announced, pool, libraries)
    other = _linear_svc(announced, pool, libraries)
    kinds: list[tuple[str, int, bool]] = [
        *((f"of {size} papers", size, False) for size in _LIBRARIES),
        (f"of {_VOTES} votes", _VOTES, True),
    ]
    rows = []
    for name, size, votes in kinds:
        mine, floor = _seconds(partial(own, votes), size, len(libraries)), None
        if other is not None:
            floor = _seconds(partial(other, votes), size, len(libraries))
        rows.append(
            Measurement(
                f"{READERS:,} readers {name} ranked over a day of {_POOL}, processor",
                mine,
                "s",
                floor or mine,
                "LinearSVC" if floor else "itself, as BENCH_SCIKIT is not set",
                floor and floor / 2,
            )
        )
    return rows


def _seconds(rank: Callable[[Sequence[int]], object], size: int, among: int) -> float:
    """What all readers take whose libraries are so large, the least of three."""
    rng = random.Random(size)
    chosen = [rng.sample(range(among), size) for _ in range(_MEASURED)]
    rank(chosen[0])
    least = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for library in chosen:
            rank(library)
        least = min(least, time.process_time() - begun)
    return least / _MEASURED * READERS


def _own(
    announced: Sequence[Paper], pool: Sequence[Paper], libraries: Sequence[Paper]
) -> Callable[[bool, Sequence[int]], object]:
    background = Background(announced)
    background.placed(libraries)

    def rank(votes: bool, library: Sequence[int]) -> object:
        opinions = [
            Opinion(libraries[at], is_liked=up, is_vote=votes)
            for at, up in zip(library, _are_liked(votes, library), strict=True)
        ]
        return ReaderModel(background, opinions).scores(pool).argsort()

    return rank


def _linear_svc(
    announced: Sequence[Paper], pool: Sequence[Paper], libraries: Sequence[Paper]
) -> Callable[[bool, Sequence[int]], object] | None:
    """The same with scikit-learn; None where nobody says where that is."""
    folder = os.environ.get("BENCH_SCIKIT")
    if not folder:
        return None
    sys.path.append(folder)
    text: Any = import_module("sklearn.feature_extraction.text")
    svm: Any = import_module("sklearn.svm")
    sparse: Any = import_module("scipy.sparse")
    np: Any = import_module("numpy")
    words = text.TfidfVectorizer(
        stop_words="english", ngram_range=(1, 2), min_df=2, max_features=60_000, sublinear_tf=True
    )
    everyday = words.fit_transform(_texts(announced))
    shown, known = words.transform(_texts(pool)), words.transform(_texts(libraries))

    def rank(votes: bool, library: Sequence[int]) -> object:
        rows = sparse.vstack([known[list(library)], everyday])
        liked = np.array([*map(int, _are_liked(votes, library))] + [0] * everyday.shape[0])
        model = svm.LinearSVC(class_weight="balanced", dual="auto", max_iter=5_000)
        return model.fit(rows, liked).decision_function(shown).argsort()

    return rank


def _are_liked(votes: bool, papers: Sequence[int]) -> list[bool]:
    """All of a library, one in three of votes."""
    return [not votes or place % _UP == 0 for place in range(len(papers))]


def _texts(papers: Sequence[Paper]) -> list[str]:
    return [f"{paper.title}. {paper.abstract}" for paper in papers]
