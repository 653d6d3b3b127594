"""What /import is given: an export, or topics one a line; read in full before anything changes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final, NoReturn

from app.library.importing import Entry, Feeds, Library
from app.limits import LARGEST_IMPORT, MAX_MUTED, MAX_SUBSCRIPTIONS, is_reserved
from app.records import FORMAT
from domain.chats import ALL_DAYS, ChatSettings, SavedPaper, Vote
from domain.errors import InputError, QueryError
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.topics import Topic
from handlers.exchange.author_ids import author_id
from handlers.exchange.checked import no_value, of, typed, written, wrong
from handlers.exchange.feeds import is_markup, read_feeds
from handlers.exchange.libraries import half, library_of_items, read_library
from handlers.exchange.saved import read_saved, read_votes
from handlers.places.zones import parse_zone
from handlers.values import (
    parse_detail,
    parse_limit,
    parse_muted,
    parse_order,
    parse_sound,
    parse_unread,
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


@dataclass(frozen=True, slots=True)
class Imported:
    """What is to be taken over.

    Attributes:
        settings: None where there are none.
        topics: each label and each meaning once.
        saved: papers, as an export has them.
        votes: on papers, as an export has them.
        library: of another program, or papers by their ids.
        feeds: of a feed reader.
    """

    settings: ChatSettings | None = None
    topics: tuple[Topic, ...] = ()
    saved: tuple[SavedPaper, ...] = ()
    votes: tuple[Vote, ...] = ()
    library: Library | None = None
    feeds: Feeds | None = None


def read_import(text: str) -> Imported:
    """Read what somebody wants to take over. Pure; may take a second.

    Raises:
        InputError: something in it is wrong; the sentence says what.
    """
    if len(text) > LARGEST_IMPORT:
        raise wrong(
            sentence(
                "That is too much to import: {count} characters, where {most} are allowed.",
                count=len(text),
                most=LARGEST_IMPORT,
            )
        )
    stripped = text.strip().removeprefix("\ufeff").strip()
    if stripped.startswith(("{", "[")):
        return _of_json(_parsed(stripped))
    if is_markup(stripped):
        feeds = read_feeds(stripped)
        if len(feeds.topics) > MAX_SUBSCRIPTIONS:
            raise _too_many_topics()
        return Imported(feeds=feeds)
    library = read_library(stripped)
    return _of_lines(stripped) if library is None else Imported(library=library)


def _too_many_topics() -> InputError:
    said = sentence("A chat can follow at most {number} topics.", number=MAX_SUBSCRIPTIONS)
    return wrong(said)


def _of_lines(text: str) -> Imported:
    """Topics, and papers by their ids or links, a line each."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [PaperId.find(line) for line in lines]
    _check_ids(lines, found)
    papers = tuple(Entry(paper, "", "") for some in found for paper in some)
    numbered = [
        (number, line)
        for number, (line, some) in enumerate(zip(lines, found, strict=True), 1)
        if not some
    ]
    if len(numbered) > MAX_SUBSCRIPTIONS:
        is_text = "\x00" not in text
        no_text = sentence("That is no text, and no library that is read here.")
        raise _too_many_topics() if is_text else wrong(no_text)
    topics = tuple(_topic(number, line, is_alone=len(lines) == 1) for number, line in numbered)
    return Imported(topics=topics, library=Library("", papers) if papers else None)


def _check_ids(lines: Sequence[str], found: Sequence[Sequence[PaperId]]) -> None:
    """No author's id, and none that cannot be, is a topic, alone in its line or beside papers."""
    for number, (line, papers) in enumerate(zip(lines, found, strict=True), 1):
        if (author := author_id(line, "/import papers by")) is not None:
            raise _in_line(number, line, author)
        for text in re.split(r"[\s,;]+", line) if papers else (line,):
            if (mistyped := PaperId.mistyped(text)) is not None:
                raise _in_line(number, line, mistyped) if len(lines) > 1 else mistyped


def _in_line(number: int, line: str, error: InputError) -> InputError:
    return wrong(
        sentence(
            "Line {number}, “{text}”: {why}",
            number=number,
            text=excerpt(line, _SHOWN),
            why=error.message,
        )
    )


def _topic(number: int, line: str, *, is_alone: bool) -> Topic:
    try:
        topic = topic_from(line)
        written(line, sentence("Topic {number}", number=number))
    except QueryError as error:
        if is_alone:
            raise
        raise _in_line(number, line, error) from error
    return topic


