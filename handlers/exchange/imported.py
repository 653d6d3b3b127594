"""What /import is given: an export, or topics one a line; read in full before anything changes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final, NoReturn, TypeVar

from app.limits import LARGEST_IMPORT, MAX_MUTED, MAX_SUBSCRIPTIONS, is_reserved
from app.records import FORMAT, HINT
from domain.chats import ALL_DAYS, ChatSettings
from domain.errors import InputError, QueryError
from domain.excerpts import excerpt
from domain.messages import Message, sentence
from domain.topics import Topic
from handlers.places.zones import parse_zone
from handlers.values import (
    parse_detail,
    parse_limit,
    parse_muted,
    parse_order,
    parse_sound,
    parse_updates,
)
from i18n.languages import LANGUAGES
from topics.catalogue import LONGEST_LABEL, topic_from
from topics.language import parse_query

_DEEPEST: Final = 20
"""Brackets within brackets; an export has six."""

_SPARE: Final = 10
"""Characters that tell labels apart that are otherwise the same: " (100)"."""

_SHOWN: Final = 40
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """What is to be taken over.

    Attributes:
        settings: None where there are none.
        topics: each label and each meaning once.
    """

    settings: ChatSettings | None
    topics: tuple[Topic, ...]


def read_import(text: str) -> Imported:
    """Read what somebody wants to take over. Pure; may take a second.

    Raises:
        InputError: something in it is wrong; the sentence says what.
    """
    if len(text) > LARGEST_IMPORT:
        raise _wrong(
            sentence(
                "That is too much to import: {count} characters, where {most} are allowed.",
                count=len(text),
                most=LARGEST_IMPORT,
            )
        )
    stripped = text.strip().removeprefix("\ufeff").strip()
    if stripped.startswith("{"):
        return _of_export(_parsed(stripped))
    return Imported(None, _of_lines(stripped))


def _wrong(message: Message) -> InputError:
    return InputError(message, hint=sentence(HINT))


def _too_many_topics() -> InputError:
    said = sentence("A chat can follow at most {number} topics.", number=MAX_SUBSCRIPTIONS)
    return _wrong(said)


def _of_lines(text: str) -> tuple[Topic, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_SUBSCRIPTIONS:
        raise _too_many_topics()
    topics = []
    for place, line in enumerate(lines, 1):
        try:
            topic = topic_from(line.strip())
            _written(line.strip(), sentence("Topic {number}", number=place))
            topics.append(topic)
        except QueryError as error:
            if len(lines) == 1:
                raise
            raise _wrong(
                sentence(
                    "Line {number}, “{text}”: {why}",
                    number=place,
                    text=excerpt(line.strip(), _SHOWN),
                    why=error.message,
                )
            ) from error
    return tuple(topics)


def _parsed(text: str) -> dict[str, Any]:
    """An export's JSON; its depth is looked at before a parser goes down into it."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth += bool(bracket["open"]) - bool(bracket["close"])
        deepest = max(deepest, depth)
    not_ours = _wrong(sentence("That is not an export of Papercrier."))
    if deepest > _DEEPEST:
        raise not_ours
    try:
        data = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise not_ours from error
    if not isinstance(data, dict) or not {"settings", "subscriptions"} & data.keys():
        raise not_ours
    if data.get("papercrier", FORMAT) != FORMAT:
        raise _wrong(sentence("That export is of a newer Papercrier."))
    return data


def _refused(literal: str) -> NoReturn:
    """JSON has no NaN and no infinity, whatever Python's reader takes."""
    raise ValueError(literal)


def _of_export(data: dict[str, Any]) -> Imported:
    listed = _typed(data.get("subscriptions", []), list, "subscriptions")
    if len(listed) > MAX_SUBSCRIPTIONS:
        raise _too_many_topics()
    settings = _settings(_typed(data["settings"], dict, "settings")) if "settings" in data else None
    topics = tuple(_topics(listed))
    (label, number_of), *_ = Counter(t.label.casefold() for t in topics).most_common(1) or [("", 0)]
    if number_of > 1:
        raise _wrong(sentence("That export has two topics called “{topic}”.", topic=label))
    return Imported(settings, topics)


