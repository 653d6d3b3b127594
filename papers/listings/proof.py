"""Whether a listing page proves itself: its numbers agree with each other and with what it shows.

A page that fails one of these checks has been cut, changed its shape, or was made wrongly. Papers
would be lost if it were believed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Explained
from domain.messages import sentence
from domain.papers import AnnouncementKind, Counts, Listing, ListingEntry


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page: its heading's words and its entries with their numbers."""

    kind: AnnouncementKind
    total: int
    is_continued: bool
    is_cut: bool
    numbers: tuple[int, ...]
    entries: tuple[ListingEntry, ...]


class Doubt(Explained):
    """The page does not prove itself; the message says where."""


def check_numbers(numbers: Sequence[int], total: int) -> None:
    """The entries of a page are numbered one after another, and none beyond the total."""
    for before, number in itertools.pairwise(numbers):
        if number != before + 1:
            raise Doubt(
                sentence("entry [{before}] is followed by [{number}]", before=before, number=number)
            )
    if numbers[-1] > total:
        raise Doubt(
            sentence("it numbers an entry [{number}] of {total}", number=numbers[-1], total=total)
        )


def check_headings(sections: Sequence[Section], *, is_whole: bool) -> None:
    """A section may show fewer entries than it has only where another page has the rest."""
    if len({section.kind for section in sections}) < len(sections):
        raise Doubt(sentence("it has one section twice"))
    for place, section in enumerate(sections):
        shown = len(section.entries)
        named = sentence(
            "its section “{kind}” shows {shown} of {total} entries",
            kind=section.kind,
            shown=shown,
            total=section.total,
        )
        if shown > section.total:
            raise Doubt(named)
        goes_on = section.is_cut and place == len(sections) - 1
        came_from = section.is_continued and place == 0
        if shown < section.total and (is_whole or not (goes_on or came_from)):
            raise Doubt(sentence("{named}, and no other page has the rest", named=named))


def check_is_full(numbers: Sequence[int], total: int, most: int) -> None:
    """A page that says how many entries it shows at most, shows as many or all that remain."""
    expected = min(most, total - numbers[0] + 1)
    if len(numbers) != expected:
        raise Doubt(
            sentence(
                "it should show {expected} entries and shows {count}",
                expected=expected,
                count=len(numbers),
            )
        )


def check_unique(entries: Sequence[ListingEntry]) -> None:
    """A listing has each paper once, in one section."""
    seen: set[str] = set()
    for entry in entries:
        if entry.paper.id.base in seen:
            raise Doubt(sentence("it lists {base} twice", base=entry.paper.id.base))
        seen.add(entry.paper.id.base)


def check_sum(listing: Listing) -> None:
    """The whole of a listing: sections, total and entries agree."""
    counted = Counts.of(entry.kind for entry in listing.entries)
    if counted != listing.counts or counted.total != (listing.total or 0):
        raise Doubt(
            sentence(
                "its sections count {counted} entries, its total is {in_all}, and it shows {shown}",
                counted=listing.counts.total,
                in_all=listing.total or 0,
                shown=counted.total,
            )
        )
