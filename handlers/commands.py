"""The table of commands: dispatch, /help, menus and the README are made from it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from app import at_hand
from app.fair_use import allowances
from app.limits import LARGEST_IMPORT
from app.services import Services
from domain.chats import Detail
from domain.documents import Document
from domain.identifiers import PaperId
from domain.requests import Access, Context, Parameter
from handlers import (
    following,
    greeting,
    preferences,
    reading,
    records,
    tastes,
)
from handlers.arguments import (
    read_asked_digest,
    read_asked_narrowing,
    read_asked_paper,
    read_asked_topic,
)
from handlers.command import Command
from handlers.times import parse_moment
from handlers.values import (
    MAX_LIMIT,
    parse_detail,
    parse_language,
    parse_limit,
    parse_muted,
    parse_sound,
    read_sure,
)
from handlers.zones import read_zone
from topics.language import parse_query

TOPIC = Parameter(
    name="topic", meaning="words, a ready topic or a query", example="diffusion models"
)
PAPER = Parameter(
    name="paper", meaning="an arXiv id or link", example="2403.04634", read=PaperId.parse
)


def _value(meaning: str, example: str, read: Callable[[str], Any]) -> Parameter:
    return Parameter(name="value", meaning=meaning, example=example, required=False, read=read)


async def _help(services: Services, context: Context, command: str | None) -> Document:
    return greeting.help_for(COMMANDS, command)


COMMANDS: Final[tuple[Command, ...]] = (
    Command(name="start", summary="What this is and what to do first", run=greeting.start),
    Command(
        name="help",
        summary="All commands, or one explained",
        run=_help,
        parameters=(
            Parameter(name="command", meaning="its name", example="digest", required=False),
        ),
    ),
    Command(
        name="subscribe",
        summary="Follow a topic",
        run=following.subscribe,
        parameters=(replace(TOPIC, read=read_asked_topic),),
        access=Access.ADMINS,
    ),
    Command(
        name="unsubscribe",
        summary="Stop following a topic, by name or number, or all",
        run=following.unsubscribe,
        parameters=(replace(TOPIC, required=False),),
        access=Access.ADMINS,
    ),
    Command(
        name="narrow",
        summary="Make a topic bring less: what would do so, or “topic = query”",
        run=following.narrow,
        parameters=(replace(TOPIC, read=read_asked_narrowing),),
        access=Access.ADMINS,
    ),
    Command(name="subscriptions", summary="The topics you follow", run=following.subscriptions),
    Command(
        name="topics",
        summary="Ready topics to choose from",
        run=following.topics,
        parameters=(
            Parameter(
                name="search", meaning="words to look for", example="diffusion", required=False
            ),
        ),
    ),
    Command(
        name="digest",
        summary="What was announced in your topics, or in one; a day, a week or a date after it",
        run=reading.digest,
        effort=at_hand.effort_of_digest,
        allowance=allowances.DIGESTS,
        parameters=(replace(TOPIC, required=False, read=read_asked_digest),),
    ),
    Command(
        name="summarize",
        summary="Explain a paper",
        run=reading.summarize,
        effort=reading.effort_of_summary,
        parameters=(replace(PAPER, read=read_asked_paper),),
    ),
    Command(
        name="evidence",
        summary="The sentences that a paper's summary stands on",
        run=reading.evidence,
        effort=at_hand.effort_of_explaining,
        parameters=(PAPER,),
    ),
    Command(
        name="search",
        summary="Search all of arXiv",
        run=reading.search,
        effort=reading.effort_of_search,
        allowance=allowances.SEARCHES,
        parameters=(
            Parameter(
                name="query",
                meaning="words, or a query with cat:, au:, ti:, abs:, AND, OR, NOT",
                example='cat:cs.CV AND "gaussian splatting" -survey',
                read=parse_query,
            ),
        ),
    ),
    Command(
        name="why",
        summary="Why a paper is in your digest, or is not",
        run=reading.why,
        effort=at_hand.effort_of_paper,
        parameters=(PAPER,),
    ),
    Command(
        name="save",
        summary="Save a paper; again takes it back",
        run=tastes.save,
        effort=at_hand.effort_of_paper,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(name="saved", summary="The papers you saved", run=tastes.saved),
    Command(
        name="more",
        summary="More papers like this one; again takes it back",
        run=tastes.more,
        effort=at_hand.effort_of_paper,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(
        name="less",
        summary="Fewer papers like this one; again takes it back",
        run=tastes.less,
        effort=at_hand.effort_of_paper,
        parameters=(PAPER,),
        is_a_word=True,
    ),
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
        name="quiet",
        summary="Whether a line is said on a day with nothing for you: on or off",
        run=preferences.quiet,
        parameters=(
            Parameter(
                name="value",
                meaning="on or off",
                example="off",
                choices=("on", "off"),
                read=preferences.read_switch,
            ),
        ),
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
        summary="Plain messages, where your app does not show the richer ones: on or off",
        run=preferences.plain,
        parameters=(
            Parameter(
                name="value",
                meaning="on or off",
                example="on",
                choices=("on", "off"),
                read=preferences.read_plain,
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
        run=preferences.mute,
        parameters=(
            Parameter(
                name="word",
                meaning="a word or phrase, cat: or au:, or a paper to choose from",
                example="survey",
                required=False,
                read=parse_muted,
            ),
        ),
        access=Access.ADMINS,
    ),
    Command(
        name="export",
        summary="All that is kept of you, as JSON",
        run=records.export,
        access=Access.ADMINS,
    ),
    Command(
        name="import",
        summary="Take over an export, or a list of topics",
        run=records.import_,
        parameters=(
            Parameter(
                name="topics",
                meaning="what /export gave, or topics one a line",
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
    Command(
        name="about",
        summary="What runs here, and how arXiv's announcements stand",
        run=greeting.about,
    ),
    Command(
        name="stats",
        summary="For those who run Papercrier: how it is doing",
        run=greeting.stats,
        access=Access.OPERATORS,
    ),
)
"""Every command, in the order in which help lists them."""


BY_NAME: Final = {command.name: command for command in COMMANDS}
"""The same by their names."""


def access_to(name: str) -> Access:
    """Who may use a command; what is none, everybody, to be told so."""
    return BY_NAME[name].access if name in BY_NAME else Access.EVERYBODY