def _parsed(text: str) -> Any:
    """JSON; its depth is looked at before a parser goes down into it."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth += bool(bracket["open"]) - bool(bracket["close"])
        deepest = max(deepest, depth)
    not_ours = wrong(sentence("That is not an export of Papercrier."))
    if deepest > _DEEPEST:
        raise not_ours
    try:
        return json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        # One bracket that is never closed is what a file that was cut off looks like.
        raise half("JSON") if depth > 0 else not_ours from error


def _of_json(data: Any) -> Imported:
    """An export of ours, or a library as CSL-JSON: a list of items, alone or under their name."""
    items = data.get("items") if isinstance(data, dict) else data
    if isinstance(items, list):
        return Imported(library=library_of_items(items))
    if not isinstance(data, dict) or not {"settings", "subscriptions", "saved"} & data.keys():
        raise wrong(sentence("That is not an export of Papercrier."))
    if data.get("papercrier", FORMAT) != FORMAT:
        raise wrong(sentence("That export is of a newer Papercrier."))
    return _of_export(data)


def _refused(literal: str) -> NoReturn:
    """JSON has no NaN and no infinity, whatever Python's reader takes."""
    raise ValueError(literal)


def _of_export(data: dict[str, Any]) -> Imported:
    listed = typed(data.get("subscriptions", []), list, "subscriptions")
    if len(listed) > MAX_SUBSCRIPTIONS:
        raise _too_many_topics()
    settings = _settings(typed(data["settings"], dict, "settings")) if "settings" in data else None
    topics = tuple(_topics(listed))
    (label, number_of), *_ = Counter(t.label.casefold() for t in topics).most_common(1) or [("", 0)]
    if number_of > 1:
        raise wrong(sentence("That export has two topics called “{topic}”.", topic=label))
    saved = read_saved(typed(data.get("saved", []), list, "saved"))
    votes = read_votes(typed(data.get("votes", []), list, "votes"))
    return Imported(settings, topics, saved, votes)


def _topics(listed: list[Any]) -> Iterator[Topic]:
    for place, item in enumerate(listed, 1):
        where = f"subscriptions[{place}]"
        given: Mapping[str, Any] = typed(item, dict, where)
        label = written(of(given, "label", str, where), f"{where}.label")
        query = written(of(given, "query", str, where), f"{where}.query")
        label = " ".join(label.split())
        if not label or len(label) > LONGEST_LABEL + _SPARE:
            raise no_value(f"{where}.label", label)
        if is_reserved(label):
            raise wrong(
                sentence("A topic cannot be called “{topic}”: that means another.", topic=label)
            )
        try:
            yield Topic(label, parse_query(query, is_topic=True))
        except QueryError as error:
            said = sentence("The topic “{topic}”: {why}", topic=label, why=error.message)
            raise wrong(said) from error


def _settings(given: Mapping[str, Any]) -> ChatSettings:
    where = "settings"
    at = _TIME.fullmatch(of(given, "time", str, where))
    if at is None:
        raise no_value(f"{where}.time", given["time"])
    days = of(given, "days", list, where)
    if not days or not all(type(day) is int and day in ALL_DAYS for day in days):
        raise no_value(f"{where}.days", days)
    language = of(given, "language", str, where)
    if language not in LANGUAGES:
        raise no_value(f"{where}.language", language)
    muted = of(given, "muted", list, where)
    if len(muted) > MAX_MUTED:
        raise wrong(sentence("A chat can mute at most {number} words.", number=MAX_MUTED))
    words = (typed(word, str, f"{where}.muted") for word in muted)
    return ChatSettings(
        time=time(int(at[1]), int(at[2])),
        days=frozenset(days),
        zone=parse_zone(of(given, "zone", str, where)),
        language=language,
        detail=parse_detail(of(given, "detail", str, where)),
        limit=parse_limit(str(of(given, "limit", int, where))),
        muted=tuple(dict.fromkeys(parse_muted(written(word, f"{where}.muted")) for word in words)),
        paused=of(given, "paused", bool, where),
        as_announced=of({"as_announced": False, **given}, "as_announced", bool, where),
        quiet_note=of({"quiet_note": True, **given}, "quiet_note", bool, where),
        sound=parse_sound(of({"sound": "on", **given}, "sound", str, where)),
        updates=parse_updates(of({"updates": "important", **given}, "updates", str, where)),
        unread=parse_unread(of({"unread": "off", **given}, "unread", str, where)),
        plain=of({"plain": False, **given}, "plain", bool, where),
        order=parse_order(of({"order": "yours", **given}, "order", str, where)),
        weekly=_weekly(given.get("weekly"), f"{where}.weekly"),
    )


def _weekly(day: object, name: str) -> int | None:
    if day is not None and typed(day, int, name) not in range(7):
        raise no_value(name, day)
    return None if day is None else typed(day, int, name)
