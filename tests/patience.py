"""How long tests wait for what will surely come."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 300.0
"""Seconds after which a test that hangs is given up; a loaded machine takes no such time."""
