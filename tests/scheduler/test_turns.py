"""What to do about a chat whose moment has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.slots import LATE_AFTER
from domain.chats import Chat, ChatRef, ChatSettings
from domain.deliveries import ScheduledChat, Slot
from domain.papers import Batch, BatchState
from intake import calendar
from scheduler.turns import (
    CATCH_UP,
    CATCH_UP_ENDS,
    HOLD_FOR_OLDER,
    LATE,
    LATE_AS_ANNOUNCED,
    LONGEST_HOLD,
    LOOK_AGAIN,
    MOST_DAYS,
    Later,
    Ready,
    Serve,
    after,
    whether_ready,
    whether_to_serve,
)

THURSDAY, FRIDAY, MONDAY = date(2024, 3, 7), date(2024, 3, 8), date(2024, 3, 11)
EIGHT = datetime(2024, 3, 8, 8, tzinfo=UTC)
SLOT = Slot(day=FRIDAY, at=EIGHT)
NEXT = Slot(day=date(2024, 3, 9), at=EIGHT + timedelta(days=1))
LONG_AGO = EIGHT - timedelta(days=9)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def chat(**more: object) -> ScheduledChat:
    """A chat at eight whose moment of Friday has come, told of all up to Thursday."""
    usual = ScheduledChat(
        number=1,
        version=0,
        chat=Chat(ChatRef("telegram", "1")),
        topics=(),
        slot=SLOT,
        last=THURSDAY,
        covered=THURSDAY,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def serve(*days: date, waited_for: date | None = None) -> Serve:
    """A turn on Friday at eight, of some dates."""
    return Serve(
        slot=SLOT,
        days=days,
        start=calendar.previous_date(days[0]),
        late_from=EIGHT + LATE,
        waited_for=waited_for,
    )


def batch(
    day: date, state: BatchState = BatchState.COMPLETE, checked_at: datetime | None = None
) -> Batch:
    """What is known of a date."""
    return Batch(archive="cs", date=day, state=state, checked_at=checked_at)


def served(decision: Later | Serve) -> Serve:
    """A decision that it is the chat's turn."""
    assert isinstance(decision, Serve)
    return decision


def test_what_is_new_since_the_last_digest() -> None:
    """The dates after those that the chat was told of."""
    assert served(whether_to_serve(chat(), EIGHT, FRIDAY)).days == (FRIDAY,)
    weekly = chat(covered=date(2024, 3, 1))
    days = served(whether_to_serve(weekly, EIGHT, FRIDAY)).days
    assert days == tuple(date(2024, 3, day) for day in range(4, 9))


def test_the_first_digest_tells_the_newest_date() -> None:
    """A new chat is told today's announcement, not all that was before."""
    turn = served(whether_to_serve(chat(covered=None, last=None), EIGHT, FRIDAY))
    assert turn.days == (FRIDAY,)
    assert turn.start == THURSDAY
    assert not turn.leaves_out


def test_nothing_announced_since() -> None:
    """On a weekend there are no dates to tell of; what is covered stays covered."""
    sunday = Slot(day=date(2024, 3, 10), at=EIGHT + timedelta(days=2))
    turn = served(whether_to_serve(chat(slot=sunday, covered=FRIDAY), sunday.at, FRIDAY))
    assert turn.days == ()
    assert whether_ready(turn, [], sunday.at, LONG_AGO) == Ready(covered=FRIDAY)


def test_after_a_long_time_a_month_is_enough() -> None:
    """And the digest says that it leaves out the rest."""
    away = chat(covered=date(2023, 11, 1), last=date(2023, 11, 1))
    turn = served(whether_to_serve(away, EIGHT, FRIDAY))
    assert turn.start == FRIDAY - MOST_DAYS
    assert turn.days[0] > turn.start
    assert turn.leaves_out


