"""All that is remembered, as one port: what the container wires and closes."""

from __future__ import annotations

from typing import Protocol

from domain.ports.announcements import Announcements
from domain.ports.buttons import ButtonCommands, Keys
from domain.ports.chats import Chats
from domain.ports.groups import ReadingGroups
from domain.ports.managers import Managers
from domain.ports.notes import Counters, Notes
from domain.ports.outbox import Outbox
from domain.ports.papers import Papers, Vectors
from domain.ports.questions import Questions
from domain.ports.retention import Retention
from domain.ports.schedule import LookBacks, Notices, Schedule
from domain.ports.sent import SentMessages
from domain.ports.sharing.leases import Leases
from domain.ports.summaries import Summaries
from domain.ports.tastes import Tastes


class Library(Papers, Vectors, Announcements, Summaries, Notes, Protocol):
    """What is remembered of arXiv, and how far reading it got."""


class DeliveryStore(Schedule, Notices, LookBacks, ReadingGroups, Outbox, Retention, Protocol):
    """Digests, notices, look backs and meetings, from the turn of a chat to their arrival."""


class Store(
    Library,
    Counters,
    Chats,
    Managers,
    ButtonCommands,
    SentMessages,
    Tastes,
    Questions,
    Keys,
    Leases,
    DeliveryStore,
    Protocol,
):
    """What is remembered. Each method is one transaction: it happens wholly or not at all.

    Raises StoreError where the database cannot be used.
    """

    async def close(self) -> None:
        """Finish writing and close."""
        ...
