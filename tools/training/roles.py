"""Train the weights that tell the roles of sentences, and say how well they do.

    pip install --group training
    python -m tools.training.roles --train csabstruct/train.jsonl --check csabstruct/dev.jsonl

The check file is only measured on, never trained on.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np

from summaries.extractive.roles import Role, most_likely, role_features
from summaries.extractive.weights import Weights, weighed
from summaries.text.understanding import Line
from tools.training.data import Labelled, labelled
from tools.training.fitting import Row, Table, frequent, multinomial, save

PHRASES_KNOWN = 500
PENALTY = 10.0
LEAST = 0.07
AGREED = 0.7
PRIOR = 0.5
"""How much of the frequency of a role itself is taken out of "role after role"."""


def lines_of(abstract: Labelled) -> list[Line]:
    """The sentences of an abstract taken apart."""
    return [Line.of(sentence) for sentence in abstract.sentences]


def train(abstracts: Sequence[Labelled]) -> dict[str, Weights]:
    """Fit the roles of single sentences, then count which role follows which."""
    rows: list[Row] = [list(f) for a in abstracts for f in role_features(lines_of(a))]
    names = list(Role)
    targets = np.array([names.index(Role(role)) for a in abstracts for role in a.roles])
    table = Table(rows, frequent(rows, ("w:", "s:"), PHRASES_KNOWN))
    sureness = np.array([sure for a in abstracts for sure in a.sureness])
    fitted = multinomial(table.matrix, targets, len(names), PENALTY, sureness / sureness.mean())
    models: dict[str, Weights] = {
        role: {n: w for n, w in table.named(fitted[:, k]).items() if abs(w) >= LEAST}
        for k, role in enumerate(names)
    }
    models["follows"] = _follows(abstracts)
    return models


def _follows(abstracts: Sequence[Labelled]) -> dict[str, float]:
    """Log-odds of each role after each other, less what the role's own frequency explains."""
    pairs = Counter(pair for a in abstracts for pair in pairwise(("begin", *a.roles)))
    totals = Counter(role for a in abstracts for role in a.roles)
    starts: Counter[str] = Counter()
    for (old, _), times in pairs.items():
        starts[old] += times
    total = sum(totals.values())
    return {
        f"{old} {new}": log((pairs[old, new] + 1) / (starts[old] + len(Role)))
        - PRIOR * log(totals[new] / total)
        for old in ("begin", *Role)
        for new in Role
    }


def accuracy(
    abstracts: Sequence[Labelled], models: dict[str, Weights], *, sure: float = 0.0
) -> float:
    """Percentage of the sentences, of at least some sureness, whose role is told rightly."""
    right = total = 0
    for abstract in abstracts:
        scores = [
            {role: weighed(row, models[role]) for role in Role}
            for row in map(list, role_features(lines_of(abstract)))
        ]
        found = most_likely(scores, models["follows"])
        for role, truth, agreed in zip(found, abstract.roles, abstract.sureness, strict=True):
            if agreed >= sure:
                right += role == truth
                total += 1
    return 100 * right / total


def main() -> None:
    """Train, measure, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args()
    abstracts = labelled(options.train)
    models = train(abstracts)
    print("bytes:", save("roles", models, least=0.0))
    if options.check:
        check = labelled(options.check)
        print(f"check: {accuracy(check, models):.1f} %")
        print(f"  where people agreed: {accuracy(check, models, sure=AGREED):.1f} %")


if __name__ == "__main__":
    main()
