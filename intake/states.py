"""What is to be said of a batch: pure decisions from what was known and what was seen.

The rule behind all of them: what stands in a listing was announced, but that nothing stands there
proves nothing. A batch becomes *complete* by arXiv's own counts and *quiet* on evidence from two
sides, and nothing that went wrong ever takes either back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from domain.messages import NOTHING, Message
from domain.papers import Announcement, Batch, BatchState, Counts, Listing
from intake import calendar, reasons

GRACE: Final = timedelta(minutes=30)
"""How long after its hour an announcement is waited for before it is called late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Decides on one batch; each method is told one thing that was seen, and gives the batch.

    Attributes:
        known: what was known before, with its announcements.
        now: the moment of what was seen.
    """

    archive: str
    day: date
    known: Batch | None
    now: datetime

    def listed(self, listing: Listing, *, ends: datetime, lacking: Collection[str] = ()) -> Batch:
        """A listing of this date was read that holds papers.

        Args:
            listing: as read.
            ends: when its publication is over; until then it may grow.
            lacking: ids of papers in it whose metadata is nowhere to be had.
        """
        batch = self._as_read(listing, ends, lacking)
        if self.known is None:
            return batch
        lost = _bases(self.known) - _bases(batch)
        is_whole = batch.state is BatchState.COMPLETE
        if self.known.state is BatchState.COMPLETE:
            has_grown = is_whole and _bases(self.known) < _bases(batch)
            return batch if has_grown else self.known
        if lost and not (self._is_past and is_whole):
            return self._not_whole(self.known, reasons.papers_missing(len(lost)))
        return batch

    def _as_read(self, listing: Listing, ends: datetime, lacking: Collection[str]) -> Batch:
        """What a listing says for itself."""
        read = self._batch(
            BatchState.COMPLETE,
            counts=listing.counts,
            announcements=listing.announcements,
            checked_at=self.now,
        )
        if read.counted != listing.counts or listing.total not in (None, listing.counts.total):
            theirs = listing.counts.total if listing.total is None else listing.total
            reason = reasons.counted_otherwise(theirs, read.counted.total)
            return replace(read, state=BatchState.PARTIAL, reason=reason)
        if self.now < ends:
            since = self._first_read_at or self.now
            return replace(
                read, state=BatchState.PARTIAL, reason=reasons.PUBLISHING, checked_at=since
            )
        if lacking:
            reason = reasons.lacking(len(lacking))
            return replace(read, state=BatchState.PARTIAL, reason=reason)
        return replace(read, reason=reasons.ALL_HERE)

    def empty(self) -> Batch:
        """A page of this date was read that says that there is nothing.

        No more than a reason to look for other evidence; see `silent`.
        """
        if self.known is not None:
            was_told = self.known.state is BatchState.QUIET and self.known.counts is not None
            if was_told or is_firm(self.known):
                return self.known
            if self.known.announcements:
                return self._not_whole(self.known, reasons.ALL_MISSING)
        if calendar.is_holiday(self.day) and self._is_past:
            return self.silent(reasons.WAS_HOLIDAY)
        return self._batch(
            BatchState.PARTIAL, counts=Counts(), reason=reasons.UNCONFIRMED, checked_at=self.now
        )

    def not_yet(self, shown: date, *, seen: bool = True) -> Batch:
        """The newest listing still bears an older date.

        Args:
            shown: the date that it bears.
            seen: whether it was this archive's; otherwise another's, which says as much.
        """
        if self.known is not None and self.known.counts is not None:
            return self.known
        checked_at = self.now if seen else (self.known.checked_at if self.known else None)
        state, said = BatchState.LATE, reasons.OVERDUE
        if self.now < calendar.due_at(self.day) + GRACE:
            state, said = BatchState.WAITING, reasons.DUE
        elif calendar.is_holiday(self.day):
            state, said = BatchState.QUIET, reasons.HOLIDAY
        reason = reasons.still(said, shown)
        return self._batch(state, reason=reason, checked_at=checked_at)

    def failed(self, why: Message, *, tried: bool = True) -> Batch:
        """It could not be read; what is known stays known.

        Args:
            why: a sentence.
            tried: whether this archive was asked; otherwise others were, and that was enough.
        """
        checked_at = self.now if tried else (self.known.checked_at if self.known else None)
        if self.known is None or self.known.state in (BatchState.FAILED, BatchState.WAITING):
            return self._batch(BatchState.FAILED, reason=why, checked_at=checked_at)
        if self.known.state is BatchState.LATE:
            reason = reasons.overdue_and_unread(why)
            return replace(self.known, reason=reason, checked_at=checked_at)
        if self.known.state is BatchState.PARTIAL:
            reason = reasons.unread_again(why)
            return replace(self.known, reason=reason, checked_at=checked_at)
        return self.known

    def silent(self, evidence: Message) -> Batch:
        """There is evidence enough that arXiv announced nothing here.

        Args:
            evidence: a sentence.
        """
        if self.known is not None and self.known.announcements:
            return self.known
        return self._batch(BatchState.QUIET, counts=Counts(), reason=evidence, checked_at=self.now)

    def doubted(self, why: Message) -> Batch:
        """Other evidence does not confirm, or contradicts, that there is nothing here.

        Args:
            why: a sentence.
        """
        if self.known is not None and (self.known.announcements or is_firm(self.known)):
            return self.known
        return self._batch(BatchState.PARTIAL, counts=Counts(), reason=why, checked_at=self.now)

    def unreachable(self) -> Batch:
        """The date is too old to be listed."""
        if self.known is not None:
            if self.known.state.is_settled:
                return self.known
            if self.known.announcements:
                return self._not_whole(self.known, reasons.TOO_OLD)
        return self._batch(BatchState.FAILED, reason=reasons.TOO_OLD, checked_at=self.now)

    def by_calendar(self) -> Batch:
        """Nothing has been seen of it: what the calendar says."""
        if self.known is not None:
            return self.known
        due = calendar.due_at(self.day)
        if not calendar.is_listing_date(self.day):
            reason = reasons.never_on(self.day)
            return self._batch(BatchState.QUIET, reason=reason)
        if self.now < due:
            return self._batch(BatchState.WAITING, reason=reasons.NOT_DUE)
        if self.now < due + calendar.PUBLICATION:
            return self._batch(BatchState.WAITING, reason=reasons.READ_LATER)
        return self._batch(BatchState.LATE, reason=reasons.NOT_LOOKED_FOR)

    @property
    def _is_past(self) -> bool:
        return calendar.expected(self.now) > self.day

    @property
    def _first_read_at(self) -> datetime | None:
        """When this listing was first seen, while it is being published."""
        known = self.known
        if known is None or known.state is not BatchState.PARTIAL or known.counts is None:
            return None
        return known.checked_at

    def _not_whole(self, known: Batch, why: Message) -> Batch:
        """What was known before; what was seen now is not believed."""
        reason = reasons.not_whole(why)
        return replace(known, state=BatchState.PARTIAL, reason=reason, checked_at=self.now)

    def _batch(
        self,
        state: BatchState,
        reason: Message = NOTHING,
        *,
        counts: Counts | None = None,
        announcements: tuple[Announcement, ...] = (),
        checked_at: datetime | None = None,
    ) -> Batch:
        return Batch(
            archive=self.archive,
            date=self.day,
            state=state,
            announcements=announcements,
            counts=counts,
            reason=reason,
            checked_at=checked_at,
        )


def is_firm(batch: Batch) -> bool:
    """Whether there is nothing more to find out about a batch.

    A quiet one needs evidence seen after midnight Eastern, when feeds and catch-up pages can
    tell; until then it is believed for the time being, as is one that only the table of
    holidays speaks for.
    """
    if batch.state is not BatchState.QUIET:
        return batch.state.is_settled
    if batch.counts is None or batch.checked_at is None:
        return False
    return batch.checked_at >= calendar.midnight(batch.date)


def is_empty(batch: Batch) -> bool:
    """Whether arXiv's own page says that there is nothing, be that believed or not."""
    return batch.counts == Counts() and not is_firm(batch)


