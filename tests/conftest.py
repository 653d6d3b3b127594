"""What every test begins with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _logs_as_they_come() -> Iterator[None]:
    """A test that sets up logs does so for itself only."""
    yield
    structlog.reset_defaults()
