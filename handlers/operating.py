"""For those who run Papercrier: /stats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from app.services import Services
from app.serving import Serving
from app.status import Condition, condition
from domain.chats import ChatRef
from domain.deliveries import OutboxFigures
from domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Inline,
    Paragraph,
    Table,
    bold,
    inline,
)
from domain.messages import marked
from domain.requests import Request
from handlers.greeting import STATES
from i18n.speech import number, phrase, styled

_MEGABYTE: Final = 1_000_000
_SHOWN: Final = 5
"""Messages that may not have arrived, told one by one."""

_SERVING: Final = {
    Serving.SERVING: marked("serving"),
    Serving.TROUBLE: marked("in trouble"),
    Serving.STOPPED: marked("stopped"),
}


async def stats(services: Services, request: Request) -> Document:
    """How Papercrier is doing: platforms, digests, announcements, summaries, what they cost.

    Raises:
        StoreError: the database cannot be read.
    """
    seen = await condition(services)
    blocks: list[Block] = [Bullets(tuple(inline(point) for point in _points(services, seen)))]
    blocks += _platforms(seen)
    blocks += _outbox(seen)
    blocks += _in_doubt(await services.outbox.unknown_parts(_SHOWN))
    blocks += _announcements(seen)
    return Document(phrase("How Papercrier is doing"), tuple(blocks))


def _points(services: Services, seen: Condition) -> list[str]:
    points = [
        phrase("Version {version}", version=services.version),
        phrase("Running since {moment}", moment=f"{seen.started:%Y-%m-%d %H:%M} UTC"),
        phrase("Memory: {number} MB", number=number(round(seen.memory / _MEGABYTE))),
        phrase(
            "Summaries since then: {made} made, {found} given again",
            made=number(seen.summaries.made),
            found=number(seen.summaries.found),
        ),
    ]
    if services.model:
        points += [
            phrase(
                "Extracts in place of the language model's: {number}",
                number=number(seen.summaries.stood_in),
            ),
            phrase(
                "The language model today: {money} USD, {tokens} tokens, {calls} calls",
                money=f"{seen.spent.money:.2f}",
                tokens=number(seen.spent.tokens),
                calls=number(seen.spent.calls),
            ),
        ]
    return points


def _platforms(seen: Condition) -> list[Block]:
    if not seen.platforms:
        return [Paragraph(inline(phrase("No platform has been served yet.")))]
    rows = tuple(
        _row(name, phrase(_SERVING[Serving(state.state)]), state.since, state.why)
        for name, state in seen.platforms.items()
    )
    headings = (phrase("Platform"), phrase("State"), phrase("Since"), phrase("Reason"))
    return [Table(headings, rows)]


def _outbox(seen: Condition) -> list[Block]:
    """Messages of digests, by platform."""
    points = tuple(_on_the_way(figures) for figures in seen.outbox)
    return [Heading(inline(phrase("Digests"))), Bullets(points)] if points else []


def _on_the_way(figures: OutboxFigures) -> Inline:
    since = ""
    if figures.oldest is not None:
        since = phrase(" since {moment}", moment=f"{figures.oldest:%Y-%m-%d %H:%M} UTC")
    return styled(
        "{platform}: {queued} waiting{since}, {sent} sent, {unknown} unknown, {refused} refused, "
        "{gone} to chats that are gone, {plain} as plain text only; asked to wait {limited} times",
        platform=bold(figures.platform),
        queued=number(figures.queued),
        since=since,
        sent=number(figures.sent),
        unknown=number(figures.unknown),
        refused=number(figures.refused),
        gone=number(figures.gone),
        plain=number(figures.plain),
        limited=number(figures.limited),
    )


def _in_doubt(parts: Sequence[tuple[ChatRef, date, int, str]]) -> list[Block]:
    """The last messages that may not have arrived."""
    if not parts:
        return []
    rows = tuple(
        _row(str(chat), str(slot), number(part + 1), reason) for chat, slot, part, reason in parts
    )
    headings = (
        phrase("May not have arrived"),
        phrase("Digest of"),
        phrase("Message"),
        phrase("Reason"),
    )
    return [Table(headings, rows)]


def _announcements(seen: Condition) -> list[Block]:
    if not seen.announced:
        return [Paragraph(inline(phrase("No announcement has been read lately.")))]
    rows = tuple(
        _row(
            archive,
            str(known.newest.date),
            phrase(STATES[known.newest.state]),
            str(known.complete or ""),
        )
        for archive, known in seen.announced.items()
    )
    headings = (
        phrase("Archive"),
        phrase("Announced"),
        phrase("State"),
        phrase("Last complete"),
    )
    return [Table(headings, rows)]


def _row(first: str, *others: str) -> tuple[Inline, ...]:
    return (inline(bold(first)), *(inline(text) for text in others))
