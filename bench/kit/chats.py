"""A store filled with chats that follow topics, in one transaction, to be quick."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bench.kit.records import nights
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.papers import Paper
from domain.taxonomy import ARCHIVES
from domain.topics import Topic
from storage import open_store
from storage.rows import chats as chat_rows
from storage.sqlite.connections import connect, transaction

_PATIENCE: Final = 60.0
_SINCE: Final = "2025-03-01"


def announced(path: Path, papers: Sequence[Paper]) -> None:
    """Keep the papers as announced, all archives being followed."""
    asyncio.run(_announced(path, papers))


async def _announced(path: Path, papers: Sequence[Paper]) -> None:
    store = open_store(path)
    for _, batches, own in nights(papers):
        for batch in batches:
            await store.save_batch(batch, own)
    await store.save_note("intake-followed", json.dumps(dict.fromkeys(ARCHIVES, _SINCE)))
    await store.close()


def follow(
    path: Path, chat_settings: Iterable[tuple[ChatSettings, Topic]], since: datetime
) -> None:
    """Keep chats on Telegram, numbered from 1, each with its settings and a topic since then."""
    asyncio.run(open_store(path).close())
    database = connect(path, writes=True, patience=_PATIENCE)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number, (settings, topic) in enumerate(chat_settings, 1):
            ref = ChatRef("telegram", str(number))
            chat_rows.save(database, Chat(ref, settings))
            chat_rows.subscribe(database, [Subscription(ref, topic, since)])
    database.close()
