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

from app.explaining import Explanation, explain, is_explained
from app.fair_use.admission import NotAdmitted
from app.fair_use.allowances import INLINE, UsedUp
from app.lookup import current_paper, find_paper
from app.searching import RESULTS, read_lately, search
from app.services import Services
from bot.platforms.deep_links import paper_payload
from bot.platforms.newest import Newest
from bot.platforms.telegram.incoming import PLATFORM, person_id
from bot.platforms.telegram.sending.calls import NO_PREVIEW
from composing.explained import card_document, shared_document
from composing.paper_blocks import names_of
from domain.chats import ChatRef
from domain.concurrency.asker import asked_by
from domain.documents import Document
from domain.errors import PapercrierError
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Context, Request
from handlers.languages import speaking_for
from i18n.speech import phrase
from rendering.common.splitting import shortened
from rendering.telegram.html import to_telegram
from topics.language import parse_query

log = structlog.get_logger(__name__)

PATIENCE: Final = 0.4
"""Seconds of not typing after which a search is worth a request to arXiv."""

LONGEST: Final = 20.0
"""Seconds for an answer; Telegram takes none that comes much later."""

KEPT: Final = 300
KEPT_BRIEFLY: Final = 20
"""Seconds for which Telegram may give the person the same answer."""


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
        asked = Request(
            ChatRef(PLATFORM, str(person.id)),
            person_id(person),
            "",
            locale=person.language_code or "",
        )
        context = await self._services.context(asked)
        with speaking_for(context):
            await self._answered(query, context)

    async def _answered(self, query: InlineQuery, context: Context) -> None:
        papers: Sequence[Paper] = ()
        explained: Explanation | None = None
        kept = KEPT
        text = query.query.strip()
        button = phrase("Follow topics, get digests")
        try:
            async with asyncio.timeout(LONGEST):
                if not await self._services.admission.admits(context):
                    raise NotAdmitted
                try:
                    papers = await self._found(text, context)
                except UsedUp:
                    papers = await self._stored(text)
                    kept = KEPT_BRIEFLY
                    button = phrase("Enough searches for now; these are at hand")
                if len(papers) == 1:
                    explained = await self._explained(papers[0], context)
        except (PapercrierError, TimeoutError) as error:
            log.info("inline query not answered", why=str(error))
            kept = KEPT_BRIEFLY
        cards = [shared_document(explained)] if explained else map(card_document, papers)
        results = [self._result(*each) for each in zip(papers, cards, strict=True)]
        with suppress(TelegramError):
            await self._bot.answer_inline_query(
                query.id,
                results,
                cache_time=kept if text else KEPT_BRIEFLY,
                # Others may speak another language.
                is_personal=True,
                button=InlineQueryResultsButton(button, start_parameter="inline"),
            )

    async def _found(self, text: str, context: Context) -> Sequence[Paper]:
        """What fits a text; what has to be asked of arXiv counts against the person's allowance.

        Raises:
            UsedUp: the person has asked arXiv too often.
        """
        services, person = self._services, context.person
        if not text:
            return await services.library.recent_papers(RESULTS)
        named = PaperId.find(text)
        if named:
            if await current_paper(services, named[0]) is None:
                services.allowances.charge(context, INLINE)
            with asked_by(person):
                return [await find_paper(services, named[0])]
        query = parse_query(text)
        await asyncio.sleep(PATIENCE)
        services.allowances.charge(context, INLINE)
        with asked_by(person):
            return (await search(services, query)).papers

    async def _stored(self, text: str) -> Sequence[Paper]:
        """What fits a text of the papers at hand; asks nothing of arXiv."""
        if PaperId.find(text):
            return ()
        return (await read_lately(self._services, parse_query(text))).papers

    async def _explained(self, paper: Paper, context: Context) -> Explanation:
        """The only paper, explained; what has to be made counts, and nothing is typed on.

        Raises:
            QuotaReached: the person has had enough for today; the paper is offered without.
        """
        if not await is_explained(self._services, context, paper):
            await asyncio.sleep(PATIENCE)
        return await explain(self._services, context, paper, reads=False)

    def _result(self, paper: Paper, document: Document) -> InlineQueryResultArticle:
        card = to_telegram(document)[0]
        link = f"https://t.me/{self._bot.username}?start={paper_payload(paper.id)}"
        buttons = [InlineKeyboardButton(phrase("Explain"), url=link)]
        if paper.id.abs_url:
            buttons.insert(0, InlineKeyboardButton(phrase("Abstract"), url=paper.id.abs_url))
        return InlineQueryResultArticle(
            str(paper.id),
            shortened(paper.title, 200),
            InputTextMessageContent(card.html, ParseMode.HTML, link_preview_options=NO_PREVIEW),
            InlineKeyboardMarkup([buttons]),
            description=shortened(names_of(paper, 3), 200),
        )


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("inline query failed", exc_info=error)