def test_a_date_that_never_came_leaves_nothing_out() -> None:
    """A chat with a digest every day has not been away, whatever a date of long ago lacks."""
    turn = served(whether_to_serve(chat(covered=date(2024, 1, 30)), EIGHT, FRIDAY))
    assert turn.start == FRIDAY - MOST_DAYS
    assert not turn.leaves_out


def test_a_changed_chat_gets_its_slot_anew() -> None:
    """From now on; a slot of this very moment counts."""
    assert whether_to_serve(chat(slot=None), EIGHT, FRIDAY) == Later(slot=SLOT, look_at=EIGHT)
    late = EIGHT + MINUTE
    assert whether_to_serve(chat(slot=None), late, FRIDAY) == Later(slot=NEXT, look_at=NEXT.at)
    had_it = chat(slot=None, last=FRIDAY)
    assert whether_to_serve(had_it, EIGHT - HOUR, FRIDAY) == Later(slot=NEXT, look_at=NEXT.at)


def test_a_chat_that_wants_no_day() -> None:
    """It is not looked at until that changes."""
    nothing = chat(slot=None, chat=Chat(ChatRef("telegram", "1"), ChatSettings(days=frozenset())))
    assert whether_to_serve(nothing, EIGHT, FRIDAY) == Later(slot=None, look_at=None)


def test_a_slot_missed_for_too_long_is_folded_into_the_next() -> None:
    """Within twelve hours it is served."""
    in_time = EIGHT + LATE_AFTER - MINUTE
    assert served(whether_to_serve(chat(), in_time, FRIDAY)).slot == SLOT
    too_late = whether_to_serve(chat(), EIGHT + LATE_AFTER, FRIDAY)
    assert too_late == Later(slot=NEXT, look_at=NEXT.at)


def test_a_clock_that_is_set_back() -> None:
    """A moment that is ahead again is waited for again; no slot is lost."""
    decision = whether_to_serve(chat(), EIGHT - HOUR, FRIDAY)
    assert decision == Later(slot=SLOT, look_at=EIGHT)


@pytest.mark.parametrize("state", [BatchState.COMPLETE, BatchState.QUIET, BatchState.RECONSTRUCTED])
def test_ready_when_all_is_settled(state: BatchState) -> None:
    """At once, and without a word on lateness."""
    turn = serve(THURSDAY, FRIDAY)
    known = [batch(THURSDAY), batch(FRIDAY, state, EIGHT - HOUR)]
    assert whether_ready(turn, known, EIGHT, LONG_AGO) == Ready(covered=FRIDAY)


def test_the_newest_date_is_waited_for() -> None:
    """Six hours at most; then there is what there is, and the rest is not covered."""
    turn = serve(THURSDAY, FRIDAY)
    known = [batch(THURSDAY), batch(FRIDAY, BatchState.LATE)]
    waits = whether_ready(turn, known, EIGHT, LONG_AGO)
    assert waits == Later(slot=SLOT, look_at=EIGHT + LOOK_AGAIN)
    almost = EIGHT + LONGEST_HOLD - MINUTE
    waits = whether_ready(turn, known, almost, LONG_AGO)
    assert waits == Later(slot=SLOT, look_at=EIGHT + LONGEST_HOLD)
    gone = whether_ready(turn, known, EIGHT + LONGEST_HOLD, LONG_AGO)
    assert gone == Ready(covered=THURSDAY, waited=True)


def test_it_says_that_it_waited() -> None:
    """Where it waited for what came late; a few minutes are not worth a word."""
    turn = serve(FRIDAY)
    at_nine = [batch(FRIDAY, checked_at=EIGHT + HOUR)]
    assert whether_ready(turn, at_nine, EIGHT + HOUR, LONG_AGO) == Ready(
        covered=FRIDAY, waited=True
    )
    soon = [batch(FRIDAY, checked_at=EIGHT + 2 * MINUTE)]
    assert whether_ready(turn, soon, EIGHT + 3 * MINUTE, LONG_AGO) == Ready(covered=FRIDAY)
    in_time = [batch(FRIDAY, checked_at=EIGHT - HOUR)]
    assert whether_ready(turn, in_time, EIGHT + HOUR, LONG_AGO) == Ready(covered=FRIDAY)


