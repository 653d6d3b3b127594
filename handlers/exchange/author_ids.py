"""Ids of authors, which arXiv has pages for that no program may read."""

from __future__ import annotations

import re
from typing import Final

from domain.errors import InputError
from domain.messages import for_example, sentence

_ORCID: Final = r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid:? ?)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]/?"
_PAGE: Final = r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/a/[\w.-]{1,80}"
_NAME: Final = r"[a-z]{1,40}_[a-z]_\d{1,3}"
_ID: Final = re.compile(f"{_ORCID}|{_PAGE}|{_NAME}", re.IGNORECASE)
_LONGEST: Final = 150


def author_id(text: str, command: str) -> InputError | None:
    """The error of a text that is an ORCID iD, an author's id at arXiv or a link to one.

    None for any other text.

    Args:
        text: what somebody gave for an author, or for papers.
        command: that takes a name and a paper, as ``/follow``.
    """
    given = text.strip()
    if len(given) > _LONGEST or not _ID.fullmatch(given):
        return None
    return InputError(
        sentence(
            "“{text}” is the id of an author, and arXiv's rules for robots do not open its pages "
            "of authors to programs: give a name, with one of their papers.",
            text=given,
        ),
        hint=for_example(f"{command} Ada Lovelace of 2403.04634"),
    )
