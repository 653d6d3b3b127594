"""What those who run Papercrier are told of by itself, once each: what goes wrong and stays so."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from app.operating.process import keep_process, process_figures
from app.operating.serving import Serving
from app.operating.status import Condition, own_condition
from app.services import Services
from composing.operating.condition import condition_document
from domain.deliveries import OutboxFigures
from domain.documents import Document, Paragraph, inline
from domain.errors import StoreError
from domain.messages import NOTHING, Message, counted, sentence
from domain.papers import BatchState
from i18n.speech import spoken
from summaries.llm.budget import spending

log = structlog.get_logger(__name__)

EVERY: Final = 60.0
"""Seconds from one look to the next."""

DOWN: Final = timedelta(minutes=5)
"""Troubles of a platform that pass sooner are nobody's news."""

ROOM: Final = 500_000_000
"""Bytes; with less of them free on the database's disk it is said."""

ROOM_AGAIN: Final = 600_000_000
"""Bytes from which on that is over: about the limit itself, room comes and goes."""

UNREAD: Final = timedelta(minutes=30)
"""An announcement that cannot be read for so long does not get better by being asked for again."""

_LONGEST_PAUSE: Final = timedelta(hours=1)
"""Until operators whom nobody could reach are told the same again."""

_TOLD: Final = "alerts-told"
_REPORTED: Final = "reported-week"


class Alerts:
    """Looks how matters stand, and tells operators what is new about it."""

    def __init__(
        self,
        services: Services,
        *,
        folder: Path,
        is_weekly: bool = False,
        tells: Callable[[], bool] = lambda: True,
    ) -> None:
        """Wire it.

        Args:
            services: of the process.
            folder: the database's.
            is_weekly: whether a report is wished for, once a week.
            tells: whether it is this process, of several, that tells.
        """
        self._tells = tells
        self._services = services
        self._folder = folder
        self._is_weekly = is_weekly
        self._unread_since: datetime | None = None
        self._pause = timedelta(0)
        self._next_try = datetime.min.replace(tzinfo=UTC)

    async def run(self) -> None:
        """Look every minute until cancelled, where there is anybody to tell; keep the figures."""
        while True:
            await self.keep_figures()
            await asyncio.sleep(EVERY)
            if self._services.operators and self._tells():
                await self._looked()

    async def keep_figures(self) -> None:
        """Keep what was counted; where that cannot be done, it is kept the next time."""
        services = self._services
        today = services.clock.now().date()
        try:
            process = process_figures(services)
            await services.daily.keep()
            spent = await spending(services.store, today)
            await services.daily.spent(round(spent.money * 1_000_000))
            await keep_process(services.store, process)
        except StoreError as error:
            log.debug("figures not kept", why=str(error))

    async def _looked(self) -> None:
        try:
            await self.look()
        except StoreError as error:
            log.debug("no look for alerts", why=str(error))
        except Exception:
            # What goes wrong here once must not silence all that is to be told later.
            log.exception("no look for alerts")

    async def look(self) -> None:
        """Tell what is wrong and was not told yet; what is over may be told again.

        Raises:
            StoreError: nobody can tell how matters stand.
        """
        seen = await own_condition(self._services)
        store = self._services.store
        kept = frozenset[str](json.loads(await store.note(_TOLD) or "[]"))
        found = dict(self._troubles(seen, kept))
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
        """Tell operators; where nobody could be reached, they are left alone for longer and longer.

        Each try in vain is a line of the log.
        """
        now = self._services.clock.now()
        if now < self._next_try <= now + _LONGEST_PAUSE:
            return False
        is_told = await self._services.notices.tell(self._services.operators, composed)
        self._pause = timedelta(0) if is_told else self._pause * 2 or timedelta(minutes=1)
        self._next_try = now + min(self._pause, _LONGEST_PAUSE)
        return is_told

    def _troubles(self, seen: Condition, kept: Collection[str]) -> Iterator[tuple[str, Message]]:
        """What is wrong, by names that stay the same while it is.

        Args:
            seen: how matters stand.
            kept: names of what was told before.
        """
        for name, state in seen.platforms.items():
            since = datetime.fromisoformat(state.since)
            if state.state == Serving.TROUBLE and seen.now - since >= DOWN:
                said = sentence(
                    "{platform} has not been served since {since}: {why}",
                    platform=_capital(seen.called(name)),
                    since=f"{since:%Y-%m-%d %H:%M} UTC",
                    why=state.why,
                )
                yield f"platform:{name}", said
        yield from self._announcements(seen)
        yield from _spent(seen)
        yield from _disk(self._folder, kept)
        for each in seen.outbox:
            yield from _unknown(each, _capital(seen.called(each.platform)), kept)

    def _announcements(self, seen: Condition) -> Iterator[tuple[str, Message]]:
        """That arXiv refuses us, what it has not announced, and what of it cannot be read."""
        if seen.shut_out is not None:
            yield "refused", seen.shut_out
        newest = {archive: known.newest for archive, known in seen.announced.items()}
        late = {a: one for a, one in newest.items() if one.state is BatchState.LATE}
        if late:
            yield (
                f"late:{max(batch.date for batch in late.values())}",
                sentence("arXiv's announcement is late: {archives}.", archives=", ".join(late)),
            )
        unread = {a: one for a, one in newest.items() if one.state is BatchState.FAILED}
        # That arXiv refuses us says already why nothing can be read.
        is_told = not unread or seen.shut_out is not None
        self._unread_since = None if is_told else self._unread_since or seen.now
        if self._unread_since is not None and seen.now - self._unread_since >= UNREAD:
            last = max(unread.values(), key=lambda batch: batch.date)
            said = sentence(
                "arXiv's announcement cannot be read ({archives}): {reason}",
                archives=", ".join(unread),
                reason=last.reason,
            )
            yield f"unread:{last.date}", said


def _spent(seen: Condition) -> Iterator[tuple[str, Message]]:
    """The language model's budget of the day, where too little of it is left for a summary."""
    if seen.refused:
        said = sentence(
            "The language model's budget of today is spent; until tomorrow, summaries are extracts."
        )
        if seen.refused == "ahead":
            said = sentence(
                "The language model's budget of today is spent but for what is kept for people "
                "who ask; until tomorrow, summaries of digests are extracts."
            )
        yield f"budget:{seen.now.date()}:{seen.refused}", said


def _disk(folder: Path, kept: Collection[str]) -> Iterator[tuple[str, Message]]:
    """Whether the disk is nearly full."""
    free = shutil.disk_usage(folder).free
    if free < (ROOM_AGAIN if "disk" in kept else ROOM):
        said = sentence(
            "The disk of {folder} has {free} MB left.", folder=folder, free=free // 1_000_000
        )
        yield "disk", said


def _unknown(
    figures: OutboxFigures, called: str, kept: Collection[str]
) -> Iterator[tuple[str, Message]]:
    """Messages that may not have arrived; those that were told are told no more."""
    name = f"unknown:{figures.platform}:"
    told = max((int(one.removeprefix(name)) for one in kept if one.startswith(name)), default=0)
    if told:
        yield f"{name}{told}", NOTHING
    if figures.unknown > told:
        said = counted(
            "{number} message on {platform} may not have arrived; the next digest of its chat "
            "says so.",
            "{number} messages on {platform} may not have arrived; the next digest of each chat "
            "says so.",
            figures.unknown - told,
            platform=called,
        )
        yield f"{name}{figures.unknown}", said


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _document(messages: list[Message]) -> Document:
    return Document(blocks=tuple(Paragraph(inline(spoken(message))) for message in messages))
