"""Digests of groups in the order of what their members like."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digests.members import verdicts
from digests.opinions import opinions_of
from domain.chats import Press, Profile
from ranking.background import Background
from ranking.reader import ReaderModel
from tests.digests.test_personal import EVERYTHING, LANTERNS, MANY, ROPES, monday, order
from tests.ranking.invented import some
from tests.scheduler.stage import FRIDAY, HERE, MONDAY, Stage, staged

NOON = datetime(2024, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
async def friday(tmp_path: Path) -> AsyncIterator[Stage]:
    """A group that was told papers about lanterns and ropes; Monday's announcement is there."""
    async with staged(tmp_path, f"{FRIDAY}T02:00") as stage:
        known = [*some("lanterns", 10), *some("ropes", 40), *some("", 30, 100)]
        await stage.announce(FRIDAY, *known)
        await stage.chat(HERE, EVERYTHING, limit=5, detail="brief")
        await stage.look(f"{FRIDAY}T08:00")
        stage.clock.set(f"{MONDAY}T01:00")
        await stage.announce(MONDAY, *MANY)
        yield stage


async def pressed(stage: Stage, person: str, theme: str, count: int) -> None:
    """A member presses under papers of a theme."""
    for number, one in enumerate(some(theme, count)):
        at = stage.clock.now() + timedelta(minutes=number)
        await stage.store.keep_press(HERE, Press(person, one.id.base, True, at))


async def test_presses_of_members_change_the_next_digest(friday: Stage) -> None:
    """With how many liked what it is like, and nobody named."""
    for person in ("user:1", "user:2", "user:3"):
        await pressed(friday, person, "lanterns", 10)
    message = await monday(friday)
    assert set(order(message, LANTERNS)) == set(LANTERNS)
    assert "which 3 of 3 here liked" in message.text
    assert "user:" not in message.text


async def test_no_loud_member_makes_the_order_of_all(friday: Stage) -> None:
    """Forty presses of one weigh no more than five of each of two others."""
    await pressed(friday, "user:1", "ropes", 40)
    for person in ("user:2", "user:3"):
        await pressed(friday, person, "lanterns", 5)
    message = await monday(friday)
    assert len(order(message, LANTERNS)) > len(order(message, ROPES))


async def test_who_presses_on_and_on_pushes_nobody_out() -> None:
    """Of what others pressed long before, each newest press is as new as their own newest one."""
    loud = [Press("loud", one.id.base, True, NOON) for one in some("ropes", 420)]
    before = NOON - timedelta(days=90)
    others = [
        Press(person, one.id.base, True, before)
        for person in ("b", "c")
        for one in some("lanterns", 5)
    ]
    papers = {one.id.base: one for one in (*some("ropes", 420), *some("lanterns", 5))}
    profile = Profile(presses=(*loud, *others))
    model = ReaderModel(Background(some("", 200)), opinions_of(profile, papers))
    ropes, lanterns = (model.scores(some(theme, 4, 500)) for theme in ("ropes", "lanterns"))
    assert lanterns.mean() > ropes.mean()


async def test_one_member_alone_is_not_the_group(friday: Stage) -> None:
    """Its topics' order stays until somebody else presses, too."""
    await pressed(friday, "user:1", "lanterns", 10)
    message = await monday(friday)
    assert "here liked" not in message.text
    assert set(order(message, LANTERNS)) != set(LANTERNS)


@pytest.mark.parametrize(
    ("presses", "pull"),
    [([("a", 1)], 0.2), ([("a", 1), ("b", 0)], 0), ([("a", 0), ("b", 0)], -0.4)],
)
def test_what_members_are_of_two_minds_of_pulls_nowhere(
    presses: Sequence[tuple[str, int]], pull: float
) -> None:
    """A press weighs a fifth at most, and each person 1 together."""
    (verdict,) = verdicts([Press(who, "2403.00001", bool(more), NOON) for who, more in presses])
    assert verdict.pull == pytest.approx(pull)
    loud = [Press("loud", f"2403.{n:05}", True, NOON) for n in range(40)]
    assert sum(one.pull for one in verdicts(loud)) == pytest.approx(1)
