"""A formula keeps its LaTeX beside the readable form: from records and pages to rich messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing.pages import paper_document
from domain.fulltext import Formula, FullText, formulas_in, split_formulas
from domain.summaries import Claim, Evidence
from papers.fulltext.sandbox.jobs_drawn import read_tex
from papers.fulltext.sandbox.jobs_text import read_page
from papers.fulltext.sandbox.parcel import packed_text, unpacked_text
from papers.listings.feed import parse_feed
from papers.text.latex import readable
from papers.text.noted import noting
from rendering.telegram.rich import RichMessage, to_rich
from rendering.terminal import to_terminal
from tests.digests.invented import paper, summary
from tests.papers.fulltext.samples import WORDS
from tests.papers.test_feed import ENTRY, feed

SENTENCE = "The flow stays at (2ⁿ)^(1/2+δ) for all n."
POWER = Formula("(2ⁿ)^(1/2+δ)", r"(2^n)^{1/2+\delta}")


def _noted(*texts: str) -> dict[str, str]:
    with noting() as formulas:
        for text in texts:
            readable(text)
    return {formula.text: formula.latex for formula in formulas()}


def test_formulas_are_noted_as_they_were_written() -> None:
    """By their readable form; single signs and plain numbers read as well without."""
    assert _noted(r"$\sqrt{s_{NN}} = 200$ GeV, $\alpha$, $x$, $5$ and $H^{1/2}$") == {
        "√(s_NN) = 200": r"\sqrt{s_{NN}} = 200",
        "H^(1/2)": "H^{1/2}",
    }
    assert _noted(r"$\RR^3$, $\lam x+\eps$") == {
        "ℝ³": r"\mathbb{R}^3",
        "λx+ε": r"\lambda x+\epsilon",
    }
    assert _noted(r"costs $5 and $6, x^2 and $\unknown_2$") == {}


def test_what_reads_alike_and_is_not_is_known_by_neither() -> None:
    """A bold letter is not a plain one; other braces make no other formula."""
    assert _noted(r"$\mathbf{v}^2$ and $v^2$", "$u_i$ and $u_{i}$, $ u_i $") == {"uᵢ": "u_i"}


def test_nothing_is_noted_unasked() -> None:
    """Reading outside leaves nothing for what is read later."""
    readable("$H^{1/2}$")
    assert _noted("no formula") == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "in x² and O(x²).",
            [("in ", ""), ("x²", "x^2"), (" and ", ""), ("O(x²)", "O(x^2)"), (".", "")],
        ),
        ("x²ⁿ, ax² and \\x²", [("x²ⁿ, ax² and \\x²", "")]),
        ("x²", [("", ""), ("x²", "x^2"), ("", "")]),
        ("none", [("none", "")]),
    ],
)
def test_formulas_are_found_where_they_stand_alone(text: str, parts: list[tuple[str, str]]) -> None:
    """The longest that is there."""
    known = (Formula("x²", "x^2"), Formula("O(x²)", "O(x^2)"))
    assert list(split_formulas(text, known)) == parts


@given(
    st.text("ax²(). ", max_size=30), st.lists(st.text("x²(", min_size=1, max_size=4), max_size=4)
)
def test_no_letter_is_lost_or_moved(text: str, known: list[str]) -> None:
    """Whatever is known."""
    formulas = tuple(Formula(one, "x") for one in known)
    assert "".join(part for part, _ in split_formulas(text, formulas)) == text
    assert formulas_in(text, formulas) == tuple(f for f in formulas if f.text in text)


def test_records_bring_their_formulas() -> None:
    """Of titles and abstracts, in feeds, and to a rich message outside its folds."""
    written = ENTRY.replace("We fold boats", r"We fold $n^{1/3}$ boats")
    written = written.replace(r"$\alpha$-Folds", r"$n^{1/3}$-Folds")
    ((read,)) = parse_feed(feed(written)).entries
    assert read.paper.formulas == (Formula("n^(1/3)", "n^{1/3}"),)
    assert "We fold n^(1/3) boats" in read.paper.abstract
    document = paper_document(read.paper, None)
    (rich,) = to_rich(document)
    assert isinstance(rich, RichMessage)
    assert "<tg-math>n^{1/3}</tg-math>" in rich.html
    assert "We fold n^(1/3) boats" in rich.html


def _page(body: str) -> FullText:
    head = f'<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p>{WORDS}</p></div>'
    section = (
        '<section class="ltx_section"><h2 class="ltx_title">Flow</h2>'
        f'<div class="ltx_para"><p class="ltx_p">{body} {WORDS}</p></div></section>'
    )
    page = f'<html><body><article class="ltx_document">{head}{section}</article></body></html>'
    return unpacked_text(read_page(page.encode(), 0))[0]


_TEX = r"(2^n)^{1/2+\delta}"
_ANNOTATED = f'<annotation encoding="application/x-tex">{_TEX}</annotation>'


@pytest.mark.parametrize(
    "math",
    [
        f'<math alttext="{_TEX}"><mi>x</mi></math>',
        f"<math><semantics><mi>x</mi>{_ANNOTATED}</semantics></math>",
    ],
)
def test_pages_bring_their_formulas(math: str) -> None:
    """By alttext or annotation, out of the sandbox, and through the cache."""
    text = _page(f"The flow stays at {math} for all n.")
    assert SENTENCE in text.sections[1].text
    assert text.formulas == (POWER,)
    assert unpacked_text(packed_text(text))[0] == text


def test_sources_bring_their_formulas() -> None:
    """With the authors' macros written out."""
    tex = (
        r"\documentclass{article}\newcommand{\de}{\delta}\begin{document}\section{Flow}"
        rf"The flow stays at $(2^n)^{{1/2+\de}}$ for all n. {WORDS}\end{{document}}"
    )
    text = unpacked_text(read_tex(tex.encode(), 0))[0]
    assert SENTENCE in text.sections[-1].text
    assert POWER in text.formulas


def test_sentences_show_formulas_as_formulas() -> None:
    """Those of claims and of what they stand on, where a surface sets them; else in one line."""
    told = summary(tldr=Claim(SENTENCE, (Evidence("Flow", SENTENCE),))).typeset((POWER,))
    assert told.tldr.formulas == (POWER,)
    document = paper_document(paper(), told)
    (rich, *_) = to_rich(document)
    assert isinstance(rich, RichMessage)
    assert r"stays at <tg-math>(2^n)^{1/2+\delta}</tg-math> for all n." in rich.html
    assert SENTENCE in to_terminal(document, colour=False)
