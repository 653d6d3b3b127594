"""How matters stand, as rows for people and for programs: pure, from batches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.papers import AnnouncementKind, Batch, BatchState, Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One archive's announcements of one date.

    Attributes:
        counts: arXiv's own; None where no listing has been read.
        ours: how many of each kind are here.
        ids: base ids by kind, in arXiv's order.
    """

    archive: str
    date: date
    state: BatchState
    reason: str
    counts: Counts | None
    ours: Counts
    ids: dict[AnnouncementKind, tuple[str, ...]]

    @classmethod
    def of(cls, batch: Batch) -> StatusRow:
        """The row of a batch."""
        ids: dict[AnnouncementKind, list[str]] = {kind: [] for kind in AnnouncementKind}
        for line in batch.announcements:
            ids[line.kind].append(line.paper_id.base)
        return cls(
            archive=batch.archive,
            date=batch.date,
            state=batch.state,
            reason=str(batch.reason),
            counts=batch.counts,
            ours=batch.counted,
            ids={kind: tuple(found) for kind, found in ids.items()},
        )

    def as_dict(self, *, with_ids: bool = False) -> dict[str, Any]:
        """The row in plain types, ready for JSON."""
        row: dict[str, Any] = {
            "archive": self.archive,
            "date": self.date.isoformat(),
            "state": self.state.value,
            "reason": self.reason,
            "counts": None if self.counts is None else _numbers(self.counts),
            "ours": _numbers(self.ours),
        }
        if with_ids:
            row["ids"] = {kind.value: list(found) for kind, found in self.ids.items()}
        return row

    def cells(self) -> tuple[str, ...]:
        """The row for people: archive, date, state, arXiv's counts, ours, reason."""
        theirs = "" if self.counts is None else _slashed(self.counts)
        return (
            self.archive,
            self.date.isoformat(),
            self.state.value,
            theirs,
            _slashed(self.ours) if self.counts is not None else "",
            self.reason,
        )


def status_rows(batches: Iterable[Batch]) -> list[StatusRow]:
    """The rows of batches: the newest date first, then by archive."""
    ordered = sorted(batches, key=lambda batch: (-batch.date.toordinal(), batch.archive))
    return [StatusRow.of(batch) for batch in ordered]


def _numbers(counts: Counts) -> dict[str, int]:
    return {kind.value: getattr(counts, kind.value) for kind in AnnouncementKind}


def _slashed(counts: Counts) -> str:
    return f"{counts.new} new, {counts.cross} cross, {counts.replace} replaced"
