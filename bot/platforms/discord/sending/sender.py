"""Sends documents to chats on Discord by itself, not in answer to anybody."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from typing import Any, Final

import aiohttp
import discord
import structlog

from bot.platforms.buttons import ButtonData
from bot.platforms.discord.sending.crossposts import Crossposts
from bot.platforms.discord.sending.forms import forms_of, octets_of
from bot.platforms.discord.sending.forums import post_name, tags_for
from bot.platforms.discord.sending.outcomes import classified
from bot.platforms.discord.sending.parts import parts_of
from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from bot.platforms.sent_log import SentLog
from bot.platforms.typesetting import rendered
from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome
from domain.documents import Document
from domain.errors import StoreError
from domain.ports import Clock
from rendering.common.parcels import discord_parcel, discord_words, names_of
from rendering.discord.layout import AnyMessage, to_discord

log = structlog.get_logger(__name__)

PATIENCE: Final = 40.0
"""Seconds for one message; discord.py itself waits up to 25 between its tries."""

PAUSES: Final = (1.0, 4.0)
"""Seconds before a message of unknown outcome is sent again, under its nonce."""

_ERRORS: Final = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    TooManyInvalidRequests,
    StoreError,
)
_RECENT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Where a message goes, and under which names.

    Attributes:
        chat: that its buttons are for.
        channel: a text channel, thread, private chat, or forum, which gets a post.
        title: of the document, after which a post is called.
        names: categories and tags, after which a post is tagged.
        nonce: the message's own; whatever form of it arrives, arrives once.
        is_silent: whether nobody is to hear of it.
        is_plain: whether it is to be no layout.
        answers: the message that it is a reply to, or whose place it takes; 0 for none.
    """

    chat: ChatRef
    channel: int
    title: str = ""
    names: tuple[str, ...] = ()
    nonce: str
    is_silent: bool = False
    is_plain: bool = False
    answers: int = 0


