"""Updates that several processes deal with: kept before they are confirmed, done at least once.

One of a chat's is begun with after another, whichever processes do so. What is typed in inline mode
is not kept: it is answered by whoever hears of it, and worth nothing some seconds later.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import structlog
from telegram import Bot, Update

from bot.platforms.handling import Handling
from bot.platforms.telegram.incoming import STOPPED
from bot.platforms.telegram.polling import NOT_UNDERSTOOD
from domain.concurrency.processes import News
from domain.errors import StoreError
from domain.ports.sharing.inbox import Inbox, KeptUpdate
from domain.ports.sharing.leases import Leases

log = structlog.get_logger(__name__)

LOOK: Final = 30.0
"""Seconds from one look at what nobody told of to the next; and that what is done here lasts."""

MOST: Final = 64
"""Updates that one process deals with at the same time; others have what is more."""

AT_ONCE: Final = 8
"""Likewise of those that were sent to it: more than so many are for any process."""

_AGAIN: Final = 1.0
_TIDIED: Final = 120
"""Looks from one tidying to the next: an hour."""


class SharedUpdates:
    """Takes part in dealing with a bot's updates."""

    def __init__(
        self,
        inbox: Inbox,
        leases: Leases,
        bot: Bot,
        take: Callable[[Update], None],
        *,
        look: float = LOOK,
    ) -> None:
        """Wire it.

        Args:
            inbox: where updates are kept.
            leases: tell of other processes.
            bot: whose updates.
            take: is given each update, and must not wait.
            look: seconds from one look to the next.
        """
        self._inbox = inbox
        self._leases = leases
        self._bot = bot
        self._name = bot.token.partition(":")[0]
        self._take = take
        self._look = look
        self._open: set[int] = set()
        self._begun: set[int] = set()
        self._through: set[int] = set()
        self._left: set[int] = set()
        self._news = asyncio.Event()
        self._is_told = True
        self._looks = 0
        self._hears = False
        self._deals = False

    async def keep(self, updates: Sequence[Update]) -> None:
        """Keep updates, so that Telegram need not know them any more; begin with some.

        Whoever asks waits for no more than that they are kept.

        Raises:
            StoreError: they could not be kept.
        """
        kept = []
        for update in updates:
            if update.inline_query:
                self._take(update)
            else:
                kept.append(KeptUpdate(update.update_id, _chat_of(update), update.to_json()))
        if kept:
            # Whoever is cancelled here has kept and taken them all the same, where that can be.
            keeping = asyncio.ensure_future(self._kept(kept))
            try:
                await asyncio.shield(keeping)
            except asyncio.CancelledError:
                keeping.add_done_callback(_told)
                raise

    async def _kept(self, updates: Sequence[KeptUpdate]) -> None:
        room = AT_ONCE - len(self._open) if self._deals else 0
        for mine in await self._inbox.keep_updates(self._name, updates, take=room):
            self._begin(mine)

    async def run(self) -> None:
        """Deal with updates, whoever kept them, until cancelled."""
        if not self._hears:
            self._hears = True
            loop = asyncio.get_running_loop()
            about = (News.UPDATES, News.PROCESSES)
            self._leases.hear(partial(self._heard_in, loop), *about)
        self._deals = True
        while True:
            pause = self._look
            self._news.clear()
            try:
                await self._note()
                await self._claim()
            except StoreError as error:
                log.warning("updates not dealt with", why=str(error))
                pause, self._is_told = _AGAIN, True
            try:
                async with asyncio.timeout(pause):
                    await self._news.wait()
            except TimeoutError:
                self._is_told = True

    async def close(self) -> None:
        """Keep what is through, and let other processes deal with the rest."""
        self._deals = False
        self._left |= self._open
        try:
            await self._note()
        except StoreError as error:
            # They are free once this process is no more.
            log.warning("updates not handed back", why=str(error))

    def _heard_in(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        self._is_told = True
        self._news.set()

    async def _claim(self) -> None:
        held = tuple(self._open) if self._is_told else None
        self._is_told = False
        if held is not None:
            self._looks += 1
            if self._looks % _TIDIED == 1:
                await self._inbox.tidy_updates(self._name)
        room = MOST - len(self._open)
        for kept in await self._inbox.claim_updates(self._name, room, held=held):
            self._begin(kept)

    def _begin(self, kept: KeptUpdate) -> None:
        self._open.add(kept.id)
        handling = Handling(
            begun=partial(self._marked, self._begun, kept.id),
            through=partial(self._marked, self._through, kept.id),
            left=partial(self._marked, self._left, kept.id),
        )
        try:
            update = Update.de_json(json.loads(kept.body), self._bot)
            handling.begin(lambda: self._take(update))
        except NOT_UNDERSTOOD:
            log.exception("update not understood")
            self._marked(self._through, kept.id)
        except Exception:
            # A bug met by one update; the next ones have nothing to do with it.
            log.exception("update failed")
            self._marked(self._through, kept.id)

    def _marked(self, marks: set[int], number: int) -> None:
        marks.add(number)
        self._news.set()

    async def _note(self) -> None:
        """Keep what has become of updates since.

        Raises:
            StoreError: it cannot be kept now.
        """
        for marks, noted in (
            (self._through, self._inbox.dealt_with),
            (self._left, self._inbox.hand_back),
            (self._begun, self._inbox.begun_with),
        ):
            ids = frozenset(marks if marks is not self._begun else marks & self._open)
            if ids:
                await noted(self._name, ids)
            marks -= ids
            if marks is self._begun:
                marks.clear()
            else:
                self._open -= ids


def _told(keeping: asyncio.Future[None]) -> None:
    """Nobody waits for it any more; what was not kept Telegram gives again."""
    if not keeping.cancelled() and (error := keeping.exception()):
        log.warning("updates not kept", why=str(error))


def _chat_of(update: Update) -> str:
    """Where an update happened: one of a place's is dealt with after another."""
    if chat := update.effective_chat:
        return str(chat.id)
    if person := update.effective_user:
        return str(person.id)
    if stopped := update.api_kwargs.get(STOPPED):
        return str(stopped["chat"]["id"])
    return f"update {update.update_id}"
