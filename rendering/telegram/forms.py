"""A document in both forms that Telegram takes: rich messages, and classic ones in their place.

Which one is sent is found out by sending: an older server knows no rich messages, and what is in
one may be refused. Never are both sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from domain.documents import Attachment, Bullets, Buttons, Document, Paragraph, inline
from rendering.telegram.html import TelegramMessage, to_telegram
from rendering.telegram.polls import TelegramPoll
from rendering.telegram.rich import RichMessage, to_rich

_BREAK = re.compile(r"</(?:p|h[1-6]|li|summary|blockquote|tr|figcaption)>|<(?:br|hr/)>")
_TAG = re.compile(r"<tg-button [^<>]+>[^<>]*</tg-button>|<[^<>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramForms:
    """One message, in the forms it can have.

    Attributes:
        rich: None for what is no rich message, as a file.
        classic: what stands in its place; more than one where it is long.
        poll: what stands in the place of all that, where Telegram takes it.
    """

    rich: RichMessage | None
    classic: tuple[TelegramMessage, ...]
    poll: TelegramPoll | None = None

    @property
    def is_text(self) -> bool:
        """Whether it begins with a text, so that it can take the place of another."""
        return self.rich is not None or bool(self.classic and self.classic[0].html)


def to_forms(document: Document) -> tuple[TelegramForms, ...]:
    """A document as messages to send in this order, each in its forms.

    What is but some lines stays classic: older apps show those, too.
    """
    if not _is_rich(document):
        return classic_forms(document)
    rich = to_rich(document)
    shown = [message for message in rich if isinstance(message, RichMessage)]
    files = [message for message in rich if not isinstance(message, RichMessage)]
    if len(shown) == 1:
        classic = to_telegram(document, with_files=False)
        told = [TelegramForms(rich=shown[0], classic=classic)]
    else:
        told = [TelegramForms(rich=message, classic=_in_words(message)) for message in shown]
    return (*told, *(TelegramForms(rich=None, classic=(file,)) for file in files))


def words_of(message: TelegramForms) -> str:
    """What a message says, as markup."""
    return message.rich.html if message.rich else " ".join(m.html for m in message.classic)


def classic_forms(document: Document) -> tuple[TelegramForms, ...]:
    """The same in classic form alone, for those who want plain messages."""
    return tuple(TelegramForms(rich=None, classic=(one,)) for one in to_telegram(document))


def _is_rich(document: Document) -> bool:
    """Whether a rich message shows more of a document than lines."""
    return bool(document.title) or not all(isinstance(block, _LINES) for block in document.blocks)


_LINES: Final = (Paragraph, Bullets, Buttons, Attachment)


def _in_words(message: RichMessage) -> tuple[TelegramMessage, ...]:
    """One of several rich messages as its words alone, with the buttons below it."""
    lines = map(str.strip, _TAG.sub("", _BREAK.sub("\n", message.html)).splitlines())
    blocks = tuple(Paragraph(inline(unescape(line))) for line in lines if line)
    made = to_telegram(Document(blocks=blocks))
    return (*made[:-1], *(replace(one, buttons=message.buttons) for one in made[-1:]))
