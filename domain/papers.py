"""Papers and their announcements, as arXiv tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.fulltext import Formulas
from domain.identifiers import PaperId
from domain.messages import NOTHING, Message
from domain.taxonomy import archive_of


class MetadataOrigin(StrEnum):
    """Where a paper's metadata was read; the API's is the fullest and replaces the others.

    What a paper's own page tells of a version is the same record, and counts as the API's.
    """

    API = "api"
    LISTING = "listing"
    FEED = "feed"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Author:
    """A name as arXiv prints it, with the affiliations arXiv itself has (rarely any)."""

    name: str
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper's metadata. All of it is arXiv's own words; LaTeX is made readable, no more.

    Attributes:
        id: with the version that this metadata describes, where that is known.
        categories: as listed, the primary one first.
        published, updated: submission of the first and of this version, UTC; None where the
            origin does not tell (a listing does not).
        licence: the licence's URL, where known.
        formulas: of its title, abstract and comment, with their LaTeX.
        checked_at: when arXiv last said that this is the newest there is, UTC; None where it did
            not, or where something newer has been seen since.
    """

    id: PaperId
    title: str
    authors: tuple[Author, ...]
    abstract: str
    categories: tuple[str, ...]
    primary: str
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    licence: str | None = None
    withdrawn: bool = False
    origin: MetadataOrigin = MetadataOrigin.API
    checked_at: datetime | None = None
    formulas: Formulas = ()

    @property
    def archives(self) -> frozenset[str]:
        """The archives whose listings show this paper."""
        return frozenset(archive_of(category) for category in self.categories)


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What a paper's own page at arXiv tells.

    Attributes:
        paper: as the API would tell it, with its licence.
        has_html: whether there is HTML of this version.
    """

    paper: Paper
    has_html: bool


class AnnouncementKind(StrEnum):
    """How a paper came to stand in a listing."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"

    @property
    def is_news(self) -> bool:
        """Whether a paper announced so is news; a replacement never is."""
        return self is not AnnouncementKind.REPLACE


@dataclass(frozen=True, slots=True)
class Announcement:
    """One line of a listing.

    Attributes:
        archive: the archive in whose listing the paper stood.
        date: the listing date that arXiv prints, the day after the evening of announcement.
    """

    archive: str
    date: date
    kind: AnnouncementKind
    paper_id: PaperId


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers a listing has of each kind."""

    new: int = 0
    cross: int = 0
    replace: int = 0

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.new + self.cross + self.replace

    @classmethod
    def of(cls, kinds: Iterable[AnnouncementKind]) -> Counts:
        """Count kinds."""
        seen = list(kinds)
        return cls(*(seen.count(kind) for kind in AnnouncementKind))


class BatchState(StrEnum):
    """What is known of one archive's announcements of one date.

    WAITING: its hour has not come. PARTIAL: some of it is here. COMPLETE: all that arXiv counts
    is here, with metadata. QUIET: arXiv announced nothing. LATE: overdue. FAILED: it could not be
    read. ``RECONSTRUCTED`` stands for a date too old to be listed, put together from submission
    dates, which may differ from what was announced.
    """

    WAITING = "waiting"
    PARTIAL = "partial"
    COMPLETE = "complete"
    QUIET = "quiet"
    LATE = "late"
    FAILED = "failed"
    RECONSTRUCTED = "reconstructed"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self in (BatchState.COMPLETE, BatchState.QUIET, BatchState.RECONSTRUCTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One archive's announcements of one date.

    Attributes:
        counts: arXiv's own counts by kind; None while no listing has been read.
        reason: why the state is what it is, in a sentence.
        checked_at: when this was last looked at, UTC.
    """

    archive: str
    date: date
    state: BatchState
    announcements: tuple[Announcement, ...] = ()
    counts: Counts | None = None
    reason: Message = NOTHING
    checked_at: datetime | None = None

    @property
    def news(self) -> tuple[PaperId, ...]:
        """The papers that are news here: new and cross-listed, each once."""
        return tuple(dict.fromkeys(a.paper_id.latest for a in self.announcements if a.kind.is_news))

    @property
    def counted(self) -> Counts:
        """Our own counts by kind."""
        return Counts.of(announcement.kind for announcement in self.announcements)


@dataclass(frozen=True, slots=True)
class ListingEntry:
    """One line of a listing page with the metadata that the page itself gives."""

    kind: AnnouncementKind
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A listing page of an archive as read: ``/list/<archive>/new`` or ``/catchup/…``.

    Attributes:
        date: the date printed on the page.
        counts: what the page says it holds in each section, over all its pages.
        total: the "Total of N entries" of the page, or None if it prints none.
    """

    archive: str
    date: date
    entries: tuple[ListingEntry, ...]
    counts: Counts = field(default_factory=Counts)
    total: int | None = None

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """The entries as announcements."""
        return tuple(
            Announcement(self.archive, self.date, entry.kind, entry.paper.id.latest)
            for entry in self.entries
        )
