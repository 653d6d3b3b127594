"""Listing pages are read whole or refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import MalformedAnswer
from domain.papers import AnnouncementKind, Author, Counts, MetadataOrigin, Paper
from papers.listings.listing import ListingPage, merge_pages, parse_listing
from tests.papers.listing_html import CROSS, NEW, REPLACE, Line, catchup_page, lines, new_page

FRIDAY = date(2024, 3, 8)
DENIAL = b"<html><body><h1>Access Denied</h1><p>Sadly, your client is banned.</p></body></html>"


def only(body: bytes) -> Paper:
    """The one paper of a page."""
    (entry,) = parse_listing(body, "cs").listing.entries
    return entry.paper


@pytest.mark.parametrize("page", [new_page, catchup_page])
def test_reads_date_counts_kinds_and_ids(page: Callable[[list[Line]], bytes]) -> None:
    """Both kinds of page give the date, arXiv's counts, and each entry under its kind."""
    read = parse_listing(page(lines(3, 2, 1)), "cs")
    assert read.listing.archive == "cs"
    assert read.listing.date == FRIDAY
    assert read.listing.counts == Counts(3, 2, 1)
    assert read.listing.total == 6
    assert (read.first, read.last, read.is_last) == (1, 6, True)
    assert [(entry.kind, str(entry.paper.id)) for entry in read.listing.entries] == [
        (AnnouncementKind.NEW, "2403.00001"),
        (AnnouncementKind.NEW, "2403.00002"),
        (AnnouncementKind.NEW, "2403.00003"),
        (AnnouncementKind.CROSS, "2403.00004"),
        (AnnouncementKind.CROSS, "2403.00005"),
        (AnnouncementKind.REPLACE, "2403.00006"),
    ]


def test_reads_every_field_of_an_entry() -> None:
    """The page's own words become a paper, LaTeX made readable."""
    line = Line(
        id="hep-th/9901001",
        title=r"Na\"ive Boats &amp; $\alpha$-Folds",
        authors='<a href="/s">J. M\\&quot;uller</a>, <a href="/s">Ana García</a>',
        comments="12 pages, 3 figures",
        journal_ref="Annals of Boats 7 (2024)",
        primary="Machine Learning (cs.LG)",
        others="; Quantum Physics (quant-ph); Disordered Systems (cond-mat.dis-nn)",
        abstract="First line\n<br />  second, 5 &lt; 6.",
    )
    assert only(new_page([line])) == Paper(
        id=only(new_page([line])).id,
        title="Naïve Boats & α-Folds",
        authors=(Author("J. Müller"), Author("Ana García")),
        abstract="First line second, 5 < 6.",
        categories=("cs.LG", "quant-ph", "cond-mat.dis-nn"),
        primary="cs.LG",
        comment="12 pages, 3 figures",
        journal_ref="Annals of Boats 7 (2024)",
        origin=MetadataOrigin.LISTING,
    )
    assert str(only(new_page([line])).id) == "hep-th/9901001"


def test_spells_out_links_that_arxiv_hides() -> None:
    """Where arXiv prints "this https URL", the address itself is what people and code need."""
    link = '<a class="link-external" href="https://github.com/boats/fold">this https URL</a>'
    line = Line(id="2403.00001", comments=f"Code: {link}", abstract=f"See {link} and <a>us</a>.")
    paper = only(new_page([line]))
    assert paper.comment == "Code: https://github.com/boats/fold"
    assert paper.abstract == "See https://github.com/boats/fold and us."


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("(author list is unavailable)", []),
        ("Ada Beispiel, Bo Ejemplo (Boat Yard, Ltd.)", ["Ada Beispiel", "Bo Ejemplo"]),
        (
            '<a href="/s">Ada</a>, <a href="#">et al. (25 additional authors not shown)</a>',
            ["Ada"],
        ),
        ('<a href="/s">Ada</a> (1), <a href="/s">Bo</a> (2) ((1) Here, (2) There)', ["Ada", "Bo"]),
    ],
)
def test_reads_authors_however_they_are_printed(markup: str, names: list[str]) -> None:
    """Linked names count, or else those between commas; an unavailable list is empty."""
    paper = only(new_page([Line(id="2403.00001", authors=markup)]))
    assert [author.name for author in paper.authors] == names


def test_recognises_a_withdrawal() -> None:
    """A paper whose comment says that it is withdrawn is marked so."""
    line = Line(id="2403.00001", section=REPLACE, comments="This paper has been withdrawn")
    assert only(new_page([line])).withdrawn
    assert not only(new_page([replace(line, comments="12 pages")])).withdrawn


def test_replacements_may_come_without_abstract() -> None:
    """Only news must have one."""
    line = Line(id="2403.00001", section=REPLACE, abstract=None)
    assert only(new_page([line])).abstract == ""
    for section in (NEW, CROSS):
        with pytest.raises(MalformedAnswer, match="has no abstract"):
            parse_listing(new_page([replace(line, section=section)]), "cs")


