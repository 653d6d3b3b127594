"""An arXiv to script: what it announces when, and what goes wrong when it is asked.

Announcements are written one paper a line, the id before its categories. A paper is new in the
archive of its first category and cross-listed in the others'; with a version, it is a replacement:

    source.announces("2024-03-08", '''
        2403.00001 cs.CV stat.ML
        2401.00007v2 hep-th
    ''')

Trouble is planned for the next requests of a kind, in their order:

    source.plans("newest cs", "down", "ok", "empty")
    source.plans("feed", "stale", times=FOR_EVER)
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Final

from domain.errors import MalformedAnswer, SourceUnavailable
from domain.identifiers import PaperId
from domain.messages import Message, as_is, sentence
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
from domain.topics import Category, Or, Query, leaves
from intake import calendar

FOR_EVER: Final = 10**9
_BETWEEN_VERSIONS: Final = timedelta(days=30)
CHANGED_PAGE: Final = b"<html><main>arXiv, in its new design</main></html>"

FAULTS: Final = ("ok", "down", "html", "empty", "half", "stale", "unknown")
"""ok: none. down: no answer. html: something else than was asked for. empty: a page that says
that there is nothing. half: every other paper missing under complete counts. stale: without the
newest date. unknown: the API has never heard of the papers."""


@dataclass(frozen=True, slots=True)
class _Line:
    day: date
    paper: Paper

    @property
    def is_replacement(self) -> bool:
        return (self.paper.id.version or 1) > 1

    def kind_in(self, archive: str) -> AnnouncementKind:
        if self.is_replacement:
            return AnnouncementKind.REPLACE
        is_primary = archive_of(self.paper.primary) == archive
        return AnnouncementKind.NEW if is_primary else AnnouncementKind.CROSS


class FakeSource:
    """The `PaperSource` port, scripted.

    Attributes:
        asked: every request in order, such as ``newest cs`` or ``caught_up cs 2024-03-08``.
        refused: that it refuses this program, if it does.
        late: by how much the announcement of a date misses its hour.
        publication: how long a listing takes to grow complete.
        api_lag: how long after its announcement the API knows a paper.
    """

    def __init__(self, clock: Clock) -> None:
        self.asked: list[str] = []
        self.refused: Message | None = None
        self.late: defaultdict[date, timedelta] = defaultdict(timedelta)
        self.publication = timedelta()
        self.api_lag = timedelta(hours=4)
        self._clock = clock
        self._lines: dict[date, list[_Line]] = {}
        self._plans: list[tuple[str, Iterator[str]]] = []

    def announces(self, day: str | date, papers: str = "", *, submitted: str = "") -> None:
        """Announce papers on a listing date; none still makes an announcement of that date.

        Args:
            day: the date.
            papers: one a line, as above.
            submitted: when these versions were, if not in the nominal window.
        """
        on = _date(day)
        start, _ = calendar.submission_window(on)
        moment = datetime.fromisoformat(submitted) if submitted else start + timedelta(hours=1)
        lines = filter(None, map(str.split, papers.splitlines()))
        self._lines.setdefault(on, []).extend(
            _Line(on, _paper(paper_id, tuple(categories), moment))
            for paper_id, *categories in lines
        )

    def plans(self, request: str, *faults: str, times: int = 1) -> None:
        """Plan `FAULTS` for the next requests that begin with, or match, one as in `asked`."""
        if set(faults) - set(FAULTS):
            raise ValueError(f"not all of {faults} are faults")
        self._plans.append((request, iter(faults * times if times < FOR_EVER else ())
                            if times < FOR_EVER else itertools.cycle(faults)))  # fmt: skip

    def heals(self) -> None:
        """Forget all planned faults."""
        self._plans.clear()

    def announced(self, archive: str, day: str | date) -> dict[str, AnnouncementKind]:
        """What is announced in an archive on a date, by base id: the truth to compare with."""
        entries = self._listing(archive, _date(day)).entries
        return {entry.paper.id.base: entry.kind for entry in entries}

    async def reach(self, patience: float) -> None:
        """It can be reached unless ``reach`` is planned to be down."""
        self._fault("reach")

    def requests(self) -> int:
        """As many as were asked."""
        return len(self.asked)

    def troubles(self) -> list[Message]:
        """None are planned."""
        return []

    def refusal(self) -> Message | None:
        """As planned."""
        return self.refused

    async def newest(self, archive: str) -> Listing:
        """The newest listing that is out, as far as it is published."""
        fault = self._fault(f"newest {archive}")
        out = self._days_out()
        day = out[-2] if fault == "stale" and len(out) > 1 else out[-1]
        return _spoilt(self._published(archive, day), fault)

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The listing of a date, empty where nothing was announced."""
        fault = self._fault(f"caught_up {archive} {day}")
        now = self._clock.now()
        if not calendar.oldest_listed(now) <= day <= calendar.eastern_date(now):
            raise MalformedAnswer(as_is(f"arXiv refused the request for {day}."), evidence=b"400")
        if day not in self._days_out():
            return self._listing(archive, day, ())
        return _spoilt(self._published(archive, day), fault)

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """What is announced on today's Eastern date."""
        fault = self._fault(f"feed {'+'.join(sorted(archives))}")
        today = calendar.eastern_date(self._clock.now())
        if fault == "stale":
            today = calendar.previous_date(today)
        if fault == "empty" or today not in self._days_out():
            return ()
        return tuple(
            ListingEntry(line.kind_in(archive_of(line.paper.primary)),
                         replace(line.paper, origin=MetadataOrigin.FEED))
            for line in self._lines[today]
            if line.paper.archives.intersection(archives)
        )  # fmt: skip

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata of what the API knows by now."""
        fault = self._fault(f"papers {len(ids)}")
        known = {} if fault in ("unknown", "empty") else self._in_api(fault)
        wanted = [paper_id.base for paper_id in ids]
        return {base: known[base].paper for base in wanted if base in known}

    async def page(self, paper: PaperId) -> PaperPage | None:
        """It shows none."""
        return None

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """New papers of the query's archives within a span of submission."""
        fault = self._fault(f"search {query}")
        assert isinstance(query, Or | Category)
        archives = {leaf.name for leaf in leaves(query) if isinstance(leaf, Category)}
        found = [] if fault in ("unknown", "empty") else self._in_api(fault).values()
        return [
            line.paper
            for line in found
            if line.paper.archives.intersection(archives) and _is_within(line.paper, submitted)
        ][:limit]

    async def close(self) -> None:
        """Nothing to let go of."""

    def _fault(self, request: str) -> str:
        self.asked.append(request)
        meant = (
            faults
            for pattern, faults in self._plans
            if request.startswith(pattern) or fnmatchcase(request, pattern)
        )
        fault = next(filter(None, (next(faults, None) for faults in meant)), "ok")
        if fault == "down":
            parts = {"service": sentence("arXiv's site"), "why": sentence("it fell silent")}
            raise SourceUnavailable(sentence("{service} is not answering: {why}.", **parts))
        if fault == "html":
            raise MalformedAnswer(as_is("The page is not a listing."), evidence=CHANGED_PAGE)
        return fault

    def _days_out(self) -> list[date]:
        now = self._clock.now()
        return [day for day in sorted(self._lines) if self._out_at(day) <= now]

    def _out_at(self, day: date) -> datetime:
        return calendar.due_at(day) + self.late[day]

    def _published(self, archive: str, day: date) -> Listing:
        whole = self._listing(archive, day)
        if not self.publication:
            return whole
        share = min(1.0, (self._clock.now() - self._out_at(day)) / self.publication)
        entries = whole.entries[: int(len(whole.entries) * share)]
        return self._listing(archive, day, entries)

    def _listing(
        self, archive: str, day: date, entries: Iterable[ListingEntry] | None = None
    ) -> Listing:
        if entries is None:
            kinds = list(AnnouncementKind)
            entries = sorted(
                (
                    ListingEntry(line.kind_in(archive), _as_listed(line.paper))
                    for line in self._lines.get(day, ())
                    if archive in line.paper.archives
                ),
                key=lambda entry: kinds.index(entry.kind),
            )
        shown = tuple(entries)
        counts = Counts.of(entry.kind for entry in shown)
        return Listing(archive=archive, date=day, entries=shown, counts=counts, total=counts.total)

    def _in_api(self, fault: str) -> dict[str, _Line]:
        until = self._clock.now() - self.api_lag
        days = [day for day in self._days_out() if self._out_at(day) <= until]
        days = days[: -1 if fault == "stale" else None]
        lines = (line for day in days for line in self._lines[day])
        return {line.paper.id.base: line for line in lines}


