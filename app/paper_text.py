"""The text of a paper that somebody asks about: read once, and told where it cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from app.services import Services
from digests.summary_cache import FROM_TEXT
from domain.errors import SourceError, UnreadablePaper
from domain.fulltext import FullText
from domain.messages import NOTHING, Message
from domain.papers import Paper
from domain.requests import Progress
from i18n.speech import phrase


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


async def text_of(
    services: Services, paper: Paper, language: str, progress: Progress, *, anew: bool = False
) -> PaperText:
    """A paper's text; it is read only if no summary was ever made from it, or one is made anew.

    Where it cannot be read any more, the summary that was made from it stays the paper's.
    """
    reader = services.reader
    if reader is None or paper.id.is_sample:
        return PaperText()
    is_known = await services.shelf.made_from_text(paper, language)
    if is_known and not anew:
        text = await reader.at_hand(paper)
        return PaperText(text if text and text.sections else FROM_TEXT, text)
    progress(phrase("Reading the paper"))
    try:
        text = await reader.read(paper)
    except (UnreadablePaper, SourceError) as error:
        return PaperText(FROM_TEXT if is_known else None, unread=error.message)
    return PaperText(text, text)
