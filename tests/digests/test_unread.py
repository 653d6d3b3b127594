"""What digests say of papers that are not read yet: counted, and carried over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.chats import ChatRef, Press, SavedPaper, Unread, Vote
from tests.digests.test_personal import ADA
from tests.ranking.invented import some
from tests.scheduler.stage import HERE, Sent, Stage, staged

GROUP = ChatRef("telegram", "-5")
WEEK = [f"2024-03-{day:02}" for day in (5, 6, 7, 8, 11, 12)]
"""Tuesday to Friday, and the next week's first days: on the first two something is announced."""

FIRST = some("lanterns", 5)
CARRIED = "Carried over"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A week with five papers on its first day, one on the second, and none later."""
    async with staged(tmp_path, "2024-03-04T20:00") as stage:
        papers = [FIRST, some("ropes", 1, 100)]
        for number, day in enumerate(WEEK):
            stage.clock.set(f"{day}T01:00")
            await stage.announce(day, *(papers[number] if number < len(papers) else ()))
        stage.clock.set("2024-03-05T02:00")
        await stage.store.set_owner(HERE, ADA)
        yield stage


async def morning(stage: Stage, day: str) -> str:
    """What the digest of a day says."""
    messages: list[Sent] = await stage.look(f"{day}T08:00")
    return "\n".join(message.text for message in messages)


async def test_nothing_is_said_unless_wished_for(stage: Stage) -> None:
    """Whatever waits."""
    await stage.chat(HERE, "cat:cs.LG")
    first = await morning(stage, WEEK[0])
    await stage.store.keep_paper(ADA, SavedPaper("2403.1", "Saved", stage.clock.now()))
    assert CARRIED not in first + await morning(stage, WEEK[1])


async def test_how_much_waits_and_for_how_long(stage: Stage) -> None:
    """Of what is saved, not read and came with no library."""
    await stage.chat(HERE, "cat:cs.LG", unread=Unread.REMIND)
    now = datetime.fromisoformat("2024-03-05T07:00:00+00:00")
    for number, (days, read, imported) in enumerate(
        [
            (9, False, False),
            (2, False, False),
            (1, False, False),
            (30, True, False),
            (99, False, True),
        ]
    ):
        at = now - timedelta(days=days)
        kept = SavedPaper(f"2403.{number}", "One", at, is_imported=imported)
        await stage.store.keep_paper(ADA, replace(kept, read_at=now if read else None))
    text = await morning(stage, WEEK[0])
    assert "3 unread on your reading list, the oldest for 9 days." in text
    assert CARRIED not in text
    (message,) = stage.sent
    assert "/saved" in message.commands
    for number in range(3):
        await stage.store.drop_paper(ADA, f"2403.{number}")
    assert "unread" not in await morning(stage, WEEK[1])


async def test_the_best_are_named_for_five_days_at_most(stage: Stage) -> None:
    """Marked, by title, with the day on which they were told; the others of that day are not."""
    await stage.chat(HERE, "cat:cs.LG", unread=Unread.CARRY)
    first = await morning(stage, WEEK[0])
    assert CARRIED not in first
    best = sorted(FIRST, key=lambda one: first.index(one.title))[:3]
    # Sunday's turn has no announcement; five days after the first is Sunday, six is Monday.
    days = [*WEEK[1:4], "2024-03-09", "2024-03-10", WEEK[4]]
    said = {day: await morning(stage, day) for day in days}
    named = {day: [one for one in FIRST if one.title in text] for day, text in said.items()}
    assert all(set(map(id, named[day])) == set(map(id, best)) for day in days[:5])
    assert all("told on 5 March 2024" in said[day] for day in days[:5])
    assert named[WEEK[4]] == []
    assert all(
        text.count(one.title) == 1 for text in said.values() for one in FIRST if one.title in text
    )


async def test_what_was_dealt_with_is_not_named(stage: Stage) -> None:
    """Voted on, saved and read; what is saved and not read comes first, however far down it was."""
    await stage.chat(HERE, "cat:cs.LG", unread=Unread.CARRY)
    text = await morning(stage, WEEK[0])
    best = sorted(FIRST, key=lambda one: text.index(one.title))
    now = stage.clock.now()
    await stage.store.keep_vote(ADA, Vote(best[0].id.base, False, now))
    await stage.store.keep_paper(ADA, SavedPaper(best[1].id.base, "", now, read_at=now))
    await stage.store.keep_paper(ADA, SavedPaper(best[4].id.base, "", now))
    after = (await morning(stage, WEEK[1])).split(CARRIED)[1]
    assert [one for one in best if one.title in after] == [best[2], best[4]]
    assert after.index(best[4].title) < after.index(best[2].title)
    assert "saved" in after


async def test_in_a_group_any_members_press_counts(stage: Stage) -> None:
    """As nobody knows what others have read."""
    await stage.chat(GROUP, "cat:cs.LG", unread=Unread.CARRY)
    text = await morning(stage, WEEK[0])
    best = sorted(FIRST, key=lambda one: text.index(one.title))
    await stage.store.keep_press(GROUP, Press("user:1", best[0].id.base, True, stage.clock.now()))
    after = (await morning(stage, WEEK[1])).split(CARRIED)[1]
    assert [one for one in best if one.title in after] == best[1:3]


async def test_a_process_that_ends_names_them_once(stage: Stage) -> None:
    """What is carried over is queued with the digest, or not at all."""
    await stage.chat(HERE, "cat:cs.LG", unread=Unread.BOTH)
    await morning(stage, WEEK[0])
    stage.clock.set(f"{WEEK[1]}T08:00")
    await stage.watch.look()
    await stage.watch.close()
    stage.start()
    await stage.watch.look()
    await stage.deliver()
    texts = [one.text for one in stage.sent if one.at.date() == date.fromisoformat(WEEK[1])]
    assert [text.count(CARRIED) for text in texts] == [1]
    assert await morning(stage, WEEK[1]) == ""


async def test_each_reader_has_their_own(stage: Stage) -> None:
    """Also where two chats follow the same and are told the same."""
    other = ChatRef("telegram", "2")
    await stage.store.set_owner(other, replace(ADA, chat_id="user:2"))
    for ref in (HERE, other):
        await stage.chat(ref, "cat:cs.LG", unread=Unread.CARRY)
    text = await morning(stage, WEEK[0])
    best = min(FIRST, key=lambda one: text.index(one.title))
    await stage.store.keep_vote(ADA, Vote(best.id.base, True, stage.clock.now()))
    told = await stage.look(f"{WEEK[1]}T08:00")
    carried = {one.part.chat: best.title in one.text.split(CARRIED)[1] for one in told}
    assert carried == {HERE: False, other: True}
