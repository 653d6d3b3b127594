"""Tastes: what somebody made of papers, kept from the first press on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.chats import ChatRef


def owner_of(platform: str, user: str, chat: ChatRef) -> ChatRef:
    """Whose tastes are kept: a person's, wherever they press; a chat's where it is nobody."""
    return ChatRef(platform, f"user:{user}") if user else ChatRef(platform, chat.chat_id)


@dataclass(frozen=True, slots=True)
class Vote:
    """More papers like this one, or fewer.

    Attributes:
        paper: its base id.
        is_more: whether more are wished for.
        at: when, UTC.
    """

    paper: str
    is_more: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedPaper:
    """A paper that somebody wants to find again.

    Attributes:
        paper: its base id.
        title: arXiv's, as it is kept also when the paper is not.
        at: when, UTC.
    """

    paper: str
    title: str
    at: datetime
