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


def public_document(title: str, address: str) -> Document:
    """That everybody may read a channel's digests, where, and how to end it."""
    said = phrase(
        "Anybody can read the digests of {title}, those that are kept and those that come, on a "
        "page with feeds; what is muted here and who pressed what is not shown.",
        title=title,
    )
    rows = (
        (Button(phrase("Open the page"), url=address),),
        (Button(phrase("Show it no longer"), command="/publish off"),),
    )
    return Document(blocks=(Paragraph(inline(said)), Buttons(rows)))


def not_public_document(*, is_ended: bool) -> Document:
    """That nobody can read a channel's digests elsewhere, and how they may."""
    said = (
        phrase("The page is gone.") if is_ended else phrase("These digests are in this chat alone.")
    )
    shows = Button(phrase("Show them to everybody"), command="/publish on")
    return Document(blocks=(Paragraph(inline(said)), Buttons(((shows,),))))


def public_digest_document(day: date, address: str) -> Document:
    """Where anybody can read a public channel's digest."""
    said = phrase("The digest of {day}, as anybody can read it:", day=day_told(day))
    row = (Button(phrase("Open the page"), url=address),)
    return Document(blocks=(Paragraph(inline(said)), Buttons((row,))))


def ended_document(day: date, *, was_there: bool) -> Document:
    """That a page is no more."""
    if was_there:
        return Document.say(phrase("The page of {day} is gone.", day=day_told(day)))
    return Document.say(phrase("There is no page of {day}.", day=day_told(day)))
