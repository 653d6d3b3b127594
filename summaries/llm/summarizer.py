"""Summaries by a language model, in the reader's language, of which only what stands is kept."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Final

from domain.concurrency.aside import aside
from domain.errors import (
    AnswerTooSlow,
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
from domain.messages import sentence
from domain.papers import Paper
from domain.ports import Clock, Summarizer
from domain.summaries import Basis, Provenance, StandIn, Summary, SummaryKey
from summaries.grounding.judging import Judgement, judged
from summaries.llm.answers import Answer, LanguageModel
from summaries.llm.budget import Budget
from summaries.llm.calling import Calls, OverBudget
from summaries.llm.prompting import (
    PROMPT,
    excerpt_instructions,
    instructions,
    repair,
    shown,
    task,
)
from summaries.llm.rest import PaperRests
from summaries.llm.trial import Capability
from summaries.text.numbering import LONGEST_TEXT, NumberedPaper, numbered
from summaries.text.own_links import own_links
from summaries.text.portions import (
    LEAST_AT_ONCE,
    portions,
    put_together,
    share_read,
    to_be_named,
)

_log = logging.getLogger(__name__)

SHORTENINGS: Final = 3
"""How often a text that is too long is cut in half."""
_REASONS: Final = (
    (KeyRefused, StandIn.KEY),
    (QuotaSpent, StandIn.QUOTA),
    (ContentRefused, StandIn.REFUSED),
    (FormatRefused, StandIn.FORMAT),
    (AnswerUnusable, StandIn.UNGROUNDED),
)
TOKENS_ANSWERED: Final = 2_000
_TOKENS_NAMED: Final = 200


class LanguageModelSummarizer:
    """A `domain.ports.Summarizer` that asks a language model and checks what it says.

    The paper is read in one pass; by its sections where that is more than the model can read at
    once. A claim that does not stand is sent back once, with what is wrong; what still does not
    stand is dropped. Where too little is left, where the day's budget is spent, or where the model
    does not answer, the fallback's summary stands in, and its provenance says so.
    """

    def __init__(
        self,
        *,
        model: LanguageModel,
        fallback: Summarizer,
        budget: Budget,
        clock: Clock,
        on_demand: bool = True,
        longest_text: int = LONGEST_TEXT,
        rests: PaperRests | None = None,
        capability: Capability | None = None,
    ) -> None:
        """Wire a summariser.

        Args:
            model: asked for summaries.
            fallback: makes the extracts.
            budget: what the model may cost.
            clock: for the provenance.
            on_demand: whether somebody waits; what is made ahead leaves a reserve.
            longest_text: characters of a paper that are read at most.
            rests: the papers that are not asked about for a while.
            capability: which question the model is asked.
        """
        self._model = model
        self._fallback = fallback
        self._budget = budget
        self._clock = clock
        self._longest = longest_text
        self._rests = rests or PaperRests()
        self._capability = capability or Capability(model, budget, clock)
        self._calls = Calls(model, budget, on_demand=on_demand)

    def ahead(self) -> LanguageModelSummarizer:
        """The same for summaries that nobody waits for yet."""
        return LanguageModelSummarizer(
            model=self._model,
            fallback=self._fallback,
            budget=self._budget,
            clock=self._clock,
            on_demand=False,
            longest_text=self._longest,
            rests=self._rests,
            capability=self._capability,
        )

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """What the summary is kept under; an extract that stands in for now is not kept."""
        return SummaryKey.of(paper, text, language, model=self._model.name, prompt=PROMPT)

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """The summary of a paper; an extract where there can be none by the model.

        Raises:
            NothingToSummarize: the paper has neither text nor abstract.
        """
        seen = await aside(numbered, paper, text, self._longest)
        if not seen.sentences:
            return await self._fallback.summarize(paper, text, language)
        try:
            self._rests.check(paper.id.base)
            return await self._asked(paper, seen, language)
        except OverBudget:
            reason = StandIn.BUDGET
        except ModelError as error:
            _log.warning("no summary of %s by %s: %s", paper.id, self._model.name, error)
            if isinstance(error, AnswerTooSlow):
                self._rests.begin(paper.id.base)
            of_kind = (reason for kind, reason in _REASONS if isinstance(error, kind))
            reason = next(of_kind, StandIn.UNAVAILABLE)
        extract = await self._fallback.summarize(paper, text, language)
        return replace(extract, provenance=replace(extract.provenance, stands_in=reason))

    async def _asked(self, paper: Paper, seen: NumberedPaper, language: str) -> Summary:
        judgement, seen = await self._judged(seen, language)
        if not judgement.suffices:
            failed = ", ".join(f"{rule} {times}" for rule, times in judgement.counts.most_common())
            raise AnswerUnusable(
                sentence("Too few claims stand ({failed}).", failed=failed or "too few were made")
            )
        return self.told(judgement, paper, seen, language)

    def told(
        self, judgement: Judgement, paper: Paper, seen: NumberedPaper, language: str
    ) -> Summary:
        """The summary of what stands of an answer, where that suffices."""
        provenance = Provenance(
            model=self._model.name,
            prompt=PROMPT,
            made_at=self._clock.now(),
            paper_version=paper.id.version,
            basis=Basis.FULL_TEXT if seen.of_full_text else Basis.ABSTRACT,
            language=language,
            coverage=seen.coverage,
        )
        return judgement.summary(provenance, own_links(paper))

    async def _judged(self, seen: NumberedPaper, language: str) -> tuple[Judgement, NumberedPaper]:
        """What stands of the model's answer, and the paper as far as it was read for it.

        A model of one's own that gives no usable answer to the whole question is asked the short
        one, and from then on that alone where it can answer it.
        """
        asked_in_full = not await self._capability.is_brief()
        try:
            answer, read = await self._first_answer(seen, language, is_brief=not asked_in_full)
            judgement = await aside(judged, answer, read, language)
            if judgement.problems and asked_in_full:
                judgement = await self._mended(read, language, answer, judgement)
        except FormatRefused:
            if not (asked_in_full and self._model.is_own):
                raise
        else:
            if judgement.suffices or not (asked_in_full and self._model.is_own):
                return judgement, read
        answer, read = await self._first_answer(seen, language, is_brief=True)
        judgement = await aside(judged, answer, read, language)
        if judgement.suffices:
            await self._capability.lower()
        return judgement, read

    async def _first_answer(
        self, seen: NumberedPaper, language: str, *, is_brief: bool
    ) -> tuple[Answer, NumberedPaper]:
        """The answer, and the paper as far as it was read for it."""
        ask = partial(self._answer, is_brief=is_brief)
        at_once = (await self._model.room()).characters
        if at_once is None or len(seen.rendered) <= at_once:
            try:
                return await ask(task(seen, language)), seen
            except TextTooLong:
                at_once = len(seen.rendered) // 2
        if seen.of_full_text:
            seen = await self._excerpt(seen, at_once)
        else:
            seen = seen.shortened(at_once)
        for _ in range(SHORTENINGS):
            try:
                return await ask(task(seen, language)), seen
            except TextTooLong:
                shorter = seen.shortened(len(seen.rendered) // 2)
                if shorter is seen:
                    raise
                seen = shorter
        return await ask(task(seen, language)), seen

    async def _excerpt(self, seen: NumberedPaper, at_once: int) -> NumberedPaper:
        """A paper too long to be read at once, down to the sentences that tell most."""
        while True:
            try:
                return await self._named(seen, at_once)
            except TextTooLong:
                if at_once <= LEAST_AT_ONCE:
                    raise
                at_once = max(LEAST_AT_ONCE, at_once // 2)

    async def _named(self, seen: NumberedPaper, at_once: int) -> NumberedPaper:
        """The abstract and what the model names in portions of at most so many characters."""
        pieces = portions(seen, at_once)
        most = to_be_named(seen, len(pieces), at_once)
        told = excerpt_instructions(most)
        named: list[list[int]] = []
        read: list[NumberedPaper] = []
        for piece in pieces:
            try:
                excerpt = await self._calls.call(
                    self._model.excerpt, told, shown(piece), _TOKENS_NAMED
                )
            except AnswerUnusable as error:
                _log.warning("a portion was not read by %s: %s", self._model.name, error)
                continue
            own = [n - 1 for n in excerpt.sentences if n - 1 in piece.places]
            named.append(own[:most])
            read.append(piece)
        if not any(named):
            raise AnswerUnusable(sentence("No sentence of any section was named."))
        return put_together(seen, named, at_once, read=share_read(seen, read))

    async def _mended(
        self, seen: NumberedPaper, language: str, answer: Answer, judgement: Judgement
    ) -> Judgement:
        """The better of an answer and the one given after its problems were named."""
        try:
            said = answer.model_dump_json(exclude_defaults=True)
            again = await self._answer(repair(seen, language, said, judgement.problems))
        except (OverBudget, ModelUnavailable, TextTooLong, AnswerUnusable):
            return judgement
        second = await aside(judged, again, seen, language)
        return max((second, judgement), key=_worth)

    async def _answer(self, text: str, *, is_brief: bool = False) -> Answer:
        ask = self._model.brief if is_brief else self._model.answer
        return await self._calls.call(ask, instructions(), text, TOKENS_ANSWERED)


def _worth(judgement: Judgement) -> tuple[bool, int]:
    return judgement.suffices, sum(map(len, judgement.standing.values()))
