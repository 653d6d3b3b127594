"""What a listing page of arXiv says: pure, from the page's bytes to a `Listing`.

Both ``/list/<archive>/new`` and ``/catchup/<archive>/<date>?abs=True`` are made of the same parts
(https://github.com/arXiv/arxiv-browse, ``browse/templates/list``). The page is believed only as
far as it proves itself: its numbers must agree with each other and with what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NoReturn

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.errors import MalformedAnswer
from domain.messages import Message, sentence
from domain.papers import AnnouncementKind, Counts, Listing
from papers.listings.entry import EntryUnreadable, read_entry
from papers.listings.proof import (
    Doubt,
    Section,
    check_headings,
    check_is_full,
    check_numbers,
    check_sum,
    check_unique,
)

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun",
                  "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KINDS: Final = {
    "new": AnnouncementKind.NEW,
    "cross": AnnouncementKind.CROSS,
    "replacement": AnnouncementKind.REPLACE,
}
_DATED = re.compile(r"(?:new listings for|Catchup results for .* on)\s+(?P<date>\S.*)", re.DOTALL)
_DATE = re.compile(r"(?P<weekday>[A-Za-z]{3})[a-z]*, (?P<day>\d{1,2}) (?P<month>[A-Za-z]{3})[a-z]* "
                   r"(?P<year>\d{4})\b")  # fmt: skip
_HEADING = re.compile(
    r"(?P<kind>New|Cross|Replacement)\b.*\((?P<continued>continued,\s*)?showing\s+"
    r"(?P<part>first\s+|last\s+)?(?P<shown>\d+)\s+of\s+(?P<total>\d+)\s+entr(?:y|ies)\s*\)",
    re.DOTALL,
)
_TOTAL = re.compile(r"Total of (\d+) entr(?:y|ies)")
_PER_PAGE = re.compile(r"Showing up to (\d+) entries per page")
_QUIET = re.compile(r"No updates (?:today|for \w{3}, \d{1,2} \w{3} \d{4})")
_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing, of possibly several.

    Attributes:
        listing: what this page shows. Its total is the whole listing's; its counts are the whole
            listing's for each section that the page shows, and 0 for those it does not.
        first: number of this page's first entry, from 1; 0 on a quiet day.
        last: number of its last entry; 0 on a quiet day.
    """

    listing: Listing
    first: int
    last: int

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return self.last >= (self.listing.total or 0)


def parse_listing(body: bytes, archive: str) -> ListingPage:
    """Read one page of ``/list/<archive>/new`` or ``/catchup/<archive>/<date>?abs=True``.

    Raises:
        MalformedAnswer: the page is something else, incomplete, or contradicts itself; the
            message says how.
    """
    try:
        return _read_page(body, archive)
    except (Doubt, EntryUnreadable) as doubt:
        _refuse(archive, doubt.message, body)


def merge_pages(pages: Sequence[ListingPage]) -> Listing:
    """The pages of one listing, in order, as one.

    Raises:
        MalformedAnswer: they leave papers out or do not belong together, as when the listing
            changed while it was paged.
    """
    first = pages[0].listing
    expected = 1
    for page in pages:
        listing = page.listing
        if (listing.archive, listing.date, listing.total) != (
            first.archive, first.date, first.total
        ):  # fmt: skip
            _refuse(first.archive, sentence("the listing changed while it was paged"))
        if page.first not in (0, expected):
            _refuse(
                first.archive,
                sentence(
                    "entries {expected} to {last} are on none of its pages",
                    expected=expected,
                    last=page.first - 1,
                ),
            )
        expected = page.last + 1
    merged = _united([page.listing for page in pages])
    try:
        check_unique(merged.entries)
        check_sum(merged)
    except Doubt as doubt:
        _refuse(first.archive, doubt.message)
    return merged


def _refuse(archive: str, reason: Message, body: bytes = b"") -> NoReturn:
    raise MalformedAnswer(
        sentence(
            "arXiv's listing of {archive} cannot be trusted: {reason}.",
            archive=archive,
            reason=reason,
        ),
        evidence=body,
    )


def _read_page(body: bytes, archive: str) -> ListingPage:
    if not body.strip():
        raise Doubt(sentence("the page is empty"))
    page = LexborHTMLParser(body).css_first("#dlpage")
    if page is None:
        raise Doubt(sentence("the page is not a listing"))
    if b"</html>" not in body[-2000:].lower():
        raise Doubt(sentence("the page breaks off before its end"))
    _check_archive(page, archive)
    day = _date_of(page)
    total = _total_of(page)
    sections = tuple(_sections_of(page))
    if not any(section.entries for section in sections):
        return _quiet_page(page, archive, day, total)
    if total is None:
        raise Doubt(sentence("it does not say how many entries there are"))
    numbers = [number for section in sections for number in section.numbers]
    check_numbers(numbers, total)
    check_headings(sections, is_whole=numbers[0] == 1 and numbers[-1] == total)
    most = next(_numbers_in_lines(page, _PER_PAGE), None)
    if most is not None:
        check_is_full(numbers, total, most)
    listing = Listing(
        archive=archive,
        date=day,
        entries=tuple(entry for section in sections for entry in section.entries),
        counts=Counts(**{section.kind.value: section.total for section in sections}),
        total=total,
    )
    check_unique(listing.entries)
    read = ListingPage(listing, numbers[0], numbers[-1])
    if read.first == 1 and read.is_last:
        check_sum(listing)
    return read