class Sender:
    """Sends through one client, by a `clock`."""

    def __init__(
        self,
        client: discord.Client,
        buttons: ButtonData,
        crossposts: Crossposts,
        log: SentLog,
        clock: Clock,
    ) -> None:
        self._client = client
        self.clock = clock
        self._log = log
        self._buttons = buttons
        self._crossposts = crossposts

    async def send(
        self,
        ref: ChatRef,
        document: Document,
        nonce: str | None = None,
        skip: int = 0,
        *,
        is_plain: bool = False,
    ) -> Delivery:
        """Send a document; never raises, but for being cancelled.

        Args:
            ref: the chat; a forum gets a new post.
            document: what to send; becomes one message or more.
            nonce: names this sending. Tried again with the same one within some minutes, no
                message is doubled.
            skip: messages at the beginning that were sent at an earlier try.
            is_plain: whether no layout is wanted.
        """
        nonce = nonce or secrets.token_hex(8)
        to = _addressed(ref, document, is_plain=is_plain)
        sent: list[int] = []
        thread = ""
        messages, told = await rendered(document, to_discord, discord_words)
        with self._log.sending(ref):
            for number, message in list(enumerate(messages))[skip:]:
                to = replace(to, nonce=nonce_of(nonce, number))
                delivery = await self._in_some_form(to, message, PAUSES)
                if delivery.thread:
                    thread = delivery.thread
                    to = replace(to, channel=int(thread))
                sent += delivery.messages
                where = replace(ref, thread_id=thread or ref.thread_id)
                await self._log.keep(where, [(one, told[number]) for one in delivery.messages])
                if delivery.outcome is not Outcome.SENT:
                    log.warning(
                        "not sent", chat=str(ref), what=delivery.outcome, why=delivery.reason
                    )
                    return replace(delivery, messages=tuple(sent), thread=thread)
        return Delivery(outcome=Outcome.SENT, messages=tuple(sent), thread=thread)

    async def part(self, part: OutboxPart) -> Delivery:
        """Send one part of a digest, under a nonce that is its own for ever; only once."""
        parcel = discord_parcel(part.payload)
        ref = part.chat
        to = Envelope(
            chat=ref,
            channel=int(part.post or ref.thread_id or ref.chat_id),
            title=parcel.title,
            names=parcel.names,
            nonce=nonce_of(part.name, part.part),
            is_silent=parcel.is_silent or part.sound.is_silent(self.clock.now(), part.zone),
            is_plain=part.plain,
            answers=part.at_once.message if part.at_once and not part.part else 0,
        )
        if part.at_once is not None and part.at_once.edits:
            return await self._edited(to, parcel.message)
        channel = self._client.get_channel(to.channel)
        if isinstance(channel, discord.ForumChannel) and part.first_tried is not None:
            found = await self._made_after_all(channel, post_name(parcel.title))
            if found is not None:
                return found
        return await self._in_some_form(to, parcel.message, ())

    async def _edited(self, to: Envelope, message: AnyMessage) -> Delivery:
        """Put a message in place of one that was sent; one that has to stay as it is stays."""
        channel: Any = self._client.get_partial_messageable(to.channel)
        try:
            async with asyncio.timeout(PATIENCE):
                parts = await parts_of(message, self._buttons, to.chat)
                await channel.get_partial_message(to.answers).edit(**parts.to_edit())
        except _ERRORS as error:
            delivery = classified(error, octets_of(message))
            if delivery.outcome is not Outcome.REFUSED:
                return delivery
            return Delivery(outcome=Outcome.SENT, reason=delivery.reason)
        return Delivery(outcome=Outcome.SENT)

    async def _in_some_form(
        self, to: Envelope, message: AnyMessage, pauses: Sequence[float]
    ) -> Delivery:
        """Send a message in the best form that Discord takes; no two of them arrive.

        Another form is tried once it is known that the one before was not taken; it goes under the
        same nonce, so that even then what had arrived would come back.
        """
        delivery = Delivery(outcome=Outcome.REFUSED, reason="the channel takes no form of it")
        forms = forms_of(message, self._client.get_channel(to.channel), is_plain=to.is_plain)
        for number, form in enumerate(forms):
            delivery = await self._each(to, form, pauses, is_plain=number > 0)
            if delivery.outcome is not Outcome.REFUSED or delivery.messages:
                break
            log.error("refused by Discord", chat=str(to.chat), why=delivery.reason)
        return delivery

    async def _each(
        self, to: Envelope, form: Sequence[AnyMessage], pauses: Sequence[float], *, is_plain: bool
    ) -> Delivery:
        """Send all messages of one form."""
        sent: tuple[int, ...] = ()
        thread = ""
        for number, message in enumerate(form):
            nonce = nonce_of(to.nonce, number) if number else to.nonce
            delivery = await self._one(replace(to, nonce=nonce), message, pauses)
            sent += delivery.messages
            if delivery.thread:
                thread = delivery.thread
                to = replace(to, channel=int(thread))
            if delivery.outcome is not Outcome.SENT:
                break
        return replace(delivery, messages=sent, thread=thread, is_plain=is_plain)

    async def _one(self, to: Envelope, message: AnyMessage, pauses: Sequence[float]) -> Delivery:
        """Send one message, again under its nonce where nobody knows whether it arrived."""
        channel: Any = self._client.get_channel(to.channel)
        if isinstance(channel, discord.ForumChannel):
            return await self._post(to, channel, message)
        if not isinstance(channel, discord.abc.Messageable):
            channel = self._client.get_partial_messageable(to.channel)
        for pause in (*pauses, 0.0):
            try:
                async with asyncio.timeout(PATIENCE):
                    parts = await parts_of(message, self._buttons, to.chat)
                    given = parts.to_send() | {"silent": to.is_silent} | _reply(to)
                    sent = await channel.send(**given, nonce=to.nonce)
            except _ERRORS as error:
                delivery = classified(error, octets_of(message))
                if delivery.outcome not in (Outcome.UNKNOWN, Outcome.UNSENT) or not pause:
                    return delivery
                await asyncio.sleep(pause)
                continue
            await self._publish(channel, sent.id)
            return Delivery(outcome=Outcome.SENT, messages=(sent.id,))
        raise AssertionError("the last try returns")

    async def _publish(self, channel: Any, message: int) -> None:
        """Have a message published, where it is in an announcement channel."""
        if isinstance(channel, discord.TextChannel) and channel.is_news():
            try:
                await self._crossposts.add(channel.id, message)
            except StoreError as error:
                log.warning("not published", channel=channel.id, why=str(error))

    async def _post(
        self, to: Envelope, forum: discord.ForumChannel, message: AnyMessage
    ) -> Delivery:
        """Make a post of the first message."""
        tags = tags_for(forum, to.title, to.names)
        if forum.flags.require_tag and not tags:
            reason = "the forum wants a tag and has none that may be used"
            return Delivery(outcome=Outcome.FORBIDDEN, reason=reason)
        name = post_name(to.title)
        try:
            async with asyncio.timeout(PATIENCE):
                parts = await parts_of(message, self._buttons, to.chat)
                made = await forum.create_thread(
                    name=name, applied_tags=list(tags), **parts.to_send()
                )
        except _ERRORS as error:
            delivery = classified(error, octets_of(message))
            if delivery.outcome is not Outcome.UNKNOWN:
                return delivery
            return await self._made_after_all(forum, name) or delivery
        post = str(made.thread.id)
        return Delivery(outcome=Outcome.SENT, messages=(made.message.id,), thread=post)

    async def _made_after_all(self, forum: discord.ForumChannel, name: str) -> Delivery | None:
        """A post has no nonce: whether it was made is seen in the forum."""
        try:
            threads = await forum.guild.active_threads()
        except _ERRORS:
            return None
        for thread in threads:
            created = thread.created_at
            by = getattr(self._client.user, "id", 0)
            is_ours = thread.parent_id == forum.id and thread.owner_id == by
            is_new = created is not None and datetime.now(UTC) - created < _RECENT
            if is_ours and is_new and thread.name == name:
                post = str(thread.id)
                return Delivery(outcome=Outcome.SENT, messages=(thread.id,), thread=post)
        return None


def _addressed(ref: ChatRef, document: Document, *, is_plain: bool) -> Envelope:
    """For a document's messages, each of which gets a nonce of its own."""
    return Envelope(
        chat=ref,
        channel=int(ref.thread_id or ref.chat_id),
        title=document.title,
        names=names_of(document),
        nonce="",
        is_plain=is_plain,
    )


def _reply(to: Envelope) -> dict[str, Any]:
    """What makes a message a reply; to one that is gone it is none."""
    made = discord.MessageReference(
        message_id=to.answers, channel_id=to.channel, fail_if_not_exists=False
    )
    return {"reference": made} if to.answers else {}


def nonce_of(name: str, number: int) -> str:
    """A message's own nonce: Discord takes 25 characters."""
    return blake2s(f"{name}:{number}".encode(), digest_size=12).hexdigest()