def publication_ends(
    day: date, known: Batch | None, others: Iterable[Batch], now: datetime
) -> datetime:
    """When a listing of a date that is out has stopped growing, at the latest.

    arXiv is taken to begin at its hour, unless an older date was still seen after it.

    Args:
        day: the listing date.
        known: what is known of this batch.
        others: what is known of other archives' batches of the same date.
        now: the moment of the question.
    """
    due = calendar.due_at(day)
    batches = [*others, *([known] if known else [])]
    if calendar.expected(now) > day or any(b.state is BatchState.COMPLETE for b in batches):
        return due
    if known is not None and _is_published(known) and known.checked_at:
        return known.checked_at + calendar.PUBLICATION
    first_seen = min((b.checked_at for b in batches if _is_published(b) and b.checked_at),
                     default=now)  # fmt: skip
    was_late = first_seen != now and first_seen > due + calendar.PUBLICATION
    if was_late or any(_was_missing(batch) for batch in batches):
        return first_seen + calendar.PUBLICATION
    return due + calendar.PUBLICATION


def _is_published(batch: Batch) -> bool:
    return batch.state is BatchState.PARTIAL and batch.counts is not None


def _was_missing(batch: Batch) -> bool:
    """Whether an older date was seen in this one's place after its hour."""
    is_hint = batch.state is BatchState.QUIET and batch.counts is None
    return is_hint or batch.state in (BatchState.WAITING, BatchState.LATE)


def _bases(batch: Batch) -> set[str]:
    return {announcement.paper_id.base for announcement in batch.announcements}
