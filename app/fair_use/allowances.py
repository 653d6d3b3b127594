"""Allowances: how often one person may have what costs everybody something.

Each fills up again evenly, so that whoever has used it up has the next one soon. They are counted
in memory, so that a restart fills all of them; where several processes serve, for all together.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.errors import PapercrierError, StoreError
from domain.messages import counted, marked, sentence
from domain.ports.sharing.allowances import SharedAllowances
from domain.requests import Context

_HOUR: Final = 3600.0
_REMEMBERED: Final = 20_000
"""Persons; of those that asked longest ago it is forgotten, as theirs are full again soonest."""

_AS_THEY_ARE: Final[Mapping[str, tuple[int, int]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many an hour for one person, and for all people of one chat together.

    Attributes:
        name: in logs and keys.
        most: an hour and at once, for one person.
        in_chat: the same in one group, channel or server's channel; 0 where none is asked in.
        refusal: the sentence for whoever has used it up, with ``{most}``.
        chat_refusal: the same for a chat.
    """

    name: str
    most: int
    in_chat: int
    refusal: str
    chat_refusal: str = ""


COMMANDS: Final = Allowance(
    "commands",
    1000,
    3000,
    marked("You have used as many commands as one person may, {most} an hour."),
    marked("This chat has used as many commands as one chat may, {most} an hour."),
)
"""Of every kind, buttons too; what they cost is this machine's time."""
SEARCHES: Final = Allowance(
    "searches",
    60,
    300,
    marked("You have searched arXiv as often as one person may, {most} times an hour."),
    marked("This chat has searched arXiv as often as one chat may, {most} times an hour."),
)
DIGESTS: Final = Allowance(
    "digests",
    40,
    200,
    marked("You have asked for digests as often as one person may, {most} times an hour."),
    marked("This chat has asked for digests as often as one chat may, {most} times an hour."),
)
QUESTIONS: Final = Allowance(
    "questions",
    120,
    600,
    marked("You have asked as many questions as one person may, {most} an hour."),
    marked("This chat has asked as many questions as one chat may, {most} an hour."),
)
"""About papers: each new one is read for it."""
INLINE: Final = Allowance(
    "inline queries",
    120,
    0,
    marked("You have searched arXiv as often as one person may, {most} times an hour."),
)


class UsedUp(PapercrierError):
    """That was often enough for now."""


class Allowances:
    """What is left of everybody's."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        *,
        most: Mapping[str, tuple[int, int]] = _AS_THEY_ARE,
        shared: SharedAllowances | None = None,
    ) -> None:
        """Prepare; all are full.

        Args:
            now: tells the time in seconds, by a clock that nobody sets.
            most: for one person and in one chat, by the allowance's name, where that is set.
            shared: where other processes count, too; None where there are none.
        """
        self._shared = shared
        self._now = now
        self._most = most
        self._used: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    async def charge(self, context: Context, allowance: Allowance) -> None:
        """Use one of whoever asks, and of where; those who run Papercrier use none.

        While the database cannot be asked, each process counts for itself.

        Raises:
            UsedUp: there is none; it says when there will be.
        """
        if context.is_local or context.is_operator:
            return
        chat = context.chat
        where = "" if context.is_private else f"{chat.kind}:{chat.chat_id}"
        # What is used up here alone is so altogether.
        self.take(context.person, allowance, chat=where)
        if self._shared is None:
            return
        wanted = {
            f"{allowance.name} {one.whose}": one
            for one in self._of(context.person, allowance, where)
        }
        with suppress(StoreError):
            short = await self._shared.use({name: one.most for name, one in wanted.items()})
            if short is not None:
                name, seconds = short
                self._give_back(wanted.values())
                raise wanted[name].refused(seconds)

    def take(self, person: str, allowance: Allowance, *, chat: str = "") -> None:
        """Use one of a person's, and of a chat's where one is named; or none of either.

        Raises:
            UsedUp: there is none; it says when there will be.
        """
        now = self._now()
        wanted = self._of(person, allowance, chat)
        used = [(one.key, self._after_one_more(one)) for one in wanted]
        for key, count in used:
            self._used[key] = (count, now)
            self._used.move_to_end(key)
        while len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)

    def _of(self, person: str, allowance: Allowance, chat: str) -> list[_Wanted]:
        most, in_chat = self._most.get(allowance.name, (allowance.most, allowance.in_chat))
        wanted = [_Wanted(allowance.name, person, most, allowance.refusal)]
        if chat and in_chat:
            wanted.append(_Wanted(allowance.name, f"in {chat}", in_chat, allowance.chat_refusal))
        return wanted

    def _give_back(self, wanted: Iterable[_Wanted]) -> None:
        for one in wanted:
            used, since = self._used[one.key]
            self._used[one.key] = (used - 1, since)

    def _after_one_more(self, one: _Wanted) -> float:
        now = self._now()
        used, since = self._used.get(one.key, (0.0, now))
        used = max(0.0, used - (now - since) * one.most / _HOUR)
        if used + 1 > one.most:
            raise one.refused((used + 1 - one.most) * _HOUR / one.most)
        return used + 1


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One of what a person or a chat may have."""

    name: str
    whose: str
    most: int
    refusal: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is counted under."""
        return self.name, self.whose

    def refused(self, seconds: float) -> UsedUp:
        """That there is none, and for how many seconds."""
        return UsedUp(
            sentence(self.refusal, most=self.most),
            hint=counted(
                "There will be another in {number} minute.",
                "There will be another in {number} minutes.",
                max(1, math.ceil(seconds / 60)),
            ),
        )
