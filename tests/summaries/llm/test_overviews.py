"""Overviews of a digest: two or three sentences that stand on its summaries, or none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from itertools import islice

from composing.pages import digest_document
from domain.chats import Detail
from domain.errors import ModelUnavailable
from domain.summaries import Basis, Provenance
from rendering.common.plain import visible_lines
from storage.memory import MemoryStore
from summaries.grounding.judging import judged
from summaries.llm.answers import Overview, Told
from summaries.llm.budget import Budget, Limits
from summaries.llm.overviews import LanguageModelOverviewer
from summaries.text.numbering import numbered
from tests.digests.invented import digest
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import Scripted, ScriptedModel
from tests.summaries.invented_papers import cases

DAY = date(2031, 3, 7)
CLOCK = SettableClock("2031-03-07T12:00:00Z")
PROVENANCE = Provenance(
    model="m", prompt="1", made_at=CLOCK.now(), paper_version=1, basis=Basis.ABSTRACT
)
TOLD = [
    (case.paper, judged(case.answer, numbered(case.paper, None), "en").summary(PROVENANCE, ()))
    for case in islice(cases(), 4)
]
FIRST, SECOND = (summary.tldr.text.rstrip(".") for _, summary in TOLD[:2])
TRUE = [
    Told(text=f"{FIRST}.", sentences=[1]),
    Told(text=f"Elsewhere, {SECOND}.", sentences=[5]),
]
FALSE = Told(text="All of them beat QuorumNet by 900%.", sentences=[1])


def an_overviewer(
    *script: Scripted, notes: MemoryStore | None = None, limits: Limits | None = None
) -> tuple[LanguageModelOverviewer, ScriptedModel]:
    """An overviewer over a model that follows a script."""
    model, notes = ScriptedModel(*script), notes or MemoryStore()
    budget = Budget(limits=limits or Limits(), notes=notes, clock=CLOCK)
    return LanguageModelOverviewer(model=model, budget=budget, notes=notes), model


async def test_what_stands_is_told_with_what_it_stands_on() -> None:
    """The false is dropped; each sentence names the paper that it is about."""
    overviewer, _ = an_overviewer(Overview(sentences=[*TRUE, FALSE]))
    claims = await overviewer.overview(TOLD, "en", DAY)
    assert [claim.text for claim in claims] == [told.text for told in TRUE]
    assert claims[0].evidence[0].section == TOLD[0][0].title
    text = " ".join(visible_lines(digest_document(digest(overview=claims), Detail.BRIEF)))
    assert f"Overview: {TRUE[0].text}" in text


async def test_less_than_two_sentences_are_none() -> None:
    """A digest without overview is better than half a one."""
    overviewer, _ = an_overviewer(Overview(sentences=[TRUE[0], FALSE]))
    assert await overviewer.overview(TOLD, "en", DAY) == ()


async def test_a_name_of_one_paper_is_not_lent_to_another() -> None:
    """What only the second paper's sentences name does not stand under the first's."""
    lent = TOLD[1][1].tldr.text
    overviewer, _ = an_overviewer(Overview(sentences=[*TRUE, Told(text=lent, sentences=[1])]))
    assert len(await overviewer.overview(TOLD, "en", DAY)) == 2


async def test_it_is_made_once_and_forgotten_the_next_day() -> None:
    """For the same papers in the same language, whoever gets the digest."""
    notes = MemoryStore()
    overviewer, model = an_overviewer(Overview(sentences=TRUE), notes=notes)
    first = await overviewer.overview(TOLD, "en", DAY)
    again, other = an_overviewer(Overview(sentences=TRUE), notes=notes)
    assert await again.overview(TOLD, "en", DAY) == first
    assert (len(model.asked), len(other.asked)) == (1, 0)
    await again.overview(TOLD, "en", date(2031, 3, 10))
    await again.overview(TOLD, "en", DAY)
    assert len(other.asked) == 2


async def test_many_chats_at_once_cost_one_call() -> None:
    """They get their digests in the same minute."""
    overviewer, model = an_overviewer(Overview(sentences=TRUE))
    made = await asyncio.gather(*(overviewer.overview(TOLD, "en", DAY) for _ in range(50)))
    assert set(made) == {made[0]}
    assert len(made[0]) == 2
    assert len(model.asked) == 1


async def test_no_model_no_budget_few_papers_no_overview() -> None:
    """And nothing is kept of it, so that the next digest may have one."""
    down, model = an_overviewer(ModelUnavailable(), Overview(sentences=TRUE))
    assert await down.overview(TOLD, "en", DAY) == ()
    assert len(await down.overview(TOLD, "en", DAY)) == 2
    poor, model = an_overviewer(Overview(sentences=TRUE), limits=Limits(tokens=10))
    assert await poor.overview(TOLD, "en", DAY) == ()
    few, _ = an_overviewer(Overview(sentences=TRUE))
    assert await few.overview(TOLD[:2], "en", DAY) == ()
    assert model.asked == []


class Allowed:
    """A `domain.ports.Allowance` of so many."""

    def __init__(self, left: int) -> None:
        self.left = left

    @asynccontextmanager
    async def one(self) -> AsyncIterator[bool]:
        """Whether there is one left."""
        is_allowed = self.left > 0
        yield is_allowed
        self.left -= is_allowed


async def test_one_that_is_made_for_somebody_counts() -> None:
    """One that was made before is free; without anything left there is none."""
    overviewer, model = an_overviewer(Overview(sentences=TRUE))
    nothing, one = Allowed(0), Allowed(1)
    assert await overviewer.overview(TOLD, "en", DAY, nothing) == ()
    assert model.asked == []
    assert len(await overviewer.overview(TOLD, "en", DAY, one)) == 2
    assert one.left == 0
    assert len(await overviewer.overview(TOLD, "en", DAY, nothing)) == 2
    assert len(model.asked) == 1
