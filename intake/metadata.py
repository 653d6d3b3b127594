"""Metadata from arXiv's API in place of the listings' own, once the API has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from domain.identifiers import PaperId
from domain.messages import sentence
from domain.ports import Clock, Library, PaperSource
from domain.requests import Progress
from domain.taxonomy import ARCHIVES
from intake import calendar, plan
from intake.freshness import as_answered

_TRIED: Final = "intake-metadata-tried"
_SINCE: Final = "intake-metadata-since"
_UNANSWERED: Final = "intake-metadata-unanswered"
"""Told papers that were asked for in vain, in JSON: when, by base id."""
_REMEMBERED: Final = timedelta(days=30)
"""How long that is; some are told papers no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataFiller:
    """Asks the API for what listings stand in for, a hundred papers at a time.

    What was only replaced is asked for where a request has room left, and then what was told to
    somebody, as journal references and DOIs come in no listing; so a day costs one request for each
    hundred papers that were news.
    """

    source: PaperSource
    store: Library
    clock: Clock

    async def fill(self, day: date, progress: Progress) -> int:
        """Ask, if it is time to; give the number of papers got.

        The newest are asked for first, and an answer without any of them ends it: then the API
        has not caught up.

        Raises:
            SourceError: the API could not be read; what it gave before is kept.
        """
        now = self.clock.now()
        if now < plan.metadata_from(day, await self._tried()):
            return 0
        wanted = await self._wanted(day)
        if not wanted:
            return 0
        await self.store.save_note(_SINCE, (await self._since(day)).isoformat())
        await self.store.save_note(_TRIED, now.isoformat())
        awaited = {paper.base for paper in wanted}
        told = await self._told(-len(wanted) % plan.PER_REQUEST)
        wanted = [*wanted, *(paper for paper in told if paper.base not in awaited)]
        got = 0
        for start in range(0, len(wanted), plan.PER_REQUEST):
            progress(
                sentence(
                    "Reading metadata of {number} papers ({done} done)",
                    number=len(wanted),
                    done=got,
                )
            )
            found = await self.source.papers(wanted[start : start + plan.PER_REQUEST])
            if not awaited & found.keys():
                break
            known = await self.store.papers([paper.id for paper in found.values()])
            answered = [as_answered(paper, known.get(base), now) for base, paper in found.items()]
            await self.store.save_papers(answered)
            got += len(found)
        else:
            await self.store.save_note(_SINCE, "")
            await self._note_asked(told, now)
        return got

    async def _told(self, room: int) -> list[PaperId]:
        """Papers that were told, as many as there is room for, those asked for longest ago first.

        That arXiv did not answer counts too, or what it never answers would be asked for alone.
        """
        if not room:
            return []
        asked = await self._unanswered()
        told = await self.store.told_longest_ago(room + len(asked))
        known = await self.store.papers(told)
        never = datetime.min.replace(tzinfo=UTC)

        def last_asked(paper: PaperId) -> datetime:
            checked = known[paper.base].checked_at if paper.base in known else None
            return max(checked or never, asked.get(paper.base, never))

        return sorted(told, key=last_asked)[:room]

    async def _unanswered(self) -> dict[str, datetime]:
        with suppress(ValueError, TypeError, AttributeError):
            kept = json.loads(await self.store.note(_UNANSWERED) or "{}")
            return {base: datetime.fromisoformat(at) for base, at in kept.items()}
        return {}

    async def _note_asked(self, told: Sequence[PaperId], now: datetime) -> None:
        """Keep when papers were asked for in vain, those of before that still wait among them."""
        asked = await self._unanswered() | {paper.base: now for paper in told}
        known = await self.store.papers([PaperId(base) for base in asked])
        checked = {base: paper.checked_at for base, paper in known.items() if paper.checked_at}
        waiting = {
            base: at.isoformat()
            for base, at in asked.items()
            if now - at < _REMEMBERED and (base not in checked or checked[base] < at)
        }
        await self.store.save_note(_UNANSWERED, json.dumps(waiting))

    async def _wanted(self, day: date) -> Sequence[PaperId]:
        since = await self._since(day)
        news = await self.store.awaiting_metadata(since, news=True)
        room = -len(news) % plan.PER_REQUEST
        replaced = await self.store.awaiting_metadata(since, news=False) if room else []
        return news + replaced[:room]

    async def _since(self, day: date) -> date:
        """The oldest date whose papers are asked for.

        Older ones than usual are asked for once after they were read, as after a downtime; what
        a broken round left is remembered.
        """
        usual = day - timedelta(days=plan.METADATA_DAYS)
        dates = [usual]
        with suppress(ValueError):
            dates.append(date.fromisoformat(await self.store.note(_SINCE) or ""))
        tried = await self._tried()
        oldest = calendar.oldest_listed(self.clock.now())
        dates += [
            batch.date
            for batch in await self.store.batch_states(ARCHIVES, oldest, usual)
            if batch.checked_at and batch.counts and (tried is None or batch.checked_at > tried)
        ]
        return min(dates)

    async def _tried(self) -> datetime | None:
        note = await self.store.note(_TRIED)
        with suppress(ValueError, TypeError):
            tried = datetime.fromisoformat(note or "")
            # Under a clock that was ahead it was tried at no time that there has been.
            return tried if tried <= self.clock.now() else None
        return None
