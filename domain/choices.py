"""What can be chosen: the values of one thing from a list, and an option of a poll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Option:
    """A value: how it is called, with what it is a value of, and the command that makes it hold.

    Lists that show what holds hide what they are for.
    """

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The values that one thing may have.

    Attributes:
        name: the thing's.
        opens: the command whose answer offers the values where there are no lists.
        options: no two with the same command.
        holds: the command of the value that it has now; empty where it has another.
    """

    name: str
    opens: str
    options: tuple[Option, ...]
    holds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question to all of a chat, for platforms that have polls of their own.

    Attributes:
        question: with the rules, in a few words.
        closes: until when answers count, UTC.
    """

    question: str
    options: tuple[str, ...]
    closes: datetime
