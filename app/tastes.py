"""What somebody makes of papers: saved, more or less like this; the same again undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.at_hand import effort_of_paper
from app.fair_use.effort import Effort
from app.lookup import paper_for
from app.services import Services
from digests.members import Verdict, verdicts
from digests.opinions import likes_any
from domain.chats import ChatRef, Press, Profile, SavedPaper, Vote, owner_of
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
        await services.store.drop_group_saves(whose.platform, whose.chat_id, paper.id.base)
        return paper, False
    if sum(not one.is_imported for one in before.values()) >= MOST:
        raise _full(sentence("You have saved {number} papers, the most there can be.", number=MOST))
    kept = SavedPaper(paper.id.base, paper.title, services.clock.now())
    await services.store.keep_paper(whose, kept)
    await _note_owner(services, context)
    if not context.is_private:
        press = Press(whose.chat_id, paper.id.base, True, kept.at)
        await services.store.keep_group_save(context.chat, press)
    return paper, True


async def saved(services: Services, context: Context) -> list[SavedPaper]:
    """What somebody has saved, the newest first."""
    return [one for one in await services.store.kept_papers(owner(context)) if not one.is_imported]


@dataclass(frozen=True, slots=True)
class Voted:
    """What came of a vote.

    Attributes:
        is_kept: whether it counts now, else it was taken back.
        here: in a group, what those who pressed there make of the paper; None where nobody does.
    """

    paper: Paper
    is_kept: bool
    here: Verdict | None = None


async def vote(services: Services, context: Context, wanted: PaperId, *, is_more: bool) -> Voted:
    """Wish for more papers like one, or for fewer; the same again takes it back.

    In a group it is a press there, too, of which each member has one a paper.

    Raises:
        InputError: there are as many votes as can be.
        PaperNotFound: arXiv does not have it.
    """
    whose = owner(context)
    paper = await known_paper(services, context, wanted)
    votes = {known.paper: known for known in await services.store.votes(whose)}
    own = votes.get(paper.id.base)
    before: Vote | Press | None = own
    if not context.is_private:
        before = await _press_of(services, context, whose, paper.id.base)
    is_taken_back = before is not None and before.is_more is is_more
    if is_taken_back:
        if own is not None and own.is_more is is_more:
            await services.store.drop_vote(whose, paper.id.base)
    elif own is None and len(votes) >= MOST:
        raise _full(sentence("You have voted {number} times, the most there can be.", number=MOST))
    else:
        await services.store.keep_vote(whose, Vote(paper.id.base, is_more, services.clock.now()))
        await _note_owner(services, context)
    if context.is_private:
        return Voted(paper, not is_taken_back)
    here = await _pressed(services, context, whose, paper, None if is_taken_back else is_more)
    return Voted(paper, not is_taken_back, here)


async def wish_for(services: Services, context: Context, paper: PaperId) -> bool | None:
    """Whether somebody wishes for more papers like one, or for fewer; None where for neither."""
    whose = owner(context)
    if not context.is_private:
        press = await _press_of(services, context, whose, paper.base)
        return None if press is None else press.is_more
    votes = await services.store.votes(whose)
    return next((one.is_more for one in votes if one.paper == paper.base), None)


async def _press_of(
    services: Services, context: Context, whose: ChatRef, paper: str
) -> Press | None:
    """What somebody has pressed on a paper in a group, by its base id."""
    presses = await services.store.presses(context.chat)
    theirs = (one for one in presses if (one.person, one.paper) == (whose.chat_id, paper))
    return next(theirs, None)


async def _pressed(
    services: Services, context: Context, whose: ChatRef, paper: Paper, is_more: bool | None
) -> Verdict | None:
    """Keep a press in a group, or take it back; what all who pressed there make of the paper."""
    base = paper.id.base
    if is_more is None:
        await services.store.drop_press(context.chat, whose.chat_id, base)
    else:
        press = Press(whose.chat_id, base, is_more, services.clock.now())
        await services.store.keep_press(context.chat, press)
    presses = await services.store.presses(context.chat)
    return next(iter(verdicts([one for one in presses if one.paper == base])), None)


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
        likes_any: whether a paper is liked, as it takes for an order.
        members: of a group, what its members made of papers; None where it is one person's.
        people: of a group, how many pressed.
        may_take_out: whether whoever asks may take papers out.
    """

    votes: tuple[Vote, ...]
    saved: tuple[SavedPaper, ...]
    titles: Mapping[str, str]
    words: tuple[str, ...] = ()
    likes_any: bool = False
    members: tuple[Verdict, ...] | None = None
    people: int = 0
    may_take_out: bool = True


async def profile(services: Services, context: Context) -> ProfileView:
    """What somebody's order of papers stands on; a group's, where it is asked there."""
    if not context.is_private:
        return await _profile_of_members(services, context)
    whose = owner(context)
    votes = await services.store.votes(whose)
    saved = [one for one in await services.store.kept_papers(whose) if one.in_profile]
    papers = await services.library.papers([PaperId(vote.paper) for vote in votes])
    titles = {base: paper.title for base, paper in papers.items()}
    whole = Profile(tuple(votes), tuple(saved))
    words = await _words(services, whole)
    return ProfileView(whole.votes, whole.saved, titles, words, likes_any(whole))


async def _profile_of_members(services: Services, context: Context) -> ProfileView:
    presses = tuple(await services.store.presses(context.chat))
    members = verdicts(presses)
    papers = await services.library.papers([PaperId(one.paper) for one in members])
    return ProfileView(
        votes=(),
        saved=(),
        titles={base: paper.title for base, paper in papers.items()},
        words=await _words(services, Profile(presses=presses)),
        likes_any=likes_any(Profile(presses=presses)),
        members=tuple(members),
        people=len({one.person for one in presses}),
        may_take_out=context.is_admin,
    )


async def _words(services: Services, profile: Profile) -> tuple[str, ...]:
    personal = services.maker.personal
    return () if personal is None else await personal.words(profile)


async def leave_out(services: Services, context: Context, paper: PaperId) -> bool:
    """Take a paper out of a profile; whether it was in. Saved, it stays so.

    Raises:
        InputError: it is a group's, of which admins alone take out what all have pressed.
    """
    if context.is_private:
        return await services.store.leave_out(owner(context), paper.base)
    if not context.is_admin:
        raise InputError(
            sentence("Only this chat's admins may take a paper out of its profile."),
            hint=sentence("Your own press is taken back by pressing the same again."),
        )
    return await services.store.leave_out(context.chat, paper.base)


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
