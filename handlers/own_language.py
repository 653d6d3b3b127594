"""What is said where summaries cannot be in the language that a chat wishes for."""

from __future__ import annotations

from typing import Final

from app.services import Services
from domain.documents import Inline, inline, italic
from domain.messages import marked
from i18n.speech import phrase

PAPERS_LANGUAGE: Final = "en"
"""ISO 639-1 code of what nearly all of arXiv is written in."""
STAYS: Final = marked(
    "Summaries stay in the paper's own language for now: "
    "putting them into another needs a language model, and none is set up."
)


def own_language_note(services: Services, language: str) -> tuple[Inline, ...]:
    """A line on summaries in a paper's own words, where another language is wished for.

    Nothing where a language model is set up: what it could not summarise says so itself.
    """
    if services.model or language == PAPERS_LANGUAGE:
        return ()
    return (inline(italic(phrase(STAYS))),)
