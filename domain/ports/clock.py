"""The time of day as a port."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Everything that depends on the date asks here, never the system."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...
