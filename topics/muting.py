"""Mutes: what a muted word keeps out, the same for digests, previews and /why."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Final

from domain.errors import QueryError
from domain.messages import for_example, sentence
from domain.taxonomy import spelled
from domain.topics import Category, Query, Term
from topics.language import parse_query

_FIELD: Final = re.compile(
    r"(?P<field>cat|category|au|author|ti|title|abs|abstract|comment|co|venue|has)\s*+:\s*+(?P<rest>[^\w\n]*+\w.*)",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"(?:cat|category|au|author|ti|title|abs|abstract|comment|co|venue|has)\s*+:\W*+", re.IGNORECASE
)
"""A field of which nothing is named."""

_CODE: Final = re.compile(r"[a-z-]+\.[a-z-]+", re.IGNORECASE)
"""A category by its code; an archive's, as "math", is a word as well."""


@lru_cache(maxsize=4_096)
def muted_query(muted: str) -> Query:
    """What is left out: papers of a category, of an author, or with a word or phrase.

    What was kept before and names no category that there is now means its words.
    """
    with suppress(QueryError):
        return read_muted(muted, is_typed=False)
    return Term(muted)


def read_muted(muted: str, *, is_typed: bool = True) -> Query:
    """The same, of what somebody typed: ``survey``, ``cs.CV``, ``au:"Ada Example"``.

    Raises:
        QueryError: it cannot be understood.
    """
    match = _FIELD.fullmatch(muted.strip())
    if is_typed and _BARE.fullmatch(muted.strip()):
        raise QueryError(
            sentence("“{text}” names nothing to leave out.", text=muted.strip()),
            hint=for_example("/mute cat:cs.CV"),
        )
    if match is None:
        is_code = _CODE.fullmatch(muted.strip())
        return Category(found) if is_code and (found := spelled(muted.strip())) else Term(muted)
    value = match["rest"].replace('"', " ").strip()
    return parse_query(f'{match["field"].lower()}:"{value}"', is_typed=is_typed)


def muted_by(base: str, left_out: Mapping[str, Collection[str]]) -> Sequence[str]:
    """The muted words that keep a paper out, in their order.

    Args:
        base: the paper's base id.
        left_out: for each muted word the base ids of papers that it means.
    """
    return [word for word, bases in left_out.items() if base in bases]
