"""Papers, announcements, summaries and notes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from domain.identifiers import PaperId
from domain.papers import Batch, Paper
from domain.summaries import Summary, SummaryKey
from storage.database import Database
from storage.ports.threads import OnThreads
from storage.rows import batches as batch_rows
from storage.rows import notes as note_rows
from storage.rows import papers as paper_rows
from storage.rows import summaries as summary_rows
from storage.rows import updates as update_rows


class LibraryInTables(OnThreads):
    """The `domain.ports.Library` and `Counters` ports."""

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep metadata. The API's replaces a listing's, never the other way round."""
        await self._writer.run(_save_papers, tuple(papers))

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id, in the order asked for; unknown ids are missing."""
        return await self._reader.run(paper_rows.load, [wanted.base for wanted in ids])

    async def told_longest_ago(self, limit: int) -> list[PaperId]:
        """Papers that were told to somebody, those first that arXiv was asked for longest ago."""
        return await self._reader.run(update_rows.longest_ago, limit)

    async def earlier_records(self, papers: Collection[str]) -> dict[str, Paper]:
        """The last versions before those that are kept, of told papers, by base id."""
        return await self._reader.run(update_rows.earlier, tuple(papers))

    async def titles(self, after: str, limit: int) -> list[tuple[str, str]]:
        """Base id and title of so many papers, those next after a base id."""
        return await self._reader.run(paper_rows.titles, after, limit)

    async def recent_papers(self, limit: int, skip: int = 0) -> list[Paper]:
        """The papers announced last, as new or cross-listed; newest first."""
        return await self._reader.run(paper_rows.recent, limit, skip)

    async def keep_vectors(self, model: str, made: Collection[tuple[Paper, bytes]]) -> None:
        """Keep vectors with the model that made them, in place of another's."""
        await self._writer.run(paper_rows.keep_vectors, model, tuple(made))

    async def vectors(self, model: str, papers: Collection[str]) -> dict[str, bytes]:
        """Those that a model made, by base id; papers without one are missing."""
        return await self._reader.run(paper_rows.vectors, model, tuple(papers))

    async def without_vector(self, model: str, below: str, limit: int) -> list[Paper]:
        """Papers of which a model made none, those with the latest ids first."""
        return await self._reader.run(paper_rows.without_vector, model, below, limit)

    async def papers_by(self, author: str, limit: int) -> list[Paper]:
        """Announced papers that name an author exactly so, those with the latest ids first."""
        return await self._reader.run(paper_rows.by_author, author, limit)

    async def announced_on(self, paper: PaperId) -> list[date]:
        """The listing dates on which a paper was news, the newest first."""
        return await self._reader.run(batch_rows.announced_on, paper.base)

    async def save_batch(self, batch: Batch, papers: Collection[Paper] = ()) -> None:
        """Keep a batch in place of what was known of its archive and date, with its papers."""
        await self._writer.run(_save_batch, batch, tuple(papers))

    async def batches(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """The batches of these archives with dates from first to last, both included, by date."""
        return await self._reader.run(batch_rows.load, tuple(archives), first, last)

    async def batch_states(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """As `batches`, but without their announcements."""
        return await self._reader.run(batch_rows.states, tuple(archives), first, last)

    async def awaiting_metadata(self, since: date, *, news: bool) -> list[PaperId]:
        """Papers announced on a date or later whose metadata is missing or not the API's."""
        return await self._reader.run(batch_rows.awaiting_metadata, since, news)

    async def latest_batches(self) -> list[Batch]:
        """For each archive its newest batch, with its announcements; by archive."""
        return await self._reader.run(batch_rows.latest)

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary made before."""
        return await self._reader.run(summary_rows.load, key)

    async def summaries(self, keys: Collection[SummaryKey]) -> dict[SummaryKey, Summary]:
        """Those of some summaries that were made before."""
        return await self._reader.run(summary_rows.load_all, tuple(keys))

    async def summaries_of(self, papers: Collection[str]) -> dict[str, list[Summary]]:
        """All summaries of papers, by base id."""
        return await self._reader.run(summary_rows.of_papers, tuple(papers))

    async def summarized(self) -> list[str]:
        """Base ids of all papers that have a summary, in their order as texts."""
        return await self._reader.run(summary_rows.summarized)

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary; the first one kept under a key stays."""
        await self._writer.run(summary_rows.save, key, summary)

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary in place of the one under its key."""
        await self._writer.run(summary_rows.replace, key, summary)

    async def note(self, name: str) -> str | None:
        """A small fact the process left for its next start."""
        return await self._reader.run(note_rows.load, name)

    async def save_note(self, name: str, value: str) -> None:
        """Leave a small fact."""
        await self._writer.run(note_rows.save, name, value)

    async def replace_note(self, name: str, before: str | None, value: str) -> bool:
        """Leave a small fact where the name still has what it had."""
        return await self._writer.run(note_rows.replace, name, before, value)

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Add to counts; what they are now."""
        return await self._writer.run(note_rows.add, dict(amounts))

    async def add_within(
        self, amounts: Mapping[str, int], most: Mapping[str, int]
    ) -> tuple[bool, dict[str, int]]:
        """Add to counts where none gets beyond what it may be; otherwise to none of them."""
        return await self._writer.run(note_rows.add_within, dict(amounts), dict(most))

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete the notes whose names begin so, except those that begin with `keeping`."""
        return await self._writer.run(note_rows.forget, prefix, keeping)


def _save_papers(database: Database, papers: Sequence[Paper]) -> None:
    update_rows.keep_earlier(database, papers)
    paper_rows.save(database, papers)
    update_rows.note_saved(database, papers)


def _save_batch(database: Database, batch: Batch, papers: Sequence[Paper]) -> None:
    update_rows.keep_earlier(database, papers)
    paper_rows.save(database, papers)
    batch_rows.save(database, batch)
    update_rows.note_announced(database, batch, papers)
