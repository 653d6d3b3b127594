"""A chat's week looked back at: what rose, what was liked most, and what it has missed."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from app.digesting import topics_wanted
from app.services import Services
from app.trends.looking_back import Trends, trends_of
from digests.maker import DigestMaker
from domain.chats import Chat, Profile, SavedPaper
from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Paper
from domain.ports import Store
from domain.requests import Context
from domain.topics import Topic
from intake import calendar
from intake.engine import Intake
from topics.archives import archives_of
from topics.yours import told_apart

SHOWN: Final = 5
"""Papers that are named of each kind."""
FEWEST_READERS: Final = 3
"""Readers who have to like a paper before others are told that anybody does."""
_WEEK: Final = timedelta(days=7)
_REMEMBERED: Final = 256
"""Sets of topics of which it is remembered what rose in them."""


@dataclass(frozen=True, slots=True)
class Liked:
    """A paper, and how many people liked it."""

    paper: Paper
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWeek:
    """A week of a chat.

    Attributes:
        last: its last listing date.
        trends: what rose in the chat's topics.
        liked: the most liked papers, the first first; of a group those that its members liked,
            else those of its topics that several readers of this Papercrier liked.
        in_group: whether it is members who liked them.
        missed: papers of its topics that no digest told it, the best first.
        missed_in_all: how many there are of these.
        unread: papers that the reader has saved and not read, the newest first.
        unread_in_all: how many there are of these.
    """

    last: date
    trends: Trends
    liked: tuple[Liked, ...] = ()
    in_group: bool = False
    missed: tuple[Paper, ...] = ()
    missed_in_all: int = 0
    unread: tuple[SavedPaper, ...] = ()
    unread_in_all: int = 0


class LookingBack:
    """Looks back at the last week of chats; nothing is asked of arXiv."""

    def __init__(self, store: Store, library: Store, intake: Intake, maker: DigestMaker) -> None:
        """Wire it.

        Args:
            store: has what chats were told and what people made of papers.
            library: has papers and their announcements.
            intake: knows how these stand.
            maker: finds the papers of topics.
        """
        self._store = store
        self._library = library
        self._intake = intake
        self._maker = maker
        self._known: OrderedDict[object, Trends] = OrderedDict()

    async def is_over(self, topics: Sequence[Topic]) -> bool:
        """Whether all is known of the last listing date in the archives of some topics."""
        states = await self._intake.standing(_archives(topics), self._days()[-1:])
        return all(batch.state.is_settled for batch in states)

    async def week_of(self, chat: Chat, topics: Sequence[Topic], now: datetime) -> PastWeek:
        """The last week of a chat that follows some topics; none where it asks but for its own."""
        topics, _ = told_apart(topics)
        last = self._intake.newest_date()
        found = await self._announced(chat, topics)
        told = await self._store.seen({chat.ref: list(found)})
        missed = [found[base] for base in found if base not in told[chat.ref]]
        profile = (await self._store.profiles([chat.ref])).get(chat.ref, Profile())
        in_group = bool(profile.presses)
        if in_group:
            recent = (one for one in profile.presses if one.is_more and one.at >= now - _WEEK)
            counts: Mapping[str, int] = Counter(one.paper for one in recent)
        else:
            readers = await self._store.liked(now - _WEEK, FEWEST_READERS)
            counts = {base: count for base, count in readers.items() if base in found}
        unread = [one for one in profile.saved if one.read_at is None and not one.is_imported]
        return PastWeek(
            last=last,
            trends=await self._trends(topics, last),
            liked=await self._liked(counts, found),
            in_group=in_group,
            missed=tuple(missed[:SHOWN]),
            missed_in_all=len(missed),
            unread=tuple(unread[:SHOWN]),
            unread_in_all=len(unread),
        )

    async def _trends(self, topics: Sequence[Topic], last: date) -> Trends:
        """What rose; many chats follow the same, and to count half a year takes seconds."""
        key = (tuple(topic.query for topic in topics), last)
        known = self._known.pop(key, None)
        if known is None:
            found = await trends_of(self._library, topics, last)
            known = replace(found, weeks=tuple(replace(week, words={}) for week in found.weeks))
        self._known[key] = known
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return replace(known, topics=tuple(topic.label for topic in topics))

    async def _announced(self, chat: Chat, topics: Sequence[Topic]) -> dict[str, Paper]:
        """The week's papers of some topics, by base id, the best first."""
        states = await self._intake.standing(_archives(topics), self._days())
        announced = await self._maker.news.announcement_set(self._days(), states)
        matched = await in_slices(announced.matching(topics, _archives(topics)))
        plan = await aside(announced.plan, matched, limit=len(matched), muted=chat.settings.muted)
        return {match.paper.id.base: match.paper for match in plan.shown}

    async def _liked(
        self, counts: Mapping[str, int], found: Mapping[str, Paper]
    ) -> tuple[Liked, ...]:
        first = sorted(counts, key=lambda base: (-counts[base], base))[:SHOWN]
        others = [PaperId(base) for base in first if base not in found]
        known = {**found, **(await self._library.papers(others) if others else {})}
        return tuple(Liked(known[base], counts[base]) for base in first if base in known)

    def _days(self) -> list[date]:
        last = self._intake.newest_date()
        return calendar.listing_dates(last - _WEEK + timedelta(days=1), last)


async def past_week(services: Services, context: Context) -> PastWeek:
    """The last week of whoever asks."""
    context.progress(sentence("Counting what was announced"))
    topics = await topics_wanted(context, "")
    looking = LookingBack(services.store, services.library, services.intake, services.maker)
    return await looking.week_of(context.known_chat, topics, services.clock.now())


def _archives(topics: Collection[Topic]) -> frozenset[str]:
    return frozenset[str]().union(*(archives_of(topic.query) for topic in topics))
