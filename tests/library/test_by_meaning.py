"""Papers found by what they mean, where something tells that; the words do where nothing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.services import Services
from digests import like_papers
from domain.papers import Paper
from handlers.dispatch import dispatch
from tests.fakes.clock import SettableClock
from tests.handlers.greek import asked, greek_container, words_of
from tests.library.test_similar import LANTERNS, announce, lines_of, told
from tests.ranking.embedder import FakeEmbedder
from tests.ranking.invented import some

EVERYDAY = some("", 20, 500)
CANDLES = replace(
    EVERYDAY[0], title="Candles of tallow", abstract="Candles burn, and candles drip, indoors."
)
HAWSERS = replace(
    EVERYDAY[1], title="Hawsers at sea", abstract="Hawsers hold, and hawsers part, outdoors."
)
OTHERS = EVERYDAY[2:]
LIT = replace(LANTERNS[0], title="Lanterns", abstract="Lanterns shine where lanterns hang.")


async def known(services: Services, *papers: Paper) -> FakeEmbedder:
    """Announce papers, and have it found out what they mean."""
    embedder = FakeEmbedder()
    services.like_papers.embedder = embedder
    await announce(services, 6, *papers)
    await services.like_papers.make_vectors()
    return embedder


async def test_papers_without_a_word_in_common_are_alike(tmp_path: Path) -> None:
    """By what they mean; not where nothing tells that, nor by another model's vectors."""
    async with greek_container(tmp_path) as services:
        await known(services, LIT, CANDLES, HAWSERS, *OTHERS)
        question = asked("similar", LIT.id.base)
        (line,) = lines_of(await dispatch(services, question))
        assert line.startswith(CANDLES.title)
        assert "both have" not in line
        for another in (None, FakeEmbedder("another")):
            services.like_papers.embedder = another
            assert not lines_of(await dispatch(services, question))


async def test_words_and_meaning_count_as_much(tmp_path: Path) -> None:
    """What is near by both comes before what is near by one of them."""
    both = replace(OTHERS[0], title="Lanterns and candles", abstract=LIT.abstract)
    words = replace(OTHERS[1], title="Where they hang", abstract="Where, and where they shine.")
    async with greek_container(tmp_path) as services:
        await known(services, LIT, CANDLES, both, words, *OTHERS[2:])
        lines = lines_of(await dispatch(services, asked("similar", LIT.id.base)))
        assert lines[0].startswith(both.title)
        assert sorted(line.split(" · ")[0] for line in lines[1:]) == [CANDLES.title, words.title]


async def test_a_paper_that_is_not_known_yet_is_looked_at_when_asked(tmp_path: Path) -> None:
    """Once; where the model cannot be loaded, words tell what they can."""
    async with greek_container(tmp_path) as services:
        embedder = await known(services, CANDLES, HAWSERS, *OTHERS)
        await services.library.save_papers([LIT])
        embedder.asked.clear()
        (line,) = lines_of(await dispatch(services, asked("similar", LIT.id.base)))
        assert line.startswith(CANDLES.title)
        assert embedder.asked == [f"{LIT.title}. {LIT.abstract}"]
        embedder.is_broken = True
        assert not lines_of(await dispatch(services, asked("similar", LIT.id.base)))


async def test_saved_papers_are_searched_by_meaning(tmp_path: Path) -> None:
    """Below those that have the words."""
    async with greek_container(tmp_path) as services:
        await known(services, LIT, CANDLES, HAWSERS, *OTHERS)
        for paper in (LIT, CANDLES, HAWSERS):
            await dispatch(services, asked("save", paper.id.base))
        said = "\n".join(words_of(await dispatch(services, asked("saved", "lanterns"))))
        assert said.index(LIT.title) < said.index(CANDLES.title)
        assert HAWSERS.title not in said
        services.like_papers.embedder = None
        said = "\n".join(words_of(await dispatch(services, asked("saved", "lanterns"))))
        assert CANDLES.title not in said


async def test_a_card_names_what_was_close_in_meaning(tmp_path: Path) -> None:
    """As it does by words."""
    async with greek_container(tmp_path) as services:
        await known(services, LIT, CANDLES, HAWSERS, *OTHERS)
        await told(services, HAWSERS, 3)
        question = asked("summarize", LIT.id.base)
        assert "something close" not in " ".join(words_of(await dispatch(services, question)))
        await told(services, CANDLES, 4)
        card = await dispatch(services, question)
        assert f"something close to it on 4 March 2024: {CANDLES.title}" in " ".join(words_of(card))


async def test_each_paper_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest first, so many a day; anew once its text is another, or the model."""
    monkeypatch.setattr(like_papers, "A_DAY", 16)
    papers = some("ropes", 20)
    async with greek_container(tmp_path) as services:
        clock = services.clock
        assert isinstance(clock, SettableClock)
        embedder = await known(services, *papers)
        first = [f"{one.title}. {one.abstract}" for one in reversed(papers)]
        assert embedder.asked == first[:16]
        assert await services.like_papers.make_vectors() == 0
        clock.set(clock.now() + timedelta(days=1))
        assert await services.like_papers.make_vectors(lambda: True) == 0
        assert await services.like_papers.make_vectors() == 4
        assert embedder.asked == first
        changed = replace(papers[0], abstract="Hawsers, not ropes.")
        await services.library.save_papers([changed])
        assert await services.like_papers.make_vectors() == 1
        assert embedder.asked[-1].endswith(changed.abstract)
        clock.set(clock.now() + timedelta(days=1))
        services.like_papers.embedder = other = FakeEmbedder("another")
        assert await services.like_papers.make_vectors() == len(other.asked) == 16


async def test_it_is_told_what_papers_are_alike_by(tmp_path: Path) -> None:
    """By words alone where nothing tells what they mean."""
    async with greek_container(tmp_path) as services:
        assert "Papers are alike by their words." in words_of(
            await dispatch(services, asked("about"))
        )
        services.like_papers.embedder = FakeEmbedder()
        said = " ".join(words_of(await dispatch(services, asked("about"))))
        assert "alike by their words and by meaning, as by subject has it" in said
