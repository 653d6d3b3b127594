"""A queue that is fair: persons take turns, and what is urgent goes before what is not. Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Things that wait, by person: each person's in order, one of each in turn.

    Whoever comes when others wait has the last turn of the present round, so that a person with
    one thing waits for no more than one thing of every other. Not for use by several threads.
    """

    def __init__(self) -> None:
        """Nothing waits."""
        self._of: OrderedDict[str, deque[T]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, person: str, thing: T) -> None:
        """Let something wait."""
        self._of.setdefault(person, deque()).append(thing)
        self._count += 1

    def waiting(self, person: str) -> int:
        """How much of a person's waits."""
        return len(self._of.get(person, ()))

    def take(self, is_free: Callable[[str], bool] = lambda _: True) -> T | None:
        """The next, of the first person who may have a turn; None where there is none."""
        for person, things in self._of.items():
            if is_free(person):
                thing = things.popleft()
                self._count -= 1
                if things:
                    self._of.move_to_end(person)
                else:
                    del self._of[person]
                return thing
        return None

    def defer(self, person: str) -> None:
        """Let a person who has just had a turn come after all others who wait now."""
        if person in self._of:
            self._of.move_to_end(person)

    def drop(self, person: str, thing: T) -> None:
        """Take out something that need not wait any more; nothing happens where it does not."""
        things = self._of.get(person)
        if things is None or thing not in things:
            return
        things.remove(thing)
        self._count -= 1
        if not things:
            del self._of[person]

    def clear(self) -> list[T]:
        """Take out everything."""
        left = [thing for things in self._of.values() for thing in things]
        self._of.clear()
        self._count = 0
        return left
