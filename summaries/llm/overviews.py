"""What the papers of a digest are about together, by a language model, held against summaries."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Final
from weakref import WeakValueDictionary

from domain.errors import ModelError
from domain.papers import Paper
from domain.ports import Allowance, Notes
from domain.summaries import Claim, Evidence, Summary
from summaries.grounding.rules import Ground, repeated
from summaries.llm.answers import LanguageModel, Overview, Told
from summaries.llm.budget import Budget
from summaries.llm.calling import Calls, OverBudget
from summaries.llm.prompting import PROMPT, in_language, overview_instructions

_log = logging.getLogger(__name__)

FEWEST_PAPERS: Final = 3
FEWEST_SENTENCES: Final = 2
MOST_SENTENCES: Final = 3
_TAKEAWAYS: Final = 3
_TOKENS_ANSWERED: Final = 500
_PREFIX: Final = "overview "


class LanguageModelOverviewer:
    """A `domain.ports.Overviewer`; each overview is made once for the same papers and language."""

    def __init__(self, *, model: LanguageModel, budget: Budget, notes: Notes) -> None:
        self._model = model
        self._calls = Calls(model, budget, on_demand=False)
        self._notes = notes
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def overview(
        self,
        told: Sequence[tuple[Paper, Summary]],
        language: str,
        day: date,
        allowance: Allowance | None = None,
    ) -> tuple[Claim, ...]:
        """Two or three sentences; none where the model gives none that stand."""
        if len(told) < FEWEST_PAPERS:
            return ()
        name = f"{_PREFIX}{day} {self._fingerprint(told, language)}"
        sentences = [piece for paper, summary in told for piece in _sentences(paper, summary)]
        # One after another: many chats get the same digest in the same minute.
        turn = self._turns.setdefault(name, asyncio.Lock())
        async with turn:
            return await self._kept_or_made(name, sentences, language, day, allowance)

    async def _kept_or_made(
        self,
        name: str,
        sentences: Sequence[Evidence],
        language: str,
        day: date,
        allowance: Allowance | None,
    ) -> tuple[Claim, ...]:
        kept = await self._notes.note(name)
        if kept is not None:
            return _claims(Overview.model_validate_json(kept), sentences)
        async with allowance.one() if allowance else nullcontext(True) as is_allowed:
            made = await self._made(sentences, language) if is_allowed else None
        if made is None:
            return ()
        standing = Overview(sentences=self._standing(made, sentences, language))
        await self._notes.save_note(name, standing.model_dump_json())
        await self._notes.forget_notes(_PREFIX, keeping=f"{_PREFIX}{day}")
        return _claims(standing, sentences)

    def _fingerprint(self, told: Sequence[tuple[Paper, Summary]], language: str) -> str:
        texts = [[str(paper.id), summary.tldr.text] for paper, summary in told]
        whole = json.dumps([texts, language, self._model.name, PROMPT])
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    async def _made(self, sentences: Sequence[Evidence], language: str) -> Overview | None:
        told = overview_instructions()
        text = f"{_rendered(sentences)}\n\n{in_language(language)}"
        try:
            return await self._calls.call(self._model.overview, told, text, _TOKENS_ANSWERED)
        except OverBudget:
            return None
        except ModelError as error:
            _log.warning("no overview by %s: %s", self._model.name, error)
            return None

    def _standing(self, made: Overview, sentences: Sequence[Evidence], language: str) -> list[Told]:
        """The sentences that stand, if they are enough; names are known from what each cites."""
        ground = Ground(
            title="",
            sentences=tuple(sentence.quote for sentence in sentences),
            abstract=0,
            language=language,
            nearby=0,
        )
        good = [
            told
            for told in made.sentences
            if not ground.problems(told.text, [number - 1 for number in told.sentences])
        ]
        again = set(repeated([told.text for told in good]))
        good = [told for place, told in enumerate(good) if place not in again]
        return good[:MOST_SENTENCES] if len(good) >= FEWEST_SENTENCES else []


def _sentences(paper: Paper, summary: Summary) -> list[Evidence]:
    claims = (summary.tldr, *summary.takeaways[:_TAKEAWAYS])
    return [Evidence(paper.title, claim.text) for claim in claims]


def _rendered(sentences: Sequence[Evidence]) -> str:
    lines: list[str] = []
    title = ""
    for number, sentence in enumerate(sentences, 1):
        if sentence.section != title:
            title = sentence.section
            lines.append(f"\n## {title}")
        lines.append(f"[S{number}] {sentence.quote}")
    text = "\n".join(lines).strip().replace("</papers>", "< /papers>")
    return f"<papers>\n{text}\n</papers>"


def _claims(overview: Overview, sentences: Sequence[Evidence]) -> tuple[Claim, ...]:
    return tuple(
        Claim(told.text, tuple(sentences[number - 1] for number in dict.fromkeys(told.sentences)))
        for told in overview.sentences
    )
