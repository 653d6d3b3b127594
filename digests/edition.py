"""An edition: the announcements of some dates, from which the digests of many chats are planned."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digests.plan import DigestPlan, plan_digest
from domain.chats import Chat
from domain.digests import Coverage, Match
from domain.papers import AnnouncementKind, Batch, BatchState, Paper
from domain.topics import Term, Topic
from topics.index import PaperIndex


@dataclass(frozen=True, slots=True)
class View:
    """What some archives announced: how and when each paper that is news was.

    Attributes:
        batches: of these archives, by date.
        kinds: by base id.
        dates: by base id, the first one.
        is_sample: whether the papers are the embedded sample's.
    """

    batches: tuple[Batch, ...]
    kinds: dict[str, AnnouncementKind]
    dates: dict[str, date]
    is_sample: bool

    def coverage(self, plan: DigestPlan) -> Coverage:
        """What a digest planned from this rests on."""
        reconstructed = any(batch.state is BatchState.RECONSTRUCTED for batch in self.batches)
        return Coverage(
            announced=None if reconstructed else len(self.kinds),
            matched=plan.matched,
            shown=len(plan.shown),
            late=tuple(
                (batch.archive, batch.reason)
                for batch in self.batches
                if not batch.state.is_settled
            ),
        )


class Edition:
    """Matches each distinct topic once, however many chats follow it.

    It may be used from any thread, by one at a time; others wait.
    """

    def __init__(self, batches: Sequence[Batch], papers: Iterable[Paper]) -> None:
        """Args: papers are those that are news in the batches."""
        self.batches = tuple(batches)
        self._papers = {paper.id.base: paper for paper in papers}
        self._index: PaperIndex | None = None
        self._found: dict[Topic, list[Match]] = {}
        self._muted: dict[str, frozenset[str]] = {}
        self._views: dict[frozenset[str] | None, View] = {}
        self._one_at_a_time = threading.Lock()

    def view(self, archives: frozenset[str] | None = None) -> View:
        """What these archives announced, or all."""
        known = self._views.get(archives)
        if known is None:
            known = self._views[archives] = self._seen_from(archives)
        return known

    def matched(
        self, topics: Sequence[Topic], archives: frozenset[str] | None = None
    ) -> list[list[Match]]:
        """For each topic the papers of some archives that match it, those about it first."""
        kinds = self.view(archives).kinds
        with self._one_at_a_time:
            found = [self._matches(topic) for topic in topics]
        return [[match for match in matches if match.paper.id.base in kinds] for matches in found]

    def plan(
        self,
        chat: Chat,
        matched: Sequence[Sequence[Match]],
        told: Collection[str] = (),
    ) -> DigestPlan:
        """Which papers a chat's digest tells.

        Args:
            chat: says how many, and which words are muted.
            matched: as `matched` gave it for the chat's topics.
            told: base ids of papers that the chat has been told before.
        """
        with self._one_at_a_time:
            muted = frozenset[str]().union(*map(self._with_word, chat.settings.muted))
        return plan_digest(matched, limit=chat.settings.limit, left_out=muted | frozenset(told))

    def close(self) -> None:
        """Let go of the memory; the edition cannot be used any more."""
        with self._one_at_a_time:
            if self._index is not None:
                self._index.close()

    def _matches(self, topic: Topic) -> list[Match]:
        if topic not in self._found:
            self._found[topic] = self._indexed().matches(topic)
        return self._found[topic]

    def _with_word(self, word: str) -> frozenset[str]:
        if word not in self._muted:
            self._muted[word] = self._indexed().matching(Term(word))
        return self._muted[word]

    def _indexed(self) -> PaperIndex:
        if self._index is None:
            self._index = PaperIndex(self._papers.values())
        return self._index

    def _seen_from(self, archives: frozenset[str] | None) -> View:
        batches = tuple(b for b in self.batches if archives is None or b.archive in archives)
        kinds: dict[str, AnnouncementKind] = {}
        dates: dict[str, date] = {}
        for announcement in (a for batch in batches for a in batch.announcements):
            base = announcement.paper_id.base
            if not announcement.kind.is_news or base not in self._papers:
                continue
            if kinds.get(base) is not AnnouncementKind.NEW:
                kinds[base] = announcement.kind
            dates.setdefault(base, announcement.date)
        is_sample = any(paper.id.is_sample for paper in self._papers.values())
        return View(batches, kinds, dates, is_sample)


def as_announced(paper: Paper) -> Paper:
    """The paper under its bare id, as listings have it.

    The API adds a version some hours later; the page of a digest should not change with that.
    """
    return replace(paper, id=paper.id.latest)
