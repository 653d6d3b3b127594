"""Whether an empty listing is to be believed: evidence from other sides.

A page that says that there is nothing is what a broken server shows too. So somebody else is
asked who is known to speak the truth, because what he says of other papers agrees with what was
read: the feed on the day itself, the API's search afterwards. (The search knows when papers were
submitted, not when they were replaced: for an archive with nothing but replacements it proves
nothing, and two empty pages must do.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.errors import SourceError
from domain.messages import Message, sentence
from domain.papers import Batch, BatchState, ListingEntry, Paper
from domain.ports import Clock, Library, PaperSource
from domain.topics import Category, Or
from intake import calendar, plan
from intake.reader import Reader
from intake.states import Decider, is_empty

CONTROL: Final = "cs"
"""The archive that is asked where no other is known that has papers; it has some every time."""

_MOST_FOUND: Final = 6000
_ENOUGH: Final = 50
_LATER: Final = timedelta(days=14)
"""For how long after a date what was submitted for it is looked for in announcements."""

FEED_AGREES: Final = sentence("Neither arXiv's page nor its feed has anything here.")
TOLD_TWICE: Final = sentence("arXiv's page lists nothing here, at two looks.")
ALL_ELSEWHERE: Final = sentence(
    "arXiv lists nothing here, and what was submitted for it was announced otherwise."
)
_NOT_CONFIRMED: Final = sentence(
    "arXiv's page lists nothing, but other evidence does not confirm it yet."
)

Bases = frozenset[str]


def contradicted_by_feed(
    feed: Sequence[ListingEntry], control: Bases, empty: Collection[str]
) -> set[str] | None:
    """The archives among the empty ones that the feed has papers of.

    None where the feed proves nothing, since it lacks papers that are known to be announced.

    Args:
        feed: what it holds of the empty archives and of a control archive.
        control: the news of the control archive.
        empty: the archives whose pages list nothing.
    """
    if not control or not control <= {entry.paper.id.base for entry in feed}:
        return None
    return {archive for entry in feed for archive in entry.paper.archives.intersection(empty)}


def unexplained(
    found: Sequence[Paper], announced: Mapping[str, Bases], empty: Collection[str]
) -> set[str] | None:
    """The archives among the empty ones with papers that no announcement explains.

    None where the search proves nothing: it may be cut off, or has none of what is known.

    Args:
        found: all that was submitted for a date, in the empty archives and some others.
        announced: what is known to be announced on that date or later, by archive.
        empty: the archives whose pages list nothing for the date.
    """
    known = frozenset[str]().union(*announced.values())
    if len(found) >= _MOST_FOUND or not any(paper.id.base in known for paper in found):
        return None
    return {
        archive
        for paper in found
        for archive in paper.archives.intersection(empty)
        if paper.id.base not in announced.get(archive, frozenset())
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyListingVerifier:
    """Finds evidence for or against empty listings. Every method may raise SourceError."""

    source: PaperSource
    store: Library
    clock: Clock
    reader: Reader

    async def tonight(self, day: date, empty: Sequence[str], known: plan.Known) -> list[Batch]:
        """Settle empty listings of the newest date, from its midnight on, by the feed.

        Where the feed is of no use, they are judged as those of past dates are.
        """
        name, control = await self._control(day, known)
        if not control:
            return []
        try:
            feed = await self.source.feed([*empty, name])
        except SourceError:
            feed = ()
        contradicted = contradicted_by_feed(feed, control, empty)
        if contradicted is not None:
            silent = [archive for archive in empty if archive not in contradicted]
            batches = [await self._silent(archive, day, FEED_AGREES) for archive in silent]
            return batches + [await self._read_again(archive, day) for archive in contradicted]
        again = [await self._read_again(archive, day) for archive in empty]
        still = [batch.archive for batch in again if is_empty(batch)]
        return await self.afterwards(day, still, known) if still else again

    async def before_midnight(
        self, day: date, empty: Sequence[str], known: plan.Known
    ) -> list[Batch]:
        """Look again at empty listings of the newest date, for somebody who cannot wait.

        None is believed in whose archive any of the date's known papers is filed.
        """
        papers = await self._papers(day, known)
        filed = frozenset[str]().union(*(paper.archives for paper in papers))
        batches = []
        for archive in sorted(set(empty) - filed) if papers else ():
            listing = await self.source.newest(archive)
            if listing.date == day and not listing.entries:
                batches.append(await self._silent(archive, day, TOLD_TWICE))
        return batches

    async def afterwards(
        self, day: date, empty: Sequence[str], archives: Collection[str]
    ) -> list[Batch]:
        """Settle empty listings of a past date by what was submitted for it.

        Where no archive at all has papers of that date, as on a holiday that nobody knew of,
        what was submitted for the next date that has some is looked at with it: those papers
        show whether the search speaks the truth.

        Args:
            day: the date.
            empty: archives whose catch-up page has said twice that there is nothing.
            archives: those whose announcements may be known.
        """
        announced, since, vouching = await self._announced(day, archives, empty)
        asked = tuple(Category(name) for name in (*empty, *_truthful(vouching, empty)))
        found = await self.source.search(
            Or(asked) if len(asked) > 1 else asked[0],
            limit=_MOST_FOUND,
            submitted=(calendar.submission_window(day)[0], calendar.submission_window(since)[1]),
        )
        open_still = unexplained(found, announced, empty)
        batches = []
        for archive in empty:
            if open_still is None or archive in open_still:
                batch = await self.reader.decide(archive, day, _doubted)
            else:
                batch = await self._silent(archive, day, ALL_ELSEWHERE)
            batches.append(batch)
        return batches

    async def _silent(self, archive: str, day: date, evidence: Message) -> Batch:
        return await self.reader.decide(archive, day, lambda decider: decider.silent(evidence))

    async def _read_again(self, archive: str, day: date) -> Batch:
        """Read the catch-up page of a date whose newest listing was empty."""
        look = await self.reader.past(archive, day)
        if look.error is not None:
            raise look.error
        if is_empty(look.batch):
            return await self.reader.decide(archive, day, _doubted)
        return look.batch

    async def _papers(self, day: date, known: plan.Known) -> list[Paper]:
        """The news of the newest date, of all archives where it is all known, or of the control."""
        complete = [name for name, batch in known.items() if batch.state is BatchState.COMPLETE]
        batches = await self.store.batches(complete, day, day)
        if any(batch.news for batch in batches):
            ids = [paper_id for batch in batches for paper_id in batch.news]
            return list((await self.store.papers(ids)).values())
        return [] if CONTROL in known else await self._listed_by_control(day)

    async def _control(self, day: date, known: plan.Known) -> tuple[str, Bases]:
        """An archive with papers of the newest date, and its news; none where none is known."""
        complete = [
            (batch.counts.total, archive)
            for archive, batch in known.items()
            if batch.state is BatchState.COMPLETE and batch.counts
        ]
        for _, archive in sorted(complete):
            batch = await self.reader.known(archive, day)
            if batch and batch.news:
                return archive, _bases(batch)
        papers = [] if CONTROL in known else await self._listed_by_control(day)
        return CONTROL, frozenset(paper.id.base for paper in papers)

    async def _listed_by_control(self, day: date) -> list[Paper]:
        """The news in the control archive's newest listing, if that is of the date."""
        listing = await self.source.newest(CONTROL)
        if listing.date != day:
            return []
        return [entry.paper for entry in listing.entries if entry.kind.is_news]

    async def _announced(
        self, day: date, archives: Collection[str], empty: Collection[str]
    ) -> tuple[dict[str, Bases], date, dict[str, Bases]]:
        """The news of a date and of some time after it, the first date with any, and its news.

        All by archive. Where none is known, the control archive's listings tell; but not of a
        date of which its page has said that there is nothing.
        """
        until = min(day + _LATER, calendar.expected(self.clock.now()))
        batches = [b for b in await self.store.batches(archives, day, until) if b.news]
        announced: dict[str, Bases] = {}
        for batch in batches:
            announced[batch.archive] = announced.get(batch.archive, frozenset()) | _bases(batch)
        if batches:
            since = min(batch.date for batch in batches)
            return announced, since, {b.archive: _bases(b) for b in batches if b.date == since}
        today = calendar.eastern_date(self.clock.now())
        for on in calendar.listing_dates(day, min(calendar.next_date(day), today)):
            if on == day and CONTROL in empty:
                continue
            listing = await self.source.caught_up(CONTROL, on)
            if listing.entries:
                told = {CONTROL: frozenset(entry.paper.id.base for entry in listing.entries)}
                return told, on, told
        return {}, day, {}


def _truthful(vouching: Mapping[str, Bases], empty: Collection[str]) -> list[str]:
    """The archive, if any, whose papers show whether the search speaks the truth.

    The smallest that has enough of them, else the largest. They are of the date that is searched
    for: what an archive had on others, a search for this one does not find.
    """
    sizes = {name: len(bases) for name, bases in vouching.items() if name not in empty}
    enough = [name for name, size in sizes.items() if size >= _ENOUGH]
    if enough:
        return [min(enough, key=lambda name: (sizes[name], name))]
    return sorted(sizes, key=lambda name: (-sizes[name], name))[:1]


def _doubted(decider: Decider) -> Batch:
    return decider.doubted(_NOT_CONFIRMED)


def _bases(batch: Batch) -> Bases:
    return frozenset(paper.base for paper in batch.news)
