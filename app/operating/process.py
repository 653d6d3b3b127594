"""What the process that serves knows of itself, kept so that others can tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from app.services import Services
from domain.ports import Notes

_NOTE: Final = "process"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFigures:
    """Summaries since the start.

    Attributes:
        made: as they were wanted.
        stood_in: extracts in place of a language model's summary.
        found: given again, having been made before.
    """

    made: int
    stood_in: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFigures:
    """Figures of one process.

    Attributes:
        started: when it began, UTC.
        memory: bytes that it has in memory.
        summaries: since then.
        done: what was done since then, by the names of `app.operating.daily`.
    """

    started: datetime
    memory: int
    summaries: SummaryFigures
    done: Mapping[str, int]


def process_figures(services: Services) -> ProcessFigures:
    """Those of this process, with all that it has counted up to now."""
    import psutil  # which the start does without

    count_up(services)
    cache = services.summary_cache
    return ProcessFigures(
        started=services.started,
        memory=psutil.Process().memory_info().rss,
        summaries=SummaryFigures(made=cache.made, stood_in=cache.stood_in, found=cache.found),
        done=dict(services.daily.since_start),
    )


def count_up(services: Services) -> None:
    """Count for the day what the parts of this process have counted by themselves."""
    made = services.summary_cache
    services.daily.stand_at(
        {
            "summaries": made.made,
            "extracts": made.stood_in,
            "requests": services.source.requests(),
        }
    )


async def keep_process(notes: Notes, figures: ProcessFigures) -> None:
    """Keep them for whoever asks from outside.

    Raises:
        StoreError: they cannot be kept.
    """
    kept = {**asdict(figures), "started": figures.started.isoformat()}
    await notes.save_note(_NOTE, json.dumps(kept))


async def kept_process(notes: Notes) -> ProcessFigures | None:
    """Those of the process that kept them last; None where none ever did.

    Raises:
        StoreError: they cannot be read.
    """
    note = await notes.note(_NOTE)
    if note is None:
        return None
    kept = json.loads(note)
    return ProcessFigures(
        started=datetime.fromisoformat(kept["started"]),
        memory=kept["memory"],
        summaries=SummaryFigures(**kept["summaries"]),
        done=kept["done"],
    )
