"""The bots of an installation: which of a kind has which platform, for as long as it is known.

A bot is told by its number, which stays when its token is made anew and however the settings list
it. The first of a kind has the kind's own name for a platform (`domain.platforms`), each further
one a name with its number. What was settled is kept, so that no chat ever gets another bot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.concurrency.notes import change_note
from domain.platforms import Kind, kind_of, platform_of
from domain.ports import Notes

_NOTE: Final = "bots"
_SERVED_BEFORE: Final = "{kind}-menus:{number}"
"""A note that versions which knew one bot of a kind have kept of it."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that is known.

    Attributes:
        platform: as in `ChatRef.platform`.
        number: by which its platform knows it.
        name: for people, without an ``@``; empty until it was served.
    """

    platform: str
    number: str
    name: str = ""

    def __str__(self) -> str:
        """As those who run it are shown it."""
        kind = kind_of(self.platform)
        return f"{kind} @{self.name}" if self.name else platform_of(kind, self.number)


def settled(
    known: Mapping[str, str], kind: Kind, numbers: Sequence[str], *, succeeds: bool
) -> dict[str, str]:
    """The platform of each bot, by number: of those known before, and of these.

    Args:
        known: as it was settled before.
        kind: of all.
        numbers: of the bots that are set up, in the order of the settings.
        succeeds: whether a bot that is new and alone may have the chats of one that is gone.
    """
    bots = dict(known)
    first = next((number for number, platform in bots.items() if platform == kind), None)
    if first is None and numbers:
        bots[numbers[0]] = kind
    elif first is not None and succeeds and len(numbers) == 1 and numbers[0] not in bots:
        del bots[first]
        bots[numbers[0]] = kind
    return {**{number: platform_of(kind, number) for number in numbers}, **bots}


async def settle_bots(
    notes: Notes, kind: Kind, numbers: Sequence[str], *, succeeds: bool, keeps: bool = True
) -> dict[str, str]:
    """Settle which bot has which platform; by number.

    Args:
        notes: where it is kept.
        kind: see `settled`, as the next.
        numbers: of the bots that are set up.
        succeeds: likewise.
        keeps: whether it is kept, for whoever comes later.

    Raises:
        StoreError: it cannot be read or kept.
    """
    ordered = await _ordered(notes, kind, numbers)
    platforms: dict[str, str] = {}

    def with_these(note: str | None) -> str:
        nonlocal platforms
        bots = _read(note)
        kept = {bot.number: bot for bot in bots if kind_of(bot.platform) == kind}
        before = {number: bot.platform for number, bot in kept.items()}
        platforms = settled(before, kind, numbers if before else ordered, succeeds=succeeds)
        others = (bot for bot in bots if kind_of(bot.platform) != kind)
        these = (
            replace(kept.get(number, Bot("", number)), platform=platform)
            for number, platform in platforms.items()
        )
        return _written((*others, *these))

    if keeps:
        await change_note(notes, _NOTE, with_these)
    else:
        with_these(await notes.note(_NOTE))
    return platforms


async def _ordered(notes: Notes, kind: Kind, numbers: Sequence[str]) -> list[str]:
    """Bots with those first that were served before it was kept which has which platform."""
    served = [
        number
        for number in numbers
        if await notes.note(_SERVED_BEFORE.format(kind=kind, number=number))
    ]
    return [*served, *(number for number in numbers if number not in served)]


async def keep_bot_name(notes: Notes, platform: str, name: str) -> None:
    """Keep what a bot is called.

    Raises:
        StoreError: it cannot be kept.
    """

    def named(note: str | None) -> str | None:
        bots = _read(note)
        if all(bot.name == name for bot in bots if bot.platform == platform):
            return None
        return _written(
            replace(bot, name=name) if bot.platform == platform else bot for bot in bots
        )

    await change_note(notes, _NOTE, named)


async def known_bots(notes: Notes) -> tuple[Bot, ...]:
    """All bots that were ever set up.

    Raises:
        StoreError: it cannot be read.
    """
    return tuple(_read(await notes.note(_NOTE)))


async def platforms_of(notes: Notes, kind: Kind) -> tuple[str, ...]:
    """The platforms of a kind: the first bot's, and those of further ones that are known.

    Raises:
        StoreError: it cannot be read.
    """
    known = [bot.platform for bot in await known_bots(notes) if kind_of(bot.platform) == kind]
    return tuple(dict.fromkeys((kind, *known)))


def _read(note: str | None) -> list[Bot]:
    return [Bot(*each) for each in json.loads(note or "[]")]


def _written(bots: Iterable[Bot]) -> str:
    return json.dumps([(bot.platform, bot.number, bot.name) for bot in bots])