def _topics(listed: list[Any]) -> Iterator[Topic]:
    for place, item in enumerate(listed, 1):
        where = f"subscriptions[{place}]"
        given: Mapping[str, Any] = _typed(item, dict, where)
        label = _written(_of(given, "label", str, where), f"{where}.label")
        query = _written(_of(given, "query", str, where), f"{where}.query")
        label = " ".join(label.split())
        if not label or len(label) > LONGEST_LABEL + _SPARE:
            raise _no_value(f"{where}.label", label)
        if is_reserved(label):
            raise _wrong(
                sentence("A topic cannot be called “{topic}”: that means another.", topic=label)
            )
        try:
            yield Topic(label, parse_query(query))
        except QueryError as error:
            said = sentence("The topic “{topic}”: {why}", topic=label, why=error.message)
            raise _wrong(said) from error


def _settings(given: Mapping[str, Any]) -> ChatSettings:
    where = "settings"
    at = _TIME.fullmatch(_of(given, "time", str, where))
    if at is None:
        raise _no_value(f"{where}.time", given["time"])
    days = _of(given, "days", list, where)
    if not days or not all(type(day) is int and day in ALL_DAYS for day in days):
        raise _no_value(f"{where}.days", days)
    language = _of(given, "language", str, where)
    if language not in LANGUAGES:
        raise _no_value(f"{where}.language", language)
    muted = _of(given, "muted", list, where)
    if len(muted) > MAX_MUTED:
        raise _wrong(sentence("A chat can mute at most {number} words.", number=MAX_MUTED))
    words = (_typed(word, str, f"{where}.muted") for word in muted)
    return ChatSettings(
        time=time(int(at[1]), int(at[2])),
        days=frozenset(days),
        zone=parse_zone(_of(given, "zone", str, where)),
        language=language,
        detail=parse_detail(_of(given, "detail", str, where)),
        limit=parse_limit(str(_of(given, "limit", int, where))),
        muted=tuple(dict.fromkeys(parse_muted(_written(word, f"{where}.muted")) for word in words)),
        paused=_of(given, "paused", bool, where),
        as_announced=_of({"as_announced": False, **given}, "as_announced", bool, where),
        quiet_note=_of({"quiet_note": True, **given}, "quiet_note", bool, where),
        sound=parse_sound(_of({"sound": "on", **given}, "sound", str, where)),
        updates=parse_updates(_of({"updates": "important", **given}, "updates", str, where)),
        plain=_of({"plain": False, **given}, "plain", bool, where),
        order=parse_order(_of({"order": "yours", **given}, "order", str, where)),
    )


def _of(given: Mapping[str, Any], name: str, kind: type[T], where: str) -> T:
    if name not in given:
        raise _wrong(sentence("In that export, “{name}” is missing.", name=f"{where}.{name}"))
    return _typed(given[name], kind, f"{where}.{name}")


def _typed(value: object, kind: type[T], name: str) -> T:
    # A truth value is a whole number to Python, and to nobody else.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _no_value(name, value)
    return value


def _no_value(name: str, value: object) -> InputError:
    # What json reads has no cycles and, its depth being checked, can be written again.
    shown = excerpt(json.dumps(value), _SHOWN)
    return _wrong(sentence("In that export, “{name}” cannot be {value}.", name=name, value=shown))


def _written(text: str, name: str | Message) -> str:
    """A text that can be written down: no control characters, no halves of characters.

    Raises:
        InputError: it has some.
    """
    for sign in text:
        if sign != "\t" and unicodedata.category(sign) in _UNPRINTABLE:
            raise _wrong(
                sentence(
                    "There is a character in “{name}” that nobody can read: {code}.",
                    name=name,
                    code=f"U+{ord(sign):04X}",
                )
            )
    return text
