"""The summary cache: one summary a key, whoever asks, however many, and after restarts."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from digests.summary_cache import FROM_TEXT, SummaryCache
from domain.errors import StoreError
from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Basis, Claim, Evidence, Provenance, StandIn, Summary, SummaryKey
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.summaries.invented_papers import cases

PAPER = next(cases()).paper
CLOCK = SettableClock("2031-03-07T12:00:00Z")


class Counting:
    """A `Summarizer` that counts what it makes, and makes it when it is let."""

    def __init__(self, stands_in: StandIn | None = None, error: Exception | None = None) -> None:
        self.made = 0
        self.go = asyncio.Event()
        self.go.set()
        self.stands_in = stands_in
        self.error = error

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """One for each paper, version and language."""
        return SummaryKey.of(paper, text, language, model="m", prompt="1")

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """The how many-th it is."""
        self.made += 1
        number = self.made
        await self.go.wait()
        if self.error is not None:
            raise self.error
        claim = Claim(f"Summary {number}.", (Evidence("Abstract", "It works."),))
        provenance = Provenance(
            model="m",
            prompt="1",
            made_at=CLOCK.now(),
            paper_version=1,
            basis=Basis.ABSTRACT,
            stands_in=self.stands_in,
        )
        return Summary(tldr=claim, takeaways=(), provenance=provenance)


async def test_a_hundred_at_once_cost_one() -> None:
    """And so does one more after a restart."""
    library, summarizer = MemoryStore(), Counting()
    summarizer.go.clear()
    summary_cache = SummaryCache(library=library, summarizer=summarizer)
    asked = asyncio.gather(*(summary_cache.summary(PAPER, "en") for _ in range(100)))
    await asyncio.sleep(0)
    summarizer.go.set()
    assert len({summary.tldr.text for summary in await asked if summary}) == 1
    assert summarizer.made == 1
    restarted = SummaryCache(library=library, summarizer=Counting())
    assert (await restarted.summary(PAPER, "en")) == (await summary_cache.summary(PAPER, "en"))
    assert await restarted.has(PAPER, "en")
    assert summarizer.made == 1


class Slow(MemoryStore):
    """A library whose answers are as old as the questions: they take until they are let."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.go.set()

    async def summary(self, key: SummaryKey) -> Summary | None:
        """What was known when it was asked for."""
        known = await super().summary(key)
        await self.go.wait()
        return known

    async def note(self, name: str) -> str | None:
        """Likewise."""
        known = await super().note(name)
        await self.go.wait()
        return known


async def test_one_who_looks_while_it_lands_does_not_make_it_again() -> None:
    """What the library said before the summary was kept is not believed after."""
    library, summarizer = Slow(), Counting()
    summarizer.go.clear()
    summary_cache = SummaryCache(library=library, summarizer=summarizer)
    first = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    await asyncio.sleep(0.01)
    library.go.clear()
    second = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    await asyncio.sleep(0.01)
    summarizer.go.set()
    await first
    library.go.set()
    assert await second == await first
    assert summarizer.made == 1


async def test_languages_and_other_abstracts_are_summaries_of_their_own() -> None:
    """A new version whose abstract has changed makes a new one."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    new = replace(PAPER, id=replace(PAPER.id, version=2), abstract=f"{PAPER.abstract} It is 8.5.")
    changed = replace(new, abstract=f"{PAPER.abstract} It is 85.")
    for paper in (PAPER, new, changed):
        for language in ("en", "de", "en"):
            await summary_cache.summary(paper, language)
    assert summarizer.made == 6


async def test_a_version_that_becomes_known_makes_no_new_one() -> None:
    """A paper from a listing, which names none, and the same paper from the API, hours later."""
    library, summarizer = MemoryStore(), Counting()
    summary_cache = SummaryCache(library=library, summarizer=summarizer)
    listed = replace(PAPER, id=PAPER.id.latest, abstract=f"{PAPER.abstract} See `a.org/x'.")
    from_api = replace(
        listed,
        id=replace(PAPER.id, version=1),
        abstract=f"{PAPER.abstract}\n  See “https://a.org/x”.",
    )
    first = await summary_cache.summary(listed, "en")
    assert await summary_cache.has(from_api, "en")
    assert await summary_cache.summary(from_api, "en") == first
    assert summarizer.made == 1


async def test_the_text_of_each_version_is_summarised() -> None:
    """What was read of one version is not told of another."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    for version in (1, 2, 1):
        paper = replace(PAPER, id=replace(PAPER.id, version=version))
        await summary_cache.summary(paper, "en", FROM_TEXT)
    assert summarizer.made == 2


async def test_one_who_goes_away_takes_it_from_nobody() -> None:
    """The others still get what was being made."""
    summarizer = Counting()
    summarizer.go.clear()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    impatient = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    patient = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    await asyncio.sleep(0.01)
    impatient.cancel()
    await asyncio.sleep(0)
    summarizer.go.set()
    assert await patient is not None
    assert summarizer.made == 1


