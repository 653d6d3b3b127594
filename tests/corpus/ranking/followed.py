"""How well somebody's papers are told from their namesakes' by the query that /follow makes.

Of each name the older half of the papers is known when somebody is followed, by the group that has
most of theirs; the newer half is matched. Only where ``../shared/ranking`` is present.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Author, Paper
from domain.topics import Field, Query, Term
from ranking.author_query import author_query
from ranking.namesakes import clusters
from tests.corpus.conftest import SHARED
from topics.index import PaperIndex

NAMES: Final = SHARED / "ranking" / "data" / "namesakes.jsonl.gz"


def followed() -> dict[str, tuple[float, float]]:
    """Precision and recall: by the query, and by the name alone."""
    counts: dict[str, Counter[str]] = {"query": Counter(), "name": Counter()}
    with gzip.open(NAMES, "rt", encoding="utf-8") as lines:
        for line in lines:
            for name, query, newer, theirs in _persons(json.loads(line)):
                index = PaperIndex(newer)
                for how, asked in (("query", query), ("name", Term(name, Field.AUTHOR))):
                    got = set(index.matching(asked))
                    counts[how]["right"] += len(got & theirs)
                    counts[how]["got"] += len(got)
                    counts[how]["theirs"] += len(theirs)
    return {
        how: (of["right"] / of["got"], of["right"] / of["theirs"]) for how, of in counts.items()
    }


def _persons(block: dict[str, Any]) -> Iterator[tuple[str, Query, Sequence[Paper], set[str]]]:
    """Each person of a name who has papers in both halves: the query, what it is put to, theirs."""
    name = block["name"]
    papers = sorted(map(_paper, block["papers"]), key=lambda one: (str(one.published), one.id.base))
    older, newer = papers[: len(papers) // 2], papers[len(papers) // 2 :]
    groups = clusters(older, name)
    for person in block["persons"]:
        own = set(person)
        known = [sum(older[at].id.base in own for at in group) for group in groups]
        if not known or not max(known):
            continue
        group = groups[known.index(max(known))]
        if 2 * max(known) <= len(group):
            continue
        told = [older[at] for at in group]
        rest = [paper for at, paper in enumerate(older) if at not in group]
        theirs = {paper.id.base for paper in newer} & own
        yield name, author_query(name, told, rest), newer, theirs


def _paper(of: dict[str, Any]) -> Paper:
    return Paper(
        id=PaperId(of["id"]),
        title=of["title"],
        authors=tuple(map(Author, of["authors"])),
        abstract=of["abstract"],
        categories=tuple(of["categories"]),
        primary=of["primary_category"],
        published=datetime.fromisoformat(of["date"]),
    )
