"""An archive that all tests of a module read together."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.web.site import Site, a_site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """The archive of two days; nothing that a test does changes it."""
    async with a_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened
