"""What happens to five hundred chats in thirty zones, as told by a seed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from domain.chats import ALL_DAYS, ChatRef, ChatSettings
from domain.papers import BatchState, Paper
from intake import calendar
from tests.scheduler.stage import PLATFORMS, Stage, paper

CHATS = 500
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ZONES = (
    *("Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Istanbul", "Africa/Cairo"),
    *("Africa/Casablanca", "Africa/Lagos", "America/New_York", "America/Los_Angeles"),
    *("America/St_Johns", "America/Nuuk", "America/Sao_Paulo", "America/Santiago"),
    *("America/Havana", "America/Mexico_City", "Asia/Tokyo", "Asia/Shanghai", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Asia/Tehran", "Asia/Jerusalem", "Asia/Beirut", "Asia/Dubai"),
    *("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham"),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"),
)
TIMES = (time(8), time(8), time(8), time(0), time(2, 30), time(12, 15), time(23, 45))
WEEKS = (ALL_DAYS, ALL_DAYS, ALL_DAYS, frozenset(range(5)), frozenset({0, 3}), frozenset({6}))
TOPICS = {
    "cat:cs.CV waves": ("cs", "waves"),
    "cat:cs.CV graphs": ("cs", "graphs"),
    "cat:math.AG": ("math", ""),
    "cat:hep-th waves": ("hep-th", "waves"),
}
CATEGORIES = {"cs": "cs.CV", "math": "math.AG", "hep-th": "hep-th"}


@dataclass
class Stay:
    """A time during which a chat's settings stayed as they were, and it wanted digests."""

    chat_settings: ChatSettings
    begins: datetime
    ends: datetime


@dataclass
class Follower:
    """A chat, and what it is to be told.

    Attributes:
        stays: one after another; the last one goes on.
        breaks: when it was paused: what is announced meanwhile it is not told.
    """

    ref: ChatRef
    queries: tuple[str, ...]
    chat_settings: ChatSettings
    stays: list[Stay] = field(default_factory=list)
    breaks: list[datetime] = field(default_factory=list)

    @property
    def archives(self) -> set[str]:
        """Those that its topics are in."""
        return {TOPICS[query][0] for query in self.queries}

    def wants(self, one: Paper) -> bool:
        """Whether a paper is in its topics."""
        return any(
            CATEGORIES[archive] in one.categories and word in one.title
            for archive, word in (TOPICS[query] for query in self.queries)
        )


