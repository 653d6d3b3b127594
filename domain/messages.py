"""Sentences as data: an id with named values, said in a language only where they are shown.

Errors, reasons and whatever else is kept, raised or handed from one floor to another are messages.
The id is the sentence in English, its values by name, in braces: the catalogues know it by that.
What a message says to the log and to programs is English: ``str(message)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any, Final, Protocol, Union

from domain.zones import zone_label

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_STOPS: Final = ".。"
_STOPS_AS_TUPLE: Final = tuple(_STOPS)
_LONGEST: Final = 2_000
_DEEPEST: Final = 6
_MOST_VALUES: Final = 12

Value = Union[str, int, date, "Message", tuple["Value", ...]]
"""What may stand in a message: a text that is nobody's language, a number, a date, another
message, or several of these, which are enumerated."""


def marked(text: str) -> str:
    """A text for the catalogues from which a message is made, or that is said, somewhere else."""
    return text


_COMMA: Final = marked(", ")
_AND: Final = marked("{words} and {last}")


class Speech(Protocol):
    """A language that messages can be said in; what has no translation comes back in English."""

    @property
    def language(self) -> str:
        """Its ISO 639-1 code."""
        ...

    def text(self, message: str) -> str:
        """A text in this language."""
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

    def city(self, zone: str) -> str:
        """The place that a timezone is named after; ``UTC+3`` where it has none."""
        ...


class English:
    """What is spoken where nothing else is; needs no catalogue and no library."""

    language = "en"

    def text(self, message: str) -> str:
        """The text as it is."""
        return message

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

    def city(self, zone: str) -> str:
        """``Los Angeles``."""
        return zone_label(zone).rpartition("/")[2].replace("_", " ")


ENGLISH: Final = English()


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, or a part of one, that is not said yet; false where there is none.

    Attributes:
        id: the sentence in English, its values by name, in braces.
        values: what stands in it, by name.
        many: where a number decides about the form, the one for all but 1; the number is the
            value ``number``.
    """

    id: str = ""
    values: tuple[tuple[str, Value], ...] = ()
    many: str = ""

    def __bool__(self) -> bool:
        return bool(self.id)

    def __str__(self) -> str:
        return self.said(ENGLISH)

    def said(self, speech: Speech) -> str:
        """The sentence in a language."""
        if not self.id:
            return ""
        values = {name: _said(value, speech) for name, value in self.values}
        number = dict(self.values).get("number")
        if self.many and isinstance(number, int):
            template = speech.plural(self.id, self.many, number)
        else:
            template = speech.text(self.id)
        return _filled(template, values)


NOTHING: Final = Message()
"""No message."""


def sentence(text: str, /, **values: object) -> Message:
    """A message; a value of a kind that messages do not know stands in it as `str` gives it."""
    return Message(text, tuple((name, _value(value)) for name, value in values.items()))


def counted(one: str, many: str, number: int, /, **values: object) -> Message:
    """A message whose form goes with a number, which stands in it as ``{number}``."""
    told = sentence(one, number=number, **values)
    return Message(told.id, told.values, many)


def as_is(words: object) -> Message:
    """Words that are nobody's language, or that another program said: no catalogue has them."""
    return Message("{words}", (("words", str(words)),))


def for_example(command: str) -> Message:
    """The hint of an error that shows how to do it right."""
    return sentence("For example: {command}", command=command)


def listed(words: tuple[str, ...], speech: Speech) -> str:
    """Words in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    first = speech.text(_COMMA).join(words[:-1])
    return speech.text(_AND).format(words=first, last=words[-1])


def as_data(message: Message) -> dict[str, Any]:
    """A message as what JSON can hold; `from_data` gives it back."""
    data: dict[str, Any] = {"id": message.id}
    if message.values:
        data["values"] = {name: _value_as_data(value) for name, value in message.values}
    if message.many:
        data["many"] = message.many
    return data


def from_data(data: object) -> Message:
    """The message that `as_data` wrote.

    Raises:
        ValueError: it is none, or larger than a message is.
    """
    return _message_from(data, _DEEPEST)


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A text with its values; only names stand for values, and an unknown one for nothing.

    Not `str.format`, which would look into what it is given: a message may come from outside.
    """
    filled = ""
    for text, name, _, _ in Formatter().parse(template):
        # A sentence within another one gives up its full stop to that one's.
        filled = (filled.rstrip(_STOPS) if text.startswith(_STOPS_AS_TUPLE) else filled) + text
        filled += values.get(name or "", "")
    return filled


def _said(value: Value, speech: Speech) -> str:
    match value:
        case Message():
            return value.said(speech)
        case tuple():
            return listed(tuple(_said(part, speech) for part in value), speech)
        case int():
            return speech.number(value)
        case date():
            return speech.day(value)
    return value


def _value(value: object) -> Value:
    match value:
        case bool():
            return str(value)
        case str():
            # An enumeration's member, among others, is a text of a kind of its own.
            return str(value)
        case int() | date() | Message():
            return value
        case tuple() | list():
            return tuple(_value(part) for part in value)
    return str(value)


_WRITTEN: Final[Mapping[type, Callable[[Any], Any]]] = {
    date: lambda value: {"date": value.isoformat()},
    tuple: lambda value: [_value_as_data(part) for part in value],
    Message: lambda value: as_data(value),
}


def _value_as_data(value: Value) -> Any:
    written = _WRITTEN.get(type(value))
    return written(value) if written else value


def _message_from(data: object, depth: int) -> Message:
    match data:
        case {"id": str(text), **rest} if depth and len(text) <= _LONGEST:
            values, many = rest.get("values", {}), rest.get("many", "")
        case _:
            raise ValueError("not a message")
    if not isinstance(values, dict) or len(values) > _MOST_VALUES or not isinstance(many, str):
        raise ValueError("not a message's values")
    for template in (text, many):
        # Raises ValueError where its braces have no partners: it could never be said.
        list(Formatter().parse(template))
    return Message(
        text, tuple((name, _value_from(value, depth - 1)) for name, value in values.items()), many
    )


def _value_from(data: object, depth: int) -> Value:
    match data:
        case bool() | None:
            raise ValueError("not a message's value")
        case str() if len(data) <= _LONGEST:
            return data
        case int():
            return data
        case list() if depth and len(data) <= _MOST_VALUES:
            return tuple(_value_from(part, depth - 1) for part in data)
        case {"date": str(day)}:
            return date.fromisoformat(day)
    return _message_from(data, depth)
