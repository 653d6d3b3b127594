"""Documents as Telegram's rich messages: headings, folds, tables, formulas, notes, slide shows.

After https://core.telegram.org/bots/api#rich-messages (Bot API 10.1 to 10.3), well below its
limits: beyond 10,000 characters or 20 pictures, apps were seen to show but the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any, Final

from domain.documents import Attachment, Button, Buttons, Document, Heading
from rendering.common.chat_text import is_seen
from rendering.common.flow import sendable
from rendering.common.keyboards import Rows, keyboards
from rendering.common.splitting import shortened
from rendering.telegram.html import (
    KEYBOARD,
    LONGEST_LABEL,
    NOTHING,
    TelegramMessage,
    handed_over,
)
from rendering.telegram.rich_blocks import RichBlocks
from rendering.telegram.rich_parts import packed, tagged
from rendering.telegram.rich_text import places_of, plain_text, without_dead_links

LONGEST: Final = 10_000
"""Code points of a message, of the 32,768 that the server takes."""

_ROOM: Final = LONGEST - 200
_TITLE_AGAIN: Final = 60
_IMAGE = re.compile(r'<img src="tg://photo\?id=(\w+)"/>')
_ACTION = re.compile(r'data="#(\d+)"')
_ANCHOR = re.compile(r'name="(n\d+)"')
_TAG = re.compile(r"<[^<>]+>")
_BUTTON = re.compile(r"<tg-button [^<>]+>[^<>]*</tg-button>")


@dataclass(frozen=True, slots=True, kw_only=True)
class RichPicture:
    """A picture that the HTML shows under a name."""

    name: str
    image: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RichMessage:
    """One call of sendRichMessage.

    Attributes:
        html: with ``data="#0"`` where the button of the first of the actions carries something.
        pictures: each shown at least once.
        actions: buttons within the text; each sends a command.
        buttons: rows below the message.
    """

    html: str
    pictures: tuple[RichPicture, ...] = ()
    actions: tuple[Button, ...] = ()
    buttons: Rows = ()

    def as_input(self, media: Mapping[str, str], data: Sequence[str]) -> dict[str, Any]:
        """The InputRichMessage.

        Args:
            media: for each picture's name a file_id, or ``attach://`` and the name of a part.
            data: for each action what its button carries, at most 64 bytes.
        """
        html = _ACTION.sub(lambda match: f'data="{escape(data[int(match[1])])}"', self.html)
        shown = [
            {"id": picture.name, "media": {"type": "photo", "media": media[picture.name]}}
            for picture in self.pictures
        ]
        whole: dict[str, Any] = {"html": html, "skip_entity_detection": True}
        return {**whole, "media": shown} if shown else whole


def to_rich(document: Document) -> tuple[RichMessage | TelegramMessage, ...]:
    """A document as messages to send in this order; files are messages of the classic form.

    It is one message unless it truly does not fit.
    """
    made = RichBlocks(places_of(document))
    blocks = list(document.walk())
    pieces = made.pieces((*_title(document), *document.blocks), _ROOM)
    parts = [seen for part in packed(pieces, _ROOM) if (seen := _seen(part))]
    messages = [
        _message(_numbered(document, part, number, len(parts)), made)
        for number, part in enumerate(parts, 1)
    ]
    rows = [row for block in blocks if isinstance(block, Buttons) for row in block.rows]
    width, height = KEYBOARD
    boards = keyboards(rows, width=width, height=height, label=LONGEST_LABEL)
    if messages and boards:
        messages[-1] = replace(messages[-1], buttons=boards.pop(0))
    messages += [RichMessage(html=tagged("p", NOTHING), buttons=board) for board in boards]
    files = (sendable(b) for b in blocks if isinstance(b, Attachment) and b.text)
    return (*messages, *map(handed_over, files))


def _title(document: Document) -> tuple[Heading, ...]:
    if not document.title:
        return ()
    return (Heading(document.heading, level=1),)


def _numbered(document: Document, html: str, number: int, total: int) -> str:
    """A part; from the second on, each says of what it is which part."""
    if number == 1:
        return html
    short = shortened(document.title, _TITLE_AGAIN) + " " if document.title else ""
    return tagged("p", tagged("i", plain_text(f"… {short}({number}/{total})"))) + html


def _message(html: str, made: RichBlocks) -> RichMessage:
    """A message with its own pictures and actions, and no link to what is in another one."""
    html = without_dead_links(html, _ANCHOR.findall(html))
    shown = set(_IMAGE.findall(html))
    pictures = tuple(
        RichPicture(name=name, image=picture.image)
        for picture, name in made.pictures.items()
        if name in shown
    )
    buttons = list(made.actions)
    used = list(dict.fromkeys(_ACTION.findall(html)))
    html = _ACTION.sub(lambda match: f'data="#{used.index(match[1])}"', html)
    return RichMessage(html=html, pictures=pictures, actions=tuple(buttons[int(n)] for n in used))


def _seen(html: str) -> str:
    """A part with something to see; where there are but buttons, what stands for a text."""
    if "<img " in html or is_seen(unescape(_TAG.sub("", _BUTTON.sub("", html)))):
        return html
    return tagged("p", NOTHING) + html if "<tg-button" in html else ""
