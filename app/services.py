"""What the commands work with; wired once by the process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial
from typing import Final

from cachetools import LRUCache

from app.fair_use.admission import Admission
from app.fair_use.allowances import Allowances
from app.fair_use.lanes import Lanes
from app.fair_use.quotas import Quotas
from app.operating.daily import DailyFigures
from app.operating.notices import Notices
from app.operating.public_names import PublicNames
from digests.like_papers import LikePapers
from digests.maker import DigestMaker
from digests.summary_cache import SummaryCache
from domain.chats import Chat, ChatRef, ChatSettings, Detail
from domain.concurrency.once import Once
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.platforms import CONSOLE, Kind
from domain.ports import Answerer, Clock, DeliveryStore, FullTextReader, PaperSource, Store
from domain.ports.sharing.allowances import SharedAllowances
from domain.ports.sharing.inbox import Inbox
from domain.ports.sharing.paces import SharedPaces
from domain.requests import Context, Request
from i18n.languages import language_of
from intake.engine import Intake
from topics.intent.known_words import KnownWords

PAPERS_LANGUAGE: Final = "en"
"""ISO 639-1 code of what nearly all of arXiv is written in."""


async def _nothing() -> Mapping[str, Mapping[str, int]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a command may use.

    Attributes:
        store: chats and what they follow.
        outbox: the digests of these chats on their way to them.
        library: papers, announcements and summaries; the same database as `store`, except
            that sample papers have one of their own.
        reader: reads papers themselves; None where there are none to read, as with the sample.
        sample: whether the papers are the embedded sample, not arXiv's.
        version: the program's.
        model: name of the language model that summarises; empty where none is set up.
        operators: kind of platform and user id of each who runs it; at the console everybody is.
        started: when the process began, UTC.
        allowances: how often each person may have what costs everybody something.
        lanes: who may go when, on all platforms together.
        words: those of the papers read lately.
        named: papers asked for lately in a version that is not the newest, as arXiv has them.
        admission: who may use it.
        notices: the ways to those who run it.
        public_names: what chats are called that anybody can find.
        daily: what was done on each day.
        archive: where the archive is shown to browsers, without a slash at the end; empty where
            it is not.
        held: how many there are of what in the database, by kind; bytes on the disk.
        inbox: what platforms have sent, where several processes deal with it; else None.
        paces: of what is sent by bots, where several processes send; else None.
        marks: what is done once an hour by all processes together, where there are several; else
            None.
    """

    store: Store
    outbox: DeliveryStore
    library: Store
    source: PaperSource
    intake: Intake
    maker: DigestMaker
    like_papers: LikePapers
    summary_cache: SummaryCache
    answerer: Answerer
    quotas: Quotas
    admission: Admission
    daily: DailyFigures
    clock: Clock
    sample: bool
    version: str
    reader: FullTextReader | None = None
    model: str = ""
    operators: frozenset[tuple[Kind, str]] = frozenset()
    archive: str = ""
    inbox: Inbox | None = None
    paces: SharedPaces | None = None
    marks: SharedAllowances | None = None
    started: datetime
    allowances: Allowances = field(default_factory=Allowances)
    lanes: Lanes = field(default_factory=Lanes)
    words: KnownWords = field(default_factory=KnownWords)
    named: MutableMapping[PaperId, Paper] = field(default_factory=partial(LRUCache, 500))
    notices: Notices = field(default_factory=Notices)
    public_names: PublicNames = field(default_factory=PublicNames)
    held: Callable[[], Awaitable[Mapping[str, Mapping[str, int]]]] = _nothing

    async def context(self, request: Request) -> Context:
        """A request with what is known of whoever asks.

        Where that cannot be looked up for the moment, it is as of a new chat: what is answered
        needs no more than that, or fails by itself, and what is changed is looked up again.
        """
        try:
            settings = (await self.chat(request.chat, request.locale)).settings
        except StoreError:
            settings = new_settings(request.locale, request.chat.kind)
        asking = (request.chat.kind, request.user)
        return Context(
            **{each.name: getattr(request, each.name) for each in fields(Request)},
            settings=settings,
            is_operator=request.chat.kind == CONSOLE or asking in self.operators,
            followed=Once(partial(self.store.subscriptions, request.chat)),
            archive=self.archive,
        )

    def cannot_write(self, language: str) -> bool:
        """Whether summaries stay in the paper's own language where this one is wished for.

        Not where a language model is set up: what it could not summarise says so itself.
        """
        return not self.model and language != PAPERS_LANGUAGE

    async def chat(self, ref: ChatRef, locale: str = "") -> Chat:
        """A chat as it is known, or with the settings that a new one begins with.

        Args:
            ref: which.
            locale: whoever asks has this one; a new chat begins in its language.
        """
        known = await self.store.chat(ref)
        return known or Chat(ref, new_settings(locale, ref.kind))


def new_settings(locale: str, kind: Kind) -> ChatSettings:
    """The settings that a new chat begins with, by the locale of whoever asks.

    At the machine itself pages are whole; in a chat what they leave out is a press away.
    """
    detail = Detail.FULL if kind == CONSOLE else Detail.BRIEF
    return ChatSettings(language=language_of(locale), detail=detail)
