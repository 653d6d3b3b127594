"""Inline mode: ``@bot 2403.04634`` or ``@bot diffusion models`` offers papers in any chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMessageContent,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from app.asking.asking import ask_in_passing
from app.explaining import Explanation, explain, is_explained
from app.fair_use.admission import NotAdmitted
from app.fair_use.allowances import INLINE, UsedUp
from app.lookup import current_paper, find_paper
from app.searching import RESULTS, read_lately, search
from app.services import Services
from bot.platforms.deep_links import paper_payload
from bot.platforms.newest import Newest
from bot.platforms.telegram.incoming import called, person_id
from bot.platforms.telegram.sending.calls import NO_PREVIEW
from bot.platforms.telegram.sending.rich_calls import is_of_content
from bot.platforms.telegram.sending.sender import TelegramSender
from composing.asking.answer import answer_document
from composing.explained import card_document, shared_document
from composing.formulas import without_formulas
from composing.paper_blocks import names_of
from domain.chats import ChatRef
from domain.concurrency.asker import asked_by
from domain.documents import Document
from domain.errors import PapercrierError
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Context, Request
from handlers.asking.questions import is_question, read_question
from handlers.languages import speaking_for
from i18n.speech import phrase
from rendering.common.splitting import shortened
from rendering.telegram.forms import TelegramForms, classic_forms
from topics.language import parse_query

log = structlog.get_logger(__name__)

PATIENCE: Final = 0.4
"""Seconds of not typing after which a search is worth a request to arXiv."""

LONGEST: Final = 20.0
"""Seconds for an answer; Telegram takes none that comes much later."""

_TOO_OLD: Final = "query is too old"

KEPT: Final = 300
KEPT_BRIEFLY: Final = 20
"""Seconds for which Telegram may give the person the same answer."""


class InlineMode:
    """Answers inline queries; of one person's only the newest."""

    def __init__(self, platform: str, services: Services, bot: Bot, sender: TelegramSender) -> None:
        """Args: platform is the bot's; sender knows which forms of messages can be sent."""
        self._platform = platform
        self._services = services
        self._bot = bot
        self._sender = sender
        self._takes_rich = True
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
            ChatRef(self._platform, str(person.id)),
            person_id(person),
            "",
            locale=person.language_code or "",
            called=called(person, None),
        )
        context = await self._services.context(asked)
        with speaking_for(context):
            await self._answered(query, context)

    async def _answered(self, query: InlineQuery, context: Context) -> None:
        papers: Sequence[Paper] = ()
        cards: Sequence[Document] = ()
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
                cards = list(map(card_document, papers))
                if len(papers) == 1:
                    cards = [await self._told(text, papers[0], context)]
        except (PapercrierError, TimeoutError) as error:
            log.info("inline query not answered", why=str(error))
            kept = KEPT_BRIEFLY
        told = list(zip(papers, cards, strict=True))
        send = partial(
            self._bot.answer_inline_query,
            query.id,
            cache_time=kept if text else KEPT_BRIEFLY,
            # Others may speak another language.
            is_personal=True,
            button=InlineQueryResultsButton(button, start_parameter="inline"),
        )
        is_rich = self._takes_rich and self._sender.has_sent_rich
        plain = context.settings.plain or not is_rich
        with suppress(TelegramError):
            await self._sent(send, told, self._sender.forms_for(plain=plain))

    async def _sent(
        self,
        send: Callable[[Sequence[InlineQueryResultArticle]], Awaitable[bool]],
        told: Sequence[tuple[Paper, Document]],
        forms: Callable[[Document], Sequence[TelegramForms]],
    ) -> None:
        """Answer with cards in the best form that is taken.

        Raises:
            TelegramError: none is, or it is too late.
        """
        try:
            await send([self._result(paper, forms(card)[0]) for paper, card in told])
        except BadRequest as error:
            if _TOO_OLD in error.message.lower():
                raise
            log.info("inline cards in classic form", why=error.message)
            await send([self._result(paper, classic_forms(card)[0]) for paper, card in told])
            # It was the form: of these cards, or of all, as an older server finds no text in them.
            self._takes_rich &= is_of_content(error.message)

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
                await services.allowances.charge(context, INLINE)
            with asked_by(person):
                return [await find_paper(services, named[0])]
        query = parse_query(text)
        await asyncio.sleep(PATIENCE)
        await services.allowances.charge(context, INLINE)
        with asked_by(person):
            return (await search(services, query)).papers

    async def _stored(self, text: str) -> Sequence[Paper]:
        """What fits a text of the papers at hand; asks nothing of arXiv."""
        if PaperId.find(text):
            return ()
        return (await read_lately(self._services, parse_query(text))).papers

    async def _told(self, text: str, paper: Paper, context: Context) -> Document:
        """The only paper: what it says to a question, where one is typed after it; explained else.

        Raises:
            QuotaReached: the person has had enough for today; the paper is offered without.
            UsedUp: they have asked as many questions as one may.
        """
        asked = read_question(text) if PaperId.find(text) else None
        if asked is None or not is_question(asked.question):
            return shared_document(await self._explained(paper, context))
        await asyncio.sleep(PATIENCE)
        return answer_document(await ask_in_passing(self._services, context, paper, asked.question))

    async def _explained(self, paper: Paper, context: Context) -> Explanation:
        """The only paper, explained; what has to be made counts, and nothing is typed on.

        Raises:
            QuotaReached: the person has had enough for today; the paper is offered without.
        """
        if not await is_explained(self._services, context, paper):
            await asyncio.sleep(PATIENCE)
        return await explain(self._services, context, paper, reads=False)

    def _result(self, paper: Paper, card: TelegramForms) -> InlineQueryResultArticle:
        link = f"https://t.me/{self._bot.username}?start={paper_payload(paper.id)}"
        buttons = [InlineKeyboardButton(phrase("Explain"), url=link)]
        if paper.id.abs_url:
            buttons.insert(0, InlineKeyboardButton(phrase("Abstract"), url=paper.id.abs_url))
        return InlineQueryResultArticle(
            str(paper.id),
            shortened(without_formulas(paper.title), 200),
            _content(card),
            InlineKeyboardMarkup([buttons]),
            description=shortened(names_of(paper, 3), 200),
        )


def _content(card: TelegramForms) -> InputMessageContent:
    """A card as what is sent: without pictures, which would have to be uploaded before."""
    if card.rich and not (card.rich.pictures or card.rich.actions):
        # The library has no class for it yet.
        return InputMessageContent(api_kwargs={"rich_message": card.rich.as_input({}, ())})
    html = card.classic[0].html
    return InputTextMessageContent(html, ParseMode.HTML, link_preview_options=NO_PREVIEW)


def _ended(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("inline query failed", exc_info=error)
