"""Where in a paper something stands: under its own heading, or in a field of arXiv's."""

from __future__ import annotations

from typing import Final

from composing.wording import AUTHORS
from domain.messages import marked
from domain.summaries import Evidence
from i18n.speech import number, phrase
from summaries.questions import searchable

_FIELDS: Final = {searchable.AUTHORS: AUTHORS, searchable.COMMENTS: marked("Comments")}


def place(piece: Evidence) -> str:
    """A heading in the paper's own words, or a field's name in those of the chat; with the page."""
    section = phrase(field) if (field := _FIELDS.get(piece.section)) else piece.section
    if not piece.page:
        return section
    page = number(piece.page)
    if not section:
        return phrase("Page {page}", page=page)
    return phrase("{section}, page {page}", section=section, page=page)
