"""How nouns are written into columns, and read back: JSON, dates, instants and queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Final

from pydantic import TypeAdapter

from domain.fulltext import Formula, Formulas
from domain.messages import NOTHING, Message, as_data, from_data
from domain.papers import Author
from domain.summaries import Summary
from domain.topics import Query

_JSON: Final = json.JSONEncoder(ensure_ascii=False)
_QUERIES_REMEMBERED: Final = 50_000


def instant_text(instant: datetime | None) -> str | None:
    """An instant as UTC in ISO form, which sorts as the instants do.

    Raises:
        ValueError: it has no zone, so it is no instant.
    """
    if instant is None:
        return None
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no zone")
    return instant.astimezone(UTC).isoformat()


def instant_of(text: str | None) -> datetime | None:
    """The instant that `instant_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def message_text(message: Message) -> str:
    """A message as JSON; empty where there is none."""
    return _JSON.encode(as_data(message)) if message else ""


def message_of(text: str) -> Message:
    """The message that `message_text` wrote."""
    return from_data(json.loads(text)) if text else NOTHING


def words_text(words: Iterable[str]) -> str:
    """A list of words as JSON."""
    return _JSON.encode(list(words))


def words_of(text: str) -> tuple[str, ...]:
    """The words that `words_text` wrote."""
    return tuple(json.loads(text))


def authors_text(authors: tuple[Author, ...]) -> str:
    """Authors as JSON, under the noun's own field names."""
    return _authors().dump_json(authors).decode()


def authors_of(text: str) -> tuple[Author, ...]:
    """The authors that `authors_text` wrote."""
    return _authors().validate_json(text)


def formulas_text(formulas: Formulas) -> str:
    """Formulas as JSON; empty where there are none."""
    pairs = [(formula.text, formula.latex) for formula in formulas]
    return _JSON.encode(pairs) if pairs else ""


def formulas_of(text: str) -> Formulas:
    """The formulas that `formulas_text` wrote."""
    return tuple(Formula(*pair) for pair in json.loads(text)) if text else ()


def summary_text(summary: Summary) -> str:
    """A summary as JSON, under the nouns' own field names."""
    return _summary().dump_json(summary).decode()


def summary_of(text: str) -> Summary:
    """The summary that `summary_text` wrote; fields that came later have their defaults."""
    return _summary().validate_json(text)


def query_text(query: Query) -> str:
    """A query's normal form, by which two queries are one.

    Raises:
        ValueError: the query language cannot express it, so it could never be read back.
    """
    text = str(query)
    if query_of(text) != query:
        raise ValueError(f"{query!r} does not come back from its normal form {text}")
    return text


@lru_cache(maxsize=_QUERIES_REMEMBERED)
def query_of(text: str) -> Query:
    """The query of a normal form."""
    # The parser takes a while to load, and most starts read no subscription.
    from topics.language import parse_query

    return parse_query(text, is_typed=False)


@cache
def _authors() -> TypeAdapter[tuple[Author, ...]]:
    return TypeAdapter(tuple[Author, ...])


@cache
def _summary() -> TypeAdapter[Summary]:
    return TypeAdapter(Summary)
