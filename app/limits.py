"""How much one chat may keep and say; each limit is told in one sentence where it is met."""

from __future__ import annotations

from typing import Final

from domain.errors import InputError
from domain.messages import sentence
from i18n.speech import phrase

MAX_SUBSCRIPTIONS: Final = 100
"""Topics that one chat may follow."""

MAX_MUTED: Final = 100
"""Words that one chat may mute."""

LONGEST_MUTED: Final = 60
"""Code points of a muted word."""

LONGEST_ARGUMENT: Final = 5_000
"""Code points after a command. Telegram sends 4,096, Discord 6,000; a topic in its normal form,
as a button has it, takes 4,000."""

LONGEST_NAME: Final = 32
"""Code points of a command's name, as on both platforms."""

SHOWN: Final = 60
"""Code points of what somebody typed that an error says again."""

LARGEST_IMPORT: Final = 4_000_000
"""Code points, and octets of a file. What a chat follows and mutes takes half a million of them,
each paper that it was told of in 400 days takes a hundred."""


def too_large() -> InputError:
    """The error of a file that is no export any more."""
    megabytes = LARGEST_IMPORT // 1_000_000
    said = sentence("That file is too large: at most {number} MB are read.", number=megabytes)
    return InputError(said, hint=sentence("Send what /export gave."))


def text_of_file(content: bytes) -> str:
    """What stands in a text file.

    Raises:
        InputError: it is too large, or no text in UTF-8.
    """
    if len(content) > LARGEST_IMPORT:
        raise too_large()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said = sentence("That file is no text in UTF-8.")
        raise InputError(said, hint=sentence("Save it as UTF-8, and send it again.")) from error


def is_reserved(label: str) -> bool:
    """Whether a topic cannot be called so, since /unsubscribe would take it for something else."""
    named = label.strip().casefold()
    if named in ("all", phrase("all").casefold()):
        return True
    return named.isascii() and named.isdigit() and 1 <= len(named) <= 3 and int(named) > 0
