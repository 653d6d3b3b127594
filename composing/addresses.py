"""Addresses of the web in what papers say: linked where they stand, and shown short."""

from __future__ import annotations

import re
from typing import Final

from composing import wording
from composing.formulas import with_formulas
from domain.documents import Inline, Span, inline, link
from domain.excerpts import excerpt
from domain.fulltext import Formulas
from domain.links import is_code
from i18n.speech import phrase, styled

_ADDRESS = re.compile(r"https?://[^\s<>\[\]{}\"“”]+", re.IGNORECASE)
_CLOSING: Final = ".,;:!?'’*_"
_LONGEST: Final = 60


def prose(text: str, *, linked: bool = True, known: Formulas = ()) -> Inline:
    """A text with its formulas, whose addresses lead where they say.

    Args:
        text: one of arXiv's, or made of those.
        linked: whether addresses lead anywhere.
        known: formulas in readable form whose LaTeX is known.
    """
    if not linked:
        return with_formulas(text, known)
    parts: list[Span] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _without_closing(match[0])
        parts += [*with_formulas(text[end : match.start()], known), link(address, address)]
        end = match.start() + len(address)
    return inline(*parts, *with_formulas(text[end:], known))


def project_link(url: str) -> Inline:
    """A paper's code or project page: ``Code: github.com/…``."""
    label = wording.CODE if is_code(url) else wording.PROJECT
    return styled("{label}: {text}", label=phrase(label), text=short_link(url))


def short_link(url: str) -> Span:
    """A link whose text is the address without what goes without saying."""
    shown = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    return link(excerpt(shown, _LONGEST), url)


def _without_closing(address: str) -> str:
    """An address without the punctuation of the sentence that it stands in."""
    unpaired = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _CLOSING or (address[end - 1] == ")" and unpaired > 0):
        unpaired -= address[end - 1] == ")"
        end -= 1
    return address[:end]
