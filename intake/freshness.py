"""Whether what is known of a paper may have changed at arXiv since it was asked for. Pure.

New versions, withdrawals and amendments come with the announcements, and are in the API some hours
later; between one announcement and the next nothing changes, over weekends and holidays either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from domain.papers import Paper
from intake import calendar

_CAUGHT_UP: Final = timedelta(hours=12)
"""How long after an announcement the API may still show what was before."""
_LOOKED_AT_AGAIN: Final = timedelta(hours=1)
"""For how long an answer is good that was given meanwhile."""


def is_current(paper: Paper, now: datetime, listed: Collection[date] = ()) -> bool:
    """Whether arXiv cannot say anything new of a paper, as far as one can know.

    Args:
        paper: as it is known.
        now: the moment.
        listed: dates that were listed, although arXiv's list of holidays excludes them.
    """
    checked = paper.checked_at
    if checked is None or checked > now:
        return False
    announced = calendar.expected(checked)
    while calendar.is_holiday(announced) and announced not in listed:
        announced = calendar.previous_date(announced)
    following = calendar.next_date(announced)
    while calendar.is_holiday(following) and following not in listed:
        following = calendar.next_date(following)
    if now >= calendar.due_at(following):
        return False
    if knows(paper, announced):
        return True
    since, _ = calendar.submission_window(announced)
    # What was announced that very evening cannot have been replaced yet.
    is_just_announced = paper.updated is not None and paper.updated >= since
    return is_just_announced or now - checked < _LOOKED_AT_AGAIN


def knows(paper: Paper, day: date) -> bool:
    """Whether what is known of a paper is later than all that was announced for a listing date."""
    checked = paper.checked_at
    return checked is not None and checked >= calendar.due_at(day) + _CAUGHT_UP


def as_answered(found: Paper, known: Paper | None, now: datetime) -> Paper:
    """What the API has answered, with when it was asked.

    A listing may have said since that a paper is withdrawn, which comes as a new version; while the
    API tells one before that, the withdrawal stands, and the API is asked again. Which version is
    withdrawn no listing says, so a version is believed to be later that was submitted for the last
    announcement, or that the API still tells when it has caught up.
    """
    if known is None or not known.withdrawn or found.withdrawn or known.checked_at is not None:
        return replace(found, checked_at=now)
    if (found.id.version or 1) > (known.id.version or 1):
        return known if _may_be_behind(found, now) else replace(found, checked_at=now)
    return replace(found, withdrawn=True, comment=known.comment, checked_at=None)


def _may_be_behind(found: Paper, now: datetime) -> bool:
    """Whether the API may not have yet what was announced last of a paper."""
    announced = calendar.expected(now)
    if now >= calendar.due_at(announced) + _CAUGHT_UP:
        return False
    since, _ = calendar.submission_window(announced)
    return found.updated is None or found.updated < since
