"""A document's poll as Telegram takes it (https://core.telegram.org/bots/api#sendpoll)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.documents import Bullets, Document
from domain.excerpts import excerpt
from rendering.telegram.html import to_telegram

LONGEST_QUESTION: Final = 300
LONGEST_OPTION: Final = 100
LONGEST_DESCRIPTION: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramPoll:
    """A poll.

    Attributes:
        about: HTML, where the options lead; older servers pass over it.
    """

    question: str
    options: tuple[str, ...]
    about: str = ""


def poll_of(document: Document) -> TelegramPoll | None:
    """The poll of a document, if it has one."""
    poll = document.poll
    if poll is None:
        return None
    return TelegramPoll(
        question=excerpt(poll.question, LONGEST_QUESTION),
        options=tuple(excerpt(one, LONGEST_OPTION) for one in poll.options),
        about=_about(document),
    )


def _about(document: Document) -> str:
    told = next((block for block in document.blocks if isinstance(block, Bullets)), Bullets(()))
    links = tuple(tuple(span for span in item if span.link) for item in told.items)
    made = to_telegram(Document(blocks=(Bullets(links, numbered=True),)))
    fits = len(made) == 1 and len(made[0].plain) <= LONGEST_DESCRIPTION
    return made[0].html if fits else ""
