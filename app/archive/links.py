"""Digests of chats as pages: each behind a link that nobody can guess, until it is ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.services import Services
from digests import records
from domain.chats import AccessKey, ChatRef
from domain.digests import Digest
from domain.errors import InputError
from domain.messages import sentence
from domain.requests import Context

SET_BOTH: Final = sentence(
    "Those who run Papercrier set {address} and {url} for that.",
    address="PAPERCRIER_WEB_ADDRESS",
    url="PAPERCRIER_PUBLIC_URL",
)
"""What an archive that chats lead to takes."""

_BYTES: Final = 24
"""Of a link's random part."""

_OPENS: Final = "digest "


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A digest that came by itself, by its day; whether its page is to end."""

    day: date
    ends: bool = False


async def link_to_digest(services: Services, context: Context, day: date) -> str:
    """The address of a digest's page: made at the first wish, the same until it is ended.

    Raises:
        InputError: there is no archive, or no such digest is kept.
    """
    if not context.archive:
        raise InputError(
            sentence("No archive is shown to browsers here, so there are no pages to link to."),
            hint=SET_BOTH,
        )
    if await services.store.digest_record(context.chat, day) is None:
        raise InputError(sentence("No digest of {day} is kept.", day=day.isoformat()))
    opens = f"{_OPENS}{day.isoformat()}"
    known = {key.opens: key for key in await services.store.keys_of(context.chat)}
    key = known.get(opens)
    if key is None:
        name = secrets.token_urlsafe(_BYTES)
        key = AccessKey(name, context.chat, opens, services.clock.now())
        await services.store.keep_key(key)
    return f"{context.archive}/digest/{key.name}"


async def end_link(services: Services, context: Context, day: date) -> bool:
    """End the page of a digest; whether there was one."""
    return await services.store.drop_key(context.chat, f"{_OPENS}{day.isoformat()}")


async def digest_behind(services: Services, name: str) -> Digest | None:
    """The digest that a link leads to, as others may see it; None where it leads nowhere."""
    key = await services.store.key(name)
    if key is None or not key.opens.startswith(_OPENS):
        return None
    await services.admission.look_again()
    if services.admission.shuts_out(key.chat.kind, (key.chat.chat_id, key.chat.thread_id)):
        return None
    day = date.fromisoformat(key.opens.removeprefix(_OPENS))
    return await digest_for_others(services, key.chat, day)


async def digest_for_others(services: Services, chat: ChatRef, day: date) -> Digest | None:
    """A chat's digest of a day, as others may see it; None where none is kept.

    Muted words, and what its papers have to do with what somebody likes, are left out.
    """
    record = await services.store.digest_record(chat, day)
    if record is None:
        return None
    try:
        digest = await records.read(record, chat, services.library)
    except ValueError:
        return None
    return replace(
        digest,
        coverage=replace(digest.coverage, muted=()),
        entries=tuple(replace(entry, reasons=(), affinity=None) for entry in digest.entries),
    )
