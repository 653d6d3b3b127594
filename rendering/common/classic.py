"""A document in the blocks that every surface can show line by line.

What newer blocks say is put into headings, lines, lists, frames, pictures and buttons, so that a
renderer of these shows all of any document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.documents import (
    Attachment,
    Block,
    Bullets,
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
    blocks = (within or document).walk()
    notes = {note.name for b in blocks if isinstance(b, Footnotes) for note in b.notes}
    return list(_Putting(notes, maths=maths).blocks(document.blocks))


class _Putting:
    """Puts the blocks of one document into others."""

    def __init__(self, notes: set[str], *, maths: bool) -> None:
        self._notes = notes
        self._maths = maths

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
        if section.actions:
            parts.append(Placed(Buttons((section.actions,))))
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
        if any(s.latex or s.target or s.style is Style.MARKED for s in spans):
            return tuple(map(self._span, spans))
        return spans

    def _span(self, span: Span) -> Span:
        text = span.text
        if span.latex:
            text = self._formula(span.latex, text, "$")
        elif span.target in self._notes and text.strip():
            text = f"[{text}]"
        style = Style.BOLD if span.style is Style.MARKED else span.style
        return Span(text, style, span.link)

    def _formula(self, latex: str, text: str, delimiter: str) -> str:
        return (delimited(latex, delimiter) if self._maths else "") or text or latex


def _in_bold(spans: Sequence[Span]) -> Inline:
    return tuple(replace(s, style=Style.BOLD) if s.style is Style.PLAIN else s for s in spans)
