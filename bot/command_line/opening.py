"""Starting up: whether arXiv can be reached, and what to show before anybody asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services import Services
from domain.errors import SourceUnavailable

PATIENCE: Final = 5.0
"""Seconds within which it is decided that arXiv cannot be reached."""

_SHORT_PATIENCE: Final = 0.5
_NOTE: Final = "arxiv-unreachable-at-last-start"


@dataclass(frozen=True, slots=True)
class Opening:
    """How the container stands at its start.

    Attributes:
        newest: the listing date to show first: one that is at hand, or the newest there is.
        is_older: whether a newer one than that may be out.
        trouble: why arXiv cannot be reached, where it can't.
    """

    services: Services
    newest: date
    is_older: bool = False
    trouble: SourceUnavailable | None = None


async def opened(services: Services) -> Opening:
    """Decide what to show first; where announcements were read before, nobody waits."""
    newest = services.intake.newest_date()
    at_hand = [batch.date for batch in await services.library.latest_batches() if batch.news]
    if at_hand:
        return Opening(services, newest=max(at_hand), is_older=max(at_hand) < newest)
    # Somebody who starts again without a network should not wait the full time again.
    unreachable_before = await services.store.note(_NOTE) == "yes"
    try:
        await services.source.reach(_SHORT_PATIENCE if unreachable_before else PATIENCE)
    except SourceUnavailable as error:
        await services.store.save_note(_NOTE, "yes")
        return Opening(services, newest=newest, trouble=error)
    await services.store.save_note(_NOTE, "no")
    return Opening(services, newest=newest)
