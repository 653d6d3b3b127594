"""What a digest says of papers that are not read yet, and what it is set to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from composing import wording
from composing.paper_blocks import title_in_list
from domain.chats import Unread
from domain.digests import CarriedOver, NotRead
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Span,
    code,
    inline,
)
from domain.messages import marked
from i18n.speech import phrase, plural

_SET: Final = {
    Unread.OFF: marked("Digests say nothing of papers that you have not read."),
    Unread.REMIND: marked(
        "A digest ends with how many papers of your list are unread, and since when the oldest is."
    ),
    Unread.CARRY: marked(
        "A digest ends with what was best in the five days before, as long as nobody here made "
        "anything of it: saved it and read it, or wished for more or less like it."
    ),
    Unread.BOTH: marked(
        "A digest ends with how many papers of your list are unread, and with what was best in the "
        "five days before of which you made nothing yet."
    ),
}


def unread_set_document(wanted: Unread) -> Document:
    """What digests say from now on."""
    return Document.say(phrase(_SET[wanted]))


def unread_blocks(unread: NotRead | None) -> Iterator[Block]:
    """What is not read yet, at the end of a digest."""
    if unread is None:
        return
    if unread.carried:
        yield Paragraph(inline(phrase("Carried over, as nobody has read them yet:")))
        yield Bullets(tuple(map(_line, unread.carried)))
    if unread.saved:
        yield Paragraph(inline(_waiting(unread)))
        yield Buttons(((Button(phrase("Reading list"), command="/saved"),),))


def _line(one: CarriedOver) -> Inline:
    told = phrase("told on {day}", day=wording.day(one.told))
    saved = (Span(" · "), Span(phrase("saved"))) if one.is_saved else ()
    base = code(one.paper.id.base)
    return (*title_in_list(one.paper), Span(" · "), Span(told), *saved, Span(" · "), base)


def _waiting(unread: NotRead) -> str:
    count = plural("{number} unread", "{number} unread", unread.saved)
    if not unread.oldest:
        return phrase("{count} on your reading list, saved today.", count=count)
    return plural(
        "{count} on your reading list, the oldest for {number} day.",
        "{count} on your reading list, the oldest for {number} days.",
        unread.oldest,
        count=count,
    )