async def test_trouble_reaches_all_who_ask_and_is_not_kept() -> None:
    """The next one tries again."""
    summarizer = Counting(error=StoreError())
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    outcomes = await asyncio.gather(
        *(summary_cache.summary(PAPER, "en") for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(outcome, StoreError) for outcome in outcomes)
    summarizer.error = None
    assert await summary_cache.summary(PAPER, "en") is not None


@pytest.mark.parametrize(
    ("reason", "made"), [(StandIn.BUDGET, 2), (StandIn.UNAVAILABLE, 2), (StandIn.UNGROUNDED, 1)]
)
async def test_what_stands_in_for_now_is_not_kept(reason: StandIn, made: int) -> None:
    """But what the model cannot do better is: it is not paid for twice."""
    summarizer = Counting(stands_in=reason)
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    await summary_cache.summary(PAPER, "en")
    await summary_cache.summary(PAPER, "en")
    assert summarizer.made == made


async def test_one_who_waits_is_not_given_what_was_held_back_for_a_digest() -> None:
    """The reserve is for those who ask, even where a digest asked first."""
    ahead, waited_for = Counting(stands_in=StandIn.BUDGET), Counting()
    ahead.go.clear()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=waited_for, ahead=ahead)
    first = asyncio.create_task(summary_cache.summary(PAPER, "en", on_demand=False))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    await asyncio.sleep(0.01)
    ahead.go.set()
    made = await asyncio.gather(first, second)
    assert [summary.provenance.stands_in for summary in made if summary] == [StandIn.BUDGET, None]
    assert (ahead.made, waited_for.made) == (1, 1)


async def test_a_summary_can_be_made_anew_and_stays_so() -> None:
    """Asked for once, remembered over a restart, and only in that language."""
    library, summarizer = MemoryStore(), Counting()
    summary_cache = SummaryCache(library=library, summarizer=summarizer)
    first, german = (
        await summary_cache.summary(PAPER, "en"),
        await summary_cache.summary(PAPER, "de"),
    )
    second = await summary_cache.anew(PAPER, "en")
    restarted = SummaryCache(library=library, summarizer=summarizer)
    assert second is not None
    assert first != second.summary == await restarted.summary(PAPER, "en")
    assert second.is_new
    assert await restarted.summary(PAPER, "de") == german
    assert summarizer.made == 3


async def test_the_one_before_is_everybodys_until_the_new_one_is_there() -> None:
    """However many ask for it anew, it is made once more, and nobody else has to wait."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    before = await summary_cache.summary(PAPER, "en")
    summarizer.go.clear()
    anew = [asyncio.create_task(summary_cache.anew(PAPER, "en")) for _ in range(50)]
    await asyncio.sleep(0.01)
    assert await summary_cache.summary(PAPER, "en") == before
    assert await summary_cache.has(PAPER, "en")
    anew[0].cancel()
    summarizer.go.set()
    made = {one.summary.tldr.text for one in await asyncio.gather(*anew[1:]) if one}
    assert made == {"Summary 2."}
    assert summarizer.made == 2
    assert await summary_cache.summary(PAPER, "en") != before


@pytest.mark.parametrize("reason", [StandIn.BUDGET, StandIn.UNAVAILABLE, StandIn.UNGROUNDED])
async def test_an_extract_never_takes_the_place_of_what_a_model_wrote(reason: StandIn) -> None:
    """Whatever was the trouble, the summary from before stays, and it is said that it does."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    before = await summary_cache.summary(PAPER, "en")
    summarizer.stands_in = reason
    anew = await summary_cache.anew(PAPER, "en")
    assert anew is not None
    assert not anew.is_new
    assert anew.summary == before == await summary_cache.summary(PAPER, "en")


async def test_what_fails_anew_takes_nothing_away() -> None:
    """Those who asked are told; all others have what they had. The next one can try again."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    before = await summary_cache.summary(PAPER, "en")
    summarizer.error = StoreError()
    outcomes = await asyncio.gather(
        *(summary_cache.anew(PAPER, "en") for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(outcome, StoreError) for outcome in outcomes)
    assert await summary_cache.summary(PAPER, "en") == before
    summarizer.error = None
    anew = await summary_cache.anew(PAPER, "en")
    assert anew is not None
    assert anew.is_new


async def test_anew_where_there_is_none_yet() -> None:
    """It is made as any other, once, with whoever asks for it in the usual way."""
    summarizer = Counting()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    anew, usual = await asyncio.gather(
        summary_cache.anew(PAPER, "en"), summary_cache.summary(PAPER, "en")
    )
    assert anew is not None
    assert anew.summary == usual
    assert summarizer.made == 1
    assert await summary_cache.anew(replace(PAPER, abstract=""), "en") is None


async def test_closing_gives_up_what_is_being_made() -> None:
    """Nothing is left running."""
    summarizer = Counting()
    summarizer.go.clear()
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=summarizer)
    asked = asyncio.create_task(summary_cache.summary(PAPER, "en"))
    await asyncio.sleep(0.01)
    await summary_cache.close()
    with pytest.raises(asyncio.CancelledError):
        await asked


async def test_a_paper_without_words_has_no_summary() -> None:
    """And it is known at once."""
    summary_cache = SummaryCache(library=MemoryStore(), summarizer=Counting())
    bare = replace(PAPER, abstract="")
    assert await summary_cache.summary(bare, "en") is None
    assert await summary_cache.has(bare, "en")
