"""Asking a paper: what it says to a question, in its own sentences, or that it does not say.

A question can go on from the one before it in the same chat or thread, for a day.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.fair_use.allowances import QUESTIONS
from app.fair_use.quotas import QuotaReached
from app.fair_use.spending import QuotaAllowance
from app.lookup import paper_to_read
from app.paper_text import read_text
from app.services import Services
from domain.errors import StoreError
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import NOTHING, Message, sentence
from domain.papers import Paper
from domain.requests import Context, Turn
from domain.summaries import Answer
from storage.question_rules import REMEMBERED
from summaries.questions.asked import goes_on

CHOICES: Final = 3
"""Papers that are offered where a question names none."""
EXPECTED: Final = timedelta(minutes=10)
"""For how long what is typed next is the question that somebody was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question answered.

    Attributes:
        text: what was read of the paper; None where only its abstract was.
        unread: why it could not be read; none where it was, or there was nothing to read.
        refusal: why no language model was asked; None where it was, or there is none.
    """

    paper: Paper
    answer: Answer
    text: FullText | None
    unread: Message = NOTHING
    refusal: QuotaReached | None = None


async def ask(services: Services, context: Context, wanted: PaperId, question: str) -> Answered:
    """What a paper says to a question.

    The paper is read for it, as for being explained; where it cannot be, its abstract answers.
    What stands of a language model's answer is told while more of it is written.

    Raises:
        PaperNotFound: arXiv does not have it.
        SourceError: arXiv does not answer.
        UsedUp: whoever asks has asked as much as one may.
    """
    await services.allowances.charge(context, QUESTIONS)
    paper = await paper_to_read(services, context, wanted)
    read = await read_text(services, paper, context.progress)
    text = read.text if read.text and read.text.sections else None
    before = await _asked_before(services, context, paper)
    allowance = QuotaAllowance(services, context)
    # Without a model, nothing of it is anybody's money.
    async with allowance.one() if services.model else nullcontext(False) as may_cost:
        if may_cost:
            context.progress(sentence("Writing the answer"))
        answer = await services.answerer.answer(
            paper,
            text,
            question,
            before=before,
            language=context.settings.language,
            may_cost=may_cost,
            so_far=lambda claims: context.draft(" ".join(claim.text for claim in claims)),
        )
    with suppress(StoreError):
        # What cannot be kept cannot be gone on from; it is answered all the same.
        await services.store.keep_turn(
            context.chat,
            Turn(paper.id.base, question, services.clock.now(), refused=answer.is_refusal),
        )
    services.daily.count("questions")
    return Answered(
        paper=paper, answer=answer, text=text, unread=read.unread, refusal=allowance.refusal
    )


async def _asked_before(services: Services, context: Context, paper: Paper) -> str:
    """The last question by itself that the paper answered; a further one may go on from it."""
    turns = await conversation(services, context)
    own = (t.question for t in turns if t.paper == paper.id.base and not t.refused)
    return next((asked for asked in own if not goes_on(asked)), "")


async def ask_in_passing(
    services: Services, context: Context, paper: Paper, question: str
) -> Answered:
    """What a paper says to a question, as far as it is read already; nothing is remembered.

    Raises:
        UsedUp: whoever asks has asked as much as one may.
    """
    await services.allowances.charge(context, QUESTIONS)
    text = await at_hand(services, paper)
    answer = await services.answerer.answer(paper, text, question, may_cost=False)
    return Answered(paper=paper, answer=answer, text=text)


async def is_read(services: Services, paper: Paper | None) -> bool:
    """Whether a paper can be asked at once: nothing has to be fetched for it."""
    if paper is None:
        return False
    if services.reader is None or paper.id.is_sample:
        return True
    is_known = await at_hand(services, paper) is not None
    return is_known or await services.reader.refusal(paper) is not None


async def at_hand(services: Services, paper: Paper) -> FullText | None:
    """The text of a paper, where it was read before."""
    if services.reader is None or paper.id.is_sample:
        return None
    text = await services.reader.at_hand(paper)
    return text if text and text.sections else None


async def conversation(services: Services, context: Context) -> list[Turn]:
    """What was asked in the chat or thread within a day, the newest first."""
    since = services.clock.now() - REMEMBERED
    try:
        return [turn for turn in await services.store.turns(context.chat) if turn.at >= since]
    except StoreError:
        return []


async def expect_question(services: Services, context: Context, paper: PaperId) -> None:
    """Note that somebody was just asked what they want to know of a paper."""
    turn = Turn(paper.base, "", services.clock.now(), refused=True)
    with suppress(StoreError):
        await services.store.keep_turn(context.chat, turn)


async def paper_of_conversation(
    services: Services, context: Context, question: str
) -> PaperId | None:
    """The paper of the question before, where this one goes on from there.

    Or the one of which somebody was just asked what they want to know, whatever they say.
    """
    turns = await conversation(services, context)
    if not turns:
        return None
    newest = turns[0]
    is_expected = not newest.is_put() and services.clock.now() - newest.at <= EXPECTED
    return PaperId(newest.paper) if is_expected or (question and goes_on(question)) else None


async def papers_meant(services: Services, context: Context) -> list[Paper]:
    """The papers that a question without one may be put to: asked about last, then told last."""
    asked = [turn.paper for turn in await conversation(services, context)]
    told = await services.store.told_lately(context.chat, CHOICES)
    bases = list(dict.fromkeys((*asked, *told)))[:CHOICES]
    known = await services.library.papers([PaperId(base) for base in bases])
    return [known[base] for base in bases if base in known]
