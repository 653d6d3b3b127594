"""The store in one SQLite file: each method of the port, on the thread that it belongs on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from domain.chats import Chat, ChatRef, KeptChat, Subscription
from domain.concurrency.asker import is_background
from domain.concurrency.slices import in_slices
from domain.deliveries import Need, OutboxFigures, OutboxPart, ScheduledChat, Turn, Verdict
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.papers import Batch, Paper
from domain.summaries import Summary, SummaryKey
from domain.topics import Query, Topic
from storage.sqlite import backups, future_rows, retention, traces
from storage.sqlite.connections import DatabaseThread
from storage.sqlite.failures import told
from storage.sqlite.presence import Presence, put_mark
from storage.sqlite.records import query_of
from storage.sqlite.rows import batches as batch_rows
from storage.sqlite.rows import buttons as button_rows
from storage.sqlite.rows import chats as chat_rows
from storage.sqlite.rows import managers as keeper_rows
from storage.sqlite.rows import notes as note_rows
from storage.sqlite.rows import outbox as outbox_rows
from storage.sqlite.rows import papers as paper_rows
from storage.sqlite.rows import schedule as schedule_rows
from storage.sqlite.rows import summaries as summary_rows
from storage.sqlite.rows.schedule import NeedRow
from storage.sqlite.schema import migrate

_NEEDS_AT_ONCE = 500
"""Chats of which it is read in one go what they need."""

PATIENCE = 10.0
"""Seconds to wait for another process that holds the database."""

_TRIES = 20
_PAUSE = 0.1
"""Seconds between the tries to empty the log, while somebody reads what is older."""


def open_store(path: Path, *, patience: float = PATIENCE, is_served: bool = False) -> SQLiteStore:
    """Open a database, made with its folders where there is none, and bring its schema up to date.

    Blocks; meant for the start of the process.

    Args:
        path: the database file.
        patience: seconds to wait for another process that holds the database.
        is_served: whether this process, alone of all, serves it; then it is marked as its own.

    Raises:
        StoreError: it cannot be used, is another program's, or was written by a newer version.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
        presence = Presence(path)
    threads: list[DatabaseThread] = []
    try:
        writer = DatabaseThread(path, presence, writes=True, patience=patience)
        threads.append(writer)
        writer.run_now(migrate, path)
        mark = writer.run_now(put_mark) if is_served else None
        writer.bring_back_log()
        presence.opened(mark)
        threads.extend(
            DatabaseThread(path, presence, writes=False, patience=patience) for _ in range(2)
        )
    except BaseException:
        for thread in reversed(threads):
            thread.end().result()
        presence.close()
        raise
    return SQLiteStore(
        path, writer=writer, readers=threads[1:], presence=presence, patience=patience
    )


