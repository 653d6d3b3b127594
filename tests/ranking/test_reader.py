"""Tests of `ranking.reader`, `ranking.background` and `ranking.likelihood`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from domain.papers import Paper
from ranking import background as of_every_day
from ranking.background import Background, Pool
from ranking.likelihood import likely
from ranking.reader import Opinion, ReaderModel
from ranking.vectors import Numbers, Vector
from tests.ranking.invented import THEMES, paper, some


@pytest.fixture(scope="module")
def background() -> Background:
    """Of every day, with a little of each theme."""
    return Background([*some("", 200, 100), *some("lanterns", 5, 100), *some("ropes", 5, 100)])


def _liked(theme: str, count: int = 10) -> list[Opinion]:
    return [Opinion(one, is_liked=True) for one in some(theme, count)]


def test_papers_like_those_liked_come_first(background: Background) -> None:
    """Whatever they are about."""
    pool = [*some("", 30, 300), *some("lanterns", 5, 300), *some("ropes", 5, 300)]
    for theme in ("lanterns", "ropes"):
        scores = ReaderModel(background, _liked(theme)).scores(pool)
        first = {pool[at].id.base for at in np.argsort(-scores)[:5]}
        assert first == {one.id.base for one in some(theme, 5, 300)}


def test_a_disliked_paper_pushes_its_kind_down(background: Background) -> None:
    """Also beneath what is announced every day."""
    (rope,) = some("ropes", 1, 300)
    liked = _liked("lanterns")
    before = ReaderModel(background, liked).scores([rope])
    opinions = [*liked, *(Opinion(one, is_liked=False) for one in some("ropes", 5))]
    assert ReaderModel(background, opinions).scores([rope]) < before


def test_an_old_opinion_weighs_less_than_a_new_one(background: Background) -> None:
    """Of a reader who turned from one theme to another."""
    old = [Opinion(one, is_liked=True, is_vote=True) for one in some("lanterns", 40)]
    new = [Opinion(one, is_liked=True, is_vote=True) for one in some("ropes", 40)]
    pool = [*some("lanterns", 5, 300), *some("ropes", 5, 300)]
    scores = ReaderModel(background, [*old, *old[:0], *new]).scores(pool)
    turned = ReaderModel(background, [*new, *old]).scores(pool)
    assert scores[5:].mean() - scores[:5].mean() > turned[5:].mean() - turned[:5].mean()


def test_reasons_are_true(background: Background) -> None:
    """The paper was liked, and the words stand in the paper's own text."""
    opinions = [*_liked("lanterns"), *(Opinion(p, is_liked=False) for p in some("ropes", 3))]
    pool = [*some("lanterns", 3, 300), *some("ropes", 2, 300)]
    likings = ReaderModel(background, opinions).likings(pool)
    known = {opinion.paper.id.base for opinion in opinions if opinion.is_liked}
    for one, liking in zip(pool, likings, strict=True):
        assert not liking.like or liking.like in known
        text = f"{one.title} {one.abstract}".lower()
        assert all(word in text for words in liking.words for word in words.split())
    assert all(liking.like and liking.words for liking in likings[:3])


def test_a_paper_written_anew_is_looked_at_anew() -> None:
    """Of a later version nothing is said that was true of an earlier one only."""
    known = some("", 50, 100)
    first, later = some("lanterns", 1, 300)[0], some("ropes", 1, 300)[0]
    shorter = replace(first, title="Of Ropes", abstract="Hemp rope.")
    liked = [*_liked("lanterns"), *_liked("ropes")]
    for anew in (replace(later, id=first.id), shorter):
        background = Background(known)
        ReaderModel(background, liked).likings([first])
        opinions = [*liked, Opinion(anew, is_liked=True)]
        again = ReaderModel(background, opinions)
        fresh = ReaderModel(Background(known), opinions)
        assert again.likings([anew]) == fresh.likings([anew])
        assert again.words(8) == fresh.words(8)


