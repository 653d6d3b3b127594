"""How a group that reads together stands, what it has read, and its minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.groups.calendar import Moments
from app.groups.reading_group import GroupView
from composing import wording
from composing.groups.messages import brief_title, moment_text
from composing.settings import weekday_text
from domain.documents import (
    Block,
    Bullets,
    Document,
    Inline,
    Paragraph,
    Span,
    bold,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.groups.meetings import LAST, Meeting, MeetingRule, MeetingState, Rhythm
from domain.identifiers import PaperId
from domain.messages import marked
from i18n.speech import number, phrase, plural, styled

_EXAMPLE: Final = "/readinggroup weekly thu 17:00"
_SHOWN: Final = 12
_FIRST_WORDS: Final = 90
_WEEKS: Final = {
    1: marked("Monthly, on the first {weekday} at {time}"),
    2: marked("Monthly, on the second {weekday} at {time}"),
    3: marked("Monthly, on the third {weekday} at {time}"),
    4: marked("Monthly, on the fourth {weekday} at {time}"),
    LAST: marked("Monthly, on the last {weekday} at {time}"),
}


def group_document(view: GroupView, zone: str) -> Document:
    """How a group stands, and what changes that."""
    if view.rule is None or view.moments is None:
        return _nobody_meets()
    said = styled(
        "{rule} ({zone}).",
        rule=bold(rule_text(view.rule)),
        zone=zone,
    )
    blocks: list[Block] = [Paragraph(said), Bullets(tuple(_next(view, view.moments, zone)))]
    if view.candidates and (view.meeting is None or not view.meeting.candidates):
        lines = [
            (link(brief_title(one), PaperId(one.paper).abs_url), Span(" · "), code(one.paper))
            for one in view.candidates
        ]
        blocks += [Paragraph(inline(phrase("Liked here and not read yet:"))), Bullets(tuple(lines))]
    elif not view.candidates and view.meeting is None:
        said = inline(phrase("Save papers here, or wish for more like them: they are voted on."))
        blocks.append(Paragraph(said))
    more = (
        styled("What was read: {command}", command=code("/readinggroup history")),
        styled("For admins: {command} ends it.", command=code("/readinggroup off")),
    )
    return Document(phrase("Reading group"), (*blocks, Bullets(more)))


def elsewhere_document() -> Document:
    """What a reading group is, for somebody alone."""
    said = phrase(
        "A reading group needs a group or a channel: its members vote on the papers that they like"
        " or save there, are told what is read, and are reminded of it."
    )
    how = styled("There, for each Thursday at 17:00: {command}", command=code(_EXAMPLE))
    return Document(phrase("Reading group"), (Paragraph(inline(said)), Paragraph(how)))


def _nobody_meets() -> Document:
    said = phrase(
        "This group does not read together. When it does, its members vote on the papers that they"
        " like or save here, are told what is read, and are reminded of it."
    )
    how = styled("For each Thursday at 17:00: {command}", command=code(_EXAMPLE))
    monthly = styled(
        "For the first Thursday of a month: {command}",
        command=code("/readinggroup monthly thu 17:00"),
    )
    blocks: list[Block] = [Paragraph(inline(said))]
    blocks += [Paragraph(inline(phrase("An admin calls it:"))), Bullets((how, monthly))]
    return Document(phrase("Reading group"), tuple(blocks))


def rule_text(rule: MeetingRule) -> str:
    """When a group meets."""
    weekday, at = weekday_text(rule.weekday), f"{rule.at:%H:%M}"
    if rule.rhythm is Rhythm.WEEKLY:
        return phrase("Weekly, {weekday} at {time}", weekday=weekday, time=at)
    return phrase(_WEEKS[rule.week], weekday=weekday, time=at)


def _next(view: GroupView, moments: Moments, zone: str) -> Iterator[Inline]:
    opens, closes = (moment_text(one, zone) for one in (moments.opens, moments.closes))
    meeting = view.meeting
    if meeting is None:
        yield styled("Vote: {opens} to {closes}", opens=opens, closes=closes)
    elif meeting.state in (MeetingState.VOTING, MeetingState.CLOSING):
        votes = plural("{number} vote so far", "{number} votes so far", sum(meeting.counts))
        yield styled("Vote: until {closes}, {votes}", closes=closes, votes=votes)
    elif meeting.paper is not None:
        address = PaperId(meeting.paper.paper).abs_url
        yield styled("What is read: {title}", title=link(brief_title(meeting.paper), address))
    yield styled("Meeting: {meets}", meets=bold(moment_text(moments.meets, zone)))


def history_document(meetings: Sequence[Meeting]) -> Document:
    """What was read, the newest first."""
    if not meetings:
        return Document.say(phrase("Nothing has been read here yet."))
    lines = [_was(one) for one in meetings[:_SHOWN]]
    rest = len(meetings) - _SHOWN
    if rest > 0:
        lines.append(inline(phrase("and {number} more", number=number(rest))))
    return Document(phrase("What was read here"), (Bullets(tuple(lines)),))


def _about(meeting: Meeting) -> Inline:
    """The day of a meeting, and what was read."""
    chosen = meeting.paper
    if chosen is None:
        return inline(wording.day(meeting.day))
    title = link(brief_title(chosen), PaperId(chosen.paper).abs_url)
    return (Span(f"{wording.day(meeting.day)}: "), title, Span(" · "), code(chosen.paper))


def _was(meeting: Meeting) -> Inline:
    told = list(_about(meeting))
    votes = meeting.counts[meeting.chosen or 0] if meeting.counts else 0
    if votes:
        told += [Span(" · "), Span(plural("{number} vote", "{number} votes", votes))]
    if meeting.minutes:
        told += [Span(" · "), Span(excerpt(" ".join(meeting.minutes.split()), _FIRST_WORDS))]
    return tuple(told)


def minutes_document(meeting: Meeting) -> Document:
    """What was noted of a meeting."""
    first = _about(meeting)
    if not meeting.minutes:
        said = styled("Nothing is noted. To note something: {command}", command=code("/minutes …"))
        return Document(phrase("Minutes"), (Paragraph(first), Paragraph(said)))
    noted = tuple(Paragraph(inline(line)) for line in meeting.minutes.splitlines() if line.strip())
    return Document(phrase("Minutes"), (Paragraph(first), *noted))


def noted_document(meeting: Meeting) -> Document:
    """That something was noted of a meeting."""
    return Document.say(
        *styled(
            "Noted for {day}; {command} shows the minutes.",
            day=wording.day(meeting.day),
            command=code("/minutes"),
        )
    )
