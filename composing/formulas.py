"""Formulas in what papers say, for surfaces that set them; in readable form for all others."""

from __future__ import annotations

import re

from domain.documents import Inline, Span, inline
from domain.excerpts import excerpt
from domain.fulltext import Formulas, split_formulas
from papers.text.formulas import readable_formula
from rendering.common.maths import split_maths

_TEX = re.compile(r"[\\^_]")


def with_formulas(text: str, known: Formulas = ()) -> Inline:
    """A text of arXiv's, its LaTeX between dollar signs as formulas.

    What Unicode can say was made Unicode where it entered; prices stay what they are.

    Args:
        text: as it is read.
        known: formulas in readable form whose LaTeX is known.
    """
    spans: list[Span] = []
    for part, is_maths in split_maths(text):
        if is_maths and _TEX.search(part):
            spans.append(_formula(part))
        elif part:
            told = split_formulas(part, known)
            spans += (Span(words, latex=latex) for words, latex in told if words)
    return tuple(spans)


def beginning(text: str, most: int, known: Formulas = ()) -> Inline:
    """As much of a text as so many characters tell; where it is cut, its formulas are letters."""
    readable = without_formulas(text)
    told = excerpt(readable, most)
    return with_formulas(text, known) if told == readable else inline(told)


def without_formulas(text: str) -> str:
    """The same, all in readable form."""
    return "".join(span.text for span in with_formulas(text))


def _formula(delimited: str) -> Span:
    latex = delimited.strip("$")
    return Span(readable_formula(latex) or latex, latex=latex)
