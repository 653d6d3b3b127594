"""What is asked back: which paper is meant, and what there is to be asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from composing.choosing.labels import picked
from composing.formulas import without_formulas
from composing.pages import page_of
from domain.documents import Button, Document, Paragraph, code, inline
from domain.identifiers import PaperId
from domain.papers import Paper
from i18n.speech import phrase


def which_document(question: str, papers: Sequence[tuple[PaperId, str]]) -> Document:
    """Which of some papers, with their titles, a question is put to; or all of them."""
    said = phrase("Which paper do you ask about?")
    options = [(without_formulas(title), f"/ask {paper} {question}") for paper, title in papers]
    together: list[Button] = []
    if question and len(papers) > 1:
        named = " ".join(str(paper) for paper, _ in papers)
        together = [Button(phrase("All of them"), command=f"/ask all {named} {question}")]
    return Document(blocks=(Paragraph(inline(said)), *picked(options, together)))


def prompt_document(paper: PaperId, known: Paper | None) -> Document:
    """What somebody wants to know of a paper; a reply to it is a question to the paper."""
    said = phrase("What do you want to know? Reply to this message with your question.")
    # Its id, so that a reply is known to be about it.
    blocks = (Paragraph(inline(code(str(paper)), " · ", said)),)
    return page_of(known, blocks) if known else Document(str(paper), blocks, paper.abs_url)


def counted_document() -> Document:
    """That it is counted that an answer was wrong."""
    return Document.say(phrase("Thank you; it is counted."))
