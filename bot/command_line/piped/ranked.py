"""``papercrier rank --jsonl``: readers and papers in, the papers in each reader's order out."""

from __future__ import annotations

from typing import Any, Final

from bot.command_line.piped.requests import Request, answered, misunderstood, papers_of
from ranking.background import Background
from ranking.reader import Liking, Opinion, ReaderModel

_EXPLAINED: Final = 10
"""Papers from the first on of which it is told why they stand there."""


async def rank_lines() -> int:
    """Rank the pool of each line; exit status 2 if one of them could not be, and the rest still is.

    The first line is the past: papers announced lately. Each further one has a reader's library
    and votes, the oldest first, and a pool.
    """
    return answered(Ranking().answer)


class Ranking:
    """Answers one request after another against the past that it was last told of."""

    def __init__(self) -> None:
        self._background: Background | None = None

    def answer(self, given: Request) -> Request:
        """That it is ready for a past, the order of the pool for a reader.

        Raises:
            InputError: it is no request, or no past has been told.
        """
        if "background" in given:
            self._background = _past(given)
            return {"ready": True}
        if self._background is None:
            raise misunderstood()
        return _ranked(self._background, given)


def _past(given: Request) -> Background:
    papers = papers_of(given, "background")
    if not papers:
        raise misunderstood()
    return Background(papers)


def _ranked(background: Background, given: Request) -> Request:
    pool = papers_of(given, "pool")
    opinions = _opinions(given)
    if not opinions:
        return {"id": given.get("id"), "ranked": [{"id": paper.id.base} for paper in pool]}
    model = ReaderModel(background, opinions)
    scores = model.scores(pool)
    order = (-scores).argsort(kind="stable")
    curve = model.calibration()
    likely = None if curve is None else curve.likely(scores)
    first = [pool[at] for at in order[:_EXPLAINED]]
    likings = model.likings(first)
    ranked = []
    for place, at in enumerate(order):
        entry: dict[str, Any] = {"id": pool[at].id.base, "score": float(scores[at])}
        if likely is not None:
            entry["likely"] = float(likely[at])
        if place < len(likings):
            entry["reasons"] = _reasons(likings[place])
        ranked.append(entry)
    return {"id": given.get("id"), "ranked": ranked}


def _reasons(liking: Liking) -> list[dict[str, str]]:
    words = [{"words": word} for word in liking.words]
    return [*words, *([{"paper": liking.like}] if liking.like else [])]


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
