"""What goes wrong on a morning of many chats, drawn from a seed."""

from __future__ import annotations

import random
import time
from typing import Any, Final

from tests.corpus.morning import Morning

LONGEST_LIFE: Final = 2.0
"""From a start to a kill at most, as times of what a start takes; how long that is depends on what
else the machine does."""

READY: Final = 120.0
"""Seconds in which a start is over, at most."""

_SENDS: Final = ("sendRichMessage", "sendMessage")
"""Digests go out by the first; by the other where a server or a chat takes no rich messages."""

_POST: Final = "POST /channels/{channel_id}/messages"


class Plan:
    """What goes wrong next, drawn from a seed."""

    def __init__(self, morning: Morning, *, chats: int, kills: int, seed: int) -> None:
        """Args: how many chats there are, of which some block us; how many kills there will be."""
        self.morning = morning
        self.kills = kills
        self.blocked = morning.people[:: max(len(morning.people) // (chats // 20), 1)]
        self._chance = random.Random(seed)
        self.starts: list[float] = []

    def started(self) -> Any:
        """The program, once both platforms have heard of it."""
        began = time.monotonic()
        bot = self.morning.run(wait_ready=READY)
        self.starts.append(time.monotonic() - began)
        return bot

    def life(self) -> float:
        """Seconds until the next kill."""
        return self._chance.uniform(0.1, LONGEST_LIFE) * self.starts[-1]

    def one_thing(self) -> None:
        """Something goes wrong, here or there."""
        self._chance.choice(
            (
                self._telegram_cuts,
                self._telegram_cuts,
                self._telegram_is_limited,
                self._telegram_is_unwell,
                self._discord_cuts,
                self._discord_is_limited,
                self._discord_is_unwell,
                self._gateway,
                self._group_moves,
                self._group_is_closed,
            )
        )()

    def answer_is_lost(self) -> None:
        """The next messages are stored, and no answer comes before the kill."""
        for driver, method in self._sends():
            driver.fault("hang_after", method=method, seconds=30)

    def _sends(self) -> tuple[tuple[Any, str], ...]:
        stage = self.morning.stage
        return (*((stage.telegram, method) for method in _SENDS), (stage.discord, _POST))

    def _skip(self) -> int:
        return self._chance.randrange(20)

    def _telegram_cuts(self) -> None:
        kind = self._chance.choice(("drop_before", "drop_after", "delay"))
        self.morning.stage.telegram.fault(kind, skip=self._skip(), seconds=0.5)

    def _telegram_is_limited(self) -> None:
        seconds = self._chance.randint(1, 2)
        method = self._chance.choice(_SENDS)
        self.morning.stage.telegram.fail_429(seconds, method=method, skip=self._skip())

    def _telegram_is_unwell(self) -> None:
        status = self._chance.choice((500, 502, 504))
        self.morning.stage.telegram.fault(status=status, skip=self._skip())

    def _discord_cuts(self) -> None:
        kind = self._chance.choice(("drop_before", "drop_after", "delay"))
        self.morning.stage.discord.fault(kind, method=_POST, skip=self._skip(), seconds=0.5)

    def _discord_is_limited(self) -> None:
        scope = self._chance.choice(("user", "global", "shared"))
        self.morning.stage.discord.fail_429(0.7, method=_POST, skip=self._skip(), scope=scope)

    def _discord_is_unwell(self) -> None:
        status = self._chance.choice((500, 502, 503))
        self.morning.stage.discord.fault(method=_POST, status=status, skip=self._skip())

    def _gateway(self) -> None:
        what = self._chance.choice(("reconnect", "close", "invalid", "drop"))
        self.morning.stage.discord.gateway(what)

    def _group_moves(self) -> None:
        groups = self.morning.groups
        here = [first for first, now in groups.items() if first == now]
        if here:
            group = self._chance.choice(here)
            groups[group] = self.morning.stage.telegram.migrate(group)

    def _group_is_closed(self) -> None:
        group = self._chance.choice(list(self.morning.groups.values()))
        closed = "Forbidden: bot is not a member of the supergroup chat"
        self.morning.stage.telegram.fault(chat_id=group, status=403, description=closed)
