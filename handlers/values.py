"""Reading the values people give for their settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Final, TypeVar

from app.limits import LONGEST_MUTED, SHOWN
from composing.settings import DETAILS, ORDERS, UNREAD, UPDATES
from domain.chats import Detail, Order, Sound, Unread, Updates
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from i18n.languages import ENGLISH_NAMES, LANGUAGES
from i18n.speech import phrase
from topics.muting import read_muted

_Choice = TypeVar("_Choice", bound=StrEnum)

MAX_LIMIT: Final = 50
"""The most papers a digest tells in full."""


def parse_switch(text: str, command: str) -> bool:
    """On or off.

    Raises:
        InputError: it is neither.
    """
    lowered = text.strip().casefold()
    if lowered in ("on", "yes", "1", phrase("on"), phrase("yes")):
        return True
    if lowered in ("off", "no", "0", phrase("off"), phrase("no")):
        return False
    raise InputError(
        sentence("“{text}” is neither on nor off.", text=excerpt(text, SHOWN)),
        hint=for_example(f"/{command} off"),
    )


_HOUR: Final = r"\d{1,2}(?::\d\d)?"
_SILENT: Final = re.compile(
    rf"(?:off |silent )?(?P<start>{_HOUR}) ?(?:-|–|to|bis|至|到) ?(?P<end>{_HOUR})"
)


def parse_sound(text: str) -> Sound:
    """When digests come without a sound: ``on``, ``off``, or silent hours as ``22:00-07:00``.

    Raises:
        InputError: it is none of these.
    """
    match = _SILENT.fullmatch(" ".join(text.split()).casefold())
    if match is None:
        return Sound(is_off=not parse_switch(text, "sound"))
    try:
        start, end = (_hour(match[name]) for name in ("start", "end"))
    except ValueError:
        raise InputError(
            sentence("“{text}” are no hours of a day.", text=excerpt(text, SHOWN)),
            hint=for_example("/sound 22:00-07:00"),
        ) from None
    return Sound(silent=(start, end)) if start != end else Sound(is_off=True)


def _hour(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour) % 24 if hour == "24" else int(hour), int(minute or 0))


def read_sure(text: str) -> bool:
    """Whether somebody is sure.

    Raises:
        InputError: they say something else.
    """
    if text.strip().casefold() in ("yes", phrase("yes")):
        return True
    raise InputError(
        sentence("“{text}” is not yes; nothing was done.", text=excerpt(text, SHOWN)),
        hint=for_example("/forgetme yes"),
    )


def parse_language(text: str) -> str:
    """An ISO 639-1 code from a code, locale or name: ``de``, ``zh-CN``, ``Deutsch``, ``German``.

    Raises:
        InputError: it is none that is known.
    """
    lowered = text.strip().lower()
    code = re.split(r"[-_]", lowered)[0]
    if code in LANGUAGES:
        return code
    own_names = {name.lower(): known for known, name in LANGUAGES.items()}
    found = own_names.get(lowered) or ENGLISH_NAMES.get(lowered)
    if found is None:
        raise InputError(
            sentence("“{text}” is not a language that I know.", text=excerpt(text, SHOWN)),
            hint=sentence(
                "For example: /language en. There are {languages}.",
                languages=", ".join(LANGUAGES),
            ),
        )
    return found


def _named(text: str, choices: Mapping[_Choice, str]) -> _Choice | None:
    """Which of some values is named, by its code or in the language being spoken."""
    wanted = text.strip().casefold()
    return next((one for one, told in choices.items() if wanted in (one, phrase(told))), None)


def parse_detail(text: str) -> Detail:
    """How much a digest tells.

    Raises:
        InputError: it is none of the three.
    """
    found = _named(text, DETAILS)
    if found is None:
        raise InputError(
            sentence(
                "“{text}” is not a detail; there are headline, brief and full.",
                text=excerpt(text, SHOWN),
            ),
            hint=for_example("/detail brief"),
        )
    return found


def parse_order(text: str) -> Order:
    """What a digest's papers are ordered by.

    Raises:
        InputError: it is neither of the two.
    """
    found = _named(text, ORDERS)
    if found is None:
        raise InputError(
            sentence("“{text}” is no order; there are topic and yours.", text=excerpt(text, SHOWN)),
            hint=for_example("/order yours"),
        )
    return found


def parse_updates(text: str) -> Updates:
    """What is told of what becomes of papers that were told.

    Raises:
        InputError: it is none of these.
    """
    found = _named(text, UPDATES)
    if found is None:
        raise InputError(
            sentence(
                "“{text}” is not what /updates takes: all, important, at once, all at once or off.",
                text=excerpt(text, SHOWN),
            ),
            hint=for_example("/updates all"),
        )
    return found


def parse_unread(text: str) -> Unread:
    """What digests say of papers that are not read yet.

    Raises:
        InputError: it is none of these.
    """
    found = _named(text, UNREAD)
    if found is None:
        raise InputError(
            sentence(
                "“{text}” is not what /unread takes: remind, carry, both or off.",
                text=excerpt(text, SHOWN),
            ),
            hint=for_example("/unread both"),
        )
    return found


def parse_limit(text: str) -> int:
    """How many papers a digest tells in full.

    Raises:
        InputError: it is no number from 1 to 50.
    """
    cleaned = text.strip()
    short = cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 2
    if not short or not 1 <= int(cleaned) <= MAX_LIMIT:
        raise InputError(
            sentence(
                "“{text}” is not a number from 1 to {most}.",
                text=excerpt(text, SHOWN),
                most=MAX_LIMIT,
            ),
            hint=for_example("/limit 10"),
        )
    return int(cleaned)


def parse_mutes(text: str) -> tuple[str, ...]:
    """What is to be muted, several with commas between them, each as `parse_muted` takes it.

    A comma in quotes, or in the name of an author as ``au:LeCun, Yann``, is one's own.

    Raises:
        InputError: one of them cannot be muted.
    """
    name = _TURNED_NAME.fullmatch(text.strip())
    parts = [text] if name else [part[0] for part in _MUTED.finditer(text)]
    words = map(parse_muted, filter(str.strip, parts) if len(parts) > 1 else [text])
    return tuple({word.casefold(): word for word in words}.values())


_MUTED: Final = re.compile(r'(?:[^,;、，；"\n]|"[^"\n]*(?:"|$))+')
_TURNED_NAME: Final = re.compile(r"(?i:au|author):\s?\w[^,;\s]*+, ?[A-Z][\w.]*+(?: [A-Z]\.?)?")


def parse_muted(text: str) -> str:
    """A word or phrase to mute, without quotes around it; ``cat:cs.CV``, ``au:Ada Example``.

    Raises:
        InputError: it has no letters or digits, is too long, or names no category that there is.
    """
    word = " ".join(text.split())
    # Quotes after a field are its own.
    word = word if ":" in word else word.strip('"“”').strip()
    if not any(map(str.isalnum, word)):
        raise InputError(
            sentence("A muted word has letters or digits."), hint=for_example("/mute survey")
        )
    if len(word) > LONGEST_MUTED:
        raise InputError(
            sentence("A muted word has at most {most} characters.", most=LONGEST_MUTED),
            hint=for_example("/mute survey"),
        )
    read_muted(word)
    return word
