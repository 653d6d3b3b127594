"""Digests in the order of what their reader likes, by the papers that they voted on and saved."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Final

from digests.members import Verdict, verdicts
from digests.opinions import counted, likes_any, opinions_of
from digests.plan import DigestPlan
from domain.chats import Chat, ChatRef, Order, Profile
from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.digests import Affinity, Match
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.ports import Clock, Papers, Tastes

if TYPE_CHECKING:
    from ranking.background import Background
    from ranking.reader import Liking, ReaderModel

FEWEST: Final = 10
"""Papers from which a profile orders anything."""

_LATELY: Final = 2_000
"""Papers announced lately, against which stands out what a reader likes."""

_AFRESH: Final = timedelta(days=1)
"""How often it is seen what has been announced lately."""

_TOPIC: Final = 0.5
"""How much the topic's score counts beside the profile's."""

_WORDS: Final = 8
"""Words that a profile is told by."""

_ONE_IN: Final = 10
"""One of so many papers shown is from outside the profile."""

_FEWEST_SHOWN: Final = 3
"""Of fewer papers shown none is."""


@dataclass(frozen=True, slots=True)
class PersonalModel:
    """A reader's model, and what they made of the papers that it stands on.

    Attributes:
        titles: of the liked papers, by base id.
        saved: base ids of those that were saved.
        members: of a group, what they made of each paper, by base id.
        known: base ids of all papers that it is made of.
    """

    model: ReaderModel
    titles: Mapping[str, str]
    saved: frozenset[str]
    members: Mapping[str, Verdict] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def why(self, papers: Sequence[Paper]) -> list[Affinity | None]:
        """Why each of some papers is likely the reader's; None where nothing speaks for it."""
        return [
            self._affinity(liking) if liking.stands_out and (liking.like or liking.words) else None
            for liking in self.model.likings(papers)
        ]

    def _affinity(self, liking: Liking) -> Affinity:
        title = self.titles.get(liking.like, "")
        found = Affinity(title, liking.like in self.saved, liking.words)
        if said := self.members.get(liking.like):
            return replace(found, liked=said.liked, pressed=said.pressed)
        return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands to a profile.

    Attributes:
        counted: papers that the profile stands on.
        likes_any: whether one of them is liked, as it takes for an order.
        before: the share of what is announced every day that it stands before, from 0 to 1; None
            where there is too little of a profile.
        why: what speaks for it; None where nothing does.
    """

    counted: int
    likes_any: bool = False
    before: float | None = None
    why: Affinity | None = None

    @property
    def lacking(self) -> int:
        """How many more papers a profile takes."""
        return max(0, FEWEST - self.counted)


class PersonalOrder:
    """Makes the models of readers, from what the store keeps at that moment."""

    def __init__(self, tastes: Tastes, papers: Papers, clock: Clock) -> None:
        self._tastes = tastes
        self._papers = papers
        self._clock = clock
        self._background: Background | None = None
        self._made: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def words(self, profile: Profile) -> tuple[str, ...]:
        """The words that speak most for a paper; none while a profile is too small."""
        nobody = ChatRef("", "")
        models = await self._of({nobody: profile})
        if nobody not in models:
            return ()
        return await aside(models[nobody].model.words, _WORDS)

    async def models(
        self, chats: Sequence[Chat], needing: Collection[ChatRef] = ()
    ) -> dict[ChatRef, PersonalModel]:
        """The models of those chats whose reader has a profile, and wants to be served by it.

        Or needs to be, as they follow what is theirs.
        """
        wished = [
            chat.ref for chat in chats if chat.settings.order is Order.YOURS or chat.ref in needing
        ]
        profiles = await self._tastes.profiles(wished) if wished else {}
        return await self._of(profiles)

    async def standing(self, chat: Chat, paper: Paper | None = None) -> Standing:
        """How much of a profile a chat's reader has, and how a paper stands to it."""
        profiles = await self._tastes.profiles([chat.ref])
        own = profiles.get(chat.ref, Profile())
        count, likes = len(counted(own)), likes_any(own)
        personal = (await self._of(profiles)).get(chat.ref)
        if personal is None or paper is None:
            return Standing(count, likes)
        before = await aside(personal.model.stands_before, paper)
        (why,) = await aside(personal.why, [paper])
        return Standing(count, likes, before, why)

    async def _of(self, profiles: Mapping[ChatRef, Profile]) -> dict[ChatRef, PersonalModel]:
        named = {ref: counted(profile) for ref, profile in profiles.items()}
        named = {ref: bases for ref, bases in named.items() if len(bases) >= FEWEST}
        if not named:
            return {}
        background = await self._lately()
        wanted = {base for bases in named.values() for base in bases}
        papers = await self._papers.papers([PaperId(base) for base in wanted])
        if background is None:
            return {}
        each = {ref: profiles[ref] for ref in named}
        return await in_slices(_models(background, each, papers))

    async def _lately(self) -> Background | None:
        """What has been announced lately; None where that is nothing."""
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._made is None or not timedelta(0) <= now - self._made < _AFRESH:
                papers = await self._papers.recent_papers(_LATELY)
                self._background = await aside(_background, papers) if papers else None
                self._made = now
            return self._background


