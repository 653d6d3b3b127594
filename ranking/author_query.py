"""The query by which one person's papers are told from those of others who bear the name.

It names who they wrote with, and what they write about, as far as no namesake writes more about it;
so it can be read, changed and taken along like any other topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from domain.papers import Paper
from domain.topics import Category, Field, Not, Query, Term
from ranking.namesakes import folded
from topics.trees import all_of, either

_NAMED: Final = 12
"""Co-authors in a query at most, those of most papers; it has to be read by people."""

_CROWD: Final = 30
"""Of so many authors, not all know one another."""


def author_query(name: str, own: Sequence[Paper], others: Sequence[Paper] = ()) -> Query:
    """What matches papers of somebody.

    Args:
        name: theirs, as papers have it.
        own: papers of theirs; one at least.
        others: papers of others who bear the name. Without any, the name alone tells.
    """
    named = Term(name, Field.AUTHOR)
    if not others:
        return named
    with_own, with_others = _co_authors(own, name), _co_authors(others, name)
    foreign = [one for one in with_others if folded(one) not in set(map(folded, with_own))]
    about = either(_subjects(own, others))
    alone = _names(foreign[:_NAMED])
    among = all_of([about, Not(alone)]) if about and alone else about
    known = _names(with_own[:_NAMED])
    either_way = either(part for part in (known, among) if part)
    return all_of(part for part in (named, either_way) if part) or named


def _names(names: Sequence[str]) -> Query | None:
    return either(Term(one, Field.AUTHOR) for one in names)


def _subjects(own: Sequence[Paper], others: Sequence[Paper]) -> list[Query]:
    """The categories of which the others' papers have no larger share."""
    theirs, rest = (Counter(paper.primary for paper in some) for some in (own, others))
    return [
        Category(name)
        for name, papers in theirs.most_common()
        if papers * len(others) >= rest[name] * len(own)
    ]


def _co_authors(papers: Sequence[Paper], name: str) -> list[str]:
    """Who wrote papers with somebody, those of most papers first; each as they were named first."""
    met: Counter[tuple[str, ...]] = Counter()
    spelled: dict[tuple[str, ...], str] = {}
    for paper in papers:
        if len(paper.authors) > _CROWD:
            continue
        for author in paper.authors:
            parts = folded(author.name)
            # What is no name in full would mean many.
            if parts != folded(name) and len(parts) > 1 and '"' not in author.name:
                met[parts] += 1
                spelled.setdefault(parts, author.name)
    return [spelled[parts] for parts, _ in met.most_common()]
