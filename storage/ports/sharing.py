"""What processes at work on a server's database share beside what the store keeps."""

from __future__ import annotations

from dataclasses import dataclass

from domain.ports.sharing.allowances import SharedAllowances
from domain.ports.sharing.gates import Gate
from domain.ports.sharing.inbox import Inbox
from domain.ports.sharing.paces import SharedPaces


@dataclass(frozen=True, slots=True)
class Shared:
    """What one process alone has in its memory, or in files.

    Attributes:
        gate: to arXiv.
        allowances: of persons and chats.
        inbox: what platforms have sent.
        paces: of what is sent by bots.
    """

    gate: Gate
    allowances: SharedAllowances
    inbox: Inbox
    paces: SharedPaces
