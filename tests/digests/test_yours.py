"""Digests of what is likely their reader's, whatever it is about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digests.records import read
from domain.chats import ChatRef, Order, Press
from domain.papers import Paper
from tests.digests.test_personal import ADA, MANY, ROPES, pressed
from tests.ranking.invented import some
from tests.scheduler.stage import FRIDAY, HERE, MONDAY, TUESDAY, Sent, Stage, staged

GROUP = ChatRef("telegram", "-5")
YOURS = "is:yours AND cat:cs"
ELSEWHERE = [
    replace(one, categories=("cs.CV",), primary="cs.CV") for one in some("lanterns", 3, 900)
]


@pytest.fixture
async def monday(tmp_path: Path) -> AsyncIterator[Stage]:
    """What was announced on Monday is there; it is 08:00, and nobody follows anything yet."""
    async with staged(tmp_path, f"{FRIDAY}T02:00") as stage:
        known = [*some("lanterns", 10), *some("ropes", 10), *some("", 30, 100)]
        await stage.announce(FRIDAY, *known)
        stage.clock.set(f"{MONDAY}T01:00")
        await stage.announce(MONDAY, *MANY, *ELSEWHERE)
        yield stage


async def following(stage: Stage, *queries: str, **settings: object) -> Sent:
    """What the digest of somebody's private chat says that follows some topics."""
    await stage.store.set_owner(HERE, ADA)
    await stage.chat(HERE, *queries, **settings)
    (message,) = await stage.look(f"{MONDAY}T08:00")
    return message


def told(message: Sent, papers: list[Paper]) -> int:
    """How many of some papers a message tells in full."""
    shown = message.text.split("Also matched")[0]
    return sum(one.title in shown for one in papers)


async def test_what_no_query_would_find(monday: Stage) -> None:
    """The papers most like what was liked, each with why; one is drawn by lot, and it is said."""
    await pressed(monday, "lanterns")
    message = await following(monday, YOURS, limit=5)
    assert told(message, some("lanterns", 4, 300)) + told(message, ELSEWHERE) == 4
    assert message.text.count("drawn by lot") == 1
    assert message.text.count("which you liked") + message.text.count("Yours by its words") == 4
    assert "Announced 31, matched 5, shown 5." in message.text
    assert "5 of these are here by the profile" in message.text


async def test_within_categories(monday: Stage) -> None:
    """And in no other."""
    await pressed(monday, "lanterns")
    message = await following(monday, "is:yours AND cat:cs.CV", limit=10)
    assert told(message, ELSEWHERE) == 3
    assert told(message, MANY) == 0


@pytest.mark.parametrize("wished", Order)
async def test_beside_other_topics(monday: Stage, wished: Order) -> None:
    """Half of what is shown at most, and nothing that they bring; first where yours is first."""
    await pressed(monday, "lanterns")
    message = await following(monday, "cat:cs AND (rope OR knot)", YOURS, limit=4, order=wished)
    mine = [*some("lanterns", 4, 300), *ELSEWHERE]
    topics = [one for one in MANY if one.id.base in ROPES]
    assert (told(message, mine), told(message, topics)) == (2, 2)
    shown = sorted(
        (message.text.index(one.title), one in mine)
        for one in (*mine, *topics)
        if one.title in message.text.split("Also matched")[0]
    )
    assert [is_mine for _, is_mine in shown] == sorted(
        (True, True, False, False), reverse=wished is Order.YOURS
    )


async def test_ten_papers_are_needed(monday: Stage) -> None:
    """Which is said in place of them."""
    await pressed(monday, "lanterns", count=9)
    message = await following(monday, YOURS)
    assert "from 10 papers on" in message.text
    assert message.papers == set()


async def test_nothing_is_told_twice(monday: Stage) -> None:
    """What a digest had is in no later one, however often arXiv announces it."""
    await pressed(monday, "lanterns")
    first = await following(monday, YOURS, limit=5)
    await monday.announce(TUESDAY, *some("lanterns", 3, 700), *MANY)
    (second,) = await monday.look(f"{TUESDAY}T08:00")
    again = [one for one in MANY if one.title in first.text and one.title in second.text]
    assert again == []
    assert told(second, [*some("lanterns", 3, 700), *some("lanterns", 4, 300)]) == 4


async def test_muted_words_leave_out(monday: Stage) -> None:
    """Of what is a reader's as well."""
    await pressed(monday, "lanterns")
    words = ("lantern", "wick", "glow", "splatting", "gaussian", "flame")
    message = await following(monday, YOURS, muted=words)
    assert told(message, [*some("lanterns", 4, 300), *ELSEWHERE]) == 0


async def test_in_a_group_it_is_what_members_press(monday: Stage) -> None:
    """Two of them at least."""
    await monday.chat(GROUP, YOURS, limit=5)
    for person in ("user:1", "user:2"):
        for number, one in enumerate(some("lanterns", 10)):
            at = monday.clock.now() + timedelta(minutes=number)
            await monday.store.keep_press(GROUP, Press(person, one.id.base, True, at))
    (message,) = await monday.look(f"{MONDAY}T08:00")
    assert told(message, some("lanterns", 4, 300)) + told(message, ELSEWHERE) == 4
    assert "which 2 of 2 here liked" in message.text


async def test_it_is_kept_as_it_was(monday: Stage) -> None:
    """With what it says of the profile."""
    await pressed(monday, "lanterns")
    await following(monday, YOURS, limit=5)
    record = await monday.store.digest_record(HERE, monday.clock.now().date())
    assert record is not None
    kept = await read(record, HERE, monday.store)
    assert (kept.coverage.yours, kept.coverage.lacks_profile) == (5, False)
    assert sum(entry.affinity is not None for entry in kept.entries) == 5
    assert [str(entry.reasons[0].found) for entry in kept.entries] == ["is:yours"] * 5
