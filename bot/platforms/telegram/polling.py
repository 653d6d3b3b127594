"""Getting updates by asking for them, in one long request after another.

python-telegram-bot's own loop goes on looking alive after its token was revoked, and keeps its
troubles to itself; here every trouble ends the loop and is told to the supervisor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.operations.unreachable import remedy, why_unreachable
from bot.platforms.supervision import AdapterTrouble, Up
from bot.platforms.telegram.incoming import STOPPED
from bot.platforms.telegram.sending.outcomes import seconds_of
from domain.errors import StoreError
from domain.messages import Message, sentence

log = structlog.get_logger(__name__)

WANTED: Final = (
    *("message", "channel_post", "callback_query", "inline_query", "my_chat_member"),
    *("message_reaction", "poll", STOPPED),
)
"""Edited messages are not among them: a command is carried out once, as it was sent."""

LONG_POLL: Final = 25.0
"""Seconds for which Telegram may wait for an update before it answers that there is none."""

PATIENCE: Final = 10.0
"""Seconds for which an answer may be late; after that the connection is taken for half open."""

NOT_UNDERSTOOD: Final = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises over an update of a form that it does not know."""

_SURELY_THERE: Final = 0.5
SETTING: Final = "PAPERCRIER_TELEGRAM_TOKEN"
_REMEDY: Final = sentence("Get one from @BotFather and set it.")
_TOKEN_PAUSE: Final = 15.0
_CONFLICT_PAUSE: Final = 5.0
_NOT_KEPT_PAUSE: Final = 1.0

Take = Callable[[Update], None]


class Kept(Protocol):
    """Where updates are kept that several processes deal with."""

    async def keep(self, updates: Sequence[Update]) -> None:
        """Keep updates, so that Telegram need not know them any more.

        Raises:
            StoreError: they could not be kept.
        """
        ...


class Polling:
    """Asks for updates. Knows, over all its runs, which were taken."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        *,
        long_poll: float = LONG_POLL,
        patience: float = PATIENCE,
        shared: Kept | None = None,
        setting: str = SETTING,
    ) -> None:
        """Wire it.

        Args:
            bot: whose updates.
            take: is given each update, and must not wait.
            long_poll: seconds for which Telegram may wait for an update.
            patience: seconds for which its answer may be late.
            shared: keeps updates for several processes; None where they are taken at once.
            setting: names the token.
        """
        self._setting = setting
        self._shared = shared
        self._bot = bot
        self._take = take
        self._long_poll = long_poll
        self._patience = patience
        self._next: int | None = None
        self._told: int | None = None

    async def run(self, up: Up) -> None:
        """Take updates until cancelled.

        Raises:
            AdapterTrouble: they cannot be had now.
        """
        try:
            # Where a webhook is set, nothing else gives updates.
            await self._bot.delete_webhook()
            while True:
                updates = await self._asked()
                await up()
                await self._taken(updates)
        except TelegramError as error:
            raise trouble_of(error, self._setting) from error

    async def confirm(self) -> None:
        """Tell Telegram what was taken, so that it is not given again at the next start."""
        if self._next != self._told:
            with suppress(TelegramError):
                await self._bot.get_updates(
                    offset=self._next, limit=1, timeout=0, allowed_updates=WANTED, read_timeout=4
                )

    async def _taken(self, updates: Sequence[Update]) -> None:
        """Take updates, or keep them: what could not be kept is asked for again."""
        if self._shared is None:
            for update in updates:
                self._take(update)
            return
        after, self._next = self._next, updates[0].update_id if updates else self._next
        try:
            await self._shared.keep(updates)
        except StoreError as error:
            log.warning("updates not kept", why=str(error))
            await asyncio.sleep(_NOT_KEPT_PAUSE)
        else:
            self._next = after

    async def _asked(self) -> list[Update]:
        offset, limit = self._next, self._long_poll + self._patience
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(limit):
                updates: Sequence[Update] = await self._bot.get_updates(
                    offset=offset,
                    timeout=int(self._long_poll),
                    allowed_updates=WANTED,
                    read_timeout=self._patience,
                )
        except TimeoutError:
            raise AdapterTrouble(_half_open(limit)) from None
        except asyncio.CancelledError:
            # A request that has been waiting for a while has surely arrived, and confirmed.
            if loop.time() - began > _SURELY_THERE:
                self._told = offset
            raise
        except NOT_UNDERSTOOD:
            log.exception("updates not understood")
            updates = await self._one_by_one()
        else:
            self._next = updates[-1].update_id + 1 if updates else self._next
        self._told = offset
        return list(updates)

    async def _one_by_one(self) -> list[Update]:
        """Those of the next updates that can be read; one that cannot must not block the rest."""
        raw: Any = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates?offset={self._next or 0}&timeout=0"
        )
        updates = []
        for one in raw:
            self._next = int(one["update_id"]) + 1
            with suppress(*NOT_UNDERSTOOD):
                updates.append(Update.de_json(one, self._bot))
        return updates


def trouble_of(error: TelegramError, setting: str = SETTING) -> AdapterTrouble:
    """What an error says of us. The library's own words may hold the token; ours do not.

    Args:
        error: met with a bot.
        setting: names its token.
    """
    if isinstance(error, InvalidToken):
        revoked = sentence(
            "Telegram refuses {setting}: it was revoked or mistyped.", setting=setting
        )
        return AdapterTrouble(revoked, hint=_REMEDY, pause=_TOKEN_PAUSE)
    if isinstance(error, Conflict):
        return AdapterTrouble(
            sentence(
                "Another instance uses the same Telegram token; "
                "each update goes to only one of them."
            ),
            hint=sentence("Stop the other one."),
            pause=_CONFLICT_PAUSE,
        )
    if isinstance(error, RetryAfter):
        return AdapterTrouble(sentence("Telegram asks for a pause."), pause=seconds_of(error))
    if isinstance(error, TimedOut):
        return AdapterTrouble(
            sentence("Telegram did not answer in time; the connection was given up.")
        )
    return AdapterTrouble(
        sentence("Telegram cannot be reached: {why}.", why=why_unreachable(error, error.message)),
        hint=remedy(error),
    )


def _half_open(seconds: float) -> Message:
    return sentence(
        "Telegram did not answer within {seconds} s; the connection was given up.",
        seconds=f"{seconds:.0f}",
    )
