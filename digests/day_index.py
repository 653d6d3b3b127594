"""The announcements of one date, searchable: each query meets each paper once."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import compress, repeat
from operator import attrgetter
from struct import Struct
from typing import Final

from domain.digests import Match
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Batch, Paper
from domain.topics import Query, Topic
from topics.index import Hits, PaperIndex, reasons_of
from topics.muting import muted_query

_AT_ONCE: Final = 20
"""Papers that are added before other work may have its turn."""

COST_OF_A_QUERY: Final = 20
"""What remembering a query costs beside its hits, as many of these."""

_BYTES_OF_A_HIT: Final = 13
"""What is kept of a hit of one leaf."""

_BITS: Final[dict[str, int]] = {}


@lru_cache(maxsize=4_096)
def mask_of(archives: frozenset[str] | None) -> int:
    """A number that stands for some archives, or all: one bit each."""
    if archives is None:
        return -1
    mask = 0
    for archive in archives:
        mask |= _bit(archive)
    return mask


def _bit(archive: str) -> int:
    return _BITS.setdefault(archive, 1 << len(_BITS))


_Kept = bytes
"""Hits of the rows up to one, in one piece, as a morning keeps millions of them.

First that row and how many hits there are, then the scores, the rows, and the places of each.
"""

_HEAD: Final = Struct("II")


def _kept(hits: Hits, upto: int) -> _Kept:
    count = len(hits.rows)
    head, rows = _HEAD.pack(upto, count), array("I", hits.rows).tobytes()
    return b"".join((head, array("d", hits.scores).tobytes(), rows, *hits.places))


def _hits(kept: _Kept) -> Hits:
    """As they were found."""
    _, count = _HEAD.unpack_from(kept)
    rows, places = _HEAD.size + 8 * count, _HEAD.size + 12 * count
    view = memoryview(kept)
    each = (len(kept) - places) // count if count else 1
    return Hits(
        view[rows:places].cast("I").tolist(),
        view[_HEAD.size : rows].cast("d").tolist(),
        [kept[at : at + each] for at in range(places, len(kept), each)],
    )


def _with_more(hits: Hits, more: Hits) -> Hits:
    """Those of later rows, too."""
    return Hits(
        [*hits.rows, *more.rows], [*hits.scores, *more.scores], [*hits.places, *more.places]
    )


def _of_news(hits: Hits, seen: Collection[int]) -> Hits:
    """Those that are not 0 in `seen`."""
    rows, scores, places = hits
    return Hits(
        list(compress(rows, seen)), list(compress(scores, seen)), list(compress(places, seen))
    )


def _upto(kept: _Kept) -> int:
    upto, _ = _HEAD.unpack_from(kept)
    return int(upto)


def _cost(kept: _Kept) -> int:
    """What remembering them costs, as many hits of one leaf each."""
    return COST_OF_A_QUERY + len(kept) // _BYTES_OF_A_HIT


class DayIndex:
    """What was announced on a date, as far as it is known; there may come more of it.

    It may be used from any thread, by one at a time; others wait.

    Attributes:
        stamp: how matters stood with each archive's announcement when it was read.
        serial: counts the times that there was more.
        as_of: how arXiv's last announcements stood when it was seen which papers are withdrawn.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self.stamp: dict[str, object] = {}
        self.serial = 0
        self._cost = 0
        self.as_of: object = None
        self.is_sample = False
        self._index = PaperIndex()
        self._rows: dict[str, int] = {}
        self._bases: list[str] = []
        self._news: list[int] = []
        self._new: list[int] = []
        self._whole: dict[int, bool] = {}
        self._hits: dict[Query, _Kept] = {}
        self._muted: dict[str, tuple[int, frozenset[str]]] = {}
        self._one_at_a_time = threading.Lock()

    def lacking(self, batches: Iterable[Batch]) -> list[PaperId]:
        """The papers that are news in some batches and are not known yet."""
        news = {one.base: one for batch in batches for one in batch.news}
        return [one for base, one in news.items() if base not in self._rows]

    def renewed(
        self, batches: Sequence[Batch], papers: Iterable[Paper]
    ) -> Generator[None, None, None]:
        """Take in how matters stand now; in `in_slices`.

        Args:
            batches: all of the date that are known.
            papers: those that were `lacking`, where they are known.
        """
        added = [paper for paper in papers if paper.id.base not in self._rows]
        # What is in order is soon sorted, and each query's papers are.
        added.sort(key=attrgetter("id.base"))
        for begin in range(0, len(added), _AT_ONCE):
            with self._one_at_a_time:
                self._add(added[begin : begin + _AT_ONCE])
            yield
        with self._one_at_a_time:
            self._mark(batches)
            self.stamp = stamp_of(batches)
            self.serial += 1

    def papers(self) -> list[PaperId]:
        """All that are here."""
        with self._one_at_a_time:
            return [paper.id for paper in self._index.papers]

    def take_back(self, papers: Iterable[Paper]) -> None:
        """Note which of the papers that are here have been withdrawn, or are back.

        Args:
            papers: as they are known now.
        """
        with self._one_at_a_time:
            for paper in papers:
                row = self._rows[paper.id.base]
                before = self._index.papers[row]
                if before.withdrawn != paper.withdrawn:
                    self._index.papers[row] = replace(before, withdrawn=paper.withdrawn)
                    self.serial += 1

    def matches(self, topic: Topic, mask: int) -> dict[str, Match]:
        """The papers that match a topic and are news in one of some archives, by base id."""
        with self._one_at_a_time:
            hits = self._found(topic.query)
            if not self._are_all_news(mask):
                hits = _of_news(hits, [self._news[row] & mask for row in hits.rows])
            rows = hits.rows
            papers = map(self._index.papers.__getitem__, rows)
            # A tuple is made in half the time of a call to its class.
            each = zip(papers, reasons_of(topic, hits.places), hits.scores, strict=True)
            matches = map(tuple.__new__, repeat(Match), each)
            return dict(zip(map(self._bases.__getitem__, rows), matches, strict=True))

    def meant_by(self, word: str) -> frozenset[str]:
        """Base ids of the papers that a muted word means."""
        with self._one_at_a_time:
            upto, bases = self._muted.get(word, (-1, frozenset[str]()))
            if upto != len(self._index):
                bases = self._index.matching(muted_query(word))
                self._muted[word] = (len(self._index), bases)
                self._cost += COST_OF_A_QUERY
            return bases

    def announced(self, mask: int) -> list[str]:
        """Base ids of the papers that are news in some archives."""
        return [base for base, row in self._rows.items() if self._news[row] & mask]

    def kind(self, base: str, mask: int) -> AnnouncementKind | None:
        """How some archives announced a paper on this date; None where none did as news."""
        row = self._rows.get(base)
        if row is None or not self._news[row] & mask:
            return None
        return AnnouncementKind.NEW if self._new[row] & mask else AnnouncementKind.CROSS

    @property
    def cost(self) -> int:
        """Of what is remembered of queries, in hits."""
        return self._cost + self._index.cost

    def forget(self, cost: int) -> None:
        """Let go of what is remembered of queries, the longest unused first: so much of it."""
        with self._one_at_a_time:
            cost -= self._index.cost
            self._index.forget()
            self._cost -= COST_OF_A_QUERY * len(self._muted)
            cost -= COST_OF_A_QUERY * len(self._muted)
            self._muted.clear()
            for query in tuple(self._hits):
                if cost <= 0:
                    break
                dropped = _cost(self._hits.pop(query))
                self._cost -= dropped
                cost -= dropped

    def _add(self, papers: Collection[Paper]) -> None:
        for paper in papers:
            self._rows[paper.id.base] = len(self._rows)
            self._bases.append(paper.id.base)
            self._news.append(0)
            self._new.append(0)
            self._whole.clear()
            self.is_sample |= paper.id.is_sample
        self._index.add(papers)

    def _mark(self, batches: Iterable[Batch]) -> None:
        """Note which archives have each paper among their news, and as a new one."""
        news, new = [0] * len(self._rows), [0] * len(self._rows)
        for batch in batches:
            bit = _bit(batch.archive)
            for announcement in batch.announcements:
                row = self._rows.get(announcement.paper_id.base)
                if row is None or not announcement.kind.is_news:
                    continue
                news[row] |= bit
                if announcement.kind is AnnouncementKind.NEW:
                    new[row] |= bit
        self._news, self._new = news, new
        self._whole.clear()

    def _are_all_news(self, mask: int) -> bool:
        """Whether some archives have all papers among their news: mostly, where they are all."""
        known = self._whole.get(mask)
        if known is None:
            known = self._whole[mask] = all(archives & mask for archives in self._news)
        return known

    def _found(self, query: Query) -> Hits:
        # Taken out and put in again, so that the longest unused is the first.
        kept = self._hits.pop(query, None)
        if kept is not None and _upto(kept) == len(self._index):
            self._hits[query] = kept
            return _hits(kept)
        since = 0 if kept is None else _upto(kept)
        hits = self._index.hits(query, since)
        if kept is not None:
            self._cost -= _cost(kept)
            hits = _with_more(_hits(kept), hits)
        known = _kept(hits, len(self._index))
        self._cost += _cost(known)
        self._hits[query] = known
        return hits


def stamp_of(batches: Iterable[Batch]) -> dict[str, object]:
    """How matters stand with each archive's announcement, to see whether there is more."""
    return {batch.archive: (batch.state, batch.checked_at) for batch in batches}
