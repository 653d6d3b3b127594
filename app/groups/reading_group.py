"""A group that reads together: called, voted on, looked at, its minutes noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from app import tastes
from app.groups.calendar import Moments, moments_of, next_meeting
from app.groups.candidates import candidates_of
from app.services import Services
from domain.chats import ChatRef
from domain.errors import InputError
from domain.groups.meetings import Candidate, Meeting, MeetingRule, MeetingState
from domain.messages import for_example, sentence
from domain.requests import Context

LONGEST_MINUTES: Final = 8_000
"""Code points of what is noted of a meeting in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """How a group stands.

    Attributes:
        rule: when it meets; None where it does not.
        day: of the meeting that comes next.
        moments: of that meeting.
        meeting: the same, once its vote has begun.
        candidates: what would be voted on now.
    """

    rule: MeetingRule | None = None
    day: date | None = None
    moments: Moments | None = None
    meeting: Meeting | None = None
    candidates: tuple[Candidate, ...] = ()


async def view(services: Services, context: Context) -> GroupView:
    """How the group stands that is asked from.

    Raises:
        InputError: it is somebody's private chat.
    """
    here = await _home(services, context)
    group = await services.store.reading_group(here)
    if group is None or group.rule is None:
        return GroupView()
    zone = ZoneInfo(group.chat.settings.zone)
    now, meeting = services.clock.now(), group.meeting
    moments = None if meeting is None else moments_of(meeting.day, meeting.rule, zone)
    if meeting is None or moments is None:
        day, moments = next_meeting(group.rule, zone, group.since, group.last, now)
    else:
        day = meeting.day
    return GroupView(
        rule=group.rule,
        day=day,
        moments=moments,
        meeting=meeting,
        candidates=await candidates_of(services.store, services.library, here),
    )


async def set_rule(services: Services, context: Context, rule: MeetingRule | None) -> GroupView:
    """Set when a group meets; None for no longer. How it stands then.

    Raises:
        InputError: it is somebody's private chat, or they are no admin there.
    """
    _check_group(context)
    if not context.is_admin:
        raise InputError(
            sentence("Only this chat's admins may use /{command}.", command="readinggroup"),
            hint=sentence("See {command} for how it stands.", command="/readinggroup"),
        )
    known = await services.store.reading_group(context.chat)
    if rule is None and known is None:
        return GroupView()
    await services.store.save_chat(await services.chat(context.chat, context.locale))
    await services.store.set_reading_group(context.chat, rule, services.clock.now())
    return await view(services, context)


async def cast(services: Services, context: Context, day: date, choice: int) -> Meeting:
    """Vote by button for a paper, counted from 1; the same again takes that back.

    Raises:
        InputError: that is not voted on by buttons, or no more.
    """
    person = tastes.owner(context).chat_id
    meeting = await services.store.cast_vote(context.chat, day, person, choice - 1)
    if meeting is None:
        raise InputError(
            sentence("This vote is over."),
            hint=sentence("See {command} for how it stands.", command="/readinggroup"),
        )
    return meeting


async def history(services: Services, context: Context) -> list[Meeting]:
    """The meetings that were, the newest first.

    Raises:
        InputError: it is somebody's private chat.
    """
    here = await _home(services, context)
    return [one for one in await services.store.meetings(here) if _was(one)]


async def minutes(services: Services, context: Context, text: str) -> tuple[Meeting, bool]:
    """What was noted of a meeting, some words more where there are any; whether they were noted.

    It is the meeting whose message is answered or in whose thread it is asked, else the last one.

    Raises:
        InputError: there is no such meeting, or as much is noted of it as can be.
    """
    here = await _home(services, context)
    meeting = await _meant(services, context, here)
    if meeting is None:
        raise InputError(
            sentence("There has been no meeting here yet."),
            hint=for_example("/readinggroup weekly thu 17:00"),
        )
    if not text:
        return meeting, False
    noted = "\n".join(filter(None, (meeting.minutes, text)))
    if len(noted) > LONGEST_MINUTES:
        raise InputError(
            sentence(
                "The minutes of a meeting have at most {number} characters.", number=LONGEST_MINUTES
            )
        )
    await services.store.keep_minutes(here, meeting.day, noted)
    return replace(meeting, minutes=noted), True


async def drop_minutes(services: Services, context: Context) -> Meeting:
    """Delete what was noted of a meeting.

    Raises:
        InputError: there is no such meeting, or whoever asks is no admin.
    """
    meeting, _ = await minutes(services, context, "")
    if not context.is_admin:
        raise InputError(sentence("Only this chat's admins may delete minutes."))
    await services.store.keep_minutes(await _home(services, context), meeting.day, "")
    return replace(meeting, minutes="")


async def has_begun(services: Services, chat: ChatRef, message: int) -> bool:
    """Whether a message is of a meeting that has begun, so that answers to it are its minutes."""
    known = await services.store.meeting_in(chat)
    here = known[0] if known else chat
    meeting = of_message(await services.store.meetings(here), message)
    if meeting is None or meeting.paper is None:
        return False
    chat_known = await services.chat(here)
    moments = moments_of(meeting.day, meeting.rule, ZoneInfo(chat_known.settings.zone))
    return moments is not None and services.clock.now() >= moments.meets


def of_message(meetings: Sequence[Meeting], message: int) -> Meeting | None:
    """The meeting of which a message tells what is read."""
    known = (one for one in meetings if message and message in (one.card, one.reminder))
    return next(known, None)


async def _meant(services: Services, context: Context, here: ChatRef) -> Meeting | None:
    known = await services.store.meetings(here)
    if (answered := of_message(known, context.answers)) is not None:
        return answered
    found = await services.store.meeting_in(context.chat)
    if found is not None:
        return next((one for one in known if one.day == found[1]), None)
    zone = ZoneInfo((await services.chat(here)).settings.zone)
    today = services.clock.now().astimezone(zone).date()
    # On the day itself, it is what is met about.
    of_now = (one for one in known if one.paper is not None and one.day <= today)
    return next(of_now, None)


async def _home(services: Services, context: Context) -> ChatRef:
    """The chat of a group: that which a meeting's thread was made for, where it is asked there."""
    _check_group(context)
    found = await services.store.meeting_in(context.chat) if context.chat.thread_id else None
    return found[0] if found else context.chat


def _check_group(context: Context) -> None:
    if context.is_private:
        raise InputError(
            sentence("A reading group needs a group or a channel: send this where it shall meet."),
        )


def _was(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.MET and meeting.paper is not None
