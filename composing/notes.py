"""Notes: what is said of an answer below it."""

from __future__ import annotations

from typing import Final

from domain.documents import Block, Paragraph, inline, italic
from domain.errors import PapercrierError
from domain.messages import marked
from i18n.speech import phrase, spoken

STAYS: Final = marked(
    "Summaries stay in the paper's own language for now: "
    "putting them into another needs a language model, and none is set up."
)


def noted(said: str) -> Paragraph:
    """A note."""
    return Paragraph(inline(italic(said)))


def untranslated() -> tuple[Block, ...]:
    """That summaries are in a paper's own words, though another language is wished for."""
    return (noted(phrase(STAYS)),)


def refused(refusal: PapercrierError) -> tuple[Block, ...]:
    """Why some of what is shown has no summary."""
    said = phrase(
        "{refusal} {hint}",
        refusal=spoken(refusal.message),
        hint=spoken(refusal.hint) if refusal.hint else "",
    )
    return (noted(said),)
