"""Saved papers and votes as an export has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app.library.importing import MOST
from app.library.reading_list import LONGEST_NOTE
from app.tastes import MOST as MOST_VOTES
from domain.chats import SavedPaper, Vote
from domain.errors import NotAPaperId
from domain.identifiers import PaperId
from domain.messages import sentence
from handlers.exchange.checked import cleaned, no_value, of, typed, wrong

_LONGEST: Final = 2_000
"""Code points of a title or an abstract."""


def read_saved(listed: list[Any]) -> tuple[SavedPaper, ...]:
    """Saved papers, each once; what an older export does not tell is as usual.

    Raises:
        InputError: a value is wrong; the sentence says which.
    """
    if len(listed) > 2 * MOST:
        raise wrong(sentence("A profile has at most {number} papers.", number=2 * MOST))
    papers = {one.paper: one for one in _saved(listed)}
    return tuple(papers.values())


def read_votes(listed: list[Any]) -> tuple[Vote, ...]:
    """What more or less is wished for of, each paper once.

    Raises:
        InputError: a value is wrong; the sentence says which.
    """
    if len(listed) > MOST_VOTES:
        raise wrong(sentence("A profile has at most {number} papers.", number=MOST_VOTES))
    votes: dict[str, Vote] = {}
    for place, item in enumerate(listed, 1):
        where = f"votes[{place}]"
        given: Mapping[str, Any] = typed(item, dict, where)
        base = _paper(given, where).base
        votes[base] = Vote(base, of(given, "is_more", bool, where), _instant(given, "at", where))
    return tuple(votes.values())


def _saved(listed: list[Any]) -> Iterator[SavedPaper]:
    for place, item in enumerate(listed, 1):
        where = f"saved[{place}]"
        given: Mapping[str, Any] = typed(item, dict, where)
        paper = _paper(given, where)
        yield SavedPaper(
            paper.base,
            _text(given, "title", where, paper.base)[:_LONGEST],
            _instant(given, "at", where),
            in_profile=of({"in_profile": True, **given}, "in_profile", bool, where),
            note=_text(given, "note", where)[:LONGEST_NOTE],
            read_at=_instant(given, "read_at", where) if given.get("read_at") else None,
            abstract=_text(given, "abstract", where)[:_LONGEST],
            is_imported=of({"is_imported": False, **given}, "is_imported", bool, where),
        )


def _paper(given: Mapping[str, Any], where: str) -> PaperId:
    named = of(given, "paper", str, where)
    try:
        return PaperId.parse(named)
    except NotAPaperId:
        raise no_value(f"{where}.paper", named) from None


def _text(given: Mapping[str, Any], name: str, where: str, usual: str = "") -> str:
    text = of({name: usual, **given}, name, str, where)
    return cleaned(" ".join(text.split()))


def _instant(given: Mapping[str, Any], name: str, where: str) -> datetime:
    text = of(given, name, str, where)
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise no_value(f"{where}.{name}", text) from None
