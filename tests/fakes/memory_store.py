"""A store that keeps everything in memory, for tests of whatever needs one."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from domain.chats import Chat, ChatRef, KeptChat, Subscription
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import Batch, MetadataOrigin, Paper
from domain.summaries import Summary, SummaryKey
from domain.topics import Query, Topic


@dataclass(slots=True)
class Kept:
    """What a `MemoryStore` holds."""

    papers: dict[str, Paper] = field(default_factory=dict)
    batches: dict[tuple[str, date], Batch] = field(default_factory=dict)
    chats: dict[ChatRef, Chat] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    summaries: dict[SummaryKey, Summary] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    kept_chats: list[KeptChat] = field(default_factory=list)
    absences: dict[ChatRef, str] = field(default_factory=dict)
    buttons: dict[str, tuple[ChatRef, str, datetime]] = field(default_factory=dict)


class MemoryStore:
    """The `Store` port in memory.

    Attributes:
        trouble: set it, and every method raises it until it is None again.
    """

    def __init__(self) -> None:
        self.trouble: StoreError | None = None
        self._everything: Kept | None = Kept()

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep papers, except where better metadata is known."""
        kept = self._kept.papers
        for paper in papers:
            known = kept.get(paper.id.base)
            if known is None or _supersedes(paper, known):
                kept[paper.id.base] = paper

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Papers by base id, in the order asked for."""
        kept = self._kept.papers
        return {wanted.base: kept[wanted.base] for wanted in ids if wanted.base in kept}

    async def recent_papers(self, limit: int) -> list[Paper]:
        """The papers whose news is newest, by date and then id, the latest first."""
        news = sorted(
            (
                (batch.date, paper.base)
                for batch in self._kept.batches.values()
                for paper in batch.news
            ),
            reverse=True,
        )
        known = self._kept.papers
        recent = [known[base] for base in dict.fromkeys(base for _, base in news) if base in known]
        return recent[:limit]

    async def save_batch(self, batch: Batch, papers: Collection[Paper] = ()) -> None:
        """Replace what was known of the batch's archive and date."""
        for line in batch.announcements:
            if (line.archive, line.date) != (batch.archive, batch.date):
                raise ValueError(f"{line} is not of {batch.archive}, {batch.date}")
        await self.save_papers(papers)
        self._kept.batches[batch.archive, batch.date] = batch

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
        return [
            replace(batch, announcements=()) for batch in await self.batches(archives, first, last)
        ]

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
        full = (MetadataOrigin.API, MetadataOrigin.SAMPLE)
        lines.sort(key=lambda line: (line.date, line.paper_id.base), reverse=True)
        return [
            PaperId(base)
            for base in dict.fromkeys(line.paper_id.base for line in lines)
            if (base in were_news) is news
            and (base not in kept.papers or kept.papers[base].origin not in full)
        ]

    async def latest_batches(self) -> list[Batch]:
        """The newest batch of each archive, by archive."""
        newest = {
            batch.archive: batch
            for batch in sorted(self._kept.batches.values(), key=lambda batch: batch.date)
        }
        return [newest[archive] for archive in sorted(newest)]

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        return self._kept.chats.get(ref)

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat."""
        self._kept.chats[chat.ref] = chat

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything of a chat."""
        settings = self._kept.chats.pop(ref, None)
        ended = self._end(lambda subscription: subscription.chat == ref)
        self._kept.absences.pop(ref, None)
        links = self._release(lambda kept: ref in (kept.chat, kept.keeper))
        own = [name for name, (chat, *_) in self._kept.buttons.items() if chat == ref]
        for name in own:
            del self._kept.buttons[name]
        # Digests are delivered from the real store only; here nobody was told anything.
        return {
            "settings": int(settings is not None),
            "subscriptions": ended,
            "told": 0,
            "digests": 0,
            "links": links,
            "buttons": len(own),
        }

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside what other methods give."""
        kept = self._kept
        keepers = [link for link in kept.kept_chats if link.chat == ref]
        return {
            "absences": [{"reason": kept.absences[ref]}] if ref in kept.absences else [],
            "keepers": [{"keeper_chat_id": link.keeper.chat_id} for link in keepers],
            "buttons": [
                {"command": line} for chat, line, _ in kept.buttons.values() if chat == ref
            ],
        }

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Rewrite a chat's id everywhere."""
        kept = self._kept

        def is_old(ref: ChatRef) -> bool:
            return (ref.platform, ref.chat_id) == (platform, old_id)

        def moved(ref: ChatRef) -> ChatRef:
            return replace(ref, chat_id=new_id) if is_old(ref) else ref

        here = [chat for ref, chat in kept.chats.items() if is_old(ref)]
        for chat in here:
            kept.chats.setdefault(moved(chat.ref), replace(chat, ref=moved(chat.ref)))
            if old_id != new_id:
                del kept.chats[chat.ref]
        followed = {(own.chat, own.topic.query) for own in kept.subscriptions}
        kept.subscriptions = [
            replace(own, chat=moved(own.chat))
            for own in kept.subscriptions
            if moved(own.chat) == own.chat or (moved(own.chat), own.topic.query) not in followed
        ]
        gone = {(moved(link.chat), link.keeper) for link in kept.kept_chats if is_old(link.chat)}
        kept.kept_chats = [
            replace(link, chat=moved(link.chat))
            for link in kept.kept_chats
            if is_old(link.chat) or (link.chat, link.keeper) not in gone
        ]
        kept.absences = {ref: why for ref, why in kept.absences.items() if not is_old(ref)}
        kept.buttons = {n: (moved(ref), one, end) for n, (ref, one, end) in kept.buttons.items()}
        return len(here)

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat."""
        await self.release_chat(kept.chat, kept.keeper)
        self._kept.kept_chats.append(kept)

    async def kept_chats(self, keeper: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the last first."""
        return [kept for kept in reversed(self._kept.kept_chats) if kept.keeper == keeper]

    async def keepers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the last first."""
        return [kept for kept in reversed(self._kept.kept_chats) if kept.chat == chat]

    async def release_chat(self, chat: ChatRef, keeper: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        self._release(lambda kept: (kept.chat, kept.keeper) == (chat, keeper))

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to, or that it can."""
        kept = self._kept
        kept.absences.pop(ref, None)
        known = {*kept.chats, *(one for k in kept.kept_chats for one in (k.chat, k.keeper))}
        chat = (ref.platform, ref.chat_id)
        if reason and chat in {(one.platform, one.chat_id) for one in known}:
            kept.absences[ref] = reason

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the one that a thread is in, cannot be written to."""
        known = self._kept.absences
        return known.get(ref) or known.get(replace(ref, thread_id="")) or ""

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        own = (kept for kept in self._kept.subscriptions if kept.chat == ref)
        return sorted(own, key=lambda subscription: subscription.since)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add what is not followed yet."""
        kept = self._kept
        for wanted in subscriptions:
            if wanted.chat not in kept.chats:
                raise StoreError(as_is(f"The chat {wanted.chat} is not known."))
        followed = {(own.chat, own.topic.query) for own in kept.subscriptions}
        before = len(kept.subscriptions)
        for wanted in subscriptions:
            if (wanted.chat, wanted.topic.query) not in followed:
                followed.add((wanted.chat, wanted.topic.query))
                kept.subscriptions.append(wanted)
        return len(kept.subscriptions) - before

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label."""
        return self._end(lambda own: own.chat == ref and own.topic.label in labels)

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Put one topic in another's place."""
        same = [s for s in self._kept.subscriptions if (s.chat, s.topic) == (ref, old)]
        await self.subscribe([replace(s, topic=new) for s in same])
        self._end(lambda own: (own.chat, own.topic) == (ref, old))

    async def all_queries(self) -> list[Query]:
        """Every query once."""
        return list(dict.fromkeys(own.topic.query for own in self._kept.subscriptions))

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary, if there is one."""
        return self._kept.summaries.get(key)

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep the first of a key."""
        self._kept.summaries.setdefault(key, summary)

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep the last of a key."""
        self._kept.summaries[key] = summary

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button sends."""
        *_, known = self._kept.buttons.get(name, (chat, command, until))
        self._kept.buttons[name] = (chat, command, max(until, known))

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends, in its time."""
        _, command, until = self._kept.buttons.get(name, (None, None, now))
        return command if until > now else None

    async def note(self, name: str) -> str | None:
        """A note, if it was left."""
        return self._kept.notes.get(name)

    async def save_note(self, name: str, value: str) -> None:
        """Leave a note."""
        self._kept.notes[name] = value

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete notes by the beginning of their names."""
        kept = self._kept.notes
        gone = [n for n in kept if n.startswith(prefix) and not (keeping and n.startswith(keeping))]
        for name in gone:
            del kept[name]
        return len(gone)

    async def backup(self, target: Path) -> None:
        """Write everything as a pickle."""
        everything = pickle.dumps(self._kept)
        try:
            with target.open("xb") as file:
                file.write(everything)
        except OSError as error:
            raise StoreError(as_is(f"{target} cannot be written: {error.strerror}.")) from error

    async def close(self) -> None:
        """Close; everything is forgotten."""
        self._everything = None

    @property
    def _kept(self) -> Kept:
        if self.trouble is not None:
            raise self.trouble
        if self._everything is None:
            raise StoreError(as_is("The store was closed."))
        return self._everything

    def _release(self, ends: Callable[[KeptChat], bool]) -> int:
        kept = self._kept
        before = len(kept.kept_chats)
        kept.kept_chats = [link for link in kept.kept_chats if not ends(link)]
        return before - len(kept.kept_chats)

    def _end(self, ends: Callable[[Subscription], bool]) -> int:
        kept = self._kept
        before = len(kept.subscriptions)
        kept.subscriptions = [own for own in kept.subscriptions if not ends(own)]
        return before - len(kept.subscriptions)


def _supersedes(new: Paper, old: Paper) -> bool:
    ranks = {MetadataOrigin.API: 2, MetadataOrigin.SAMPLE: 0}
    new_rank, old_rank = ranks.get(new.origin, 1), ranks.get(old.origin, 1)
    if new_rank != old_rank:
        return new_rank > old_rank
    if new.id.version is None or old.id.version is None:
        return True
    return new.id.version >= old.id.version
