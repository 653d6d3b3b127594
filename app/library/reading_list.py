"""The reading list: what somebody saved, with what they noted of it."""

from __future__ import annotations

from typing import Final

LONGEST_NOTE: Final = 1_000
"""Code points of what somebody notes of a paper."""
