"""Asking a paper: /ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.asking.asking import Answered
from app.asking.asking import ask as ask_paper
from app.fair_use.effort import Effort
from app.services import Services
from composing.asking.answer import answer_document, next_buttons
from domain.documents import Document
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.requests import Context

EXAMPLE: Final = "2403.04634 how many parameters?"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, and the paper that it names, if it does."""

    question: str
    paper: PaperId | None = None


def read_question(text: str) -> AskedQuestion:
    """``2403.04634 how many parameters?``; the paper may stand anywhere in it, or nowhere.

    Raises:
        NotAPaperId: what looks like a paper can be none.
        InputError: there is no question.
    """
    words = text.split()
    place = next((place for place, word in enumerate(words) if PaperId.find(word)), None)
    paper = None if place is None else PaperId.find(words.pop(place))[0]
    question = " ".join(words).strip(" :,-–—")
    if not any(map(str.isalpha, question)):
        raise InputError(sentence("A question is missing."), hint=for_example(f"/ask {EXAMPLE}"))
    return AskedQuestion(question, paper)


async def ask(services: Services, context: Context, asked: AskedQuestion) -> Document:
    """What a paper says to a question."""
    answered = await ask_named(services, context, asked)
    page = answer_document(answered)
    return replace(page, blocks=(*page.blocks, next_buttons(answered)))


async def ask_named(services: Services, context: Context, asked: AskedQuestion) -> Answered:
    """What the paper that a question names says to it.

    Raises:
        InputError: it names none.
    """
    if asked.paper is None:
        raise InputError(
            sentence("Say which paper you ask about."), hint=for_example(f"/ask {EXAMPLE}")
        )
    return await ask_paper(services, context, asked.paper, asked.question)


async def effort_of_question(services: Services, context: Context, asked: AskedQuestion) -> Effort:
    """What it takes to answer: the paper may have to be read."""
    return Effort.ASKING
