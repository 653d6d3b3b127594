"""What became of papers that were told, in the digests that come by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from composing.updates import updates_blocks
from domain.chats import ChatRef, Updates
from domain.documents import Document
from domain.errors import StoreError
from domain.messages import as_is
from domain.metadata.updates import Notice, PaperUpdate, UpdateKind
from domain.papers import Announcement, AnnouncementKind, BatchState, Paper
from rendering.terminal import to_terminal
from tests.scheduler.stage import (
    FRIDAY,
    HERE,
    MONDAY,
    ONE,
    TUESDAY,
    TWO,
    WAVES,
    Stage,
    batch,
    paper,
    staged,
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """From Friday early on, with Friday's announcement complete."""
    async with staged(tmp_path, f"{FRIDAY}T05:00") as stage:
        await stage.announce(FRIDAY, paper(ONE))
        yield stage


HEADING = "What became of papers that you were told"
REASON = "This paper has been withdrawn: Table 1 is wrong"


async def replaced(stage: Stage, on: str, *news: Paper, **changes: Any) -> None:
    """An announcement in which the first paper is replaced."""
    day = date.fromisoformat(on)
    changed = replace(paper(ONE), **changes)
    known = batch("cs", day, [*news], BatchState.COMPLETE)
    line = Announcement("cs", day, AnnouncementKind.REPLACE, changed.id)
    known = replace(known, announcements=(*known.announcements, line))
    await stage.store.save_batch(replace(known, checked_at=stage.clock.now()), [*news, changed])


async def told_one(stage: Stage, *chats: ChatRef, **chat_settings: Any) -> None:
    """Chats that were told the first paper on Friday, and of the quiet weekend."""
    for ref in chats:
        await stage.chat(ref, WAVES, **chat_settings)
    await stage.look(f"{FRIDAY}T08:00")
    for day in ("2024-03-09", "2024-03-10"):
        await stage.look(f"{day}T08:00")
    stage.clock.set(f"{MONDAY}T01:00")


@pytest.mark.parametrize("here", [HERE, ChatRef("discord", "5")], ids=str)
async def test_a_withdrawal_is_told_once(stage: Stage, here: ChatRef) -> None:
    """In arXiv's own words, after the day's papers; not to whom the paper was not told."""
    other = ChatRef("telegram", "2")
    await told_one(stage, here)
    await stage.chat(other, "cat:cs.CV tides")
    await replaced(stage, MONDAY, paper(TWO), withdrawn=True, comment=REASON)
    messages = {message.part.chat: message for message in await stage.look(f"{MONDAY}T08:00")}
    assert TWO in messages[here].papers
    assert HEADING in messages[here].text
    assert f"withdrawn, and arXiv says: “{REASON}”" in messages[here].text
    assert HEADING not in messages[other].text
    await stage.announce(TUESDAY)
    later = await stage.look(f"{TUESDAY}T08:00")
    assert len(later) == 2
    assert not any(HEADING in message.text for message in later)


async def test_a_withdrawal_comes_on_a_quiet_day_too(stage: Stage) -> None:
    """Though the chat wants no line then; a new version waits for a digest that has papers."""
    silent = ChatRef("telegram", "2")
    await told_one(stage, HERE, quiet_note=False)
    await told_one(stage, silent, quiet_note=False, updates=Updates.OFF)
    await replaced(stage, MONDAY, withdrawn=True, comment=REASON)
    (message,) = await stage.look(f"{MONDAY}T08:00")
    assert message.part.chat == HERE
    assert REASON in message.text


async def test_small_things_wait_for_papers(stage: Stage) -> None:
    """All of them in one digest."""
    await told_one(stage, HERE, quiet_note=False, updates=Updates.ALL)
    title = "Waves $x^2$"
    await replaced(stage, MONDAY, title=title, comment="Accepted at NeurIPS 2024, 9 pages")
    assert await stage.look(f"{MONDAY}T08:00") == []
    stage.clock.set(f"{TUESDAY}T01:00")
    await replaced(
        stage, TUESDAY, paper(TWO), title=title, comment="https://github.com/rivers/waves"
    )
    (message,) = await stage.look(f"{TUESDAY}T08:00")
    (line,) = [line for line in message.text.splitlines() if "a new version" in line]
    assert line.lstrip("• ").startswith("Waves x²: ")
    for said in (
        *("announced on 11 March 2024", "announced on 12 March 2024", "accepted: NeurIPS 2024"),
        "now with code: github.com/rivers/waves",
    ):
        assert said in line.replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize("after", [False, True])
async def test_killed_while_it_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """Before or after the decision is kept: the next process tells it, and tells it once."""
    await told_one(stage, HERE)
    await replaced(stage, MONDAY, paper(TWO), withdrawn=True, comment=REASON)
    take = stage.store.take_turns

    async def killed(*args: Any) -> int:
        if after:
            await take(*args)
        raise StoreError(as_is("killed"))

    with monkeypatch.context() as trouble:
        trouble.setattr(stage, "take_turns", killed)
        await stage.look(f"{MONDAY}T08:00")
    stage.start()
    await stage.look(f"{MONDAY}T08:01")
    await stage.deliver()
    assert sum(REASON in message.text for message in stage.sent) == 1


@pytest.mark.parametrize(
    ("key", "said"),
    [("code promised", "the promised code is there: "), ("code", "now with code: ")],
)
def test_promised_code_is_told_as_that(key: str, said: str) -> None:
    """With its address."""
    address = "https://github.com/rivers/waves"
    update = PaperUpdate(paper=ONE, title="Waves", kind=UpdateKind.CODE, key=key, words=address)
    text = to_terminal(Document(blocks=tuple(updates_blocks([Notice(1, update)]))), colour=False)
    assert f"Waves: {said}github.com/rivers/waves" in text
