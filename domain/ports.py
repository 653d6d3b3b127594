"""Ports: what the house needs from outside, each as a protocol. The docstring is the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from domain.chats import Chat, ChatRef, KeptChat, Subscription
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Batch, Listing, ListingEntry, Paper
from domain.summaries import Claim, Summary, SummaryKey
from domain.topics import Query, Topic


class Clock(Protocol):
    """Tells the time. Everything that depends on the date asks here, never the system."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class PaperSource(Protocol):
    """Where announcements and metadata come from.

    Every method raises SourceUnavailable when the source does not answer (after its own
    retries) and MalformedAnswer when it answers something else; no method ever returns
    fewer papers than the source has without raising.
    """

    async def reach(self, patience: float) -> None:
        """Find out within `patience` seconds whether the source can be reached at all.

        Raises:
            SourceUnavailable: it cannot.
        """
        ...

    def troubles(self) -> list[Message]:
        """A sentence in English for each part of the source that is not asked now."""
        ...

    async def newest(self, archive: str) -> Listing:
        """The newest listing of an archive, whatever date it bears."""
        ...

    async def caught_up(self, archive: str, day: date) -> Listing:
        """The listing of an archive of a date within the last 90 days; empty on a quiet day."""
        ...

    async def feed(self, archives: Collection[str]) -> tuple[ListingEntry, ...]:
        """What the feeds announce for several archives together, in one request.

        The feeds follow the listings at midnight US Eastern, are empty at weekends, and can be
        a day old without saying so: judge them by the ids they hold.
        """
        ...

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id. Ids that the source does not know are missing from the answer."""
        ...

    async def search(
        self,
        query: Query,
        *,
        limit: int,
        submitted: tuple[datetime, datetime] | None = None,
    ) -> list[Paper]:
        """Papers that match a query, the most relevant first.

        With `submitted`, those whose first version was submitted in that span, all of them
        up to `limit`, newest first.
        """
        ...

    async def close(self) -> None:
        """Let go of connections and threads."""
        ...


class FullTextReader(Protocol):
    """Reads papers."""

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """The paper's text.

        Args:
            paper: which.
            figures: whether images of its figures are worth more requests; without, those are
                there that come with the text.

        Raises:
            UnreadablePaper: no form of it can be read; the message says why.
            SourceError: the source does not answer.
        """
        ...

    def could_show(self, text: FullText) -> bool:
        """Whether there are images of its figures that may be shown, and are not there yet."""
        ...

    async def at_hand(self, paper: Paper) -> FullText | None:
        """What is kept of a paper that was read before; nothing is fetched.

        Where the licence does not let its text be kept, that is no sections, and figures
        without captions.
        """
        ...

    async def close(self) -> None:
        """Give up what is being read."""
        ...


class Summarizer(Protocol):
    """Makes summaries. Every claim has evidence that stands in the paper, word for word."""

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """What the summary would be kept under."""
        ...

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """Summarise a paper from its text, or from its abstract where there is none.

        Raises:
            NothingToSummarize: it has neither.
        """
        ...


class Allowance(Protocol):
    """How much may be made for somebody who asks, and counts it."""

    def one(self) -> AbstractAsyncContextManager[bool]:
        """Whether one thing more may be made within the block; it counts then, unless it fails."""
        ...


class Overviewer(Protocol):
    """Tells in two or three sentences what the papers of a digest are about together."""

    async def overview(
        self,
        told: Sequence[tuple[Paper, Summary]],
        language: str,
        day: date,
        allowance: Allowance | None = None,
    ) -> tuple[Claim, ...]:
        """Claims that stand on the summaries' own; none where there is nothing sure to say.

        Args:
            told: the papers told in full, with their summaries.
            language: ISO 639-1 code of the language wished for.
            day: the digest's date; an overview is kept for so long as no later one is made.
            allowance: of whoever asks, from which one that has to be made is taken; None where
                nobody asks.
        """
        ...


class Store(Protocol):
    """What is remembered. Each method is one transaction: it happens wholly or not at all.

    Raises StoreError where the database cannot be used.
    """

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep metadata. The API's replaces a listing's, never the other way round."""
        ...

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id; unknown ids are missing."""
        ...

    async def recent_papers(self, limit: int) -> list[Paper]:
        """The papers announced last, newest first."""
        ...

    async def save_batch(self, batch: Batch, papers: Collection[Paper] = ()) -> None:
        """Keep a batch in place of what was known of its archive and date, with its papers."""
        ...

    async def batches(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """The batches of these archives with dates from first to last, both included, by date."""
        ...

    async def batch_states(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """As `batches`, but without their announcements: how matters stand, at little cost."""
        ...

    async def awaiting_metadata(self, since: date, *, news: bool) -> list[PaperId]:
        """Papers announced on a date or later whose metadata is missing or not the API's.

        Each once, the latest announced first: those that were news, or those only replaced.
        """
        ...

    async def latest_batches(self) -> list[Batch]:
        """For each archive, its newest batch, without announcements' loss."""
        ...

    async def chat(self, ref: ChatRef) -> Chat | None:
        """A chat, if it is known."""
        ...

    async def save_chat(self, chat: Chat) -> None:
        """Keep a chat and its settings."""
        ...

    async def forget_chat(self, ref: ChatRef) -> Mapping[str, int]:
        """Delete everything kept of a chat, also from the disk; say how many rows of what.

        Those are "settings", "subscriptions", "told" papers, "digests", "links" to chats that it
        looks after or that look after it, and "buttons".
        """
        ...

    async def traces(self, ref: ChatRef) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """What is kept of a chat beside settings, topics, papers told and links, as plain data.

        By what it is: a list of rows, each by the names of its columns.
        """
        ...

    async def move_chat(self, platform: str, old_id: str, new_id: str) -> int:
        """Give a chat, with all its threads, the new id that its platform gave it.

        Where the new id is known already, its own settings stay, and it gains what it does not
        follow yet. Returns how many chats and threads moved.
        """
        ...

    async def keep_chat(self, kept: KeptChat) -> None:
        """Remember who looks after a chat; the one remembered last comes first."""
        ...

    async def kept_chats(self, keeper: ChatRef) -> list[KeptChat]:
        """What somebody looks after, the one remembered last first."""
        ...

    async def keepers(self, chat: ChatRef) -> list[KeptChat]:
        """Who looks after a chat, the one remembered last first."""
        ...

    async def release_chat(self, chat: ChatRef, keeper: ChatRef) -> None:
        """Forget that somebody looks after a chat."""
        ...

    async def set_absence(self, ref: ChatRef, reason: str) -> None:
        """Keep why a chat cannot be written to; with an empty reason, that it can again.

        Of a chat that is not known and that nobody looks after, nothing is kept.
        """
        ...

    async def absence(self, ref: ChatRef) -> str:
        """Why a chat, or the chat that a thread is in, cannot be written to; empty if it can."""
        ...

    async def subscriptions(self, ref: ChatRef) -> list[Subscription]:
        """What a chat follows, oldest first."""
        ...

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Add subscriptions of known chats; one of the same query is kept as it was.

        Returns how many were added.
        """
        ...

    async def unsubscribe(self, ref: ChatRef, labels: Collection[str]) -> int:
        """End subscriptions by label; how many ended."""
        ...

    async def replace_topic(self, ref: ChatRef, old: Topic, new: Topic) -> None:
        """Have a chat follow a topic in place of another, as of when it followed that."""
        ...

    async def all_queries(self) -> list[Query]:
        """Every distinct query that anybody follows."""
        ...

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary made before."""
        ...

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary; the first one kept under a key stays."""
        ...

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary in place of the one under its key."""
        ...

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button of a chat's sends until a moment, or for as long as it was kept."""
        ...

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends; None where it is not known or its time is over."""
        ...

    async def note(self, name: str) -> str | None:
        """A small fact the process left for its next start."""
        ...

    async def save_note(self, name: str, value: str) -> None:
        """Leave a small fact."""
        ...

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete the notes whose names begin so, except those that begin with `keeping`.

        With an empty `keeping` none is excepted. Returns how many were deleted.
        """
        ...

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of the database to a file that does not exist yet."""
        ...

    async def close(self) -> None:
        """Finish writing and close."""
        ...
