"""Requests: what somebody asks, and what a command takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Paper
from domain.platforms import CONSOLE

Progress = Callable[[Message], None]
"""Told, in a few words, what is being done; never waits."""


Draft = Callable[[str], None]
"""Told, in plain words, what of an answer is there already; never waits."""


def silent(_: Message | str) -> None:
    """Progress, or an answer in the making, that nobody watches."""


@dataclass(frozen=True, slots=True)
class Request:
    """One command as somebody gave it.

    Attributes:
        command: its name without the slash.
        user: who asks, by the platform's id; empty where it is nobody in particular, as where a
            channel speaks for itself.
        argument: the rest of the line, where the command came as one.
        options: what was given by the names of parameters, where the front end has such.
        is_admin: whether the person may change this chat's settings.
        is_private: whether the chat is the person's own with us, where everybody is an admin.
        locale: the person's, as the platform tells it (``zh-CN``); empty where it does not.
        server: that the chat is on, by the platform's id; empty where there are none.
        called: what the person goes by there, or the chat where it is not theirs; for operators who
            are asked whether to let them in, and kept nowhere.
        progress: where slow work says what it is at.
        draft: where an answer is told as far as it has come; it will be told whole all the same.
        folds: whether details are folded where the answer is shown, so that they may be long.
        answers: id of the message that it answers; 0 for none.
    """

    chat: ChatRef
    user: str
    command: str
    argument: str = ""
    options: Mapping[str, str | int] = field(default_factory=dict, kw_only=True, hash=False)
    is_admin: bool = True
    is_private: bool = True
    locale: str = ""
    server: str = field(default="", kw_only=True)
    called: str = field(default="", kw_only=True, compare=False, repr=False)
    progress: Progress = field(default=silent, compare=False, repr=False)
    draft: Draft = field(default=silent, kw_only=True, compare=False, repr=False)
    folds: bool = field(default=False, kw_only=True)
    answers: int = field(default=0, kw_only=True)

    @property
    def person(self) -> str:
        """Who asks, by a name of theirs alone, with whichever bot; the chat where it is nobody."""
        return f"{self.chat.kind}:{self.user or f'in {self.chat.chat_id}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Request):
    """A request with what is known of whoever asks: read once, when it comes in.

    Attributes:
        settings: the chat's, or those that a new chat begins with.
        is_operator: whether whoever asks runs Papercrier.
        followed: what the chat follows, oldest first; read where it is wanted, and then once.
        papers: those that have been looked up for it.
        archive: where the archive is shown to browsers; empty where it is not.
    """

    settings: ChatSettings
    is_operator: bool
    followed: Callable[[], Awaitable[Sequence[Subscription]]] = field(compare=False, repr=False)
    papers: dict[PaperId, Paper] = field(default_factory=dict, compare=False, repr=False)
    archive: str = ""

    @property
    def known_chat(self) -> Chat:
        """The chat with its settings."""
        return Chat(self.chat, self.settings)

    @property
    def is_local(self) -> bool:
        """Whether it is asked at the machine itself, by whoever pays for it."""
        return self.chat.kind == CONSOLE

    @property
    def may_renew(self) -> bool:
        """Whether they may spend on what is there already.

        In a private chat everybody is an admin, so that alone is no right.
        """
        return self.is_operator or (self.is_admin and not self.is_private)

    def may(self, access: Access) -> bool:
        """Whether they may do what is for some only."""
        return access is Access.EVERYBODY or (
            self.is_admin if access is Access.ADMINS else self.is_operator
        )


class Access(StrEnum):
    """Who may use a command in a group; in a private chat everybody may use all."""

    EVERYBODY = "everybody"
    ADMINS = "admins"
    OPERATORS = "operators"
    """Those who run Papercrier, wherever they ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a command takes after its name.

    Attributes:
        name: one word, as front ends with named options call it.
        meaning: a few words for help texts.
        example: a value that works.
        choices: the only values there are, where they can be counted.
        bounds: the least and the greatest, for whole numbers.
        read: what a text means, as people type it; raises InputError where it means nothing.
    """

    name: str
    meaning: str
    example: str
    required: bool = True
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    read: Callable[[str], Any] = str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation.

    Attributes:
        paper: base id of the paper that it was put to.
        at: when, UTC.
        refused: whether the paper did not say.
    """

    paper: str
    question: str
    at: datetime
    refused: bool = False

    def is_put(self) -> bool:
        """Whether somebody has asked; else they were asked for a question, which is empty."""
        return bool(self.question)
