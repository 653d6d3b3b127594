"""Deliveries: what is to be sent by itself, and what became of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.chats import WITH_SOUND, Chat, ChatRef, Sound
from domain.excerpts import Body
from domain.groups.meetings import Held
from domain.metadata.updates import AtOnce, Notice
from domain.topics import Query, Topic


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    UNSENT = "unsent"
    """It surely did not arrive; it can be sent again."""
    UNKNOWN = "unknown"
    """It may have arrived."""
    LIMITED = "limited"
    """Not now; again after `Delivery.retry_after`."""
    MOVED = "moved"
    """The group has a new id, `Delivery.moved_to`; it can be sent there."""
    FORBIDDEN = "forbidden"
    """The bot is there but may not write; somebody can change that."""
    GONE = "gone"
    """Blocked, removed, or there is no such chat or thread."""
    REFUSED = "refused"
    """The platform takes no such message; sending it again is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a document, or of one part of a digest.

    Attributes:
        outcome: of the message after the last one that was sent; SENT if all were.
        messages: ids of the messages sent.
        retry_after: seconds to wait before the next try.
        reason: for the operator; never a secret.
        moved_to: the chat's new id, whether or not it was sent there.
        thread: id of the post that was made for it, in a forum.
        is_plain: it was refused as it was, and sent as plain text instead: a defect of ours.
        is_final: it is the person's own will, or the chat is no more: there is no use in trying.
        in_thread: what is said of the chat is true of its thread only.
        held: what was made of, or told of, a message of a meeting.
    """

    outcome: Outcome
    messages: tuple[int, ...] = ()
    retry_after: float = 0.0
    reason: str = ""
    moved_to: str = ""
    thread: str = ""
    is_plain: bool = False
    is_final: bool = False
    in_thread: bool = False
    held: Held | None = None


class PartState(StrEnum):
    """How far one part of a digest has come."""

    BEHIND = "behind"
    """Waits for the parts before it in its chat."""
    QUEUED = "queued"
    CLAIMED = "claimed"
    """A process has taken it; nothing has been sent."""
    SENDING = "sending"
    """It may be on its way; a process killed now leaves it unknown."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have arrived; never sent again by itself."""
    REFUSED = "refused"
    """The platform takes it in no form: a defect of ours."""
    GONE = "gone"
    """The chat cannot be written to; parts before it had been sent."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self in (PartState.BEHIND, PartState.QUEUED, PartState.CLAIMED, PartState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A chat's turn: the local `day`, or the listing date where it comes as announced; UTC."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledChat:
    """A chat whose time has come, with all that is needed to plan its digest.

    Attributes:
        number: of the chat; whoever came earlier has a lower one.
        version: counts the changes of the chat, of what it follows, and the turns that it had.
        topics: what it follows.
        slot: its next turn; None where that has to be worked out anew, as after a change.
        last: day of the last turn that it had.
        covered: all announcements up to this date have been told to the chat.
        since: when a new chat began to follow anything, UTC; None where it is not new.
        untold: listing dates of digests of which a message may not have arrived; not told yet.
        notices: what became of papers that it was told, as far as it was not told yet.
    """

    number: int
    version: int
    chat: Chat
    topics: tuple[Topic, ...]
    slot: Slot | None
    last: date | None
    covered: date | None
    since: datetime | None = None
    untold: tuple[date, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulingDecision:
    """What was decided for a chat's turn; kept in one transaction.

    Attributes:
        scheduled: the chat as it was when this was decided; where it has changed, nothing is kept.
        look_at: when to look at the chat again, UTC; None for never, until something changes.
        slot: its next turn.
        last: day of the last turn that it had.
        covered: all announcements up to this date have been told to it, once the parts are sent.
        listing: the newest listing date that the digest tells of.
        document, digest: what is to be sent, and the digest as `digests.records` keeps it, if any.
        page: what they are called, the same for all that get the same; empty where nobody asks.
        seen, notices: base ids of its papers; numbers of notices told with it, or not wished for.
    """

    scheduled: ScheduledChat
    look_at: datetime | None
    slot: Slot | None
    last: date | None
    covered: date | None
    listing: date | None = None
    document: Body | None = None
    digest: Body | None = None
    page: bytes = b""
    seen: tuple[str, ...] = ()
    notices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message, as its platform's renderer packed it, and base ids of the papers it tells."""

    payload: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPart:
    """One message of a digest, claimed to be sent.

    Attributes:
        id: of the row.
        slot: day of the chat's turn; with chat and part, it names the message for ever.
        part: from 0, of so many `parts` of its digest; these are 0 while it is not rendered.
        payload: the message, as its platform's renderer packed it.
        document: what is to be rendered first; empty once it is.
        attempts: how often it was tried before.
        first_tried: when it was first on its way, UTC.
        post: id of the forum post that an earlier part made.
        strikes: how often in a row this chat could not be written to.
        sound: when the chat wants none, in its `zone`; and whether it wants messages `plain`.
        at_once: what it does, where it is of no digest.
        owner: number of the process that has claimed it; 0 where there is only one.
    """

    id: int
    chat: ChatRef
    slot: date
    part: int
    parts: int
    payload: str = ""
    document: str = ""
    attempts: int = 0
    first_tried: datetime | None = None
    post: str = ""
    strikes: int = 0
    sound: Sound = WITH_SOUND
    zone: str = "UTC"
    plain: bool = False
    at_once: AtOnce | None = None
    owner: int = 0

    @property
    def name(self) -> str:
        """The same for every try, and for no other message."""
        return f"{self.chat}:{self.slot.isoformat()}{self.at_once or ''}:{self.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDecision:
    """What follows from a delivery, or from its failure.

    Attributes:
        state: from now on.
        due: when to try again, UTC, where it is queued.
        reason: for the operator.
        post: id of the forum post it made, for the parts after it.
        unsent: nothing has arrived for sure, however often it was tried.
        limited: the platform wants its limits kept.
        strike: whether it counts as a time that the chat could not be written to.
        absent: what is not to be written to until something changes: the chat or its thread.
        is_plain: it arrived as plain text only.
        messages: ids of the messages that arrived.
        chat: where they did; None where that is where the part was for.
        held: as of `Delivery`.
        owner: number of the process that had claimed the part, as of `OutboxPart`.
    """

    state: PartState
    due: datetime | None = None
    reason: str = ""
    post: str = ""
    unsent: bool = False
    limited: bool = False
    strike: bool = False
    absent: ChatRef | None = None
    is_plain: bool = False
    messages: tuple[int, ...] = ()
    chat: ChatRef | None = None
    held: Held | None = None
    owner: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A message that arrived.

    Attributes:
        chat: where; the thread is the post, where a forum got one.
        id: its platform's.
        papers: base ids of those that it tells, the first first.
        at: when, UTC.
        digest: day of the digest of which it is so many `part`s after the first; None for others.
    """

    chat: ChatRef
    id: int
    papers: tuple[str, ...]
    at: datetime
    digest: date | None = None
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxFigures:
    """How matters stand with deliveries on one platform.

    Attributes:
        queued: parts that wait or are on their way, the `oldest` due since then, UTC.
        sent: parts that arrived, ever; likewise the following.
        plain: of these, as plain text only, having been refused as they were.
    """

    platform: str
    queued: int
    oldest: datetime | None
    sent: int
    unknown: int
    refused: int
    gone: int
    plain: int
    limited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What coming digests that tell the same papers need.

    Attributes:
        queries: of the topics, each once.
        limit: papers told in full.
        muted: words whose papers are left out.
        covered: all announcements up to this date have been told; None before the first digest.
        chats: how many digests.
    """

    queries: tuple[Query, ...]
    language: str
    limit: int
    muted: tuple[str, ...]
    covered: date | None
    chats: int
