"""What a store in memory holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from domain.chats import (
    AccessKey,
    Chat,
    ChatRef,
    ChatSettings,
    KeptChat,
    Press,
    SavedPaper,
    Subscription,
    Vote,
)
from domain.deliveries import PartState, SentMessage
from domain.errors import StoreError
from domain.groups.meetings import Meeting, MeetingRule
from domain.messages import sentence
from domain.metadata.updates import AtOnce, PaperUpdate
from domain.papers import Batch, Paper
from domain.requests import Turn
from domain.summaries import Summary, SummaryKey
from storage.turn_rules import TurnRow
from storage.update_rules import ToldPaper


@dataclass(slots=True, eq=False)
class PartRow:
    """One message of a digest."""

    number: int
    digest: DigestRow
    part: int
    due: datetime
    state: PartState
    payload: str = ""
    papers: tuple[str, ...] = ()
    attempts: int = 0
    first_tried: datetime | None = None
    settled_at: datetime | None = None
    reason: str = ""


@dataclass(slots=True, eq=False)
class DigestRow:
    """A digest of a chat, with its messages."""

    number: int
    chat: ChatRow
    slot: date
    planned_at: datetime
    covered_before: str | None
    listing: date | None
    record: str = ""
    document: str = ""
    post: str = ""
    told: bool = False
    at_once: AtOnce | None = None
    parts: list[PartRow] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be done."""
        return any(part.state.is_open for part in self.parts)


@dataclass(slots=True)
class GroupRow:
    """When a chat that reads together meets, and when to look at it, in seconds."""

    rule: MeetingRule | None
    since: datetime
    next_at: int = 0


@dataclass(slots=True, eq=False)
class ChatRow:
    """A chat with all that is kept of it."""

    number: int
    chat: Chat
    followed: list[Subscription] = field(default_factory=list)
    turns: TurnRow | None = None
    look_back_at: int | None = None
    told: dict[str, tuple[int, date]] = field(default_factory=dict)
    digests: list[DigestRow] = field(default_factory=list)
    notices: dict[int, int | None] = field(default_factory=dict)
    group: GroupRow | None = None
    meetings: dict[date, Meeting] = field(default_factory=dict)
    ballots: dict[tuple[date, str], int] = field(default_factory=dict)

    @property
    def ref(self) -> ChatRef:
        """Where it is."""
        return self.chat.ref

    @property
    def settings(self) -> ChatSettings:
        """Its settings."""
        return self.chat.settings

    @property
    def open_parts(self) -> list[PartRow]:
        """What is still to be sent to it, in order."""
        digests = sorted(self.digests, key=lambda digest: digest.number)
        return [part for digest in digests for part in digest.parts if part.state.is_open]


@dataclass(slots=True)
class Kept:
    """All of it."""

    papers: dict[str, Paper] = field(default_factory=dict)
    vectors: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    batches: dict[tuple[str, date], Batch] = field(default_factory=dict)
    chats: dict[ChatRef, ChatRow] = field(default_factory=dict)
    summaries: dict[SummaryKey, Summary] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    managers: list[KeptChat] = field(default_factory=list)
    absences: dict[ChatRef, str] = field(default_factory=dict)
    buttons: dict[str, tuple[ChatRef, str, datetime]] = field(default_factory=dict)
    sent: dict[tuple[str, str, int], SentMessage] = field(default_factory=dict)
    votes: dict[tuple[ChatRef, str], Vote] = field(default_factory=dict)
    saved: dict[tuple[ChatRef, str], SavedPaper] = field(default_factory=dict)
    presses: dict[tuple[ChatRef, str, str], Press] = field(default_factory=dict)
    group_saves: dict[tuple[ChatRef, str, str], Press] = field(default_factory=dict)
    owners: dict[ChatRef, ChatRef] = field(default_factory=dict)
    keys: dict[tuple[ChatRef, str], AccessKey] = field(default_factory=dict)
    turns: dict[ChatRef, list[Turn]] = field(default_factory=dict)
    tallies: Counter[tuple[str, str]] = field(default_factory=Counter)
    earlier: dict[tuple[str, int], Paper] = field(default_factory=dict)
    told_papers: dict[str, ToldPaper] = field(default_factory=dict)
    updates: dict[int, PaperUpdate] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the one that a thread is in, cannot be written to."""
        whole = ChatRef(ref.platform, ref.chat_id)
        return self.absences.get(ref) or self.absences.get(whole) or ""

    def is_served(self, row: ChatRow) -> bool:
        """Whether a chat gets digests at all."""
        return bool(row.followed) and not row.settings.paused and not self.absence(row.ref)

    def parts(self) -> list[PartRow]:
        """All messages of all digests, by number."""
        rows = (p for chat in self.chats.values() for d in chat.digests for p in d.parts)
        return sorted(rows, key=lambda part: part.number)


class InMemory:
    """What every part of the store has: the tables, until it is closed.

    Attributes:
        trouble: set it, and every method raises it until it is None again.
    """

    def __init__(self) -> None:
        self.trouble: StoreError | None = None
        self._everything: Kept | None = Kept()

    @property
    def _kept(self) -> Kept:
        if self.trouble is not None:
            raise self.trouble
        if self._everything is None:
            raise StoreError(sentence("The database {path} was closed.", path=":memory:"))
        return self._everything
