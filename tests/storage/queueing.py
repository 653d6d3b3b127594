"""A store with chats that follow a topic, and digests queued for them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.deliveries import (
    DeliveryDecision,
    OutboxFigures,
    OutboxPart,
    Parcel,
    PartState,
    ScheduledChat,
    SchedulingDecision,
    Slot,
)
from domain.excerpts import Body
from domain.ports import Store
from domain.topics import Topic
from topics.language import parse_query

NOW = datetime(2024, 3, 8, 8, 0, tzinfo=UTC)
DAY = date(2024, 3, 8)
HERE = ChatRef("telegram", "1")
GROUP = ChatRef("telegram", "-5")
SENT = DeliveryDecision(state=PartState.SENT)
TOPIC = Topic("waves", parse_query('"gravity waves"'))


async def follow(store: Store, ref: ChatRef = HERE, **chat_settings: object) -> Chat:
    """Have a chat follow a topic."""
    chat = Chat(ref, replace(ChatSettings(), **chat_settings))  # type: ignore[arg-type]
    await store.save_chat(chat)
    await store.subscribe([Subscription(ref, TOPIC, NOW)])
    return chat


async def due(store: Store, at: datetime = NOW) -> list[ScheduledChat]:
    """The chats to look at."""
    return await store.due_chats(["telegram"], at, 100)


def turn(
    chat: ScheduledChat,
    *parts: str,
    day: date = DAY,
    seen: tuple[str, ...] = (),
    digest: str = "",
) -> SchedulingDecision:
    """A turn that sends these parts, and comes again the next day."""
    following = Slot(day=day + timedelta(days=1), at=NOW + timedelta(days=1))
    return SchedulingDecision(
        scheduled=chat,
        look_at=following.at,
        slot=following,
        last=day,
        covered=day,
        listing=day,
        document=Body.of(json.dumps(parts)) if parts else None,
        digest=Body.of(digest) if digest else None,
        seen=seen,
    )


async def plan(store: Store, *parts: str, seen: tuple[str, ...] = ()) -> None:
    """A digest of some parts for the one chat that is due."""
    (chat,) = await due(store)
    assert await store.take_turns([turn(chat, *parts, seen=seen)], NOW) == 1


async def claimed(store: Store, at: datetime = NOW) -> list[OutboxPart]:
    """What can be claimed, rendered."""
    return await claim(store, at, 10)


async def claim(
    store: Store, at: datetime, limit: int, platform: str = "telegram"
) -> list[OutboxPart]:
    """Some of what can be claimed, rendered."""
    parts = await store.claim_parts(platform, at, limit)
    fresh = {part.id: rendered(platform, part.document) for part in parts if part.document}
    known = {part.id: part for part in await store.keep_rendered(fresh)}
    return [known.get(part.id, part) for part in parts]


def rendered(_: str, document: str) -> tuple[Parcel, ...]:
    """The parts of a document made by `turn`; each tells the papers that it names."""
    texts = json.loads(document)
    return tuple(Parcel(text, tuple(re.findall(r"\d{4}\.\d{5}", text))) for text in texts)


async def figures_of(store: Store, platform: str = "telegram") -> OutboxFigures:
    """How matters stand with a platform's deliveries."""
    (found,) = [f for f in await store.outbox_figures() if f.platform == platform]
    return found
