"""What follows from a delivery: pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.concurrency.clocks import is_known_again
from domain.deliveries import (
    Delivery,
    DeliveryDecision,
    OutboxPart,
    Outcome,
    PartState,
)

FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(minutes=1)
MOST_TRIES: Final = 10
"""Of what may be done twice."""
STRIKES: Final = (timedelta(minutes=1), timedelta(minutes=10))
"""How long to wait after each time that a group cannot be written to; after these it is lost."""


def decide_delivery(
    delivery: Delivery, part: OutboxPart, now: datetime, *, deduplicates: float
) -> DeliveryDecision:
    """What becomes of a part.

    Args:
        delivery: what became of the message.
        part: as it was claimed, before this try.
        now: UTC.
        deduplicates: for how many seconds the platform knows a message again.
    """
    reason, held = delivery.reason, delivery.held
    match delivery.outcome:
        case Outcome.SENT:
            return DeliveryDecision(
                state=PartState.SENT,
                reason=reason,
                post=delivery.thread,
                is_plain=delivery.is_plain,
                messages=delivery.messages,
                chat=replace(part.chat, chat_id=moved) if (moved := delivery.moved_to) else None,
                held=held,
            )
        case Outcome.LIMITED:
            due = now + timedelta(seconds=delivery.retry_after)
            return replace(again(part, due, reason), limited=True)
        case Outcome.UNSENT:
            return again(part, now + pause_after(part.attempts), reason)
        case Outcome.MOVED:
            pause = pause_after(part.attempts) if part.attempts else timedelta(0)
            return again(part, now + pause, reason)
        case Outcome.REFUSED:
            return DeliveryDecision(state=PartState.REFUSED, reason=reason)
        case Outcome.UNKNOWN:
            return _unknown(part, reason, now, deduplicates)
        case Outcome.GONE | Outcome.FORBIDDEN:
            return _gone(delivery, part, now)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after some tries that came to nothing."""
    return min(FIRST_PAUSE * (1 << min(attempts, 10)), LONGEST_PAUSE)


def again(part: OutboxPart, due: datetime, reason: str) -> DeliveryDecision:
    """A part of which this try sent nothing; an earlier one may have, and that stays known."""
    unsent = part.first_tried is None
    return DeliveryDecision(state=PartState.QUEUED, due=due, reason=reason, unsent=unsent)


def too_late(part: OutboxPart, now: datetime, *, deduplicates: float) -> DeliveryDecision | None:
    """A part that an earlier try may have brought is not sent where it would not be known again.

    Nor where the clock has been set back since, and nobody knows how long ago that was.
    """
    if part.first_tried is None or _can_be_repeated(part):
        return None
    if is_known_again((now - part.first_tried).total_seconds(), deduplicates, part.owner):
        return None
    return DeliveryDecision(state=PartState.UNKNOWN, reason="an earlier try may have arrived")


def _unknown(part: OutboxPart, reason: str, now: datetime, deduplicates: float) -> DeliveryDecision:
    due = now + pause_after(part.attempts)
    began = part.first_tried or now
    if _can_be_repeated(part):
        return DeliveryDecision(state=PartState.QUEUED, due=due, reason=reason)
    ages = ((moment - began).total_seconds() for moment in (now, due))
    if all(is_known_again(age, deduplicates, part.owner) for age in ages):
        return DeliveryDecision(state=PartState.QUEUED, due=due, reason=reason)
    return DeliveryDecision(state=PartState.UNKNOWN, reason=reason)


def _can_be_repeated(part: OutboxPart) -> bool:
    """Whether another try does nothing twice; some tries are enough."""
    return bool(part.at_once and part.at_once.can_be_repeated and part.attempts < MOST_TRIES)


def _gone(delivery: Delivery, part: OutboxPart, now: datetime) -> DeliveryDecision:
    """A person who blocks the bot is believed at once; a group may be in passing trouble."""
    if not delivery.is_final and part.strikes < len(STRIKES):
        due = now + STRIKES[part.strikes]
        return replace(again(part, due, delivery.reason), strike=True)
    return DeliveryDecision(
        state=PartState.GONE,
        reason=delivery.reason,
        strike=True,
        absent=part.chat if delivery.in_thread else replace(part.chat, thread_id=""),
    )
