"""What a paper says to a question, as a page: passages of the paper, each under its section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import Final
from urllib.parse import quote

from app.asking.asking import Answered
from composing.asking.places import place
from composing.evidence import Notes, marked_words
from composing.formulas import with_formulas
from composing.notes import noted, refused
from composing.pages import page_of
from composing.wording import provenance
from domain.documents import (
    Block,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Quote,
    Span,
    bold,
    code,
    inline,
    italic,
    link,
)
from domain.excerpts import excerpt
from domain.fulltext import TextOrigin
from domain.messages import marked
from domain.summaries import Claim
from i18n.speech import phrase, spoken
from summaries.questions.asked import LONGEST

DOES_NOT_SAY: Final = marked("The paper does not say.")

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*[,;:]?")
_FEWEST: Final = 3
_MOST: Final = 8
"""Words of a passage that an address names to lead to it."""


def answer_document(answered: Answered) -> Document:
    """The page for whoever asked, without buttons."""
    return page_of(answered.paper, tuple(_blocks(answered)))


def next_buttons(answered: Answered) -> Buttons:
    """What one may want next: to ask more, the place in the paper and its summary, to say no."""
    paper = answered.paper
    rows: list[tuple[Button, ...]] = [
        (
            Button(phrase("Ask more"), command=f"/ask {paper.id}"),
            Button(phrase("Explain the paper"), command=f"/summarize {paper.id}"),
            Button(phrase("Wrong?"), command=f"/ask {paper.id} was wrong"),
        )
    ]
    if not paper.id.is_sample:
        has_page = answered.text is not None and answered.text.origin is TextOrigin.HTML
        page = paper.id.html_url if has_page else paper.id.pdf_url
        answer = answered.answer
        led = (_address(answered, claim) for claim in (*answer.claims, *answer.nearest))
        section = next(filter(None, led), "")
        whole = phrase("The section") if section else phrase("The whole paper")
        rows.append(
            (
                Button(phrase("Abstract"), url=paper.id.abs_url),
                Button(whole, url=section or page),
            )
        )
    return Buttons(tuple(rows))


def _blocks(answered: Answered) -> Iterator[Block]:
    answer = answered.answer
    yield Paragraph(inline(bold(excerpt(answer.question, LONGEST))))
    if answer.is_refusal:
        near = phrase("It begins:") if _is_beginning(answered) else phrase("Nearest to it:")
        yield Paragraph(inline(phrase(DOES_NOT_SAY), " ", near))
    yield from _said(answered)
    if answered.unread:
        yield noted(phrase("Abstract only: {why}", why=spoken(answered.unread)))
    elif answered.text is None:
        yield noted(phrase("Of the abstract alone."))
    if answered.refusal is not None:
        yield from refused(answered.refusal)
    is_extract = answer.provenance.is_extractive and answer.provenance.stands_in is None
    own = phrase("The paper's own sentences, word for word.")
    made = own if is_extract else provenance(answer.provenance, versioned=True)
    yield Paragraph(inline(code(str(answered.paper.id)), " · ", italic(made)))


def _is_beginning(answered: Answered) -> bool:
    """Whether what is told of a paper that does not say is only how it begins."""
    near = answered.answer.nearest
    begins = " ".join(answered.paper.abstract.split())
    return bool(near) and not answered.answer.confidence and begins.startswith(near[0].text)


def _said(answered: Answered) -> Iterator[Block]:
    """Passages of the paper; of a language model's answer, its sentences with their passages."""
    answer = answered.answer
    if answer.provenance.is_extractive or answer.is_refusal:
        told = groupby(answer.claims or answer.nearest, key=lambda one: place(one.evidence[0]))
        for where, claims in told:
            yield Quote(where, tuple(_passage(answered, claim) for claim in claims))
        return
    notes = Notes()
    spans: list[Span] = []
    for claim in answer.claims:
        spans += (Span(" "),) if spans else ()
        spans += (*with_formulas(claim.text, claim.formulas), *notes.marks([claim]))
    yield Paragraph(tuple(spans))
    yield from notes.blocks()


def _passage(answered: Answered, claim: Claim) -> Paragraph:
    """A passage, the words of the question marked, and a way to its place."""
    spans: list[Span] = []
    for piece in claim.evidence:
        spans += (Span(" "),) if spans else ()
        spans += marked_words(piece, answered.answer.question)
    address = _address(answered, claim)
    arrow: Inline = (Span(" "), link("↗", address)) if address else ()
    return Paragraph((*spans, *arrow))


def _address(answered: Answered, claim: Claim) -> str:
    """Where the passage begins on arXiv's page of the paper, as browsers find text there.

    https://wicg.github.io/scroll-to-text-fragment/; of a PDF it is the page. Empty where the
    paper was read from neither, or the passage begins with what a page may show in another form.
    """
    if printed := claim.evidence[0].page:
        return f"{answered.paper.id.pdf_url}#page={printed}"
    if answered.text is None or answered.text.origin is not TextOrigin.HTML:
        return ""
    words = list(takewhile(_PLAIN.fullmatch, claim.text.split()[:_MOST]))
    if len(words) < _FEWEST:
        return ""
    page = answered.paper.id.html_url
    return f"{page}#:~:text={quote(' '.join(words), safe='').replace('-', '%2D')}"
