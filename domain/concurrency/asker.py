"""For whom work is being done: a person who waits, or nobody in particular.

What many share (arXiv's one line, the one thread for the processor, the database's readers) is
shared by persons: each has a turn, whoever asks for sixty things at once as whoever asks for one.
Bulk work, which happens by itself, comes after all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

AT_FIRST: Final = 0.3
"""Seconds in which an answer that is at hand is given; what takes longer waits for others."""

SOON: Final = 0.02
"""Seconds within which whatever is coming in is being answered."""

_COMING: Final = object()
_served: Final[dict[object, float]] = {}
"""When each answer was begun that is being given, by the monotonic clock."""

_person: ContextVar[str] = ContextVar("person", default="")
_is_background: ContextVar[bool] = ContextVar("is_background", default=False)


@contextmanager
def asked_by(person: str) -> Iterator[None]:
    """Within it, work is done for a person, whose name may be any that is theirs alone."""
    token = _person.set(person)
    try:
        yield
    finally:
        _person.reset(token)


@contextmanager
def in_background() -> Iterator[None]:
    """Within it, work is bulk: what a person waits for goes first."""
    token = _is_background.set(True)
    try:
        yield
    finally:
        _is_background.reset(token)


def person() -> str:
    """For whom work is being done; empty where for nobody in particular."""
    return _person.get()


def is_background() -> bool:
    """Whether the work is bulk."""
    return _is_background.get()


@contextmanager
def being_served() -> Iterator[None]:
    """Within it, somebody is being answered; at first, bulk work gives way to that."""
    answer = object()
    _served[answer] = time.monotonic()
    try:
        yield
    finally:
        del _served[answer]


def somebody_comes() -> None:
    """Something that may be for us to answer is coming in: as if it were being answered, for now.

    Until it is read, and the one who answers it has begun, the loop goes round several times.
    """
    _served[_COMING] = time.monotonic() - AT_FIRST + SOON


def is_somebody_served() -> bool:
    """Whether an answer is being given that may be there in a moment; from any thread."""
    since = time.monotonic() - AT_FIRST
    return any(begun > since for begun in tuple(_served.values()))
