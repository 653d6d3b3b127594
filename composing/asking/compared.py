"""Papers side by side, as a table whose cells stand on sentences of the papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from app.asking.comparing import Compared
from composing.evidence import Notes
from composing.formulas import beginning, without_formulas
from composing.paper_blocks import title_of
from domain.documents import Block, Bullets, Document, Inline, Section, Table, bold, inline
from domain.messages import marked
from domain.papers import Paper
from domain.summaries import Claim
from i18n.speech import phrase

_LABELS: Final = {
    "problem": marked("Problem"),
    "method": marked("Method"),
    "data": marked("Data"),
    "results": marked("Results"),
    "limits": marked("Limits"),
}
_LONGEST_CELL: Final = 240
_LONGEST_NAME: Final = 40


def compared_document(compared: Compared, *, in_table: bool = True) -> Document:
    """What the papers tell side by side, and what that stands on.

    Args:
        compared: the papers.
        in_table: whether it is shown where a table with a column for each paper has room; an aspect
            is a part of its own else.
    """
    notes = Notes()
    names = _names(compared.papers)
    rows = {
        phrase(_LABELS[aspect]): tuple(_cell(claim, notes) for claim in told)
        for aspect, told in compared.told.items()
    }
    papers = tuple(
        inline(bold(name), " · ", *title_of(paper))
        for name, paper in zip(names, compared.papers, strict=True)
    )
    told = _table(names, rows) if in_table else _parts(names, rows)
    return Document(phrase("Compared"), (Bullets(papers), *told, *notes.blocks()))


def _table(names: Sequence[str], rows: Mapping[str, Sequence[Inline]]) -> tuple[Block, ...]:
    lines = tuple((inline(bold(label)), *cells) for label, cells in rows.items())
    return (Table(("", *names), lines),)


def _parts(names: Sequence[str], rows: Mapping[str, Sequence[Inline]]) -> tuple[Block, ...]:
    """A part for each aspect, with a line for each paper that tells something of it."""
    return tuple(
        Section(
            inline(label),
            (
                Bullets(
                    tuple(
                        (*inline(bold(name), ": "), *cell)
                        for name, cell in zip(names, cells, strict=True)
                    )
                ),
            ),
            level=3,
        )
        for label, cells in rows.items()
    )


def _cell(claim: Claim | None, notes: Notes) -> Inline:
    """A claim with what it stands on; a dash where there is none."""
    if claim is None:
        return inline("–")
    told = beginning(claim.text, _LONGEST_CELL, claim.formulas)
    return (*told, *notes.marks([claim]))


def _names(papers: Sequence[Paper]) -> tuple[str, ...]:
    """What papers are called in the heads of columns: their names, but ids where two are alike."""
    names = tuple(map(_name, papers))
    alike = Counter(map(str.casefold, names))
    return tuple(
        name if alike[name.casefold()] == 1 else str(paper.id.latest)
        for name, paper in zip(names, papers, strict=True)
    )


def _name(paper: Paper) -> str:
    """The name that a paper's title gives it, or its id."""
    name, colon, _ = without_formulas(paper.title).partition(":")
    is_name = colon and name.strip() and len(name) <= _LONGEST_NAME
    return name if is_name else str(paper.id.latest)
