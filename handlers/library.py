"""What somebody makes of papers: saved, read, noted, more or less like this."""

from __future__ import annotations

import re
from typing import Final

from app import tastes
from app.fair_use.effort import Effort
from app.library import reading_list
from app.library import similar as similar_papers
from app.library.reading_list import LONGEST_NOTE, AskedNote
from app.library.similar import AskedSimilar
from app.services import Services
from app.settings import change
from composing.choosing.pickers import unread_document
from composing.library.members import members_document
from composing.library.reading_list import note_document, read_document, reading_list_document
from composing.library.similar import similar_document
from composing.library.tastes import (
    left_out_document,
    profile_document,
    saved_document,
    voted_document,
)
from composing.library.unread import unread_set_document
from domain.chats import Unread
from domain.documents import Document
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.requests import Context

_NOTHING: Final = "none"
_PAGE: Final = re.compile(r"\bpage (?P<page>[1-9]\d{0,2})\s*$", re.IGNORECASE)


def read_asked_note(text: str) -> AskedNote:
    """A paper and words of one's own; ``none`` for no words.

    Raises:
        InputError: it does not begin with a paper, or is too long for a note.
    """
    first, *words = text.split(maxsplit=1) or [""]
    paper, noted = PaperId.parse(first), "".join(words).strip()
    if len(noted) > LONGEST_NOTE:
        raise InputError(sentence("A note has at most {number} characters.", number=LONGEST_NOTE))
    if noted.casefold() == _NOTHING:
        return AskedNote(paper, "")
    return AskedNote(paper, noted or None)


def read_asked_similar(text: str) -> AskedSimilar:
    """A paper; ``page 2`` after it looks further back.

    Raises:
        NotAPaperId: it names no paper, or several.
    """
    match = _PAGE.search(text)
    if match is None:
        return AskedSimilar(PaperId.parse(text))
    return AskedSimilar(PaperId.parse(text[: match.start()]), int(match["page"]))


async def similar(services: Services, context: Context, asked: AskedSimilar) -> Document:
    """Stored papers that are like one, the nearest first."""
    return similar_document(await similar_papers.similar(services, context, asked))


async def save(services: Services, context: Context, wanted: PaperId) -> Document:
    """Save a paper; the same again takes it back."""
    paper, is_saved = await tastes.save(services, context, wanted)
    return saved_document(paper, is_saved=is_saved)


async def saved(services: Services, context: Context, words: str | None) -> Document:
    """List what somebody has saved, or what of it has some words."""
    return reading_list_document(await reading_list.listed(services, context, words or ""))


async def read(services: Services, context: Context, paper: PaperId) -> Document:
    """Mark a saved paper as read; the same again takes it back."""
    kept, is_read = await reading_list.mark_read(services, context, paper)
    return read_document(kept, is_read=is_read)


async def note(services: Services, context: Context, asked: AskedNote) -> Document:
    """Note something of a paper, or show what was noted."""
    kept = await reading_list.note(services, context, asked)
    return note_document(kept, is_new=asked.text is not None)


async def effort_of_note(services: Services, context: Context, asked: AskedNote) -> Effort:
    """What it takes to save the paper, where it is not saved yet."""
    return await tastes.effort(services, context, asked.paper)


async def effort_of_profile(services: Services, context: Context, out: PaperId | None) -> Effort:
    """What it takes to show a profile: its words are found anew."""
    return Effort.OWN if out is None else Effort.QUICK


async def profile(services: Services, context: Context, out: PaperId | None) -> Document:
    """Show what the order of papers stands on, or take a paper out of it."""
    if out is None:
        view = await tastes.profile(services, context)
        return profile_document(view) if view.members is None else members_document(view)
    return left_out_document(out, was_in=await tastes.leave_out(services, context, out))


async def unread(services: Services, context: Context, wanted: Unread | None) -> Document:
    """Set what digests say of papers that are not read yet."""
    if wanted is None:
        return unread_document(context.settings)
    if wanted.reminds and not context.is_private:
        raise InputError(
            sentence("What somebody saved is theirs alone; they are reminded in private chats."),
            hint=for_example("/unread carry"),
        )
    await change(services, context, unread=wanted)
    return unread_set_document(wanted)


async def more(services: Services, context: Context, wanted: PaperId) -> Document:
    """Wish for more papers like one; the same again takes it back."""
    return await _voted(services, context, wanted, is_more=True)


async def less(services: Services, context: Context, wanted: PaperId) -> Document:
    """Wish for fewer papers like one; the same again takes it back."""
    return await _voted(services, context, wanted, is_more=False)


async def _voted(
    services: Services, context: Context, wanted: PaperId, *, is_more: bool
) -> Document:
    voted = await tastes.vote(services, context, wanted, is_more=is_more)
    return voted_document(voted, is_more=is_more)
