"""What every `Store` must do with groups that read together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from domain.chats import Chat, ChatRef, ChatSettings, Press
from domain.deliveries import DeliveryDecision, OutboxPart, PartState
from domain.groups.meetings import (
    Candidate,
    Held,
    Meeting,
    MeetingMessage,
    MeetingRule,
    MeetingState,
    MeetingTurn,
    ReadingGroup,
    Rhythm,
    Step,
)
from domain.ports import Store
from tests.storage.invented import NOON

READERS, OTHERS = ChatRef("telegram", "-7"), ChatRef("telegram", "-8")
ANN = ChatRef("telegram", "user:1")
RULE = MeetingRule(Rhythm.WEEKLY, 3, time(17))
DAY = date(2024, 3, 14)
PAPERS = (Candidate("2403.00001", "One", 2), Candidate("2403.00002", "Two", 1))
VOTING = Meeting(day=DAY, rule=RULE, state=MeetingState.VOTING, candidates=PAPERS)
VOTE = MeetingMessage(step=Step.VOTE, document="a vote")
CARD = MeetingMessage(step=Step.CARD, document="a card")
REMINDER = MeetingMessage(step=Step.REMINDER, document="a reminder", answers=6)
CLOSE = MeetingMessage(step=Step.CLOSE, document="an end", answers=5)


async def due(store: Store) -> ReadingGroup:
    """The one group that is due."""
    (found,) = await store.due_groups(["telegram"], NOON, 10)
    return found


async def called(store: Store) -> ReadingGroup:
    """A group that is called."""
    await store.save_chat(Chat(READERS))
    await store.set_reading_group(READERS, RULE, NOON)
    return await due(store)


async def voting(store: Store, *, poll: str = "", arrives: bool = True) -> ReadingGroup:
    """A group whose vote has begun, and stands in message 5."""
    turn = MeetingTurn(due=await called(store), meeting=VOTING, messages=(VOTE,))
    assert await store.take_meetings([turn], NOON) == 1
    if arrives:
        held = Held(poll=poll) if poll else None
        await settled(store, DeliveryDecision(state=PartState.SENT, messages=(5,), held=held))
    return await due(store)


async def settled(store: Store, decision: DeliveryDecision) -> OutboxPart:
    """What becomes of the next part."""
    (part,) = await store.claim_parts("telegram", NOON, 1)
    await store.begin_parts([part.id], NOON)
    await store.settle_parts({part.id: decision}, NOON)
    return part


class GroupContract:
    """Groups: called, due, taken, voted on, told, forgotten."""

    async def test_a_group_is_due_until_its_turn_is_taken(self, store: Store) -> None:
        """Whoever else has decided something for it meanwhile comes too late."""
        group = await called(store)
        assert (group.rule, group.since, group.next_at, group.meeting) == (RULE, NOON, None, None)
        later = MeetingTurn(due=group, next_at=NOON + timedelta(hours=1))
        assert await store.take_meetings([later], NOON) == 1
        assert await store.take_meetings([later], NOON) == 0
        assert await store.due_groups(["telegram"], NOON, 10) == []
        after = NOON + timedelta(hours=1)
        (again,) = await store.due_groups(["telegram"], after, 10)
        assert await store.due_groups(["telegram"], after, 10, [again.number]) == []
        assert await store.due_groups(["discord"], after, 10) == []
        await store.set_absence(READERS, "blocked")
        assert await store.due_groups(["telegram"], after, 10) == []

    async def test_clocks_that_change_and_another_rule_are_looked_at(self, store: Store) -> None:
        """At once, and what was decided before that is not kept."""
        group = await called(store)
        turn = MeetingTurn(due=group, next_at=NOON + timedelta(days=9))
        await store.take_meetings([turn], NOON)
        await store.save_chat(Chat(READERS, ChatSettings(zone="Asia/Tokyo")))
        assert (await due(store)).next_at is None
        await store.set_reading_group(READERS, None, NOON)
        assert await store.take_meetings([replace(turn, due=group)], NOON) == 0
        end = MeetingTurn(due=await due(store), ends=True)
        assert await store.take_meetings([end], NOON) == 1
        assert await store.reading_group(READERS) is None

    async def test_a_vote_is_sent_and_its_message_is_known(self, store: Store) -> None:
        """With the poll that was made, if any; no meeting has two."""
        group = await voting(store, poll="p1")
        meeting = group.meeting
        assert meeting is not None
        assert (meeting.message, meeting.poll, meeting.counts) == (5, "p1", ())
        again = MeetingTurn(due=group, meeting=meeting, messages=(VOTE,))
        assert await store.take_meetings([again], NOON) == 1
        assert await store.claim_parts("telegram", NOON, 10) == []

    async def test_votes_by_button_count_once_a_person(self, store: Store) -> None:
        """Another moves one, the same takes it back; none comes in between what was decided."""
        group = await voting(store)
        for person, choice, counts in (
            *(("ann", 0, (1, 0)), ("bob", 0, (2, 0)), ("ann", 1, (1, 1)), ("ann", 1, (1, 0))),
        ):
            cast = await store.cast_vote(READERS, DAY, person, choice)
            assert cast is not None
            assert cast.counts == counts
        assert await store.cast_vote(READERS, DAY, "ann", 2) is None
        assert await store.cast_vote(OTHERS, DAY, "ann", 1) is None
        chosen = replace(VOTING, state=MeetingState.CHOSEN, chosen=1, counts=(0, 0))
        turn = MeetingTurn(due=group, meeting=chosen, messages=(CARD,))
        assert await store.take_meetings([turn], NOON) == 0
        turn = replace(turn, due=await due(store), meeting=replace(chosen, chosen=0, counts=(1, 0)))
        assert await store.take_meetings([turn], NOON) == 1
        assert await store.cast_vote(READERS, DAY, "bob", 1) is None
        (kept,) = await store.meetings(READERS)
        assert (kept.counts, kept.paper, kept.message) == ((1, 0), PAPERS[0], 5)
        assert (await store.forget_chat(replace(ANN, chat_id="bob")))["ballots"] == 0

    async def test_polls_tell_their_counts_until_it_is_decided(self, store: Store) -> None:
        """Of the platform that they are of; what ends one is told at once, and may be repeated."""
        group = await voting(store, poll="p1")
        assert await store.cast_vote(READERS, DAY, "ann", 1) is None
        await store.keep_counts("discord", "p1", (9, 9))
        await store.keep_counts("telegram", "p1", (1, 2))
        (kept,) = await store.meetings(READERS)
        assert kept.counts == (1, 2)
        closing = replace(kept, state=MeetingState.CLOSING)
        turn = MeetingTurn(
            due=group, next_at=NOON + timedelta(days=1), meeting=closing, messages=(CLOSE,)
        )
        assert await store.take_meetings([turn], NOON) == 1
        (part,) = await store.claim_parts("telegram", NOON, 1)
        await store.begin_parts([part.id], NOON)
        assert await store.recover_parts("telegram", NOON, 0.0) == 0
        assert part.at_once is not None
        assert (part.at_once.step, part.at_once.message) == (Step.CLOSE, 5)
        held = Held(counts=(3, 4))
        await settled(store, DeliveryDecision(state=PartState.SENT, held=held))
        ended = (await due(store)).meeting
        assert ended is not None
        assert ended.counts == (3, 4)
        chosen = replace(ended, state=MeetingState.CHOSEN, chosen=1)
        decided = MeetingTurn(due=await due(store), meeting=chosen, messages=(CARD,))
        assert await store.take_meetings([decided], NOON) == 1
        await store.keep_counts("telegram", "p1", (8, 8))
        assert (await store.meetings(READERS))[0].counts == (3, 4)

    async def test_what_has_not_gone_out_before_it_is_decided_never_does(
        self, store: Store
    ) -> None:
        """As where the platform was not there for days."""
        group = await voting(store, arrives=False)
        assert group.is_sending
        chosen = replace(VOTING, state=MeetingState.CHOSEN, chosen=0, counts=(0, 0))
        turn = MeetingTurn(due=group, meeting=chosen, messages=(CARD,))
        assert await store.take_meetings([turn], NOON) == 1
        held = Held(thread="31")
        sent = DeliveryDecision(state=PartState.SENT, messages=(6,), held=held)
        part = await settled(store, sent)
        assert part.document == "a card"
        assert await store.claim_parts("telegram", NOON, 10) == []
        (kept,) = await store.meetings(READERS)
        assert (kept.card, kept.thread) == (6, "31")
        there = replace(READERS, thread_id="31")
        assert await store.meeting_in(there) == (READERS, DAY)
        assert await store.meeting_in(READERS) is None

    async def test_a_reminder_is_not_sent_once_its_meeting_has_begun(self, store: Store) -> None:
        """It waits while that is not decided, and then it never goes out; what is read does."""
        group = await voting(store)
        chosen = replace(VOTING, state=MeetingState.CHOSEN, chosen=0, counts=(0, 0))
        told = MeetingTurn(due=group, meeting=chosen, messages=(CARD,))
        assert await store.take_meetings([told], NOON) == 1
        reminded = replace(chosen, state=MeetingState.REMINDED)
        begins = NOON + timedelta(hours=1)
        turn = MeetingTurn(
            due=await due(store), next_at=begins, meeting=reminded, messages=(REMINDER,)
        )
        assert await store.take_meetings([turn], NOON) == 1
        card = await settled(store, DeliveryDecision(state=PartState.SENT, messages=(6,)))
        assert card.document == "a card"
        assert await store.claim_parts("telegram", begins, 10) == []
        (group,) = await store.due_groups(["telegram"], begins, 10)
        met = replace(reminded, state=MeetingState.MET)
        later = MeetingTurn(due=group, next_at=begins + timedelta(days=3), meeting=met)
        assert await store.take_meetings([later], begins) == 1
        assert await store.claim_parts("telegram", begins, 10) == []
        assert (await store.meetings(READERS))[0].reminder == 0

    async def test_what_ends_a_vote_by_buttons_is_packed_already(self, store: Store) -> None:
        """It takes the place of the vote, before what comes after it."""
        group = await voting(store)
        chosen = replace(VOTING, state=MeetingState.CHOSEN, chosen=0, counts=(0, 0))
        edit = replace(CLOSE, edits=True)
        turn = MeetingTurn(due=group, meeting=chosen, messages=(edit, CARD))
        assert await store.take_meetings([turn], NOON) == 1
        part = await settled(store, DeliveryDecision(state=PartState.SENT))
        assert (part.payload, part.document, part.parts) == ("an end", "", 1)
        assert part.at_once is not None
        assert part.at_once.edits
        (card,) = await store.claim_parts("telegram", NOON, 1)
        assert card.document == "a card"

    async def test_minutes_and_saves_are_kept_moved_and_forgotten(self, store: Store) -> None:
        """A group's with the group, a person's with the person."""
        await voting(store)
        await store.keep_minutes(READERS, DAY, "It was long.")
        press = Press("user:1", "2403.00001", True, NOON)
        await store.keep_group_save(READERS, press)
        await store.keep_group_save(READERS, replace(press, at=NOON + timedelta(hours=1)))
        await store.keep_group_save(READERS, replace(press, person="user:2"))
        assert await store.cast_vote(READERS, DAY, "user:1", 0)
        await store.move_chat("telegram", READERS.chat_id, "-100")
        moved = replace(READERS, chat_id="-100")
        assert [one.minutes for one in await store.meetings(moved)] == ["It was long."]
        assert {one.person for one in await store.group_saves(moved)} == {"user:1", "user:2"}
        gone = await store.forget_chat(ANN)
        assert (gone["ballots"], gone["group_saves"], gone["meetings"]) == (1, 1, 0)
        await store.drop_group_saves("telegram", "user:2", "2403.00001")
        assert await store.group_saves(moved) == []
        assert (await store.forget_chat(moved))["meetings"] == 1
        assert await store.meetings(moved) == []
        assert await store.reading_group(moved) is None
