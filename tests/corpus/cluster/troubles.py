"""What goes wrong with several processes and their servers, drawn from a seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tests.corpus.cluster.fleet import Fleet
from tests.corpus.cluster.servers import PROCESSES, Servers
from tests.corpus.surfaces.trouble import Plan
from tests.storage.postgres.pooler import has_pooler

BEYOND_THE_LEASE: Final = (11.0, 15.0)
"""Seconds for which a process is frozen or cut off: another has taken its place by then."""

AWAY: Final = (0.5, 8.0)
"""Seconds for which the server is not there."""

_AWHILE: Final = (0.2, 3.0)
_LONGEST_WAIT: Final = 20.0

_OFTEN: Final = {
    "kill": 6,
    "kill while it sends": 4,
    "freeze": 3,
    "freeze for a moment": 1,
    "cut": 3,
    "server": 1,
    "failover": 1,
    "pooler": 1,
    "release": 2,
    "platform": 4,
}


class FleetPlan(Plan):
    """What goes wrong next; at least one process is left as it is.

    Attributes:
        happened: how often what did.
    """

    def __init__(
        self, fleet: Fleet, servers: Servers, *, chats: int, seed: int, kinds: set[str]
    ) -> None:
        """Args: what may go wrong, of the names of `kinds_here`; how many chats there are."""
        super().__init__(fleet, chats=chats, kills=0, seed=seed)
        self.happened: Counter[str] = Counter()
        self._fleet = fleet
        self._servers = servers
        self.blocked = []
        self._kinds = sorted(kinds)
        self._away: dict[int, float] = {}
        self._back: dict[int, Callable[[], None]] = {}

    def one_event(self) -> None:
        """Something goes wrong; what is over by then is as it was."""
        self._heal()
        kind = self._chance.choices(self._kinds, [_OFTEN[one] for one in self._kinds])[0]
        self.happened[kind] += 1
        happens: dict[str, Callable[[], None]] = {
            "kill": self._kill,
            "kill while it sends": self._kill_while_it_sends,
            "freeze": partial(self._freeze, BEYOND_THE_LEASE),
            "freeze for a moment": partial(self._freeze, _AWHILE),
            "cut": self._cut,
            "server": lambda: self._servers.restart(self._chance.uniform(*AWAY)),
            "failover": self._servers.fail_over,
            "pooler": lambda: self._servers.restart_pooler(self._chance.uniform(*_AWHILE)),
            "release": self._release,
            "platform": self.one_thing,
        }
        happens[kind]()
        time.sleep(self._chance.uniform(*_AWHILE))

    @property
    def disturbances(self) -> int:
        """How often messages may have been on their way, and nobody heard what became of them."""
        return sum(self.happened.values()) - self.happened["platform"]

    def all_well(self) -> None:
        """Let all that is away be back."""
        self._heal(self._away.keys())

    def _one(self) -> int:
        """A process that is there, and is not the last one."""
        until = time.monotonic() + _LONGEST_WAIT
        while len(here := [n for n in range(1, PROCESSES + 1) if n not in self._away]) < 2:
            assert time.monotonic() < until
            time.sleep(0.1)
            self._heal()
        return self._chance.choice(here)

    def _heal(self, which: object = None) -> None:
        now = time.monotonic()
        for number, until in list(self._away.items()):
            if which is not None or until < now:
                del self._away[number]
                self._back.pop(number)()
        self._fleet.look_after(except_for=self._away)

    def _is_away(self, number: int, seconds: tuple[float, float], back: Callable[[], None]) -> None:
        self._away[number] = time.monotonic() + self._chance.uniform(*seconds)
        self._back[number] = back

    def _kill(self) -> None:
        number = self._one()
        self._fleet.kill(number)
        self._is_away(number, _AWHILE, partial(self._fleet.start, number))

    def _kill_while_it_sends(self) -> None:
        self.answer_is_lost()
        time.sleep(0.3)
        self._kill()

    def _freeze(self, seconds: tuple[float, float]) -> None:
        number = self._one()
        self._fleet.freeze(number)
        self._is_away(number, seconds, partial(self._fleet.thaw, number))

    def _cut(self) -> None:
        number = self._one()
        self._fleet.cut(number)
        self._is_away(number, BEYOND_THE_LEASE, partial(self._fleet.cut, number, is_cut=False))

    def _release(self) -> None:
        """A process of the other version takes the place of one."""
        number = self._one()
        self._fleet.stop(number)
        self._fleet.other_version(number)
        self._fleet.start(number)


def kinds_here(*, is_whole: bool, has_older: bool) -> set[str]:
    """What can go wrong here."""
    kinds = {"kill", "kill while it sends", "freeze", "server", "platform"}
    if is_whole:
        kinds |= {"freeze for a moment", "failover"}
        if has_pooler():
            kinds.add("pooler")
        if can_cut():
            kinds.add("cut")
        if has_older:
            kinds.add("release")
    return kinds


def can_cut() -> bool:
    """Whether packets can be dropped here, and nobody else's are: in a network of our own."""
    if os.geteuid() != 0 or shutil.which("iptables") is None:
        return False
    lines = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()
    networks = {line.partition(":")[0].strip() for line in lines if ":" in line}
    done = subprocess.run(["iptables", "-L", "-n"], capture_output=True, check=False)
    return networks == {"lo"} and done.returncode == 0
