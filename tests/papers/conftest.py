"""What tests of the way to arXiv stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from papers.source import ArxivSource
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import source_of


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """A small arXiv that knows nothing yet."""
    with FakeArxiv() as server:
        yield server


@pytest.fixture
async def source(arxiv: FakeArxiv) -> AsyncIterator[ArxivSource]:
    """A source that asks it."""
    source = source_of(arxiv)
    yield source
    await source.close()
