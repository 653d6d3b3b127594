"""Train the model that says whether two groups of papers under one name are one person's.

    pip install --group training
    python -m tools.training.namesakes --papers papers.jsonl.gz --leave-out namesakes.jsonl.gz

Persons are authors whose surname few others in the file have. Their papers are put under one name
in blocks of one to three persons; no person of those blocks that are left out is trained on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

import ranking
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from ranking.namesakes import by_co_authors

FEWEST = 4
BEARERS = 4
PARTS = 0.15
BLOCKS = 2_400
TREES, LEAVES, PACE, DOUBT = 100, 8, 0.06, 5.0
DEPTH = 7
NAME = "Jordan Vale"
KINDS = ("one",) * 60 + ("one field",) * 60 + ("two fields",) * 30 + ("three",) * 28
TRAINED = Path(ranking.__file__).parent / "trained" / "same_person.json"

Record = dict[str, Any]


def _records(path: Path) -> Iterator[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def persons(path: Path, left_out: Path) -> list[list[Record]]:
    """The papers of each, with the name replaced."""
    judged = {paper["id"] for block in _records(left_out) for paper in block["papers"]}
    by_name: dict[str, list[Record]] = defaultdict(list)
    surnames: dict[str, set[str]] = defaultdict(set)
    for record in _records(path):
        for name in record["authors"]:
            if name.split():
                by_name[name].append(record)
                surnames[name.split()[-1].lower()].add(name)
    found = []
    for name, papers in sorted(by_name.items()):
        is_own = len(name.split()) > 1 and len(surnames[name.split()[-1].lower()]) <= BEARERS
        hits = sum(paper["id"] in judged for paper in papers)
        if is_own and len(papers) >= FEWEST and hits < 2 and hits / len(papers) <= 0.3:
            found.append([_under_one_name(paper, name) for paper in papers])
    return found


def _under_one_name(record: Record, name: str) -> Record:
    return record | {"authors": [NAME if one == name else one for one in record["authors"]]}


def blocks(people: list[list[Record]]) -> Iterator[tuple[list[Paper], list[int]]]:
    """Papers under one name, and whose each is."""
    rng = random.Random(0)  # noqa: S311
    fields = defaultdict(list)
    for one in people:
        fields[_field(one)].append(one)
    for _ in range(BLOCKS):
        kind = rng.choice(KINDS)
        if kind == "one field":
            among = fields[_field(rng.choice(people))]
            chosen = rng.sample(among, min(2, len(among)))
        else:
            chosen = rng.sample(people, {"one": 1, "three": 3}.get(kind, 2))
        # Of some blocks only some papers, so that few papers are not always one person's.
        if rng.random() < PARTS:
            chosen = [rng.sample(one, rng.randint(2, len(one))) for one in chosen]
        ids = [paper["id"] for one in chosen for paper in one]
        if len(set(ids)) == len(ids):
            owned = [(paper, who) for who, one in enumerate(chosen) for paper in one]
            owned.sort(key=lambda one: str(one[0]["id"]))
            yield [_paper(paper) for paper, _ in owned], [who for _, who in owned]


def _field(papers: list[Record]) -> str:
    return Counter(str(paper["primary_category"]) for paper in papers).most_common(1)[0][0]


def _paper(record: Record) -> Paper:
    return Paper(
        id=PaperId(record["id"]),
        title=record["title"],
        authors=tuple(map(Author, record["authors"])),
        abstract=record["abstract"],
        categories=tuple(record["categories"]),
        primary=record["primary_category"],
        published=datetime.fromisoformat(record["date"]),
    )


def rows(papers: list[Paper], owners: list[int]) -> Iterator[tuple[list[float], bool, float]]:
    """What pairs of groups have in common, whether they are one person's, and how much that counts.

    Groups that are one person's are joined by and by, as they would be.
    """
    rng = random.Random(len(papers))  # noqa: S311
    groups = by_co_authors(papers, NAME)
    while len(groups.places) > 1:
        one, other = np.triu_indices(len(groups.places), 1)
        owned = [Counter(owners[at] for at in places) for places in groups.places]
        joinable = []
        for pair, row in zip(
            zip(one.tolist(), other.tolist(), strict=True),
            groups.compared(one, other).tolist(),
            strict=True,
        ):
            first, second = (owned[at] for at in pair)
            many = first.total() * second.total()
            alike = sum(count * second[who] for who, count in first.items()) / many
            yield row, alike > 0.5, many / len(papers) / len(owned)
            if alike > 0.5:
                joinable.append(pair)
        if not joinable:
            return
        groups.join(*rng.choice(joinable))


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--leave-out", type=Path, required=True)
    given = parser.parse_args()
    people = persons(given.papers, given.leave_out)
    seen = [row for papers, owners in blocks(people) for row in rows(papers, owners)]
    measures, are_one, counts = (np.array(column) for column in zip(*seen, strict=True))
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=PACE,
        max_leaf_nodes=LEAVES,
        l2_regularization=DOUBT,
        early_stopping=False,
        random_state=0,
    )
    model.fit(measures, are_one, sample_weight=counts)
    trees = [
        [_node(at, node) for at, node in enumerate(each[0].nodes)] for each in model._predictors
    ]
    told = {
        "start": round(float(model._baseline_prediction[0, 0]), 4),
        "depth": DEPTH,
        "trees": trees,
    }
    TRAINED.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(people)} persons, {len(seen)} pairs of groups, {TRAINED.stat().st_size} bytes")


def _node(at: int, node: Any) -> list[float]:
    if node["is_leaf"]:
        return [0, 0, at, at, round(float(node["value"]), 4)]
    bar = float(f"{float(node['num_threshold']):.6g}")
    return [int(node["feature_idx"]), bar, int(node["left"]), int(node["right"]), 0]


if __name__ == "__main__":
    main()
