"""A term of a group that reads together: each vote, card and reminder once, when it is due."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.chats import ChatRef
from domain.deliveries import PartState
from domain.groups.meetings import MeetingRule, MeetingState, Step
from tests.groups.club import PAPERS, THURSDAYS, Club, club

BERLIN = ZoneInfo("Europe/Berlin")
WEEKS = 30
VOTE, CLOSE, CARD, REMINDER = Step.VOTE, Step.CLOSE, Step.CARD, Step.REMINDER
MONDAY, VOTES = "2026-10-12T09:00", "2026-10-12T15:00"
CLOSES, REMINDS, MEETS = "2026-10-14T15:00", "2026-10-15T14:00", "2026-10-15T15:00"
DAY = "2026-10-15"


async def liked(group: Club, *counts: int) -> None:
    """Have as many members like each paper."""
    for base, count in zip(PAPERS, counts, strict=False):
        await group.like(base, *"abcdefgh"[:count])


async def term(group: Club) -> list[Step | None]:
    """What arrives from now until the meeting has begun."""
    before = len(group.steps)
    for at in (VOTES, CLOSES, REMINDS, MEETS):
        await group.look(at)
    return [step for step, _ in group.steps[before:]]


async def read(group: Club) -> str:
    """What the last meeting is about."""
    paper = (await group.meeting()).paper
    return paper.paper if paper else ""


async def test_a_week_with_a_vote_by_buttons(tmp_path: Path) -> None:
    """The most votes decide; the buttons go, the card comes a day before, then the reminder."""
    async with club(tmp_path, MONDAY) as group:
        await liked(group, 3, 1)
        assert await group.look("2026-10-12T14:59") == []
        (vote,) = await group.look(VOTES)
        assert f"On waves, {PAPERS[0]}" in vote.text
        assert "Of equals the paper higher up" in vote.text
        assert f"/readinggroup vote {DAY} 2" in vote.commands
        await group.vote(DAY, ann=1, bob=1, cyd=0)
        await group.vote(DAY, cyd=0)  # taken back
        edit, card = await group.look(CLOSES)
        assert "The vote is over" in edit.text
        assert edit.commands == []
        assert "2 votes of 2" in card.text
        (reminder,) = await group.look(REMINDS)
        assert "60 minutes, at 17:00" in reminder.text
        assert reminder.part.at_once is not None
        assert reminder.part.at_once.message == (await group.meeting()).card
        assert await group.look(MEETS) == []
        assert (await group.meeting()).state is MeetingState.MET
        assert await read(group) == PAPERS[1]
        assert await group.candidates() == [PAPERS[0]]
        (vote,) = await group.look("2026-10-26T16:00")
        assert [step for step, _ in group.steps] == [VOTE, CLOSE, CARD, REMINDER, VOTE]


@pytest.mark.parametrize(
    ("votes", "chosen", "said"),
    [
        ({"ann": 2, "bob": 1}, 1, "it is the one higher up"),
        ({}, 0, "Nobody has voted"),
        ({"ann": 2}, 2, "1 vote of 1"),
    ],
)
async def test_ties_and_members_who_are_away(
    tmp_path: Path, votes: dict[str, int], chosen: int, said: str
) -> None:
    """As it was told when the vote began."""
    async with club(tmp_path, MONDAY) as group:
        await liked(group, 3, 2, 1)
        await group.look(VOTES)
        await group.vote(DAY, **votes)
        card = (await group.look(CLOSES))[-1]
        assert said in card.text
        assert await read(group) == PAPERS[chosen]


async def test_a_poll_is_ended_before_it_is_told_what_is_read(tmp_path: Path) -> None:
    """By what ending it tells; where that tells nothing, by what the platform told before."""
    async with club(tmp_path, MONDAY) as group:
        group.has_polls = True
        await liked(group, 3, 2, 1)
        await group.look(VOTES)
        group.counts = (1, 0, 4)
        assert await term(group) == [CLOSE, CARD, REMINDER]
        assert await read(group) == PAPERS[2]
        group.counts = ()
        await group.look("2026-10-19T15:00")
        poll = (await group.meeting()).poll
        await group.stage.store.keep_counts("telegram", poll, (0, 2))
        await group.look("2026-10-21T15:00")
        assert await read(group) == PAPERS[1]


async def test_nothing_to_vote_on(tmp_path: Path) -> None:
    """Papers are asked for; what is liked by then is read, and without any there is no meeting."""
    async with club(tmp_path, MONDAY) as group:
        (call,) = await group.look(VOTES)
        assert "nothing to vote on yet" in call.text
        (nothing,) = await group.look(CLOSES)
        assert "nothing to read" in nothing.text
        assert await group.look(REMINDS) == await group.look(MEETS) == []
        await liked(group, 1)
        (call,) = await group.look("2026-10-19T15:00")
        assert "So far there is one paper" in call.text
        await liked(group, 1, 2)
        (card,) = await group.look("2026-10-21T15:00")
        assert await read(group) == PAPERS[1]
        assert "There is no vote that could be counted" in card.text


async def test_a_vote_that_did_not_arrive_is_not_counted_on(tmp_path: Path) -> None:
    """Where nobody knows it, where it was refused, and where the platform was away for days."""
    for state in (PartState.UNKNOWN, PartState.REFUSED):
        async with club(tmp_path / state, MONDAY) as group:
            await liked(group, 1, 3)
            group.became = state
            await group.look(VOTES)
            group.became = PartState.SENT
            assert await term(group) == [CARD, REMINDER]
            assert await read(group) == PAPERS[1]
    async with club(tmp_path / "away", MONDAY) as group:
        await liked(group, 1, 3)
        group.is_down = True
        await group.look(VOTES)
        await group.look(CLOSES)
        await group.look(REMINDS)
        group.is_down = False
        await group.look("2026-10-15T14:30")
        assert [step for step, _ in group.steps] == [CARD]
        await group.look(MEETS)
        assert [step for step, _ in group.steps] == [CARD]


async def test_a_reminder_never_comes_after_the_meeting(tmp_path: Path) -> None:
    """As where the platform was away meanwhile, or the process that had queued it."""
    for begins_first in (True, False):
        async with club(tmp_path / str(begins_first), MONDAY) as group:
            await liked(group, 2, 1)
            await group.look(VOTES)
            await group.look(CLOSES)
            group.is_down = True
            await group.look(REMINDS)
            group.is_down = False
            group.stage.clock.set("2026-10-15T15:30")
            if not begins_first:
                await group.deliver()
            await group.look()
            assert [step for step, _ in group.steps] == [VOTE, CLOSE, CARD]
            assert (await group.meeting()).state is MeetingState.MET


async def test_the_process_was_away(tmp_path: Path) -> None:
    """What is still of use is made up for: a shorter vote, the card, a later reminder."""
    for back, steps in (
        ("2026-10-13T20:00", [VOTE, CLOSE, CARD, REMINDER]),
        ("2026-10-14T20:00", [CARD, REMINDER]),
        ("2026-10-15T14:20", [CARD]),
        ("2026-10-15T15:00", []),
    ):
        async with club(tmp_path / back, MONDAY) as group:
            await liked(group, 2, 1)
            await group.look(back)
            for at in (CLOSES, REMINDS, MEETS):
                if at > back:
                    await group.look(at)
            assert [step for step, _ in group.steps] == steps, back
            await group.look("2026-10-19T15:00")
            assert [step for step, _ in group.steps] == [*steps, VOTE], back


async def test_a_group_that_ends_while_it_votes(tmp_path: Path) -> None:
    """The vote is ended where it stands, and nothing comes after it."""
    async with club(tmp_path, MONDAY) as group:
        await liked(group, 2, 1)
        await group.look(VOTES)
        await group.stage.store.set_reading_group(group.ref, None, group.stage.clock.now())
        (edit,) = await group.look("2026-10-12T16:00")
        assert "The vote is over" in edit.text
        assert await group.look("2026-11-30T16:00") == []
        assert await group.stage.store.reading_group(group.ref) is None


async def test_clocks_and_rules_that_change_meanwhile(tmp_path: Path) -> None:
    """A meeting is at its hour by the group's clocks as they are now; its own rule stays."""
    async with club(tmp_path, MONDAY) as group:
        await liked(group, 2, 1)
        await group.look(VOTES)
        await group.stage.chat(group.ref, zone="America/New_York")
        fridays = MeetingRule.of("weekly 4 12:00 1")
        await group.stage.store.set_reading_group(group.ref, fridays, group.stage.clock.now())
        assert await group.look(CLOSES) == []
        assert len(await group.look("2026-10-14T21:00")) == 2
        assert len(await group.look("2026-10-15T20:00")) == 1
        await group.look("2026-10-15T21:00")
        (vote,) = await group.look("2026-10-20T16:00")
        assert "Fri, 23 October 2026, 12:00" in vote.text