def arranged(plan: DigestPlan, personal: PersonalModel | None) -> DigestPlan:
    """A plan in a reader's order, most likely theirs first, and why; as it is without a model.

    Where not all is shown, one in ten of what is comes from outside the profile: the best of the
    topic among what the reader would see last.
    """
    matches = [*plan.shown, *plan.others]
    if personal is None or not matches:
        return plan
    likings = [float(score) for score in personal.model.scores([m.paper for m in matches])]
    mixed = [
        own + _TOPIC * topic
        for own, topic in zip(
            _levelled(likings), _levelled([m.score for m in matches]), strict=True
        )
    ]
    order = sorted(range(len(matches)), key=lambda at: -mixed[at])
    limit = len(plan.shown)
    outside = _outside(order, likings, matches, limit)
    for place, at in enumerate(outside, 1):
        order.remove(at)
        order.insert(min(place * _ONE_IN, limit) - 1, at)
    shown = tuple(matches[at] for at in order[:limit])
    others = tuple(matches[at] for at in order[limit:])
    far = {matches[at].paper.id.base for at in outside}
    return replace(plan, shown=shown, others=others, affinities=_affinities(personal, shown, far))


def _outside(
    order: Sequence[int], likings: Sequence[float], matches: Sequence[Match], limit: int
) -> list[int]:
    """Which papers that would not be shown are, the best of the topic first."""
    beyond = order[limit:]
    middle = sorted(likings)[len(likings) // 2]
    far = sorted(
        (at for at in beyond if likings[at] <= middle), key=lambda at: (-matches[at].score, at)
    )
    return far[: outside_of(limit)]


def outside_of(limit: int) -> int:
    """How many of so many papers shown are from outside the profile; none where few are shown."""
    return math.ceil(limit / _ONE_IN) if limit >= _FEWEST_SHOWN else 0


def _affinities(
    personal: PersonalModel, shown: Sequence[Match], far: Collection[str]
) -> dict[str, Affinity]:
    papers = [match.paper for match in shown]
    found = {}
    for paper, why in zip(papers, personal.why(papers), strict=True):
        base = paper.id.base
        if base in far:
            found[base] = Affinity(is_outside=True)
        elif why is not None:
            found[base] = why
    return found


def _levelled(values: Sequence[float]) -> list[float]:
    """Values in units of how far they lie apart."""
    middle, apart = fmean(values), pstdev(values) or 1.0
    return [(value - middle) / apart for value in values]


def _background(papers: Sequence[Paper]) -> Background:
    # What ranks brings in a library that takes a tenth of a second to load.
    from ranking.background import Background

    return Background(papers)


def _models(
    background: Background, profiles: Mapping[ChatRef, Profile], papers: Mapping[str, Paper]
) -> Generator[None, None, dict[ChatRef, PersonalModel]]:
    """Make the models one after another; for `in_slices`."""
    from ranking.reader import ReaderModel

    made = {}
    for ref, profile in profiles.items():
        opinions = opinions_of(profile, papers)
        liked = {one.paper.id.base: one.paper.title for one in opinions if one.is_liked}
        if len(opinions) >= FEWEST and liked:
            saved = frozenset(one.paper for one in profile.saved)
            members = {one.paper: one for one in verdicts(profile.presses)}
            known = counted(profile)
            model = ReaderModel(background, opinions)
            made[ref] = PersonalModel(model, liked, saved, members, known)
            yield
    return made
