"""What a topic would have brought lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.lately import (
    MOST,
    Announced,
    Days,
    announced_lately,
    submission_days,
    submitted_lately,
)
from app.services import Services
from digests.personal import FEWEST
from digests.yours import matched, plan_for
from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.digests import Match
from domain.errors import SourceError
from domain.messages import NOTHING, Message, sentence
from domain.papers import Paper
from domain.requests import Context
from domain.topics import Query, Topic
from topics.archives import archives_of
from topics.index import PaperIndex
from topics.muting import muted_query
from topics.trees import either
from topics.yours import told_apart

PREVIEW_TITLES: Final = 3
_FEW: Final = 20
"""Of so few papers, most may well be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a topic would have brought in the last days.

    Attributes:
        papers: some of those that match, the best first.
        matched: how many do, but for what is muted.
        announced: of how many announced papers; None where arXiv's search was asked instead.
        days: of the announcements looked at; or, of a search, when papers were submitted.
        is_cut: whether the search may have found more than it was asked for.
        trouble: why nothing can be said.
        lacking: how many more papers a profile takes, of a topic that asks for what is likely its
            reader's.
        likes_none: whether there are enough, of which none is liked.
    """

    papers: tuple[Paper, ...] = ()
    matched: int = 0
    announced: int | None = None
    days: Days = ()
    is_cut: bool = False
    trouble: Message = NOTHING
    lacking: int = 0
    likes_none: bool = False

    @property
    def is_most(self) -> bool:
        """Whether it would have brought most of what was announced."""
        announced = self.announced or 0
        return announced > _FEW and 2 * self.matched > announced


async def preview(services: Services, context: Context, topic: Topic) -> Preview:
    """What a topic would have brought in the announcements at hand, or at arXiv's search."""
    at_hand = await announced_lately(services, archives_of(topic.query))
    if topic.is_yours:
        return await _of_yours(services, context, topic, at_hand)
    if at_hand is not None:
        return await _of_announced(context, topic, at_hand)
    context.progress(sentence("Looking at what it would have brought"))
    try:
        found = await submitted_lately(services, topic.query)
    except SourceError as error:
        return Preview(trouble=error.message)
    matches = await aside(_unmuted, found, topic, context.settings.muted)
    return Preview(
        papers=tuple(match.paper for match in matches[:PREVIEW_TITLES]),
        matched=len(matches),
        days=(submission_days(services),),
        is_cut=len(found) == MOST,
    )


def _unmuted(found: Sequence[Paper], topic: Topic, muted: Sequence[str]) -> list[Match]:
    """Those of some papers that match a topic, but for what is muted."""
    index = PaperIndex(found)
    meant = frozenset[str]().union(*(index.matching(muted_query(word)) for word in muted))
    return [match for match in index.matches(topic) if match.paper.id.base not in meant]


async def _of_announced(context: Context, topic: Topic, at_hand: Announced) -> Preview:
    matched = await at_hand.matching([topic])
    muted = context.settings.muted
    plan = await aside(at_hand.together.plan, matched, limit=PREVIEW_TITLES, muted=muted)
    return Preview(
        papers=tuple(match.paper for match in plan.shown),
        matched=plan.matched,
        announced=at_hand.count,
        days=at_hand.days,
    )


async def _of_yours(
    services: Services, context: Context, topic: Topic, at_hand: Announced | None
) -> Preview:
    """What would have been likely somebody's, of the announcements at hand."""
    chat, personal = context.known_chat, services.maker.personal
    if personal is None:
        return Preview(lacking=FEWEST)
    standing = await personal.standing(chat)
    if standing.lacking or not standing.likes_any:
        return Preview(lacking=standing.lacking, likes_none=not standing.lacking)
    if at_hand is None:
        return Preview(trouble=sentence("nothing that was announced lately is at hand."))
    found = await in_slices(matched(at_hand.together, [topic], at_hand.archives))
    models = await personal.models([chat], [chat.ref])
    plan = await aside(plan_for, at_hand.together, found, chat.settings, models.get(chat.ref))
    return Preview(
        papers=tuple(match.paper for match in plan.shown[:PREVIEW_TITLES]),
        matched=plan.matched,
        announced=at_hand.count,
        days=at_hand.days,
    )


@dataclass(frozen=True, slots=True)
class MutedLately:
    """What a mute would have left out of the last days.

    Attributes:
        left_out: how many papers.
        matched: of how many.
        days: of the announcements looked at; or, of a search, when papers were submitted.
        is_announced: which of both.
        is_yours: whether those matched are in topics that are followed; else all announced ones.
    """

    left_out: int
    matched: int
    days: Days
    is_announced: bool = True
    is_yours: bool = True


async def muted_lately(
    services: Services, context: Context, words: Sequence[str]
) -> MutedLately | None:
    """What mutes would have left out of the announcements at hand, or of what the search finds.

    It is decided as for a digest; where nothing is in the topics, of all that was announced. None
    where nothing can be said.
    """
    topics, _ = told_apart(s.topic for s in await context.followed())
    archives = frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
    at_hand = await announced_lately(services, archives or None)
    if at_hand is None:
        return await _muted_submitted(services, topics, words)
    matched = await at_hand.matching(topics) if topics else ()
    if not matched:
        announced, left_out = await aside(at_hand.together.counted, words)
        return MutedLately(left_out, announced, at_hand.days, is_yours=False)
    plan = await aside(at_hand.together.plan, matched, limit=0, muted=tuple(words))
    left_out = sum(count for _, count in plan.muted)
    return MutedLately(left_out, plan.matched + left_out, at_hand.days)


async def _muted_submitted(
    services: Services, topics: Sequence[Topic], words: Sequence[str]
) -> MutedLately | None:
    """The same of the newest papers that the search finds in topics."""
    query = either([topic.query for topic in topics])
    if query is None:
        return None
    try:
        papers = await submitted_lately(services, query)
    except SourceError:
        return None
    matched, left_out = await aside(_muted_among, papers, query, words)
    days = (submission_days(services),)
    return MutedLately(left_out, matched, days, is_announced=False) if matched else None


def _muted_among(papers: Sequence[Paper], query: Query, words: Sequence[str]) -> tuple[int, int]:
    """How many papers match a query, as arXiv finds more, and how many of those words mean."""
    index = PaperIndex(papers)
    found = index.matching(query)
    meant = frozenset[str]().union(*(index.matching(muted_query(word)) for word in words))
    return len(found), len(found & meant)
