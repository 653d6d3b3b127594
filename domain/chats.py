"""Chats: who is served, how they want it, what they follow, and what they made of papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from domain.platforms import Kind, kind_of
from domain.topics import Topic


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where messages go: a platform's chat, and a thread of it where it has threads.

    Two bots in one place have a chat each: what it follows, and what it was told, is one bot's.
    """

    platform: str
    chat_id: str
    thread_id: str = ""

    @property
    def kind(self) -> Kind:
        """What its platform is, whichever bot of it this is."""
        return kind_of(self.platform)

    def __str__(self) -> str:
        return ":".join(part for part in (self.platform, self.chat_id, self.thread_id) if part)


class Detail(StrEnum):
    """How much of each paper a digest shows."""

    HEADLINE = "headline"
    BRIEF = "brief"
    FULL = "full"


class Order(StrEnum):
    """What a digest's papers are ordered by: the topic alone, or also what the reader likes."""

    TOPIC = "topic"
    YOURS = "yours"


class Updates(StrEnum):
    """Of what becomes of papers that a chat was told, what it wants to hear."""

    ALL = "all"
    ALL_AT_ONCE = "all at once"
    """What is important at once, and all else with the next digest."""
    IMPORTANT = "important"
    """Withdrawals, and papers that are back after one."""
    AT_ONCE = "at once"
    """These, as soon as they are known."""
    OFF = "off"

    @property
    def is_at_once(self) -> bool:
        """Whether what is important does not wait for the next digest."""
        return self in (Updates.ALL_AT_ONCE, Updates.AT_ONCE)

    def wants(self, *, important: bool) -> bool:
        """Whether something is to be told."""
        is_all = self in (Updates.ALL, Updates.ALL_AT_ONCE)
        return is_all or (important and self is not Updates.OFF)


class Unread(StrEnum):
    """What a digest says at its end of papers that are not read yet."""

    OFF = "off"
    REMIND = "remind"  # how many of those saved, and since when the oldest waits
    CARRY = "carry"  # the best of the last days' digests, once more by title
    BOTH = "both"

    @property
    def reminds(self) -> bool:
        """Whether saved papers are counted."""
        return self in (Unread.REMIND, Unread.BOTH)

    @property
    def carries(self) -> bool:
        """Whether papers are named once more."""
        return self in (Unread.CARRY, Unread.BOTH)


ALL_DAYS = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Sound:
    """When messages that come by themselves come without a sound.

    Attributes:
        is_off: always.
        silent: from one local time of day to another, over midnight where that is earlier.
    """

    is_off: bool = False
    silent: tuple[time, time] | None = None

    def __str__(self) -> str:
        """``on``, ``off`` or ``22:00-07:00``: the silent hours."""
        if self.silent:
            return "{:%H:%M}-{:%H:%M}".format(*self.silent)
        return "off" if self.is_off else "on"

    @classmethod
    def of(cls, text: str) -> Sound:
        """What `str` wrote.

        Raises:
            ValueError: it is none of that.
        """
        if text in ("on", "off"):
            return cls(is_off=text == "off")
        start, end = map(time.fromisoformat, text.split("-"))
        return cls(silent=(start, end))

    def is_silent(self, moment: datetime, zone: str) -> bool:
        """Whether a message makes no sound at a moment, in a zone."""
        if self.silent is None:
            return self.is_off
        start, end = self.silent
        local = moment.astimezone(ZoneInfo(zone)).time()
        return start <= local < end if start <= end else not end <= local < start


WITH_SOUND: Final = Sound()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """A chat's settings.

    Attributes:
        time: local time of the daily digest.
        as_announced: the digest comes as soon as arXiv's announcement is complete instead.
        days: ISO weekdays less one, Monday is 0.
        zone: an IANA zone name.
        language: ISO 639-1 code for the interface and, with a language model, for summaries.
        limit: papers told in full in a digest; the rest are listed by title.
        muted: words whose papers are left out.
        quiet_note: whether a day without anything to tell gets a line that says so.
        sound: when digests come without a sound.
        plain: whether messages are plain, for apps that do not show the richer ones.
        order: what papers are ordered by; without a profile it is the topic.
        updates: what is told of what becomes of papers that the chat was told.
        weekly: on which day of the week a look back comes, Monday is 0; None for none.
        unread: what digests say of papers that are not read yet.
    """

    time: time = time(8, 0)
    days: frozenset[int] = ALL_DAYS
    zone: str = "UTC"
    language: str = "en"
    detail: Detail = Detail.BRIEF
    limit: int = 10
    muted: tuple[str, ...] = ()
    paused: bool = False
    as_announced: bool = False
    quiet_note: bool = True
    sound: Sound = WITH_SOUND
    plain: bool = False
    order: Order = Order.YOURS
    updates: Updates = Updates.IMPORTANT
    weekly: int | None = None
    unread: Unread = Unread.OFF


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that is served."""

    ref: ChatRef
    settings: ChatSettings = field(default_factory=ChatSettings)


@dataclass(frozen=True, slots=True)
class KeptChat:
    """A group or channel that somebody looks after from a private chat.

    Attributes:
        manager: the private chat, which is told of its troubles and may manage it.
        title: what the platform called it last.
    """

    chat: ChatRef
    manager: ChatRef
    title: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A topic that a chat follows, since when."""

    chat: ChatRef
    topic: Topic
    since: datetime


def owner_of(platform: str, user: str, chat: ChatRef) -> ChatRef:
    """Whose tastes are kept: a person's, wherever they press; a chat's where it is nobody."""
    return ChatRef(platform, f"user:{user}") if user else ChatRef(platform, chat.chat_id)


@dataclass(frozen=True, slots=True)
class Vote:
    """More papers like this one, or fewer.

    Attributes:
        paper: its base id.
        is_more: whether more are wished for.
        at: when, UTC.
    """

    paper: str
    is_more: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedPaper:
    """A paper that somebody wants to find again, or brought with a library.

    Attributes:
        paper: its base id.
        title: arXiv's, as it is kept also when the paper is not; of a library, that one's.
        at: when, UTC; of a library, the month in which the paper was submitted.
        in_profile: whether its owner's order of papers is made of it, too.
        note: their words on it.
        read_at: when they said that they have read it, UTC.
        abstract: as a library has it.
        is_imported: whether it came with a library, and is on no reading list.
    """

    paper: str
    title: str
    at: datetime
    in_profile: bool = True
    note: str = ""
    read_at: datetime | None = None
    abstract: str = ""
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """What a member of a group or channel made of a paper there.

    Attributes:
        person: whose it is, as `owner_of` has them; nobody is ever told.
        paper: its base id.
        is_more: whether more are wished for.
        at: when, UTC.
    """

    person: str
    paper: str
    is_more: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody, or the members of a group, made of papers, each the newest first."""

    votes: tuple[Vote, ...] = ()
    saved: tuple[SavedPaper, ...] = ()
    presses: tuple[Press, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessKey:
    """Opens something of a chat's to whoever has it.

    Attributes:
        name: it itself where the chat may be told it again; else what is derived of it.
        opens: what it is to, as the use cases of `app` call it.
        at: since when, UTC.
    """

    name: str
    chat: ChatRef
    opens: str
    at: datetime