def test_as_announced_is_not_late_for_two_hours() -> None:
    """Its moment is arXiv's own."""
    chat_settings = Chat(ChatRef("telegram", "1"), ChatSettings(as_announced=True))
    slot = Slot(day=FRIDAY, at=calendar.due_at(FRIDAY))
    turn = served(whether_to_serve(chat(chat=chat_settings, slot=slot), slot.at, FRIDAY))
    assert turn.late_from == slot.at + LATE_AS_ANNOUNCED


def test_an_older_date_is_waited_for_once() -> None:
    """For an hour; a digest after that does not wait for it again, and covers nothing beyond."""
    known = [batch(THURSDAY, BatchState.PARTIAL), batch(FRIDAY)]
    waits = whether_ready(serve(THURSDAY, FRIDAY), known, EIGHT, LONG_AGO)
    assert waits == Later(slot=SLOT, look_at=EIGHT + LOOK_AGAIN)
    turn = serve(THURSDAY, FRIDAY)
    gone = whether_ready(turn, known, EIGHT + HOLD_FOR_OLDER, LONG_AGO)
    assert gone == Ready(covered=calendar.previous_date(THURSDAY), waited=True)
    told = serve(THURSDAY, FRIDAY, waited_for=THURSDAY)
    assert whether_ready(told, known, EIGHT, LONG_AGO) == Ready(
        covered=calendar.previous_date(THURSDAY)
    )


def test_after_a_downtime_there_is_time_to_read() -> None:
    """A process that starts long after the moment looks for the announcement first."""
    known = [batch(FRIDAY, BatchState.LATE)]
    started = EIGHT + 9 * HOUR
    waits = whether_ready(serve(FRIDAY), known, started, started)
    assert waits == Later(slot=SLOT, look_at=started + LOOK_AGAIN)
    assert isinstance(whether_ready(serve(FRIDAY), known, started + CATCH_UP, started), Ready)
    restarted = EIGHT + CATCH_UP_ENDS
    assert isinstance(whether_ready(serve(FRIDAY), known, restarted, restarted), Ready)


def test_the_next_turn() -> None:
    """After one that was served late as after one in time: the next day's."""
    assert after(chat(), SLOT, EIGHT) == Later(slot=NEXT, look_at=NEXT.at)
    assert after(chat(), SLOT, EIGHT + 5 * HOUR) == Later(slot=NEXT, look_at=NEXT.at)


_days = st.integers(0, 12).map(lambda number: FRIDAY - timedelta(days=number))
_states = st.sampled_from(BatchState)
_waits = st.timedeltas(timedelta(0), LATE_AFTER - timedelta(seconds=1))


@settings(deadline=None)
@given(_days, st.none() | _days, st.data(), _waits, _waits)
def test_no_digest_waits_for_ever_nor_covers_what_it_lacks(
    covered: date,
    last: date | None,
    data: st.DataObject,
    waited: timedelta,
    awake: timedelta,
) -> None:
    """Whatever is missing and since when: six hours, or half an hour from the start on."""
    now = EIGHT + waited
    turn = served(whether_to_serve(chat(covered=covered, last=last), now, FRIDAY))
    known = [batch(day, data.draw(_states)) for day in turn.days]
    awake_since = now - awake
    decision = whether_ready(turn, known, now, awake_since)
    missing = [one.date for one in known if not one.state.is_settled]
    if isinstance(decision, Later):
        assert missing
        assert decision.slot == turn.slot
        assert decision.look_at
        assert now < decision.look_at <= now + LOOK_AGAIN
        assert waited < LONGEST_HOLD or awake < CATCH_UP
        return
    assert all(decision.covered < day for day in missing)
    settled = [day for day in turn.days if not missing or day < missing[0]]
    assert decision.covered == (settled[-1] if settled else turn.start)
    assert decision.covered >= covered


