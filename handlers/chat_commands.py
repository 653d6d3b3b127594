"""The part of the table of commands that is about a chat: its settings, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from app.limits import LARGEST_IMPORT
from domain.chats import Detail, Order, Unread, Updates
from domain.requests import Access, Parameter
from handlers import library, muting, preferences
from handlers.command import Command
from handlers.exchange import records
from handlers.exchange.exports import read_export
from handlers.places.zones import read_zone
from handlers.times import parse_moment
from handlers.trends import looking_back
from handlers.values import (
    MAX_LIMIT,
    parse_detail,
    parse_language,
    parse_limit,
    parse_mutes,
    parse_order,
    parse_sound,
    parse_unread,
    parse_updates,
    read_sure,
)


def _switch(example: str, read: Callable[[str], Any]) -> Parameter:
    choices = ("on", "off")
    return Parameter(
        name="value",
        meaning="on or off",
        example=example,
        required=False,
        choices=choices,
        read=read,
    )


def _value(meaning: str, example: str, read: Callable[[str], Any]) -> Parameter:
    return Parameter(name="value", meaning=meaning, example=example, required=False, read=read)


CHAT_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="settings",
        summary="Your settings and how to change them",
        run=preferences.settings,
        parameters=(
            Parameter(
                name="change",
                meaning="a setting and its value",
                example="limit 5",
                required=False,
                read=preferences.read_change,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="time",
        summary="When the daily digest comes: a time or “as announced”, and its days; or off",
        run=preferences.time,
        parameters=(
            _value(
                "a time of day or “as announced”, then days if you like",
                "08:30 mon-fri",
                parse_moment,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="timezone",
        summary="Your timezone",
        run=preferences.timezone,
        parameters=(_value("a city, a country, a zone or an offset", "Berlin", read_zone),),
        access=Access.ADMINS,
    ),
    Command(
        name="language",
        summary="Language of the interface and of summaries",
        run=preferences.language,
        parameters=(_value("a language or its code", "en", parse_language),),
        access=Access.ADMINS,
    ),
    Command(
        name="detail",
        summary="How much of each paper a digest tells: headline, brief or full",
        run=preferences.detail,
        parameters=(
            Parameter(
                name="value",
                meaning="headline, brief or full",
                example="brief",
                required=False,
                choices=tuple(Detail),
                read=parse_detail,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="limit",
        summary="How many papers a digest tells in full",
        run=preferences.limit,
        parameters=(
            Parameter(
                name="value",
                meaning=f"a number from 1 to {MAX_LIMIT}",
                example="10",
                required=False,
                bounds=(1, MAX_LIMIT),
                read=parse_limit,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="order",
        summary="What a digest begins with: most about the topic, or most likely yours",
        run=preferences.order,
        parameters=(
            Parameter(
                name="value",
                meaning="topic or yours",
                example="yours",
                required=False,
                choices=tuple(Order),
                read=parse_order,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="quiet",
        summary="Whether a line is said on a day with nothing for you: on or off",
        run=preferences.quiet,
        parameters=(_switch("off", preferences.read_switch),),
        access=Access.ADMINS,
    ),
    Command(
        name="sound",
        summary="When digests come without a sound: on, off, or silent hours",
        run=preferences.sound,
        parameters=(_value("on, off or silent hours", "22:00-07:00", parse_sound),),
        access=Access.ADMINS,
    ),
    Command(
        name="plain",
        summary="Plain messages, for apps that show no richer ones: on or off",
        run=preferences.plain,
        parameters=(_switch("on", preferences.read_plain),),
        access=Access.ADMINS,
    ),
    Command(
        name="updates",
        summary="What becomes of papers that you were told: all, important, at once or off",
        run=preferences.updates,
        parameters=(
            Parameter(
                name="value",
                meaning="all, important, at once, all at once or off",
                example="all",
                required=False,
                choices=tuple(Updates),
                read=parse_updates,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="weekly",
        summary="A look back each week: what rose, was liked most, and what you missed",
        run=looking_back.weekly,
        effort=looking_back.effort_of_weekly,
        parameters=(
            Parameter(
                name="value",
                meaning="a day of the week, off, or now to see it",
                example="fri",
                required=False,
                read=looking_back.parse_weekly,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="unread",
        summary="What digests say of papers not read yet: remind, carry, both or off",
        run=library.unread,
        parameters=(
            Parameter(
                name="value",
                meaning="remind, carry, both or off",
                example="both",
                required=False,
                choices=tuple(Unread),
                read=parse_unread,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="pause",
        summary="No daily digest for now",
        run=preferences.pause,
        access=Access.ADMINS,
    ),
    Command(
        name="resume",
        summary="The daily digest again",
        run=preferences.resume,
        access=Access.ADMINS,
    ),
    Command(
        name="mute",
        summary="Leave out papers with a word, of a category or author; again takes it back",
        run=muting.mute,
        parameters=(
            Parameter(
                name="word",
                meaning="words or phrases, cat: or au:, or a paper to choose from",
                example="survey",
                required=False,
                read=parse_mutes,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="export",
        summary="All that is kept of you; or saved papers, topics, a digest, a paper as a file",
        run=records.export,
        effort=records.effort_of_export,
        parameters=(
            Parameter(
                name="what",
                meaning="bibtex, ris, csl, opml, json or markdown, then of what if you like",
                example="bibtex",
                required=False,
                read=read_export,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="import",
        summary="Take over an export, a library of papers, feeds, ids or topics",
        run=records.import_,
        effort=records.effort_of_import,
        parameters=(
            Parameter(
                name="topics",
                meaning="a file or its text; ids, links or topics, one a line; “papers by” a name",
                example="diffusion models",
            ),
        ),
        access=Access.ADMINS,
        longest=LARGEST_IMPORT,
        takes_files=True,
    ),
    Command(
        name="forgetme",
        summary="Delete all that is kept of you; asks once",
        run=records.forgetme,
        parameters=(
            Parameter(
                name="sure",
                meaning="yes, to have it done",
                example="yes",
                required=False,
                choices=("yes",),
                read=read_sure,
            ),
        ),
        access=Access.ADMINS,
    ),
)
