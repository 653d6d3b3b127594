"""Links to the archive: /page."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.archive import links
from app.archive.links import AskedPage
from app.services import Services
from composing.library.links import ended_document, link_document
from domain.documents import Document
from domain.errors import InputError
from domain.messages import for_example, sentence
from domain.requests import Context

EXAMPLE: Final = "2024-03-08"
_END: Final = "end"


def read_asked_page(text: str) -> AskedPage:
    """The day of a digest; ``end`` after it ends its page.

    Raises:
        InputError: it is no date.
    """
    first, *rest = text.split() or [""]
    try:
        day = date.fromisoformat(first)
    except ValueError:
        day = None
    if day is None or [word.casefold() for word in rest] not in ([], [_END]):
        raise InputError(
            sentence("A page is named by the date of a digest."),
            hint=for_example(f"/page {EXAMPLE}"),
        )
    return AskedPage(day, ends=bool(rest))


async def page(services: Services, context: Context, asked: AskedPage) -> Document:
    """Where a digest that came can be read in a browser; or end that."""
    if asked.ends:
        was_there = await links.end_link(services, context, asked.day)
        return ended_document(asked.day, was_there=was_there)
    return link_document(asked.day, await links.link_to_digest(services, context, asked.day))
