"""The part of a topic that asks for what is likely its reader's: how it is typed, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.errors import QueryError
from domain.messages import for_example, sentence
from domain.topics import YOURS, And, Category, Leaf, Not, Query, Term, Topic, leaves
from topics.trees import all_of, either

_TYPED: Final = frozenset(("yours", "我的"))
"""What people type for it."""


def checked(query: Query, text: str, *, is_topic: bool) -> Query:
    """A query, unless it asks for what is a reader's where nobody would judge that.

    Raises:
        QueryError: that is in a search, more than once, or where something else would do as well.
    """
    asked = list(leaves(query)).count(YOURS)
    if asked and not (is_topic and asked == 1 and Topic("", query).is_yours):
        said = sentence(
            "“{query}” can be followed, alone or with what else must match.", query=YOURS
        )
        at = max(0, text.casefold().find(str(YOURS)))
        raise QueryError(said, hint=for_example("/subscribe yours cat:cs.CL"), text=text, at=at)
    return query


def meant(query: Query, typed: str) -> Query:
    """A topic as it is meant: ``yours``, alone or beside categories, is what is its reader's.

    Of several categories any will do, but where it is said otherwise. Within quotes it is a word.
    """
    each = list(leaves(query))
    own = [leaf for leaf in each if _is_typed(leaf)]
    others = [leaf for leaf in each if leaf not in own]
    if len(own) != 1 or '"' in typed or not all(isinstance(one, Category) for one in others):
        return query
    parts = query.parts if isinstance(query, And) else ()
    if own[0] in parts and (" AND " in typed or any(isinstance(one, Not) for one in parts)):
        return all_of([YOURS, *(part for part in parts if part != own[0])]) or YOURS
    among = either(others)
    return YOURS if among is None else And((YOURS, among))


def told_apart(topics: Iterable[Topic]) -> tuple[list[Topic], list[Topic]]:
    """Topics that ask what papers say, and those that ask for what is their reader's."""
    each = list(topics)
    return [one for one in each if not one.is_yours], [one for one in each if one.is_yours]


def among(query: Query) -> Query | None:
    """What else must match of what asks for what is its reader's; None for nothing."""
    parts = query.parts if isinstance(query, And) else (query,)
    return all_of(part for part in parts if part != YOURS)


def _is_typed(leaf: Leaf) -> bool:
    return isinstance(leaf, Term) and not leaf.field and leaf.text.casefold() in _TYPED