class SQLiteStore:
    """The `Store` and `Outbox` ports on one SQLite file, to be made by `open_store`.

    One thread writes and others read, so that reading waits for no write: one reads what people
    wait for, another what is wanted by work that happens by itself, which may be thousands of
    rows. What was given to the writer is written even if the caller is cancelled while waiting
    for it.
    """

    def __init__(
        self,
        path: Path,
        *,
        writer: DatabaseThread,
        readers: Sequence[DatabaseThread],
        presence: Presence,
        patience: float,
    ) -> None:
        """Args: readers are the one for people and the one for bulk work."""
        self._path = path
        self._presence = presence
        self._writer = writer
        self._for_people, self._for_bulk = readers
        self._patience = patience

    @property
    def _reader(self) -> DatabaseThread:
        return self._for_bulk if is_background() else self._for_people

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep metadata. The API's replaces a listing's, never the other way round."""
        await self._writer.run(paper_rows.save, tuple(papers))

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id, in the order asked for; unknown ids are missing."""
        return await self._reader.run(paper_rows.load, [wanted.base for wanted in ids])

    async def recent_papers(self, limit: int) -> list[Paper]:
        """The papers announced last, as new or cross-listed; newest first."""
        return await self._reader.run(paper_rows.recent, limit)

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

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        return await self._reader.run(chat_rows.load, ref)

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat and its settings."""
        await self._writer.run(chat_rows.save, chat)

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything of a chat, also from the file; how many rows of what."""
        gone = await self._writer.run(traces.forget, ref)
        for _ in range(_TRIES):
            if await self._writer.empty_log():
                break
            await asyncio.sleep(_PAUSE)
        return gone

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside its settings, topics, papers told and links."""
        return await self._reader.run(traces.kept, ref)

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Rewrite a chat's id everywhere; how many chats and threads of it moved."""
        return await self._writer.run(traces.move, platform, old_id, new_id)

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat."""
        await self._writer.run(keeper_rows.save, kept)

    async def kept_chats(self, keeper: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the one remembered last first."""
        return await self._reader.run(keeper_rows.kept_by, keeper)

    async def keepers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the one remembered last first."""
        return await self._reader.run(keeper_rows.keepers_of, chat)

    async def release_chat(self, chat: ChatRef, keeper: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        await self._writer.run(keeper_rows.release, chat, keeper)

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to, or that it can again."""
        await self._writer.run(keeper_rows.set_absence, ref, reason)

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the chat that a thread is in, cannot be written to."""
        return await self._reader.run(keeper_rows.absence, ref)

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        return await self._reader.run(chat_rows.subscriptions, ref)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add subscriptions of known chats; one of the same query is kept as it was."""
        return await self._writer.run(chat_rows.subscribe, tuple(subscriptions))

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label; how many ended."""
        return await self._writer.run(chat_rows.unsubscribe, ref, tuple(labels))

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Have a chat follow a topic in place of another, as of when it followed that."""
        await self._writer.run(chat_rows.replace_topic, ref, old, new)

    async def all_queries(self) -> list[Query]:
        """Every distinct query that anybody follows."""
        texts = await self._reader.run(chat_rows.all_normal_forms)
        return await in_slices(_queries(texts))

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary made before."""
        return await self._reader.run(summary_rows.load, key)

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary; the first one kept under a key stays."""
        await self._writer.run(summary_rows.save, key, summary)

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary in place of the one under its key."""
        await self._writer.run(summary_rows.replace, key, summary)

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button of a chat's sends, until a moment."""
        await self._writer.run(button_rows.save, name, chat, command, until)

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends, unless its time is over."""
        return await self._reader.run(button_rows.load, name, now)

    async def note(self, name: str) -> str | None:
        """A small fact the process left for its next start."""
        return await self._reader.run(note_rows.load, name)

    async def save_note(self, name: str, value: str) -> None:
        """Leave a small fact."""
        await self._writer.run(note_rows.save, name, value)

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete the notes whose names begin so, except those that begin with `keeping`."""
        return await self._writer.run(note_rows.forget, prefix, keeping)

    async def due_chats(
        self,
        platforms: Collection[str],
        now: datetime,
        limit: int,
        leaving: Collection[int] = (),
    ) -> list[ScheduledChat]:
        """Chats to look at now, those whose moment was earliest first, then by number."""
        busy = tuple(leaving)
        return await self._reader.run(schedule_rows.due, tuple(platforms), now, limit, busy)

    async def next_looks(self, until: datetime) -> list[tuple[str, datetime, int]]:
        """By platform and moment, how many chats have their turn until then; by moment."""
        return await self._reader.run(schedule_rows.next_looks, until)

    async def needs(self, until: datetime) -> list[Need]:
        """What the digests due until then need, those that are alike together; most chats first."""
        alike: Counter[NeedRow] = Counter()
        last = 0
        # Some at a time, as others want to read, too.
        while some := await self._reader.run(schedule_rows.needs, until, last, _NEEDS_AT_ONCE):
            alike.update(row for _, row in some)
            last = some[-1][0]
        return await in_slices(schedule_rows.needs_of(alike))

    async def usual_parts(self) -> dict[str, float]:
        """How many messages the digests of late had on the average, by platform."""
        return await self._reader.run(schedule_rows.usual_parts)

    async def wake_held(self, now: datetime) -> None:
        """Have chats looked at now whose digest waits for announcements."""
        await self._writer.run(schedule_rows.wake_held, now)

    async def take_turns(self, turns: Sequence[Turn], now: datetime) -> int:
        """Keep what was decided for chats that have not changed since; how many."""
        return await self._writer.run(schedule_rows.take, tuple(turns), now)

    async def seen(
        self, wanted: Mapping[ChatRef, Collection[str]]
    ) -> dict[ChatRef, frozenset[str]]:
        """Of the papers asked about, those that each chat has been told."""
        return await self._reader.run(schedule_rows.seen, dict(wanted))

    async def told_papers(self, ref: ChatRef) -> list[tuple[str, date]]:
        """The papers that a chat was told, and on which day; by day."""
        return await self._reader.run(schedule_rows.told, ref)

    async def claim_parts(self, platform: str, now: datetime, limit: int) -> list[OutboxPart]:
        """Take parts that are due to be sent, the longest due first, at most one for a chat."""
        return await self._writer.run(outbox_rows.claim, platform, now, limit)

    async def begin_parts(self, ids: Sequence[int], now: datetime) -> None:
        """Keep that claimed parts may be on their way from now on."""
        await self._writer.run(outbox_rows.begin, tuple(ids), now)

    async def settle_parts(self, verdicts: Mapping[int, Verdict], now: datetime) -> None:
        """Keep what became of parts."""
        await self._writer.run(outbox_rows.settle, dict(verdicts), now)

    async def recover_parts(
        self,
        platform: str,
        now: datetime,
        deduplicates: float,
        keeping: Collection[int] = (),
    ) -> int:
        """Put in order what was claimed and nobody deals with; how many are unknown now."""
        kept = tuple(keeping)
        return await self._writer.run(outbox_rows.recover, platform, now, deduplicates, kept)

    async def note_clock(self, now: datetime, listed: date) -> bool:
        """Keep what the clock shows; where it showed more before, void what came of that."""
        return await self._writer.run(future_rows.note_clock, now, listed)

    async def hasten_parts(self, now: datetime) -> None:
        """Have all that waits to be sent due now at the latest."""
        await self._writer.run(outbox_rows.hasten, now)

    async def fold_parts(self, before: datetime) -> int:
        """End digests planned before a moment of which nothing was begun; how many."""
        return await self._writer.run(outbox_rows.fold, before)

    async def outbox_figures(self) -> list[OutboxFigures]:
        """How matters stand with deliveries, by platform."""
        return await self._reader.run(outbox_rows.figures)

    async def unknown_parts(self, limit: int) -> list[tuple[ChatRef, date, int, str]]:
        """The last parts that may not have arrived or were refused."""
        return await self._reader.run(outbox_rows.troubles, limit)

    async def settled(self, now: datetime) -> datetime:
        """Until when it is sure that time has passed."""
        return await self._writer.run(retention.settled, now)

    async def tidy(self, now: datetime) -> None:
        """Forget what no digest needs any more, and buttons whose time is over.

        Where somebody was forgotten since, the file is written anew at a quiet moment.
        """
        await retention.tidy(self._writer, self._for_bulk, now)
        if await self._writer.run(_tidy, now):
            await self._writer.write_anew()
            await self._writer.run(traces.is_clean)
        await self._writer.empty_log()

    async def backup(self, target: Path) -> None:
        """Write a consistent copy to a file that does not exist yet, completely or not at all."""
        if self._writer.is_closed:
            raise StoreError(sentence("The database {path} was closed.", path=self._path))
        await asyncio.to_thread(backups.write_copy, self._path, target, patience=self._patience)

    async def close(self) -> None:
        """Finish what was given to be written, and close. Closing again does no harm."""
        endings = [thread.end() for thread in (self._for_people, self._for_bulk, self._writer)]
        for ending in endings:
            await asyncio.shield(asyncio.wrap_future(ending))
        self._presence.close()


def _queries(texts: Iterable[str]) -> Generator[None, None, list[Query]]:
    """The queries of normal forms; thousands of them take a second to parse."""
    queries = []
    for text in texts:
        queries.append(query_of(text))
        yield
    return queries


def _save_batch(database: Database, batch: Batch, papers: Sequence[Paper]) -> None:
    paper_rows.save(database, papers)
    batch_rows.save(database, batch)


def _tidy(database: Database, now: datetime) -> bool:
    """Forget what is not needed; whether to write the file anew."""
    button_rows.tidy(database, now)
    return traces.is_time_to_clean(database, now)
