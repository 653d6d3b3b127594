"""What is to be done next for a group that reads together. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Final
from zoneinfo import ZoneInfo

from app.groups.calendar import SHORTEST_VOTE, Moments, moments_of, next_meeting
from domain.groups.meetings import Meeting, MeetingRule, MeetingState, ReadingGroup

LOOK_AGAIN: Final = timedelta(minutes=10)
"""From one look at a poll that is being ended to the next, should nobody tell what came of it."""


class Act(Enum):
    """What can be done."""

    WAIT = auto()
    OPEN = auto()
    """Begin the vote, or ask for papers where there are none to vote on."""
    CLOSE = auto()
    """Have the platform end its poll."""
    CHOOSE = auto()
    """Tell what is read."""
    REMIND = auto()
    FINISH = auto()
    """The meeting has begun."""
    DROP = auto()
    """It does not take place, or its time passed while nobody was there to prepare it."""
    END = auto()
    """The group is no more."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done; when to look again, UTC; for the meeting of which day, and when it is."""

    act: Act
    again: datetime | None = None
    day: date | None = None
    moments: Moments | None = None


def decide(group: ReadingGroup, now: datetime) -> Decision:
    """What is to be done for a group at a moment."""
    zone = ZoneInfo(group.chat.settings.zone)
    if group.meeting is not None:
        return _for_meeting(group, group.meeting, zone, now)
    if group.rule is None:
        return Decision(Act.END)
    return _for_next(group, group.rule, zone, now)


def _for_next(group: ReadingGroup, rule: MeetingRule, zone: ZoneInfo, now: datetime) -> Decision:
    day, moments = next_meeting(rule, zone, group.since, group.last, now)
    if now < moments.opens:
        return Decision(Act.WAIT, moments.opens, day, moments)
    if now <= moments.closes - SHORTEST_VOTE:
        return Decision(Act.OPEN, moments.closes, day, moments)
    if now < moments.closes:
        return Decision(Act.WAIT, moments.closes, day, moments)
    return _chosen(day, moments, now)


def _for_meeting(group: ReadingGroup, meeting: Meeting, zone: ZoneInfo, now: datetime) -> Decision:
    day, moments = meeting.day, moments_of(meeting.day, meeting.rule, zone)
    if group.rule is None or moments is None:
        return Decision(Act.DROP, None, day, moments)
    if meeting.state in (MeetingState.VOTING, MeetingState.CLOSING):
        return _while_voting(group, meeting, day, moments, now)
    if meeting.state is MeetingState.CHOSEN and now < moments.reminds:
        return Decision(Act.WAIT, moments.reminds, day, moments)
    if now < moments.meets:
        act = Act.REMIND if meeting.state is MeetingState.CHOSEN else Act.WAIT
        return Decision(act, moments.meets, day, moments)
    return Decision(Act.FINISH, None, day, moments)


def _while_voting(
    group: ReadingGroup, meeting: Meeting, day: date, moments: Moments, now: datetime
) -> Decision:
    if now < moments.closes:
        return Decision(Act.WAIT, moments.closes, day, moments)
    if now >= moments.meets:
        return Decision(Act.DROP, None, day, moments)
    if group.is_sending and now < moments.reminds:
        # What comes of it is soon known.
        return Decision(Act.WAIT, now + LOOK_AGAIN, day, moments)
    if meeting.poll and meeting.state is MeetingState.VOTING:
        return Decision(Act.CLOSE, now + LOOK_AGAIN, day, moments)
    return _chosen(day, moments, now)


def _chosen(day: date, moments: Moments, now: datetime) -> Decision:
    """What is read is told; so late that it is the reminder, too, no other follows."""
    is_late = now >= moments.reminds
    return Decision(Act.CHOOSE, moments.meets if is_late else moments.reminds, day, moments)
