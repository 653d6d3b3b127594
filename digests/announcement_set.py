"""The announcements of some dates, from which the digests of many chats are planned."""

from __future__ import annotations

import threading
from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Final

from digests.day_index import DayIndex, mask_of
from digests.plan import DigestPlan, chosen, merged
from domain.digests import Coverage, Match
from domain.papers import AnnouncementKind, Batch, BatchState, Paper
from domain.topics import Topic

_MATCHES_KEPT: Final = 100_000
"""What sets of topics match together, as many chats share them: some ten megabytes."""

_COST_OF_TOPICS: Final = 10
"""What remembering a set of topics costs beside its matches, as many of these."""


@dataclass(frozen=True, slots=True)
class View:
    """What some archives announced.

    Attributes:
        batches: of these archives, by date.
        announced: distinct papers that are news in them.
        days: where the announcements are found.
        mask: stands for the archives.
        stamp: different whenever something is that a digest says of the announcements.
    """

    batches: tuple[Batch, ...]
    announced: int
    days: tuple[DayIndex, ...]
    mask: int
    stamp: str

    @property
    def is_sample(self) -> bool:
        """Whether the papers are the embedded sample's."""
        return any(day.is_sample for day in self.days)

    def kind(self, base: str) -> AnnouncementKind:
        """How a paper was announced: where it was new anywhere, as new."""
        kinds = {day.kind(base, self.mask) for day in self.days}
        return AnnouncementKind.NEW if AnnouncementKind.NEW in kinds else AnnouncementKind.CROSS

    def date(self, base: str) -> date:
        """When a paper was announced first.

        Raises:
            KeyError: it was not.
        """
        for day in self.days:
            if day.kind(base, self.mask) is not None:
                return day.day
        raise KeyError(base)

    def coverage(self, plan: DigestPlan) -> Coverage:
        """What a digest planned from this rests on."""
        reconstructed = any(batch.state is BatchState.RECONSTRUCTED for batch in self.batches)
        return Coverage(
            announced=None if reconstructed else self.announced,
            matched=plan.matched,
            shown=len(plan.shown),
            late=tuple(
                (batch.archive, batch.reason)
                for batch in self.batches
                if not batch.state.is_settled
            ),
            withdrawn=plan.withdrawn,
            muted=plan.muted,
            yours=plan.yours,
            lacks_profile=plan.lacks_profile,
        )


class AnnouncementSet:
    """Some dates together; what is matched is remembered with each date, for other sets too.

    Attributes:
        batches: how matters stand, by date; where their announcements are is in the days.
    """

    def __init__(self, days: Iterable[DayIndex], batches: Sequence[Batch]) -> None:
        """Args: days by date; batches as they stood when the days were read."""
        self.days = tuple(days)
        self.batches = tuple(batches)
        self._views: dict[frozenset[str] | None, View] = {}
        self._merged: dict[object, tuple[Match, ...]] = {}
        self._merged_cost = 0
        self._one_at_a_time = threading.Lock()

    def view(self, archives: frozenset[str] | None = None) -> View:
        """What these archives announced, or all."""
        known = self._views.get(archives)
        if known is None:
            batches = tuple(b for b in self.batches if archives is None or b.archive in archives)
            mask = mask_of(archives)
            announced = {base for day in self.days for base in day.announced(mask)}
            depends_on = (sorted(archives or ()), len(announced), standing_of(batches))
            stamp = blake2b(repr(depends_on).encode(), digest_size=16).hexdigest()
            known = View(batches, len(announced), self.days, mask, stamp)
            self._views[archives] = known
        return known

    def matching(
        self, topics: Sequence[Topic], archives: frozenset[str] | None = None
    ) -> Generator[None, None, tuple[Match, ...]]:
        """The papers of some archives that one of some topics matches, those about them first.

        For `in_slices`.
        """
        key = (tuple(topics), archives)
        with self._one_at_a_time:
            known = self._merged.get(key)
        if known is not None:
            return known
        mask, found = mask_of(archives), []
        for topic in topics:
            each: dict[str, Match] | None = None
            for day in reversed(self.days):
                more = day.matches(topic, mask)
                each = more if each is None else each | more
                yield
            found.append(each or {})
        known = merged(found)
        with self._one_at_a_time:
            self._merged_cost += _COST_OF_TOPICS + len(known)
            if self._merged_cost > _MATCHES_KEPT:
                # All at once, as that is soon worked out anew; those wanted often come first.
                self._merged.clear()
                self._merged_cost = _COST_OF_TOPICS + len(known)
            self._merged[key] = known
        return known

    def counted(self, muted: Iterable[str]) -> tuple[int, int]:
        """How many papers are news in any archive, and how many of them muted words mean."""
        announced = frozenset(base for day in self.days for base in day.announced(mask_of(None)))
        meant = frozenset[str]().union(*(day.meant_by(word) for day in self.days for word in muted))
        return len(announced), len(announced & meant)

    def plan(
        self,
        matched: Sequence[Match],
        *,
        limit: int,
        muted: Collection[str] = (),
        told: Collection[str] = (),
    ) -> DigestPlan:
        """Which papers a chat's digest tells.

        Args:
            matched: as `matching` gave it for the chat's topics.
            limit: how many are told in full.
            muted: words, categories and authors whose papers are left out (`topics.muting`).
            told: base ids of papers that the chat has been told before.
        """
        left_out = {
            word: frozenset[str]().union(*(day.meant_by(word) for day in self.days))
            for word in muted
        }
        return chosen(matched, limit=limit, left_out=frozenset(told), muted=left_out)


def standing_of(batches: Iterable[Batch]) -> tuple[object, ...]:
    """What a digest says of batches depends on this alone."""
    return tuple((b.archive, b.date, b.state.value, b.reason, b.counts) for b in batches)


def as_announced(paper: Paper) -> Paper:
    """The paper under its bare id, as listings have it.

    The API adds a version some hours later; the page of a digest should not change with that.
    """
    return paper if paper.id.version is None else replace(paper, id=paper.id.latest)
