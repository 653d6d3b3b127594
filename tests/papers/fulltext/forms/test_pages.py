"""Web pages as texts."""

from __future__ import annotations

import pytest

from domain.errors import UnreadablePaper
from domain.fulltext import TextOrigin
from papers.fulltext.html.authored_page import read_authored
from papers.fulltext.html.latexml_page import is_latexml, read_latexml
from tests.papers.fulltext import samples


def test_sections_with_levels() -> None:
    """Sections come in order, without numbers, references and contents."""
    text = read_latexml(samples.PAGE).text
    assert [(part.title, part.level) for part in text.sections] == [
        ("Abstract", 1),
        ("Introduction", 1),
        ("Ponds", 2),
        ("Proofs", 1),
    ]
    assert text.origin is TextOrigin.HTML


def test_formulas_are_readable_and_notes_are_gone() -> None:
    """What the page shows as mathematics reads as such; its source and its notes do not show."""
    introduction = read_latexml(samples.PAGE).text.sections[1].text
    assert introduction.startswith("Boats float when ρ_b ≤ ρ, as [1] shows. Paper boats")
    assert introduction.endswith("E=mc²")


def test_figures_with_parts_are_one() -> None:
    """Sub-figures belong to the figure around them, images and all."""
    page = read_latexml(samples.PAGE)
    text = page.text
    assert [(f.number, f.caption) for f in text.figures] == [("1", "A boat from n sides.")]
    assert page.addresses == {"1": ("x1.png", "x2.png")}
    assert page.base == "/html/2403.00001v1/"
    assert [(t.number, t.caption) for t in text.tables] == [("1", "Ponds and their depths.")]


def test_page_of_the_authors_own() -> None:
    """Headings divide a page of the authors' own making; its references are left out."""
    text = read_authored(samples.OLD_PAGE)
    assert [(part.title, part.level) for part in text.sections] == [("Beginnings", 1), ("Paper", 2)]
    assert not is_latexml(samples.OLD_PAGE)


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"<html><body><h1>Moved</h1></body></html>"])
def test_no_paper(body: bytes) -> None:
    """A page without a paper is refused."""
    with pytest.raises(UnreadablePaper):
        read_authored(body)
    with pytest.raises(UnreadablePaper):
        read_latexml(body)


@pytest.mark.parametrize(
    ("between", "text"),
    [
        ("<table><tr><td>3.1</td><td>2.7</td></tr></table>", "One.\n\nTwo."),
        ("<table><tr><td><p>In the cell.</p></td></tr></table>", "One.\n\nIn the cell.\n\nTwo."),
        ("<del>Never.</del>", "One. Two."),
        (
            "<math><mi>x</mi><annotation encoding='application/x-tex'>x^{2}</annotation></math>",
            "One. x² Two.",
        ),
        ('<img src="a.gif" alt="$\\alpha_{1}$">', "One. α₁ Two."),
        ('<img src="a.gif" alt="A picture">', "One. Two."),
        ('<span style="text-decoration: line-through">Never.</span>', "One. Two."),
        ("<p hidden>No.</p><noscript>No.</noscript><select><option>No</select>", "One. Two."),
        (
            '<i style="display: none">No.</i><figure><figcaption>A boat.</figcaption></figure>',
            "One. Two.",
        ),
        (
            "An area \\(r^{2}\\) of $\\alpha_1$ boats costs $5.",
            "One. An area r² of α₁ boats costs $5. Two.",
        ),
        (
            '<span class="katex"><math><mi>q</mi></math><span aria-hidden="true">q</span></span>',
            "One. q Two.",
        ),
        (
            '<span class="MathJax_Preview">q2</span><script type="math/tex">q^{2}</script>',
            "One. q² Two.",
        ),
        (
            (
                '<span><nobr aria-hidden="true">q</nobr><math><mi>q</mi></math></span>'
                '<script type="math/tex">q</script>'
            ),
            "One. q Two.",
        ),
    ],
)
def test_what_stands_between_paragraphs(between: str, text: str) -> None:
    """Tables end them, or hold them; formulas are read once; what is struck out is not read."""
    page = f"<html><body><h1>Boats</h1><p>{samples.WORDS}{samples.WORDS}<h2>Here</h2>"
    read = read_authored(f"{page}One. {between} Two.</body></html>".encode())
    assert read.sections[-1].text == text