class Year:
    """What happens, as told by a seed; and what came of it."""

    def __init__(self, stage: Stage, first: date, last: date, seed: int) -> None:
        self.stage = stage
        self.first, self.last = first, last
        self.random = Random(seed)
        self.ends = datetime.combine(last, time(12), UTC)
        self.followers: list[Follower] = []
        self.listed: dict[tuple[str, date], list[Paper]] = defaultdict(list)
        self.complete: dict[tuple[str, date], datetime] = {}
        self.downs: list[tuple[datetime, datetime]] = []
        self._events: list[tuple[datetime, int, str, Any]] = []
        self._order = count()
        self._numbers = count(10_001)

    async def run(self) -> None:
        """From the first day to the last."""
        self._plan_announcements()
        self._plan_downtimes()
        for number in range(CHATS):
            await self._begin(number)
        await self.stage.look()
        while (moment := self._next()) < self.ends:
            is_event = bool(self._events) and self._events[0][0] == moment
            assert is_event or moment > self.stage.clock.now(), "nobody is looked at for ever"
            self.stage.clock.set(moment)
            await self._happen(moment)
            await self.stage.look()
        for follower in self.followers:
            self._leave(follower, self.ends)

    def _next(self) -> datetime:
        """When something happens next, or somebody is to be looked at."""
        looks = [look for look in self.stage.following.values() if look is not None]
        moment = min(looks, default=self.ends)
        for begins, ends in self.downs:
            if begins <= moment < ends:
                moment = ends
        return min(moment, self._events[0][0]) if self._events else moment

    def _at(self, moment: datetime, what: str, about: Any) -> None:
        moment = max(moment, self.stage.clock.now())
        heappush(self._events, (moment, next(self._order), what, about))

    async def _happen(self, moment: datetime) -> None:
        while self._events and self._events[0][0] <= moment:
            _, _, what, about = heappop(self._events)
            if what == "announced":
                archive, day, papers, state = about
                await self.stage.announce(day, *papers, archive=archive, state=state)
                if state is None:
                    self.complete[archive, day] = moment
            elif what == "started":
                self.stage.start()
            else:
                await self._change(about, what)

    def _plan_downtimes(self) -> None:
        """Hours to days during which there is no process."""
        day = datetime.combine(self.first, time(), UTC) + 2 * DAY
        while day < self.ends - 4 * DAY:
            begins = day + self.random.randrange(24) * HOUR
            ends = begins + self.random.choice((1, 3, 7, 11, 13, 30, 70)) * HOUR
            self.downs.append((begins, ends))
            day = ends + self.random.randrange(3, 8) * DAY
        for _, ends in self.downs:
            self._at(ends, "started", None)
        self._events = [
            (self._up(moment, what), job, what, about)
            for moment, job, what, about in sorted(self._events, key=lambda event: event[:2])
        ]
        self._events.sort(key=lambda event: event[:2])

    def _up(self, moment: datetime, what: str) -> datetime:
        """A moment when there is a process: announcements are read soon after it starts."""
        for begins, ends in self.downs:
            if begins <= moment < ends:
                return ends + (timedelta(minutes=9) if what == "announced" else timedelta(0))
        return moment

    def _plan_announcements(self) -> None:
        """A few papers a night; now and then late, in part or none at all."""
        for day in calendar.listing_dates(self.first - DAY, self.last):
            for archive, category in CATEGORIES.items():
                papers = self.listed[archive, day]
                if not calendar.is_holiday(day):
                    papers += [self._paper(day, category) for _ in range(self.random.randrange(4))]
            for archive in CATEGORIES:
                self._plan_batch(archive, day)

    def _paper(self, day: date, category: str) -> Paper:
        """A paper; some are listed elsewhere as well, on the same day or the next one."""
        also = [other for other in CATEGORIES.values() if other != category]
        categories = (category, *self.random.sample(also, self.random.choice((0, 0, 1, 2))))
        about = self.random.choice(("waves", "graphs", "lanterns"))
        base = f"{day:%y%m}.{next(self._numbers)}"
        made = paper(base, *categories, about=about)
        following = calendar.next_date(day)
        while calendar.is_holiday(following):
            following = calendar.next_date(following)
        for other in categories[1:]:
            where = next(name for name, own in CATEGORIES.items() if own == other)
            self.listed[where, self.random.choice((day, day, following))].append(made)
        return made

    def _plan_batch(self, archive: str, day: date) -> None:
        complete = calendar.due_at(day) + calendar.PUBLICATION
        papers = self.listed[archive, day]
        if self.random.random() < 0.1 and day < self.last - 5 * DAY:
            late = complete + self.random.choice((2, 9, 14, 27, 60)) * HOUR
            if len(papers) > 1:
                self._at(complete, "announced", (archive, day, papers[:1], BatchState.PARTIAL))
            complete = late
        self._at(complete, "announced", (archive, day, papers, None))

    async def _begin(self, number: int) -> None:
        """A new chat."""
        choose = self.random.choice
        ref = ChatRef(PLATFORMS[number % 2], str(number + 1))
        queries = tuple(self.random.sample(sorted(TOPICS), choose((1, 2, 3))))
        chat_settings = ChatSettings(
            zone=ZONES[number % len(ZONES)],
            time=choose(TIMES),
            days=choose(WEEKS),
            as_announced=self.random.random() < 0.15,
            quiet_note=self.random.random() < 0.7,
            limit=choose((1, 10)),
        )
        if chat_settings.as_announced and chat_settings.days == {6}:
            # Nothing is ever announced for a Sunday.
            chat_settings = ChatSettings(zone=chat_settings.zone)
        follower = Follower(ref, queries, chat_settings)
        self.followers.append(follower)
        await self._wish(follower, chat_settings, *queries)
        self._stay(follower)
        span = (self.ends - self.stage.clock.now()) // HOUR
        if self.random.random() < 0.3:
            changes = (("zone",), ("time",), ("pause", "resume"))
            moments = sorted(self.random.sample(range(24, span - 48), 2))
            for what, hours in zip(choose(changes), moments, strict=False):
                moment = self.stage.clock.now() + hours * HOUR + timedelta(minutes=7)
                self._at(self._up(moment, what), what, follower)

    async def _change(self, follower: Follower, what: str) -> None:
        """A chat changes its mind."""
        now = self.stage.clock.now()
        if what != "resume":
            self._leave(follower, now)
        chat_settings = follower.chat_settings
        changes: dict[str, tuple[str, Any]] = {
            "zone": ("zone", self.random.choice(ZONES)),
            "time": ("time", self.random.choice(TIMES)),
            "pause": ("paused", True),
            "resume": ("paused", False),
        }
        name, value = changes[what]
        await self._wish(follower, chat_settings, **{name: value})
        if what == "pause":
            follower.breaks.append(now)
        else:
            self._stay(follower)

    async def _wish(
        self, follower: Follower, chat_settings: ChatSettings, *queries: str, **changed: Any
    ) -> None:
        settings = {name: getattr(chat_settings, name) for name in ChatSettings.__slots__} | changed
        chat = await self.stage.chat(follower.ref, *queries, **settings)
        follower.chat_settings = chat.settings

    def _stay(self, follower: Follower) -> None:
        now = self.stage.clock.now()
        follower.stays.append(Stay(follower.chat_settings, now, datetime.max.replace(tzinfo=UTC)))

    def _leave(self, follower: Follower, now: datetime) -> None:
        if follower.stays and follower.stays[-1].ends > now:
            follower.stays[-1].ends = now
