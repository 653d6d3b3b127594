"""The messages of a meeting: its vote, what is read, and the reminder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.groups.calendar import Moments
from app.groups.votes import Choice, Why
from composing import wording
from composing.actions import card_actions
from composing.formulas import with_formulas, without_formulas
from composing.paper_blocks import names_of, summary_of, title_of
from composing.settings import weekday_text
from domain.chats import Detail
from domain.choices import Poll
from domain.documents import (
    Bullets,
    Button,
    Buttons,
    Card,
    Document,
    Inline,
    Menu,
    Paragraph,
    Span,
    bold,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.groups.meetings import Candidate, Meeting
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Summary
from i18n.speech import phrase, plural, styled

_TITLE: Final = 80
_AUTHORS: Final = 3
_IN_A_ROW: Final = 2
_BRIEF: Final = 60


def moment_text(moment: datetime, zone: str) -> str:
    """A moment by a group's clocks: ``Thu, 22 October 2026, 17:00``."""
    local = moment.astimezone(ZoneInfo(zone))
    return phrase(
        "{weekday}, {day}, {time}",
        weekday=weekday_text(local.weekday()),
        day=wording.day(local.date()),
        time=f"{local:%H:%M}",
    )


def vote_document(meeting: Meeting, moments: Moments, zone: str) -> Document:
    """A vote, by the platform's own poll where it has one, else by the buttons here."""
    options = tuple(
        f"{number}. {without_formulas(one.title)}"
        for number, one in enumerate(meeting.candidates, 1)
    )
    poll = Poll(question=_question(moments, zone), options=options, closes=moments.closes)
    rows = tuple(_rows(meeting))
    blocks = (Paragraph(_rules(moments, zone)), _papers(meeting), Menu(rows))
    return Document(_title(moments, zone), blocks, poll=poll)


def closed_vote_document(meeting: Meeting, moments: Moments, zone: str) -> Document:
    """The same when the vote is over, with what came of it."""
    said = phrase("The vote is over.")
    return Document(_title(moments, zone), (Paragraph(inline(said)), _papers(meeting)))


def call_document(meeting: Meeting, moments: Moments, zone: str) -> Document:
    """What is said in place of a vote where there is nothing to choose from."""
    closes = moment_text(moments.closes, zone)
    if not meeting.candidates:
        said = styled(
            "There is nothing to vote on yet: save a paper here or wish for more like it. What is"
            " liked most by {closes} is read.",
            closes=bold(closes),
        )
        return Document(_title(moments, zone), (Paragraph(said),))
    said = styled(
        "So far there is one paper. Save others here or wish for more like them: what is liked most"
        " by {closes} is read.",
        closes=bold(closes),
    )
    return Document(_title(moments, zone), (Paragraph(said), _papers(meeting)))


def nothing_document(moments: Moments, zone: str) -> Document:
    """That a meeting has nothing to read."""
    return Document.say(
        phrase(
            "Nobody has liked a paper here that we have not read, so there is nothing to read for"
            " {meets}.",
            meets=moment_text(moments.meets, zone),
        )
    )


def card_document(
    meeting: Meeting,
    choice: Choice,
    moments: Moments,
    zone: str,
    paper: Paper,
    summary: Summary | None,
) -> Document:
    """What is read, why, and the paper itself."""
    meets = bold(moment_text(moments.meets, zone))
    first = (*styled("We meet on {meets}.", meets=meets), Span(" "), *inline(why(meeting, choice)))
    inside = (Paragraph(inline(names_of(paper, _AUTHORS))),)
    card = Card(
        title_of(paper),
        (*inside, *summary_of(paper, summary, Detail.BRIEF, is_asked=False)),
        actions=card_actions(paper),
        about=str(paper.id),
    )
    last = styled(
        "Afterwards, send {command} with what was said; it is kept for the group.",
        command=code("/minutes"),
    )
    return Document(_read(meeting), (Paragraph(first), card, Paragraph(last)))


def plain_card_document(
    meeting: Meeting, choice: Choice, moments: Moments, zone: str, chosen: Candidate
) -> Document:
    """The same where nothing more is known of the paper than its title."""
    meets = bold(moment_text(moments.meets, zone))
    first = (*styled("We meet on {meets}.", meets=meets), Span(" "), *inline(why(meeting, choice)))
    button = Button(phrase("Details"), command=f"/summarize {chosen.paper}")
    blocks = (Paragraph(first), Paragraph(_linked(chosen)), Buttons(((button,),)))
    return Document(_read(meeting), blocks)


