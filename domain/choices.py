"""What one thing may be, for surfaces on which a value can be chosen from a list."""

from __future__ import annotations

from dataclasses import dataclass


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