def test_one_thread_takes_nothing_away_from_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few papers are kept, each is placed that was asked for."""
    background = Background(some("", 20, 100))
    monkeypatch.setattr(of_every_day, "_KEPT", 3)
    begun = background._everyday.cosines
    (asked, *others) = some("ropes", 10)
    background.placed([asked])

    def meanwhile(vectors: list[Vector]) -> Numbers:
        background._placed.clear()
        return begun(vectors)

    monkeypatch.setattr(background._everyday, "cosines", meanwhile)
    assert len(background.placed([asked, *others])) == 10
    assert len(background._placed) <= 3


def test_nothing_to_order_is_no_harm(background: Background) -> None:
    """A day may have no paper for somebody."""
    model = ReaderModel(background, _liked("ropes"))
    assert len(model.scores([])) == len(model.likings([])) == 0


def _votes(theme: str, count: int, *, are_up: bool, first: int = 1) -> list[Opinion]:
    return [Opinion(one, is_liked=are_up, is_vote=True) for one in some(theme, count, first)]


def test_votes_make_few_words_dear(background: Background) -> None:
    """Of papers voted up and down the words in which they differ are told, and no others."""
    opinions = [*_votes("", 20, are_up=False), *_votes("lanterns", 20, are_up=True)]
    model = ReaderModel(background, opinions)
    pool = [*some("", 30, 300), *some("lanterns", 5, 300)]
    scores = model.scores(pool)
    assert {int(at) for at in np.argsort(-scores)[:5]} == set(range(30, 35))
    told = [liking.words for liking in model.likings(pool)]
    assert all(words == () for words in told[:30])
    for words in told[30:]:
        assert words
        assert set(" ".join(words).split()) & set(THEMES["lanterns"])


def test_a_library_counts_beside_votes(background: Background) -> None:
    """By how much there is of each: votes on one theme, a library of another, and both come."""
    votes = [*_votes("lanterns", 10, are_up=True), *_votes("", 10, are_up=False)]
    opinions = [*_liked("ropes", 20), *votes]
    pool = [*some("", 30, 300), *some("lanterns", 5, 300), *some("ropes", 5, 300)]
    order = np.argsort(-ReaderModel(background, opinions).scores(pool))
    assert {int(at) for at in order[:10]} == set(range(30, 40))
    alone = ReaderModel(background, votes).scores(pool)
    assert alone[35:].max() < alone[30:35].min()


def test_likely_rises_with_what_votes_say(background: Background) -> None:
    """From one in ten or so to three in four, and of few votes nothing is said."""
    told = likely(np.linspace(-6, 6, 60))
    assert np.all(np.diff(told) >= 0)
    assert 0.1 <= told[0] < 0.2
    assert 0.6 < told[-1] <= 0.9
    assert ReaderModel(background, _liked("ropes", 30)).likely(some("ropes", 2, 300)) is None
    opinions = [*_votes("", 15, are_up=False), *_votes("lanterns", 15, are_up=True)]
    pool = [*some("", 1, 300), *some("lanterns", 1, 300)]
    often = ReaderModel(background, opinions).likely(pool)
    assert often is not None
    assert often[0] < 0.3 < often[1]
    assert ReaderModel(background, opinions[6:25]).likely(pool) is None


def test_a_background_of_a_single_paper_and_papers_without_words(background: Background) -> None:
    """Nothing breaks where there is next to nothing."""
    alone = Background([paper(1)])
    scores = ReaderModel(alone, _liked("ropes", 1)).scores(some("ropes", 3, 300))
    assert np.isfinite(scores).all()


def test_a_pool_is_laid_out_once_for_all_readers(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rank it and ask why; its scores are those of each paper alone."""
    pool = [*some("ropes", 5, 300), *some("lanterns", 5, 300), *some("", 5, 300)]
    laid_out = background.laid_out
    sizes: list[int] = []

    def counting(papers: Sequence[Paper]) -> Pool:
        sizes.append(len(papers))
        return laid_out(papers)

    monkeypatch.setattr(background, "laid_out", counting)
    for theme in ("ropes", "lanterns") * 10:
        model = ReaderModel(background, _liked(theme))
        scores = model.scores(pool)
        model.likings(pool[:2])
    assert sizes.count(len(pool)) == 1
    alone = [float(model.scores([one])[0]) for one in pool]
    assert scores == pytest.approx(alone)
