"""The forms in which a message may be sent, the best first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Final

import discord
import structlog

from rendering.discord import layout_size
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import AnyMessage, LayoutMessage
from rendering.discord.simpler import in_embeds, in_plain

log = structlog.get_logger(__name__)

ACKNOWLEDGED_ALREADY: Final = 40060
_TOO_MANY_FOLLOW_UPS: Final = 40094
_NOT_OVER_ITS_FORM: Final = (ACKNOWLEDGED_ALREADY, _TOO_MANY_FOLLOW_UPS)
_REFUSED: Final = 400


def forms_of(
    message: AnyMessage, channel: Any = None, *, is_plain: bool = False
) -> Iterator[Sequence[AnyMessage]]:
    """A message as it is, with embeds, and as text alone, as far as the channel takes them.

    What is published in other channels has come there without its components, so announcement
    channels get none (https://github.com/discord/discord-api-docs/issues/3079). Embeds take a right
    that layouts do not take.

    Args:
        message: as rendered.
        channel: where it goes, if that is known.
        is_plain: whether no layout is wanted.
    """
    is_layout = isinstance(message, LayoutMessage)
    if not is_layout or not (is_plain or _is_published(channel)):
        yield (message,)
    classic = in_embeds(message) if isinstance(message, LayoutMessage) else message
    if is_layout and _takes_embeds(channel):
        yield (classic,)
    if plain := in_plain(classic):
        yield plain


async def in_some_form(
    message: AnyMessage,
    give: Callable[[Sequence[AnyMessage]], Awaitable[int]],
    *,
    is_plain: bool = False,
) -> int:
    """Answer with a message in the best form that Discord takes; the id of what is shown first.

    Raises:
        discord.HTTPException: it takes none.
    """
    *simpler, last = forms_of(message, is_plain=is_plain)
    for form in simpler:
        try:
            return await give(form)
        except discord.HTTPException as error:
            if error.status != _REFUSED or error.code in _NOT_OVER_ITS_FORM:
                raise
            log.error("reply refused", code=error.code, why=error.text)
    return await give(last)


def octets_of(message: AnyMessage) -> int:
    """Bytes of a layout's texts; 0 of any other message."""
    if isinstance(message, DiscordMessage):
        return 0
    return layout_size.octets_of(message.components)


def _is_published(channel: Any) -> bool:
    return isinstance(channel, discord.TextChannel) and channel.is_news()


def _takes_embeds(channel: Any) -> bool:
    me = getattr(getattr(channel, "guild", None), "me", None)
    # Where no gateway has told what the bot may do, Discord says so of what is sent.
    return me is None or bool(channel.permissions_for(me).embed_links)
