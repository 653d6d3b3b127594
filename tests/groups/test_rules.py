"""What is read: by votes, by likes, by the order in which papers were told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.groups.candidates import in_order
from app.groups.votes import Why, choice_of
from domain.chats import Press
from domain.errors import InputError
from domain.groups.meetings import LAST, Candidate, Meeting, MeetingRule, MeetingState
from handlers.groups.reading_group import AskedGroup, is_vote, parse_group
from tests.scheduler.stage import paper

NOON = datetime(2026, 10, 12, 12, tzinfo=UTC)
DAY = date(2026, 10, 15)
RULE = MeetingRule.of("weekly 3 17:00 1")


def voted(*counts: int, message: int = 5) -> Meeting:
    """A meeting with so many votes for each paper."""
    papers = tuple(Candidate(f"2410.1000{one}", "", 1) for one in range(len(counts)))
    return Meeting(
        day=DAY,
        rule=RULE,
        state=MeetingState.VOTING,
        candidates=papers,
        counts=counts,
        message=message,
    )


@pytest.mark.parametrize(
    ("counts", "chosen", "why"),
    [
        ((0, 3, 2), 1, Why.MOST),
        ((0, 1, 0), 1, Why.MOST),
        ((1, 2, 2), 1, Why.TIE),
        ((0, 0, 0), 0, Why.NOBODY),
        ((4,), 0, Why.ALONE),
    ],
)
def test_votes_decide_one_is_enough_and_of_equals_the_higher(
    counts: tuple[int, ...], chosen: int, why: Why
) -> None:
    """As the vote's message says."""
    choice = choice_of(voted(*counts))
    assert choice is not None
    assert (choice.chosen, choice.why) == (chosen, why)


def test_a_vote_that_did_not_arrive_decides_nothing() -> None:
    """The most liked is read; without any, nothing is."""
    choice = choice_of(voted(0, 3, message=0))
    assert choice is not None
    assert (choice.chosen, choice.why) == (0, Why.NO_VOTE)
    assert choice_of(voted()) is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=10))
def test_no_other_has_more_votes_than_what_is_read(counts: list[int]) -> None:
    """Nor as many, and stands higher."""
    choice = choice_of(voted(*counts))
    assert choice is not None
    assert max(counts) == counts[choice.chosen]
    assert counts[choice.chosen] not in counts[: choice.chosen]


def test_the_most_liked_stand_first_and_of_equals_the_one_told_first() -> None:
    """By digests, in their order; what no digest told, by when it was first pressed on."""
    bases = [f"2410.1000{number}" for number in range(5)]
    papers = {base: paper(base) for base in bases}
    presses = [
        Press(f"user:{person}", base, True, NOON + timedelta(minutes=minute))
        for minute, (base, person) in enumerate(
            [(bases[4], "a"), (bases[0], "a"), (bases[1], "a"), (bases[3], "a"), (bases[2], "a")]
        )
    ]
    likes = dict.fromkeys(bases, 1) | {bases[2]: 2}
    told = [(bases[1], date(2026, 10, 9)), (bases[0], date(2026, 10, 9)), (bases[3], DAY)]
    found = [one.paper for one in in_order(likes, papers, told, presses)]
    assert found == [bases[2], bases[1], bases[0], bases[4], bases[3]]


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("weekly thu 17:00", "weekly 3 17:00 1"),
        ("Weekly on Thursdays at 5pm", "weekly 3 17:00 1"),
        ("thu 17:00", "weekly 3 17:00 1"),
        ("monthly thu 17:00", "monthly 3 17:00 1"),
        ("monthly 2nd tue 12:30", "monthly 1 12:30 2"),
        ("last friday 16:00", "monthly 4 16:00 -1"),
        ("wöchentlich donnerstags 17 Uhr", "weekly 3 17:00 1"),
        ("每周四 17:00", "weekly 3 17:00 1"),
        ("每月第二个周五 下午5点", "monthly 4 17:00 2"),
    ],
)
def test_rules_as_people_write_them(typed: str, rule: str) -> None:
    """A rhythm, a day, a time."""
    assert parse_group(typed) == AskedGroup(rule=MeetingRule.of(rule))
    if "-1" in rule:
        asked = parse_group(typed).rule
        assert asked is not None
        assert asked.week == LAST


@pytest.mark.parametrize(
    "typed", ["weekly", "thu", "weekly mon-fri 17:00", "weekly 2nd thu 17:00", "17:00", "frogs"]
)
def test_what_is_no_rule_is_told_how(typed: str) -> None:
    """In a sentence, with an example."""
    with pytest.raises(InputError, match="is not what /readinggroup takes"):
        parse_group(typed)


def test_the_rest_is_read_too() -> None:
    """Its end, what was read, and the buttons of a vote."""
    assert parse_group("off") == AskedGroup(ends=True)
    assert parse_group("History") == AskedGroup(is_history=True)
    assert parse_group("vote 2026-10-15 3") == AskedGroup(vote=(DAY, 3))
    assert is_vote("readinggroup", "vote 2026-10-15 3")
    assert not is_vote("readinggroup", "off")
    with pytest.raises(InputError):
        parse_group("vote 2026-13-45 3")
