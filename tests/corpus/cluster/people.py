"""People who go on asking on both platforms while everything goes wrong."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from domain.chats import ChatRef
from tests.corpus.chat_kit import hang_up
from tests.corpus.discord_stage import text_of

ASKERS: Final = 3
"""On each platform; each asks again once it is answered, or has waited long enough."""

LONGEST: Final = 60.0
"""Seconds that somebody waits for an answer."""

_PAUSE: Final = 1.0
_MOST: Final = 30
"""What `/limit` takes."""


class People:
    """They set how many papers a digest tells in full, over and over, and note what is answered.

    Attributes:
        asked: how many commands were given, by platform.
        unanswered: how many of those, by platform.
        waits: seconds until each answer, by platform.
    """

    def __init__(self, stage: Any) -> None:
        """Nobody asks yet."""
        self.asked: Counter[str] = Counter()
        self.unanswered: Counter[str] = Counter()
        self.waits: dict[str, list[float]] = {"telegram": [], "discord": []}
        self._may_be: dict[ChatRef, set[int | None]] = {}
        self._stage = stage
        self._stop = threading.Event()
        telegram = [stage.telegram.new_private(f"Asker {n}") for n in range(ASKERS)]
        discord = [stage.discord.new_channel(f"asking-{n}") for n in range(ASKERS)]
        self._threads = [
            *(self._thread("telegram", str(one)) for one in telegram),
            *(self._thread("discord", one) for one in discord),
        ]

    def begin(self) -> None:
        """Have them ask from now on."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Have them finish what they asked."""
        self._stop.set()
        for thread in self._threads:
            thread.join(LONGEST + 10)
            assert not thread.is_alive()

    def wrongs(self, limits: Mapping[ChatRef, int]) -> list[str]:
        """Whose setting is not what was answered last, nor what was asked since then."""
        return [
            f"{chat}: {limits.get(chat)}, where it was told {may}"
            for chat, may in self._may_be.items()
            if limits.get(chat) not in may
        ]

    def told(self) -> str:
        """How long they waited, and how often for nothing."""
        found = []
        for platform, waits in self.waits.items():
            ordered = sorted(waits)
            late = ordered[int(len(ordered) * 0.95)] if ordered else 0.0
            middle = ordered[len(ordered) // 2] if ordered else 0.0
            found.append(
                f"{platform}: {self.asked[platform]} asked, {self.unanswered[platform]} not "
                f"answered, in {middle:.2f} s, 95 of 100 in {late:.1f} s"
            )
        return "; ".join(found)

    def _thread(self, platform: str, chat: str) -> threading.Thread:
        return threading.Thread(target=self._go_on, args=(platform, chat), daemon=True)

    def _go_on(self, platform: str, chat: str) -> None:
        ask = self._on_telegram if platform == "telegram" else self._on_discord
        ref, number = ChatRef(platform, chat), 0
        while not self._stop.wait(_PAUSE):
            number = number % _MOST + 1
            self.asked[platform] += 1
            began = time.monotonic()
            # Before it is answered it may have been done.
            self._may_be.setdefault(ref, {None}).add(number)
            try:
                ask(chat, number)
            except AssertionError:
                self.unanswered[platform] += 1
            else:
                self.waits[platform].append(time.monotonic() - began)
                self._may_be[ref] = {number}
        hang_up(getattr(self._stage, platform))

    def _on_telegram(self, chat: str, number: int) -> None:
        telegram = self._stage.telegram
        telegram.say(int(chat), f"/limit {number}")
        telegram.wait_message(
            int(chat),
            lambda one: _is_set(one["kit"].get("rich", one)["text"], number),
            timeout=LONGEST,
        )

    def _on_discord(self, chat: str, number: int) -> None:
        discord = self._stage.discord
        asked = discord.slash(chat, "alice", "limit", value=number)
        reply = discord.wait_reply(asked, timeout=LONGEST)
        # While the server is away, it is asked to come again.
        assert _is_set(text_of(reply), number)


def _is_set(text: str, number: int) -> bool:
    plain = text.replace("*", "")
    return f" {number} papers in" in plain or f" {number} paper in" in plain
