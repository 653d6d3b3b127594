"""Digests of what is likely their reader's, whatever it is about: what no query of theirs finds."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from digests.announcement_set import AnnouncementSet
from digests.personal import PersonalModel, arranged, outside_of
from digests.plan import DigestPlan
from domain.chats import ChatSettings, Order
from domain.digests import Affinity, Match
from domain.topics import Topic
from topics.yours import told_apart

_SHARE: Final = 2
"""Beside other topics, one in so many papers shown is there by the profile alone."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What some topics match.

    Attributes:
        said: by what papers say, those about the topics first.
        candidates: of which some may be the reader's; None where no topic asks for such.
    """

    said: tuple[Match, ...]
    candidates: tuple[Match, ...] | None = None

    @property
    def bases(self) -> tuple[str, ...]:
        """Base ids of all of them."""
        each = (*self.said, *(self.candidates or ()))
        return tuple(dict.fromkeys(match.paper.id.base for match in each))


def matched(
    announcement_set: AnnouncementSet, topics: Sequence[Topic], archives: frozenset[str] | None
) -> Generator[None, None, Matched]:
    """What some topics match in some archives; for `in_slices`."""
    others, yours = told_apart(topics)
    said = (yield from announcement_set.matching(others, archives)) if others else ()
    if not yours:
        return Matched(said)
    return Matched(said, (yield from announcement_set.matching(yours, archives)))


def plan_for(
    announcement_set: AnnouncementSet,
    found: Matched,
    settings: ChatSettings,
    personal: PersonalModel | None,
    told: Collection[str] = (),
) -> DigestPlan:
    """Which papers a chat's digest tells, in which order, and why they are its reader's.

    Args:
        announcement_set: where they were announced.
        found: what the chat's topics match.
        settings: the chat's.
        personal: its reader's model, where there is a profile.
        told: base ids of papers that it was told before.
    """
    limit, muted = settings.limit, settings.muted
    plan = announcement_set.plan(found.said, limit=limit, muted=muted, told=told)
    ordered = personal if settings.order is Order.YOURS else None
    if found.candidates is None:
        return arranged(plan, ordered)
    if personal is None:
        return replace(plan, lacks_profile=True)
    beside = {match.paper.id.base for match in found.said}
    free = announcement_set.plan(found.candidates, limit=0, muted=muted, told=told).others
    may_be = {match.paper.id.base for match in free} - beside - personal.known
    picks = _picked(personal, found.candidates, may_be, max(limit - plan.matched, limit // _SHARE))
    said = (*plan.shown, *plan.others)
    room = limit - len(picks)
    rest = arranged(replace(plan, shown=said[:room], others=said[room:]), ordered)
    own = tuple(match for match, _ in picks)
    shown = (*own, *rest.shown) if ordered else (*rest.shown, *own)
    why = {match.paper.id.base: affinity for match, affinity in picks}
    return replace(rest, shown=shown, affinities={**rest.affinities, **why}, yours=len(picks))


def _picked(
    personal: PersonalModel, candidates: Sequence[Match], may_be: Collection[str], most: int
) -> list[tuple[Match, Affinity]]:
    """Papers that are most likely the reader's, and why; the last one in ten by lot from others.

    Args:
        personal: the reader's model.
        candidates: laid out once for all readers who have the same.
        may_be: base ids of those that may be taken.
        most: how many are wanted; there are fewer where fewer stand out.
    """
    if not may_be or most < 1:
        return []
    scores = personal.model.scores([match.paper for match in candidates])
    rated = [
        (-float(score), match.paper.id.base, match)
        for score, match in zip(scores, candidates, strict=True)
        if match.paper.id.base in may_be
    ]
    rated.sort(key=lambda one: one[:2])
    by_lot = outside_of(most)
    first = [match for *_, match in rated[: most - by_lot]]
    each = zip(first, personal.why([match.paper for match in first]), strict=True)
    near = [(match, why) for match, why in each if why]
    if not near:
        return []
    far = [match for *_, match in rated[max(len(first), len(rated) // 2) :]]
    far.sort(key=lambda match: blake2b(match.paper.id.base.encode(), digest_size=8).digest())
    return near + [(match, Affinity(is_outside=True, is_by_lot=True)) for match in far[:by_lot]]
