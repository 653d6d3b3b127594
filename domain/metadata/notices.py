"""Notices that do not wait for a digest: whom they are for, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.chats import Chat
from domain.deliveries import SentMessage
from domain.metadata.updates import Notice, PaperUpdate

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
