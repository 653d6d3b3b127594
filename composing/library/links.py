"""Links to pages of the archive, put into words."""

from __future__ import annotations

from datetime import date

from composing.wording import day as day_told
from domain.documents import Button, Buttons, Document, Paragraph, inline
from i18n.speech import phrase


def link_document(day: date, address: str) -> Document:
    """Where the page of a digest is, and how to end it."""
    said = phrase(
        "The digest of {day} as a page: whoever has its link can read it, until you end it.",
        day=day_told(day),
    )
    rows = (
        (Button(phrase("Open the page"), url=address),),
        (Button(phrase("End this link"), command=f"/page {day.isoformat()} end"),),
    )
    return Document(blocks=(Paragraph(inline(said)), Buttons(rows)))


def ended_document(day: date, *, was_there: bool) -> Document:
    """That a page is no more."""
    if was_there:
        return Document.say(phrase("The page of {day} is gone.", day=day_told(day)))
    return Document.say(phrase("There is no page of {day}.", day=day_told(day)))
