"""Weekly look backs by themselves: each queued once, when its chat's week is over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.trends.past_week import LookingBack
from composing.trends.past_week import past_week_document
from digests.slots import next_slot, slot_to_serve
from domain.chats import ChatSettings
from domain.deliveries import Slot
from domain.metadata.notices import DueLookBack, LookBackTurn
from domain.ports import Clock, LookBacks
from i18n.catalogues import speech_of
from i18n.speech import speaking
from rendering.common.parcels import waiting
from scheduler.by_chat.turn_watch import TurnWatch
from scheduler.turns import JUST_CHANGED

EVERY: Final = 15.0
"""Seconds from one look to the next."""
AT_ONCE: Final = 20
"""Look backs that are dealt with together."""
LONGEST_HOLD: Final = timedelta(hours=3)
"""How long one waits beyond its moment for what was announced last."""


class LookBackWatch(TurnWatch[DueLookBack, LookBackTurn]):
    """Queues look backs, from `start` to `close`.

    One that is missed by `digests.slots.LATE_AFTER` is left out: the next week's comes.
    """

    def __init__(
        self,
        look_backs: LookBacks,
        looking: LookingBack,
        clock: Clock,
        platforms: Collection[str],
        planned: Callable[[], None],
    ) -> None:
        """Wire the watch.

        Args:
            look_backs: when each is due.
            looking: finds out what a week was.
            clock: tells the time.
            platforms: those that something is sent on.
            planned: called when something was queued.
        """
        super().__init__(clock, EVERY, "look backs")
        self._look_backs = look_backs
        self._looking = looking
        self._platforms = platforms
        self._planned = planned

    async def _due(self, now: datetime, waiting: Sequence[int]) -> list[DueLookBack]:
        return await self._look_backs.due_look_backs(self._platforms, now, AT_ONCE, waiting)

    async def _turn(self, due: DueLookBack) -> LookBackTurn | None:
        now, wished = self._clock.now(), _as_wished(due.chat.settings)
        if due.at is None:
            return _later(due, next_slot(wished, now - JUST_CHANGED, None))
        day = due.at.astimezone(ZoneInfo(wished.zone)).date()
        served = slot_to_serve(wished, Slot(day=day, at=due.at), now)
        if served is None:
            return _later(due, next_slot(wished, now, day))
        return await self._made(due, served, wished)

    async def _take(self, turns: Sequence[LookBackTurn]) -> bool:
        taken = await self._look_backs.take_look_backs(turns, self._clock.now())
        if taken and any(turn.document for turn in turns):
            self._planned()
        return bool(taken)

    async def _made(
        self, due: DueLookBack, served: Slot, wished: ChatSettings
    ) -> LookBackTurn | None:
        now = self._clock.now()
        if now < served.at + LONGEST_HOLD and not await self._looking.is_over(due.topics):
            self._wait(due)
            return None
        week = await self._looking.week_of(due.chat, due.topics, now)
        with speaking(speech_of(due.chat.settings.language)):
            document = waiting(past_week_document(week, due.chat.settings))
        later = _later(due, next_slot(wished, max(now, served.at), served.day))
        return replace(later, day=served.day, document=document)


def _later(due: DueLookBack, slot: Slot | None) -> LookBackTurn:
    return LookBackTurn(due=due, next_at=None if slot is None else slot.at)


def _as_wished(settings: ChatSettings) -> ChatSettings:
    """Settings by which a slot is a look back's: on its day, at the chat's time."""
    days = frozenset() if settings.weekly is None else frozenset((settings.weekly,))
    return replace(settings, days=days, as_announced=False)
