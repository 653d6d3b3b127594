"""Queries put together from parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.topics import And, Not, Or, Query, Term, Together


def all_of(parts: Iterable[Query]) -> Query | None:
    """All parts, flat and each once; what only excludes is put together and stays an exclusion."""
    flat = list(dict.fromkeys(_flattened(parts, And)))
    if len(flat) > 1 and all(isinstance(part, Not) for part in flat):
        excluded = either([part.part for part in flat if isinstance(part, Not)])
        return None if excluded is None else Not(excluded)
    return And(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def either(parts: Iterable[Query]) -> Query | None:
    """Any of the parts, flat and each once."""
    flat = list(dict.fromkeys(_flattened(parts, Or)))
    return Or(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def side_by_side(query: Query) -> Query:
    """A query as it is meant where it is left out: words together only where side by side."""
    match query:
        case Together(text, field):
            return Term(text, field)
        case And(parts):
            return all_of(map(side_by_side, parts)) or query
        case Or(parts):
            return either(map(side_by_side, parts)) or query
        case Not(part):
            return Not(side_by_side(part))
    return query


def _flattened(parts: Iterable[Query], kind: type[And | Or]) -> Iterator[Query]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part
