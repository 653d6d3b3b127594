"""Summaries in batches: at half the price, by the moment they are needed, or not at all.

What was asked is kept before it is asked: a process that is killed finds its batches again, asks
nothing twice, and pays for nothing twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from pydantic_ai.models.batch import Batch

from domain.concurrency.aside import aside
from domain.errors import AnswerUnusable, ModelError
from domain.papers import Paper
from domain.ports import Clock, Keep, Notes, Wanted
from domain.summaries import Summary
from summaries.grounding.judging import judged
from summaries.llm.answers import Answer
from summaries.llm.batch.model import BatchModel, Question
from summaries.llm.budget import Budget
from summaries.llm.calling import CHARACTERS_A_TOKEN
from summaries.llm.prompting import instructions, task
from summaries.llm.summarizer import TOKENS_ANSWERED, LanguageModelSummarizer
from summaries.llm.usage import Usage
from summaries.text.numbering import NumberedPaper, numbered

_log = logging.getLogger(__name__)

LEAST_TIME: Final = timedelta(minutes=30)
"""Before the moment when they are needed: with less, summaries are made one by one at once."""
POLL: Final = 60.0
"""Seconds between two looks at a batch."""
_LAST_LOOKS: Final = 3
"""Looks at a batch that was cancelled, for what had been answered by then."""
_NOTE: Final = "batches"


@dataclass(frozen=True, slots=True)
class Job:
    """A batch that was asked for.

    Attributes:
        names: of its questions.
        model: that was asked.
        until: when its answers are needed.
        begun: when it was asked for.
        day: that it was counted for, as it was expected to cost.
        tokens: that it was expected to take.
        money: that these cost; None where no price is known.
        batch: None while it is not known whether it was taken.
    """

    names: tuple[str, ...]
    model: str
    until: datetime
    begun: datetime
    day: date
    tokens: int
    money: float | None
    batch: Batch | None = None

    @property
    def booked(self) -> Usage:
        """What it was counted as."""
        return Usage(self.tokens, self.money, len(self.names))


_JOBS: Final = TypeAdapter(list[Job])


def _sum(usages: Iterable[Usage]) -> Usage:
    """Several of them in one; without a price where one has none."""
    some = tuple(usages)
    prices = [usage.money for usage in some if usage.money is not None]
    money = sum(prices) if len(prices) == len(some) else None
    return Usage(sum(u.tokens for u in some), money, sum(u.calls for u in some))


class BatchSummarizer:
    """A `domain.ports.BulkSummarizer` over a provider's batch interface."""

    def __init__(
        self,
        *,
        model: BatchModel,
        summarizer: LanguageModelSummarizer,
        budget: Budget,
        notes: Notes,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Wire it; sleep is given by tests."""
        self._model = model
        self._summarizer = summarizer
        self._budget = budget
        self._notes = notes
        self._clock = clock
        self._sleep = sleep
        self._no_use: set[str] = set()

    async def make(
        self,
        wanted: Sequence[Wanted],
        until: datetime,
        keep: Keep,
        is_interrupted: Callable[[], bool],
    ) -> bool:
        """Have summaries made together, and wait for them; see `domain.ports.BulkSummarizer`."""
        by_name = {self._name(paper, language): (paper, language) for paper, language in wanted}
        jobs = await self._found(await self._kept())
        waiting = {name for job in jobs for name in job.names}
        new = {
            name: one
            for name, one in by_name.items()
            if name not in waiting and name not in self._no_use
        }
        if new and until - self._clock.now() >= LEAST_TIME:
            jobs = await self._asked(jobs, new, until)
        while jobs:
            jobs = [job for job in jobs if not await self._is_over(job, by_name, keep)]
            if not jobs or is_interrupted():
                break
            await self._sleep(POLL)
            jobs = await self._found(jobs)
        return not jobs

    def _name(self, paper: Paper, language: str) -> str:
        key = self._summarizer.key(paper, None, language)
        return hashlib.sha256(repr(key).encode()).hexdigest()[:40]

    async def _asked(
        self, jobs: list[Job], new: Mapping[str, Wanted], until: datetime
    ) -> list[Job]:
        """Ask for a batch; it is kept before, so that it is found again whatever happens then."""
        questions = [await self._question(name, *one) for name, one in new.items()]
        day, questions, expected = await self._booked(questions)
        if day is None:
            return jobs
        job = Job(
            names=tuple(each.name for each in questions),
            model=self._model.name,
            until=until,
            begun=self._clock.now(),
            day=day,
            tokens=expected.tokens,
            money=expected.money,
        )
        await self._keep([*jobs, job])
        try:
            batch = await self._model.submit(questions)
        except AnswerUnusable as error:
            _log.warning("no batch by %s: %s", self._model.name, error)
            self._no_use |= set(job.names)
            await self._end(job, Usage())
            return jobs
        except ModelError as error:
            _log.warning("it is not known whether %s takes a batch: %s", self._model.name, error)
            return [*jobs, job]
        taken = [*jobs, replace(job, batch=batch)]
        await self._keep(taken)
        return taken

    async def _booked(self, questions: list[Question]) -> tuple[date | None, list[Question], Usage]:
        """As many questions as the budget has room for, their day, and what they are to cost.

        Each is priced by itself: long questions cost more a token, many short ones do not.
        """
        expected = list(map(self._expected, questions))
        if (day := await self._budget.book(_sum(expected))) is not None:
            return day, questions, _sum(expected)
        days: list[date] = []
        for usage in expected:
            booked = await self._budget.book(usage)
            if booked is None:
                break
            days.append(booked)
        fitting = expected[: len(days)]
        return days[-1] if days else None, questions[: len(days)], _sum(fitting)

    def _expected(self, question: Question) -> Usage:
        read = (len(question.instructions) + len(question.text)) // CHARACTERS_A_TOKEN
        price = self._model.price(read, TOKENS_ANSWERED)
        return Usage(read + TOKENS_ANSWERED, price, 1)

    async def _question(self, name: str, paper: Paper, language: str) -> Question:
        seen = await aside(numbered, paper, None)
        return Question(name, instructions(), task(seen, language))

    async def _found(self, jobs: Sequence[Job]) -> list[Job]:
        """The jobs, with those whose id was lost; without those that were never taken."""
        found: list[Job] = []
        never_taken: list[Job] = []
        known = {job.batch.id for job in jobs if job.batch is not None}
        for job in jobs:
            if job.model != self._model.name:
                continue
            if job.batch is None:
                try:
                    batch = await self._model.found(job.names, job.begun, known)
                except ModelError as error:
                    _log.warning("a batch of %s is not found: %s", self._model.name, error)
                    found.append(job)
                    continue
                if batch is None:
                    never_taken.append(job)
                    continue
                known.add(batch.id)
                job = replace(job, batch=batch)
            found.append(job)
        if found != list(jobs):
            await self._keep(found)
        # Forgotten before: who is killed in between takes nothing back twice.
        for job in never_taken:
            await self._budget.settle(job.day, job.booked, Usage())
        return found

    async def _is_over(self, job: Job, by_name: Mapping[str, Wanted], keep: Keep) -> bool:
        """Look at a batch; what it has answered is kept once it has ended, or has to."""
        is_late = self._clock.now() >= job.until
        answers: Mapping[str, Answer] = {}
        used = job.booked
        try:
            if (batch := await self._ended(job, is_late=is_late)) is not None:
                answers, used = await self._model.collect(batch)
            elif not is_late:
                return False
        except ModelError as error:
            _log.warning("a batch of %s cannot be looked at: %s", self._model.name, error)
            if not is_late:
                return False
        for name in job.names:
            if name in by_name:
                await self._told(name, *by_name[name], answers.get(name), keep)
        await self._end(job, used)
        return True

    async def _ended(self, job: Job, *, is_late: bool) -> Batch | None:
        """A batch that has ended; one that is late is cancelled, for what it has until then."""
        if job.batch is None:
            return None
        batch = await self._model.look(job.batch)
        if is_late and batch.status == "in_progress":
            batch = await self._model.cancel(batch)
        for _ in range(_LAST_LOOKS if is_late else 0):
            if batch.status == "ended":
                break
            await self._sleep(POLL / 10)
            batch = await self._model.look(batch)
        return batch if batch.status == "ended" else None

    async def _told(
        self, name: str, paper: Paper, language: str, answer: Answer | None, keep: Keep
    ) -> None:
        """Keep the summary that an answer makes; where it makes none, that is remembered."""
        seen = await aside(numbered, paper, None)
        summary = None if answer is None else await self._made(answer, paper, seen, language)
        if summary is None:
            self._no_use.add(name)
        else:
            await keep(paper, language, summary)

    async def _made(
        self, answer: Answer, paper: Paper, seen: NumberedPaper, language: str
    ) -> Summary | None:
        judgement = await aside(judged, answer, seen, language)
        if not judgement.suffices:
            return None
        return self._summarizer.told(judgement, paper, seen, language)

    async def _end(self, job: Job, used: Usage) -> None:
        """Forget a batch, and count what it took in place of what was expected."""
        await self._keep([each for each in await self._kept() if each.names != job.names])
        await self._budget.settle(job.day, job.booked, used)

    async def _kept(self) -> list[Job]:
        note = await self._notes.note(_NOTE)
        return _JOBS.validate_json(note) if note else []

    async def _keep(self, jobs: Sequence[Job]) -> None:
        await self._notes.save_note(_NOTE, _JOBS.dump_json(list(jobs)).decode())