def _date(day: str | date) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _paper(text: str, categories: tuple[str, ...], submitted: datetime) -> Paper:
    """An invented paper with metadata as full as the API's; its first version is no newer."""
    assert re.fullmatch(r"\S+", text)
    assert categories
    paper_id = PaperId.parse(text)
    version = paper_id.version or 1
    return Paper(
        id=PaperId(paper_id.base, version),
        title=f"On the matter of {paper_id.base}",
        authors=(Author("Ada Example"), Author("Ben Sample")),
        abstract=f"We look into {paper_id.base} and find it pleasing.",
        categories=categories,
        primary=categories[0],
        published=submitted - _BETWEEN_VERSIONS * (version - 1),
        updated=submitted,
    )


def _is_within(paper: Paper, span: tuple[datetime, datetime] | None) -> bool:
    """Whether the first version was submitted in a span of time."""
    return span is None or (paper.published is not None and span[0] <= paper.published < span[1])


def _as_listed(paper: Paper) -> Paper:
    """What a listing shows of a paper: no version, no times, and no abstract of a replacement."""
    return replace(
        paper,
        id=paper.id.latest,
        abstract="" if (paper.id.version or 1) > 1 else paper.abstract,
        published=None,
        updated=None,
        origin=MetadataOrigin.LISTING,
    )


def _spoilt(listing: Listing, fault: str) -> Listing:
    if fault == "empty":
        return replace(listing, entries=(), counts=Counts(), total=None)
    return replace(listing, entries=listing.entries[::2]) if fault == "half" else listing
