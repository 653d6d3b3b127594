"""How Papercrier itself is doing, for those who run it: figures, gathered at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.operating.bots import Bot, known_bots
from app.operating.process import ProcessFigures, process_figures
from app.operating.serving import PlatformState, platform_states
from app.services import Services
from domain.chats import ChatRef
from domain.concurrency.processes import Process
from domain.deliveries import OutboxFigures
from domain.messages import Message
from domain.papers import Batch, BatchState
from domain.platforms import kind_of
from domain.taxonomy import ARCHIVES
from summaries.llm.budget import Spending, refused_on, spending

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
class Condition:
    """How matters stand at one moment.

    Attributes:
        process: what the one that serves knows of itself; None where none does.
        processes: all that are at work on the database; none where only one ever is.
        platforms: how each platform is being served, by name; those that ever were.
        bots: by platform, those that are known.
        outbox: digests on their way, by platform.
        troubles: what of arXiv is not asked now.
        shut_out: that arXiv refuses this program, until it answers again; None where it does not.
        announced: by archive.
        spent: on the language model, today (UTC).
        spent_on_questions: of it, on questions put to papers.
        refused: for whom too little was left today: ``all``, or what is made ``ahead``; or nobody.
        held: how many there are of what in the database, by kind; bytes on the disk.
        days: what was done on each day of the last month, the newest first.
        in_doubt: the last messages that may not have arrived: chat, date, part, reason.
    """

    version: str
    model: str

    now: datetime
    process: ProcessFigures | None
    processes: tuple[Process, ...]
    platforms: Mapping[str, PlatformState]
    bots: Mapping[str, Bot]
    outbox: tuple[OutboxFigures, ...]
    troubles: tuple[Message, ...]
    shut_out: Message | None
    announced: dict[str, Announced]
    spent: Spending
    spent_on_questions: Spending
    refused: str
    held: Mapping[str, Mapping[str, int]]
    days: Mapping[str, Mapping[str, int]]
    in_doubt: tuple[tuple[ChatRef, date, int, str], ...]

    def called(self, platform: str) -> str:
        """What a platform is called: as its bot is, where several of its kind are known."""
        alike = [bot for bot in self.bots.values() if kind_of(bot.platform) == kind_of(platform)]
        return str(self.bots[platform]) if platform in self.bots and len(alike) > 1 else platform


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What everybody may know.

    Attributes:
        model: the language model's name; empty where none is set up.
        meaning: the name of the model that tells what papers mean; empty where none does.
        sample: whether the papers are the embedded sample.
        troubles: what of arXiv is not asked now.
        resumes: the date of the next announcement after holidays; None where none are now.
        batches: for each archive the newest announcement.
        processes: that are at work, for those who run it; none where only one ever is.
    """

    version: str
    model: str
    meaning: str
    sample: bool
    troubles: tuple[Message, ...]
    resumes: date | None
    batches: tuple[Batch, ...]
    processes: tuple[Process, ...]


async def about(services: Services, *, is_operator: bool) -> About:
    """What runs here, and how arXiv's announcements stand."""
    resumes = await services.intake.resumes(services.intake.newest_date())
    return About(
        version=services.version,
        model=services.model,
        meaning=services.like_papers.meaning,
        sample=services.sample,
        troubles=tuple(services.source.troubles()),
        resumes=None if services.sample else resumes,
        batches=tuple(await services.library.latest_batches()),
        processes=tuple(await services.store.processes()) if is_operator else (),
    )


async def own_condition(services: Services) -> Condition:
    """Gather the figures in the process that serves.

    Raises:
        StoreError: the database cannot be read.
    """
    return await condition(services, process=process_figures(services))


async def condition(services: Services, *, process: ProcessFigures | None) -> Condition:
    """Gather the figures.

    Args:
        services: of any process.
        process: what the one that serves knows of itself; None where none does.

    Raises:
        StoreError: the database cannot be read.
    """
    now = services.clock.now()
    bots = await known_bots(services.store)
    return Condition(
        version=services.version,
        model=services.model,
        now=now,
        process=process,
        processes=tuple(await services.store.processes()),
        platforms=await platform_states(services.store, bots),
        bots={bot.platform: bot for bot in bots},
        outbox=tuple(await services.outbox.outbox_figures()),
        troubles=tuple(services.source.troubles()),
        shut_out=services.source.refusal(),
        announced=await _announced(services, now.date()),
        spent=await spending(services.store, now.date()),
        spent_on_questions=await spending(services.store, now.date(), apart="questions"),
        refused=await refused_on(services.store, now.date()),
        held=await services.held(),
        days=await services.daily.lately(),
        in_doubt=tuple(await services.outbox.unknown_parts(_IN_DOUBT)),
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
