"""Papers like one, as a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain

from app.library.had_before import HadBefore
from app.library.similar import Similar
from composing import wording
from composing.formulas import without_formulas
from composing.paper_blocks import names_of, title_of
from domain.digests import Near
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Span,
    bold,
    code,
    inline,
)
from domain.excerpts import excerpt
from i18n.speech import listed, phrase, plural, styled

_TITLE = 60


def similar_document(similar: Similar) -> Document:
    """The nearest first, with what they share; older ones are a press away."""
    title = excerpt(without_formulas(similar.paper.title), _TITLE)
    blocks: list[Block] = []
    if similar.near:
        blocks.append(
            Bullets(tuple(_line(one, similar.told) for one in similar.near), numbered=True)
        )
    else:
        blocks.append(Paragraph(inline(phrase("None of the papers looked at is like it."))))
    said = plural(
        "{number} announced paper was looked at.",
        "{number} announced papers were looked at.",
        similar.looked_at,
    )
    blocks.append(Paragraph(inline(said)))
    if similar.has_more:
        command = f"/similar {similar.paper.id} page {similar.page + 1}"
        further = styled("Further back: {command}", command=code(command))
        buttons = Buttons(((Button(phrase("Further back"), command=command),),))
        blocks += [Paragraph(further), buttons]
    return Document(phrase("Like {title}", title=title), tuple(blocks))


def had_before_blocks(had: HadBefore | None) -> tuple[Block, ...]:
    """That the chat had something close to a paper before, and a way to it."""
    if had is None:
        return ()
    title = excerpt(without_formulas(had.paper.title), _TITLE)
    said = styled(
        "You had something close to it on {day}: {title}.",
        day=wording.day(had.on),
        title=bold(title),
    )
    again = Button(phrase("That one"), command=f"/summarize {had.paper.id.base}")
    return (Paragraph(said), Buttons(((again,),)))


def _line(near: Near, told: Mapping[str, date]) -> Inline:
    shared = styled("both have {words}", words=listed(near.words)) if near.words else ()
    who = names_of(near.paper, 1)
    base = near.paper.id.base
    had = _had(told[base]) if base in told else ()
    parts = (part for part in (inline(who), shared, had) if part)
    said = chain.from_iterable(inline(" · ", *part) for part in parts)
    return (*title_of(near.paper), *said, Span(" · "), code(base))


def _had(on: date) -> Inline:
    return inline(phrase("you had this on {day}", day=wording.day(on)))
