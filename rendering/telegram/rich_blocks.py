"""Blocks as those of a rich message, in pieces each of which fits into one.

After https://core.telegram.org/bots/api#rich-messages; what is not told there is as Telegram's
servers were seen to answer. Whatever does not fit is parted where its blocks are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Final, TypeVar

from domain.documents import (
    Block,
    Bullets,
    Button,
    Contents,
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
    Table,
    inline,
    italic,
    joined,
)
from rendering.common.chat_text import chat_spans
from rendering.common.keyboards import keyboards
from rendering.common.lines import Line
from rendering.common.splitting import count_that_fits, split
from rendering.telegram.latex import settable
from rendering.telegram.rich_parts import (
    LONGEST_TITLE,
    address_of,
    as_text,
    fits,
    framed,
    list_html,
    packed,
    table_html,
    tagged,
)
from rendering.telegram.rich_text import Places, plain_text, rich_line

_DEEPEST: Final = 4
"""Frames within each other; beyond, what they hold stands by itself."""

_FRAME: Final = 2 * LONGEST_TITLE
"""Characters that a frame may add to what it holds."""

_ACTIONS_IN_A_ROW: Final = 3
_LONGEST_LABEL: Final = 64
T = TypeVar("T")


class RichBlocks:
    """Makes the blocks of one document; knows the pictures and actions that it has made.

    Attributes:
        pictures: with the names by which the HTML shows them.
        actions: with their numbers: a button has ``data="#3"`` until it is known what it carries.
    """

    def __init__(self, places: Places, *, sets_formulas: bool = True) -> None:
        """Args: sets_formulas is False within folds."""
        self.pictures: dict[Picture, str] = {}
        self.actions: dict[Button, int] = {}
        self._places = places
        self._sets_formulas = sets_formulas

    def pieces(self, blocks: Iterable[Block], room: int, depth: int = 0) -> Iterator[str]:
        """Blocks as HTML, each in as few pieces of so many characters as it needs."""
        for block in blocks:
            html = self._whole(block, depth)
            if not fits(html, room):
                yield from self._apart(block, room, depth)
            elif html:
                yield html

    def _whole(self, block: Block, depth: int) -> str:
        """A block in one piece, however long."""
        match block:
            case Heading(spans, level):
                return self._heading(spans, level)
            case Paragraph(spans):
                return tagged("p", self._line(spans))
            case Formula(latex, text):
                readable = tagged("p", plain_text(text or latex))
                is_set = self._sets_formulas and settable(latex)
                return tagged("tg-math-block", escape(is_set)) if is_set else readable
            case Bullets(items, numbered):
                return list_html(map(self._line, items), "ol" if numbered else "ul")
            case Footnotes(notes):
                return list_html(map(self._note, notes), "ul")
            case Contents(items):
                return tagged("p", "<br>".join(filter(None, map(self._line, items))))
            case Table():
                return table_html(block, self._line)
            case Quote() | Fold() | Section():
                return self._holder(block, depth)
            case Picture() | Gallery():
                return self._pictures(block)
        return "<hr/>" if isinstance(block, Rule) else ""

    def _holder(self, block: Quote | Fold | Section, depth: int) -> str:
        if isinstance(block, Section):
            return self._head(block) + self._body(block, depth)
        return self._frame(block, depth)

    def _body(self, section: Section, depth: int) -> str:
        """What a section holds; its actions stand within the fold that it ends with."""
        actions = self._actions(section.actions)
        inside = _inside(section)
        folds = inside[-1:] if depth < _DEEPEST else ()
        if actions and folds and isinstance(fold := folds[0], Fold):
            rest = "".join(self._whole(part, depth) for part in inside[:-1])
            return rest + self._frame(fold, depth, actions)
        return "".join(self._whole(part, depth) for part in inside) + actions

    def _frame(self, block: Quote | Fold, depth: int, more: str = "") -> str:
        inside = self._inside_of(block)
        inner = "".join(inside._whole(part, depth + 1) for part in block.blocks) + more
        title = tagged("p", plain_text(block.title))
        if depth >= _DEEPEST or not inner:
            return title + inner
        return (title if len(block.title) > LONGEST_TITLE else "") + framed(block, inner)

    def _apart(self, block: Block, room: int, depth: int) -> Iterator[str]:
        """A block in several pieces."""
        match block:
            case Heading(spans) | Paragraph(spans):
                yield from self._lines(spans, room)
            case Formula(latex, text):
                yield from self._lines((Span(text or latex),), room)
            case Bullets(items) | Contents(items):
                yield from self._runs(items, lambda some: replace(block, items=some), room)
            case Footnotes(notes):
                yield from self._runs(notes, Footnotes, room)
            case Table(rows=rows):
                yield from self._runs(rows, lambda some: replace(block, rows=some), room)
            case Picture():
                yield from self.pieces(as_text(Gallery((block,))), room)
            case Gallery(pictures):
                yield from self._runs(pictures, lambda some: replace(block, pictures=some), room)
            case Quote() | Fold():
                yield from self._frames(block, room, depth)
            case Section():
                yield from self._section(block, room, depth)

    def _runs(
        self, items: Sequence[T], made: Callable[[tuple[T, ...]], Block], room: int
    ) -> Iterator[str]:
        """As many items together as fit; one that does not even alone is told as text."""

        def are_short(some: Sequence[T]) -> bool:
            return fits(self._whole(made(tuple(some)), 0), room)

        rest = tuple(items)
        while rest:
            count = count_that_fits(rest, are_short)
            if count:
                yield self._whole(made(rest[:count]), 0)
            else:
                yield from self.pieces(as_text(made(rest[:1])), room)
            rest = rest[max(count, 1) :]

    def _lines(self, spans: Inline, room: int) -> Iterator[str]:
        """A long line as several; what is cut can be no formula."""

        def is_short(lines: Sequence[Line]) -> bool:
            if len(lines) > 1 or lines[0].length > room:
                return False
            return fits(self._line(lines[0].spans), room)

        for (line,) in split((Line(chat_spans(_readable(spans))),), is_short, room):
            yield tagged("p", self._line(line.spans))

    def _section(self, section: Section, room: int, depth: int) -> Iterator[str]:
        """The title stays with what follows it."""
        head = self._head(section)
        if not fits(head, room // 2):
            yield from self._lines(section.title, room)
            head = ""
        for piece in self.pieces(_inside(section), room, depth):
            if head and not fits(head + piece, room):
                yield head
                head = ""
            yield head + piece
            head = ""
        yield from filter(None, (head, self._actions(section.actions)))

    def _head(self, section: Section) -> str:
        place = self._places.ids.get(section.name)
        anchor = f'<a name="{place}"></a>' if place else ""
        return anchor + self._heading(section.title, section.level)

    def _heading(self, spans: Inline, level: int) -> str:
        if level <= 0:
            return tagged("p", tagged("b", self._line(spans)))
        return tagged(f"h{min(level + 2, 6)}", self._line(spans))

    def _line(self, spans: Inline) -> str:
        return rich_line(spans if self._sets_formulas else _readable(spans), self._places)

    def _inside_of(self, frame: Quote | Fold) -> RichBlocks:
        """What makes the blocks within a frame.

        Telegram Desktop 6.9.1 ended at maths in folds, and nobody tells which app a reader has.
        """
        if not isinstance(frame, Fold):
            return self
        inside = RichBlocks(self._places, sets_formulas=False)
        inside.pictures, inside.actions = self.pictures, self.actions
        return inside

    def _frames(self, block: Quote | Fold, room: int, depth: int) -> Iterator[str]:
        if depth >= _DEEPEST or len(block.title) > LONGEST_TITLE:
            yield from self.pieces((Paragraph(inline(block.title)),), room)
        inside = self._inside_of(block)
        if depth >= _DEEPEST:
            yield from inside.pieces(block.blocks, room, depth)
        else:
            inner = inside.pieces(block.blocks, room - _FRAME, depth + 1)
            yield from packed(inner, room, lambda html: framed(block, html))

    def _note(self, note: Footnote) -> str:
        words = self._line(note.spans)
        place = self._places.ids.get(note.name)
        if place and words:
            words = f'<tg-reference name="{place}">{words}</tg-reference>'
        label = plain_text(f"[{note.label}]") if note.label else ""
        return " ".join(filter(None, (label, words, self._line(inline(italic(note.source))))))

    def _pictures(self, block: Picture | Gallery) -> str:
        """A slide show of several; one that has but an address is a link to it."""
        gallery = Gallery((block,)) if isinstance(block, Picture) else block
        cite = tagged("cite", self._line(gallery.credit))
        if len(gallery.pictures) > 1 and not all(p.image for p in gallery.pictures):
            single = (replace(gallery, pictures=(picture,)) for picture in gallery.pictures)
            return "".join(map(self._pictures, single))
        captions = [self._line(picture.caption) for picture in gallery.pictures]
        caption = "<br>".join(filter(None, captions))
        if not gallery.pictures or not gallery.pictures[0].image:
            lines = [(p.caption, gallery.credit, address_of(p)) for p in gallery.pictures]
            return "".join(tagged("p", self._line(joined(line, " "))) for line in lines)
        images = "".join(f'<img src="tg://photo?id={self._name(p)}"/>' for p in gallery.pictures)
        frame = "figure" if len(gallery.pictures) == 1 else "tg-slideshow"
        return tagged(frame, images + tagged("figcaption", caption + cite))

    def _name(self, picture: Picture) -> str:
        return self.pictures.setdefault(picture, f"figure{len(self.pictures) + 1}")

    def _actions(self, actions: Sequence[Button]) -> str:
        boards = keyboards(
            [actions], width=_ACTIONS_IN_A_ROW, height=len(actions) or 1, label=_LONGEST_LABEL
        )
        return "".join(
            tagged("tg-button-row", "".join(map(self._action, row)))
            for rows in boards
            for row in rows
        )

    def _action(self, button: Button) -> str:
        if button.url:
            kind = f'type="url" url="{escape(button.url)}"'
        else:
            number = self.actions.setdefault(button, len(self.actions))
            kind = f'type="callback_data" data="#{number}"'
        return f"<tg-button {kind}>{escape(button.label)}</tg-button>"


def _inside(section: Section) -> tuple[Block, ...]:
    return (*section.blocks, section.picture) if section.picture else section.blocks


def _readable(spans: Inline) -> Inline:
    """Spans whose formulas are told in letters."""
    return tuple(replace(span, text=span.text or span.latex, latex="") for span in spans)
