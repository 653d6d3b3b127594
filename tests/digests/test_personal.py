"""Digests in the order of what their reader likes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import digests.personal
from digests.opinions import opinions_of
from digests.personal import PersonalOrder
from domain.chats import ChatRef, Order, Profile, SavedPaper, Vote
from domain.papers import Paper
from ranking.background import Background
from tests.ranking.invented import some
from tests.scheduler.stage import FRIDAY, HERE, MONDAY, Sent, Stage, staged

ADA = ChatRef("telegram", "user:1")
EVERYTHING = "cat:cs.LG"
LANTERNS = [one.id.base for one in some("lanterns", 4, 300)]
ROPES = [one.id.base for one in some("ropes", 4, 300)]
MANY = [*some("ropes", 4, 300), *some("", 20, 300), *some("lanterns", 4, 300)]


@pytest.fixture
async def friday(tmp_path: Path) -> AsyncIterator[Stage]:
    """A chat whose owner was told ten papers about lanterns; Monday's announcement is there."""
    async with staged(tmp_path, f"{FRIDAY}T02:00") as stage:
        await _until_monday(stage)
        yield stage


async def _until_monday(stage: Stage) -> None:
    known = [*some("lanterns", 10), *some("ropes", 10), *some("", 30, 100)]
    await stage.announce(FRIDAY, *known)
    await stage.chat(HERE, EVERYTHING, limit=5, detail="brief")
    await stage.store.set_owner(HERE, ADA)
    await stage.look(f"{FRIDAY}T08:00")
    stage.clock.set(f"{MONDAY}T01:00")
    await stage.announce(MONDAY, *MANY)


async def pressed(stage: Stage, theme: str, *, count: int = 10, is_more: bool = True) -> None:
    """Press under some papers, one a minute."""
    for number, one in enumerate(some(theme, count)):
        at = stage.clock.now() + timedelta(minutes=number)
        await stage.store.keep_vote(ADA, Vote(one.id.base, is_more, at))


def order(message: Sent, bases: list[str]) -> list[str]:
    """Those of some papers that a message tells in full, in its order."""
    shown = message.text.split("Also matched")[0]
    titles = {one.id.base: one.title for one in MANY}
    there = [base for base in bases if titles[base] in shown]
    return sorted(there, key=lambda base: shown.index(titles[base]))


async def monday(stage: Stage) -> Sent:
    """Monday's digest."""
    (message,) = await stage.look(f"{MONDAY}T08:00")
    return message


@pytest.mark.parametrize(("theme", "first"), [("lanterns", LANTERNS), ("ropes", ROPES)])
async def test_presses_change_the_next_digest(friday: Stage, theme: str, first: list[str]) -> None:
    """What is like what was liked comes first, with the reason; one paper is from outside."""
    await pressed(friday, theme)
    message = await monday(friday)
    assert set(order(message, first)) == set(first)
    assert message.text.count("which you liked") + message.text.count("Yours by its words") == 4
    assert message.text.count("From outside your profile") == 1
    liked = [one.title for one in some(theme, 10)]
    assert any(f"Like {title[:20]}" in message.text for title in liked)


async def test_what_was_saved_counts_as_well(friday: Stage) -> None:
    """And is told so."""
    for one in some("lanterns", 10):
        saved = SavedPaper(one.id.base, one.title, friday.clock.now())
        await friday.store.keep_paper(ADA, saved)
    message = await monday(friday)
    assert set(order(message, LANTERNS)) == set(LANTERNS)
    assert "which you saved" in message.text


async def test_what_is_disliked_comes_later(friday: Stage) -> None:
    """Than without the presses."""
    await pressed(friday, "lanterns")
    await pressed(friday, "ropes", is_more=False)
    message = await monday(friday)
    assert set(order(message, LANTERNS)) == set(LANTERNS)
    assert len(order(message, ROPES)) <= 1


async def test_without_a_profile_nothing_changes(friday: Stage) -> None:
    """Of nine papers there is none yet; nor where the topic's order is wished for."""
    await pressed(friday, "lanterns", count=9)
    few = await monday(friday)
    assert "your profile" not in few.text
    assert order(few, LANTERNS) != LANTERNS


async def test_the_topics_order_can_be_wished_for(friday: Stage) -> None:
    """Whatever is pressed."""
    await pressed(friday, "lanterns")
    await friday.chat(HERE, order=Order.TOPIC)
    message = await monday(friday)
    assert "your profile" not in message.text
    assert not set(LANTERNS) <= set(order(message, LANTERNS))


async def test_what_is_taken_out_no_longer_counts(friday: Stage) -> None:
    """Taken out one by one, the profile is gone; what was saved is still saved."""
    for one in some("lanterns", 10):
        saved = SavedPaper(one.id.base, one.title, friday.clock.now())
        await friday.store.keep_paper(ADA, saved)
        assert await friday.store.leave_out(ADA, one.id.base)
    message = await monday(friday)
    assert "your profile" not in message.text
    assert len(await friday.store.kept_papers(ADA)) == 10


async def test_others_are_served_as_before(friday: Stage) -> None:
    """A profile is its owner's alone."""
    other = replace(HERE, chat_id="2")
    await friday.chat(other, EVERYTHING, limit=5)
    await pressed(friday, "lanterns")
    messages = await friday.look(f"{MONDAY}T08:00")
    by_chat = {message.part.chat: message for message in messages}
    assert "From outside your profile" in by_chat[HERE].text
    assert "your profile" not in by_chat[other].text


def _liking(papers: Sequence[Paper]) -> Profile:
    """Somebody who liked some papers, one a minute, the first one first."""
    votes = (
        Vote(one.id.base, True, datetime(2024, 3, 1, tzinfo=UTC) + timedelta(minutes=number))
        for number, one in enumerate(papers)
    )
    return Profile(tuple(votes), ())


def test_of_very_many_opinions_the_newest_count() -> None:
    """More of them take seconds and gigabytes, and change next to nothing."""
    liked = some("ropes", 410)
    told = opinions_of(_liking(liked), {one.id.base: one for one in reversed(liked)})
    assert [opinion.paper for opinion in told] == liked[-400:]


async def test_what_is_announced_every_day_is_looked_at_once(
    friday: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ask at the same time."""
    made: list[int] = []

    def counted(papers: Sequence[Paper]) -> Background:
        made.append(len(papers))
        return Background(papers)

    monkeypatch.setattr(digests.personal, "_background", counted)
    order = PersonalOrder(friday.store, friday.store, friday.clock)
    asking = [order.words(_liking(some("ropes", 10))) for _ in range(5)]
    told = await asyncio.gather(*asking)
    assert len(made) == 1
    assert told[0]
    assert len(set(told)) == 1
