"""Where in a paper something stands: under its own heading, or in a field of arXiv's."""

from __future__ import annotations

from typing import Final

from composing.wording import AUTHORS
from domain.messages import marked
from i18n.speech import phrase
from summaries.questions import searchable

_FIELDS: Final = {searchable.AUTHORS: AUTHORS, searchable.COMMENTS: marked("Comments")}


def place(section: str) -> str:
    """A heading in the paper's own words; a field's name in those of the chat."""
    return phrase(field) if (field := _FIELDS.get(section)) else section
