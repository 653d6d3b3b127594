"""``papercrier rank --jsonl``: readers and papers in, the papers in each reader's order out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from bot.command_line.piped.requests import Request, answered, misunderstood, papers_of
from domain.papers import Paper
from domain.ports import TextEmbedder
from ranking.background import Background
from ranking.bars import ALL, CLOSE
from ranking.likeness import Likeness
from ranking.minilm import text_of
from ranking.reader import Opinion, ReaderModel

_EXPLAINED: Final = 10
"""Papers from the first on of which it is told why they stand there."""


_VECTORS: Final = 20_000
"""Papers of which it is kept what they mean."""


async def rank_lines(embedder: TextEmbedder | None) -> int:
    """Rank the pool of each line; exit status 2 if one of them could not be, and the rest still is.

    The first line is the past: papers announced lately. Each further one has a reader's library
    and votes, the oldest first, and a pool. Where somebody likes one paper alone, what is like it
    is wanted, as by ``/similar``.

    Args:
        embedder: tells what texts mean; None where that is not set up.
    """
    return answered(Ranking(embedder).answer)


class Ranking:
    """Answers one request after another against the past that it was last told of."""

    def __init__(self, embedder: TextEmbedder | None = None) -> None:
        self._past: tuple[Background, Likeness] | None = None
        self._embedder = embedder
        self._vectors: OrderedDict[Paper, bytes] = OrderedDict()

    def answer(self, given: Request) -> Request:
        """That it is ready for a past, the order of the pool for a reader.

        Raises:
            InputError: it is no request, or no past has been told.
        """
        if "background" in given:
            self._past = _past(given)
            return {"ready": True}
        if self._past is None:
            raise misunderstood()
        background, likeness = self._past
        pool, opinions = papers_of(given, "pool"), _opinions(given)
        if len(opinions) == 1 and opinions[0].is_liked and not opinions[0].is_vote:
            ranked = self._like(likeness, opinions[0].paper, pool)
        else:
            ranked = _ranked(background, opinions, pool)
        return {"id": given.get("id"), "ranked": ranked}

    def _like(self, likeness: Likeness, paper: Paper, pool: Sequence[Paper]) -> list[Request]:
        meanings = self._meanings([paper, *pool])
        found = likeness.nearest(paper, pool, len(pool), meanings, ALL)
        ranked: list[Request] = [{"id": one.paper.id.base, "score": one.score} for one in found]
        for entry, one in zip(ranked[:_EXPLAINED], found, strict=False):
            is_close = one.nearness >= CLOSE[0] or one.in_meaning >= CLOSE[1]
            entry["reasons"] = _reasons(one.words, paper.id.base if is_close else "")
        return ranked

    def _meanings(self, papers: Sequence[Paper]) -> dict[str, bytes]:
        """What papers mean; of each it is found out once."""
        if self._embedder is None:
            return {}
        new = [paper for paper in dict.fromkeys(papers) if paper not in self._vectors]
        made = self._embedder.embedded(list(map(text_of, new)))
        self._vectors.update(zip(new, made, strict=True))
        found = {paper.id.base: self._vectors[paper] for paper in papers}
        while len(self._vectors) > _VECTORS:
            self._vectors.popitem(last=False)
        return found


def _past(given: Request) -> tuple[Background, Likeness]:
    papers = papers_of(given, "background")
    if not papers:
        raise misunderstood()
    return Background(papers), Likeness(papers)


def _ranked(
    background: Background, opinions: Sequence[Opinion], pool: Sequence[Paper]
) -> list[Request]:
    if not opinions:
        return [{"id": paper.id.base} for paper in pool]
    model = ReaderModel(background, opinions)
    scores = model.scores(pool)
    order = (-scores).argsort(kind="stable")
    likely = model.likely(pool)
    first = [pool[at] for at in order[:_EXPLAINED]]
    likings = model.likings(first)
    ranked = []
    for place, at in enumerate(order):
        entry: dict[str, Any] = {"id": pool[at].id.base, "score": float(scores[at])}
        if likely is not None:
            entry["likely"] = float(likely[at])
        if place < len(likings):
            entry["reasons"] = _reasons(likings[place].words, likings[place].like)
        ranked.append(entry)
    return ranked


def _reasons(words: Sequence[str], like: str) -> list[dict[str, str]]:
    return [*({"words": word} for word in words), *([{"paper": like}] if like else [])]


def _opinions(given: Request) -> list[Opinion]:
    """The library's papers and the votes; of votes on one paper the last counts."""
    library = [Opinion(paper, is_liked=True) for paper in papers_of(given, "library")]
    voted = {paper.id.base: paper for paper in papers_of(given, "voted")}
    try:
        votes = {str(paper): int(vote) for paper, vote in given.get("votes", ())}
    except (TypeError, ValueError, OverflowError):
        raise misunderstood() from None
    told = [
        Opinion(voted[base], is_liked=vote > 0, is_vote=True)
        for base, vote in votes.items()
        if base in voted
    ]
    return [one for one in library if one.paper.id.base not in votes] + told
