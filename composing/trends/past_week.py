"""A week looked back at, as a message: what rose, what was liked, what was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from app.trends.past_week import Liked, PastWeek
from composing import wording
from composing.formulas import with_formulas
from composing.settings import weekday_text
from composing.trends.page import trend_blocks
from domain.chats import ChatSettings
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Heading,
    Inline,
    Paragraph,
    Span,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from i18n.speech import number, phrase, plural, styled

_TITLE: Final = 160


def past_week_document(week: PastWeek, settings: ChatSettings) -> Document:
    """The look back, for whoever asked for it or wishes for it each week."""
    blocks: list[Block] = [*trend_blocks(week.trends)]
    if week.liked:
        blocks += [_heading(phrase("Liked most")), Bullets(tuple(_liked(week)))]
    if week.missed:
        heading = phrase("Not in a digest of yours: {number}", number=number(week.missed_in_all))
        lines = [_line(one.title, one.id.base) for one in week.missed]
        rest = week.missed_in_all - len(week.missed)
        blocks += [_heading(heading), Bullets(tuple(_with_rest(lines, rest)))]
        blocks.append(Buttons(((Button(phrase("All of the week"), command="/digest week"),),)))
    if week.unread:
        heading = phrase("Saved and not read: {number}", number=number(week.unread_in_all))
        lines = [_line(one.title, one.paper) for one in week.unread]
        rest = week.unread_in_all - len(week.unread)
        blocks += [_heading(heading), Bullets(tuple(_with_rest(lines, rest)))]
    blocks.append(Paragraph(comes(settings)))
    return Document(phrase("The week up to {day}", day=_day(week.last)), tuple(blocks))


def comes(settings: ChatSettings) -> Inline:
    """When look backs come, and what changes that."""
    if settings.weekly is None:
        return styled("To have this each week: {command}", command=code("/weekly fri"))
    return styled(
        "This comes each week, {weekday} at {time}; {command} ends it.",
        weekday=weekday_text(settings.weekly),
        time=f"{settings.time:%H:%M}",
        command=code("/weekly off"),
    )


def _day(last: date) -> str:
    return wording.day(last)


def _heading(text: str) -> Heading:
    return Heading(inline(text), level=3)


def _liked(week: PastWeek) -> Iterator[Inline]:
    for one in week.liked:
        yield (*_line(one.paper.title, one.paper.id.base), Span(" · "), *inline(_by(one, week)))


def _by(one: Liked, week: PastWeek) -> str:
    if week.in_group:
        return plural("{number} member", "{number} members", one.people)
    return plural("{number} reader", "{number} readers", one.people)


def _line(title: str, base: str) -> Inline:
    address = PaperId(base).abs_url
    linked = (link(span.text, address) for span in with_formulas(excerpt(title, _TITLE)))
    return (*linked, Span(" · "), code(base))


def _with_rest(lines: Sequence[Inline], rest: int) -> Iterator[Inline]:
    yield from lines
    if rest:
        yield inline(phrase("and {number} more", number=number(rest)))
