"""A place for samples, so that invented papers leave nothing behind."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings


@asynccontextmanager
async def sampled(settings: Settings, *, sample: bool = True) -> AsyncIterator[Settings]:
    """Settings under which nothing is kept; as they are where no sample is wanted."""
    if not sample:
        yield settings
        return
    folder = await asyncio.to_thread(tempfile.mkdtemp, prefix="papercrier-sample-")
    try:
        yield settings.model_copy(update={"database": Path(folder) / "papercrier.db"})
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
