"""Asks real models about small papers of our own, on the path of any paper; prints what came.

``python -m tests.models`` runs the models that packages ship, in an environment made in
``.venv-models``; with ``PAPERCRIER_LLM_MODEL`` and ``PAPERCRIER_LLM_BASE_URL`` or
``PAPERCRIER_LLM_API_KEY`` set, that one. It fails where no answer of any model was used.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from bot.settings import Settings
from domain.papers import Paper
from papers.text.latex import readable
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.grounding.judging import judged
from summaries.llm.answers import Answer, LanguageModel
from summaries.llm.budget import Budget, Limits
from summaries.llm.models import OpenModel, open_model
from summaries.llm.servers import Limits as ServerLimits
from summaries.llm.summarizer import LanguageModelSummarizer
from summaries.llm.trial import Capability
from summaries.llm.usage import Meter
from summaries.text.numbering import NumberedPaper, numbered
from tests.fakes.clock import SettableClock
from tests.models.packaged import MODELS, served, set_up
from tests.summaries.invented_papers import PER_FIELD, cases

FOLDER: Final = Path(".venv-models")
PAPERS: Final = 5
"""One of each field; answers of small models take minutes without a graphics card."""
HEAD: Final = (
    "| model | form | question | used | claims stood | fell by rule | otherwise | seconds |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)
_CLOCK: Final = SettableClock("2031-03-07T12:00:00Z")


@dataclass(slots=True)
class Seen:
    """What came of a model."""

    form: str = ""
    question: str = ""
    used: int = 0
    stood: int = 0
    fell: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def row(self, name: str) -> str:
        """A row of a Markdown table."""
        fallen = ", ".join(f"{rule} {times}" for rule, times in self.fell.most_common()) or "none"
        why = ", ".join(f"{reason} {times}" for reason, times in self.reasons.items()) or "–"
        middle = sorted(self.seconds)[len(self.seconds) // 2]
        return (
            f"| {name} | {self.form} | {self.question} | {self.used} of {len(self.seconds)} "
            f"| {self.stood} | {fallen} | {why} | {middle:.0f} |"
        )


class Watched:
    """A model whose answers are judged as they come, also where nothing is made of them."""

    def __init__(self, model: OpenModel) -> None:
        self._model = model
        self.paper: NumberedPaper | None = None
        self.seen = Seen()

    def __getattr__(self, name: str) -> Any:
        """All else is the model's."""
        return getattr(self._model, name)

    async def answer(self, instructions: str, text: str, meter: Meter) -> Answer:
        """The whole question."""
        return self._noted(await self._model.answer(instructions, text, meter))

    async def brief(self, instructions: str, text: str, meter: Meter) -> Answer:
        """The short one."""
        return self._noted(await self._model.brief(instructions, text, meter))

    def _noted(self, answer: Answer) -> Answer:
        if self.paper is not None:
            found = judged(answer, self.paper, "en")
            self.seen.stood += sum(map(len, found.standing.values()))
            self.seen.fell.update(str(problem.rule) for _, problem in found.problems)
        return answer


async def looked_at(name: str, key: str, address: str, limits: ServerLimits) -> Seen:
    """What comes of asking a model about each paper."""
    opened = open_model(name, key=key, address=address, limits=limits, readable=readable)
    watched = Watched(opened)
    model = cast("LanguageModel", watched)
    seen = watched.seen
    store = MemoryStore()
    budget = Budget(limits=Limits(), notes=store, clock=_CLOCK)
    extractive = ExtractiveSummarizer(_CLOCK)
    capability = Capability(model, budget, _CLOCK, notes=store, makes_trials=True)
    summarizer = LanguageModelSummarizer(
        model=model, fallback=extractive, budget=budget, clock=_CLOCK, capability=capability
    )
    try:
        seen.question = "short" if await capability.is_brief() else "whole"
        for paper in papers():
            watched.paper = numbered(paper, None)
            start = time.monotonic()
            made = await summarizer.summarize(paper, None, "en")
            seen.seconds.append(time.monotonic() - start)
            why = made.provenance.stands_in
            seen.used += why is None
            seen.reasons.update([why] if why else [])
            sys.stderr.write(f"{name}: {paper.title}: {why or 'used'}\n")
        seen.form = opened.form
    finally:
        await opened.close()
    return seen


def papers() -> list[Paper]:
    """The first invented paper of each field."""
    return [case.paper for case in islice(cases(), 0, None, PER_FIELD)][:PAPERS]


async def main() -> int:
    """Print a table; the exit status is 1 where no answer was used."""
    settings = Settings()
    rows: list[str] = []
    used = 0
    limits = ServerLimits(settings.llm_context, settings.llm_timeout, settings.llm_parallel)
    if settings.llm_model:
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
        seen = await looked_at(settings.llm_model, key, settings.llm_base_url, limits)
        rows.append(seen.row(settings.llm_model))
        used += seen.used
    else:
        for model in MODELS:
            async with served(*set_up(FOLDER, model)) as address:
                seen = await looked_at(model.name, "", address, limits)
            rows.append(seen.row(model.name))
            used += seen.used
    sys.stdout.write("\n".join([*HEAD, *rows, ""]))
    return int(used == 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
