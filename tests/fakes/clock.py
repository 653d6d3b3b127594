"""A clock that shows what it is set to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SettableClock:
    """The `Clock` port for tests: stands still until it is set or moved on."""

    def __init__(self, moment: str | datetime) -> None:
        """Args: moment is a time, or its ISO form; without zone it is UTC."""
        self._now = _utc(moment)

    def now(self) -> datetime:
        """The moment set."""
        return self._now

    def set(self, moment: str | datetime) -> None:
        """Jump, forwards or backwards."""
        self._now = _utc(moment)

    def advance(self, **duration: float) -> None:
        """Move on by ``hours=1``, ``minutes=5`` and the like."""
        self._now += timedelta(**duration)


def _utc(moment: str | datetime) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
