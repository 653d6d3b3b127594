"""What people read, in their language: the words of the house, said at the moment they are needed.

Texts stand in the code in English and are put into the language being spoken when they are used.
Which that is, is set around a piece of work with `speaking`; each task and thread has its own.
Catalogues are nobody's business here: whoever has them brings a `Speech`.

Values stand in a text by name, in braces: ``phrase("There is no topic “{name}”.", name=…)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from string import Formatter
from typing import Final, Protocol

from domain.documents import Inline, Span, inline

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Speech(Protocol):
    """A language that the house can speak; what has no translation comes back in English."""

    @property
    def language(self) -> str:
        """Its ISO 639-1 code."""
        ...

    def text(self, message: str) -> str:
        """A text in this language."""
        ...

    def retold(self, text: str) -> str:
        """A text of `in_english` in this language; any other as it is."""
        ...

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of a text that goes with a number."""
        ...

    def number(self, value: int) -> str:
        """``12,345``."""
        ...

    def share(self, value: float) -> str:
        """0.8 as ``80%``."""
        ...

    def day(self, of: date) -> str:
        """``8 March 2024``."""
        ...

    def short_day(self, of: date) -> str:
        """``8 Mar 2024``."""
        ...

    def days(self, first: date, last: date) -> str:
        """A span of days, the first before the last: ``6–8 March 2024``."""
        ...


class English:
    """What is spoken where nothing else is; needs no catalogue and no library."""

    language = "en"

    def text(self, message: str) -> str:
        """The text as it is."""
        return message

    def retold(self, text: str) -> str:
        """The text as it is."""
        return text

    def plural(self, one: str, many: str, number: int) -> str:
        """The first form for one, the second for all else."""
        return one if number == 1 else many

    def number(self, value: int) -> str:
        """``12,345``."""
        return f"{value:,}"

    def share(self, value: float) -> str:
        """0.8 as ``80%``."""
        return f"{value:.0%}"

    def day(self, of: date) -> str:
        """``8 March 2024``, whatever the process's locale."""
        return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"

    def short_day(self, of: date) -> str:
        """``8 Mar 2024``."""
        return f"{of.day} {_MONTHS[of.month - 1][:3]} {of.year}"

    def days(self, first: date, last: date) -> str:
        """``6–8 March 2024``, ``29 February – 8 March 2024``."""
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        start = self.day(first)
        if first.year == last.year:
            start = start.removesuffix(f" {first.year}")
        return f"{start} – {self.day(last)}"


ENGLISH: Final = English()

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


def phrase(message: str, /, **values: object) -> str:
    """A text in the language being spoken, its values filled in."""
    return current().text(message).format(**values)


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """A text that goes with a number, which stands in it as ``{number}``."""
    speech = current()
    chosen = speech.plural(one, many, count)
    return chosen.format(number=speech.number(count), **values)


def number(value: int) -> str:
    """A whole number as the language being spoken writes it."""
    return current().number(value)


def styled(message: str, /, **values: str | Span | Inline) -> Inline:
    """A text in the language being spoken whose values keep the style and the link they have."""
    parts: list[str | Span] = []
    for text, name, _, _ in Formatter().parse(current().text(message)):
        value = "" if name is None else values[name]
        for part in (text, *(value if isinstance(value, tuple) else (value,))):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
    return inline(*parts)


def for_example(command: str) -> str:
    """The hint of an error that shows how to do it right."""
    return phrase("For example: {command}", command=command)


def listed(words: Sequence[str]) -> str:
    """Words in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return phrase("{words} and {last}", words=phrase(", ").join(words[:-1]), last=words[-1])


def in_english(message: str, /, **values: object) -> str:
    """A text in English, where it is not known who will read it; without values as it stands.

    For what goes to the log as well, is kept, or comes from another thread or process. `retold`
    finds it again among the texts of the catalogue and says it to whoever reads it.
    """
    return message.format(**values) if values else message


def retold(text: str) -> str:
    """A text of `in_english` in the language being spoken, its values likewise.

    What is no such text is shown as it is.
    """
    return current().retold(text)


def marked(message: str) -> str:
    """A text for the catalogues that is not said yet; `phrase` says it."""
    return message