def _check_archive(page: LexborNode, archive: str) -> None:
    """The link to the archive's recent papers, where a page has one, leads to the one asked for."""
    link = page.css_first('a[id^="recent-"]')
    shown = (link.attributes.get("id") or "").removeprefix("recent-") if link else archive
    if shown != archive:
        raise Doubt(sentence("it is the listing of {shown}", shown=shown[:30]))


def _quiet_page(page: LexborNode, archive: str, day: date, total: int | None) -> ListingPage:
    """A page without entries, which must say in words that there are none."""
    if not _QUIET.search(page.text(separator=" ")):
        raise Doubt(sentence("it has no entries and does not say that there are none"))
    if total:
        raise Doubt(sentence("it shows none of its {total} entries", total=total))
    return ListingPage(Listing(archive=archive, date=day, entries=(), total=total), 0, 0)


def _date_of(page: LexborNode) -> date:
    """The date in the heading, which must be a day that exists on the weekday it names."""
    headings = [node.text(separator=" ") for node in page.css("h1, h3")]
    found = next((match for text in headings if (match := _DATED.search(text))), None)
    if found is None:
        raise Doubt(sentence("it bears no date"))
    shown = " ".join(found["date"].split())
    match = _DATE.match(shown)
    try:
        if match is None:
            raise ValueError
        month = _MONTHS.index(match["month"].lower()) + 1
        day = date(int(match["year"]), month, int(match["day"]))
        if _WEEKDAYS.index(match["weekday"].lower()) != day.weekday():
            raise ValueError
    except ValueError:
        raise Doubt(sentence("its date “{shown}” cannot be read", shown=shown[:60])) from None
    return day


def _total_of(page: LexborNode) -> int | None:
    """The "Total of N entries" above and below the list, or None if there is no such line."""
    totals = set(_numbers_in_lines(page, _TOTAL))
    if len(totals) > 1:
        raise Doubt(
            sentence(
                "it gives several totals, {totals}", totals=" and ".join(map(str, sorted(totals)))
            )
        )
    return totals.pop() if totals else None


def _numbers_in_lines(page: LexborNode, pattern: re.Pattern[str]) -> Iterator[int]:
    """The number that a pattern finds in each line above and below the list."""
    for child in page.iter():
        if child.tag == "div" and (match := pattern.search(child.text())):
            yield int(match[1])


def _sections_of(page: LexborNode) -> Iterator[Section]:
    for part in page.css("dl"):
        heading = part.css_first("h3")
        if heading is None:
            raise Doubt(sentence("a section has no heading"))
        title = " ".join(heading.text().split())
        match = _HEADING.match(title)
        if match is None:
            raise Doubt(sentence("the heading “{title}” gives no counts", title=title[:80]))
        kind = _KINDS[match["kind"].lower()]
        rows = tuple(_rows_of(part))
        if len(rows) != int(match["shown"]):
            raise Doubt(
                sentence("“{title}” stands over {count} entries", title=title[:80], count=len(rows))
            )
        yield Section(
            kind,
            total=int(match["total"]),
            is_continued=match["continued"] is not None,
            is_cut=(match["part"] or "").strip() == "first",
            numbers=tuple(_number_of(term) for term, _ in rows),
            entries=tuple(read_entry(kind, term, details) for term, details in rows),
        )


def _rows_of(part: LexborNode) -> Iterator[tuple[LexborNode, LexborNode]]:
    """The ``<dt>`` and ``<dd>`` of each entry."""
    term: LexborNode | None = None
    for child in part.iter():
        if child.tag == "dt":
            if term is not None:
                raise Doubt(sentence("entry [{number}] has no details", number=_number_of(term)))
            term = child
        elif child.tag == "dd":
            if term is None:
                raise Doubt(sentence("details stand without an entry"))
            yield term, child
            term = None
    if term is not None:
        raise Doubt(sentence("entry [{number}] has no details", number=_number_of(term)))


def _number_of(term: LexborNode) -> int:
    match = _NUMBER.search(term.text())
    if match is None:
        raise Doubt(sentence("an entry has no number"))
    return int(match[1])


def _united(listings: Sequence[Listing]) -> Listing:
    """Entries of all pages; of each section the count that the pages showing it give."""
    counts = [
        max(getattr(listing.counts, kind.value) for listing in listings)
        for kind in AnnouncementKind
    ]
    return replace(
        listings[0],
        entries=tuple(entry for listing in listings for entry in listing.entries),
        counts=Counts(*counts),
    )
