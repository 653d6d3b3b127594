"""The embedded sample announcement behaves as arXiv does and is plainly no part of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotAPaperId
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Counts, MetadataOrigin
from domain.taxonomy import ARCHIVES, CATEGORIES
from domain.topics import Category, Term
from papers.sample import SampleSource, sample_papers


class _Clock:
    def __init__(self, moment: str) -> None:
        self.moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self.moment


FRIDAY = _Clock("2024-03-08T12:00:00+00:00")


def test_every_paper_says_that_it_is_invented() -> None:
    """Id, origin and comment each mark a sample paper; it has no page on arXiv."""
    papers = sample_papers()

    assert len(papers) == 32
    for paper in papers:
        assert paper.id.is_sample
        assert paper.id.abs_url == paper.id.pdf_url == ""
        assert paper.origin is MetadataOrigin.SAMPLE
        assert (paper.comment or "").startswith("SAMPLE paper, invented for demonstration")


def test_ids_are_distinct_and_can_be_typed() -> None:
    """An id as shown is read back to the same paper."""
    ids = [paper.id for paper in sample_papers()]

    assert len(set(ids)) == len(ids)
    assert all(PaperId.parse(str(paper_id)) == paper_id for paper_id in ids)


def test_papers_are_complete_and_filed_under_known_categories() -> None:
    """Titles, abstracts and names are there, once each; categories are arXiv's."""
    papers = sample_papers()
    names = [author.name for paper in papers for author in paper.authors]

    assert len({paper.title for paper in papers}) == len(papers)
    assert len(set(names)) == len(names)
    for paper in papers:
        assert 5 <= len(re.findall(r"[.?](?:\s|$)", paper.abstract)) <= 9
        assert "\n" not in paper.abstract
        assert "  " not in paper.abstract
        assert set(paper.categories) <= set(CATEGORIES)
        assert paper.primary == paper.categories[0]


def test_links_lead_to_the_example_domain_only() -> None:
    """Nothing in the sample points at a site that exists for anything else."""
    text = " ".join(f"{paper.abstract} {paper.comment}" for paper in sample_papers())
    hosts = set(re.findall(r"https?://([^/\s]+)", text))

    assert hosts == {"example.org"}
    assert "www." not in text


@pytest.mark.parametrize("archive", ARCHIVES)
async def test_counts_agree_with_entries(archive: str) -> None:
    """A listing's counts and total are those of its entries, in arXiv's order of sections."""
    listing = await SampleSource(FRIDAY).newest(archive)
    kinds = [entry.kind for entry in listing.entries]
    order = list(AnnouncementKind)

    assert listing.counts == Counts.of(kinds)
    assert listing.total == len(listing.entries) == listing.counts.total
    assert kinds == sorted(kinds, key=order.index)
    assert all(archive in entry.paper.archives for entry in listing.entries)


async def test_every_paper_is_announced_and_every_kind_occurs() -> None:
    """Over all archives each paper stands somewhere, and new, cross and replace all show."""
    source = SampleSource(FRIDAY)
    listings = [await source.newest(archive) for archive in ARCHIVES]
    entries = [entry for listing in listings for entry in listing.entries]

    assert {entry.paper.id for entry in entries} == {paper.id for paper in sample_papers()}
    assert {entry.kind for entry in entries} == set(AnnouncementKind)


async def test_a_paper_is_new_once_and_cross_listed_elsewhere() -> None:
    """A paper is new in its primary archive only; a replacement is one in all of them."""
    source = SampleSource(FRIDAY)
    for archive in ARCHIVES:
        for entry in (await source.newest(archive)).entries:
            is_home = entry.paper.primary.split(".")[0] == archive
            if (entry.paper.id.version or 1) > 1:
                assert entry.kind is AnnouncementKind.REPLACE
            else:
                expected = AnnouncementKind.NEW if is_home else AnnouncementKind.CROSS
                assert entry.kind is expected


