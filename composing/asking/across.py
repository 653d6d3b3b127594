"""Which of several papers tell of what was asked, as a page: each with a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.asking.across import Across, Among
from composing.asking.places import place
from composing.evidence import marked_words
from composing.formulas import without_formulas
from composing.notes import noted
from composing.paper_blocks import title_in_list
from domain.documents import (
    Block,
    Button,
    Document,
    Inline,
    Menu,
    Paragraph,
    Quote,
    Span,
    bold,
    code,
    inline,
)
from domain.excerpts import excerpt
from domain.messages import marked
from i18n.speech import number, phrase, plural
from summaries.questions.among import Telling

TOLD: Final = 10
"""Papers with a sentence each; further ones are told by title."""

_TITLES: Final = 20
_ASKED: Final = 5
_TITLE: Final = 50


def across_document(across: Across) -> Document:
    """The papers, the surest first, and on what that stands; each can be asked by itself."""
    return Document(blocks=tuple(_blocks(across)))


def _blocks(across: Across) -> Iterator[Block]:
    question, telling = across.asked.question, across.telling
    yield Paragraph(inline(bold(question)))
    yield Paragraph(inline(_counted(across)))
    for one in telling[:TOLD]:
        yield Paragraph(_title(one))
        spans: list[Span] = []
        for piece in one.claim.evidence:
            spans += (Span(" "),) if spans else ()
            spans += marked_words(piece, question)
        yield Quote(place(one.claim.evidence[0]), (Paragraph(tuple(spans)),))
    rest = telling[TOLD : TOLD + _TITLES]
    if rest:
        yield Paragraph(inline(phrase("And these:")))
        yield from (Paragraph(_title(one)) for one in rest)
    if more := len(telling[TOLD + _TITLES :]):
        yield Paragraph(inline(plural("{number} more paper.", "{number} more papers.", more)))
    yield noted(_basis(across))
    if telling:
        yield Paragraph(inline(phrase("Ask one of them, as a whole:")))
        rows = (_row(one, question) for one in telling[:_ASKED])
        yield Menu(tuple(rows))


def _title(one: Telling) -> Inline:
    return (*title_in_list(one.paper), Span(" · "), code(one.paper.id.base))


def _row(one: Telling, question: str) -> tuple[Button]:
    title = excerpt(without_formulas(one.paper.title), _TITLE)
    return (Button(title, command=f"/ask {one.paper.id.base} {question}"),)


def _counted(across: Across) -> str:
    """How many of which papers tell of it."""
    found = number(len(across.telling)) if across.telling else phrase("None")
    said: dict[Among, str] = {
        Among.NAMED: marked("{found} of {among} papers tell of it."),
        Among.SAVED: marked("{found} of the {among} papers that you saved tell of it."),
        Among.DIGEST: marked("{found} of the {among} papers of the last digest tell of it."),
        Among.WEEK: marked("{found} of the {among} papers of the last week tell of it."),
    }
    return phrase(said[across.asked.among], found=found, among=number(across.looked_at))


def _basis(across: Across) -> str:
    """What was looked through, and what was not."""
    if across.whole == across.looked_at:
        said = phrase("All of them were looked through whole.")
    elif across.whole:
        said = phrase(
            "{whole} of them were looked through whole, the others by title and abstract.",
            whole=number(across.whole),
        )
    else:
        said = phrase("By title and abstract.")
    if across.left_out:
        left = plural(
            "{number} more was not looked at.",
            "{number} more were not looked at.",
            across.left_out,
        )
        said = f"{said} {left}"
    return said
