"""Documents as Discord's layouts: a container of texts, sections with a button each, and figures.

After https://discord.com/developers/docs/components/reference. Besides the 4,000 characters of a
message there is a limit in bytes that is not documented, beyond which the API answers with a 500
(https://github.com/discord/discord-api-docs/issues/8554).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.documents import (
    Attachment,
    Block,
    Button,
    Card,
    Document,
    Menu,
    Paragraph,
    Picture,
    Rule,
    Section,
    Span,
    Style,
)
from rendering.common.chat_text import chat_address, chat_spans, is_seen
from rendering.common.flow import Flow, taken_apart
from rendering.common.lines import Line
from rendering.common.plain import inline_text
from rendering.common.splitting import shortened, split
from rendering.discord.archive_colours import colour_of
from rendering.discord.classic import (
    NOTHING,
    DiscordFile,
    DiscordMessage,
    figure_file,
    handed_over,
    short_messages,
)
from rendering.discord.controls import (
    Controls,
    board,
    filled,
    opened_by_selects,
    renamed,
)
from rendering.discord.glance import Brevity, at_a_glance, is_page, without_rows_of
from rendering.discord.layout_size import (
    BYTES_EACH,
    LONGEST,
    MOST_BYTES,
    Component,
    Unit,
    found,
    packed,
)
from rendering.discord.markup import markdown

_LONGEST_DESCRIPTION: Final = 1_000
_TITLE_AGAIN: Final = 60
_SECTION, _TEXT, _THUMBNAIL, _GALLERY, _SEPARATOR, _CONTAINER = 9, 10, 11, 12, 14, 17


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutMessage:
    """One message of components alone.

    Attributes:
        components: as the API takes them, but for the names of their controls.
        commands: what the buttons and options send.
        files: at most ten, each shown by the components.
    """

    components: tuple[Component, ...]
    commands: tuple[str, ...] = ()
    files: tuple[DiscordFile, ...] = ()

    def named(self, names: Sequence[str]) -> list[Component]:
        """The components, whose buttons and options have the names of their commands."""
        given = {f"#{number}": name for number, name in enumerate(names)}
        return [renamed(component, given) for component in self.components]


AnyMessage = LayoutMessage | DiscordMessage


def to_discord(document: Document) -> tuple[AnyMessage, ...]:
    """A document as messages to send in this order; none for an empty document.

    A short reply is a line of text, all else a layout. To be sent with no mentions allowed, though
    nothing in the text mentions.
    """
    return short_messages(document) or to_layout(document)


def to_layout(document: Document) -> tuple[AnyMessage, ...]:
    """A document as layouts, one unless it truly does not fit; files are messages of their own.

    To be sent with no mentions allowed, though nothing in the text mentions. The colour is that of
    the archive that the document's meta names.
    """
    colour = colour_of(document.meta.categories if document.meta else ())
    for brevity in Brevity:
        making = _Making(at_a_glance(document, brevity))
        parts = list(packed(making.units()))
        if len(parts) <= 1 or not is_page(document):
            break
    messages = (
        making.message(_numbered(document, part, number, len(parts)), colour)
        for number, part in enumerate(parts, 1)
    )
    return (*messages, *handed_over(making.attachments))


def announced(document: Document) -> str:
    """What a notification tells of a document, whose layout it would not show."""
    told = document.meta.description if document.meta else ""
    spans = chat_spans((Span(told or document.title or NOTHING),))
    return markdown((Line(spans),)) or NOTHING


class _Making:
    """Makes the components of one document; knows the files and controls that it has made."""

    def __init__(self, document: Document) -> None:
        self.attachments: list[Attachment] = []
        self._document = document
        self._rows: list[tuple[Button, ...]] = []
        self._controls = Controls()
        self._files: dict[str, DiscordFile] = {}

    def units(self) -> list[Unit]:
        """All of the document, its buttons last."""
        title = Line(chat_spans(self._document.heading), heading=1)
        told = [unit for unit in (tuple(_texts((title,))), *self._body()) if unit]
        rows = filled(board(self._rows))
        if rows and not told:
            told = [(_text(NOTHING),)]
        return [*told, *((self._controls.row(row),) for row in rows)]

    def message(self, components: Unit, colour: int) -> LayoutMessage:
        """A message of components, with the commands and files that stand in it."""
        container = {"type": _CONTAINER, "accent_color": colour, "components": [*components]}
        used = [*found(container, "custom_id"), *found(container, "value")]
        numbers = [int(name[1:]) for name in used if name.startswith("#")]
        renumbered = {f"#{old}": f"#{new}" for new, old in enumerate(numbers)}
        names = [url.removeprefix("attachment://") for url in found(container, "url")]
        return LayoutMessage(
            components=(renamed(container, renumbered),),
            commands=tuple(self._controls.commands[number] for number in numbers),
            files=tuple(self._files[name] for name in names if name in self._files),
        )

    def _body(self) -> Iterator[Unit]:
        run: list[Block] = []
        menus = [block for block in self._document.blocks if isinstance(block, Menu)]
        opened = set().union(*map(opened_by_selects, menus))
        for whole in self._document.blocks:
            block = without_rows_of(opened, whole) if opened else whole
            stands_alone = isinstance(block, Card | Menu | Rule) or (
                isinstance(block, Section) and (block.actions or block.picture)
            )
            if not stands_alone:
                run.append(block)
                continue
            yield from self._run(run)
            run = []
            if isinstance(block, Section):
                yield tuple(self._section(block))
            elif isinstance(block, Menu):
                yield from self._menu(block)
            else:
                yield ({"type": _SEPARATOR},)
        yield from self._run(run)

    def _run(self, blocks: Iterable[Block]) -> Iterator[Unit]:
        flow = self._flow(blocks)
        self._rows += flow.rows
        yield from ((component,) for component in self._shown(flow))

    def _menu(self, menu: Menu) -> Iterator[Unit]:
        """Selects for what can be chosen from them; the buttons that are left come at the end."""
        selects = filter(None, map(self._controls.select, menu.choices))
        yield from ((select,) for select in selects)
        opened = opened_by_selects(menu)
        self._rows += [tuple(b for b in row if b.command not in opened) for row in menu.rows]

    def _section(self, section: Section) -> Iterator[Component]:
        """Text with a picture or the first action beside it, and what else belongs to it."""
        flow = self._flow((replace(section, actions=(), picture=None),))
        shown: list[Component | None] = [*self._shown(flow)]
        first, *others = shown or [None]
        image = self._image(section.picture) if section.picture else None
        rows = board([section.actions, *flow.rows])
        accessory: Component | None = None
        if first and first["type"] == _TEXT:
            if image:
                accessory, image = {"type": _THUMBNAIL, **image}, None
            elif rows:
                accessory = self._controls.button(rows[0][0])
                rows = [row for row in (rows[0][1:], *rows[1:]) if row]
        if first and accessory:
            yield {"type": _SECTION, "components": [first], "accessory": accessory}
        elif first:
            yield first
        yield from filter(None, others)
        if image:
            yield {"type": _GALLERY, "items": [image]}
        if section.picture:
            yield from self._shown(self._flow((Paragraph(section.picture.caption),)))
        yield from map(self._controls.row, rows)

    def _flow(self, blocks: Iterable[Block]) -> Flow:
        flow = taken_apart(Document(blocks=tuple(blocks)), self._document)
        self.attachments += flow.attachments
        return flow

    def _shown(self, flow: Flow) -> Iterator[Component]:
        """Texts, and pictures each with its caption below: side by side they would be cropped."""
        for stretch in flow.stretches:
            yield from _texts(stretch.lines)
            for picture in stretch.pictures:
                if image := self._image(picture):
                    yield {"type": _GALLERY, "items": [image]}
                yield from _texts((Line(picture.caption),))

    def _image(self, picture: Picture) -> Component | None:
        url = chat_address(picture.url)
        if file := figure_file(picture, len(self._files) + 1):
            self._files[file.name] = file
            url = f"attachment://{file.name}"
        told = shortened(picture.described or inline_text(picture.caption), _LONGEST_DESCRIPTION)
        described = {"description": told} if is_seen(told) else {}
        return {"media": {"url": url}, **described} if url else None


def _texts(lines: Sequence[Line]) -> Iterator[Component]:
    seen = [line for line in lines if is_seen(line.text)]
    for part in split(seen, _is_short, LONGEST):
        yield _text(markdown(part))


def _text(content: str) -> Component:
    return {"type": _TEXT, "content": content}


def _is_short(lines: Sequence[Line]) -> bool:
    if sum(line.length for line in lines) > LONGEST:
        return False
    content = markdown(lines)
    return len(content) <= LONGEST and len(content.encode()) + BYTES_EACH <= MOST_BYTES


def _numbered(document: Document, part: Unit, number: int, total: int) -> Unit:
    """A part; from the second on, each says of what it is which part."""
    if number == 1:
        return part
    short = shortened(document.title, _TITLE_AGAIN) + " " if document.title else ""
    again = Line(chat_spans((Span(f"… {short}({number}/{total})", Style.ITALIC),)))
    return (_text(markdown((again,))), *part)
