"""What new versions of told papers say otherwise, from records alone: nothing is asked of arXiv."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.concurrency.aside import aside
from domain.identifiers import PaperId
from domain.metadata.changes import Change, ChangeKind
from domain.metadata.updates import Notice, UpdateKind
from domain.papers import Paper
from domain.ports import Papers
from intake import calendar
from summaries.changes.versions import compare_records, in_order


async def told_changes(library: Papers, notices: Sequence[Notice]) -> dict[int, tuple[Change, ...]]:
    """What is different in title, authors, abstract and comment, by a notice's number.

    Of each paper the last notice of a new version alone, and that where the version that it
    announces is surely the one that is known: it was submitted for that announcement or later.
    """
    last: dict[str, Notice] = {}
    for one in notices:
        known = last.get(one.update.paper)
        is_later = known is None or one.update.words > known.update.words
        if one.update.kind is UpdateKind.REPLACED and is_later:
            last[one.update.paper] = one
    if not last:
        return {}
    before = await library.earlier_records(last)
    now = await library.papers([PaperId(base) for base in before])
    found = {}
    for base, paper in now.items():
        notice = last[base]
        if _is_announced(paper, date.fromisoformat(notice.update.words)):
            found[notice.number] = await aside(_compared, before[base], paper)
    return {number: changes for number, changes in found.items() if changes}


def _is_announced(paper: Paper, day: date) -> bool:
    since, _ = calendar.submission_window(day)
    return paper.updated is not None and paper.updated >= since


def _compared(before: Paper, paper: Paper) -> tuple[Change, ...]:
    told = compare_records(before, paper)
    return in_order([one for one in told if one.kind is not ChangeKind.WITHDRAWN])
