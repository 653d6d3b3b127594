"""Questions answered by a language model in the reader's language; only what stands is kept.

The model reads the passages that tell most of what is asked, and the abstract; not the whole paper.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from domain.concurrency.aside import aside
from domain.errors import (
    AnswerUnusable,
    ContentRefused,
    FormatRefused,
    KeyRefused,
    ModelError,
    ModelUnavailable,
    QuotaSpent,
    TextTooLong,
)
from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Clock
from domain.ports.summarizing import SoFar, unheard
from domain.summaries import Answer, Basis, Claim, Evidence, Provenance, StandIn
from summaries.grounding.rules import Problem
from summaries.grounding.templates import instruction_in
from summaries.llm.answers import Heard, LanguageModel, Reply
from summaries.llm.budget import Budget
from summaries.llm.calling import Calls, OverBudget
from summaries.llm.prompting import QUESTION_PROMPT, question_instructions, question_task
from summaries.questions.answering import ExtractiveAnswerer, find
from summaries.questions.faithful import held, is_beyond
from summaries.questions.searchable import ABSTRACT, SearchablePaper
from summaries.text.numbering import NumberedPaper

_log = logging.getLogger(__name__)

READ: Final = 24
"""Passages that the model reads, each with those beside it."""
LONGEST: Final = 24_000
"""Characters of them at most, some 6,000 tokens."""
MOST_SENTENCES: Final = 5
_TOKENS_ANSWERED: Final = 500
_SHORTENINGS: Final = 2
_REASONS: Final = (
    (KeyRefused, StandIn.KEY),
    (QuotaSpent, StandIn.QUOTA),
    (ContentRefused, StandIn.REFUSED),
    (FormatRefused, StandIn.FORMAT),
    (AnswerUnusable, StandIn.UNGROUNDED),
)


class LanguageModelAnswerer:
    """A `domain.ports.Answerer` that asks a language model and checks what it says.

    It is not asked what has next to nothing to do with the paper. A sentence that does not stand is
    sent back once, with what is wrong; what still does not stand is dropped. Where nothing is left,
    where the day's budget is spent, or where the model does not answer, the paper's own sentences
    answer, and the provenance says so.
    """

    def __init__(
        self, model: LanguageModel, extracts: ExtractiveAnswerer, budget: Budget, clock: Clock
    ) -> None:
        self._model = model
        self._extracts = extracts
        self._calls = Calls(model, budget, on_demand=True, apart="questions")
        self._clock = clock

    async def answer(
        self,
        paper: Paper,
        text: FullText | None,
        question: str,
        *,
        before: str = "",
        language: str = "en",
        may_cost: bool = True,
        so_far: SoFar = unheard,
    ) -> Answer:
        """What a paper says to a question; see `domain.ports.Answerer`."""
        extract = await self._extracts.answer(paper, text, question, before=before)
        if not may_cost or is_beyond(extract):
            return extract
        seen = await aside(self._seen, paper, text, question, before)
        try:
            claims = await self._claims(seen, question, before, language, so_far)
        except OverBudget:
            reason = StandIn.BUDGET
        except ModelError as error:
            _log.warning("no answer of %s by %s: %s", paper.id, self._model.name, error)
            of_kind = (reason for kind, reason in _REASONS if isinstance(error, kind))
            reason = next(of_kind, StandIn.UNAVAILABLE)
        else:
            return self._answered(paper, text, extract, claims, language)
        return replace(extract, provenance=replace(extract.provenance, stands_in=reason))

    def _answered(
        self,
        paper: Paper,
        text: FullText | None,
        extract: Answer,
        claims: Sequence[Claim],
        language: str,
    ) -> Answer:
        provenance = Provenance(
            model=self._model.name,
            prompt=QUESTION_PROMPT,
            made_at=self._clock.now(),
            paper_version=paper.id.version,
            basis=Basis.FULL_TEXT if text is not None and text.sections else Basis.ABSTRACT,
            language=language,
        )
        nearest = () if claims else (extract.nearest or extract.claims)[:1]
        answer = replace(extract, claims=tuple(claims), nearest=nearest, provenance=provenance)
        return answer.typeset((*paper.formulas, *(text.formulas if text else ())), text)

    def _seen(
        self, paper: Paper, text: FullText | None, question: str, before: str
    ) -> NumberedPaper:
        """The paper, of which the passages are shown that tell most of what is asked."""
        known = self._extracts.searchable(paper, text)
        found = find(known, question, READ, before)
        abstract = sum(passage.section == ABSTRACT for passage in known.passages)
        # Where nothing can be looked for, as in another language, all of it is read as far as fits.
        is_found = any(found.scores)
        near = _near(known, found.places) if is_found else range(len(known.passages))
        return NumberedPaper(
            title=paper.title if instruction_in(paper.title) is None else "",
            sentences=tuple(Evidence(one.section, one.text) for one in known.passages),
            abstract=abstract,
            coverage=1.0,
            of_full_text=len(known.passages) > abstract,
            shown=tuple(sorted({*range(abstract), *near})),
        ).shortened(LONGEST)

    async def _claims(
        self, seen: NumberedPaper, question: str, before: str, language: str, so_far: SoFar
    ) -> tuple[Claim, ...]:
        """What stands of the model's answer; nothing where it says that the paper does not say.

        Raises:
            AnswerUnusable: it says something of which nothing stands.
            ModelError, OverBudget: it is not asked, or does not answer.
        """
        at_once = (await self._model.room()).characters
        if at_once is not None:
            seen = seen.shortened(at_once)
        reply, seen = await self._first(seen, question, before, language, so_far)
        claims, problems = await aside(held, reply.sentences, seen, language)
        if problems:
            claims = await self._mended(seen, question, before, language, reply, problems, claims)
        if reply.sentences and not claims:
            raise AnswerUnusable
        return claims[:MOST_SENTENCES]

    async def _first(
        self, seen: NumberedPaper, question: str, before: str, language: str, so_far: SoFar
    ) -> tuple[Reply, NumberedPaper]:
        """What it answers first, and what it had read for it; what stands is told as it comes."""
        told = 0

        async def heard(reply: Reply) -> None:
            nonlocal told
            standing, _ = await aside(held, reply.sentences, seen, language)
            if len(standing) > told:
                told = len(standing)
                so_far(standing[:MOST_SENTENCES])

        for _ in range(_SHORTENINGS):
            try:
                task = question_task(seen, question, before, language)
                return await self._reply(task, heard), seen
            except TextTooLong:
                seen = seen.shortened(len(seen.rendered) // 2)
        return await self._reply(question_task(seen, question, before, language), heard), seen

    async def _mended(
        self,
        seen: NumberedPaper,
        question: str,
        before: str,
        language: str,
        reply: Reply,
        problems: Sequence[tuple[str, Problem]],
        standing: tuple[Claim, ...],
    ) -> tuple[Claim, ...]:
        """The better of what stands and what stands of an answer after its problems were named."""
        said = reply.model_dump_json()
        text = question_task(seen, question, before, language, said=said, problems=problems)
        try:
            again = await self._reply(text)
        except (OverBudget, ModelUnavailable, TextTooLong, AnswerUnusable):
            return standing
        claims, _ = await aside(held, again.sentences, seen, language)
        return max((claims, standing), key=len)

    async def _reply(self, text: str, heard: Heard | None = None) -> Reply:
        ask = partial(self._model.reply, heard=heard)
        return await self._calls.call(ask, question_instructions(), text, _TOKENS_ANSWERED)


def _near(paper: SearchablePaper, places: Sequence[int]) -> list[int]:
    last = len(paper.passages) - 1
    return [near for place in places for near in (place - 1, place, place + 1) if 0 <= near <= last]
