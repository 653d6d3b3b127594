"""What two stores say alike, without the numbers that each of them gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from domain.chats import ChatRef
from domain.deliveries import OutboxPart, ScheduledChat
from domain.metadata.notices import DueNotice
from domain.papers import MetadataOrigin
from domain.ports import Store
from tests.storage.invented import a_paper
from tests.storage.queueing import rendered

NOW = datetime(2031, 3, 7, 8, 0, tzinfo=UTC)
PAPERS = ["3103.00001", "3103.00002"]
CHANGED = st.builds(
    a_paper,
    st.sampled_from(PAPERS),
    st.sampled_from([None, 1, 2, 3]),
    withdrawn=st.booleans(),
    comment=st.sampled_from([None, "NeurIPS 2031", "ICML 2031"]),
    doi=st.sampled_from([None, "10.1000/3"]),
    origin=st.sampled_from([MetadataOrigin.API, MetadataOrigin.LISTING]),
)


def part_of(part: OutboxPart) -> OutboxPart:
    """A part without the numbers that a store gives."""
    at_once = part.at_once and replace(part.at_once, update=min(part.at_once.update, 1))
    return replace(part, id=0, at_once=at_once)


def due_of(due: DueNotice) -> DueNotice:
    """A notice without the numbers that a store gives."""
    before = tuple(replace(notice, number=0) for notice in due.before)
    return replace(due, number=0, notice=replace(due.notice, number=0), before=before)


def chat_of(chat: ScheduledChat) -> ScheduledChat:
    """A chat without the numbers that a store gives it; topics of one moment are in no order."""
    topics = tuple(sorted(chat.topics, key=lambda topic: topic.label))
    notices = tuple(replace(notice, number=0) for notice in chat.notices)
    return replace(chat, number=0, version=0, topics=topics, notices=notices)


async def told_papers(store: Store, ref: ChatRef) -> object:
    """What a chat was told, and the digests themselves."""
    return await store.delivered_papers(ref), await store.digest_records(ref, date.min, date.max)


async def sent_there(store: Store, ref: ChatRef) -> object:
    """A message, a digest, and the days of digests of a chat."""
    days = await store.digest_days(ref)
    return await store.sent(ref, 7), await store.digest_record(ref, NOW.date()), days


async def rendered_of(store: Store, parts: list[OutboxPart]) -> list[OutboxPart]:
    """Parts with their messages."""
    fresh = {part.id: rendered("telegram", part.document) for part in parts if part.document}
    known = {part.id: part for part in await store.keep_rendered(fresh)}
    return [known.get(part.id, part) for part in parts]
