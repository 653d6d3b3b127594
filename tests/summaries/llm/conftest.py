"""What tests of batches have in common."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.summaries.llm.batch_server import BatchServer, batch_server
from tests.summaries.llm.nights import GOOD, Night


@pytest.fixture
def night(provider: str) -> Night:
    """Before a morning with digests at seven."""
    return Night(provider)


@pytest.fixture
async def server(night: Night, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BatchServer]:
    """Stands where both providers are."""
    async with batch_server(lambda text: GOOD) as server:
        server.created_at = int(night.clock.now().timestamp())
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        yield server
