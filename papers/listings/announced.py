"""arXiv's announcements: listings whole, over all their pages, and feeds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final, TypeVar
from urllib.parse import quote

from domain.errors import MalformedAnswer
from domain.messages import sentence
from domain.papers import AnnouncementKind, Listing, ListingEntry
from papers.listings.feed import Feed, parse_feed
from papers.listings.listing import ListingPage, merge_pages, parse_listing
from papers.remembered import Remembered
from papers.transport.availability import Service
from papers.transport.exchange import Answer
from papers.transport.web import ArxivWeb

T = TypeVar("T")

_PAGE: Final = 2000
"""Entries on a page, the most that arXiv offers; catch-up pages have as many."""
_FEED_ENDS_AT: Final = 2000
"""Entries after which arXiv cuts a feed off without a word."""
_TIMES: Final = 3
"""How often a listing is begun that changes while it is paged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """Listings and feeds. Every method raises SourceUnavailable and MalformedAnswer.

    An empty page is given as it is: whether a quiet day is to be believed can only be told
    from other evidence.

    Attributes:
        web: the way there.
        site_url, rss_url: where arXiv's site and its feeds are, without a slash at the end.
        page_size: entries asked for on a page, and given on a catch-up page.
        feed_ends_at: entries after which a feed is cut off.
    """

    web: ArxivWeb
    site_url: str
    rss_url: str
    page_size: int = _PAGE
    feed_ends_at: int = _FEED_ENDS_AT
    _remembered: Remembered = field(default_factory=Remembered, init=False)

    async def newest(self, archive: str) -> Listing:
        """The newest listing of an archive, whatever date it bears."""
        base = f"{self.site_url}/list/{quote(archive)}/new"
        size = self.page_size
        return await self._listing(archive, lambda n: f"{base}?skip={n * size}&show={size}")

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The listing of an archive of a date within the last 90 days."""
        base = f"{self.site_url}/catchup/{quote(archive)}/{day:%Y-%m-%d}"
        listing = await self._listing(archive, lambda n: f"{base}?abs=True&page={n + 1}")
        if listing.date != day:
            raise MalformedAnswer(
                sentence(
                    "arXiv shows its listing of {archive} of {date} instead of {day}.",
                    archive=archive,
                    date=listing.date,
                    day=day,
                )
            )
        return listing

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """What the feeds announce for several archives together, each paper once.

        One request, and more only where arXiv would cut the feed off.
        """
        wanted = sorted(set(archives))
        url = f"{self.rss_url}/atom/{'+'.join(quote(archive) for archive in wanted)}"
        feed: Feed = await self._page(url, Service.FEED, parse_feed)
        entries = [ListingEntry(entry.kind, entry.paper) for entry in feed.entries]
        if len(entries) < self.feed_ends_at:
            return tuple(entries)
        if len(wanted) == 1:
            raise MalformedAnswer(
                sentence("arXiv's feed of {archive} is too long to be whole.", archive=wanted[0])
            )
        middle = len(wanted) // 2
        return _each_once([*await self.feed(wanted[:middle]), *await self.feed(wanted[middle:])])

    async def _listing(self, archive: str, url_of: Callable[[int], str]) -> Listing:
        """Read all pages, again from the first when the listing changes meanwhile."""

        async def page(number: int) -> ListingPage:
            parse = partial(parse_listing, archive=archive)
            return await self._page(url_of(number), Service.SITE, parse)

        for left in reversed(range(_TIMES)):
            first = await page(0)
            count = -(-(first.listing.total or 0) // self.page_size)
            try:
                others = [await page(number) for number in range(1, count)]
                return merge_pages([first, *others])
            except MalformedAnswer:
                if count <= 1 or not left:
                    raise
        raise AssertionError  # the last time returns or raises

    async def _page(self, url: str, service: Service, parse: Callable[[bytes], T]) -> T:
        """One page, in one request."""

        def understood(answer: Answer) -> T:
            page = parse(self._remembered.content(url, answer))
            self._remembered.keep(url, answer)
            return page

        conditions = self._remembered.conditions(url)
        return await self.web.read(url, service, understood, headers=conditions)


def _each_once(entries: Sequence[ListingEntry]) -> tuple[ListingEntry, ...]:
    """Each paper under the kind that is most of a novelty: new, cross-listed, replaced."""
    kinds = list(AnnouncementKind)
    best: dict[str, ListingEntry] = {}
    for entry in entries:
        known = best.setdefault(entry.paper.id.base, entry)
        if kinds.index(entry.kind) < kinds.index(known.kind):
            best[entry.paper.id.base] = entry
    return tuple(best.values())
