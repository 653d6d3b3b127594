"""How Papercrier itself is doing, for those who run it: figures, gathered at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.operating.serving import PLATFORMS, PlatformState, platform_state
from app.services import Services
from domain.chats import ChatRef
from domain.deliveries import OutboxFigures
from domain.messages import Message
from domain.papers import Batch, BatchState
from domain.taxonomy import ARCHIVES
from summaries.llm.budget import Spending, spending

_LOOK_BACK: Final = timedelta(days=14)
"""Announcements older than that are nobody's news."""

_IN_DOUBT: Final = 5
"""Messages that may not have arrived, told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How an archive's announcements stand.

    Attributes:
        newest: the last one known of.
        complete: date of the last complete one; None if there was none lately.
    """

    newest: Batch
    complete: date | None


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
class Condition:
    """How matters stand at one moment.

    Attributes:
        memory: bytes that the process has in memory.
        platforms: how each platform is being served, by name; those that ever were.
        outbox: digests on their way, by platform.
        troubles: what of arXiv is not asked now.
        announced: by archive.
        spent: on the language model, today (UTC).
        spent_on_questions: of it, on questions put to papers.
        held: how many there are of what in the database, by kind; bytes on the disk.
        days: what was done on each day of the last month, the newest first.
        done: what was done since the start, by the same names.
        in_doubt: the last messages that may not have arrived: chat, date, part, reason.
    """

    version: str
    model: str

    now: datetime
    started: datetime
    memory: int
    platforms: dict[str, PlatformState]
    outbox: tuple[OutboxFigures, ...]
    troubles: tuple[Message, ...]
    announced: dict[str, Announced]
    summaries: SummaryFigures
    spent: Spending
    spent_on_questions: Spending
    held: Mapping[str, Mapping[str, int]]
    days: Mapping[str, Mapping[str, int]]
    done: Mapping[str, int]
    in_doubt: tuple[tuple[ChatRef, date, int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What everybody may know.

    Attributes:
        model: the language model's name; empty where none is set up.
        sample: whether the papers are the embedded sample.
        troubles: what of arXiv is not asked now.
        resumes: the date of the next announcement after holidays; None where none are now.
        batches: for each archive the newest announcement.
    """

    version: str
    model: str
    sample: bool
    troubles: tuple[Message, ...]
    resumes: date | None
    batches: tuple[Batch, ...]


async def about(services: Services) -> About:
    """What runs here, and how arXiv's announcements stand."""
    resumes = await services.intake.resumes(services.intake.newest_date())
    return About(
        version=services.version,
        model=services.model,
        sample=services.sample,
        troubles=tuple(services.source.troubles()),
        resumes=None if services.sample else resumes,
        batches=tuple(await services.library.latest_batches()),
    )


async def condition(services: Services) -> Condition:
    """Gather the figures.

    Raises:
        StoreError: the database cannot be read.
    """
    import psutil  # which the start does without

    now = services.clock.now()
    count_up(services)
    states = {name: await platform_state(services.store, name) for name in PLATFORMS}
    summary_cache = services.summary_cache
    return Condition(
        version=services.version,
        model=services.model,
        now=now,
        started=services.started,
        memory=psutil.Process().memory_info().rss,
        platforms={name: state for name, state in states.items() if state is not None},
        outbox=tuple(await services.outbox.outbox_figures()),
        troubles=tuple(services.source.troubles()),
        announced=await _announced(services, now.date()),
        summaries=SummaryFigures(
            made=summary_cache.made, stood_in=summary_cache.stood_in, found=summary_cache.found
        ),
        spent=await spending(services.store, now.date()),
        spent_on_questions=await spending(services.store, now.date(), apart="questions"),
        held=await services.held(),
        days=await services.daily.lately(),
        done=dict(services.daily.since_start),
        in_doubt=tuple(await services.outbox.unknown_parts(_IN_DOUBT)),
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


async def _announced(services: Services, today: date) -> dict[str, Announced]:
    known = await services.library.batch_states(
        ARCHIVES, today - _LOOK_BACK, today + timedelta(days=1)
    )
    newest: dict[str, Batch] = {}
    complete: dict[str, date] = {}
    for batch in sorted(known, key=lambda batch: (batch.archive, batch.date)):
        newest[batch.archive] = batch
        if batch.state is BatchState.COMPLETE:
            complete[batch.archive] = batch.date
    return {
        archive: Announced(newest=batch, complete=complete.get(archive))
        for archive, batch in newest.items()
    }
