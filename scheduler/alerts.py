"""What those who run Papercrier are told of by itself, once each: what goes wrong and stays so."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from app.operating.serving import Serving
from app.operating.status import Condition, condition, count_up
from app.services import Services
from composing.operating.condition import condition_document
from domain.documents import Document, Paragraph, inline
from domain.errors import StoreError
from domain.messages import Message, sentence
from domain.papers import BatchState
from i18n.speech import spoken
from summaries.llm.budget import Limits, spending

log = structlog.get_logger(__name__)

EVERY: Final = 60.0
"""Seconds from one look to the next."""

DOWN: Final = timedelta(minutes=5)
"""Troubles of a platform that pass sooner are nobody's news."""

ROOM: Final = 500_000_000
"""Bytes; with less of them free on the database's disk it is said."""

_TOLD: Final = "alerts-told"
_REPORTED: Final = "reported-week"


class Alerts:
    """Looks how matters stand, and tells operators what is new about it."""

    def __init__(
        self, services: Services, *, limits: Limits, folder: Path, is_weekly: bool = False
    ) -> None:
        """Wire it.

        Args:
            services: of the process.
            limits: what the language model may cost in a day.
            folder: the database's.
            is_weekly: whether a report is wished for, once a week.
        """
        self._services = services
        self._limits = limits
        self._folder = folder
        self._is_weekly = is_weekly

    async def run(self) -> None:
        """Look every minute until cancelled, where there is anybody to tell; keep the figures."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._count()
                if self._services.operators:
                    await self.look()
            except StoreError as error:
                log.debug("no look for alerts", why=str(error))

    async def _count(self) -> None:
        daily, today = self._services.daily, self._services.clock.now().date()
        count_up(self._services)
        await daily.keep()
        spent = await spending(self._services.store, today)
        await daily.spent(round(spent.money * 1_000_000))

    async def look(self) -> None:
        """Tell what is wrong and was not told yet; what is over may be told again.

        Raises:
            StoreError: nobody can tell how matters stand.
        """
        seen = await condition(self._services)
        found = dict(self._troubles(seen))
        store = self._services.store
        kept = set(json.loads(await store.note(_TOLD) or "[]"))
        new = [message for name, message in found.items() if name not in kept]
        told = kept & found.keys()
        if new and await self._tell(lambda: _document(new)):
            told |= found.keys()
        if told != kept:
            await store.save_note(_TOLD, json.dumps(sorted(told)))
        await self._report(seen)

    async def _report(self, seen: Condition) -> None:
        week = f"{seen.now:%G-%V}"
        store = self._services.store
        if not self._is_weekly or await store.note(_REPORTED) == week:
            return
        if await self._tell(lambda: condition_document(seen)):
            await store.save_note(_REPORTED, week)

    async def _tell(self, composed: Callable[[], Document]) -> bool:
        return await self._services.notices.tell(self._services.operators, composed)

    def _troubles(self, seen: Condition) -> Iterator[tuple[str, Message]]:
        """What is wrong, by names that stay the same while it is."""
        for name, state in seen.platforms.items():
            since = datetime.fromisoformat(state.since)
            if state.state == Serving.TROUBLE and seen.now - since >= DOWN:
                said = sentence(
                    "{platform} has not been served since {since}: {why}",
                    platform=name.capitalize(),
                    since=f"{since:%Y-%m-%d %H:%M} UTC",
                    why=state.why,
                )
                yield f"platform:{name}", said
        late = {a: k.newest for a, k in seen.announced.items() if k.newest.state is BatchState.LATE}
        if late:
            yield (
                f"late:{max(batch.date for batch in late.values())}",
                sentence("arXiv's announcement is late: {archives}.", archives=", ".join(late)),
            )
        yield from self._spent(seen)
        for each in seen.outbox:
            if each.unknown:
                said = sentence(
                    "{count} messages on {platform} may not have arrived; the next digest of each "
                    "chat says so.",
                    count=each.unknown,
                    platform=each.platform.capitalize(),
                )
                yield f"unknown:{each.platform}:{each.unknown}", said

    def _spent(self, seen: Condition) -> Iterator[tuple[str, Message]]:
        """What is used up: the day's budget, the disk."""
        money, tokens = self._limits.money, self._limits.tokens
        if seen.model and (
            (money is not None and seen.spent.money >= money)
            or (tokens is not None and seen.spent.tokens >= tokens)
        ):
            said = sentence(
                "The language model's budget of today is spent; until tomorrow, summaries are "
                "extracts."
            )
            yield f"budget:{seen.now.date()}", said
        free = shutil.disk_usage(self._folder).free
        if free < ROOM:
            said = sentence(
                "The disk of {folder} has {free} MB left.",
                folder=self._folder,
                free=free // 1_000_000,
            )
            yield "disk", said


def _document(messages: list[Message]) -> Document:
    return Document(blocks=tuple(Paragraph(inline(spoken(message))) for message in messages))
