"""Ways into the archive: /page, /publish, /apikey."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.archive import api_keys, links, public
from app.archive.links import AskedPage
from app.services import Services
from composing.library.api_key import (
    ended_key_document,
    known_key_document,
    new_key_document,
)
from composing.library.links import (
    ended_document,
    link_document,
    not_public_document,
    public_digest_document,
    public_document,
)
from domain.documents import Document
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context
from handlers.values import parse_switch

EXAMPLE: Final = "2024-03-08"
NEW: Final = "new"
_END: Final = "end"


def read_asked_page(text: str) -> AskedPage:
    """The day of a digest; ``end`` after it ends its page.

    Raises:
        InputError: it is no date.
    """
    first, *rest = text.split() or [""]
    try:
        day = date.fromisoformat(first)
    except ValueError:
        day = None
    if day is None or [word.casefold() for word in rest] not in ([], [_END]):
        raise InputError(
            sentence("A page is named by the date of a digest."),
            hint=for_example(f"/page {EXAMPLE}"),
        )
    return AskedPage(day, ends=bool(rest))


async def page(services: Services, context: Context, asked: AskedPage) -> Document:
    """Where a digest that came can be read in a browser; or end that."""
    if asked.ends:
        was_there = await links.end_link(services, context, asked.day)
        return ended_document(asked.day, was_there=was_there)
    if address := await public.address_of_digest(services, context, asked.day):
        return public_digest_document(asked.day, address)
    return link_document(asked.day, await links.link_to_digest(services, context, asked.day))


async def publish(services: Services, context: Context, wanted: bool | None) -> Document:
    """Show a channel's digests to everybody or no longer; alone, whether they are shown."""
    if wanted is False:
        return not_public_document(is_ended=await public.unpublish(services, context.chat))
    if wanted:
        channel = await public.publish(services, context)
    elif (known := await public.public_channel_of(services, context.chat)) is None:
        return not_public_document(is_ended=False)
    else:
        channel = known
    return public_document(channel.title, public.address_of(context, channel))


async def apikey(services: Services, context: Context, wish: str | None) -> Document:
    """A key for programs of somebody's: the first, a new one in its place, or none any more."""
    if wish == _END:
        return ended_key_document(was_there=await api_keys.end_key(services, context))
    since = None if wish == NEW else await api_keys.known_key(services, context)
    if since is not None:
        return known_key_document(since)
    return new_key_document(await api_keys.new_key(services, context), context.archive)


def read_shown(text: str) -> bool:
    """On or off, after /publish."""
    return parse_switch(text, "publish")


def read_wish(text: str) -> str:
    """``new`` or ``end``.

    Raises:
        InputError: it is neither.
    """
    if text.casefold() not in (NEW, _END):
        raise InputError(
            sentence("A key is made anew, or ended."), hint=for_example(f"/apikey {NEW}")
        )
    return text.casefold()
