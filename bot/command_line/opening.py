"""Whether arXiv can be reached, found out at the start."""

from __future__ import annotations

from typing import Final

from app.services import Services
from domain.errors import SourceUnavailable

PATIENCE: Final = 5.0
"""Seconds within which it is decided that arXiv cannot be reached."""

_SHORT_PATIENCE: Final = 0.5
_NOTE: Final = "arxiv-unreachable-at-last-start"


async def reached(services: Services) -> SourceUnavailable | None:
    """Why arXiv cannot be reached; nothing where it can, or announcements have been read before."""
    if any(batch.news for batch in await services.library.latest_batches()):
        return None
    # Somebody who starts again without a network should not wait the full time again.
    unreachable_before = await services.store.note(_NOTE) == "yes"
    try:
        await services.source.reach(_SHORT_PATIENCE if unreachable_before else PATIENCE)
    except SourceUnavailable as error:
        await services.store.save_note(_NOTE, "yes")
        return error
    await services.store.save_note(_NOTE, "no")
    return None
