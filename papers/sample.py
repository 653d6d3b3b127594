"""The embedded sample announcement: a paper source for where arXiv cannot be reached."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.identifiers import SAMPLE_ARCHIVE, PaperId
from domain.messages import Message
from domain.papers import (
    AnnouncementKind,
    Author,
    Counts,
    Listing,
    ListingEntry,
    MetadataOrigin,
    Paper,
    PaperPage,
)
from domain.ports import Clock
from domain.taxonomy import archive_of
from domain.topics import Query, Topic
from topics.index import PaperIndex

_EASTERN: Final = ZoneInfo("America/New_York")
_ANNOUNCED_FROM: Final = 20
"""The hour, US Eastern, from which a listing bears the next day's date."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class _SamplePaper:
    paper: Paper
    replaced: bool

    def kind_in(self, archive: str) -> AnnouncementKind:
        if self.replaced:
            return AnnouncementKind.REPLACE
        if archive_of(self.paper.primary) == archive:
            return AnnouncementKind.NEW
        return AnnouncementKind.CROSS


@cache
def _sample() -> tuple[_SamplePaper, ...]:
    text = files(__package__).joinpath("sample.toml").read_text(encoding="utf-8")
    return tuple(_read(record) for record in tomllib.loads(text)["paper"])


def _read(record: dict[str, Any]) -> _SamplePaper:
    paper = Paper(
        id=PaperId(f"{SAMPLE_ARCHIVE}/{record['number']:07}", record.get("version", 1)),
        title=record["title"],
        authors=tuple(Author(name) for name in record["authors"]),
        abstract=" ".join(record["abstract"].split()),
        categories=tuple(record["categories"]),
        primary=record["categories"][0],
        comment=record["comment"],
        origin=MetadataOrigin.SAMPLE,
    )
    return _SamplePaper(paper, replaced=record.get("kind") == AnnouncementKind.REPLACE)


def sample_papers() -> tuple[Paper, ...]:
    """The invented papers, in the order of their numbers."""
    return tuple(entry.paper for entry in _sample())


class SampleSource:
    """A `domain.ports.PaperSource` of invented papers, announced anew on every weekday.

    It needs no network and always answers. Sample papers bear no submission dates, so a search
    within a span of time finds them whatever the span.
    """

    def __init__(self, clock: Clock) -> None:
        """Args: clock says which day's listing is the newest."""
        self._clock = clock

    async def reach(self, patience: float) -> None:
        """The sample is always at hand."""

    def troubles(self) -> list[Message]:
        """There are none."""
        return []

    def refusal(self) -> Message | None:
        """Nobody refuses."""
        return None

    def requests(self) -> int:
        """None is ever made."""
        return 0

    async def newest(self, archive: str) -> Listing:
        """The sample as the newest listing of an archive, dated as arXiv would date it now."""
        return _listing(archive, _newest_date(self._clock.now()))

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The sample as the listing of a weekday up to now; empty on weekends and later days."""
        if day.weekday() >= _SATURDAY or day > _newest_date(self._clock.now()):
            return Listing(archive=archive, date=day, entries=(), total=0)
        return _listing(archive, day)

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """The sample's papers of several archives, each once; nothing at weekends, as at arXiv."""
        if self._clock.now().astimezone(_EASTERN).weekday() >= _SATURDAY:
            return ()
        return tuple(
            ListingEntry(
                min((entry.kind_in(archive) for archive in shown), key=_section), entry.paper
            )
            for entry in _sample()
            if (shown := entry.paper.archives.intersection(archives))
        )

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Sample papers by base id; any version asked for gives the one there is."""
        wanted = {paper_id.base for paper_id in ids}
        return {paper.id.base: paper for paper in sample_papers() if paper.id.base in wanted}

    async def page(self, paper: PaperId) -> PaperPage | None:
        """Sample papers have none."""
        return None

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """Sample papers that match a query, the most relevant first."""
        matches = PaperIndex(sample_papers()).matches(Topic(str(query), query))
        return [match.paper for match in matches[:limit]]

    async def close(self) -> None:
        """There is nothing to let go of."""


def _newest_date(now: datetime) -> date:
    """The date that arXiv's newest listing bears, holidays aside.

    An evening's announcement, Sunday to Thursday, bears the date of the day after
    (https://info.arxiv.org/help/availability.html).
    """
    eastern = now.astimezone(_EASTERN)
    day = eastern.date()
    if eastern.hour >= _ANNOUNCED_FROM:
        day += timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _listing(archive: str, day: date) -> Listing:
    entries = tuple(
        ListingEntry(entry.kind_in(archive), entry.paper)
        for entry in sorted(_sample(), key=lambda entry: _section(entry.kind_in(archive)))
        if archive in entry.paper.archives
    )
    return Listing(
        archive=archive,
        date=day,
        entries=entries,
        counts=Counts.of(entry.kind for entry in entries),
        total=len(entries),
    )


def _section(kind: AnnouncementKind) -> int:
    """Where a kind stands on a listing page: new, cross-lists, replacements."""
    return list(AnnouncementKind).index(kind)
