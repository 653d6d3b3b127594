"""Turns: a few things done at the same time, in the order that is fair to whoever asks."""

from __future__ import annotations

import asyncio
from collections import Counter
from types import TracebackType
from typing import Self

from domain.concurrency.fairness import FairQueue
from domain.errors import PapercrierError
from domain.messages import sentence


class TooMany(PapercrierError):
    """As many of your questions are waiting as may."""

    def __init__(self, waiting: int, *, is_news: bool) -> None:
        """Say it.

        Args:
            waiting: how much of the person's waits.
            is_news: whether it is the first such refusal since something of theirs was taken.
        """
        super().__init__(
            sentence(
                "{number} questions of yours are waiting to be answered, as many as one person's "
                "may; this one is not among them.",
                number=waiting,
            ),
            hint=sentence("Please ask it again when those are answered."),
        )
        self.is_news = is_news


class Place:
    """A place in the queue; `async with` it waits for the turn and gives it up in the end."""

    def __init__(self, turns: Turns, person: str) -> None:
        """Made by `Turns.reserve`."""
        self._turns = turns
        self.person = person
        self.granted = asyncio.Event()

    async def __aenter__(self) -> Self:
        try:
            await self.granted.wait()
        except BaseException:
            self.leave()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Give it up, before the turn or after it; again it does no harm."""
        self._turns.left(self)


class Turns:
    """Lets so many go at the same time, of each person one; the others wait, persons in turn."""

    def __init__(self, slots: int, *, most: int) -> None:
        """Nobody is there.

        Args:
            slots: how many go at the same time.
            most: how much of one person may wait.
        """
        self._slots = slots
        self._most = most
        self._waiting: FairQueue[Place] = FairQueue()
        self._going: dict[Place, None] = {}
        self._persons: Counter[str] = Counter()
        self._refused: set[str] = set()

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits and nobody goes."""
        return not self._going and not len(self._waiting)

    def reserve(self, person: str) -> Place:
        """A place for something of a person's, to be entered or left.

        Raises:
            TooMany: the person has as much waiting as one may have.
        """
        waiting = self._waiting.waiting(person)
        if waiting >= self._most:
            is_news = person not in self._refused
            self._refused.add(person)
            raise TooMany(waiting, is_news=is_news)
        self._refused.discard(person)
        place = Place(self, person)
        self._waiting.put(person, place)
        self._grant()
        return place

    def left(self, place: Place) -> None:
        """A place is not needed any more; see `Place.leave`."""
        if place in self._going:
            del self._going[place]
            self._persons.subtract([place.person])
            self._persons += Counter()
            self._waiting.defer(place.person)
        else:
            self._waiting.drop(place.person, place)
        if not self._waiting.waiting(place.person):
            self._refused.discard(place.person)
        self._grant()

    def _grant(self) -> None:
        while len(self._going) < self._slots:
            place = self._waiting.take(lambda person: not self._persons[person])
            if place is None:
                return
            self._going[place] = None
            self._persons[place.person] += 1
            place.granted.set()
