"""A paper that somebody names by its title: found by arXiv's search."""

from __future__ import annotations

from typing import Final

from app.services import Services
from domain.errors import PaperNotFound
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from domain.topics import Field, Term, Together
from topics.english.telling import needed_words
from topics.tokens import words_of

_MOST: Final = 5
"""Papers to choose from."""
_SHOWN: Final = 60


async def papers_titled(services: Services, context: Context, title: str) -> list[Paper]:
    """The papers that a title may be of: those called so, else those whose titles have its words.

    Raises:
        PaperNotFound: there is none.
        SourceError: arXiv cannot be asked.
    """
    context.progress(sentence("Searching arXiv"))
    words = words_of(title)
    plain = " ".join(words)
    found = await services.source.search(Term(plain, Field.TITLE), limit=_MOST)
    if not found and len(needed_words(words)) > 1:
        found = await services.source.search(Together(plain, Field.TITLE), limit=_MOST)
    if not found:
        shown = excerpt(title, _SHOWN)
        raise PaperNotFound(
            sentence("arXiv has no paper with the title “{title}”.", title=shown),
            hint=for_example(f"/search {shown}"),
        )
    called_so = [paper for paper in found if words_of(paper.title) == words]
    return called_so or found
