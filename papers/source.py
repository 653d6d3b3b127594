"""arXiv as a paper source: the port's methods, and how its parts are wired."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import structlog

from domain.concurrency.single_flight import SingleFlight
from domain.errors import SettingsError, SourceError
from domain.identifiers import PaperId
from domain.messages import Message, sentence
from domain.papers import Listing, ListingEntry, Paper, PaperPage
from domain.ports import Clock
from domain.topics import Query
from papers.api.client import ArxivApi
from papers.listings.announced import Announcements
from papers.listings.paper_page import PageUnbelieved, read_paper_page
from papers.transport.availability import Persistence, Service
from papers.transport.connectivity import reach_any
from papers.transport.exchange import Limits
from papers.transport.rate_limiter import RateLimiter, polite_interval
from papers.transport.rests import Rests
from papers.transport.web import ArxivWeb
from topics.arxiv_query import to_arxiv

SHARED_FOR: Final = 5.0
"""Seconds for which an answer about one paper is good for others who ask."""
_PAGES_AGAIN: Final = 3600.0

log = structlog.get_logger(__name__)

Spaced = Callable[[float], RateLimiter]
"""Makes a limiter that keeps so many seconds between requests."""


class ArxivSource:
    """A `domain.ports.PaperSource`: arXiv itself.

    All its traffic, whoever asks, passes one queue. What is asked within
    `domain.concurrency.asker.in_background` lets everything else go first, and persons take turns.
    """

    def __init__(self, *, web: ArxivWeb, api: ArxivApi, announcements: Announcements) -> None:
        """Args: web is what the other two ask through."""
        self._web = web
        self._api = api
        self._announcements = announcements
        self._asking: SingleFlight[frozenset[PaperId], dict[str, Paper]] = SingleFlight(_stays)
        self._opening: SingleFlight[PaperId, PaperPage | None] = SingleFlight()
        self._pages_again = 0.0

    @property
    def web(self) -> ArxivWeb:
        """The way to arXiv, for what else is read there: papers themselves."""
        return self._web

    async def reach(self, patience: float) -> None:
        """Find out whether arXiv takes connections; the first request then shares the patience.

        A TCP connection to its site or API decides, so no request is spent. A server that takes
        it and stays silent is found out by the request that follows, which fails when what is
        left of the patience is over.

        Raises:
            SourceUnavailable: it does not.
        """
        began = time.monotonic()
        await reach_any((self._announcements.site_url, self._api.url), patience)
        self._web.expect_answer_within(patience - (time.monotonic() - began))

    def troubles(self) -> list[Message]:
        """A sentence for each part of arXiv that is left alone now."""
        return self._web.troubles()

    def refusal(self) -> Message | None:
        """That arXiv refuses this program, until it answers again; None where it does not."""
        return self._web.refusal()

    def requests(self) -> int:
        """How many requests were made of arXiv since the start."""
        return self._web.requests

    async def newest(self, archive: str) -> Listing:
        """The newest listing of an archive, whatever date it bears."""
        return await self._announcements.newest(archive)

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The listing of an archive of a date within the last 90 days; empty on a quiet day."""
        return await self._announcements.caught_up(archive, day)

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """What the feeds announce for several archives together."""
        return await self._announcements.feed(archives)

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id, from the API; unknown ids are missing.

        Those who ask for one paper together, or a moment later, share one answer.
        """
        wanted = frozenset(ids)
        return dict(await self._asking.do(wanted, lambda: self._api.papers(ids)))

    async def page(self, paper: PaperId) -> PaperPage | None:
        """What a paper's own page tells; those who ask together share one answer.

        Where a page tells it in a form that is not known, pages are not asked for again for an
        hour.
        """
        if paper.is_sample or time.monotonic() < self._pages_again:
            return None
        return await self._opening.do(paper, lambda: self._page(paper))

    async def _page(self, paper: PaperId) -> PaperPage | None:
        try:
            address = f"{self._announcements.site_url}/abs/{paper}"
            answer = await self._web.fetch(address, Service.SITE)
            if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                return None
            return await asyncio.to_thread(read_paper_page, answer.content(), paper)
        except SourceError:
            return None
        except PageUnbelieved:
            log.warning("page_unbelieved", paper=str(paper))
            self._pages_again = time.monotonic() + _PAGES_AGAIN
            return None

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """Papers that match a query, from the API.

        The most relevant first; with `submitted`, those of that span, its end excluded, the
        newest first.

        Raises:
            InputError: more than the 10,000 most relevant are asked for.
        """
        if submitted is None:
            return await self._api.most_relevant(to_arxiv(query), limit)
        return await self._api.submitted(to_arxiv(query), submitted, limit)

    async def close(self) -> None:
        """Stop asking and hang up."""
        await self._asking.close()
        await self._opening.close()
        await self._web.close()


def _stays(wanted: frozenset[PaperId], found: dict[str, Paper]) -> float:
    """For how long an answer is given to others; who looked at home too early asks only now."""
    return SHARED_FOR if found and len(wanted) == 1 else 0.0


def open_source(
    *,
    api_url: str,
    site_url: str,
    rss_url: str,
    interval: float,
    stamp: Path | Spaced | None,
    user_agent: str,
    rests: Rests | None = None,
    clock: Clock | None = None,
    limits: Limits | None = None,
    persistence: Persistence | None = None,
) -> ArxivSource:
    """Wire a source. Nothing is asked before its first use.

    Args:
        api_url: the search API, as ``https://export.arxiv.org/api/query``.
        site_url: the site with the listings, as ``https://arxiv.org``.
        rss_url: the feeds, as ``https://rss.arxiv.org``.
        interval: seconds between requests; raised to 3 where an address is arXiv's own.
        stamp: a file by which the machine's processes are spaced, or what spaces those of all.
        user_agent: who asks, with a contact.
        rests: which parts of arXiv are left alone, and until when; likewise.
        clock: for times that people are told.
        limits: what an answer may cost.
        persistence: how long to go on asking.

    Raises:
        SettingsError: an address is none.
    """
    urls = api, site, rss = [_checked(url) for url in (api_url, site_url, rss_url)]
    web = ArxivWeb(
        limiter=_limiter(polite_interval(interval, urls), stamp),
        user_agent=user_agent,
        limits=limits,
        persistence=persistence,
        now=clock.now if clock else None,
        rests=rests,
    )
    return ArxivSource(
        web=web,
        api=ArxivApi(web=web, url=api),
        announcements=Announcements(web=web, site_url=site, rss_url=rss),
    )


def _limiter(interval: float, stamp: Path | Spaced | None) -> RateLimiter:
    return stamp(interval) if callable(stamp) else RateLimiter(interval, stamp)


def _checked(url: str) -> str:
    """An address, without what may end it.

    Raises:
        SettingsError: it is none.
    """
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise SettingsError(
            sentence("“{url}” is not an address of arXiv's.", url=url),
            hint=sentence("One looks like https://arxiv.org."),
        )
    return url.rstrip("/?")