@settings(deadline=None)
@given(st.times().map(lambda at: at.replace(microsecond=0)), st.integers(0, 3 * 86_400))
def test_who_is_looked_at_when_told_gets_somewhere(at: time, seconds: int) -> None:
    """From a chat that has just been changed to its turn, in two looks, at its moment."""
    chat_settings = ChatSettings(time=time(at.hour, at.minute), zone="Africa/Cairo")
    fresh = chat(chat=Chat(ChatRef("telegram", "1"), chat_settings), slot=None)
    now = EIGHT + timedelta(seconds=seconds)
    later = whether_to_serve(fresh, now, FRIDAY)
    assert isinstance(later, Later)
    assert later.slot
    assert later.look_at == later.slot.at
    turn = served(whether_to_serve(replace(fresh, slot=later.slot), later.slot.at, FRIDAY))
    assert turn.slot == later.slot


def test_a_first_digest_tells_all_since_the_chat_followed() -> None:
    """Where days went by since; of one that followed today, the newest date alone."""
    monday = datetime(2024, 3, 4, 12, tzinfo=UTC)
    new = chat(covered=None, last=None, since=monday)
    turn = served(whether_to_serve(new, EIGHT, FRIDAY))
    assert turn.start == date(2024, 3, 4)
    assert turn.days == tuple(date(2024, 3, day) for day in range(5, 9))
    today = chat(covered=None, last=None, since=EIGHT - HOUR)
    assert served(whether_to_serve(today, EIGHT, FRIDAY)).days == (FRIDAY,)


def test_to_the_very_moment_nothing_is_late() -> None:
    """An announcement read at the slot's own moment, a digest at the end of its grace."""
    turn = serve(FRIDAY)
    on_time = [batch(FRIDAY, checked_at=EIGHT)]
    assert whether_ready(turn, on_time, EIGHT + HOUR, LONG_AGO) == Ready(covered=FRIDAY)
    later = [batch(FRIDAY, checked_at=EIGHT + MINUTE)]
    assert whether_ready(turn, later, EIGHT + LATE, LONG_AGO) == Ready(covered=FRIDAY)
    just_over = EIGHT + LATE + timedelta(seconds=1)
    assert whether_ready(turn, later, just_over, LONG_AGO) == Ready(covered=FRIDAY, waited=True)


def test_after_a_turn_there_may_be_none() -> None:
    """Where the chat wants no day any more; and no day has two, whenever it was served."""
    chat_settings = Chat(ChatRef("telegram", "1"), ChatSettings(days=frozenset()))
    assert after(chat(chat=chat_settings), SLOT, EIGHT) == Later(slot=None, look_at=None)
    of_tomorrow = Slot(day=NEXT.day, at=EIGHT - HOUR)
    following = after(chat(), of_tomorrow, EIGHT - HOUR)
    assert following.slot is not None
    assert following.slot.day == date(2024, 3, 10)


def test_what_a_turn_knows_of_before() -> None:
    """What an earlier digest has waited for, from when on it is late, and what it goes back to."""
    turn = served(whether_to_serve(chat(), EIGHT, FRIDAY))
    assert (turn.waited_for, turn.late_from) == (THURSDAY, EIGHT + LATE)
    a_month_ago = FRIDAY - MOST_DAYS
    back = chat(covered=a_month_ago - timedelta(days=1), last=a_month_ago)
    assert not served(whether_to_serve(back, EIGHT, FRIDAY)).leaves_out
    just = chat(covered=a_month_ago, last=a_month_ago - timedelta(days=1))
    assert not served(whether_to_serve(just, EIGHT, FRIDAY)).leaves_out
