"""What people write to the bot in private chats, where an id or a question needs no command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp
import discord

from app.services import Services
from bot.platforms.answering import told
from bot.platforms.discord.carrying_out import CarryingOut
from bot.platforms.discord.messages import papers_in
from bot.platforms.discord.places import name_of, ref_of
from bot.platforms.discord.progress import DraftMessage
from bot.platforms.discord.sayings import no_paper
from bot.platforms.sent_log import QUESTION, SentLog
from domain.chats import ChatRef
from domain.deliveries import Delivery
from domain.documents import Document
from domain.errors import PapercrierError
from domain.requests import Request
from handlers.asking.questions import about_papers
from handlers.dispatch import as_typed, split_command
from handlers.languages import speaking_in

Send = Callable[[ChatRef, Document, str], Awaitable[Delivery]]


class PrivateMessages:
    """Answers them."""

    def __init__(
        self,
        services: Services,
        carrying_out: CarryingOut,
        sent: SentLog,
        send: Send,
    ) -> None:
        """Wire it.

        Args:
            services: what the use cases work with.
            carrying_out: does what is asked.
            sent: knows which papers the messages tell that are replied to.
            send: a document, under a name of its own.
        """
        self._services = services
        self._carrying_out = carrying_out
        self._sent = sent
        self._send = send

    async def answer(self, message: discord.Message) -> None:
        """Answer a message, in the language of its chat."""
        chat = ref_of(message.channel)
        shown = DraftMessage(message.channel)
        try:
            with await speaking_in(self._services, chat):
                document = await self._answer(chat, message, shown)
            await shown.line.stop()
            await self._send(chat, document, f"answer-{message.id}")
        finally:
            await shown.remove()

    async def _answer(
        self, chat: ChatRef, message: discord.Message, shown: DraftMessage
    ) -> Document:
        try:
            asked = await self._asked(chat, message)
        except PapercrierError as error:
            return told(error)
        if isinstance(asked, Document):
            return asked
        working = asyncio.Event()
        typing = asyncio.create_task(_typing(message, working))
        try:
            author = message.author
            request = Request(
                chat,
                str(author.id),
                *asked,
                called=name_of(author),
                progress=shown.line,
                draft=shown.draft,
            )
            return (await self._carrying_out.carry_out(request, working.set)).document
        finally:
            typing.cancel()

    async def _asked(self, chat: ChatRef, message: discord.Message) -> tuple[str, str] | Document:
        """The command and its argument, or that there is none.

        Raises:
            PapercrierError: it is nothing that can be carried out.
        """
        papers = papers_in(message)
        if message.message_snapshots:
            # What others have said is no command.
            return _explained(papers)
        before = message.reference
        if before and before.message_id and QUESTION.fullmatch(message.content):
            known = await self._sent.paper(chat, before.message_id) or _first_named(before)
            if known:
                return "summarize", known
        text = as_typed(message.content)
        if before and before.message_id and not papers and not text.startswith("/"):
            about = await self._sent.papers(chat, before.message_id)
            if about and any(map(str.isalpha, text)):
                return "ask", about_papers(about, text)
        if not text or (len(papers) > 1 and not text.startswith("/")):
            return _explained(papers)
        return split_command(text)


def _explained(papers: list[str]) -> tuple[str, str] | Document:
    return ("summarize", " ".join(papers)) if papers else no_paper()


def _first_named(before: discord.MessageReference) -> str:
    """The first paper that the message replied to names; it may not be kept yet."""
    papers = papers_in(before.resolved) if isinstance(before.resolved, discord.Message) else ()
    return next(iter(papers), "")


async def _typing(message: discord.Message, working: asyncio.Event) -> None:
    """Show that an answer is being worked on, where it takes a while."""
    await working.wait()
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
        async with message.channel.typing():
            await asyncio.Event().wait()
