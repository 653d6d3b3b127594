"""A chat's settings: each change is made of what is kept at that moment, and kept; what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from app.limits import MAX_MUTED
from app.services import Services
from digests.slots import next_slot
from domain.chats import ChatSettings
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context

WORKDAYS: Final = frozenset(range(5))
"""Days on which arXiv can announce anything."""


async def change(services: Services, context: Context, **changes: Any) -> ChatSettings:
    """Change some settings of a chat, by the names of `ChatSettings`; what they are then."""
    chat = await services.chat(context.chat, context.locale)
    chat = replace(chat, settings=replace(chat.settings, **changes))
    await services.store.save_chat(chat)
    return chat.settings


async def set_time(
    services: Services, context: Context, at: time | None, days: frozenset[int] | None
) -> ChatSettings:
    """Set when the digest comes.

    Args:
        services: where that is kept.
        context: whose.
        at: local time; None for as soon as announced.
        days: of the week; None for those from before.

    Raises:
        InputError: nothing is announced on any of these days.
    """
    if at is None and not (days or context.settings.days) & WORKDAYS:
        raise InputError(
            sentence("arXiv announces nothing on Saturdays and Sundays."),
            hint=for_example("/time as announced mon-fri"),
        )
    changes: dict[str, object] = {"as_announced": at is None}
    changes |= {} if at is None else {"time": at}
    changes |= {} if days is None else {"days": days}
    return await change(services, context, **changes)


async def mute(
    services: Services, context: Context, words: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Leave out papers with some words, or no longer where they were; which are now, and which not.

    Raises:
        InputError: as many words are muted as may be.
    """
    muted = {known.casefold(): known for known in context.settings.muted}
    now, no_longer = [], []
    for word in words:
        if muted.pop(word.casefold(), None) is None:
            muted[word.casefold()] = word
            now.append(word)
        else:
            no_longer.append(word)
    if now and len(muted) > MAX_MUTED:
        raise InputError(
            sentence("You mute {number} words, the most there can be.", number=MAX_MUTED),
            hint=sentence("Take one back first: /mute {word}", word=next(iter(muted.values()))),
        )
    await change(services, context, muted=tuple(muted.values()))
    return now, no_longer


async def next_digest(
    services: Services, context: Context, chat_settings: ChatSettings, *, follows: bool = False
) -> datetime | None:
    """When the next digest is due, UTC; for one that comes as announced, not before then.

    None while there is none: it is paused, or nothing is followed, unless it `follows` by now.
    """
    if chat_settings.paused or not (follows or await context.followed()):
        return None
    schedule = (await services.store.traces(context.chat)).get("schedule", ())
    last = str(schedule[0].get("last") or "") if schedule else ""
    # No day has two digests, so that of a day that had one comes on the next.
    had = date.fromisoformat(last) if last else None
    slot = next_slot(chat_settings, services.clock.now(), had)
    return slot.at if slot else None
