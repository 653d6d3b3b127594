"""When a chat's next digest comes."""

from __future__ import annotations

from datetime import date, datetime

from app.services import Services
from digests.slots import next_slot
from domain.chats import ChatSettings
from domain.requests import Context


async def next_digest(
    services: Services, context: Context, chat_settings: ChatSettings
) -> datetime | None:
    """When the next digest is due, UTC; for one that comes as announced, not before then.

    None while there is none: it is paused, or nothing is followed.
    """
    if chat_settings.paused or not await context.followed():
        return None
    schedule = (await services.store.traces(context.chat)).get("schedule", ())
    last = str(schedule[0].get("last") or "") if schedule else ""
    # No day has two digests, so that of a day that had one comes on the next.
    had = date.fromisoformat(last) if last else None
    slot = next_slot(chat_settings, services.clock.now(), had)
    return slot.at if slot else None
