"""A group that reads together, with all that is kept of one."""

from __future__ import annotations

from datetime import datetime, time

from domain.chats import ChatRef, Press
from domain.groups.meetings import (
    Candidate,
    Meeting,
    MeetingRule,
    MeetingState,
    MeetingTurn,
    Rhythm,
)
from domain.ports import Store


async def met(store: Store, ref: ChatRef, now: datetime, press: Press, person: str) -> None:
    """A group that votes, in which a member saved a paper, and of which something is noted."""
    rule = MeetingRule(Rhythm.WEEKLY, 4, time(17))
    await store.set_reading_group(ref, rule, now)
    await store.keep_group_save(ref, press)
    (due,) = await store.due_groups([ref.platform], now, 10)
    papers = (Candidate(press.paper, f"About {person}", 1), Candidate("2403.00002", person, 1))
    state = MeetingState.VOTING
    meeting = Meeting(day=now.date(), rule=rule, state=state, candidates=papers)
    assert await store.take_meetings([MeetingTurn(due=due, next_at=now, meeting=meeting)], now)
    assert await store.cast_vote(ref, meeting.day, f"user:{person}", 1)
    await store.keep_minutes(ref, meeting.day, f"They said {person}")
