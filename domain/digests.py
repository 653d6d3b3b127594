"""Digests: what was announced in a chat's topics."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.chats import ChatRef
from domain.messages import Message
from domain.papers import AnnouncementKind, Batch, Paper
from domain.summaries import Claim, Summary
from domain.topics import Field, Query


class Spread(StrEnum):
    """How the words of a part of a query stand in a paper."""

    PHRASE = "phrase"
    NEAR = "near"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper stands in a digest: the topic, and the part of its query found in it.

    Attributes:
        topic: the topic's label.
        found: the leaf of the query that was found.
        field: where it was found; None for a category, and for words of title and abstract.
        spread: whether its words stand side by side.
    """

    topic: str
    found: Query
    field: Field | None
    spread: Spread = Spread.PHRASE


class Match(NamedTuple):
    """A paper that matches, why, and how much it is *about* the topic (more is better).

    A morning makes millions of these, which is why it is a tuple.
    """

    paper: Paper
    reasons: tuple[Reason, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Affinity:
    """How a paper stands to what its reader likes.

    Attributes:
        like: title of a paper that it is like, as arXiv has it; empty where there is none.
        is_saved: whether the reader saved that one, else they wished for more like it.
        words: those of the paper's own that speak for it.
        is_outside: it is shown although, and because, it is nothing that the reader likes.
        is_by_lot: and of such it is not the best of a topic, but drawn by lot.
        liked: in a group, how many of its members wished for more like that one.
        pressed: of how many who wished for more or less; 0 where the reader is one person.
    """

    like: str = ""
    is_saved: bool = False
    words: tuple[str, ...] = ()
    is_outside: bool = False
    is_by_lot: bool = False
    liked: int = 0
    pressed: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """A paper that is like another one, and the words of its own that both share."""

    paper: Paper
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A paper that an earlier digest told, named once more as nobody has read it yet.

    Attributes:
        told: the day of that digest.
        is_saved: whether it is on the reading list.
    """

    paper: Paper
    told: dt.date
    is_saved: bool


@dataclass(frozen=True, slots=True)
class NotRead:
    """What a digest says of papers that are not read yet.

    Attributes:
        saved: how many are on the reading list; 0 where they are not to be counted.
        oldest: for how many days the oldest of these has been.
        carried: those named once more, what is saved first.
    """

    saved: int = 0
    oldest: int = 0
    carried: tuple[CarriedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper told in full in a digest; without summary where arXiv has no abstract to go by."""

    paper: Paper
    kind: AnnouncementKind
    announced: dt.date
    reasons: tuple[Reason, ...]
    summary: Summary | None
    affinity: Affinity | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a digest rests on: "announced 239, matched 14, shown 10".

    Attributes:
        announced: distinct papers that are news in the batches looked at; None where no listing
            tells, as for dates put together from submission dates.
        late: archives whose batch is not complete, quiet or reconstructed, with the reason.
        withdrawn: how many more matched, and have been withdrawn since they were announced.
        muted: how many more matched and are left out, by muted word.
        yours: how many of those matched are there by their reader's profile alone.
        lacks_profile: whether a topic would bring such, and there is too little of a profile.
    """

    announced: int | None
    matched: int
    shown: int
    late: tuple[tuple[str, Message], ...] = ()
    withdrawn: int = 0
    muted: tuple[tuple[str, int], ...] = ()
    yours: int = 0
    lacks_profile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What was announced in a chat's topics on one date, or from `since` up to it.

    Attributes:
        date: the newest listing date that it covers.
        since: the oldest one, where it covers several.
        topics: labels of the topics, in the chat's order.
        entries: told in full, best first.
        others: matched but beyond the limit, best first; told by title.
        batches: what it rests on, without their announcements' papers.
        sample: whether all of it is the embedded sample, not arXiv's.
        overview: what the entries are about together, each sentence standing on their summaries;
            empty where no language model is set up.
        resumes: the next listing date, where arXiv's holidays put it off.
    """

    chat: ChatRef
    date: dt.date
    topics: tuple[str, ...]
    entries: tuple[Entry, ...]
    others: tuple[Paper, ...]
    coverage: Coverage
    batches: tuple[Batch, ...]
    since: dt.date | None = None
    sample: bool = False
    overview: tuple[Claim, ...] = ()
    resumes: dt.date | None = None
