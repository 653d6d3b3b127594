"""A reading group's meetings: the rule by which it meets, what it votes on, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from domain.chats import Chat

LAST: int = -1
"""The last week of a month."""

MOST_CANDIDATES: int = 10
"""Papers that are voted on: Discord's polls take no more."""


class Rhythm(StrEnum):
    """How often a group meets."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """When a group meets, by the clocks of its timezone.

    Attributes:
        weekday: Monday is 0.
        at: the time of day.
        week: of a month, from 1; `LAST` for the last. Of no meaning where it meets weekly.
    """

    rhythm: Rhythm
    weekday: int
    at: time
    week: int = 1

    def __str__(self) -> str:
        """``weekly 3 17:00 1``, as it is kept."""
        return f"{self.rhythm} {self.weekday} {self.at:%H:%M} {self.week}"

    @classmethod
    def of(cls, text: str) -> MeetingRule:
        """What `str` wrote."""
        rhythm, weekday, at, week = text.split()
        return cls(Rhythm(rhythm), int(weekday), time.fromisoformat(at), int(week))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper that may be read: its base id, arXiv's title, and how many members like it."""

    paper: str
    title: str
    likes: int


class MeetingState(StrEnum):
    """How far a meeting has come."""

    VOTING = "voting"
    CLOSING = "closing"
    """The platform's poll is being ended."""
    CHOSEN = "chosen"
    """It is told what is read."""
    REMINDED = "reminded"
    MET = "met"
    DROPPED = "dropped"
    """It did not take place: nothing was proposed, or the group has ended."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (MeetingState.MET, MeetingState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a group.

    Attributes:
        day: the local date; no day of a group has two.
        rule: by which it was called.
        candidates: what is voted on, the most liked first, of equals the one told first.
        counts: votes for each; empty where none are known.
        chosen: which of the candidates is read; None while that is not decided.
        message: id of the vote's message; 0 where none is known to have arrived. Likewise `card`,
            which tells what is read, and `reminder`.
        poll: id of the platform's own poll; empty where the vote is by buttons.
        thread: id of the thread that was made for it.
        minutes: what was noted of it.
    """

    day: date
    rule: MeetingRule
    state: MeetingState
    candidates: tuple[Candidate, ...] = ()
    counts: tuple[int, ...] = ()
    chosen: int | None = None
    message: int = 0
    card: int = 0
    reminder: int = 0
    poll: str = ""
    thread: str = ""
    minutes: str = ""

    @property
    def paper(self) -> Candidate | None:
        """What is read, once that is decided."""
        return None if self.chosen is None else self.candidates[self.chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingGroup:
    """What is kept of a chat that reads together.

    Attributes:
        number: of the chat.
        rule: when it meets; None where it does so no longer.
        since: when that rule was set, UTC.
        next_at: when something is to be done, UTC; None where that is to be worked out.
        meeting: the one that is being prepared.
        last: day of the last one that was.
        is_sending: whether something of that meeting is on its way.
    """

    number: int
    chat: Chat
    rule: MeetingRule | None
    since: datetime
    next_at: datetime | None = None
    meeting: Meeting | None = None
    last: date | None = None
    is_sending: bool = False


class Step(StrEnum):
    """What a message of a meeting is."""

    VOTE = "v"
    CLOSE = "c"
    """Ends the vote where it stands."""
    CARD = "r"
    """Tells what is read."""
    REMINDER = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMessage:
    """A message of a meeting that is to be sent.

    Attributes:
        document: as `rendering.common.parcels` keeps it; what takes the place of the message that
            it answers is packed for its platform already.
        answers: the message that it answers, or whose vote it ends; 0 for none.
        edits: whether it takes that message's place.
    """

    step: Step
    document: str
    answers: int = 0
    edits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTurn:
    """What was decided for a group; kept in one transaction.

    Attributes:
        due: as it was when this was decided; where it has changed, nothing is kept.
        next_at: when something is to be done again, UTC; None for at once.
        meeting: as it is from now on; None where none has begun.
        messages: what is to be sent.
        ends: whether the group is no more.
    """

    due: ReadingGroup
    next_at: datetime | None = None
    meeting: Meeting | None = None
    messages: tuple[MeetingMessage, ...] = ()
    ends: bool = False

    @property
    def outdated(self) -> tuple[Step, ...]:
        """Messages of before that are of no use, should they not have gone out.

        Any, where it is decided what is read or that nothing is; the reminder of a meeting that
        has begun.
        """
        state = self.meeting.state if self.meeting else None
        if state is MeetingState.DROPPED or any(one.step is Step.CARD for one in self.messages):
            return tuple(Step)
        return (Step.REMINDER,) if state is MeetingState.MET else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a platform has made of, or told of, a message of a meeting.

    Attributes:
        poll: id of the poll that was made.
        counts: of the votes, where a poll was ended; empty where that is not told.
        thread: id of the thread that was made.
    """

    poll: str = ""
    counts: tuple[int, ...] = ()
    thread: str = ""
