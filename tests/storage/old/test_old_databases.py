"""A database of an older version opens with everything that is in it.

The files were written by those versions themselves, with the chats, papers and digests below.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.chats import ChatRef, KeptChat
from domain.deliveries import DeliveryDecision, PartState
from domain.identifiers import PaperId
from domain.papers import BatchState
from domain.summaries import Basis, SummaryKey
from rendering.common.parcels import telegram_parcel
from storage import TableStore, open_store
from storage.sqlite.driver import sqlite3

HERE, GROUP = ChatRef("telegram", "1"), ChatRef("telegram", "-5", "7")
NOW, DAY = datetime(2024, 3, 8, 8, tzinfo=UTC), date(2024, 3, 8)
WITH_DIGESTS = "before_sent_messages"


@pytest.fixture(params=["before_deliveries", WITH_DIGESTS])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TableStore]:
    """An old database, opened."""
    path = tmp_path / "papercrier.db"
    with closing(sqlite3.connect(path)) as database:
        script = Path(__file__).with_name(f"{request.param}.sql").read_text(encoding="utf-8")
        database.executescript(script)
    opened = open_store(path)
    yield opened
    await opened.close()


async def test_chats_papers_and_summaries(store: TableStore) -> None:
    """Settings, topics, who looks after whom, announcements, what was made of them."""
    chat = await store.chat(HERE)
    assert chat is not None
    chat_settings = chat.settings
    assert (chat_settings.limit, chat_settings.language, chat_settings.muted) == (
        3,
        "zh",
        ("survey",),
    )
    for ref in (HERE, GROUP):
        (followed,) = await store.subscriptions(ref)
        assert (followed.topic.label, followed.since) == ("waves", NOW)
    assert await store.managers(GROUP) == [KeptChat(GROUP, HERE, "A group")]
    (batch,) = await store.batches(["cs"], DAY, DAY)
    assert (batch.state, len(batch.announcements)) == (BatchState.COMPLETE, 2)
    papers = await store.papers([PaperId("2403.00001"), PaperId("2403.00002")])
    assert [paper.title for paper in papers.values()] == ["On waves 1", "On waves 2"]
    key = SummaryKey.of(papers["2403.00001"], None, "en", model="extractive", prompt="1")
    assert key.basis is Basis.ABSTRACT
    summary = await store.summary(key)
    assert summary is not None
    assert summary.tldr.text == "It waves."
    assert await store.note("since") == "then"


@pytest.mark.parametrize("store", [WITH_DIGESTS], indirect=True)
async def test_digests_go_on_where_they_stopped(store: TableStore) -> None:
    """What was queued as messages is sent as such, in order; what was told stays told."""
    for ref in (HERE, GROUP):
        assert await store.delivered_papers(ref) == [("2403.00001", DAY)]
    (figures,) = await store.outbox_figures()
    assert (figures.queued, figures.sent) == (5, 1)
    await store.recover_parts("telegram", NOW, 0.0)
    arrived: dict[ChatRef, list[str]] = {HERE: [], GROUP: []}
    while parts := await store.claim_parts("telegram", NOW, 10):
        for part in parts:
            assert (part.document, part.parts) == ("", 3)
            arrived[part.chat].append(telegram_parcel(part.payload).classic[0].html)
            sent = DeliveryDecision(state=PartState.SENT, messages=(100 + part.part,))
            await store.begin_parts([part.id], NOW)
            await store.settle_parts({part.id: sent}, NOW)
    assert arrived == {HERE: ["part 1", "part 2"], GROUP: ["part 0", "part 1", "part 2"]}
    kept = await store.sent(GROUP, 102)
    assert kept is not None
    assert (kept.digest, kept.part, kept.papers) == (DAY, 2, ())
    assert await store.digest_record(HERE, DAY) is None


async def test_whoever_followed_is_looked_at(store: TableStore) -> None:
    """The next digests come."""
    due = await store.due_chats(["telegram"], NOW + timedelta(days=2), 10)
    assert {chat.chat.ref for chat in due} == {HERE, GROUP}


async def test_a_summary_made_anew_before_the_update_is_the_one_that_stays(tmp_path: Path) -> None:
    """It had a key of its own; the newest takes the place of those before."""
    path = tmp_path / "papercrier.db"
    store = open_store(path)
    await store.close()
    insert = "INSERT INTO summaries VALUES ('2403.00001', 'v1', 'en', 'abstract', 'm', ?, ?)"
    with closing(sqlite3.connect(path)) as connection, connection:
        kept = (("2", "first"), ("2#10", "newest"), ("2#9", "second"), ("3", "other"))
        connection.executemany(insert, kept)
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'summaries_made_anew'")
    await open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute(
            "SELECT prompt, summary FROM summaries ORDER BY prompt"
        ).fetchall()
    assert left == [("2", "newest"), ("3", "other")]
