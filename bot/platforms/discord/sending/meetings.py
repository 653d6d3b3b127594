"""Messages of meetings on Discord: polls where it takes them, and a thread for what is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.platforms.discord.sending import polls
from bot.platforms.discord.sending.outcomes import classified
from bot.platforms.discord.sending.sender import nonce_of
from domain.deliveries import Delivery, OutboxPart, Outcome
from domain.groups.meetings import Held, Step
from rendering.common.parcels import discord_parcel
from rendering.discord.polls import DiscordPoll

if TYPE_CHECKING:
    from bot.platforms.discord.client import PapercrierClient

log = structlog.get_logger(__name__)

_ERRORS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


async def sent(client: PapercrierClient, part: OutboxPart) -> Delivery:
    """Send a message, with what only those of meetings have; never raises, but if cancelled."""
    step = part.at_once.step if part.at_once else None
    if step is None or (part.at_once and part.at_once.edits):
        return await client.sender.part(part)
    channel = _channel(part)
    if step is Step.CLOSE:
        return await _ended(client, channel, part.at_once.message if part.at_once else 0)
    parcel = discord_parcel(part.payload)
    if parcel.poll is not None:
        asked = await _asked(client, part, parcel.poll)
        if asked is not None:
            return asked
    delivery = await client.sender.part(part)
    is_last = part.part + 1 == part.parts
    if step is Step.CARD and is_last and delivery.messages and not delivery.thread:
        try:
            thread = await polls.thread_made(client, channel, delivery.messages[0], parcel.title)
        except _ERRORS as error:
            log.info("no thread", why=str(error))
        else:
            return replace(delivery, held=Held(thread=thread))
    return delivery


async def _ended(client: PapercrierClient, channel: int, message: int) -> Delivery:
    try:
        held = await polls.ended(client, channel, message)
    except _ERRORS as error:
        delivery = classified(error)
        if delivery.outcome is not Outcome.REFUSED and not isinstance(error, discord.NotFound):
            return delivery
        return Delivery(outcome=Outcome.SENT, reason=delivery.reason)
    return Delivery(outcome=Outcome.SENT, held=held)


async def _asked(client: PapercrierClient, part: OutboxPart, poll: DiscordPoll) -> Delivery | None:
    """Send a poll; None where none is taken there, and nothing has arrived."""
    now = client.sender.clock.now()
    channel: Any = client.get_channel(_channel(part))
    if isinstance(channel, discord.ForumChannel):
        return None
    if not isinstance(channel, discord.abc.Messageable):
        channel = client.get_partial_messageable(_channel(part))
    try:
        made = await channel.send(
            poll.content or None,
            poll=polls.poll_as_sent(poll, now),
            nonce=nonce_of(part.name, part.part),
            silent=part.sound.is_silent(now, part.zone),
            suppress_embeds=True,
        )
    except _ERRORS as error:
        delivery = classified(error)
        if delivery.outcome in (Outcome.REFUSED, Outcome.FORBIDDEN):
            log.info("voted on by buttons", part=part.name, why=delivery.reason)
            return None
        return delivery
    if made.poll is not None:
        return Delivery(outcome=Outcome.SENT, messages=(made.id,), held=Held(poll=str(made.id)))
    if part.at_once is not None:
        # It arrived without what was asked: buttons take its place.
        there = replace(part, at_once=replace(part.at_once, message=made.id, edits=True))
        await client.sender.part(there)
    return Delivery(outcome=Outcome.SENT, messages=(made.id,))


def _channel(part: OutboxPart) -> int:
    return int(part.post or part.chat.thread_id or part.chat.chat_id)
