"""What follows from a delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chats import ChatRef
from domain.deliveries import Delivery, DeliveryDecision, OutboxPart, Outcome, PartState
from scheduler.delivery_decisions import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    STRIKES,
    again,
    decide_delivery,
    pause_after,
    too_late,
)

NOW = datetime(2024, 3, 8, 8, tzinfo=UTC)
THREAD = ChatRef("telegram", "-5", "7")
PART = OutboxPart(id=1, chat=THREAD, slot=date(2024, 3, 8), part=0, parts=2, payload="hello")
SECOND = timedelta(seconds=1)
ON_TELEGRAM, ON_DISCORD = 0.0, 120.0

parts = st.builds(
    replace,
    st.just(PART),
    attempts=st.integers(0, 40),
    first_tried=st.none() | st.integers(0, 400).map(lambda ago: NOW - ago * SECOND),
    strikes=st.integers(0, 4),
)
deliveries = st.builds(
    Delivery,
    outcome=st.sampled_from(Outcome),
    retry_after=st.floats(0, 4000),
    reason=st.text(max_size=5),
    is_plain=st.booleans(),
    is_final=st.booleans(),
    in_thread=st.booleans(),
)


def decision(
    outcome: Outcome, part: OutboxPart = PART, *, deduplicates: float = ON_TELEGRAM, **more: object
) -> DeliveryDecision:
    """What becomes of a part after this outcome."""
    delivery = replace(Delivery(outcome=outcome, reason="why"), **more)  # type: ignore[arg-type]
    return decide_delivery(delivery, part, NOW, deduplicates=deduplicates)


def test_sent() -> None:
    """It is done; a post that was made for it is remembered, and that it is plain."""
    assert decision(Outcome.SENT, thread="99", is_plain=True) == DeliveryDecision(
        state=PartState.SENT, reason="why", post="99", is_plain=True
    )
    arrived = decision(Outcome.SENT, messages=(7, 8))
    assert (arrived.messages, arrived.chat) == ((7, 8), None)
    moved = decision(Outcome.SENT, moved_to="-100500")
    assert moved.chat == ChatRef("telegram", "-100500", "7"), "and its thread"


def test_limited() -> None:
    """It is due when the platform says; and counted."""
    assert decision(Outcome.LIMITED, retry_after=35.0) == DeliveryDecision(
        state=PartState.QUEUED, due=NOW + 35 * SECOND, reason="why", unsent=True, limited=True
    )


def test_unsent() -> None:
    """It is tried again, after longer and longer pauses."""
    assert decision(Outcome.UNSENT).due == NOW + FIRST_PAUSE
    assert decision(Outcome.UNSENT, replace(PART, attempts=3)).due == NOW + 8 * FIRST_PAUSE
    assert decision(Outcome.UNSENT, replace(PART, attempts=9_999)).due == NOW + LONGEST_PAUSE


def test_moved() -> None:
    """It goes to the new id at once; should that move too, not without end."""
    assert decision(Outcome.MOVED).due == NOW
    assert decision(Outcome.MOVED, replace(PART, attempts=1)).due == NOW + pause_after(1)


def test_refused() -> None:
    """It is not tried again, and costs the chat nothing."""
    refused = decision(Outcome.REFUSED)
    assert refused == DeliveryDecision(state=PartState.REFUSED, reason="why")


def test_unknown_on_telegram() -> None:
    """It is never sent again."""
    assert decision(Outcome.UNKNOWN) == DeliveryDecision(state=PartState.UNKNOWN, reason="why")


def test_unknown_on_discord() -> None:
    """It is sent again while Discord would know it, and counts as begun all the while."""
    again_soon = decision(Outcome.UNKNOWN, deduplicates=ON_DISCORD)
    assert again_soon.state is PartState.QUEUED
    assert again_soon.due == NOW + FIRST_PAUSE
    assert not again_soon.unsent
    tried = replace(PART, first_tried=NOW - 119 * SECOND)
    assert decision(Outcome.UNKNOWN, tried, deduplicates=ON_DISCORD).state is PartState.UNKNOWN


def test_what_may_have_arrived_stays_so() -> None:
    """A later try that was surely not sent says nothing of the first."""
    tried = replace(PART, first_tried=NOW - 20 * SECOND)
    for outcome in (Outcome.UNSENT, Outcome.LIMITED):
        assert not decision(outcome, tried, deduplicates=ON_DISCORD).unsent
    assert not again(tried, NOW, "").unsent
    assert again(PART, NOW, "").unsent


def test_too_late_to_be_known_again() -> None:
    """Then nobody knows; a part that was never on its way is never too late."""
    assert too_late(PART, NOW, deduplicates=ON_TELEGRAM) is None
    tried = replace(PART, first_tried=NOW - 119 * SECOND)
    assert too_late(tried, NOW, deduplicates=ON_DISCORD) is None
    lost = too_late(tried, NOW + SECOND, deduplicates=ON_DISCORD)
    assert lost is not None
    assert lost.state is PartState.UNKNOWN
    assert too_late(tried, NOW, deduplicates=ON_TELEGRAM) is not None


@pytest.mark.parametrize(("owner", "is_known"), [(0, False), (7, True)])
def test_the_clocks_of_several_processes_are_apart(owner: int, is_known: bool) -> None:
    """What another has tried a moment from now was tried a moment ago; one's own clock went back.

    For as long less a platform is taken to know it again.
    """
    tried = replace(PART, first_tried=NOW + 5 * SECOND, owner=owner)
    assert (too_late(tried, NOW, deduplicates=ON_DISCORD) is None) == is_known
    is_again = decision(Outcome.UNKNOWN, tried, deduplicates=ON_DISCORD).state is PartState.QUEUED
    assert is_again == is_known
    long_ago = replace(tried, first_tried=NOW - 112 * SECOND)
    assert (too_late(long_ago, NOW, deduplicates=ON_DISCORD) is None) != is_known
    assert too_late(tried, NOW, deduplicates=ON_TELEGRAM) is not None
    assert too_late(replace(tried, first_tried=NOW + 20 * SECOND), NOW, deduplicates=ON_DISCORD)


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.FORBIDDEN])
def test_strikes(outcome: Outcome) -> None:
    """A group is tried three times before it counts as lost."""
    for strikes, pause in enumerate(STRIKES):
        struck = decision(outcome, replace(PART, strikes=strikes))
        assert struck.state is PartState.QUEUED
        assert struck.due == NOW + pause
        assert struck.strike
        assert struck.absent is None
    lost = decision(outcome, replace(PART, strikes=len(STRIKES)))
    assert lost.state is PartState.GONE
    assert lost.absent == ChatRef("telegram", "-5"), "the chat, with all its threads"


def test_a_person_is_believed_at_once() -> None:
    """Who blocks the bot is not tried again; a thread that is closed is no word on its chat."""
    blocked = decision(Outcome.GONE, is_final=True)
    assert blocked.state is PartState.GONE
    closed = decision(Outcome.GONE, is_final=True, in_thread=True)
    assert closed.absent == THREAD


@given(parts, deliveries, st.sampled_from((ON_TELEGRAM, ON_DISCORD)))
def test_every_delivery_has_a_decision(
    part: OutboxPart, delivery: Delivery, deduplicates: float
) -> None:
    """What is queued has a time; what may have arrived is tried only where it is known again."""
    found = decide_delivery(delivery, part, NOW, deduplicates=deduplicates)
    assert found.state not in (PartState.BEHIND, PartState.CLAIMED, PartState.SENDING)
    assert (found.due is not None) == (found.state is PartState.QUEUED)
    if found.due is not None:
        assert found.due >= NOW
    if found.unsent:
        assert part.first_tried is None
        assert delivery.outcome is not Outcome.UNKNOWN
    if delivery.outcome is Outcome.UNKNOWN and found.due is not None:
        began = part.first_tried or NOW
        assert found.due < began + deduplicates * SECOND
    assert (found.state is PartState.GONE) == (found.absent is not None)
    assert (found.state is PartState.SENT) == (delivery.outcome is Outcome.SENT)


@given(st.integers(0, 10**9))
def test_pauses_grow_and_end(attempts: int) -> None:
    """From two seconds to a minute."""
    assert FIRST_PAUSE <= pause_after(attempts) <= LONGEST_PAUSE
    assert pause_after(attempts) <= pause_after(attempts + 1)


def test_every_decision_says_why() -> None:
    """As the platform put it, whatever follows; the operator reads it."""
    on_discord = {"deduplicates": ON_DISCORD}
    for outcome in Outcome:
        for strikes in (0, len(STRIKES)):
            for more in ({}, on_discord):
                part = replace(PART, strikes=strikes)
                assert decision(outcome, part, **more).reason == "why"
    tried = replace(PART, first_tried=NOW)
    lost = too_late(tried, NOW, deduplicates=ON_TELEGRAM)
    assert lost == DeliveryDecision(
        state=PartState.UNKNOWN, reason="an earlier try may have arrived"
    )
    assert again(PART, NOW, "full").reason == "full"


def test_the_last_strike_counts_too() -> None:
    """Should the chat be found again, it is known to have been in trouble."""
    for lost in (
        decision(Outcome.FORBIDDEN, replace(PART, strikes=len(STRIKES))),
        decision(Outcome.GONE, is_final=True),
    ):
        assert lost.strike is True


def test_known_again_up_to_the_very_moment() -> None:
    """A try is made only where it would be known again, not at the moment when that ends."""
    tried = replace(PART, first_tried=NOW - 118 * SECOND)
    assert decision(Outcome.UNKNOWN, tried, deduplicates=120.0).state is PartState.UNKNOWN
    assert decision(Outcome.UNKNOWN, tried, deduplicates=120.5).state is PartState.QUEUED
    gone = replace(PART, first_tried=NOW - 120 * SECOND)
    assert too_late(gone, NOW, deduplicates=120.0) is not None
    assert too_late(gone, NOW, deduplicates=120.5) is None


def test_pauses_as_they_are() -> None:
    """Two seconds, twice as long each time, a minute at most; strikes wait one and ten minutes."""
    pauses = [pause_after(attempts).total_seconds() for attempts in range(7)]
    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert [pause.total_seconds() for pause in STRIKES] == [60, 600]


def test_a_clock_set_back_since_the_first_try() -> None:
    """Nobody knows how long ago that was, so it is not sent again."""
    ahead = replace(PART, first_tried=NOW + SECOND)
    lost = too_late(ahead, NOW, deduplicates=ON_DISCORD)
    assert lost is not None
    assert lost.state is PartState.UNKNOWN
    assert decision(Outcome.UNKNOWN, ahead, deduplicates=ON_DISCORD).state is PartState.UNKNOWN
    just_now = replace(PART, first_tried=NOW)
    assert too_late(just_now, NOW, deduplicates=ON_DISCORD) is None
    assert decision(Outcome.UNKNOWN, just_now, deduplicates=ON_DISCORD).state is PartState.QUEUED
