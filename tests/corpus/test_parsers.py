"""The parsers read what the recorded arXiv says, all of it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.errors import MalformedAnswer
from domain.excerpts import fingerprint
from domain.identifiers import PaperId
from domain.links import project_links
from domain.papers import Author, Counts, Listing, Paper
from domain.taxonomy import ARCHIVES
from papers.api.feed import read_page
from papers.listings.feed import parse_feed
from papers.listings.listing import merge_pages, parse_listing
from papers.listings.paper_page import read_paper_page
from papers.text.latex import readable
from papers.text.own_names import with_own_names
from papers.withdrawals import is_withdrawn
from tests.corpus.conftest import StandIn

Records = Callable[[str], Iterator[dict[str, Any]]]
DAYS = ["2024-03-04", "2024-03-08", "2025-05-08", "2025-05-27"]
KINDS = ("new", "cross", "replace")
APART = 40
"""Of so many papers one has its page read."""


@pytest.fixture(scope="module")
def arxiv(standin: Callable[..., StandIn]) -> StandIn:
    """A stand-in for this module."""
    return standin()


@pytest.fixture(autouse=True)
def _no_faults_left(arxiv: StandIn) -> None:
    arxiv.control("faults", method="DELETE")


def announced(arxiv: StandIn, archive: str, day: str, *, versions: bool = False) -> dict[str, Any]:
    """The ids that were announced, by kind, in order."""
    query = f"batches?subject={archive}&from={day}&until={day}&ids=1"
    rows = arxiv.control(query)
    row: dict[str, list[str]] = rows[0] if rows else {}
    row = row | {"replace": [*row.get("replace", []), *row.get("replace-cross", [])]}
    papers = {kind: [PaperId.parse(text) for text in row.get(kind, [])] for kind in KINDS}
    return {
        kind: [str(paper) if versions else paper.base for paper in papers[kind]] for kind in KINDS
    }


def listed(listing: Listing) -> dict[str, list[str]]:
    """The ids of a listing, by kind, in order."""
    return {
        kind: [str(entry.paper.id) for entry in listing.entries if entry.kind == kind]
        for kind in KINDS
    }


@pytest.mark.parametrize("archive", sorted(ARCHIVES))
def test_listings_hold_what_was_announced(arxiv: StandIn, archive: str) -> None:
    """The newest listing and the catch-up one, on each of several dates, id for id by kind."""
    for day in DAYS:
        arxiv.stop_clock_at(f"{day}T12:00:00Z")
        wanted = announced(arxiv, archive, day)
        counts = Counts(*(len(wanted[kind]) for kind in KINDS))
        for path in (f"/list/{archive}/new", f"/catchup/{archive}/{day}?abs=True"):
            page = parse_listing(arxiv.get(path), archive)
            assert page.listing.date == date.fromisoformat(day)
            assert page.listing.counts == counts
            assert page.is_last
            assert listed(page.listing) == wanted


@pytest.mark.parametrize("show", [25, 100])
def test_pages_hold_what_the_whole_listing_does(arxiv: StandIn, show: int) -> None:
    """The longest listing, page by page."""
    arxiv.stop_clock_at("2025-05-27T12:00:00Z")
    whole = parse_listing(arxiv.get("/list/cs/new"), "cs").listing
    assert whole.total is not None
    pages = [
        parse_listing(arxiv.get(f"/list/cs/new?skip={skip}&show={show}"), "cs")
        for skip in range(0, whole.total, show)
    ]
    assert len(pages) > 2
    assert merge_pages(pages) == whole


@pytest.mark.parametrize("fault", ["html", "truncate", "partial"])
@pytest.mark.parametrize("query", ["", "?skip=0&show=50", "?skip=50&show=50"])
def test_spoiled_listings_are_refused(arxiv: StandIn, fault: str, query: str) -> None:
    """Whatever is wrong with the page, it is never taken for a listing."""
    arxiv.stop_clock_at("2025-05-27T12:00:00Z")
    arxiv.fault("/list/cs/new", fault)
    with pytest.raises(MalformedAnswer):
        parse_listing(arxiv.get(f"/list/cs/new{query}"), "cs")


@pytest.mark.parametrize("day", DAYS)
def test_feeds_hold_what_was_announced(arxiv: StandIn, day: str) -> None:
    """Ids with versions by kind, and a licence each."""
    arxiv.stop_clock_at(f"{day}T12:00:00Z")
    feed = parse_feed(arxiv.get("/atom/cs+math"))
    found = {
        kind: [str(entry.paper.id) for entry in feed.entries if entry.kind == kind]
        for kind in KINDS
    }
    wanted = [announced(arxiv, archive, day, versions=True) for archive in ("cs", "math")]
    assert sum(map(len, found.values())) == sum(bool(entry.paper.licence) for entry in feed.entries)
    for kind in KINDS:
        assert set(found[kind]) <= {text for batch in wanted for text in batch[kind]}
    everything = {PaperId.parse(text) for batch in wanted for ids in batch.values() for text in ids}
    assert {entry.paper.id for entry in feed.entries} == everything


@pytest.mark.parametrize("day", DAYS)
def test_an_abstract_is_the_same_wherever_it_is_read(arxiv: StandIn, day: str) -> None:
    """By its fingerprint: in the listing, the feed and the API."""
    arxiv.stop_clock_at(f"{day}T23:00:00Z")
    listing = parse_listing(arxiv.get("/list/cs/new?show=2000"), "cs").listing
    feed = parse_feed(arxiv.get("/atom/cs"))
    news = [entry.paper for entry in listing.entries if entry.kind.is_news][:90]
    told = {paper.id.base: fingerprint(paper.abstract) for paper in news}
    asked = arxiv.get(f"/api/query?id_list={','.join(told)}&max_results={len(told)}")
    of_api = _whole(asked)
    of_feed = [entry.paper for entry in feed.entries if entry.paper.id.base in told]
    for elsewhere in (of_api, of_feed):
        assert len(elsewhere) > len(told) * 0.9 > 10
        found = {one.id.base: fingerprint(one.abstract) for one in elsewhere}
        assert found == {base: told[base] for base in found}


def _whole(body: bytes) -> tuple[Paper, ...]:
    """What the API answered, whose entries are counted by themselves."""
    counted = re.search(rb"totalResults[^>]*>(\d+)<", body)
    assert counted
    return read_page(body, start=0, size=int(counted[1])).papers


def test_a_papers_own_page_tells_what_the_api_tells(arxiv: StandIn, records: Records) -> None:
    """All of it, and the licence; of every so manieth paper."""
    arxiv.stop_clock_at("2026-11-01T12:00:00Z")
    several = [record["id"] for record in records("records-*")][::APART]
    for start in range(0, len(several), 50):
        ids = several[start : start + 50]
        told = _whole(arxiv.get(f"/api/query?id_list={','.join(ids)}&max_results={len(ids)}"))
        assert len(told) == len(ids)
        for paper in told:
            page = read_paper_page(arxiv.get(f"/abs/{paper.id.latest}"), paper.id.latest).paper
            assert page.licence or page.withdrawn
            assert _in_order(replace(page, licence=None)) == _in_order(paper)


def _in_order(paper: Paper) -> Paper:
    """Without affiliations, and with the categories after the first as pages have them."""
    first, *others = paper.categories
    names = tuple(Author(author.name) for author in paper.authors)
    return replace(paper, authors=names, categories=(first, *sorted(others)))


def test_a_real_feed_is_read(shared: Path) -> None:
    """As the service answered it."""
    (path,) = (shared / "arxiv" / "fixtures" / "feed").glob("*.atom.xml")
    feed = parse_feed(path.read_bytes())
    assert len(feed.entries) == 7
    for entry in feed.entries:
        paper = entry.paper
        assert paper.id.version
        assert paper.title
        assert paper.authors
        assert paper.licence
        assert not paper.abstract.startswith("arXiv:")


def test_every_real_id_round_trips(records: Records) -> None:
    """Ids of all ages, alone, with version and as link."""
    known: set[str] = set()
    for pattern in ("records-*", "load-*"):
        known.update(record["id"] for record in records(pattern))
    assert len(known) > 90_000
    for text in known:
        paper = PaperId.parse(text)
        assert str(paper) == text
        assert PaperId.parse(f"https://arxiv.org/pdf/{text}v2.pdf") == PaperId(text, 2)


def test_real_texts_become_readable_and_stay_so(records: Records) -> None:
    """No word is lost on the way; outside formulas that stay, nothing is left to be made plain."""
    formula = re.compile(r"\$[^$]*\$")
    plain = re.compile(r"\\(?:%|&|textbf\{\w|emph\{\w|url\{)")
    simple = re.compile(r"\$(?:\\(?:alpha|times|geq|to|%)|\w)\$")
    words = re.compile(r"[A-Za-z]{2,}")
    for record in records("records-*"):
        for text in (record["title"], record["abstract"], record.get("comment") or ""):
            once = readable(text)
            assert readable(once) == once
            assert not simple.search(once), record["id"]
            assert not plain.search(formula.sub("", once)), record["id"]
            if not set("\\^_") & set(text):
                assert words.findall(once) == words.findall(text)


@pytest.mark.parametrize(("pattern", "most"), [("records-2025-05", 0.002), ("records-old-*", 0.01)])
def test_hardly_any_tex_is_left(records: Records, pattern: str, most: float) -> None:
    """Of titles and abstracts; what is left are macros that their authors did not explain."""
    left: list[str] = []
    papers = 0
    for record in records(pattern):
        title = readable(record["title"])
        abstract = with_own_names(readable(record["abstract"]), title)
        papers += 1
        if re.search(r"\\[A-Za-z]+|\$[^$]*[\\^_{}][^$]*\$", f"{title} | {abstract}"):
            left.append(record["id"])
    assert len(left) <= most * papers, left


def test_withdrawals_are_those_that_the_records_name(records: Records) -> None:
    """Papers marked as withdrawn in the records, and no others."""
    for record in records("records-*"):
        said = is_withdrawn(record.get("comment"), record["abstract"])
        assert said == bool(record.get("withdrawn")), record["id"]


def test_links_to_code_are_found(records: Records) -> None:
    """Wherever an abstract names a repository, there is its link."""
    named = re.compile(r"github\.com/[\w.-]+/[\w-]+", re.IGNORECASE)
    seen = 0
    for record in records("records-2025-*"):
        text = readable(record["abstract"])
        for match in named.finditer(text):
            seen += 1
            found = [link.lower() for link in project_links(text)]
            assert any(match[0].lower() in link for link in found), record["id"]
    assert seen > 300
