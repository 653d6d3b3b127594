"""Interactions that Discord posts to us, in place of telling them by its gateway.

Each goes the way of those that come by the gateway, and is answered as they are, by a call of ours
(https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response):
what Discord posted is answered with 202 and nothing. Only a PING has to be answered at once.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import structlog

from bot.operations.calls import DISCORD, Call, CallAnswer
from bot.platforms.discord.client import PapercrierClient
from bot.platforms.discord.receiving.signatures import Signatures
from domain.errors import StoreError
from domain.ports.sharing.allowances import SharedAllowances

log = structlog.get_logger(__name__)

PATH: Final = f"{DISCORD}interactions"

_PING: Final = 1
_AUTOCOMPLETE: Final = 4
_TYPES: Final = frozenset(range(2, 6))
"""Commands, components, autocomplete, windows."""

_PONG: Final = CallAnswer(HTTPStatus.OK, b'{"type": 1}')
_ACCEPTED: Final = CallAnswer(HTTPStatus.ACCEPTED)

_PATIENCE: Final = 0.5
"""Seconds for the database to say whether one was taken before; answers have 3 in all."""

_REMEMBERED: Final = 10_000
"""Interactions that this process knows again."""


class InteractionCalls:
    """Takes what Discord posts; a `bot.operations.calls.Taken`."""

    def __init__(
        self,
        public_key: str,
        client: Callable[[], PapercrierClient | None],
        shared: SharedAllowances | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Wire it.

        Args:
            public_key: the application's, in hexadecimal.
            client: gives the one that answers, if any is logged in.
            shared: what processes know together, where there may be several.
            clock: seconds since 1970.
        """
        self._signatures = Signatures(public_key)
        self._client = client
        self._shared = shared
        self._clock = clock
        self._known: OrderedDict[str, None] = OrderedDict()

    async def taken(self, call: Call) -> CallAnswer:
        """Take a call."""
        if not self._signatures.are_right(call, self._clock()):
            return CallAnswer(HTTPStatus.UNAUTHORIZED)
        data = _read(call.body)
        if data is None:
            log.warning("interaction not understood", body=len(call.body))
            return CallAnswer(HTTPStatus.BAD_REQUEST)
        if data["type"] == _PING:
            return _PONG
        client = self._client()
        if client is None:
            return CallAnswer(HTTPStatus.SERVICE_UNAVAILABLE)
        if await self._is_repeated(data):
            log.info("interaction repeated", interaction=data["id"])
            return _ACCEPTED
        try:
            client.take_interaction(data)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            # As the gateway's: discord.py reads what Discord sends without looking.
            log.exception("interaction not understood", type=data["type"])
            return CallAnswer(HTTPStatus.BAD_REQUEST)
        return _ACCEPTED

    async def _is_repeated(self, data: dict[str, Any]) -> bool:
        """Whether an interaction was taken before, here or in another process."""
        number = data["id"]
        if number in self._known:
            return True
        self._known[number] = None
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        if self._shared is None or data["type"] == _AUTOCOMPLETE:
            # Suggestions leave nothing behind, and come with every letter.
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._shared.use({f"{PATH} {number}": 1}) is not None
        except (StoreError, TimeoutError) as error:
            log.warning("interaction may be repeated", why=repr(error))
            return False


def _read(body: bytes) -> dict[str, Any] | None:
    """What was posted; None where it is nothing that Discord posts."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or type(data.get("type")) is not int:
        return None
    if data["type"] == _PING:
        return data
    number = data.get("id")
    is_good = data["type"] in _TYPES and isinstance(number, str) and number.isdecimal()
    return data if is_good else None
