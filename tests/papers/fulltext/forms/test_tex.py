"""TeX sources as texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.sandbox.jobs_drawn import read_tex
from papers.fulltext.sandbox.parcel import unpacked_text
from papers.fulltext.tex.expansion import Macro, expanded
from papers.fulltext.tex.files import document
from papers.fulltext.tex.floats import floats, image_file
from papers.fulltext.tex.groups import argument, group_end
from papers.fulltext.tex.source import read_files
from papers.fulltext.tex.tar_members import read_members
from papers.fulltext.tex.words import words
from papers.text.formulas import readable_formula
from tests.papers.fulltext import samples

METHOD = (
    b"We fold. " * 20 + b"\\subsection{Creases} They hold. % not this\n\n\\paragraph{Speed} Fast."
)
FILES = {"main.tex": samples.TEX, "method.tex": METHOD, "notes/x.tex": b"Nothing."}


def read_source(body: bytes) -> FullText:
    """A paper's text as the sandbox gives it, without images."""
    return unpacked_text(read_tex(body, 0))[0]


def test_sections() -> None:
    """Files are put together, comments and references left out, and the end is the end."""
    text = read_source(samples.tar(FILES))
    assert [(part.title, part.level) for part in text.sections] == [
        ("Abstract", 1),
        ("Introduction", 1),
        ("Method", 1),
        ("Creases", 2),
        ("Proofs", 1),
    ]
    assert text.sections[3].text == "They hold.\n\nSpeed. Fast."


def test_words_of_a_section() -> None:
    """Accents, macros, formulas, lists and references read as in print."""
    text = read_source(samples.tar(FILES)).sections[1].text
    assert text.startswith(
        "A naïve sheet sinks; BoatNet does not, as Section 2 and Figure 1 show. Paper boats"
    )
    assert "Its depth is d₀ ≤ ε, or 97% of the pond – “deep” –" in text
    assert "E = m/c²," in text
    assert "• It folds.\n\n• It floats." in text


def test_figures_with_parts_are_one() -> None:
    """Captions of sub-figures are not the figure's."""
    text, found = read_files(FILES)
    assert [(f.number, f.caption) for f in text.figures] == [("1", "A boat of two parts.")]
    assert found[0].images == ("bow", "stern.png")
    assert [t.caption for t in text.tables] == ["Ponds."]


def test_figures_side_by_side_have_numbers_of_their_own() -> None:
    """Two captions in one environment make two figures."""
    found = floats(
        r"\begin{figure}\includegraphics{a}\caption{A}\includegraphics{b}\caption{B}\end{figure}"
    )
    assert [(f.number, f.images) for f in found] == [("1", ("a",)), ("2", ("b",))]


def test_image_files_are_found_as_tex_finds_them() -> None:
    """With and without ending and folder."""
    files = {"figs/Bow.PDF": b"", "stern.png": b"", "a/mast.jpg": b""}
    assert image_file("figs/bow", files) == "figs/Bow.PDF"
    assert image_file("bow", files, ("figs/",)) == "figs/Bow.PDF"
    assert image_file("mast", files) == "a/mast.jpg"
    assert image_file("keel", files) is None


def test_input_that_includes_itself_ends() -> None:
    """Files that put in each other are cut off."""
    body = b"\\documentclass{a}\\begin{document}\\input{main}x\\end{document}"
    assert "x" in document({"main.tex": body})


def test_macros_that_grow_are_bounded() -> None:
    """A macro that doubles itself through another stays within bounds."""
    macros = {"a": Macro(0, r"\b" * 8), "b": Macro(0, r"\a" * 8)}
    assert len(expanded(r"\a" * 1000, macros)) < 300_000


def test_plain_files_and_refusals() -> None:
    """A source of one file is read; a PDF in place of a source is said to be one."""
    assert list(read_members(samples.TEX)) == ["main.tex"]
    with pytest.raises(UnreadablePaper, match="only a PDF"):
        read_members(samples.two_columns())
    with pytest.raises(UnreadablePaper, match="no TeX"):
        read_files({"a.txt": b"nothing"})


def test_names_that_lead_out_are_dropped() -> None:
    """Only plain names of plain files come in."""
    files = {"main.tex": samples.TEX, "../up.tex": b"x", "/abs.tex": b"x", "a/../../b.tex": b"x"}
    assert list(read_members(samples.tar(files))) == ["main.tex"]


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"\alpha^{2}", "α²"),
        (r"\mathcal{L}_{\mathrm{rec}}", "ℒ_rec"),
        (r"\frac{\partial^{2}P}{\partial x^{XY}}.", "∂²P/(∂x^XY)."),
        (r"x \begin{array}{ll} y \end{array}", "x y"),
        ("", ""),
    ],
)
def test_formulas(tex: str, written: str) -> None:
    """In Unicode where it has the forms, else as little TeX as possible."""
    assert readable_formula(tex) == written


@given(st.text(alphabet="ab\\{}[]$%~\n -.&_^", max_size=200))
def test_groups_and_words_take_anything(text: str) -> None:
    """No text breaks the scanner; an argument found is within the text, braces balanced."""
    inside, end = argument(text, 0)
    assert end <= len(text)
    assert inside in text
    assert "{" not in words(text, {}) or "$" in text or "\\" in text
    assert group_end("{" + text.replace("{", "").replace("}", "").replace("\\", "") + "}", 0) > 0
