"""The reading list: what somebody saved, what of it they have read, and what they noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app import tastes
from app.fair_use.effort import Effort
from app.services import Services
from domain.chats import SavedPaper
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from ranking.bars import ABOUT
from topics.english.stems import stem, tokens

LONGEST_NOTE: Final = 1_000
"""Code points of what somebody notes of a paper."""


_NEAREST: Final = 5
"""Papers that are shown for what they are about, beside those that have the words."""


@dataclass(frozen=True, slots=True)
class ReadingList:
    """What somebody saved.

    Attributes:
        papers: what is not read yet first, the newest of each first.
        words: that were looked for; empty where all is shown.
        near: what has not all of those words, and is about them all the same, the nearest first.
        unread: how many are not read yet, of all that is saved.
        oldest: when the oldest of those was saved.
        now: the moment, UTC.
    """

    papers: tuple[SavedPaper, ...]
    words: str
    unread: int
    oldest: datetime | None
    now: datetime
    near: tuple[SavedPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedNote:
    """A paper, and what is to be noted of it; None to see what is."""

    paper: PaperId
    text: str | None


async def listed(services: Services, context: Context, words: str) -> ReadingList:
    """What somebody saved, or of it what has all of some words in its title or their note.

    What is nearest to those words by its abstract, too, comes after that.
    """
    saved = await tastes.saved(services, context)
    unread = [one for one in saved if one.read_at is None]
    wanted = _stems([words])
    found = [one for one in saved if wanted <= _stems([one.title, one.note])]
    found.sort(key=lambda one: one.read_at is not None)
    oldest = unread[-1].at if unread else None
    others = [one for one in saved if one not in found]
    near = await _near(services, words, others) if words and others else ()
    return ReadingList(tuple(found), words, len(unread), oldest, services.clock.now(), near)


async def effort_of_list(services: Services, context: Context, words: str | None) -> Effort:
    """What it takes: a search looks at what all saved papers are about."""
    return Effort.OWN if words else Effort.QUICK


async def _near(
    services: Services, words: str, saved: Sequence[SavedPaper]
) -> tuple[SavedPaper, ...]:
    """Those of some saved papers that are about some words, the nearest first."""
    known = await services.library.papers([PaperId(one.paper) for one in saved])
    among = [known.get(one.paper) or _as_saved(one) for one in saved]
    looked_for = _text(PaperId(""), words, "")
    by_base = {one.paper: one for one in saved}
    found = await services.like_papers.nearest(looked_for, among, _NEAREST, bars=ABOUT)
    return tuple(by_base[near.paper.id.base] for near in found)


def _as_saved(saved: SavedPaper) -> Paper:
    """A saved paper of which nothing else is known."""
    return _text(PaperId(saved.paper), saved.title, saved.note)


def _text(name: PaperId, title: str, abstract: str) -> Paper:
    return Paper(id=name, title=title, authors=(), abstract=abstract, categories=(), primary="")


async def mark_read(
    services: Services, context: Context, paper: PaperId
) -> tuple[SavedPaper, bool]:
    """Mark a saved paper as read, or no longer where it was; and whether it is read now.

    Raises:
        InputError: it is not saved.
    """
    known = await _saved(services, context, paper)
    if known is None:
        raise InputError(
            sentence("You have not saved {paper}.", paper=paper.base),
            hint=for_example(f"/save {paper.base}"),
        )
    read_at = services.clock.now() if known.read_at is None else None
    kept = replace(known, read_at=read_at)
    await services.store.keep_paper(tastes.owner(context), kept)
    return kept, read_at is not None


async def note(services: Services, context: Context, asked: AskedNote) -> SavedPaper:
    """Note something of a paper, which is saved with it; an empty text takes the note back.

    Raises:
        InputError: there is nothing to show, or as many papers are saved as can be.
        PaperNotFound: arXiv does not have it.
    """
    known = await _saved(services, context, asked.paper)
    if asked.text is None:
        if known is None or not known.note:
            raise InputError(
                sentence("You have noted nothing of {paper}.", paper=asked.paper.base),
                hint=for_example(f"/note {asked.paper.base} compare with our results"),
            )
        return known
    if known is None:
        paper, _ = await tastes.save(services, context, asked.paper)
        known = SavedPaper(paper.id.base, paper.title, services.clock.now())
    kept = replace(known, note=asked.text)
    await services.store.keep_paper(tastes.owner(context), kept)
    return kept


async def _saved(services: Services, context: Context, paper: PaperId) -> SavedPaper | None:
    saved = await tastes.saved(services, context)
    return next((one for one in saved if one.paper == paper.base), None)


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in tokens(text)}