@pytest.mark.parametrize(
    ("now", "listed"),
    [
        ("2024-03-08T12:00:00+00:00", "2024-03-08"),
        ("2024-03-09T00:59:00+00:00", "2024-03-08"),  # Friday 19:59 Eastern
        ("2024-03-09T01:00:00+00:00", "2024-03-08"),  # nothing is announced on a Friday
        ("2024-03-10T23:59:00+00:00", "2024-03-08"),  # Sunday 19:59 Eastern, by then in summer time
        ("2024-03-11T00:00:00+00:00", "2024-03-11"),  # Sunday 20:00
        ("2024-03-12T00:00:00+00:00", "2024-03-12"),
        ("2024-03-14T23:59:00+00:00", "2024-03-14"),
        ("2024-03-15T00:00:00+00:00", "2024-03-15"),
    ],
)
async def test_the_newest_listing_bears_the_date_that_arxiv_would_print(
    now: str, listed: str
) -> None:
    """An evening's announcement has the next day's date; the weekend keeps Friday's."""
    listing = await SampleSource(_Clock(now)).newest("cs")

    assert listing.date == date.fromisoformat(listed)


@given(st.integers(0, 100 * 366 * 24))
async def test_the_newest_listing_can_be_caught_up(hours: int) -> None:
    """Whatever the moment, the newest listing is that of a weekday, and the same by its date."""
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    source = SampleSource(_Clock(moment.isoformat()))
    newest = await source.newest("math")

    assert newest.date.weekday() < 5
    assert await source.caught_up("math", newest.date) == newest


async def test_weekends_and_days_to_come_are_empty() -> None:
    """No listing is made up for a day on which arXiv has none."""
    source = SampleSource(FRIDAY)

    for day in (date(2024, 3, 3), date(2024, 3, 9), date(2024, 3, 11)):
        listing = await source.caught_up("cs", day)
        assert (listing.date, listing.entries, listing.total) == (day, (), 0)


async def test_the_feed_has_each_paper_of_the_archives_once() -> None:
    """A paper that is new in one of the archives asked for is not a cross-list of another."""
    entries = await SampleSource(FRIDAY).feed(["cs", "stat"])
    kinds = {entry.paper.id.base: entry.kind for entry in entries}

    assert len(kinds) == len(entries)
    assert all(entry.paper.archives & {"cs", "stat"} for entry in entries)
    assert kinds["sample/0000005"] is AnnouncementKind.NEW
    assert kinds["sample/0000003"] is AnnouncementKind.CROSS
    assert kinds["sample/0000015"] is AnnouncementKind.REPLACE


async def test_the_feed_is_empty_at_weekends() -> None:
    """As arXiv's own feeds are."""
    assert await SampleSource(_Clock("2024-03-09T12:00:00+00:00")).feed(["cs"]) == ()


async def test_papers_are_found_by_id_whatever_the_version() -> None:
    """Known ids are answered under their base, unknown ones are missing."""
    answer = await SampleSource(FRIDAY).papers(
        [PaperId("sample/0000015", 1), PaperId("sample/0000009"), PaperId("2403.04634")]
    )

    assert {base: str(paper.id) for base, paper in answer.items()} == {
        "sample/0000009": "sample/0000009v1",
        "sample/0000015": "sample/0000015v2",
    }


async def test_search_finds_papers_about_a_topic_first() -> None:
    """Search answers with matching papers up to the limit."""
    source = SampleSource(FRIDAY)
    found = await source.search(Term("gaussian splatting"), limit=10)
    few = await source.search(Category("cs.CV"), limit=3)

    assert {paper.id.base for paper in found} == {f"sample/{n:07}" for n in (9, 10, 11)}
    assert len(few) == 3
    assert all("cs.CV" in paper.categories for paper in few)


async def test_it_is_always_within_reach() -> None:
    """The sample needs no network, so reaching it never fails, and closing it does no harm."""
    source = SampleSource(FRIDAY)
    await source.reach(0)
    await source.close()

    assert (await source.newest("cs")).entries


def test_arxiv_would_refuse_the_archive() -> None:
    """The ids' archive is none of arXiv's, so no paper will ever have such an id."""
    assert "sample" not in ARCHIVES
    with pytest.raises(NotAPaperId):
        PaperId.parse("samples/0000001")