def reminder_document(meeting: Meeting, moments: Moments, zone: str, minutes: int) -> Document:
    """That a meeting begins soon; about what."""
    chosen = meeting.paper
    local = moments.meets.astimezone(ZoneInfo(zone))
    said = styled(
        plural(
            "The reading group meets in {number} minute, at {time}.",
            "The reading group meets in {number} minutes, at {time}.",
            minutes,
            time=f"{local:%H:%M}",
        )
    )
    if chosen is None:
        return Document(blocks=(Paragraph(said),))
    buttons = (
        Button(phrase("Details"), command=f"/summarize {chosen.paper}"),
        Button(phrase("Ask"), command=f"/ask {chosen.paper}"),
        Button(phrase("PDF"), url=PaperId(chosen.paper).pdf_url),
    )
    return Document(
        blocks=(Paragraph(said), Paragraph(_linked(chosen)), Buttons((buttons,))),
    )


def why(meeting: Meeting, choice: Choice) -> str:
    """Why a paper is read, in a sentence."""
    match choice.why:
        case Why.MOST | Why.TIE:
            votes = meeting.counts[choice.chosen]
            counted = plural("{number} vote", "{number} votes", votes)
            of = sum(meeting.counts)
            if choice.why is Why.MOST:
                return phrase("It has the most votes: {counted} of {all}.", counted=counted, all=of)
            return phrase(
                "Several have the most votes, {counted} each; it is the one higher up.",
                counted=counted,
            )
        case Why.NOBODY:
            return phrase("Nobody has voted, so it is the most liked.")
        case Why.ALONE:
            return phrase("It is the only one that was proposed.")
        case Why.NO_VOTE:
            return phrase("There is no vote that could be counted, so it is the most liked.")


def _read(meeting: Meeting) -> str:
    """What a card is called, and the thread that is made for it."""
    title = "" if meeting.paper is None else brief_title(meeting.paper)
    return phrase("Reading group: {title}", title=title)


def _title(moments: Moments, zone: str) -> str:
    meets = moment_text(moments.meets, zone)
    return phrase("Reading group: what do we read for {meets}?", meets=meets)


def _question(moments: Moments, zone: str) -> str:
    return phrase(
        "What do we read for {meets}? A vote each until {closes}. Of equals the paper higher up is"
        " read, without a vote the first.",
        meets=moment_text(moments.meets, zone),
        closes=moment_text(moments.closes, zone),
    )


def _rules(moments: Moments, zone: str) -> Inline:
    return styled(
        "Everybody has one vote until {closes}; the same button takes it back, another moves it."
        " The most votes decide, and one is enough. Of equals the paper higher up is read, and"
        " without a vote the first: they stand as they are liked here.",
        closes=bold(moment_text(moments.closes, zone)),
    )


def _papers(meeting: Meeting) -> Bullets:
    return Bullets(tuple(_candidates(meeting)), numbered=True)


def _candidates(meeting: Meeting) -> Iterator[Inline]:
    counts = meeting.counts or (0,) * len(meeting.candidates)
    for one, votes in zip(meeting.candidates, counts, strict=True):
        liked = plural("liked by {number}", "liked by {number}", one.likes)
        told = [*_linked(one), Span(" · "), Span(liked)]
        if votes:
            told += [Span(" · "), bold(plural("{number} vote", "{number} votes", votes))]
        yield tuple(told)


def _linked(one: Candidate) -> Inline:
    address = PaperId(one.paper).abs_url
    title = (link(span.text, address) for span in with_formulas(excerpt(one.title, _TITLE)))
    return (*title, Span(" · "), code(one.paper))


def _rows(meeting: Meeting) -> Iterator[tuple[Button, ...]]:
    counts = meeting.counts or (0,) * len(meeting.candidates)
    buttons = [
        Button(
            plural("{place}: {number} vote", "{place}: {number} votes", votes, place=place),
            command=f"/readinggroup vote {meeting.day} {place}",
        )
        for place, votes in enumerate(counts, 1)
    ]
    for start in range(0, len(buttons), _IN_A_ROW):
        yield tuple(buttons[start : start + _IN_A_ROW])


def brief_title(one: Candidate) -> str:
    """A paper's title in short."""
    return excerpt(without_formulas(one.title), _BRIEF)
