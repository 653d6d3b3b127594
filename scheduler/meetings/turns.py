"""What was decided for a reading group becomes messages, in the group's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.groups.calendar import REMINDER, Moments
from app.groups.candidates import candidates_of
from app.groups.decisions import Act, Decision
from app.groups.votes import Choice, choice_of
from composing.groups.messages import (
    call_document,
    card_document,
    closed_vote_document,
    nothing_document,
    plain_card_document,
    reminder_document,
    vote_document,
)
from digests.summary_cache import SummaryCache
from domain.documents import Document
from domain.errors import PapercrierError
from domain.groups.meetings import (
    Meeting,
    MeetingMessage,
    MeetingRule,
    MeetingState,
    MeetingTurn,
    ReadingGroup,
    Step,
)
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.ports import Library, Store
from domain.summaries import Summary
from i18n.catalogues import speech_of
from i18n.speech import speaking
from rendering.common.parcels import rendered, waiting

_VOTED_ON = 2
"""Papers that are voted on, at least."""


class MeetingTurns:
    """Makes turns of decisions; nothing is asked of arXiv."""

    def __init__(self, store: Store, library: Library, summary_cache: SummaryCache) -> None:
        """Wire it.

        Args:
            store: has the groups, and what their members like.
            library: has the papers.
            summary_cache: has their summaries, or makes them.
        """
        self._store = store
        self._library = library
        self._summary_cache = summary_cache

    async def turn(self, due: ReadingGroup, decided: Decision, now: datetime) -> MeetingTurn:
        """The turn of a group."""
        with speaking(speech_of(due.chat.settings.language)):
            return await self._turn(due, decided, now)

    async def _turn(self, due: ReadingGroup, decided: Decision, now: datetime) -> MeetingTurn:
        meeting, moments = due.meeting, decided.moments
        if decided.act is Act.END:
            return MeetingTurn(due=due, ends=True)
        if decided.act is Act.OPEN and moments is not None:
            return await self._opened(due, decided, moments)
        if decided.act is Act.CHOOSE and moments is not None:
            return await self._chosen(due, decided, moments, now)
        if meeting is None or decided.act is Act.WAIT:
            return MeetingTurn(due=due, next_at=decided.again)
        state, messages = meeting.state, tuple[MeetingMessage, ...]()
        match decided.act:
            case Act.CLOSE:
                state, messages = MeetingState.CLOSING, _end_of_vote(due, meeting, moments)
            case Act.REMIND if moments is not None:
                state, messages = MeetingState.REMINDED, _reminders(due, meeting, moments, now)
            case Act.FINISH:
                state = MeetingState.MET if meeting.paper is not None else MeetingState.DROPPED
            case _:
                state, messages = MeetingState.DROPPED, _end_of_vote(due, meeting, moments)
        changed = replace(meeting, state=state)
        return MeetingTurn(due=due, next_at=decided.again, meeting=changed, messages=messages)

    async def _opened(self, due: ReadingGroup, decided: Decision, moments: Moments) -> MeetingTurn:
        meeting = await self._new(due, decided)
        zone = due.chat.settings.zone
        is_vote = len(meeting.candidates) >= _VOTED_ON
        document = (vote_document if is_vote else call_document)(meeting, moments, zone)
        messages = (MeetingMessage(step=Step.VOTE, document=waiting(document)),)
        return MeetingTurn(due=due, next_at=decided.again, meeting=meeting, messages=messages)

    async def _new(self, due: ReadingGroup, decided: Decision) -> Meeting:
        """A meeting that begins, with what may be read."""
        rule: MeetingRule | None = due.rule
        if rule is None or decided.day is None:
            raise ValueError("a group without a rule has no next meeting")
        candidates = await candidates_of(self._store, self._library, due.chat.ref)
        return Meeting(day=decided.day, rule=rule, state=MeetingState.VOTING, candidates=candidates)

    async def _chosen(
        self, due: ReadingGroup, decided: Decision, moments: Moments, now: datetime
    ) -> MeetingTurn:
        """What is read is told; where there was nothing to vote on, by what is liked now."""
        zone, meeting = due.chat.settings.zone, due.meeting or await self._new(due, decided)
        ending = _end_of_vote(due, meeting, moments)
        if len(meeting.candidates) < _VOTED_ON and due.meeting is not None:
            found = await candidates_of(self._store, self._library, due.chat.ref)
            meeting = replace(meeting, candidates=found, counts=())
        choice = choice_of(meeting)
        if choice is None:
            said = MeetingMessage(step=Step.CARD, document=waiting(nothing_document(moments, zone)))
            dropped = replace(meeting, state=MeetingState.DROPPED)
            return MeetingTurn(due=due, meeting=dropped, messages=(said,))
        state = MeetingState.REMINDED if now >= moments.reminds else MeetingState.CHOSEN
        chosen = replace(meeting, state=state, chosen=choice.chosen)
        card = await self._card(due, chosen, choice, moments)
        told = MeetingMessage(step=Step.CARD, document=waiting(card))
        return MeetingTurn(due=due, next_at=decided.again, meeting=chosen, messages=(*ending, told))

    async def _card(
        self, due: ReadingGroup, meeting: Meeting, choice: Choice, moments: Moments
    ) -> Document:
        zone = due.chat.settings.zone
        chosen = meeting.candidates[choice.chosen]
        paper = (await self._library.papers([PaperId(chosen.paper)])).get(chosen.paper)
        if paper is None:
            return plain_card_document(meeting, choice, moments, zone, chosen)
        summary = await self._summary(paper, due.chat.settings.language)
        return card_document(meeting, choice, moments, zone, paper, summary)

    async def _summary(self, paper: Paper, language: str) -> Summary | None:
        try:
            return await self._summary_cache.summary(paper, language, on_demand=False)
        except PapercrierError:
            return None


def _end_of_vote(
    due: ReadingGroup, meeting: Meeting, moments: Moments | None
) -> tuple[MeetingMessage, ...]:
    """What ends a vote where it stands: a poll is ended, buttons go."""
    is_over = meeting.state is MeetingState.CLOSING or len(meeting.candidates) < _VOTED_ON
    if is_over or not meeting.message or meeting.state is not MeetingState.VOTING or not moments:
        return ()
    document = waiting(closed_vote_document(meeting, moments, due.chat.settings.zone))
    edits = not meeting.poll
    if edits:
        # On Discord words go before a layout, which alone takes the place of one.
        document = rendered(due.chat.ref.kind, document)[-1].payload
    one = MeetingMessage(step=Step.CLOSE, document=document, answers=meeting.message, edits=edits)
    return (one,)


def _reminders(
    due: ReadingGroup, meeting: Meeting, moments: Moments, now: datetime
) -> tuple[MeetingMessage, ...]:
    """The reminder; what is read, told so late that it is still on its way, is one."""
    if due.is_sending:
        return ()
    left = min(max(moments.meets - now, timedelta(minutes=1)), REMINDER)
    minutes = round(left / timedelta(minutes=1))
    said = waiting(reminder_document(meeting, moments, due.chat.settings.zone, minutes))
    return (MeetingMessage(step=Step.REMINDER, document=said, answers=meeting.card),)
