"""Which parts of arXiv are left alone until when, kept for the next start and other processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.concurrency import waits
from domain.messages import Message, as_data, from_data

_LONGEST: Final = timedelta(seconds=waits.LONGEST) + timedelta(minutes=5)
"""What is to last longer was noted under a clock that was ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A part of arXiv that is left alone, as it has asked.

    Attributes:
        since, until: when that began, and when it ends.
        why: what it said.
        is_refusal: whether it refuses this program, and not only for now.
    """

    since: datetime
    until: datetime
    why: Message
    is_refusal: bool = False

    def lasts(self, now: datetime) -> bool:
        """Whether it has not ended yet."""
        return now < self.until


class Rests:
    """A small file with what is left alone, by the part of arXiv.

    It is read again each time, as another process may have written it. Where it cannot be read or
    written, nothing is known; and so where a clock was ahead that has been set back.
    """

    def __init__(self, file: Path | None = None, *, is_heeded: bool = True) -> None:
        """Prepare.

        Args:
            file: None where this object alone is to know.
            is_heeded: whether what others have noted is heeded here.
        """
        self._file = file
        self._is_heeded = is_heeded
        self._own: Mapping[str, Rest] = {}

    def known(self, now: datetime) -> dict[str, Rest]:
        """What was noted, over or not."""
        found = dict(self._own)
        with suppress(OSError, *_UNREADABLE):
            if self._file is not None:
                found = _read(self._file.read_text(encoding="utf-8"))
        return {name: rest for name, rest in found.items() if rest.until <= now + _LONGEST}

    def heeded(self, now: datetime) -> dict[str, Rest]:
        """What is to be heeded here now."""
        known = self.known(now) if self._is_heeded else {}
        return {name: rest for name, rest in known.items() if rest.lasts(now)}

    def keep(self, rests: Mapping[str, Rest]) -> None:
        """Note all there is; what was noted before is forgotten."""
        if self._file is None:
            self._own = rests
            return
        with suppress(OSError):
            self._file.write_text(_written(rests), encoding="utf-8")


class NotedRests(Rests):
    """As `Rests`, told to other machines by whoever asks arXiv, with what they ask through."""

    def __init__(self, *, is_heeded: bool = True) -> None:
        """Args: whether what others have noted is heeded here."""
        super().__init__(None, is_heeded=is_heeded)
        self._news: str | None = None

    def hear(self, note: str) -> None:
        """Take what others know; what is to be told here is newer."""
        if self._news is None:
            with suppress(*_UNREADABLE):
                self._own = _read(note or "{}")

    def to_tell(self) -> str | None:
        """What others have to know from now on; None where that is nothing new."""
        news, self._news = self._news, None
        return news

    def keep(self, rests: Mapping[str, Rest]) -> None:
        """Note all there is, for others too; what was noted before is forgotten."""
        super().keep(rests)
        self._news = _written(rests)


_UNREADABLE: Final = (ValueError, TypeError, AttributeError, KeyError)


def _read(text: str) -> dict[str, Rest]:
    return {name: _rest_of(data) for name, data in json.loads(text).items()}


def _written(rests: Mapping[str, Rest]) -> str:
    return json.dumps(
        {
            name: {
                "since": rest.since.isoformat(),
                "until": rest.until.isoformat(),
                "why": as_data(rest.why),
                "is_refusal": rest.is_refusal,
            }
            for name, rest in rests.items()
        }
    )


def _rest_of(data: Mapping[str, Any]) -> Rest:
    return Rest(
        since=datetime.fromisoformat(data["since"]),
        until=datetime.fromisoformat(data["until"]),
        why=from_data(data["why"]),
        is_refusal=data["is_refusal"] is True,
    )
