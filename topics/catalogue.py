"""Ready topics: the usual subjects of each field, with queries that find what they mean."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from domain.excerpts import excerpt, normalized
from domain.topics import Query, Term, Topic
from topics.language import parse_query
from topics.nearness import likeness
from topics.yours import meant

LONGEST_LABEL: Final = 80
"""Characters of a topic's label."""

_PLAIN_NAME: Final = re.compile(r"[\w\s.'’+/&–-]+")
_NEAR: Final = 0.72
_OF_LIKENESS: Final = 0.79
_BEGINNING: Final = (0.98, 0.96, 0.94)
"""Where the name begins with the text, a word of it does, another name does."""

_LONGEST_NAME: Final = 200
"""Characters; no name of a topic is as long, so what is longer is not looked for."""


@dataclass(frozen=True, slots=True)
class ReadyTopic:
    """A topic of the catalogue.

    Attributes:
        name: what it is called in English; the label of the topics made from it.
        field: the group it is offered in ("Computer vision").
        query: what it means, in the query language.
        synonyms: what else it is called.
        zh: its names in Chinese, the usual one first.
        related: what belongs to it without being the whole of it; found by those who look round.
    """

    name: str
    field: str
    query: str
    synonyms: tuple[str, ...]
    zh: tuple[str, ...]
    related: tuple[str, ...] = ()

    @property
    def topic(self) -> Topic:
        """It as a topic to follow."""
        return Topic(self.name, _read(self.query))

    def called(self, language: str) -> str:
        """What it is usually called in a language; in English where that is not known."""
        return self.zh[0] if language == "zh" and self.zh else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called."""
        return (self.name, *self.synonyms, *self.zh)


@cache
def catalogue() -> tuple[ReadyTopic, ...]:
    """All ready topics, those of one field together."""
    text = Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8")
    return tuple(
        ReadyTopic(
            name=entry["name"],
            field=entry["field"],
            query=" ".join(entry["query"].split()),
            synonyms=tuple(entry["synonyms"]),
            zh=tuple(entry["zh"]),
            related=tuple(entry.get("related", ())),
        )
        for entry in tomllib.loads(text)["topic"]
    )


def find(text: str) -> ReadyTopic | None:
    """The ready topic of that name, synonym or Chinese name; case, plural and hyphens are alike.

    A text that says more than a name (quotes, fields, several things) has none.
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST_NAME or stripped.startswith("-"):
        return None
    if not _PLAIN_NAME.fullmatch(stripped):
        return None
    return _by_name().get(_folded(stripped))


def search(text: str) -> list[ReadyTopic]:
    """Ready topics for somebody who is looking round, best first; all of them for an empty text.

    Found are those whose names or field have the text in them, then those with a name like it.
    """
    if len(text.strip()) > _LONGEST_NAME:
        return []
    wanted = _folded(text)
    if not wanted:
        return list(catalogue())
    rated = ((_likeness(ready, wanted), ready) for ready in catalogue())
    found = [(likeness, ready) for likeness, ready in rated if likeness >= _NEAR]
    return [ready for _, ready in sorted(found, key=lambda pair: -pair[0])]


def topic_from(text: str) -> Topic:
    """What somebody wants to follow: a ready topic by name, or else a query of their own.

    Raises:
        QueryError: it is neither.
    """
    if ready := find(text):
        return ready.topic
    query = meant(parse_query(text, is_topic=True), text)
    # Quotes are for the language; what is followed is called by the words in them.
    label = query.text if isinstance(query, Term) and not query.field else " ".join(text.split())
    return Topic(excerpt(label, LONGEST_LABEL), query)


def ready_of(topic: Topic) -> ReadyTopic | None:
    """The ready topic that a topic is; None where it means anything else."""
    ready = find(topic.label)
    return ready if ready and ready.topic.query == topic.query else None


@cache
def _read(query: str) -> Query:
    return parse_query(query)


@cache
def _by_name() -> dict[str, ReadyTopic]:
    named: dict[str, ReadyTopic] = {}
    for ready in catalogue():
        for name in ready.names:
            named.setdefault(_folded(name), ready)
    return named


def _likeness(ready: ReadyTopic, wanted: str) -> float:
    """From 0 to 1: 1 where it is called so, 0.9 where a name has the text in it, 0.8 its field.

    What begins with the text comes before what has it inside, the usual name before others.
    """
    folded = _all_folded(ready)
    if wanted in folded[: len(ready.names)]:
        return 1.0
    for rating, texts in zip(_BEGINNING, _ends(ready), strict=True):
        if any(text.startswith(wanted) for text in texts):
            return rating
    if any(wanted in name for name in folded):
        return 0.9
    if wanted in _folded(ready.field):
        return 0.8
    return _OF_LIKENESS * likeness(wanted, folded, alike=_NEAR / _OF_LIKENESS)


@cache
def _all_folded(ready: ReadyTopic) -> tuple[str, ...]:
    return tuple(_folded(name) for name in (*ready.names, *ready.related))


@cache
def _ends(ready: ReadyTopic) -> tuple[tuple[str, ...], ...]:
    """What is begun with by somebody who means it: its name, a word of it, another name."""
    words = re.findall(r"[^\W_]+", ready.name)
    later = tuple(_folded(" ".join(words[place:])) for place in range(1, len(words)))
    usual, *others = _all_folded(ready)
    return (usual,), later, tuple(others)


def _folded(name: str) -> str:
    """A name without case, hyphens, blanks and plurals."""
    plain = normalized("NFKC", name).casefold()
    return "".join(_singular(word) for word in re.findall(r"[^\W_]+", plain))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
