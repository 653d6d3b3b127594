"""Formulas in what papers say, for surfaces that set them; in readable form for all others."""

from __future__ import annotations

import re

from domain.documents import Inline, Span
from papers.text.formulas import readable_formula
from rendering.common.maths import split_maths

_TEX = re.compile(r"[\\^_]")


def with_formulas(text: str) -> Inline:
    """A text of arXiv's, its LaTeX between dollar signs as formulas.

    What Unicode can say was made Unicode where it entered; prices stay what they are.
    """
    return tuple(
        _formula(part) if is_maths and _TEX.search(part) else Span(part)
        for part, is_maths in split_maths(text)
        if part
    )


def without_formulas(text: str) -> str:
    """The same, all in readable form."""
    return "".join(span.text for span in with_formulas(text))


def _formula(delimited: str) -> Span:
    latex = delimited.strip("$")
    return Span(readable_formula(latex), latex=latex)
