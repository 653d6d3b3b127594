"""Platforms as chats name them, and of which kind each is.

A kind is what messages look like and whose people they are: Telegram, Discord, the console. A
chat's platform is one bot of a kind, so that all that is kept by platform (chats, messages, pace,
who hears of updates) is one bot's by construction. The first bot of a kind has the kind's own name,
each further one its number as well: ``telegram@4242``. What is a person's, and what is a rule of
the whole of Telegram, goes by kind.
"""

from __future__ import annotations

from typing import Final, Literal, cast

Kind = Literal["telegram", "discord", "console"]
"""Of a platform; a platform's own name is a `str`, which a type checker takes for none of these."""

CONSOLE: Final = "console"
"""The platform of whoever sits at the machine itself: they run it, and pay for it."""

KINDS: Final[tuple[Kind, ...]] = ("telegram", "discord")
"""Those of chats."""

_OF_BOT: Final = "@"


def kind_of(platform: str) -> Kind:
    """What a platform is: ``telegram`` for ``telegram`` and ``telegram@4242`` alike."""
    return cast("Kind", platform.partition(_OF_BOT)[0])


def platform_of(kind: Kind, number: str) -> str:
    """The platform of a further bot of a kind.

    Args:
        kind: of it.
        number: by which its platform knows the bot, whatever its token is.
    """
    return f"{kind}{_OF_BOT}{number}"
