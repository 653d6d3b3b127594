"""arXiv as a paper source: listings, feeds and searches, over a real connection."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.errors import MalformedAnswer, SettingsError, SourceError, SourceUnavailable
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Counts, MetadataOrigin
from domain.ports import PaperSource
from domain.topics import And, Category, Field, Term
from papers.source import ArxivSource, open_source
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import BRIEF, FRIDAY, NOON, QUICK, invented, several, source_of

THURSDAY = date(2024, 3, 7)
NEW, CROSS, REPLACE = AnnouncementKind


def fill(arxiv: FakeArxiv) -> None:
    """Announce ten papers on Friday: five new in cs, three cross-listed there, two replaced."""
    arxiv.announce(FRIDAY, *several(5))
    arxiv.announce(
        FRIDAY,
        *(invented(n, categories=("stat.ML", "cs.LG"), primary="stat.ML") for n in (6, 7, 8)),
    )
    arxiv.announce(FRIDAY, *(invented(n) for n in (9, 10)), replaced=True)


def test_it_is_a_paper_source(source: ArxivSource) -> None:
    """The port is fulfilled, method by method."""
    port: PaperSource = source
    assert port is source


async def test_the_newest_listing_is_read_in_one_request(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """With its date, its sections and arXiv's counts."""
    fill(arxiv)
    arxiv.announce(THURSDAY, invented(99))
    listing = await source.newest("cs")
    assert (listing.archive, listing.date) == ("cs", FRIDAY)
    assert listing.counts == Counts(new=5, cross=3, replace=2)
    assert [entry.kind for entry in listing.entries] == [NEW] * 5 + [CROSS] * 3 + [REPLACE] * 2
    assert [seen.path for seen in arxiv.seen] == ["/list/cs/new"]
    assert arxiv.seen[0].query == {"skip": "0", "show": "2000"}


