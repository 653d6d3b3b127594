"""What somebody makes of papers: saved, more or less like this; the same again undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.at_hand import effort_of_paper
from app.fair_use.effort import Effort
from app.lookup import paper_for
from app.services import Services
from domain.chats import ChatRef, Profile, SavedPaper, Vote, owner_of
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import Message, for_example, sentence
from domain.papers import Paper
from domain.requests import Context

MOST: Final = 1_000
"""Papers that somebody can save, and vote on."""


def owner(context: Context) -> ChatRef:
    """Whose tastes a request is about: those of whoever asks, wherever they do."""
    return owner_of(context.chat.platform, context.user, context.chat)


async def save(services: Services, context: Context, wanted: PaperId) -> tuple[Paper, bool]:
    """Save a paper, or no longer where it was; the paper, and whether it is saved now.

    Raises:
        InputError: as many are saved as can be.
        PaperNotFound: arXiv does not have it.
    """
    whose = owner(context)
    paper = await known_paper(services, context, wanted)
    before = {one.paper: one for one in await services.store.kept_papers(whose)}
    known = before.get(paper.id.base)
    if known is not None and not known.is_imported:
        await services.store.drop_paper(whose, paper.id.base)
        return paper, False
    if sum(not one.is_imported for one in before.values()) >= MOST:
        raise _full(sentence("You have saved {number} papers, the most there can be.", number=MOST))
    kept = SavedPaper(paper.id.base, paper.title, services.clock.now())
    await services.store.keep_paper(whose, kept)
    await _note_owner(services, context)
    return paper, True


async def saved(services: Services, context: Context) -> list[SavedPaper]:
    """What somebody has saved, the newest first."""
    return [one for one in await services.store.kept_papers(owner(context)) if not one.is_imported]


async def vote(
    services: Services, context: Context, wanted: PaperId, *, is_more: bool
) -> tuple[Paper, bool]:
    """Wish for more papers like one, or for fewer; the paper, and whether that is wished for now.

    Raises:
        InputError: there are as many votes as can be.
        PaperNotFound: arXiv does not have it.
    """
    whose = owner(context)
    paper = await known_paper(services, context, wanted)
    votes = {known.paper: known for known in await services.store.votes(whose)}
    before = votes.get(paper.id.base)
    if before is not None and before.is_more is is_more:
        await services.store.drop_vote(whose, paper.id.base)
        return paper, False
    if before is None and len(votes) >= MOST:
        raise _full(sentence("You have voted {number} times, the most there can be.", number=MOST))
    await services.store.keep_vote(whose, Vote(paper.id.base, is_more, services.clock.now()))
    await _note_owner(services, context)
    return paper, True


async def _note_owner(services: Services, context: Context) -> None:
    """Keep whose chat a private one is: its digests are in the order of what its owner likes."""
    if context.is_private:
        await services.store.set_owner(context.chat, owner(context))


@dataclass(frozen=True, slots=True)
class ProfileView:
    """What somebody's order of papers stands on.

    Attributes:
        votes: the newest first.
        saved: the newest first; those in the profile alone.
        titles: of the papers voted on, by base id, where they are known.
        words: that speak most for a paper; empty while there are too few papers.
    """

    votes: tuple[Vote, ...]
    saved: tuple[SavedPaper, ...]
    titles: Mapping[str, str]
    words: tuple[str, ...] = ()


async def profile(services: Services, context: Context) -> ProfileView:
    """What somebody's order of papers stands on."""
    whose = owner(context)
    votes = await services.store.votes(whose)
    saved = [one for one in await services.store.kept_papers(whose) if one.in_profile]
    papers = await services.library.papers([PaperId(vote.paper) for vote in votes])
    titles = {base: paper.title for base, paper in papers.items()}
    words: tuple[str, ...] = ()
    if services.maker.personal is not None:
        told = Profile(tuple(votes), tuple(saved))
        words = await services.maker.personal.words(told)
    return ProfileView(tuple(votes), tuple(saved), titles, words)


async def leave_out(services: Services, context: Context, paper: PaperId) -> bool:
    """Take a paper out of a profile; whether it was in. Saved, it stays so."""
    return await services.store.leave_out(owner(context), paper.base)


async def effort(services: Services, context: Context, wanted: PaperId) -> Effort:
    """What it takes to keep a taste: nothing, where the paper is known in any version."""
    if await services.library.papers([wanted]):
        return Effort.QUICK
    return await effort_of_paper(services, context, wanted)


async def known_paper(services: Services, context: Context, wanted: PaperId) -> Paper:
    """A paper as it is known in any version, else as arXiv has it.

    Raises:
        PaperNotFound: arXiv does not have it.
        SourceError: arXiv cannot be asked for it.
    """
    known = await services.library.papers([wanted])
    return known.get(wanted.base) or await paper_for(services, context, wanted)


def _full(why: Message) -> InputError:
    return InputError(why, hint=for_example("/saved"))
