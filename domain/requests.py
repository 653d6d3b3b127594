"""Requests: what somebody asks, and what a command takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.chats import ChatRef

Progress = Callable[[str], None]
"""Told, in a few words, what is being done; never waits."""


def silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Request:
    """One command as somebody gave it.

    Attributes:
        command: its name without the slash.
        user: who asks, by the platform's id; empty where it is nobody in particular, as where a
            channel speaks for itself.
        argument: the rest of the line, stripped.
        is_admin: whether the person may change this chat's settings.
        is_private: whether the chat is the person's own with us, where everybody is an admin.
        locale: the person's, as the platform tells it (``zh-CN``); empty where it does not.
        progress: where slow work says what it is at.
    """

    chat: ChatRef
    user: str
    command: str
    argument: str = ""
    is_admin: bool = True
    is_private: bool = True
    locale: str = ""
    progress: Progress = field(default=silent, compare=False, repr=False)

    @property
    def person(self) -> str:
        """Who asks, by a name of theirs alone on all platforms; the chat where it is nobody."""
        return f"{self.chat.platform}:{self.user or f'in {self.chat.chat_id}'}"


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
        name: one word, as front doors with named options call it.
        meaning: a few words for help texts.
        example: a value that works.
        choices: the only values there are, where they can be counted.
        bounds: the least and the greatest, for whole numbers.
    """

    name: str
    meaning: str
    example: str
    required: bool = True
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
