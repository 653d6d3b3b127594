"""A page of many things at a glance: what each of them folds is left to its first button.

Discord folds nothing, and a message has no room for ten papers with all that is to be said of each.
"""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from typing import Final

from domain.documents import (
    Block,
    Bullets,
    Card,
    Document,
    Fold,
    Paragraph,
    Span,
    Style,
    Table,
    inline,
)
from rendering.common.splitting import shortened

_TITLE: Final = 60
"""Characters of a title that is cut."""


class Brevity(IntEnum):
    """How little is shown of what is folded."""

    LINE = 0
    """Its first line, in small letters."""
    NOTHING = 1
    SHORT = 2
    """And lists of further titles lead nowhere, and are cut."""


def is_page(document: Document) -> bool:
    """Whether several things are told, each with something to do that tells all of it."""
    return sum(isinstance(block, Card) and bool(block.actions) for block in document.blocks) > 1


def at_a_glance(document: Document, brevity: Brevity) -> Document:
    """A page whose cards have but one button and fold nothing away; any other as it is."""
    if not is_page(document):
        return document
    return replace(document, blocks=tuple(_brief(one, brevity) for one in document.blocks))


def _brief(block: Block, brevity: Brevity) -> Block:
    if isinstance(block, Card):
        return _card(block, brevity)
    if isinstance(block, Fold) and brevity is Brevity.SHORT:
        return replace(block, blocks=tuple(map(_cut, block.blocks)))
    return block


def _cut(block: Block) -> Block:
    if not isinstance(block, Bullets):
        return block
    items = (tuple(_cut_span(span) for span in item) for item in block.items)
    return replace(block, items=tuple(items))


def _cut_span(span: Span) -> Span:
    if not span.link:
        return span
    return replace(span, text=shortened(span.text, _TITLE), link="")


def _card(card: Card, brevity: Brevity) -> Card:
    if not card.actions:
        return card
    blocks: list[Block] = [block for block in card.blocks if not isinstance(block, Fold)]
    folds = (block for block in card.blocks if isinstance(block, Fold))
    if brevity is Brevity.LINE:
        blocks += (Fold("", (_line(fold),)) for fold in folds)
    return replace(card, blocks=tuple(blocks), actions=card.actions[:1])


def _line(fold: Fold) -> Paragraph:
    first = fold.blocks[0] if fold.blocks else None
    return first if isinstance(first, Paragraph) else Paragraph(inline(fold.title))


def without_rows_of(opens: set[str], block: Block) -> Block:
    """A table without the rows that end with one of some commands, as these are shown otherwise."""
    if not isinstance(block, Table):
        return block
    rows = tuple(row for row in block.rows if not (row and _begins(row[-1], opens)))
    return replace(block, rows=rows)


def _begins(cell: tuple[Span, ...], opens: set[str]) -> bool:
    return bool(cell) and cell[0].style is Style.CODE and cell[0].text.split(" ")[0] in opens
