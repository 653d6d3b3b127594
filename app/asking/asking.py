"""Asking a paper: what it says to a question, in its own sentences, or that it does not say."""

from __future__ import annotations

from dataclasses import dataclass

from app.fair_use.allowances import QUESTIONS
from app.lookup import paper_for
from app.paper_text import read_text
from app.services import Services
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import NOTHING, Message
from domain.papers import Paper
from domain.requests import Context
from domain.summaries import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question answered.

    Attributes:
        text: what was read of the paper; None where only its abstract was.
        unread: why it could not be read; none where it was, or there was nothing to read.
    """

    paper: Paper
    answer: Answer
    text: FullText | None
    unread: Message = NOTHING


async def ask(services: Services, context: Context, wanted: PaperId, question: str) -> Answered:
    """What a paper says to a question.

    The paper is read for it, as for being explained; where it cannot be, its abstract answers.

    Raises:
        PaperNotFound: arXiv does not have it.
        SourceError: arXiv does not answer.
        UsedUp: whoever asks has asked as much as one may.
    """
    services.allowances.charge(context, QUESTIONS)
    paper = await paper_for(services, context, wanted)
    read = await read_text(services, paper, context.progress)
    text = read.text if read.text and read.text.sections else None
    answer = await services.answerer.answer(paper, text, question)
    return Answered(paper=paper, answer=answer, text=text, unread=read.unread)
