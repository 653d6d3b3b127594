"""/readinggroup: when a group meets, how it stands, what it has read; and votes by button."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from app.groups import reading_group
from app.groups.calendar import moments_of
from app.limits import SHOWN
from app.services import Services
from composing.groups.messages import vote_document
from composing.groups.pages import (
    elsewhere_document,
    group_document,
    history_document,
    minutes_document,
    noted_document,
)
from domain.documents import Document
from domain.errors import InputError
from domain.excerpts import excerpt, normalized
from domain.groups.meetings import LAST, MeetingRule, Rhythm
from domain.messages import for_example, sentence
from domain.requests import Context
from handlers.times import is_off, parse_time
from i18n.speech import phrase

_Meaning = TypeVar("_Meaning")

NAME: Final = "readinggroup"

_RHYTHMS: Final = {
    Rhythm.WEEKLY: r"weekly|every week|each week|wöchentlich|jede woche|每周|每週|毎週",
    Rhythm.MONTHLY: r"monthly|every month|each month|monatlich|jeden monat|每月|毎月",
}
_WEEKS: Final = {
    1: r"first|1st|ersten?r?|第一个?|第1个?",
    2: r"second|2nd|zweiten?r?|第二个?|第2个?",
    3: r"third|3rd|dritten?r?|第三个?|第3个?",
    4: r"fourth|4th|vierten?r?|第四个?|第4个?",
    LAST: r"last|letzten?r?|最后一?个?",
}
_HISTORY: Final = frozenset(("history", "past", "verlauf", "历史", "记录"))
_VOTE: Final = re.compile(r"vote (?P<day>\d{4}-\d\d-\d\d) (?P<choice>\d{1,2})")
_NO_MINUTES: Final = frozenset(("delete", "löschen", "删除"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGroup:
    """What is wished for.

    Attributes:
        rule: when to meet.
        ends: whether to meet no more.
        is_history: whether to show what was read.
        vote: the day of a meeting, and a candidate of its vote, from 1.
    """

    rule: MeetingRule | None = None
    ends: bool = False
    is_history: bool = False
    vote: tuple[date, int] | None = None


async def readinggroup(services: Services, context: Context, asked: AskedGroup | None) -> Document:
    """Set when a group meets, or show how it stands."""
    zone = context.settings.zone
    if asked is None and context.is_private:
        return elsewhere_document()
    if asked is None:
        return group_document(await reading_group.view(services, context), zone)
    if asked.vote is not None:
        meeting = await reading_group.cast(services, context, *asked.vote)
        moments = moments_of(meeting.day, meeting.rule, ZoneInfo(zone))
        if moments is not None:
            return vote_document(meeting, moments, zone)
    if asked.is_history:
        return history_document(await reading_group.history(services, context))
    now = await reading_group.set_rule(services, context, asked.rule)
    if now.rule is None:
        return Document.say(phrase("This group does not meet any more."))
    return group_document(now, zone)


async def minutes(services: Services, context: Context, text: str | None) -> Document:
    """Note what was said at a meeting, or show it."""
    if not text and context.is_private:
        return elsewhere_document()
    if text and text.casefold() in _NO_MINUTES:
        return minutes_document(await reading_group.drop_minutes(services, context))
    meeting, is_noted = await reading_group.minutes(services, context, text or "")
    return noted_document(meeting) if is_noted else minutes_document(meeting)


def is_vote(command: str, argument: str) -> bool:
    """Whether a button is one of a vote's, which all may press, and whose message all see."""
    return command == NAME and _VOTE.fullmatch(argument.strip()) is not None


def parse_group(text: str) -> AskedGroup:
    """``weekly thu 17:00``, ``monthly last fri 12:30``, ``off``, ``history``.

    Raises:
        InputError: it is none of these.
    """
    typed = " ".join(normalized("NFKC", text).casefold().split())
    if match := _VOTE.fullmatch(typed):
        with suppress(ValueError):
            return AskedGroup(vote=(date.fromisoformat(match["day"]), int(match["choice"])))
    if typed in _HISTORY or typed == phrase("history"):
        return AskedGroup(is_history=True)
    if is_off(typed):
        return AskedGroup(ends=True)
    return AskedGroup(rule=_rule(typed, text))


def _rule(typed: str, text: str) -> MeetingRule:
    named, rest = _taken(_RHYTHMS.items(), typed)
    week, rest = _taken(_WEEKS.items(), rest)
    rhythm = named or (Rhythm.WEEKLY if week is None else Rhythm.MONTHLY)
    try:
        at, days = parse_time(rest)
    except InputError as error:
        raise _no_rule(text) from error
    if days is None or len(days) != 1 or (week is not None and rhythm is Rhythm.WEEKLY):
        raise _no_rule(text)
    return MeetingRule(rhythm, min(days), at, week or 1)


def _taken(words: Iterable[tuple[_Meaning, str]], text: str) -> tuple[_Meaning | None, str]:
    """What some words of a text mean, and the text without them."""
    for meaning, pattern in words:
        match = re.search(rf"(?<![a-zäöüß])(?:{pattern})(?![a-zäöüß])", text)
        if match is not None:
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            return meaning, " ".join(rest.split())
    return None, text


def _no_rule(text: str) -> InputError:
    return InputError(
        sentence(
            "“{text}” is not what /readinggroup takes: weekly or monthly, a day of the week and a"
            " time; off; or history.",
            text=excerpt(text, SHOWN),
        ),
        hint=for_example("/readinggroup weekly thu 17:00"),
    )
