"""A paper's figures, for whoever asks for them: each image of a web page is one more request."""

from __future__ import annotations

from app.paper_text import PaperText
from app.services import Services
from composing.pages import figures_document
from domain.documents import Document
from domain.errors import PaperNotFound
from domain.messages import sentence
from domain.papers import Paper
from domain.requests import Request
from i18n.speech import phrase


async def figures_of(services: Services, request: Request, paper: Paper) -> Document:
    """The figures alone, with whose they are; or where to look at them.

    Raises:
        PaperNotFound: there is nothing to look into.
        UnreadablePaper: it cannot be read.
        SourceError: arXiv does not answer.
    """
    if services.reader is None or paper.id.is_sample:
        raise PaperNotFound(sentence("The sample papers are abstracts only."))
    request.progress(phrase("Fetching the figures"))
    return figures_document(paper, await services.reader.read(paper, figures=True))


def are_to_be_had(services: Services, read: PaperText) -> bool:
    """Whether a paper has figures that may be shown, and are not."""
    return (
        services.reader is not None
        and read.text is not None
        and services.reader.could_show(read.text)
    )