async def test_a_past_date_is_caught_up_with_abstracts(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """A quiet day is empty."""
    fill(arxiv)
    arxiv.announce(THURSDAY, invented(99))
    listing = await source.caught_up("cs", THURSDAY)
    assert [str(entry.paper.id) for entry in listing.entries] == ["2403.00099"]
    assert listing.entries[0].paper.abstract == "We fold 99 boats and set them afloat."
    assert arxiv.seen[0].path == "/catchup/cs/2024-03-07"
    assert arxiv.seen[0].query == {"abs": "True", "page": "1"}
    assert not (await source.caught_up("cs", date(2024, 3, 3))).entries


@pytest.mark.parametrize(
    "fault", ["500", "503:0", "html", "partial", "truncate", "drop", "cut", "reset", "hang:1"]
)
async def test_one_fault_costs_one_request_and_no_entry(
    arxiv: FakeArxiv, source: ArxivSource, fault: str
) -> None:
    """Of a listing, of a past date, and (but for what only listings have) of a feed."""
    fill(arxiv)
    arxiv.plan("/", fault)
    assert len((await source.newest("cs")).entries) == 10
    arxiv.plan("/", fault)
    assert len((await source.caught_up("cs", FRIDAY)).entries) == 10
    if fault != "partial":
        arxiv.plan("/", fault)
        assert len(await source.feed(["cs"])) == 10
    assert len(arxiv.seen) in (4, 6)


@pytest.mark.parametrize("fault", ["html", "partial", "truncate"])
async def test_a_page_that_stays_broken_is_an_error_with_evidence(
    arxiv: FakeArxiv, source: ArxivSource, fault: str
) -> None:
    """The operator can look at what was received."""
    fill(arxiv)
    arxiv.plan("/list/", f"{fault} ...")
    with pytest.raises(MalformedAnswer) as caught:
        await source.newest("cs")
    assert caught.value.evidence
    assert len(arxiv.seen) == QUICK.attempts


async def test_another_date_than_asked_for_is_an_error(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """One day's papers are never taken for another's."""
    fill(arxiv)
    arxiv.plan("/catchup/cs/2024-03-07", "302:/catchup/cs/2024-03-08")
    with pytest.raises(MalformedAnswer, match="of 8 March 2024 instead of 7 March 2024"):
        await source.caught_up("cs", THURSDAY)


async def test_an_unchanged_listing_costs_a_conditional_request(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """Where the server offers it; a changed one is sent and read."""
    arxiv.offers_etags = True
    fill(arxiv)
    first = await source.newest("cs")
    assert await source.newest("cs") == first
    assert "if-none-match" not in arxiv.seen[0].headers
    assert "if-none-match" in arxiv.seen[1].headers
    arxiv.announce(FRIDAY, invented(11))
    assert len((await source.newest("cs")).entries) == 11


async def test_a_broken_page_is_not_remembered(arxiv: FakeArxiv, source: ArxivSource) -> None:
    """The server's word that it still holds would not help."""
    arxiv.offers_etags = True
    fill(arxiv)
    arxiv.plan("/list/", "truncate ok ok")
    assert len((await source.newest("cs")).entries) == 10
    assert "if-none-match" not in arxiv.seen[1].headers


async def test_the_feed_of_several_archives_is_one_request(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """Each paper once, however many archives it stands in."""
    fill(arxiv)
    entries = await source.feed(["stat", "cs", "cs"])
    assert len(entries) == 10
    assert [seen.path for seen in arxiv.seen] == ["/atom/cs+stat"]
    assert {entry.paper.origin for entry in entries} == {MetadataOrigin.FEED}


async def test_a_search_asks_for_what_the_query_means(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """Compiled for arXiv, with or without a span of time."""
    arxiv.announce(FRIDAY, *several(6), invented(7, title="On Submarines", abstract="Iron."))
    query = And((Category("cs.CV"), Term("paper boat", Field.TITLE)))
    assert len(await source.search(query, limit=20)) == 6
    assert len(await source.search(query, limit=4)) == 4
    span = (NOON + timedelta(minutes=2), NOON + timedelta(minutes=5))
    found = await source.search(query, limit=20, submitted=span)
    assert [paper.id.base for paper in found] == ["2403.00004", "2403.00003", "2403.00002"]


async def test_papers_are_found_by_id(arxiv: FakeArxiv, source: ArxivSource) -> None:
    """Through the API."""
    arxiv.announce(FRIDAY, *several(2))
    papers = await source.papers([PaperId("2403.00002"), PaperId("2403.00003")])
    assert list(papers) == ["2403.00002"]


async def test_those_who_ask_for_the_same_papers_together_share_the_answer(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """One of them going away takes it from nobody; who asks later is answered anew."""
    fill(arxiv)
    wanted = [PaperId("2403.00001"), PaperId("2403.00002")]
    asking = [asyncio.create_task(source.papers(wanted)) for _ in range(20)]
    other = asyncio.create_task(source.papers(wanted[:1]))
    await asyncio.sleep(0)
    asking[0].cancel()
    answers = await asyncio.gather(*asking[1:])
    assert all(answer.keys() == {"2403.00001", "2403.00002"} for answer in answers)
    assert (await other).keys() == {"2403.00001"}
    assert len(arxiv.seen) == 2
    await source.papers(wanted)
    assert len(arxiv.seen) == 3


async def test_a_shared_failure_is_everybodys_and_not_kept(
    arxiv: FakeArxiv, source: ArxivSource
) -> None:
    """The next one tries again."""
    fill(arxiv)
    arxiv.plan("/api/query", "400 ok")
    wanted = [PaperId("2403.00001")]
    failed = await asyncio.gather(
        *(source.papers(wanted) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(error, SourceError) for error in failed)
    assert (await source.papers(wanted)).keys() == {"2403.00001"}


async def test_once_reached_a_silent_arxiv_is_found_out_in_time(arxiv: FakeArxiv) -> None:
    """A connection is taken at once; the first request then has what is left of the patience."""
    source = source_of(arxiv, limits=replace(BRIEF, silence=60.0, total=60.0))
    fill(arxiv)
    arxiv.plan("/list/", "hang:60 ok")
    async with asyncio.timeout(30):
        await source.reach(0.3)
        with pytest.raises(SourceUnavailable, match="does not answer"):
            await source.newest("cs")
        assert (await source.newest("cs")).total == 10
    await source.close()


async def test_nobody_there_is_told_by_name() -> None:
    """In one line."""
    source = open_source(
        api_url="http://127.0.0.1:9/api/query",
        site_url="http://127.0.0.1:9",
        rss_url="http://127.0.0.1:9",
        interval=0.0,
        stamp=None,
        user_agent="test",
    )
    with pytest.raises(SourceUnavailable, match=r"^arXiv cannot be reached: 127\.0\.0\.1 .*\.$"):
        await source.reach(5.0)
    await source.close()


async def test_requests_of_several_sources_keep_their_distance(
    arxiv: FakeArxiv, tmp_path: Path
) -> None:
    """All kinds of traffic, from two processes' worth of sources, pass one gate."""
    fill(arxiv)
    sources = [source_of(arxiv, interval=0.1, stamp=tmp_path / "stamp") for _ in range(2)]
    asked = [
        asked
        for source in sources
        for asked in (
            source.newest("cs"), source.papers([PaperId("2403.00001")]), source.feed(["cs"])
        )
    ]  # fmt: skip
    await asyncio.gather(*asked)
    for source in sources:
        await source.close()
    times = [seen.at for seen in arxiv.seen]
    assert len(times) == 6
    assert arxiv.most_at_once == 1
    assert min(after - before for before, after in itertools.pairwise(times)) >= 0.1


@pytest.mark.parametrize(
    "url", ["localhost:9400", "ftp://arxiv.org", "https://", "http://[::1", ""]
)
def test_a_wrong_address_is_told_before_anything_is_asked(url: str) -> None:
    """With an example of a right one."""
    with pytest.raises(SettingsError, match=r"is not an address of arXiv's.*https://arxiv\.org"):
        open_source(
            api_url=url,
            site_url="https://arxiv.org",
            rss_url="https://rss.arxiv.org",
            interval=3.0,
            stamp=None,
            user_agent="test",
        )
