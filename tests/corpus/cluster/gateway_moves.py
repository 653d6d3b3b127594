"""How long people on Discord are not answered when the process with its gateway is killed.

``python -m tests.corpus.cluster.gateway_moves`` starts two processes on PostgreSQL and the strict
Discord, kills the one that has the gateway while somebody asks every half second, and prints how
many were not answered and for how long: with what is asked told by the gateway, then posted.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg

from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS, hang_up, kit
from tests.corpus.cluster.posting import Posting
from tests.corpus.cluster.servers import Servers, servers
from tests.platforms.discord.signed_posts import PATH
from tests.platforms.test_telegram_webhook import free_port

ROUNDS: Final = int(os.environ.get("GATEWAY_ROUNDS", "3"))
EVERY: Final = 0.5
BEFORE: Final = 3.0
AFTER: Final = 22.0
"""Seconds for which somebody asks around the kill."""

_HOLDER: Final = """
    SELECT pid FROM leases JOIN processes ON processes.id = owner WHERE name LIKE 'discord/%'
"""


@dataclass(slots=True)
class Answered:
    """What became of what was asked.

    Attributes:
        asked: how many times.
        lost: seconds from the kill to each that was not answered.
        first: seconds from the kill to the first that was asked after all that were lost.
    """

    asked: int
    lost: list[float]
    first: float


class Fleet:
    """Two processes on one server, each started again after it was killed."""

    def __init__(self, stage: Any, found: Servers, *, is_posted: bool, stack: ExitStack) -> None:
        """Start them."""
        self._place = found.place()
        addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
        more: dict[str, str] = {}
        if is_posted:
            own = stage.env()
            given = own["PAPERCRIER_DISCORD_GATEWAY_URL"], own["PAPERCRIER_DISCORD_TOKEN"]
            posting = stack.enter_context(Posting(*given, addresses))
            more = {
                "PAPERCRIER_DISCORD_GATEWAY_URL": posting.gateway_url,
                "PAPERCRIER_DISCORD_PUBLIC_KEY": posting.public_key,
            }
        self._addresses = addresses
        self._status = 401 if is_posted else 404
        self.bots = []
        for number, address in enumerate(addresses):
            env = {
                **SETTINGS,
                **more,
                "PAPERCRIER_DATABASE": self._place.url,
                "PAPERCRIER_WEB_ADDRESS": address,
                "PAPERCRIER_FOLDER": str(stage.work_dir / f"folder{number}"),
            }
            self.bots.append(stage.start_bot(RUN, REPOSITORY, None if number else 60.0, env))

    def wait(self) -> None:
        """Wait until both are at work: what is posted without a signature is refused by each."""
        for address in self._addresses:
            until = time.monotonic() + 120
            while _status(f"http://{address}{PATH}") != self._status:
                assert time.monotonic() < until, "a process does not begin"
                time.sleep(0.2)
        time.sleep(5)

    def holder(self) -> Any:
        """The process that has the gateway."""
        with psycopg.connect(self._place.url) as connection:
            (pid,) = connection.execute(_HOLDER).fetchone() or (0,)
        (found,) = [bot for bot in self.bots if bot.pid == pid]
        return found


def _status(url: str) -> int:
    try:
        return httpx.post(url, content=b"{}", timeout=2).status_code
    except httpx.HTTPError:
        return 0


def asked_around_a_kill(stage: Any, fleet: Fleet) -> Answered:
    """Ask again and again, and kill the process that has the gateway meanwhile."""
    outcomes: list[tuple[float, bool]] = []
    threads: list[threading.Thread] = []

    def ask() -> None:
        began = time.monotonic()
        asked = stage.discord.slash("general", "alice", "about")
        try:
            stage.discord.wait_ack(asked, timeout=4.0)
        except AssertionError:
            outcomes.append((began, False))
        else:
            outcomes.append((began, True))
        hang_up(stage.discord)

    begin, killed, bot = time.monotonic(), 0.0, None
    while time.monotonic() - begin < BEFORE + AFTER:
        threads.append(threading.Thread(target=ask, daemon=True))
        threads[-1].start()
        if bot is None and time.monotonic() - begin > BEFORE:
            bot, killed = fleet.holder(), time.monotonic()
            bot.kill()
        time.sleep(EVERY)
    for thread in threads:
        thread.join(10)
    assert bot is not None
    bot.start(None)
    lost = sorted(at - killed for at, is_answered in outcomes if not is_answered)
    good = sorted(at - killed for at, is_answered in outcomes if is_answered)
    first = next((at for at in good if at > (lost[-1] if lost else 0.0)), float("nan"))
    return Answered(len(outcomes), lost, first)


def main() -> None:
    """Print both."""
    shared = REPOSITORY.parent / "shared"
    for is_posted in (False, True):
        with (
            servers() as found,
            kit(Path(shared)).Stage(telegram=False, enforce_limits=True) as stage,
            ExitStack() as stack,
        ):
            fleet = Fleet(stage, found, is_posted=is_posted, stack=stack)
            for _ in range(ROUNDS):
                fleet.wait()
                told = asked_around_a_kill(stage, fleet)
                how = "posted" if is_posted else "by the gateway"
                sys.stdout.write(
                    f"{how}: {told.asked} asked, {len(told.lost)} lost; answered again "
                    f"{told.first:.1f} s after the kill\n"
                )
                sys.stdout.flush()
            hang_up(stage.discord)


if __name__ == "__main__":
    main()
