"""The text of a paper that somebody asks about: read once, and told where it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.services import Services
from digests.summary_cache import FROM_TEXT
from domain.errors import SourceError, UnreadablePaper
from domain.fulltext import FullText
from domain.messages import NOTHING, Message, sentence
from domain.papers import Paper
from domain.requests import Progress


@dataclass(frozen=True, slots=True)
class PaperText:
    """What is known of a paper's text.

    Attributes:
        basis: what its summary is made from, or was; None for its abstract.
        text: the text itself, where it is at hand.
        unread: why the paper could not be read, in a sentence; none where it was, or where
            there is nothing to read.
    """

    basis: FullText | None = None
    text: FullText | None = None
    unread: Message = NOTHING


NOT_READ: Final = PaperText()
"""Nobody has read it yet, or there is nothing to read."""


async def known_text(services: Services, paper: Paper, language: str) -> PaperText:
    """A paper's text as far as a summary was made from it; it is not read for that again."""
    reader = services.reader
    if reader is None or paper.id.is_sample:
        return NOT_READ
    if not await services.summary_cache.made_from_text(paper, language):
        return NOT_READ
    text = await reader.at_hand(paper)
    return PaperText(text if text and text.sections else FROM_TEXT, text)


async def read_text(
    services: Services, paper: Paper, progress: Progress, *, before: PaperText = NOT_READ
) -> PaperText:
    """A paper's text, read now.

    Where it cannot be read any more, the summary that was made from it before stays the paper's.
    """
    reader = services.reader
    if reader is None or paper.id.is_sample:
        return NOT_READ
    basis = FROM_TEXT if before.basis else None
    if why := await reader.refusal(paper):
        return PaperText(basis, unread=why)
    progress(sentence("Reading the paper"))
    try:
        text = await reader.read(paper)
    except (UnreadablePaper, SourceError) as error:
        return PaperText(basis, unread=error.message)
    return PaperText(text, text)
