"""Papers, announcements, summaries and notes in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Batch, MetadataOrigin, Paper
from domain.summaries import Summary, SummaryKey
from storage.memory import updates
from storage.memory.tables import InMemory

_FULL = (MetadataOrigin.API, MetadataOrigin.SAMPLE)
_RANKS = {MetadataOrigin.API: 2, MetadataOrigin.SAMPLE: 0}


class LibraryInMemory(InMemory):
    """The `domain.ports.Library` and `Counters` ports."""

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep papers, except where better metadata is known."""
        self._save(papers)
        updates.note(self._kept, [paper.id.base for paper in papers])

    def _save(self, papers: Collection[Paper]) -> None:
        kept = self._kept.papers
        for paper in papers:
            known = kept.get(paper.id.base)
            if known is None or _supersedes(paper, known):
                updates.keep_earlier(self._kept, known, paper)
                kept[paper.id.base] = paper
                if known is not None and _letters(known) != _letters(paper):
                    self._kept.vectors.pop(paper.id.base, None)

    async def keep_vectors(self, model: str, made: Collection[tuple[Paper, bytes]]) -> None:
        """Keep vectors of papers that have the same text still."""
        for paper, vector in made:
            known = self._kept.papers.get(paper.id.base)
            if known is not None and _letters(known) == _letters(paper):
                self._kept.vectors[paper.id.base] = (model, vector)

    async def vectors(self, model: str, papers: Collection[str]) -> dict[str, bytes]:
        """Those that a model made, by base id."""
        kept = self._kept.vectors
        return {base: kept[base][1] for base in papers if kept.get(base, ("",))[0] == model}

    async def without_vector(self, model: str, below: str, limit: int) -> list[Paper]:
        """Papers of which a model made none, those with the latest ids first."""
        kept = self._kept
        bases = sorted(
            (
                base
                for base in kept.papers
                if kept.vectors.get(base, ("",))[0] != model and (not below or base < below)
            ),
            reverse=True,
        )
        return [kept.papers[base] for base in bases[:limit]]

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Papers by base id, in the order asked for."""
        kept = self._kept.papers
        return {wanted.base: kept[wanted.base] for wanted in ids if wanted.base in kept}

    async def told_longest_ago(self, limit: int) -> list[PaperId]:
        """Papers that were told to somebody, those first that arXiv was asked for longest ago."""
        kept = self._kept
        checked = {b: p.checked_at for b in kept.told_papers if (p := kept.papers.get(b))}
        asked = {base: at.timestamp() if at else 0.0 for base, at in checked.items()}
        first = sorted(kept.told_papers, key=lambda base: (asked.get(base, 0.0), base))
        return [PaperId(base) for base in first[:limit]]

    async def earlier_records(self, papers: Collection[str]) -> dict[str, Paper]:
        """The last versions before those that are kept, of told papers, by base id."""
        return updates.earlier(self._kept, papers)

    async def titles(self, after: str, limit: int) -> list[tuple[str, str]]:
        """Base id and title of so many papers, those next after a base id."""
        later = sorted(base for base in self._kept.papers if base > after)
        return [(base, self._kept.papers[base].title) for base in later[:limit]]

    async def recent_papers(self, limit: int, skip: int = 0) -> list[Paper]:
        """The papers whose news is newest, by date and then id, the latest first."""
        kept = self._kept
        news = ((batch.date, paper.base) for batch in kept.batches.values() for paper in batch.news)
        bases = dict.fromkeys(base for _, base in sorted(news, reverse=True) if base in kept.papers)
        return [kept.papers[base] for base in bases][skip : skip + limit]

    async def papers_by(self, author: str, limit: int) -> list[Paper]:
        """Announced papers that name an author exactly so, those with the latest ids first."""
        kept = self._kept.papers
        news = {paper.base for batch in self._kept.batches.values() for paper in batch.news}
        bases = [b for b in news & kept.keys() if any(a.name == author for a in kept[b].authors)]
        ordered = sorted(bases, key=lambda base: ("/" not in base, base), reverse=True)
        return [kept[base] for base in ordered[:limit]]

    async def announced_on(self, paper: PaperId) -> list[date]:
        """The listing dates on which a paper was news, the newest first."""
        batches = self._kept.batches.values()
        naming = {b.date for b in batches if any(one.base == paper.base for one in b.news)}
        return sorted(naming, reverse=True)

    async def save_batch(self, batch: Batch, papers: Collection[Paper] = ()) -> None:
        """Replace what was known of the batch's archive and date."""
        for line in batch.announcements:
            if (line.archive, line.date) != (batch.archive, batch.date):
                raise ValueError(f"{line} is not of {batch.archive}, {batch.date}")
        self._save(papers)
        self._kept.batches[batch.archive, batch.date] = batch
        replaced = {
            line.paper_id.base
            for line in batch.announcements
            if line.kind is AnnouncementKind.REPLACE
        }
        bases = [paper.id.base for paper in papers]
        updates.note(self._kept, bases, replaced, batch.date.isoformat())

    async def batches(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """Batches by date and then archive."""
        found = (
            batch
            for batch in self._kept.batches.values()
            if batch.archive in archives and first <= batch.date <= last
        )
        return sorted(found, key=lambda batch: (batch.date, batch.archive))

    async def batch_states(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """Batches by date and then archive, without announcements."""
        found = await self.batches(archives, first, last)
        return [replace(batch, announcements=()) for batch in found]

    async def awaiting_metadata(self, since: date, *, news: bool) -> list[PaperId]:
        """Announced papers whose metadata is missing or not the API's."""
        kept = self._kept
        lines = [
            line
            for batch in kept.batches.values()
            for line in batch.announcements
            if line.date >= since
        ]
        were_news = {line.paper_id.base for line in lines if line.kind.is_news}
        lines.sort(key=lambda line: (line.date, line.paper_id.base), reverse=True)
        return [
            PaperId(base)
            for base in dict.fromkeys(line.paper_id.base for line in lines)
            if (base in were_news) is news
            and (base not in kept.papers or kept.papers[base].origin not in _FULL)
        ]

    async def latest_batches(self) -> list[Batch]:
        """The newest batch of each archive, by archive."""
        batches = sorted(self._kept.batches.values(), key=lambda batch: batch.date)
        newest = {batch.archive: batch for batch in batches}
        return [newest[archive] for archive in sorted(newest)]

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary, if there is one."""
        return self._kept.summaries.get(key)

    async def summaries(self, keys: Collection[SummaryKey]) -> dict[SummaryKey, Summary]:
        """Those of some summaries that there are."""
        kept = self._kept.summaries
        return {key: kept[key] for key in keys if key in kept}

    async def summaries_of(self, papers: Collection[str]) -> dict[str, list[Summary]]:
        """All summaries of papers, by base id."""
        found: dict[str, list[Summary]] = {}
        for key, summary in self._kept.summaries.items():
            if key.paper in papers:
                found.setdefault(key.paper, []).append(summary)
        return found

    async def summarized(self) -> list[str]:
        """Base ids of all papers that have a summary, in their order as texts."""
        return sorted({key.paper for key in self._kept.summaries})

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep the first of a key."""
        self._kept.summaries.setdefault(key, summary)

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep the last of a key."""
        self._kept.summaries[key] = summary

    async def note(self, name: str) -> str | None:
        """A note, if it was left."""
        return self._kept.notes.get(name)

    async def save_note(self, name: str, value: str) -> None:
        """Leave a note."""
        self._kept.notes[name] = value

    async def replace_note(self, name: str, before: str | None, value: str) -> bool:
        """Leave a note where the name still has what it had."""
        if self._kept.notes.get(name) != before:
            return False
        self._kept.notes[name] = value
        return True

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Add to counts; what they are now."""
        notes = self._kept.notes
        counts = {name: max(int(notes.get(name, 0)) + n, 0) for name, n in amounts.items()}
        notes.update((name, str(count)) for name, count in counts.items())
        return counts

    async def add_within(
        self, amounts: Mapping[str, int], most: Mapping[str, int]
    ) -> tuple[bool, dict[str, int]]:
        """Add to counts where none gets beyond what it may be; otherwise to none of them."""
        notes = self._kept.notes
        now = {name: int(notes.get(name, 0)) for name in amounts}
        if any(now[name] + n > most.get(name, now[name] + n) for name, n in amounts.items()):
            return False, now
        return True, await self.add(amounts)

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete notes by the beginning of their names."""
        kept = self._kept.notes
        gone = [n for n in kept if n.startswith(prefix) and not (keeping and n.startswith(keeping))]
        for name in gone:
            del kept[name]
        return len(gone)


def _letters(paper: Paper) -> int:
    return len(paper.title) + len(paper.abstract)


def _supersedes(new: Paper, old: Paper) -> bool:
    new_rank, old_rank = _RANKS.get(new.origin, 1), _RANKS.get(old.origin, 1)
    if new_rank != old_rank:
        return new_rank > old_rank
    if new.id.version is None or old.id.version is None:
        return True
    return new.id.version >= old.id.version
