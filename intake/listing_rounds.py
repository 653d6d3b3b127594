"""Going over the archives: tonight's listings, and the past dates that are still open."""

from __future__ import annotations

from collections.abc import Awaitable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.errors import Explained, SourceError, SourceUnavailable
from domain.messages import Message, sentence
from domain.papers import Batch
from domain.ports import Announcements, Clock
from domain.requests import Progress
from intake import calendar, plan
from intake.reader import Look, Reader
from intake.silence import EmptyListingVerifier
from intake.states import is_empty


class NoUse(Explained):
    """There is no use in asking arXiv any further now."""


@dataclass(slots=True)
class FailureCounter:
    """Failures in a row; too many of them end a round."""

    unavailable: int = 0
    failed: int = 0

    def note(self, error: SourceError | None) -> None:
        """Count what came of a look.

        Raises:
            NoUse: there were too many failures in a row.
        """
        if error is None:
            self.unavailable = self.failed = 0
            return
        self.failed += 1
        self.unavailable += isinstance(error, SourceUnavailable)
        if self.unavailable >= 2 or self.failed >= 5:
            raise NoUse(error.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRounds:
    """Reads what is due, one archive after another."""

    reader: Reader
    verifier: EmptyListingVerifier
    store: Announcements
    clock: Clock
    _tried: dict[date, datetime] = field(default_factory=dict)

    async def tonight(
        self,
        day: date,
        archives: Collection[str],
        failures: FailureCounter,
        progress: Progress,
        *,
        eager: bool = False,
    ) -> dict[str, Batch]:
        """Read what is to be read of the newest date; what is known of it afterwards.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        known = {b.archive: b for b in await self.store.batch_states(archives, day, day)}
        was_out = plan.is_out(known)
        waiting = plan.to_read(day, archives, known, self.clock.now(), eager=eager)
        while waiting:
            if plan.is_out(known) and not was_out:
                # The scout has seen it, so the others have their own times now.
                return await self.tonight(day, archives, failures, progress, eager=eager)
            archive = waiting.pop(0)
            progress(sentence("Reading arXiv's listing of {archive}", archive=archive))
            look = await self.reader.newest(archive, day, known)
            known[archive] = look.batch
            if look.shown is not None and not plan.is_out(known):
                await self._all_wait(day, archives, look.shown)
                break
            try:
                failures.note(look.error)
            except NoUse as error:
                await self._all_failed(day, waiting, error.message)
                raise
        return known

    async def confirm_tonight(
        self, day: date, known: plan.Known, failures: FailureCounter, *, eager: bool = False
    ) -> None:
        """From midnight on, find out whether the empty listings of the newest date are empty.

        Args:
            day: the newest date.
            known: what is known of it.
            failures: counts what goes wrong.
            eager: somebody waits for it.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        empty = [archive for archive, batch in sorted(known.items()) if is_empty(batch)]
        now = self.clock.now()
        if empty and now >= plan.evidence_from(day, self._evidence_tried(day), eager=eager):
            self._tried[day] = now
            await _ask(failures, self.verifier.tonight(day, empty, known))

    def _evidence_tried(self, day: date) -> datetime | None:
        """When this process last looked for evidence for empty listings of a date."""
        tried = self._tried.get(day)
        # Under a clock that was ahead it was tried at no time that there has been.
        return tried if tried and tried <= self.clock.now() else None

    async def confirm_early(self, day: date, known: plan.Known, failures: FailureCounter) -> None:
        """Before midnight, look twice at empty listings, for somebody who cannot wait.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        empty = [
            archive
            for archive, batch in sorted(known.items())
            if is_empty(batch) and not batch.state.is_settled
        ]
        if empty:
            await _ask(failures, self.verifier.before_midnight(day, empty, known))

    async def past(
        self, day: date, archives: Iterable[str], failures: FailureCounter, progress: Progress
    ) -> list[Look]:
        """Read the catch-up listings of a date.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        looks = []
        for archive in archives:
            progress(
                sentence("Reading arXiv's listing of {archive} of {day}", archive=archive, day=day)
            )
            look = await self.reader.past(archive, day)
            looks.append(look)
            failures.note(look.error)
        return looks

    async def look_back(
        self, followed: Mapping[str, date], failures: FailureCounter, progress: Progress
    ) -> None:
        """Make good what past dates left open.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        now = self.clock.now()
        first, last = calendar.oldest_listed(now), calendar.expected(now)
        batches = await self.store.batch_states(list(followed), first, last)
        known = {(batch.archive, batch.date): batch for batch in batches}
        due: dict[date, list[str]] = {}
        for archive, day in plan.look_back(followed, known, now):
            due.setdefault(day, []).append(archive)
        for day, archives in due.items():
            looks = await self.past(day, archives, failures, progress)
            await self.confirm_past(day, looks, followed, failures)

    async def confirm_past(
        self, day: date, looks: Iterable[Look], archives: Collection[str], failures: FailureCounter
    ) -> None:
        """Find out whether listings that were empty at two looks are empty.

        Raises:
            NoUse: arXiv gave no usable answer too often.
        """
        twice = [
            look.batch.archive
            for look in looks
            if look.before and is_empty(look.before) and is_empty(look.batch) and not look.error
        ]
        if twice:
            await _ask(failures, self.verifier.afterwards(day, twice, archives))

    async def _all_wait(self, day: date, archives: Iterable[str], shown: date) -> None:
        """One archive's newest listing is older than the date, so all others' are."""
        for archive in archives:
            await self.reader.decide(archive, day, lambda d: d.not_yet(shown, seen=False))

    async def _all_failed(self, day: date, archives: Iterable[str], why: Message) -> None:
        for archive in archives:
            await self.reader.decide(archive, day, lambda d: d.failed(why, tried=False))


async def _ask(failures: FailureCounter, evidence: Awaitable[object]) -> None:
    """Gather evidence; that it cannot be had leaves things as they are."""
    try:
        await evidence
    except SourceError as error:
        failures.note(error)
