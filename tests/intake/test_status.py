"""How matters stand, as rows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Counts
from intake.status import StatusRow, status_rows

FRIDAY = date(2024, 3, 8)
NEW, CROSS, REPLACE = AnnouncementKind


def lines(*kinds: AnnouncementKind) -> tuple[Announcement, ...]:
    """Announcements of kinds, numbered from 1."""
    return tuple(
        Announcement("cs", FRIDAY, kind, PaperId(f"2403.{number:05}"))
        for number, kind in enumerate(kinds, 1)
    )


PARTIAL = Batch(
    archive="cs",
    date=FRIDAY,
    state=BatchState.PARTIAL,
    announcements=lines(NEW, REPLACE, CROSS, NEW),
    counts=Counts(new=3, cross=1, replace=1),
    reason=as_is("arXiv counts 5 papers, and 4 are here."),
)
LATE = Batch(archive="stat", date=FRIDAY, state=BatchState.LATE, reason=as_is("Overdue."))


def test_for_programs() -> None:
    """Plain types, arXiv's counts beside ours."""
    row = StatusRow.of(PARTIAL).as_dict()
    assert json.loads(json.dumps(row)) == {
        "archive": "cs",
        "date": "2024-03-08",
        "state": "partial",
        "reason": "arXiv counts 5 papers, and 4 are here.",
        "counts": {"new": 3, "cross": 1, "replace": 1},
        "ours": {"new": 2, "cross": 1, "replace": 1},
    }


def test_for_programs_with_ids() -> None:
    """By kind, base ids in arXiv's order; every kind is there."""
    row = StatusRow.of(PARTIAL).as_dict(with_ids=True)
    assert row["ids"] == {
        "new": ["2403.00001", "2403.00004"],
        "cross": ["2403.00003"],
        "replace": ["2403.00002"],
    }
    assert {key: row[key] for key in row if key != "ids"} == StatusRow.of(PARTIAL).as_dict()
    assert StatusRow.of(LATE).as_dict(with_ids=True)["ids"] == {
        "new": [],
        "cross": [],
        "replace": [],
    }


def test_without_a_listing_there_are_no_counts() -> None:
    """None is not zero."""
    assert StatusRow.of(LATE).as_dict()["counts"] is None
    quiet = replace(LATE, state=BatchState.QUIET, counts=Counts())
    assert StatusRow.of(quiet).as_dict()["counts"] == {"new": 0, "cross": 0, "replace": 0}


def test_for_people() -> None:
    """One cell each; nothing is counted where nothing was read."""
    assert StatusRow.of(PARTIAL).cells() == (
        "cs",
        "2024-03-08",
        "partial",
        "3 new, 1 cross, 1 replaced",
        "2 new, 1 cross, 1 replaced",
        "arXiv counts 5 papers, and 4 are here.",
    )
    assert StatusRow.of(LATE).cells() == ("stat", "2024-03-08", "late", "", "", "Overdue.")


def test_every_state_is_shown_by_its_name() -> None:
    """And survives JSON."""
    for state in BatchState:
        row = StatusRow.of(replace(LATE, state=state))
        assert row.cells()[2] == row.as_dict()["state"] == state.value


def test_the_newest_date_comes_first() -> None:
    """Then by archive, whatever order they came in."""
    batches = [
        replace(LATE, archive=archive, date=date(2024, 3, day))
        for archive, day in [("stat", 7), ("cs", 8), ("cs", 7), ("stat", 8), ("cs", 6)]
    ]
    rows = status_rows(batches)
    assert [(row.date.day, row.archive) for row in rows] == [
        (8, "cs"),
        (8, "stat"),
        (7, "cs"),
        (7, "stat"),
        (6, "cs"),
    ]
