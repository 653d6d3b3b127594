"""What the commands work with; wired once by the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.fair_use.allowances import Allowances
from app.fair_use.lanes import Lanes
from app.fair_use.quotas import Quotas
from digests.maker import DigestMaker
from digests.summary_cache import SummaryShelf
from domain.chats import CONSOLE, Chat, ChatRef, ChatSettings
from domain.ports import Clock, DeliveryStore, FullTextReader, PaperSource, Store
from domain.requests import Request
from i18n.languages import language_of
from intake.engine import Intake


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
        operators: platform and user id of each who runs Papercrier; at the console everybody is.
        started: when the process began, UTC.
        allowances: how often each person may have what costs everybody something.
        lanes: who may go when, on all platforms together.
    """

    store: Store
    outbox: DeliveryStore
    library: Store
    source: PaperSource
    intake: Intake
    maker: DigestMaker
    shelf: SummaryShelf
    quotas: Quotas
    clock: Clock
    sample: bool
    version: str
    reader: FullTextReader | None = None
    model: str = ""
    operators: frozenset[tuple[str, str]] = frozenset()
    started: datetime
    allowances: Allowances = field(default_factory=Allowances)
    lanes: Lanes = field(default_factory=Lanes)

    def are_run_by(self, request: Request) -> bool:
        """Whether whoever asks runs Papercrier, wherever they ask."""
        asking = (request.chat.platform, request.user)
        return request.chat.platform == CONSOLE or asking in self.operators

    async def chat(self, ref: ChatRef, locale: str = "") -> Chat:
        """A chat as it is known, or with the settings that a new one begins with.

        Args:
            ref: which.
            locale: whoever asks has this one; a new chat begins in its language.
        """
        known = await self.store.chat(ref)
        return known or Chat(ref, ChatSettings(language=language_of(locale)))
