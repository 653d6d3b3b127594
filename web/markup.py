"""What papers say as HTML: everything escaped, formulas as MathML, links that lead to the web."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape
from math_core import LatexError, LatexToMathML

from composing.paper_blocks import prose_of
from domain.documents import Inline, Span, Style
from domain.papers import Paper
from domain.summaries import Claim
from rendering.common.plain import tidied

_LONGEST_FORMULA: Final = 1_000
_ELEMENTS: Final = {
    Style.BOLD: "strong",
    Style.ITALIC: "em",
    Style.CODE: "code",
    Style.MARKED: "mark",
}
_CONVERTER: Final = LatexToMathML()


def html_of(spans: Inline) -> Markup:
    """A line as HTML."""
    return Markup("").join(map(_span, tidied(spans)))


def prose(paper: Paper, text: str | Claim) -> Markup:
    """A text of a paper's, or a claim about it."""
    return html_of(prose_of(paper, text))


def title(paper: Paper) -> Markup:
    """A paper's title, which leads nowhere."""
    spans = prose_of(paper, paper.title)
    return html_of(tuple(Span(one.text, one.style, latex=one.latex) for one in spans))


@lru_cache(maxsize=4_096)
def maths(latex: str) -> Markup | None:
    """A formula as MathML; None where it cannot be set."""
    if len(latex) > _LONGEST_FORMULA:
        return None
    try:
        set_ = _CONVERTER.convert_with_local_state(latex, displaystyle=False)
    except LatexError:
        return None
    return Markup(set_)  # noqa: S704  (the library escapes what it is given; a test sees to it)


def _span(span: Span) -> Markup:
    shown = (span.latex and maths(span.latex)) or escape(span.text)
    if element := _ELEMENTS.get(span.style):
        shown = Markup("<{0}>{1}</{0}>").format(Markup(element), shown)  # noqa: S704  (one of ours)
    if span.link:
        return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(span.link, shown)
    return shown
