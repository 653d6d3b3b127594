"""Wiring: the one place where settings become services."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.fair_use.admission import Admission, open_admission
from app.fair_use.allowances import COMMANDS, DIGESTS, INLINE, SEARCHES, Allowances
from app.fair_use.quotas import Limits, Quotas
from app.operating.daily import DailyFigures
from app.services import Services
from bot.clock import SystemClock
from bot.embedding import open_embedder
from bot.operations.single import holder_of
from bot.settings import Settings
from bot.summarizing import Summarizing, open_summarizing
from digests.like_papers import LikePapers
from digests.maker import DigestMaker
from digests.personal import PersonalOrder
from digests.summary_cache import SummaryCache
from domain.concurrency.flights import Flights
from domain.ports import Clock, FullTextReader, PaperSource
from intake.engine import Intake
from papers.sample import SampleSource
from storage import TableStore, open_store
from storage.opening import census, is_there
from storage.places import Place

if TYPE_CHECKING:
    from papers.source import Spaced
    from papers.transport.rests import Rests

VERSION: Final = version("papercrier")


@asynccontextmanager
async def open_container(
    settings: Settings,
    *,
    sample: bool = False,
    source: PaperSource | None = None,
    clock: Clock | None = None,
    is_served: bool = False,
    may_change: bool = True,
) -> AsyncIterator[Services]:
    """Everything wired and open, and closed again in the opposite order.

    Args:
        settings: as read from the environment.
        sample: use the embedded sample in arXiv's place; its papers are gone afterwards.
        source: given by tests in place of the real one.
        clock: likewise.
        is_served: whether this process, alone of all, serves the database.
        may_change: whether a database is made or upgraded; else one that is missing is made up.

    Raises:
        StoreError: the database cannot be used.
    """
    async with AsyncExitStack() as stack:
        clock = clock or SystemClock(settings.now)
        store = _store(stack, settings, is_served=is_served, may_change=may_change)
        library = _passing(stack) if sample else store
        own = (source, None) if source else None
        source, reader = own or _papers(settings, store, clock, sample=sample, is_served=is_served)
        stack.push_async_callback(source.close)
        if reader is not None:
            stack.push_async_callback(reader.close)
        summarizing = _summarizing(settings, store, clock, sample=sample, is_served=is_served)
        stack.push_async_callback(summarizing.close)
        summary_cache = _summary_cache(library, summarizing, store)
        stack.push_async_callback(summary_cache.close)
        intake = _intake(settings, source, library, clock, sample=sample)
        personal = PersonalOrder(store, library, clock)
        yield Services(
            store=store,
            outbox=store,
            library=library,
            source=source,
            intake=intake,
            maker=_maker(intake, library, summarizing, summary_cache, personal),
            like_papers=LikePapers(library, library, clock, open_embedder(settings)),
            summary_cache=summary_cache,
            answerer=summarizing.answerer,
            quotas=Quotas(store=store, clock=clock, limits=_limits(settings)),
            admission=await _admission(settings, store),
            allowances=_allowances(settings, store),
            daily=DailyFigures(store, clock),
            held=partial(_held, settings.database, settings.data_folder),
            clock=clock,
            sample=sample,
            version=VERSION,
            reader=reader,
            model=summarizing.model,
            operators=settings.operators,
            archive="" if sample else _archive(settings),
            started=clock.now(),
            **_shared(store, is_served=is_served),
        )


def _maker(
    intake: Intake,
    library: TableStore,
    summarizing: Summarizing,
    summary_cache: SummaryCache,
    personal: PersonalOrder,
) -> DigestMaker:
    return DigestMaker(
        intake=intake,
        library=library,
        summary_cache=summary_cache,
        overviewer=summarizing.overviewer,
        personal=personal,
    )


def _shared(store: TableStore, *, is_served: bool) -> dict[str, Any]:
    """What several processes share; nothing where only this one is there."""
    shared = store.shared if is_served else None
    if shared is None:
        return {}
    return {"inbox": shared.inbox, "paces": shared.paces, "marks": shared.allowances}


def _summary_cache(
    library: TableStore, summarizing: Summarizing, store: TableStore
) -> SummaryCache:
    # An extract takes less to be made twice than to be made once.
    is_dear = store.shared is not None and summarizing.model != ""
    return SummaryCache(
        library=library,
        summarizer=summarizing.on_demand,
        ahead=summarizing.ahead,
        bulk=summarizing.bulk,
        elsewhere=Flights(store) if is_dear else None,
    )


async def _held(place: Place, folder: Path) -> Mapping[str, Mapping[str, int]]:
    return await asyncio.to_thread(_counted, place, folder)


def _counted(place: Place, folder: Path) -> Mapping[str, Mapping[str, int]]:
    return census(place, folder=folder) if is_there(place) else {}


def _intake(
    settings: Settings, source: PaperSource, library: TableStore, clock: Clock, *, sample: bool
) -> Intake:
    evidence = None if sample else settings.data_folder / "evidence"
    return Intake(source=source, store=library, clock=clock, evidence_dir=evidence)


def _archive(settings: Settings) -> str:
    """Where chats find the archive, without a slash at the end; empty where they cannot."""
    return settings.public_url if settings.web_address else ""


async def _admission(settings: Settings, store: TableStore) -> Admission:
    return await open_admission(store, settings.admitted, is_shared=store.shared is not None)


def _allowances(settings: Settings, store: TableStore) -> Allowances:
    searches = settings.searches_per_user
    most = {
        COMMANDS.name: (settings.commands_per_user, settings.commands_per_chat),
        SEARCHES.name: (searches, settings.searches_per_chat),
        DIGESTS.name: (settings.digests_per_user, settings.digests_per_chat),
        INLINE.name: (2 * searches, 0),
    }
    return Allowances(most=most, shared=store.shared.allowances if store.shared else None)


def _summarizing(
    settings: Settings, store: TableStore, clock: Clock, *, sample: bool, is_served: bool
) -> Summarizing:
    # Papers that are nobody's are not worth anybody's money.
    plain = settings.model_copy(update={"llm_model": ""}) if sample else settings
    return open_summarizing(plain, notes=store, clock=clock, is_served=is_served)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.summaries_per_user, settings.summaries_per_chat)


def _store(
    stack: AsyncExitStack, settings: Settings, *, is_served: bool, may_change: bool
) -> TableStore:
    """Where chats are kept: in the database, or nowhere where there is none and none is made."""
    place = settings.database
    if not (may_change or is_there(place)):
        return _passing(stack)
    # A process that serves an older one goes on with it as it is.
    is_upgraded = is_served or (may_change and holder_of(place) is None)
    store = open_store(
        place,
        is_served=is_served,
        is_upgraded=is_upgraded,
        kept=settings.kept,
        version=VERSION,
    )
    stack.push_async_callback(store.close)
    return store


def _passing(stack: AsyncExitStack) -> TableStore:
    """A store that is gone afterwards."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="papercrier-"))
    store = open_store(Path(folder) / "passing.db")
    stack.push_async_callback(store.close)
    return store


