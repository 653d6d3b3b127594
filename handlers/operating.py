"""For those who run Papercrier: /stats."""

from __future__ import annotations

from typing import Final

from domain.documents import Block, Bullets, Document, Inline, Paragraph, Table, bold, inline
from domain.requests import Request
from domain.speech import marked, number, phrase
from handlers.condition import Condition, condition
from handlers.greeting import STATES
from handlers.platforms import Serving
from handlers.services import Services

_MEGABYTE: Final = 1_000_000

_SERVING: Final = {
    Serving.SERVING: marked("serving"),
    Serving.TROUBLE: marked("in trouble"),
    Serving.STOPPED: marked("stopped"),
}


async def stats(services: Services, request: Request) -> Document:
    """How Papercrier is doing: platforms, announcements, summaries, what they cost.

    Raises:
        StoreError: the database cannot be read.
    """
    seen = await condition(services)
    blocks: list[Block] = [Bullets(tuple(inline(point) for point in _points(services, seen)))]
    blocks += _platforms(seen)
    blocks += _announcements(seen)
    return Document(phrase("How Papercrier is doing"), tuple(blocks))


def _points(services: Services, seen: Condition) -> list[str]:
    points = [
        phrase("Version {version}", version=services.version),
        phrase("Running since {moment}", moment=f"{seen.started:%Y-%m-%d %H:%M} UTC"),
    ]
    if seen.memory is not None:
        size = number(round(seen.memory / _MEGABYTE))
        points.append(phrase("Memory: {number} MB", number=size))
    points.append(
        phrase(
            "Summaries since then: {made} made, {found} given again",
            made=number(seen.summaries.made),
            found=number(seen.summaries.found),
        )
    )
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
