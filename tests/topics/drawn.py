"""Queries drawn from the words of papers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from domain.papers import Paper
from domain.topics import And, Category, Field, Not, Or, Query, Term

_PLAIN = re.compile(r"[^\W\d_]{2,}")
JOINED = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+|[A-Za-z]+[0-9]+|[A-Za-z]{2,}|[0-9]+")
"""Words with hyphens and numbers in them, or beside them."""


def asked(
    chance: random.Random, papers: Sequence[Paper], number: int, word: re.Pattern[str] = _PLAIN
) -> Iterator[Query]:
    """Queries of every kind, made of words that stand in the papers."""

    def term(*fields: Field) -> Term:
        one = chance.choice(papers)
        field = chance.choice(fields)
        words = word.findall(one.title if field is Field.TITLE else one.abstract)
        place = chance.randrange(len(words)) if words else 0
        length = chance.choice((1, 2, 2, 3))
        return Term(" ".join(words[place : place + length]) or "model", field)

    def leaf() -> Query:
        if chance.random() < 0.3:
            return Category(chance.choice(chance.choice(papers).categories).partition(" ")[0])
        return term(Field.ANY, Field.ANY, Field.TITLE, Field.ABSTRACT)

    for _ in range(number):
        first, second, third = leaf(), leaf(), term(Field.ANY)
        yield chance.choice(
            (
                first,
                And((first, second)),
                Or((first, second)),
                And((first, Not(third))),
                And((Or((first, third)), second)),
                Or((And((first, second)), third)),
                And((first, Not(Or((second, third))))),
            )
        )
