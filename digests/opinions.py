"""What a profile says of papers: the opinions that a reader's model is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from digests.members import has_spoken, in_turns, verdicts
from domain.chats import Profile, SavedPaper
from domain.identifiers import PaperId
from domain.papers import Paper

if TYPE_CHECKING:
    from ranking.reader import Opinion

_NEWEST: Final = 400
"""Opinions that a model is made of: those beyond weigh a thirtieth of a new one, and less."""


def counted(profile: Profile) -> frozenset[str]:
    """Base ids of the papers that a profile stands on."""
    saved = {one.paper for one in profile.saved if one.in_profile}
    pressed = verdicts(profile.presses) if has_spoken(profile.presses) else ()
    by_members = {one.paper for one in pressed if one.pull}
    return frozenset(saved | {vote.paper for vote in profile.votes} | by_members)


def likes_any(profile: Profile) -> bool:
    """Whether something is liked in a profile: of what is disliked alone, no order is made."""
    if profile.presses:
        return any(one.pull > 0 for one in verdicts(profile.presses))
    liked = {vote.paper: vote.is_more for vote in profile.votes}
    return any(liked.values()) or any(
        one.in_profile and one.paper not in liked for one in profile.saved
    )


def opinions_of(profile: Profile, papers: Mapping[str, Paper]) -> list[Opinion]:
    """What a profile says of papers, the newest ones, the oldest of these first.

    Of one both saved and voted on, the vote.
    """
    from ranking.reader import Opinion

    if profile.presses:
        return _of_members(profile, papers)
    said = {vote.paper: (vote.at, vote.is_more, True) for vote in profile.votes}
    told: dict[str, Paper] = {}
    for saved in profile.saved:
        if saved.in_profile:
            said.setdefault(saved.paper, (saved.at, True, not saved.is_imported))
            if saved.is_imported:
                told[saved.paper] = _as_told(saved)
    known = {**told, **papers}
    # What came with a library is older than all that was made of papers here.
    by_age = sorted(said.items(), key=lambda one: (one[1][2], one[1][0], one[0]))
    opinions = [
        Opinion(known[base], is_liked=is_liked, is_vote=is_vote)
        for base, (_, is_liked, is_vote) in by_age
        if base in known
    ]
    return opinions[-_NEWEST:]


def _of_members(profile: Profile, papers: Mapping[str, Paper]) -> list[Opinion]:
    """What the members of a group say of papers; nothing of those they are of two minds of."""
    from ranking.reader import Opinion

    return [
        Opinion(papers[one.paper], is_liked=one.pull > 0, is_vote=True, weight=abs(one.pull))
        for one in reversed(in_turns(profile.presses)[:_NEWEST])
        if one.pull and one.paper in papers
    ]


def _as_told(saved: SavedPaper) -> Paper:
    """A paper as a library tells it, where nothing else is known of it."""
    return Paper(
        id=PaperId(saved.paper),
        title=saved.title,
        authors=(),
        abstract=saved.abstract,
        categories=(),
        primary="",
    )
