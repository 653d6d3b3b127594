"""``papercrier rank --jsonl``: readers and papers in, the papers in each reader's order out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot.command_line.surface import show, tell_error
from domain.errors import InputError
from domain.excerpts import legible
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from ranking.background import Background
from ranking.reader import Liking, Opinion, ReaderModel

LONGEST_LINE: Final = 200_000_000
"""Code points of a line: the past of a store may have a hundred thousand papers."""

_EXPLAINED: Final = 10
"""Papers from the first on of which it is told why they stand there."""


async def rank_lines(lines: Iterable[str]) -> int:
    """Rank the pool of each line; exit status 2 if one of them could not be, and the rest still is.

    The first line is the past: papers announced lately. Each further one has a reader's library
    and votes, the oldest first, and a pool.
    """
    background: Background | None = None
    wrong = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = _object(line)
            if "background" in given:
                background = _past(given)
                show(json.dumps({"ready": True}))
            elif background is None:
                raise _wrong()
            else:
                # In ASCII: a text read from JSON may have what no encoding can write.
                show(json.dumps(_ranked(background, given)))
        except InputError as error:
            said = sentence("Line {number}: {why}", number=str(number), why=error.message)
            tell_error(InputError(said, hint=error.hint))
            wrong += 1
    return 2 if wrong else 0


def _past(given: dict[str, Any]) -> Background:
    papers = _papers(given, "background")
    if not papers:
        raise _wrong()
    return Background(papers)


def _ranked(background: Background, given: dict[str, Any]) -> dict[str, Any]:
    pool = _papers(given, "pool")
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


def _opinions(given: dict[str, Any]) -> list[Opinion]:
    """The library's papers and the votes; of votes on one paper the last counts."""
    library = [Opinion(paper, is_liked=True) for paper in _papers(given, "library")]
    voted = {paper.id.base: paper for paper in _papers(given, "voted")}
    try:
        votes = {str(paper): int(vote) for paper, vote in given.get("votes", ())}
    except (TypeError, ValueError, OverflowError):
        raise _wrong() from None
    told = [
        Opinion(voted[base], is_liked=vote > 0, is_vote=True)
        for base, vote in votes.items()
        if base in voted
    ]
    return [one for one in library if one.paper.id.base not in votes] + told


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise _wrong() from None
    if not isinstance(given, dict):
        raise _wrong()
    return given


def _papers(given: dict[str, Any], name: str) -> Sequence[Paper]:
    """The papers under a name; none where there is nothing."""
    try:
        return [_paper(one) for one in given.get(name, ())]
    except (KeyError, TypeError, AttributeError):
        raise _wrong() from None


def _paper(one: dict[str, str]) -> Paper:
    base = one["id"]
    if not isinstance(base, str):
        raise _wrong()
    return Paper(
        id=PaperId(base),
        title=legible(one["title"]),
        authors=(),
        abstract=legible(one["abstract"]),
        categories=(),
        primary="",
    )


def _wrong() -> InputError:
    return InputError(
        sentence("that is no request as {file} has it.", file="docs/ranking.md"),
        hint=for_example('{"background": [{"id": "2403.04634", "title": "…", "abstract": "…"}]}'),
    )
