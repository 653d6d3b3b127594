"""A group that reads together, its members, and what arrives in it, under one clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Final

from app.groups.candidates import candidates_of
from domain.chats import ChatRef, Press
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.groups.meetings import Held, Meeting, MeetingRule, Step
from rendering.common.parcels import rendered
from scheduler.meetings.turns import MeetingTurns
from scheduler.meetings.watch import MeetingWatch
from tests.scheduler.stage import Sent, Stage, paper, staged

GROUP: Final = ChatRef("telegram", "-7")
PAPERS: Final = tuple(f"2410.1000{number}" for number in range(9))
THURSDAYS: Final = MeetingRule.of("weekly 3 17:00 1")


class Club:
    """The stage with a group's meetings.

    Attributes:
        has_polls: whether the platform makes polls of votes.
        became: what becomes of each next message.
        counts: of the votes of a poll, when it is ended.
        steps: what arrived, with its moment.
        dies: asked at each point of a delivery whether the process is killed there.
    """

    def __init__(self, stage: Stage, ref: ChatRef = GROUP) -> None:
        self.stage = stage
        self.ref = ref
        self.has_polls = False
        self.is_down = False
        self.became = PartState.SENT
        self.counts: tuple[int, ...] = ()
        self.steps: list[tuple[Step | None, str]] = []
        self.dies: Callable[[], bool] = lambda: False
        self._ids = count(100)
        self.begin()

    def begin(self) -> None:
        """A new process."""
        stage = self.stage
        turns = MeetingTurns(stage.store, stage.store, stage.summary_cache)
        self.watch = MeetingWatch(
            stage.store, turns, stage.clock, ("telegram", "discord"), lambda: None
        )

    async def look(self, at: str | datetime = "") -> list[Sent]:
        """What is sent when the process looks, at a moment."""
        if at:
            self.stage.clock.set(at)
        before = len(self.stage.sent)
        await self.watch.look()
        while await self._delivered():
            await self.watch.look()
        return self.stage.sent[before:]

    async def like(self, base: str, *people: str, is_more: bool = True) -> None:
        """Have members press on a paper."""
        for person in people:
            press = Press(f"user:{person}", base, is_more, self.stage.clock.now())
            await self.stage.store.keep_press(self.ref, press)

    async def vote(self, day: str, **choices: int) -> None:
        """Have members vote by button, from 0."""
        for person, choice in choices.items():
            on = date.fromisoformat(day)
            await self.stage.store.cast_vote(self.ref, on, f"user:{person}", choice)

    async def meeting(self) -> Meeting:
        """The newest."""
        return (await self.stage.store.meetings(self.ref))[0]

    async def candidates(self) -> list[str]:
        """What would be voted on now."""
        found = await candidates_of(self.stage.store, self.stage.store, self.ref)
        return [one.paper for one in found]

    async def _delivered(self) -> bool:
        """Send what is queued; whether there was anything."""
        store, now = self.stage.store, self.stage.clock.now()
        if self.is_down:
            return False
        parts = await store.claim_parts(self.ref.platform, now, 1_000)
        fresh = {one.id: rendered(one.chat.kind, one.document) for one in parts if one.document}
        known = {one.id: one for one in await store.keep_rendered(fresh)}
        for part in (known.get(one.id, one) for one in parts):
            if self.dies():
                return False
            await store.begin_parts([part.id], now)
            if self.dies():
                return False
            became = self._became(part)
            if became.state is PartState.SENT:
                self.stage.sent.append(Sent(part, now))
                self.steps.append(
                    (part.at_once.step if part.at_once else None, f"{now:%m-%dT%H:%M}")
                )
            if self.dies():
                return False
            await store.settle_parts({part.id: became}, now)
        return bool(parts)

    async def deliver(self) -> None:
        """What is sent before the process looks."""
        await self._delivered()

    async def restart(self) -> None:
        """The process is killed, and begins again."""
        self.begin()
        await self.stage.store.recover_parts(self.ref.platform, self.stage.clock.now(), 0.0)

    def _became(self, part: OutboxPart) -> DeliveryDecision:
        if self.became is not PartState.SENT:
            return DeliveryDecision(state=self.became)
        step = part.at_once.step if part.at_once else None
        is_edit = part.at_once is not None and part.at_once.edits
        held = None
        if self.has_polls and step is Step.VOTE:
            held = Held(poll=f"poll {part.slot}")
        if step is Step.CLOSE and not is_edit:
            held = Held(counts=self.counts)
        number = () if is_edit else (next(self._ids),)
        return DeliveryDecision(state=PartState.SENT, messages=number, held=held)


@asynccontextmanager
async def club(
    folder: Path,
    begins: str,
    rule: MeetingRule = THURSDAYS,
    zone: str = "Europe/Berlin",
    papers: Iterable[str] = PAPERS,
    ref: ChatRef = GROUP,
) -> AsyncIterator[Club]:
    """A group whose clocks are Berlin's."""
    async with staged(folder, begins) as stage:
        await stage.store.save_papers([paper(base) for base in papers])
        await stage.chat(ref, zone=zone)
        await stage.store.set_reading_group(ref, rule, stage.clock.now())
        yield Club(stage, ref)
