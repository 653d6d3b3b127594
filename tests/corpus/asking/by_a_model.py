"""``python -m tests.corpus.asking.by_a_model``: the recorded questions, answered by a real model.

With ``PAPERCRIER_LLM_MODEL`` and ``PAPERCRIER_LLM_BASE_URL`` or ``PAPERCRIER_LLM_API_KEY`` set,
that one is asked, else those that packages ship, as `tests.models` has them: ``--model`` picks by a
part of the name. ``--every 3`` asks every third question, ``--minutes`` ends it, ``--context`` is
the server's in tokens: by it what a model reads is shortened. Each row stands beside that of the
paper's own first sentence, over the same questions, and tells how many of each kind there are.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.settings import Settings
from domain.summaries import Answer
from storage.memory import MemoryStore
from summaries.llm.budget import Budget, Limits
from summaries.llm.models import open_model
from summaries.llm.questions import LanguageModelAnswerer
from summaries.llm.servers import Limits as ServerLimits
from tests.corpus.asking.erring.recorded import opened
from tests.corpus.asking.judged import Row, data, judged, mean, scorer
from tests.models.__main__ import FOLDER
from tests.models.packaged import CONTEXT, MODELS, served, set_up
from tests.summaries.questions.erring import CLOCK, EXTRACTS

HEAD = (
    "| answered by | F1, QASPER | F1, own | unanswerable refused | answerable refused | invented"
    " | by the model itself | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked: every so manieth question, until some minutes are over."""

    every: int
    minutes: float


@dataclass(slots=True)
class Seen:
    """What came of a model: the scorer's rows, who answered in the end, and how long it took."""

    rows: list[Row] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@asynccontextmanager
async def answering(name: str, address: str, key: str = "") -> AsyncIterator[LanguageModelAnswerer]:
    """What asks a model at an address."""
    model = open_model(name, key=key, address=address, limits=ServerLimits(0, 600, 1))
    budget = Budget(limits=Limits(), notes=MemoryStore(), clock=CLOCK)
    try:
        yield LanguageModelAnswerer(model, EXTRACTS, budget, CLOCK)
    finally:
        await model.close()


async def asked(answerer: LanguageModelAnswerer, extent: Extent) -> Seen:
    """What it answers."""
    papers, questions = data()
    known = {name: opened(paper) for name, paper in papers.items()}
    seen = Seen()
    until = time.monotonic() + extent.minutes * 60
    for question in sorted(questions, key=lambda one: one["paper"])[:: extent.every]:
        paper, text, _ = known[question["paper"]]
        begun = time.monotonic()
        if begun > until:
            break
        answer = await answerer.answer(paper, text, question["question"])
        seen.seconds.append(time.monotonic() - begun)
        seen.rows.append(scorer().row_of(question, _reply(answer), papers[question["paper"]]))
        why = answer.provenance.stands_in
        is_own = not answer.provenance.is_extractive
        seen.answered["the model" if is_own else str(why or "not asked")] += 1
        sys.stderr.write(f"{question['id']} {why or ''} {answer.claims[:1]}\n")
    return seen


def _reply(answer: Answer) -> dict[str, Any]:
    said = " ".join(claim.text for claim in answer.claims)
    pieces = (piece.quote for one in (*answer.claims, *answer.nearest) for piece in one.evidence)
    return {"answer": said or None, "refused": answer.is_refusal, "cited": [*pieces]}


def rows(name: str, seen: Seen) -> str:
    """Rows of the table: what a model answers, and what no model does to the same questions."""
    ids = {one["id"] for one in seen.rows}
    plain = Seen([one for one in judged()[1] if one["id"] in ids])
    return row("its first sentence, no model", plain) + row(name, seen)


def row(name: str, seen: Seen) -> str:
    """A row of the table, with how many questions each figure is of."""
    by_source = {
        s: [r for r in seen.rows if r["source"] == s and "F1" in r] for s in ("qasper", "own")
    }
    no = [r for r in seen.rows if r["kind"] == "unanswerable"]
    yes = [r for r in seen.rows if r["kind"] != "unanswerable"]
    middle = sorted(seen.seconds)[len(seen.seconds) // 2] if seen.seconds else 0
    return (
        f"| {name}"
        f" | {mean(by_source['qasper'], 'F1'):.3f} ({len(by_source['qasper'])})"
        f" | {mean(by_source['own'], 'F1'):.3f} ({len(by_source['own'])})"
        f" | {mean(no, 'refused'):.0%} ({len(no)}) | {mean(yes, 'refused'):.0%} ({len(yes)})"
        f" | {sum(r['invented'] for r in seen.rows)}"
        f" | {seen.answered['the model']} of {len(seen.rows)} | {middle:.1f} |\n"
    )


async def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600.0)
    parser.add_argument("--context", type=int, default=CONTEXT)
    parser.add_argument("--model", default="")
    wanted = parser.parse_args()
    extent = Extent(wanted.every, wanted.minutes)
    settings = Settings()
    sys.stdout.write(HEAD)
    if settings.llm_model:
        key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
        async with answering(settings.llm_model, settings.llm_base_url, key) as answerer:
            sys.stdout.write(rows(settings.llm_model, await asked(answerer, extent)))
        return
    for model in MODELS:
        if wanted.model in model.name:
            async with (
                served(*set_up(FOLDER, model), wanted.context) as address,
                answering(f"openai:{model.name}", address) as answerer,
            ):
                sys.stdout.write(rows(model.name, await asked(answerer, extent)))
                sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
