"""Inline mode: ``@bot 2403.04634`` or ``@bot diffusion models`` offers papers in any chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from app.fair_use.allowances import INLINE, UsedUp
from app.fair_use.spending import counted_summary
from app.lookup import current_paper, find_paper
from app.services import Services
from bot.platforms.deep_links import paper_payload
from bot.platforms.newest import Newest
from bot.platforms.telegram.calls import NO_PREVIEW
from bot.platforms.telegram.incoming import PLATFORM, person_id
from composing.pages import paper_document
from domain.chats import ChatRef
from domain.concurrency.aside import aside
from domain.concurrency.asker import asked_by
from domain.errors import PapercrierError, SourceError
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Request
from domain.summaries import Summary
from domain.topics import Topic
from handlers.languages import speaking_in
from i18n.speech import phrase
from rendering.common.splitting import shortened
from rendering.telegram.html import to_telegram
from topics.index import matching
from topics.language import parse_query

log = structlog.get_logger(__name__)

RESULTS: Final = 10
PATIENCE: Final = 0.4
"""Seconds of not typing after which a search is worth a request to arXiv."""

LONGEST: Final = 20.0
"""Seconds for an answer; Telegram takes none that comes much later."""

KEPT: Final = 300
KEPT_BRIEFLY: Final = 20
"""Seconds for which Telegram may give the person the same answer."""

_AMONG: Final = 3_000


class InlineMode:
    """Answers inline queries; of one person's only the newest."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot
        self._newest: Newest[None] = Newest()

    def take(self, query: InlineQuery) -> None:
        """Answer a query beside everything else; an older one of the person is of no use now."""
        task = self._newest.begin(str(query.from_user.id), self._answer(query))
        task.add_done_callback(_ended)

    def stop(self) -> None:
        """Answer nothing any more."""
        self._newest.stop()

    async def _answer(self, query: InlineQuery) -> None:
        person = query.from_user
        chat = ChatRef(PLATFORM, str(person.id))
        with await speaking_in(self._services, chat, person.language_code or ""):
            await self._answered(query)

    async def _answered(self, query: InlineQuery) -> None:
        papers: Sequence[Paper] = ()
        summary: Summary | None = None
        kept = KEPT
        text, person = query.query.strip(), f"{PLATFORM}:{query.from_user.id}"
        button = phrase("Follow topics, get digests")
        try:
            async with asyncio.timeout(LONGEST):
                try:
                    papers = await self._found(text, person)
                except UsedUp:
                    papers = await self._stored(text)
                    kept = KEPT_BRIEFLY
                    button = phrase("Enough searches for now; these are at hand")
                if len(papers) == 1:
                    summary = await self._summary(query, papers[0])
        except (PapercrierError, TimeoutError) as error:
            log.info("inline query not answered", why=str(error))
            kept = KEPT_BRIEFLY
        results = [self._result(paper, summary) for paper in papers]
        with suppress(TelegramError):
            await self._bot.answer_inline_query(
                query.id,
                results,
                cache_time=kept if text else KEPT_BRIEFLY,
                # Others may speak another language.
                is_personal=True,
                button=InlineQueryResultsButton(button, start_parameter="inline"),
            )

    async def _found(self, text: str, person: str) -> Sequence[Paper]:
        """What fits a text; what has to be asked of arXiv counts against the person's allowance.

        Raises:
            UsedUp: the person has asked arXiv too often.
        """
        if not text:
            return await self._services.library.recent_papers(RESULTS)
        named = PaperId.find(text)
        if named:
            if await current_paper(self._services, named[0]) is None:
                self._services.allowances.take(person, INLINE)
            with asked_by(person):
                return [await find_paper(self._services, str(named[0]))]
        query = parse_query(text)
        await asyncio.sleep(PATIENCE)
        self._services.allowances.take(person, INLINE)
        try:
            with asked_by(person):
                return await self._services.source.search(query, limit=RESULTS)
        except SourceError:
            return await self._stored(text)

    async def _stored(self, text: str) -> Sequence[Paper]:
        """What fits a text of the papers at hand; asks nothing of arXiv."""
        if PaperId.find(text):
            return ()
        stored = await self._services.library.recent_papers(_AMONG)
        matches = await aside(matching, stored, Topic(text, parse_query(text)))
        return [match.paper for match in matches][:RESULTS]

    async def _summary(self, query: InlineQuery, paper: Paper) -> Summary | None:
        """The summary of the only paper; one that has to be made counts, and nothing is typed on.

        Raises:
            QuotaReached: the person has had enough for today; the paper is offered without.
        """
        person = query.from_user
        chat = ChatRef(PLATFORM, str(person.id))
        wishes = (await self._services.chat(chat, person.language_code or "")).settings
        if not await self._services.shelf.has(paper, wishes.language):
            await asyncio.sleep(PATIENCE)
        request = Request(chat, person_id(person), "summarize", str(paper.id))
        return await counted_summary(self._services, request, paper, wishes)

    def _result(self, paper: Paper, summary: Summary | None) -> InlineQueryResultArticle:
        card = to_telegram(paper_document(paper, summary))[0]
        names = ", ".join(author.name for author in paper.authors[:3])
        more = f" + {len(paper.authors) - 3}" if len(paper.authors) > 3 else ""
        link = f"https://t.me/{self._bot.username}?start={paper_payload(paper.id)}"
        buttons = [InlineKeyboardButton(phrase("Explain"), url=link)]
        if paper.id.abs_url:
            buttons.insert(0, InlineKeyboardButton(phrase("Abstract"), url=paper.id.abs_url))
        return InlineQueryResultArticle(
            str(paper.id),
            shortened(paper.title, 200),
            InputTextMessageContent(card.html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
            InlineKeyboardMarkup([buttons]),
            description=shortened(f"{names}{more}", 200),
        )


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("inline query failed", exc_info=error)
