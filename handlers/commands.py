"""The table of commands: dispatch, /help, menus and the README are made from it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app import at_hand, tastes
from app.fair_use import allowances
from app.library import reading_list, similar
from app.operating.daily import DAYS
from app.operating.serving import read_name
from app.services import Services
from app.trends.looking_back import effort_of_trends
from app.versions.comparing import effort_of_changes
from domain.documents import Document
from domain.identifiers import PaperId
from domain.requests import Access, Context, Parameter
from handlers import (
    following,
    greeting,
    library,
    reading,
)
from handlers.arguments import (
    read_asked_digest,
    read_asked_narrowing,
    read_asked_topic,
    read_changes,
    read_search,
    read_to_explain,
)
from handlers.asking.commands import ASKING_COMMANDS
from handlers.authors import FOLLOW
from handlers.chat_commands import CHAT_COMMANDS
from handlers.command import Command
from handlers.exchange import records
from handlers.exchange.archive_commands import ARCHIVE_COMMANDS
from handlers.groups.commands import GROUP_COMMANDS
from handlers.operating import admission, figures
from handlers.trends import looking_back

TOPIC = Parameter(
    name="topic", meaning="words, a ready topic or a query", example="diffusion models"
)
PAPER = Parameter(
    name="paper", meaning="an arXiv id or link", example="2403.04634", read=PaperId.parse
)


async def _help(services: Services, context: Context, command: str | None) -> Document:
    return greeting.help_for(COMMANDS, command, is_operator=context.is_operator)


NAME = Parameter(
    name="who",
    meaning="a platform with the id of a person, chat or server",
    example="telegram:4242",
    read=read_name,
)

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
        alone="topics",
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
    FOLLOW,
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
        summary="What was announced in your topics, or in one; a day or a week after it",
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
        parameters=(replace(PAPER, read=read_to_explain),),
    ),
    Command(
        name="evidence",
        summary="The sentences that a paper's summary stands on",
        run=reading.evidence,
        effort=at_hand.effort_of_explaining,
        parameters=(PAPER,),
    ),
    *ASKING_COMMANDS,
    Command(
        name="changes",
        summary="What changed in a paper between versions",
        run=reading.changes,
        effort=effort_of_changes,
        parameters=(replace(PAPER, read=read_changes),),
    ),
    Command(
        name="trends",
        summary="What rose in your topics, or in one, against the weeks before",
        run=looking_back.trends,
        effort=effort_of_trends,
        allowance=allowances.DIGESTS,
        parameters=(replace(TOPIC, required=False),),
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
                read=read_search,
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
        run=library.save,
        effort=tastes.effort,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(
        name="bibtex",
        summary="A paper as BibTeX",
        run=records.bibtex,
        effort=at_hand.effort_of_paper,
        parameters=(PAPER,),
    ),
    Command(
        name="saved",
        summary="The papers you saved, the unread first; or those with some words",
        run=library.saved,
        effort=reading_list.effort_of_list,
        parameters=(
            Parameter(
                name="search", meaning="words to look for", example="diffusion", required=False
            ),
        ),
        is_own=True,
    ),
    Command(
        name="read",
        summary="Mark a saved paper as read; again takes it back",
        run=library.read,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(
        name="note",
        summary="Note something of a paper, which saves it; alone, shows your note",
        run=library.note,
        effort=library.effort_of_note,
        parameters=(
            Parameter(
                name="note",
                meaning="a paper, then your words",
                example="2403.04634 compare figure 3 with ours",
                read=library.read_asked_note,
            ),
        ),
        is_own=True,
    ),
    Command(
        name="more",
        summary="More papers like this one; again takes it back",
        run=library.more,
        effort=tastes.effort,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(
        name="less",
        summary="Fewer papers like this one; again takes it back",
        run=library.less,
        effort=tastes.effort,
        parameters=(PAPER,),
        is_a_word=True,
    ),
    Command(
        name="similar",
        summary="Papers like one, the nearest first, with what they share",
        run=library.similar,
        effort=similar.effort_of_similar,
        allowance=allowances.SEARCHES,
        parameters=(replace(PAPER, read=library.read_asked_similar),),
    ),
    Command(
        name="profile",
        summary="What your order of papers stands on, or a group's; with a paper, take it out",
        run=library.profile,
        effort=library.effort_of_profile,
        parameters=(replace(PAPER, required=False),),
    ),
    *ARCHIVE_COMMANDS,
    *GROUP_COMMANDS,
    *CHAT_COMMANDS,
    Command(
        name="about",
        summary="What runs here, and how arXiv's announcements stand",
        run=greeting.about,
    ),
    Command(
        name="stats",
        summary="For those who run Papercrier: how it is doing, and did on the last days",
        run=figures.stats,
        parameters=(
            Parameter(
                name="days",
                meaning="how many days, as many as are kept: 31",
                example="31",
                required=False,
                bounds=(1, DAYS),
                read=figures.read_days,
            ),
        ),
        access=Access.OPERATORS,
    ),
    Command(
        name="allow",
        summary="For those who run Papercrier: let somebody use it; alone, who may",
        run=admission.allow,
        parameters=(replace(NAME, required=False),),
        access=Access.OPERATORS,
    ),
    Command(
        name="deny",
        summary="For those who run Papercrier: let somebody use it no more",
        run=admission.deny,
        parameters=(NAME,),
        access=Access.OPERATORS,
    ),
)
"""Every command, in the order in which help lists them."""


BY_NAME: Final = {command.name: command for command in COMMANDS}
"""The same by their names."""


def access_to(name: str) -> Access:
    """Who may use a command; what is none, everybody, to be told so."""
    return BY_NAME[name].access if name in BY_NAME else Access.EVERYBODY


def is_a_word(name: str) -> bool:
    """Whether a command's answer is but a word, to whoever presses a button for it."""
    return name in BY_NAME and BY_NAME[name].is_a_word
