"""Figures on a paper's card: shown with whose they are, or linked."""

from __future__ import annotations

from dataclasses import replace

from composing.figures import figures_link, not_shown, pictures
from composing.pages import paper_document
from domain.documents import Paragraph, Span
from domain.fulltext import Figure, FullText, Section, TextOrigin
from domain.messages import sentence
from tests.papers.invented import invented

CC_BY = "http://creativecommons.org/licenses/by/4.0/"
BOATS = invented(1)
SHOWN = FullText(
    (Section("Boats", "They float."),),
    (
        Figure("1", "A boat.", b"png", "image/png"),
        Figure("2a", "Ponds. " * 200, b"png", "image/png"),
    ),
    TextOrigin.HTML,
    CC_BY,
)
HIDDEN = replace(
    SHOWN, licence=None, figures=tuple(replace(figure, image=b"") for figure in SHOWN.figures)
)


def _words(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_pictures_say_whose_they_are() -> None:
    """Number, caption, authors, paper and licence, and that they were changed."""
    (gallery,) = pictures(BOATS, SHOWN)
    first, second = gallery.pictures
    assert _words(first.caption) == "Figure 1. A boat."
    assert _words(gallery.credit) == (
        "(Ada Beispiel, Bo Ejemplo 1, arXiv:2403.00001v1, CC BY 4.0; scaled)"
    )
    assert {span.link for span in gallery.credit if span.link} == {BOATS.id.abs_url, CC_BY}
    assert len(_words(second.caption)) < 700
    assert "…" in _words(second.caption)


def test_figures_that_may_not_be_shown_are_linked() -> None:
    """To the paper's page, or its PDF where it has no page."""
    (link,) = figures_link(BOATS, HIDDEN)
    assert (link.text, link.link) == ("Figures", "https://arxiv.org/html/2403.00001v1")
    (link,) = figures_link(BOATS, replace(HIDDEN, origin=TextOrigin.PDF))
    assert link.link == BOATS.id.pdf_url
    assert pictures(BOATS, HIDDEN) == ()


def test_figures_that_cannot_be_drawn_are_named() -> None:
    """Beside those that are shown: where they are; where all are shown, or none, nothing."""
    first, second = SHOWN.figures
    (line,) = not_shown(BOATS, replace(SHOWN, figures=(first, replace(second, image=b""))))
    assert _words(line.spans) == "Not shown here: figure 2a. Figures"
    assert line.spans[-1].link == "https://arxiv.org/html/2403.00001v1"
    assert not_shown(BOATS, SHOWN) == not_shown(BOATS, HIDDEN) == ()


def test_no_link_without_figures() -> None:
    """A paper without figures, or whose figures are shown, has no link to them."""
    assert figures_link(BOATS, replace(SHOWN, figures=())) == ()
    assert figures_link(BOATS, SHOWN) == ()
    assert figures_link(BOATS, None) == ()


def test_card() -> None:
    """The card ends in the figures, or where they are, or why only the abstract was read."""
    shown = paper_document(BOATS, None, text=SHOWN).blocks
    assert shown[-1:] == pictures(BOATS, SHOWN)
    hidden = paper_document(BOATS, None, text=HIDDEN).blocks[-1]
    assert isinstance(hidden, Paragraph)
    assert hidden.spans[0].text == "Figures"
    unread = paper_document(BOATS, None, unread=sentence("The PDF is damaged.")).blocks[-1]
    assert isinstance(unread, Paragraph)
    assert unread.spans[0].text == "Abstract only: The PDF is damaged."
