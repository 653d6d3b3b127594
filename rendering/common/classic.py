"""A document in the blocks that every surface can show line by line.

What newer blocks say is put into headings, lines, lists, frames, pictures and buttons, so that a
renderer of these shows all of any document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Section,
    Span,
    Style,
    Table,
    bold,
    inline,
    italic,
    joined,
)
from rendering.common.maths import delimited

_IN_A_ROW: Final = 5
_ACTIONS_IN_A_ROW: Final = 3
_NUMBER = re.compile(r"(\d+)\. ")
_SHOWN_AS: Final = {Style.MARKED: Style.BOLD}
"""What stands for looks that not every surface has."""

TextBlock = Heading | Paragraph | Bullets
Classic = TextBlock | Quote | Fold | Picture | Buttons | Rule | Table | Attachment
"""Quotes and folds have but text blocks within; spans are no formulas and lead nowhere within."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, and whether a part of the document begins with it."""

    block: Classic
    begins: bool = False


def classic(
    document: Document, *, maths: bool = False, within: Document | None = None
) -> list[Placed]:
    """A document's blocks in their order; pictures and buttons follow the frame they stand in.

    Args:
        document: any.
        maths: whether formulas are LaTeX between dollar signs; else readable text.
        within: the document that this one is a part of, where its notes may stand.
    """
    blocks = tuple((within or document).walk())
    notes = {note.name for b in blocks if isinstance(b, Footnotes) for note in b.notes}
    has_many = sum(isinstance(b, Section) and bool(b.actions) for b in blocks) > 1
    putting = _Putting(notes, maths=maths, has_many=has_many)
    placed: list[Placed] = []
    for block in document.blocks:
        if not isinstance(block, Section):
            placed += putting.first_actions()
        placed += putting.blocks((block,))
    return [*placed, *putting.first_actions()]


class _Putting:
    """Puts the blocks of one document into others.

    Where many parts have actions, each has but its first one, in rows below them all.
    """

    def __init__(self, notes: set[str], *, maths: bool, has_many: bool) -> None:
        self._notes = notes
        self._maths = maths
        self._has_many = has_many
        self._firsts: list[Button] = []

    def first_actions(self) -> Iterator[Placed]:
        """The first action of each part since the last time, by the numbers of the parts."""
        if self._firsts:
            yield Placed(Buttons(_rows(self._firsts, _IN_A_ROW)))
            self._firsts = []

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Placed]:
        for block in blocks:
            if isinstance(block, Section):
                yield from self._section(block)
            elif isinstance(block, Quote | Fold):
                texts, lifted = self._framed(block.blocks)
                yield Placed(replace(block, blocks=texts))
                yield from lifted
            else:
                yield from map(Placed, self._single(block))

    def _single(self, block: Block) -> Iterator[Classic]:
        match block:
            case Heading(spans) | Paragraph(spans):
                yield replace(block, spans=self._spans(spans))
            case Bullets(items):
                yield replace(block, items=tuple(map(self._spans, items)))
            case Formula(latex, text):
                yield Paragraph((Span(self._formula(latex, text, "$$")),))
            case Picture(caption):
                yield replace(block, caption=self._spans(caption))
            case Gallery(pictures, credit):
                for picture in pictures:
                    caption = joined((picture.caption, credit), " ")
                    yield replace(picture, caption=self._spans(caption))
            case Footnotes(notes):
                yield Bullets(tuple(map(self._note, notes)))
            case Table():
                yield from self._table(block)
            case Buttons() | Rule() | Attachment():
                yield block

    def _section(self, section: Section) -> Iterator[Placed]:
        title = self._spans(section.title)
        parts = list(self.blocks(section.blocks))
        if title and section.level:
            parts.insert(0, Placed(Heading(title, section.level)))
        elif title:
            parts.insert(0, Placed(Paragraph(_in_bold(title))))
        if section.picture:
            parts += self.blocks((section.picture,))
        if section.actions and self._has_many:
            first = section.actions[0]
            number = _NUMBER.match("".join(span.text for span in title))
            self._firsts.append(replace(first, label=number[1]) if number else first)
        elif section.actions:
            parts.append(Placed(Buttons(_rows(section.actions, _ACTIONS_IN_A_ROW))))
        yield from (replace(part, begins=True) for part in parts[:1])
        yield from parts[1:]

    def _table(self, table: Table) -> Iterator[Classic]:
        if caption := self._spans(table.caption):
            yield Paragraph(caption)
        rows = tuple(tuple(map(self._spans, row)) for row in table.rows)
        yield replace(table, rows=rows, caption=())

    def _note(self, note: Footnote) -> Inline:
        source = italic(note.source)
        return joined((inline(f"[{note.label}]"), self._spans(note.spans), inline(source)), " ")

    def _framed(self, blocks: Iterable[Block]) -> tuple[tuple[TextBlock, ...], list[Placed]]:
        """The text of blocks, and what cannot stand in a frame."""
        texts: list[TextBlock] = []
        lifted: list[Placed] = []
        for part in self.blocks(blocks):
            match part.block:
                case Quote(title, inner) | Fold(title, inner):
                    texts += [Paragraph(inline(bold(title)))] if title else []
                    # They have been put into texts before.
                    texts += (b for b in inner if isinstance(b, TextBlock))
                case Heading() | Paragraph() | Bullets():
                    texts.append(part.block)
                case Table(headings, rows):
                    head = joined(inline(italic(heading)) for heading in headings)
                    texts.append(Bullets((head, *map(joined, rows))))
                case Picture() | Buttons() | Attachment():
                    lifted.append(part)
        return tuple(texts), lifted

    def _spans(self, spans: Inline) -> Inline:
        if any(s.latex or s.target or s.style in _SHOWN_AS for s in spans):
            return tuple(map(self._span, spans))
        return spans

    def _span(self, span: Span) -> Span:
        text = span.text
        if span.latex:
            text = self._formula(span.latex, text, "$")
        elif span.target in self._notes and text.strip():
            text = f"[{text}]"
        return Span(text, _SHOWN_AS.get(span.style, span.style), span.link)

    def _formula(self, latex: str, text: str, delimiter: str) -> str:
        return (delimited(latex, delimiter) if self._maths else "") or text or latex


def _rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def _in_bold(spans: Sequence[Span]) -> Inline:
    return tuple(replace(s, style=Style.BOLD) if s.style is Style.PLAIN else s for s in spans)
