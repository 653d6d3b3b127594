"""Values of an export, held against what they should be; each fault is told in a sentence."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from app.records import HINT
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import Message, sentence

_SHOWN: Final = 40
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})

T = TypeVar("T")


def wrong(message: Message) -> InputError:
    """The error of an import, with what can be imported."""
    return InputError(message, hint=sentence(HINT))


def of(given: Mapping[str, Any], name: str, kind: type[T], where: str) -> T:
    """A value by its name, of a kind.

    Raises:
        InputError: it is missing, or of another kind.
    """
    if name not in given:
        raise wrong(sentence("In that export, “{name}” is missing.", name=f"{where}.{name}"))
    return typed(given[name], kind, f"{where}.{name}")


def typed(value: object, kind: type[T], name: str) -> T:
    """A value of a kind.

    Raises:
        InputError: it is of another kind.
    """
    # A truth value is a whole number to Python, and to nobody else.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise no_value(name, value)
    return value


def no_value(name: str, value: object) -> InputError:
    """The error of a value that cannot be."""
    # What json reads has no cycles and, its depth being checked, can be written again.
    shown = excerpt(json.dumps(value), _SHOWN)
    return wrong(sentence("In that export, “{name}” cannot be {value}.", name=name, value=shown))


def cleaned(text: str) -> str:
    """A text of somebody else's, without what `written` refuses: it is none of their doing."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) not in _UNPRINTABLE)


def written(text: str, name: str | Message) -> str:
    """A text that can be written down: no control characters, no halves of characters.

    Raises:
        InputError: it has some.
    """
    for sign in text:
        if sign != "\t" and unicodedata.category(sign) in _UNPRINTABLE:
            raise wrong(
                sentence(
                    "There is a character in “{name}” that nobody can read: {code}.",
                    name=name,
                    code=f"U+{ord(sign):04X}",
                )
            )
    return text
