"""A paper's figures on its card: shown with attribution where the licence allows, else linked."""

from __future__ import annotations

from typing import Final

from composing.paper_blocks import names_of
from domain.documents import Gallery, Inline, Paragraph, Picture, Span, bold, inline, link
from domain.excerpts import excerpt
from domain.fulltext import Figure, FullText, TextOrigin
from domain.metadata.licences import licence_name
from domain.papers import Paper
from i18n.speech import phrase
from papers.fulltext.story import telling, wanted

MOST_SHOWN: Final = 3
_CAPTION: Final = 500
"""Characters of a caption; Telegram takes 1,024 with the attribution."""
_AUTHORS: Final = 3


def pictures(paper: Paper, text: FullText) -> tuple[Gallery, ...]:
    """The most telling figures that may be shown, in the paper's order, with whose they are."""
    shown = telling(text.figures, MOST_SHOWN)
    pictures = tuple(Picture(_caption(figure), figure.image) for figure in shown)
    return (Gallery(pictures, _attribution(paper, text)),) if pictures else ()


def figures_link(paper: Paper, text: FullText | None) -> Inline:
    """Where the figures can be looked at; empty where they are shown, or there are none."""
    if text is None or not text.figures or any(figure.image for figure in text.figures):
        return ()
    return _at_arxiv(paper, text)


def not_shown(paper: Paper, text: FullText) -> tuple[Paragraph, ...]:
    """Which of the most telling figures have no image here, though others have, and where it is."""
    images = {figure.number: figure.image for figure in text.figures}
    missing = [number for number in wanted(text.figures, MOST_SHOWN) if not images[number]]
    if not missing or not any(images.values()):
        return ()
    told = phrase("Not shown here: figure {numbers}.", numbers=", ".join(sorted(missing)))
    return (Paragraph(inline(told, " ", *_at_arxiv(paper, text))),)


def _at_arxiv(paper: Paper, text: FullText) -> Inline:
    address = paper.id.html_url if text.origin is TextOrigin.HTML else paper.id.pdf_url
    return inline(link(phrase("Figures"), address))


def _caption(figure: Figure) -> Inline:
    label = phrase("Figure {number}", number=figure.number)
    return inline(bold(f"{label}. "), excerpt(figure.caption, _CAPTION))


def _attribution(paper: Paper, text: FullText) -> Inline:
    """Authors, source, licence and that it was changed, as CC licences want them told."""
    who = names_of(paper, _AUTHORS, beyond=lambda _: " et al.")
    licence = licence_name(text.licence)
    parts: list[str | Span] = [
        f"({who}, " if who else "(",
        link(f"arXiv:{paper.id}", paper.id.abs_url),
    ]
    if licence:
        parts += [", ", link(licence, text.licence or "")]
    return inline(*parts, "; ", phrase("scaled"), ")")