def _papers(
    settings: Settings, store: TableStore, clock: Clock, *, sample: bool, is_served: bool
) -> tuple[PaperSource, FullTextReader | None]:
    """Where papers come from, and who reads them; of the sample nothing can be read."""
    if sample:
        return SampleSource(clock), None
    # arXiv's client brings in an HTTP library; the sample starts without it.
    from papers.fulltext.opening import open_reader
    from papers.source import open_source

    stamp, rests = _spacing(settings, store, is_served=is_served)
    contact = f"; {settings.contact}" if settings.contact else ""
    source = open_source(
        api_url=settings.arxiv_api_url,
        site_url=settings.arxiv_site_url,
        rss_url=settings.arxiv_rss_url,
        interval=settings.arxiv_interval,
        stamp=stamp,
        rests=rests,
        user_agent=f"papercrier/{VERSION} (reads arXiv for its followers{contact})",
        clock=clock,
    )
    reader = open_reader(
        web=source.web,
        site_url=settings.arxiv_site_url,
        folder=settings.data_folder / "papers",
        cache_mb=settings.cache_mb,
        figures=settings.figures,
        may_ask_for_source=settings.arxiv_source,
        elsewhere=Flights(store) if store.shared else None,
    )
    return source, reader


def _spacing(
    settings: Settings, store: TableStore, *, is_served: bool
) -> tuple[Path | Spaced, Rests]:
    """What keeps requests to arXiv apart, and lets it alone: over processes, or over machines."""
    from papers.transport.gated_limiter import GatedLimiter
    from papers.transport.rests import NotedRests, Rests

    # Where nothing is served, whoever types a command is the operator, who may try.
    is_heeded = is_served or holder_of(settings.database) is not None
    if store.shared is None:
        folder = settings.data_folder
        return folder / "arxiv-gate", Rests(folder / "arxiv-rests.json", is_heeded=is_heeded)
    rests = NotedRests(is_heeded=is_heeded)
    return partial(GatedLimiter, gate=store.shared.gate, rests=rests), rests
