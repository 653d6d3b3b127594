"""How nouns are written into columns, and read back: JSON, dates, instants and queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from typing import Any, Final

from pydantic import TypeAdapter

from domain.chats import ChatSettings, Detail, Order, Sound, Unread, Updates
from domain.fulltext import Formula, Formulas
from domain.messages import NOTHING, Message, as_data, from_data
from domain.papers import Author
from domain.summaries import Summary
from domain.topics import Query

_JSON: Final = json.JSONEncoder(ensure_ascii=False)
_QUERIES_REMEMBERED: Final = 50_000
_KINDS_OF_SETTINGS: Final = 2_000
"""Settings that are remembered: many chats have the same."""

SETTINGS: Final = """
    time, days, zone, language, detail, paper_limit, muted, paused, as_announced, quiet_note,
    sound, plain, paper_order, updates, weekly, unread
"""
"""The columns that `settings_of` reads."""


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


def settings_row(settings: ChatSettings) -> tuple[Any, ...]:
    """A chat's settings as its columns have them, in the order of `SETTINGS`."""
    return (
        settings.time.isoformat(),
        "".join(str(day) for day in sorted(settings.days)),
        settings.zone,
        settings.language,
        settings.detail,
        settings.limit,
        words_text(settings.muted),
        settings.paused,
        settings.as_announced,
        settings.quiet_note,
        str(settings.sound),
        settings.plain,
        settings.order,
        settings.updates,
        settings.weekly,
        settings.unread,
    )


def settings_of(row: Sequence[Any]) -> ChatSettings:
    """A chat's settings, from its columns."""
    return _settings_of(tuple(row))


@lru_cache(maxsize=_KINDS_OF_SETTINGS)
def _settings_of(row: tuple[Any, ...]) -> ChatSettings:
    at, days, zone, language, detail, limit, muted, paused, *rest = row
    as_announced, quiet_note, sound, plain, order, updates, weekly, unread = rest
    return ChatSettings(
        time=time.fromisoformat(at),
        days=frozenset(map(int, days)),
        zone=zone,
        language=language,
        detail=Detail(detail),
        limit=limit,
        muted=words_of(muted),
        paused=bool(paused),
        as_announced=bool(as_announced),
        quiet_note=bool(quiet_note),
        sound=Sound.of(sound),
        plain=bool(plain),
        order=Order(order),
        updates=Updates(updates),
        weekly=weekly,
        unread=Unread(unread),
    )
