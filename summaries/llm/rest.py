"""A rest after trouble: who is down or refuses is not asked again by everybody at once.

A paper that takes a model too long rests alone; others are asked about meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from domain.errors import AnswerTooSlow, ModelError

AFTER_SILENCE: Final = 60.0
"""Seconds in which a model is not asked that did not answer, after all waiting."""
AFTER_REFUSAL: Final = 300.0
"""The same for a wrong key, a wrong name, an account without credit: a person has to see to it."""
LONGEST: Final = 900.0
OF_A_PAPER: Final = 3_600.0
"""Seconds in which a model is not asked about a paper that it took too long over."""
_MOST_PAPERS: Final = 1_000


class Rest:
    """Remembers the trouble that a model is in, for a while.

    A digest of fifty papers would else wait for each of them in turn, with the digests after it.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Args: now is in seconds from any moment on; given by tests."""
        self._now = now
        self._until = 0.0
        self._trouble: ModelError | None = None

    def begin(self, trouble: ModelError, seconds: float) -> None:
        """Rest from now on, for `LONGEST` at most."""
        self._trouble = trouble
        self._until = self._now() + min(seconds, LONGEST)

    def check(self) -> None:
        """Let pass who comes after the rest.

        Raises:
            ModelError: it is not over; the same trouble, told again.
        """
        if self._trouble is not None and self._now() < self._until:
            raise type(self._trouble)(self._trouble.message)


class PaperRests:
    """Remembers the papers that a model takes too long over, for a while."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Args: as those of `Rest`."""
        self._now = now
        self._until: dict[str, float] = {}

    def begin(self, paper: str) -> None:
        """Let a paper rest from now on; the oldest go where there are too many."""
        self._until.pop(paper, None)
        self._until[paper] = self._now() + OF_A_PAPER
        if len(self._until) > _MOST_PAPERS:
            del self._until[next(iter(self._until))]

    def check(self, paper: str) -> None:
        """Let pass what does not rest.

        Raises:
            AnswerTooSlow: it does.
        """
        if self._now() < self._until.get(paper, 0.0):
            raise AnswerTooSlow