def hours(weeks: int) -> Iterator[datetime]:
    """The hours in which something may be due, by Berlin's clocks."""
    first = datetime(2026, 9, 7, 14, tzinfo=UTC)
    for number in range(24 * 7 * weeks):
        now = first + timedelta(hours=number)
        at = now.astimezone(BERLIN)
        if at.weekday() in (0, 2, 3) and at.hour in (15, 16, 17):
            yield now


@pytest.mark.parametrize(("platform", "seed"), [("telegram", 1), ("discord", 2), ("telegram", 3)])
async def test_a_term_of_kills_over_both_changes_of_clocks(
    tmp_path: Path, platform: str, seed: int
) -> None:
    """From September to April: nothing twice, and what nobody knows of is all that is missing."""
    chance, kills = random.Random(seed), 0

    def dies() -> bool:
        nonlocal kills
        is_killed = chance.random() < 0.1
        kills += is_killed
        return is_killed

    ref = ChatRef(platform, "-7")
    many = [f"2409.2{number:04}" for number in range(70)]
    async with club(tmp_path, "2026-09-07T09:00", papers=many, ref=ref) as group:
        group.has_polls, group.dies, group.counts = seed == 3, dies, (0, 1)
        for base in many:
            await group.like(base, "ann")
        for now in hours(WEEKS):
            before = kills
            await group.look(now)
            while kills > before:
                before = kills
                await group.restart()
                await group.look()
        unknown = len(await group.stage.store.unknown_parts(1_000))
        sent = [one.part for one in group.stage.sent]
        once = Counter(
            one.name for one in sent if not one.at_once or not one.at_once.can_be_repeated
        )
        assert max(once.values()) == 1
        local = [one.at.astimezone(BERLIN).hour for one in group.stage.sent]
        assert set(local) <= {16, 17}
        met = [one for one in await group.stage.store.meetings(ref) if one.paper]
        assert len(met) == WEEKS
        assert len({one.paper.paper for one in met if one.paper}) == WEEKS
        assert len(once) + unknown >= 3 * WEEKS
        assert kills > WEEKS // 3
        assert THURSDAYS.weekday == met[0].day.weekday()
