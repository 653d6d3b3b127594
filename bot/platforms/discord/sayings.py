"""What is said on Discord that no command says."""

from __future__ import annotations

from typing import Final

from bot.platforms.answering import told
from bot.platforms.buttons import NOT_OURS
from domain.documents import Button, Buttons, Document, Paragraph, inline
from domain.errors import InputError
from domain.messages import sentence
from i18n.speech import phrase

_MOST_OFFERED: Final = 10


def choice_of(papers: list[str]) -> Document:
    """Some papers to choose one from."""
    buttons = [
        Button(phrase("Summarize {paper}", paper=paper), command=f"/summarize {paper}")
        for paper in papers[:_MOST_OFFERED]
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    said = Paragraph(inline(phrase("That message names several papers. Which one?")))
    return Document(blocks=(said, Buttons(rows)))


def no_paper() -> Document:
    """That a message names no paper."""
    hint = sentence("It takes an arXiv id or link, for example 2403.04634.")
    return told(InputError(sentence("That message names no paper that I recognise."), hint=hint))


def expired() -> Document:
    """That a button is too old."""
    said = phrase("That button has expired, but all it did can be had from the menu.")
    menu = Buttons(((Button(phrase("Menu"), command="/start"),),))
    return Document(blocks=(Paragraph(inline(said)), menu))


def not_ours() -> Document:
    """That a button is none of ours."""
    return Document.say(phrase(NOT_OURS))


def ending() -> Document:
    """That the process is about to end."""
    return Document.say(phrase("I am being restarted; please ask again in a minute."))