@pytest.mark.parametrize(
    "body", [new_page([]), catchup_page([])], ids=["nothing today", "nothing that day"]
)
def test_a_quiet_day_is_believed_when_the_page_says_so(body: bytes) -> None:
    """No entries and the words that there are none: a listing of nothing."""
    read = parse_listing(body, "cs")
    assert read.listing.entries == ()
    assert read.listing.counts == Counts()
    assert read.listing.date == FRIDAY
    assert (read.first, read.last, read.is_last) == (0, 0, True)


def test_older_headings_are_read() -> None:
    """ArXiv has printed the date in the sections' headings, and blanks before the bracket."""
    body = new_page(lines(1)).replace(
        b"New submissions (showing 1 of 1 entries)",
        b"New submissions for Friday, 8 March 2024 (showing 1 of 1 entries )",
    )
    assert parse_listing(body, "cs").listing.counts == Counts(new=1)


def without(body: bytes, *cuts: str) -> bytes:
    """A page with something taken out, which must have been there."""
    for cut in cuts:
        assert cut.encode() in body
        body = body.replace(cut.encode(), b"")
    return body


def swapped(body: bytes, old: str, new: str) -> bytes:
    """A page with something else in a place, which must have been there."""
    assert old.encode() in body
    return body.replace(old.encode(), new.encode())


PAGE = new_page(lines(3, 2, 1))

