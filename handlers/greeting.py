"""Who this is and how it stands: /start, /help, /about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.limits import LONGEST_NAME
from app.operating import status
from app.services import Services
from composing.operating.condition import about_document
from composing.topics import field_buttons
from domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Inline,
    Paragraph,
    Span,
    bold,
    code,
    inline,
)
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import marked, sentence
from domain.requests import Access, Context
from handlers.command import Command
from i18n.command_names import known_name
from i18n.speech import phrase, styled

WHAT_IT_IS = marked(
    "I read arXiv so that you don't have to: follow topics, and get what was announced in them, "
    "each paper told in a minute; or give me any paper and I explain it."
)

_OTHERS: Final = marked("Papers")
_PARTS: Final = {
    _OTHERS: ("digest", "summarize", "ask", "evidence", "search", "why"),
    marked("Topics"): ("subscribe", "unsubscribe", "narrow", "subscriptions", "topics"),
    marked("What you like"): ("save", "saved", "more", "less", "profile"),
    marked("Settings"): (
        *("settings", "time", "timezone", "language", "detail", "limit", "order", "mute"),
        *("pause", "resume", "quiet", "sound", "updates", "weekly", "unread", "plain"),
    ),
    marked("Your data"): ("export", "import", "forgetme"),
    marked("Papercrier"): ("start", "help", "about", "stats", "allow", "deny"),
}
"""What commands are for, as help tells them; one that is nowhere here is for papers."""


async def start(services: Services, context: Context) -> Document:
    """Say what this is and what to do first."""
    followed = await context.followed()
    steps: list[Inline] = [
        styled("{command} follows a topic", command=code("/subscribe diffusion models")),
        styled("{command} shows ready topics to choose from", command=code("/topics")),
        styled("{command} tells what was announced in your topics", command=code("/digest")),
        styled(
            "{command} explains a paper, from its id or any link",
            command=code("/summarize 2403.04634"),
        ),
        styled("{command} lists all commands", command=code("/help")),
    ]
    blocks: list[Block] = [Paragraph(inline(phrase(WHAT_IT_IS)))]
    if followed:
        names = ", ".join(s.topic.label for s in followed)
        blocks.append(Paragraph(styled("You follow {topics}.", topics=bold(names))))
    blocks += [Bullets(tuple(steps)), field_buttons()]
    return Document("Papercrier", tuple(blocks))


def help_for(
    commands: Iterable[Command], wanted: str | None, *, is_operator: bool = False
) -> Document:
    """All commands by what they are for, or one explained; operators' own are listed for them.

    Raises:
        InputError: there is no such command.
    """
    table = {command.name: command for command in commands}
    if wanted:
        command = table.get(known_name(wanted.strip().lstrip("/").lower())[0])
        if command is None:
            raise InputError(
                sentence("There is no command “{name}”.", name=excerpt(wanted, LONGEST_NAME)),
                hint=sentence("See /help."),
            )
        return _explained(command)
    table = {
        name: command
        for name, command in table.items()
        if is_operator or command.access is not Access.OPERATORS
    }
    blocks: list[Block] = []
    named = {name for names in _PARTS.values() for name in names}
    rest = tuple(name for name in table if name not in named)
    for title, names in (_PARTS | {_OTHERS: (*_PARTS[_OTHERS], *rest)}).items():
        lines = tuple(_line(table[name]) for name in names if name in table)
        blocks += [Heading(inline(phrase(title)), 3), Bullets(lines)]
    return Document(phrase("Commands"), tuple(blocks))


def _line(command: Command) -> Inline:
    return (code(command.usage), Span(" — "), Span(phrase(command.summary)))


def _explained(command: Command) -> Document:
    points = tuple(
        styled("{label}: {text}", label=bold(parameter.name), text=phrase(parameter.meaning))
        for parameter in command.parameters
    )
    said = phrase("{sentence}.", sentence=phrase(command.summary))
    blocks: list[Block] = [Paragraph(inline(said))]
    if points:
        blocks.append(Bullets(points))
    blocks.append(Paragraph(styled("For example: {command}", command=code(command.example))))
    return Document(command.usage, tuple(blocks))


async def about(services: Services, context: Context) -> Document:
    """What runs here, what summaries are made from, and how arXiv's announcements stand.

    Those who run it are told which processes do.
    """
    return about_document(await status.about(services, is_operator=context.is_operator))
