"""A document's poll as Discord takes it (https://discord.com/developers/docs/resources/poll)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.documents import Bullets, Document
from domain.excerpts import excerpt
from rendering.discord.classic import LONGEST_CONTENT
from rendering.discord.markup import inline

LONGEST_QUESTION: Final = 300
LONGEST_ANSWER: Final = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordPoll:
    """A poll.

    Attributes:
        content: Markdown that stands above it: where the answers lead.
        closes: when it ends, UTC.
    """

    question: str
    answers: tuple[str, ...]
    closes: datetime
    content: str = ""


def poll_of(document: Document) -> DiscordPoll | None:
    """The poll of a document, if it has one."""
    poll = document.poll
    if poll is None:
        return None
    told = next((block for block in document.blocks if isinstance(block, Bullets)), Bullets(()))
    links = (tuple(span for span in item if span.link) for item in told.items)
    lines = "\n".join(f"{number}. {inline(spans)}" for number, spans in enumerate(links, 1))
    return DiscordPoll(
        question=excerpt(poll.question, LONGEST_QUESTION),
        answers=tuple(excerpt(one, LONGEST_ANSWER) for one in poll.options),
        closes=poll.closes,
        content=lines if len(lines) <= LONGEST_CONTENT else "",
    )
