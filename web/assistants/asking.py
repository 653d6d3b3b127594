"""Who asks, while an assistant's request is answered."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from domain.requests import Request

ASKING: Final[ContextVar[Request]] = ContextVar("ASKING")
"""Whoever asks, as if by a command of theirs; set by whatever takes requests."""
