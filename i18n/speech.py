"""Saying things in the language being spoken: messages, and the words of a document as it is made.

Which language that is, is set around a piece of work with `speaking`; each task and thread has its
own. What is kept or raised is a `domain.messages.Message` and is said by `spoken` where it is
shown; what is composed at the moment it is shown is said at once, by `phrase` and the others.

Values stand in a text by name, in braces: ``phrase("There is no topic “{name}”.", name=…)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter

from domain import messages
from domain.documents import Inline, Span, inline
from domain.messages import ENGLISH, Message, Speech

_spoken: ContextVar[Speech] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Speak a language within the block, in this task and the threads that it waits for."""
    before = _spoken.set(speech)
    try:
        yield
    finally:
        _spoken.reset(before)


def current() -> Speech:
    """The language being spoken."""
    return _spoken.get()


def spoken(message: Message) -> str:
    """A message in the language being spoken; empty where there is none."""
    return message.said(current())


def phrase(text: str, /, **values: object) -> str:
    """A text in the language being spoken, its values filled in; messages among them as well."""
    told = {
        name: spoken(value) if isinstance(value, Message) else value
        for name, value in values.items()
    }
    return current().text(text).format(**told)


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """A text that goes with a number, which stands in it as ``{number}``."""
    speech = current()
    chosen = speech.plural(one, many, count)
    return chosen.format(number=speech.number(count), **values)


def number(value: int) -> str:
    """A whole number as the language being spoken writes it."""
    return current().number(value)


def styled(text: str, /, **values: str | Span | Inline) -> Inline:
    """A text in the language being spoken whose values keep the style and the link they have."""
    parts: list[str | Span] = []
    for words, name, _, _ in Formatter().parse(current().text(text)):
        value = "" if name is None else values[name]
        for part in (words, *(value if isinstance(value, tuple) else (value,))):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
    return inline(*parts)


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return messages.listed(tuple(words), current())
