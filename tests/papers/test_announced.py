"""Listings over several pages, and feeds in several parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from domain.errors import MalformedAnswer
from domain.papers import AnnouncementKind, Counts, Listing
from papers.listings.announced import Announcements
from papers.transport.rate_limiter import RateLimiter
from papers.transport.web import ArxivWeb
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, FRIDAY, QUICK, invented, several


@pytest.fixture
async def web() -> AsyncIterator[ArxivWeb]:
    """A way without an interval."""
    web = ArxivWeb(limiter=RateLimiter(0.0), user_agent="test", limits=BRIEF, persistence=QUICK)
    yield web
    await web.close()


@pytest.fixture
def announcements(arxiv: FakeArxiv, web: ArxivWeb) -> Announcements:
    """Announcements of the small arXiv, three to a page."""
    arxiv.page_size = 3
    return Announcements(web=web, site_url=arxiv.url, rss_url=arxiv.url, page_size=3)


async def listing_of(announcements: Announcements, day: date | None) -> Listing:
    """The newest listing of cs, or that of a day."""
    if day is None:
        return await announcements.newest("cs")
    return await announcements.caught_up("cs", day)


@pytest.mark.parametrize("day", [None, FRIDAY])
async def test_a_long_listing_is_read_over_all_its_pages(
    arxiv: FakeArxiv, announcements: Announcements, day: date | None
) -> None:
    """Sections run on from page to page; the whole is one listing."""
    arxiv.announce(FRIDAY, *several(5))
    crossed = [invented(n, categories=("stat.ML", "cs.LG"), primary="stat.ML") for n in (6, 7)]
    arxiv.announce(FRIDAY, *crossed)
    arxiv.announce(FRIDAY, invented(8), invented(9), replaced=True)
    listing = await listing_of(announcements, day)
    assert listing.counts == Counts(new=5, cross=2, replace=2)
    assert listing.total == 9
    assert [int(entry.paper.id.base[-2:]) for entry in listing.entries] == list(range(1, 10))
    assert len(arxiv.seen) == 3


@pytest.mark.parametrize("day", [None, FRIDAY])
@pytest.mark.parametrize("plan", ["shrunk ok ok ok", "ok shrunk", "ok ok shrunk"])
async def test_a_listing_that_changes_while_it_is_paged_is_read_anew(
    arxiv: FakeArxiv, announcements: Announcements, day: date | None, plan: str
) -> None:
    """A night's publication takes forty minutes; nobody is given half of each state."""
    arxiv.announce(FRIDAY, *several(8))
    arxiv.plan("/", plan)
    listing = await listing_of(announcements, day)
    assert [int(entry.paper.id.base[-2:]) for entry in listing.entries] == list(range(1, 9))


async def test_a_page_that_is_gone_when_it_is_asked_for_is_no_end(
    arxiv: FakeArxiv, announcements: Announcements
) -> None:
    """The listing shrank below it for a while: it is read anew from the first page."""
    arxiv.announce(FRIDAY, *several(4))
    arxiv.plan("/list/", "ok" + " shrunk" * QUICK.attempts)
    assert len((await announcements.newest("cs")).entries) == 4


async def test_a_listing_that_never_stands_still_is_an_error(
    arxiv: FakeArxiv, announcements: Announcements
) -> None:
    """And not a listing with holes."""
    arxiv.announce(FRIDAY, *several(6))
    arxiv.plan("/list/", "ok shrunk ok shrunk ok shrunk")
    with pytest.raises(MalformedAnswer, match="changed while it was paged"):
        await announcements.newest("cs")


async def test_a_feed_too_long_to_be_whole_is_asked_for_in_parts(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """What is cross-listed from one part to the other is told once, and as new."""
    arxiv.announce(FRIDAY, *several(3))
    crossed = [invented(n, categories=("stat.ML", "cs.LG"), primary="stat.ML") for n in (4, 5)]
    arxiv.announce(FRIDAY, *crossed)
    arxiv.announce(FRIDAY, invented(6, categories=("stat.AP",), primary="stat.AP"))
    ending = Announcements(web=web, site_url=arxiv.url, rss_url=arxiv.url, feed_ends_at=6)
    entries = await ending.feed(["cs", "stat"])
    assert len(entries) == 6
    assert {entry.kind for entry in entries} == {AnnouncementKind.NEW}
    assert [seen.path for seen in arxiv.seen] == ["/atom/cs+stat", "/atom/cs", "/atom/stat"]


async def test_a_feed_of_one_archive_too_long_to_be_whole_is_an_error(
    arxiv: FakeArxiv, web: ArxivWeb
) -> None:
    """It cannot be told from one that arXiv has cut off."""
    arxiv.announce(FRIDAY, *several(6))
    ending = Announcements(web=web, site_url=arxiv.url, rss_url=arxiv.url, feed_ends_at=6)
    with pytest.raises(MalformedAnswer, match="feed of cs is too long"):
        await ending.feed(["cs"])