REFUSED: dict[str, tuple[bytes, str]] = {
    "an empty body": (b"", "is empty"),
    "blanks": (b" \n ", "is empty"),
    "a denial": (DENIAL, "not a listing"),
    "JSON": (json.dumps({"error": "no"}).encode(), "not a listing"),
    "no date": (without(PAGE, "Showing new listings for Friday, 8 March 2024"), "bears no date"),
    "no such day": (new_page(lines(1), label="Friday, 31 February 2024"), "cannot be read"),
    "a wrong weekday": (new_page(lines(1), label="Monday, 8 March 2024"), "cannot be read"),
    "a date in figures": (new_page(lines(1), label="2024-03-08"), "cannot be read"),
    "another archive": (new_page(lines(1), archive="math"), "listing of math"),
    "no id": (without(new_page(lines(1)), "2403.00001"), "has no id"),
    "a bad id": (new_page([Line(id="2413.00001")]), "has no id"),
    "no link": (without(new_page(lines(1)), ' title="Abstract"'), "no link to an abstract"),
    "no title": (new_page([Line(id="2403.00001", title="")]), "has no title"),
    "no subjects": (new_page([Line(id="2403.00001", primary="")]), "has no subjects"),
    "subjects without codes": (new_page([Line(id="2403.00001", primary="Boats")]), "no subjects"),
    "no authors": (without(new_page(lines(1)), " class='list-authors'"), "has no authors"),
    "no details": (swapped(new_page(lines(1)), "dd>", "div>"), "has no details"),
    "no number": (without(new_page(lines(1)), "[1]"), "has no number"),
    "no heading": (swapped(PAGE, "<h3>Cross", "<h4>Cross"), "has no heading"),
    "no counts": (without(PAGE, " (showing 2 of 2 entries)"), "gives no counts"),
    "a heading beyond": (swapped(PAGE, "3 of 3", "4 of 4"), "stands over 3 entries"),
    "more than there are": (swapped(PAGE, "3 of 3", "3 of 2"), "shows 3 of 2 entries"),
    "a missing paper": (swapped(PAGE, "3 of 3", "3 of 4"), "no other page has the rest"),
    "no total": (without(PAGE, "Total of 6 entries"), "how many entries"),
    "a total beyond": (swapped(PAGE, "Total of 6", "Total of 9"), "should show 9 entries"),
    "a total too small": (swapped(PAGE, "Total of 6", "Total of 5"), "numbers an entry"),
    "several totals": (PAGE.replace(b"Total of 6", b"Total of 5", 1), "several totals"),
    "a section twice": (
        swapped(
            new_page([*lines(1), Line(id="2403.00002", section=CROSS, note="")]), "Cross", "New"
        ),
        "one section twice",
    ),
    "one paper twice": (new_page(lines(2) + lines(1)), "lists 2403.00001 twice"),
    "a gap in the numbers": (swapped(PAGE, "[5]", "[7]"), "[4] is followed by [7]"),
    "a replacement as new": (new_page([Line(id="2403.00001", note="(replaced)")]), "is marked"),
    "a cross-list as replaced": (
        new_page([Line(id="2403.00001", section=REPLACE, note="(cross-list from cs.CV)")]),
        "is marked",
    ),
    "silence": (without(new_page([]), "No updates today."), "does not say that there are none"),
    "quiet with a total": (
        swapped(catchup_page([]), "Total of 0 entries", "Total of 3 entries"),
        "shows none of its 3 entries",
    ),
    "no end": (without(PAGE, "</html>"), "breaks off"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_does_not_prove_itself(name: str) -> None:
    """A page that is something else, is incomplete or contradicts itself says which."""
    body, reason = REFUSED[name]
    with pytest.raises(MalformedAnswer) as caught:
        parse_listing(body, "cs")
    assert reason in str(caught.value.message)
    assert "cs" in str(caught.value.message)
    assert caught.value.evidence == body


@given(st.integers(min_value=0, max_value=len(PAGE) - len(b"</html>\n")))
def test_refuses_a_page_cut_anywhere(end: int) -> None:
    """Wherever the body breaks off, it is never taken for the whole or for a quiet day."""
    with pytest.raises(MalformedAnswer):
        parse_listing(PAGE[:end], "cs")


@given(st.binary(max_size=300))
def test_refuses_noise_and_raises_nothing_else(noise: bytes) -> None:
    """Whatever comes, the answer is a listing or MalformedAnswer."""
    with pytest.raises(MalformedAnswer):
        parse_listing(noise, "cs")


@given(st.sets(st.integers(min_value=0, max_value=19), min_size=1, max_size=19))
def test_refuses_a_page_whose_papers_are_missing(gone: set[int]) -> None:
    """Entries taken out of a page are noticed, though everything else is in order."""
    body = new_page(lines(12, 5, 3)).decode()
    head, *items = body.split("    <dt>")
    kept = [text for place, text in enumerate(items) if place not in gone]
    if 19 in gone:
        kept.append(items[19].partition("</dd>")[2])
    with pytest.raises(MalformedAnswer):
        parse_listing("    <dt>".join([head, *kept]).encode(), "cs")


def every_other(entries: list[Line], *, show: int = 2000) -> bytes:
    """A page with half its papers, numbered and counted anew, beside the counts of the whole."""
    half = entries[::2]
    body = new_page(half, show=show).decode()
    for name in (NEW, CROSS, REPLACE):
        shown, there = (sum(line.section == name for line in rows) for rows in (half, entries))
        body = body.replace(f"{name} submissions (showing {shown} of {shown}",
                            f"{name} submissions (showing {shown} of {there}")  # fmt: skip
    return body.replace(f"Total of {len(half)}", f"Total of {len(entries)}").encode()


def test_refuses_half_a_listing_with_whole_counts() -> None:
    """ArXiv's counts are complete, every other paper is missing: that is no listing."""
    with pytest.raises(MalformedAnswer):
        parse_listing(every_other(lines(10)), "cs")
    with pytest.raises(MalformedAnswer):
        parse_listing(every_other(lines(10, 4, 6)), "cs")


def pages(entries: list[Line], show: int) -> list[ListingPage]:
    """All pages of a listing."""
    return [
        parse_listing(new_page(entries, skip=skip, show=show), "cs")
        for skip in range(0, len(entries), show)
    ]


@given(
    st.tuples(*[st.integers(min_value=0, max_value=9)] * 3).filter(any),
    st.integers(min_value=1, max_value=12),
)
def test_pages_together_are_the_listing(counts: tuple[int, int, int], show: int) -> None:
    """However a listing is cut into pages, they add up to it."""
    entries = lines(*counts)
    read = pages(entries, show)
    assert [page.is_last for page in read] == [False] * (len(read) - 1) + [True]
    merged = merge_pages(read)
    assert merged == parse_listing(new_page(entries), "cs").listing
    assert merged.counts == Counts(*counts)


@pytest.mark.parametrize("show", [4, 5])
def test_catchup_pages_together_are_the_listing(show: int) -> None:
    """Catch-up pages do not print how many entries they show; they add up all the same."""
    entries = lines(6, 3, 1)
    read = [
        parse_listing(catchup_page(entries, skip=skip, show=show), "cs")
        for skip in range(0, 10, show)
    ]
    assert merge_pages(read) == parse_listing(catchup_page(entries), "cs").listing


def test_refuses_pages_that_leave_papers_out() -> None:
    """A page left out, at the end or between, is noticed."""
    first, second, third = pages(lines(6, 3, 1), 4)
    for some in ([first], [first, second], [first, third], [second, third]):
        with pytest.raises(MalformedAnswer):
            merge_pages(some)


@pytest.mark.parametrize(
    "later",
    [
        new_page(lines(7, 3, 1), skip=4, show=4),
        new_page(lines(6, 3, 1), skip=4, show=4, label="Monday, 11 March 2024"),
        new_page([*lines(6)[1:], *lines(7)[:1], *lines(6, 3, 1)[6:]], skip=4, show=4),
    ],
    ids=["grown", "of the next date", "shifted by one"],
)
def test_refuses_pages_of_a_listing_that_changed_meanwhile(later: bytes) -> None:
    """Pages of two states of the listing do not make one."""
    first, _, third = pages(lines(6, 3, 1), 4)
    with pytest.raises(MalformedAnswer):
        merge_pages([first, parse_listing(later, "cs"), third])


def test_quiet_listing_is_its_only_page() -> None:
    """Merging the one page of a quiet day changes nothing."""
    page = parse_listing(new_page([]), "cs")
    assert merge_pages([page]) == page.listing
