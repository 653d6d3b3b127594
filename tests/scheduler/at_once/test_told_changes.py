"""A digest says in a sentence what a new version of a told paper says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.chats import Updates
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, MetadataOrigin
from tests.scheduler.at_once.test_notice_watch import told, words
from tests.scheduler.stage import MONDAY, ONE, Stage, paper
from tests.storage.invented import a_batch


@pytest.mark.parametrize(
    ("day", "said"), [(8, "a new title; 1 author added"), (1, "a new version, announced on")]
)
async def test_what_changed_is_in_the_digest(stage: Stage, day: int, said: str) -> None:
    """Where what is known of it is surely the version that was announced."""
    first = replace(paper(ONE), id=PaperId(ONE, 1), origin=MetadataOrigin.API)
    await stage.store.save_papers([first])
    desk, _ = await told(stage, updates=Updates.ALL)
    monday = stage.clock.now().date().fromisoformat(MONDAY)
    batch = a_batch(ONE, archive="cs", day=monday, kind=AnnouncementKind.REPLACE)
    second = replace(
        first,
        id=PaperId(ONE, 2),
        title="On graphs",
        authors=(*first.authors, replace(first.authors[0], name="Bo Example")),
        updated=datetime(2024, 3, day, 12, tzinfo=UTC),
    )
    await stage.store.save_batch(batch, [second])
    (*_, digest) = await desk.digest(f"{MONDAY}T08:00")
    text = words(digest)
    assert said in text
    assert ("a new title" in text) == (day == 8)
    assert f"/changes {ONE}" in text
