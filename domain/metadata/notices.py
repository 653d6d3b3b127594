"""What is sent beside digests, notices and weekly look backs: whom it is for, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.chats import Chat
from domain.deliveries import SentMessage
from domain.metadata.updates import Notice, PaperUpdate
from domain.topics import Topic

AT_ONCE: Final = 100
"""Notices that are dealt with together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """A notice that a chat is to get at once.

    Attributes:
        number: of the chat.
        told: the message that told it the paper; None where that is not known any more.
        parts: how many messages that digest had, where each is one message; 0 where they are not.
        before: what was told with that digest of what became of papers.
        since: of its papers that were withdrawn or came back, what became of each last.
    """

    number: int
    chat: Chat
    notice: Notice
    told: SentMessage | None = None
    parts: int = 0
    before: tuple[Notice, ...] = ()
    since: tuple[PaperUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyNotice:
    """A notice as it waits to be sent.

    Attributes:
        document: as `rendering.common.parcels` keeps it.
        edit: what takes the place of the message that told the paper, as it is packed for its
            platform; None where that stays as it is.
    """

    due: DueNotice
    document: str
    edit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLookBack:
    """A chat whose week is over, or of which it is to be worked out when that is.

    Attributes:
        number: of the chat.
        topics: what it follows.
        at: when its look back is due, UTC; None where that is to be worked out.
    """

    number: int
    chat: Chat
    topics: tuple[Topic, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LookBackTurn:
    """What was decided for a look back; kept in one transaction.

    Attributes:
        due: as it was when this was decided; where the chat wishes otherwise now, nothing is kept.
        next_at: when the chat's next one is due, UTC.
        day: the local date of this one, where one is sent.
        document: what is to be sent, as `rendering.common.parcels` keeps it; empty for nothing.
    """

    due: DueLookBack
    next_at: datetime | None
    day: date | None = None
    document: str = ""
