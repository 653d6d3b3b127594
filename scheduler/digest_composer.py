"""The composer: what each chat's digest tells, worked out for many chats together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from app.versions.told import told_changes
from composing.digest_message import has_further_pages
from digests.announcement_set import AnnouncementSet, View, standing_of
from digests.maker import DigestMaker
from digests.personal import PersonalModel
from digests.plan import DigestPlan
from digests.unread import UnreadPapers
from digests.yours import Matched, matched, plan_for
from domain.chats import ChatRef
from domain.concurrency.slices import in_slices
from domain.deliveries import ScheduledChat
from domain.digests import Match, NotRead
from domain.metadata.changes import Change
from domain.metadata.updates import Notice, done_with, wanted
from domain.papers import Batch
from intake.engine import Intake
from scheduler.turns import Ready, Serve

Told = Callable[[Mapping[ChatRef, Collection[str]]], Awaitable[Mapping[ChatRef, frozenset[str]]]]
"""Of the papers asked about, by base id, those that each chat has been told."""

_KEY_BYTES: Final = 16

_PLANS_KEPT: Final = 100_000
"""What is remembered of plans that many chats share, in papers of which each tells: some ten
megabytes for each set of dates."""

_COST_OF_A_PLAN: Final = 10
"""What remembering a plan costs beside its papers, as many of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestJob:
    """A digest to be made.

    Attributes:
        chat: whose.
        serve: its turn.
        ready: what is known of the turn's announcements.
        archives: those that its topics are in.
        unread: what it says of papers that are not read yet; None for nothing.
    """

    chat: ScheduledChat
    serve: Serve
    ready: Ready
    archives: frozenset[str]
    unread: NotRead | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What became of papers that the chat was told, as far as this digest tells it."""
        return wanted(self.chat.notices, self.chat.chat.settings.updates)

    @property
    def notices_done(self) -> tuple[int, ...]:
        """Numbers of those that are no more to be told after it."""
        return done_with(self.chat.notices, self.chat.chat.settings.updates)


class Planned(NamedTuple):
    """What chats that are alike are told.

    Attributes:
        plan: which papers.
        key: pages of the same key are the same.
        seen: base ids of the papers in it.
    """

    plan: DigestPlan
    key: bytes
    seen: tuple[str, ...]


_Alike = LRUCache[object, Planned]
"""What is planned, by all that it depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A digest as planned, not yet put into words; the attributes are as in `Planned`."""

    job: DigestJob
    view: View
    plan: DigestPlan
    key: bytes
    seen: tuple[str, ...]

    @property
    def is_wanted(self) -> bool:
        """Whether there is something to say.

        Papers, a gap not told of yet, a quiet day, or that a paper that was told is withdrawn.
        """
        if self.plan.matched or self.job.chat.chat.settings.quiet_note:
            return True
        has_fresh_gap = any(
            not batch.state.is_settled and self.job.serve.is_fresh(batch.date)
            for batch in self.view.batches
        )
        return has_fresh_gap or any(one.update.kind.is_important for one in self.job.notices)


class DigestComposer:
    """Plans digests; each distinct topic meets each paper once, however many chats follow it."""

    def __init__(
        self, intake: Intake, maker: DigestMaker, unread: UnreadPapers | None = None
    ) -> None:
        self._intake = intake
        self._maker = maker
        self._unread = unread
        self._alike: WeakKeyDictionary[AnnouncementSet, _Alike] = WeakKeyDictionary()

    async def planned(
        self, jobs: Sequence[DigestJob], states: Sequence[Batch], told: Told
    ) -> list[Page]:
        """What the digests tell, in the order of the jobs.

        Args:
            jobs: the digests to be made, all of the same days.
            states: how matters stand with the announcements of all their archives.
            told: asked about the papers that match.
        """
        jobs = await self._with_unread(await self._with_changes(jobs))
        announcement_set = await self._maker.news.announcement_set(jobs[0].serve.days, states)
        each = await in_slices(_matched(announcement_set, jobs))
        seen = await told({job.chat.chat.ref: found.bases for job, found in each if found.bases})
        today = await self._today(jobs)
        needing = {job.chat.chat.ref for job, found in each if found.candidates is not None}
        models = await self._models(jobs, needing)
        alike = self._alike.setdefault(announcement_set, LRUCache(_PLANS_KEPT, _cost))
        return await in_slices(_pages(announcement_set, each, seen, today, models, alike))

    async def _with_changes(self, jobs: Sequence[DigestJob]) -> Sequence[DigestJob]:
        """The jobs, whose notices tell what new versions say otherwise."""
        notices = {one.number: one for job in jobs for one in job.notices}
        changes = await told_changes(self._maker.library, list(notices.values()))
        if not changes:
            return jobs
        return [replace(job, chat=_told_otherwise(job.chat, changes)) for job in jobs]

    async def _with_unread(self, jobs: Sequence[DigestJob]) -> Sequence[DigestJob]:
        """The jobs, with what they say of papers that are not read yet."""
        if self._unread is None:
            return jobs
        asked = {job.chat.chat.ref: (job.chat.chat, job.serve.slot.day) for job in jobs}
        found = await self._unread.of(asked)
        return (
            [replace(job, unread=found.get(job.chat.chat.ref)) for job in jobs] if found else jobs
        )

    async def _models(
        self, jobs: Sequence[DigestJob], needing: Collection[ChatRef]
    ) -> Mapping[ChatRef, PersonalModel]:
        """Of the chats whose papers are ordered, or found, by what their reader likes."""
        personal = self._maker.personal
        if personal is None:
            return {}
        return await personal.models([job.chat.chat for job in jobs], needing)

    async def _today(self, jobs: Sequence[DigestJob]) -> list[object]:
        """For each job when arXiv announces again, and what is known of its own day.

        The latter where no other day is told of.
        """
        known: dict[object, object] = {}
        found: list[object] = []
        for job in jobs:
            newest = job.serve.days[-1] if job.serve.days else job.serve.start
            if newest not in known:
                known[newest] = await self._intake.resumes(newest)
            if job.serve.days:
                found.append(known[newest])
                continue
            day = job.serve.slot.day
            if (job.archives, day) not in known:
                states = await self._intake.standing(job.archives, [day])
                known[job.archives, day] = standing_of(states)
            found.append((known[newest], day, known[job.archives, day]))
        return found


def _told_otherwise(
    chat: ScheduledChat, changes: Mapping[int, tuple[Change, ...]]
) -> ScheduledChat:
    notices = (replace(one, changes=changes.get(one.number, ())) for one in chat.notices)
    return replace(chat, notices=tuple(notices))


def _matched(
    announcement_set: AnnouncementSet, jobs: Sequence[DigestJob]
) -> Generator[None, None, list[tuple[DigestJob, Matched]]]:
    each = []
    for job in jobs:
        found = yield from matched(announcement_set, job.chat.topics, job.archives)
        each.append((job, found))
    return each


def _pages(
    announcement_set: AnnouncementSet,
    each: Sequence[tuple[DigestJob, Matched]],
    seen: Mapping[ChatRef, frozenset[str]],
    today: Sequence[object],
    models: Mapping[ChatRef, PersonalModel],
    alike: _Alike,
) -> Generator[None, None, list[Page]]:
    pages = []
    for (job, found), own_day in zip(each, today, strict=True):
        ref = job.chat.chat.ref
        view, told = announcement_set.view(job.archives), seen.get(ref, frozenset())
        depends_on = _depends_on(job, told, own_day) if ref not in models else None
        planned = None if depends_on is None else alike.get(depends_on)
        if planned is None:
            settings = job.chat.chat.settings
            plan = plan_for(announcement_set, found, settings, models.get(ref), told)
            bases = _bases((*plan.shown, *plan.others))
            planned = Planned(plan, _key(job, view, plan, own_day), bases)
            if depends_on is not None and _cost(planned) <= _PLANS_KEPT:
                alike[depends_on] = planned
        plan, key, bases = planned
        pages.append(Page(job=job, view=view, plan=plan, key=key, seen=bases))
        yield
    return pages


def _depends_on(job: DigestJob, told: frozenset[str], resumes: object) -> object:
    """All that a chat's plan and page depend on, of one set of dates; None where that is its own.

    It is the chat's own where something became of papers that it was told, or is said of what it
    has not read; and on days on which nothing can have been announced nothing is planned that is
    worth remembering.
    """
    chat, serve = job.chat, job.serve
    if chat.notices or job.unread or not serve.days:
        return None
    return (
        (chat.chat.ref.kind, chat.chat.settings, chat.topics, chat.untold),
        (job.archives, serve, job.ready, told, resumes),
    )


def _cost(planned: Planned) -> int:
    return _COST_OF_A_PLAN + len(planned.seen)


def _key(job: DigestJob, view: View, plan: DigestPlan, own_day: object) -> bytes:
    """What a page depends on, in few bytes."""
    chat, serve = job.chat, job.serve
    chat_settings = chat.chat.settings
    late = (serve.slot.at, chat_settings.zone) if job.ready.waited else None
    # Buttons that turn to further pages name the day of the turn; where all is on one, none does.
    is_turned = has_further_pages(len(plan.shown), len(plan.others), chat_settings.detail)
    depends_on = (
        (chat.chat.ref.kind, chat_settings.language, chat_settings.detail),
        (serve.days, is_turned and serve.slot.day, serve.leaves_out, chat.untold, late, own_day),
        view.stamp,
        [topic.label for topic in chat.topics],
        [(notice.number, bool(notice.changes)) for notice in job.notices],
        [_told(match, view) for match in plan.shown],
        list(plan.affinities.items()),
        job.unread,
        (_bases(plan.others), plan.withdrawn, plan.muted, plan.yours, plan.lacks_profile),
    )
    return blake2b(repr(depends_on).encode(), digest_size=_KEY_BYTES).digest()


def _told(match: Match, view: View) -> tuple[object, ...]:
    """What a page says of a paper beside what the paper itself says."""
    base = match.paper.id.base
    reasons = [
        (reason.topic, str(reason.found), reason.field, reason.spread) for reason in match.reasons
    ]
    return (base, view.kind(base), view.date(base), reasons)


def _bases(matches: Collection[Match]) -> tuple[str, ...]:
    return tuple(match.paper.id.base for match in matches)
