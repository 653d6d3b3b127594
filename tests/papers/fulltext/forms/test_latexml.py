"""What LaTeXML's pages print, and nothing else: each kind of oddity on a small page of our own."""

from __future__ import annotations

import pytest

from domain.errors import UnreadablePaper
from papers.fulltext.html.latexml_page import Page, read_latexml
from tests.papers.fulltext.samples import WORDS

ABSTRACT = f'<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p>{WORDS}</p></div>'


def section(number: int, title: str, inside: str, *, ident: str = "S") -> str:
    """A numbered section with paragraphs."""
    return (
        f'<section id="{ident}{number}" class="ltx_section"><h2 class="ltx_title">'
        f'<span class="ltx_tag ltx_tag_section">{number} </span>{title}</h2>{inside}</section>'
    )


def para(text: str) -> str:
    """A paragraph."""
    return f'<div class="ltx_para"><p class="ltx_p">{text}</p></div>'


def read(*parts: str, before: str = "") -> Page:
    """A page of an abstract, parts and a section of plain words."""
    inside = "".join(parts) + section(8, "Ponds", para(WORDS))
    page = f'<article class="ltx_document">{before}{ABSTRACT}{inside}</article>'
    return read_latexml(f"<html><body>{page}</body></html>".encode())


def first(inside: str) -> str:
    """The text of a section with this inside."""
    return read(section(1, "Folding", inside)).text.sections[1].text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (para('Boats <span class="ltx_ulem_sout">never</span> float.'), "Boats float."),
        (
            para('Boats <span style="color:red;text-decoration:line-through;">n</span> float.'),
            "Boats float.",
        ),
        (para("Boats <del>never</del> float."), "Boats float."),
        (para('Boats<i style="display: none;">n</i><i style="visibility:hidden">n</i>.'), "Boats."),
        (
            para('Of 10<sup class="ltx_sup">6</sup> boats, CO<sub>2</sub>, 10<sup>6.6</sup> m.'),
            "Of 10⁶ boats, CO₂, 10^(6.6) m.",
        ),
        (para("The 1<sup>st</sup> floats<sup><a href='#b'>2</a></sup>."), "The 1st floats."),
        (para('Boats<br class="ltx_break">float.'), "Boats float."),
        (
            para(
                'Boats <table><tr class="ltx_eqn_row"><td colspan="3">and so</td></tr>'
                '<tr class="ltx_eqn_row"><td><math alttext="a=b"></math></td></tr></table> float.'
            ),
            "Boats and so a=b float.",
        ),
        (para('Boats <span class="ltx_phantom">xx</span>float.'), "Boats float."),
        (
            para(
                'Boats.<svg class="ltx_picture"><g><foreignObject><span class="ltx_inline-block">'
                '<span class="ltx_p"><b>Main finding.</b> Boats of thick paper float for longer '
                "than others.</span></span></foreignObject></g></svg>"
            ),
            "Boats.\n\nMain finding. Boats of thick paper float for longer than others.",
        ),
        (
            para('Boats.<svg class="ltx_picture"><foreignObject>bow</foreignObject></svg> Ponds.'),
            "Boats. Ponds.",
        ),
        (
            para("Boats.<svg><g><foreignObject>Paper</foreignObject><foreignObject><p>Thick paper "
                 "floats longer.</p></foreignObject></g></svg>"),
            "Boats.\n\nThick paper floats longer.",
        ),
        (
            '<table class="ltx_tabular"><tr class="ltx_tr"><td class="ltx_td">Thick paper floats '
            "longer.</td></tr></table>" + para("So be it."),
            "Thick paper floats longer.\n\nSo be it.",
        ),
        (
            para('As <cite class="ltx_cite">(<b class="ltx_missing_citation">hat99</b>)</cite>'
                 ' and Figure <span class="ltx_missing_label">LABEL:f</span> show, boats float.'),
            "As and Figure show, boats float.",
        ),
        (
            '<table class="ltx_tabular"><tr><td class="ltx_td">3.1</td><td class="ltx_td">Whoever '
            "folds a boat on a table folds it better.</td></tr></table>" + para("So be it."),
            "Whoever folds a boat on a table folds it better.\n\nSo be it.",
        ),
        (
            '<dl><dt><span class="ltx_tag ltx_tag_item">Bow</span></dt><dd>'
            + para("is in front.")
            + '</dd><dt><span class="ltx_tag ltx_tag_item">Stern</span></dt><dd>'
            + para("is behind.")
            + "</dd></dl>",
            "Bow is in front.\n\nStern is behind.",
        ),
        (
            '<ul><li><span class="ltx_tag ltx_tag_item">•</span>'
            + para("One.")
            + para("Two.")
            + "</li></ul>",
            "• One.\n\nTwo.",
        ),
        (
            para('We fold <span class="ltx_ERROR undefined">\\boatname</span>, a boat of paper.'),
            "We fold \\boatname, a boat of paper.",
        ),
        (
            '<div class="ltx_para"><span class="ltx_ERROR undefined">\\\\newboolean</span></div>'
            + para('Boats are folded <span class="ltx_ERROR">\\setstretch</span>by hand.'),
            "Boats are folded by hand.",
        ),
        (
            para("Area <math><semantics><msup><mi>r</mi><mn>2</mn></msup><annotation encoding="
            '"application/x-tex">r^{2}</annotation></semantics></math>.'),
            "Area r².",
        ),
        (
            para("Area <math><mfrac><msup><mi>r</mi><mn>2</mn></msup><mn>2</mn></mfrac></math>."),
            "Area r²/2.",
        ),
        (para("Boats.") + para("August 24, 2026"), "Boats."),
        (
            para("Hence")
            + '<table><tr class="ltx_eqn_row"><td colspan="2">and also</td></tr></table>'
            + para("so."),
            "Hence\n\nand also\n\nso.",
        ),
    ],
    ids=["sout", "line-through", "del", "hidden", "scripts", "marks",
         "break", "equations", "phantom", "box", "drawing", "sentence", "lone cell", "missing",
         "cells", "terms",
         "items", "name", "set", "annotated", "mathml", "date", "rows"],
)  # fmt: skip
def test_what_is_printed_is_read(inside: str, text: str) -> None:
    """And nothing else."""
    assert first(inside) == text


@pytest.mark.parametrize(
    "front",
    [
        para("Provided proper attribution is given, the pond hereby grants permission to copy."),
        para("\\usepackage[utf8]inputenc \\begindocument"),
        para("24 août 2026"),
        para("(Dated: 8 March 2024)"),
        para("<b>Keywords</b> boats, ponds, folding of paper by hand and by foot"),
        para("ada@example.org"),
    ],
)
def test_the_text_begins_with_the_abstract(front: str) -> None:
    """Notices, preambles, dates and keywords around it are none."""
    before, behind = read(before=front), read(front)
    assert [part.title for part in before.text.sections] == ["Abstract", "Ponds"]
    assert [part.title for part in behind.text.sections] == ["Abstract", "Ponds"]


def test_letters_without_headings_are_read() -> None:
    """What stands behind the abstract and is text, comes behind it."""
    page = read(para("Boats that are folded twice sink before the others do. " * 3))
    assert [part.title for part in page.text.sections] == ["Abstract", "", "Ponds"]


def test_pages_in_scripts_without_blanks() -> None:
    """Are as long as their letters, not as their sentences."""
    text = "紙の船は手で折られ、長く浮かぶものは少ない。" * 12
    page = f"<article class='ltx_document'>{section(1, '序論', para(text))}</article>"
    assert read_latexml(page.encode()).text.words > 100


def test_macros_in_headings_and_code_in_sentences() -> None:
    """A name that LaTeXML does not know stays in a heading; what sets type does not."""
    lost = '<span class="ltx_ERROR undefined">\\{}</span>'
    inside = para(
        'Call <span class="ltx_listing">fold()</span> ' + lost.format("algnewcommand") + "now."
    )
    page = read(section(1, f"{lost.format('boatname')} on Ponds", inside))
    assert (page.text.sections[1].title, page.text.sections[1].text) == (
        "\\boatname on Ponds",
        "Call fold() now.",
    )


def caption(label: str, text: str) -> str:
    """A caption."""
    return f'<figcaption><span class="ltx_tag">{label}: </span>{text}</figcaption>'


def test_floats_that_hold_several() -> None:
    """Each has its number, its caption and its images; a caption that is repeated counts once."""
    page = read(
        '<figure class="ltx_figure">'
        + caption("Figure 1", "A bow.")
        + '<div><img src="x1.png"></div><div><img src="x2.png"></div>'
        + caption("Figure 1", "A bow.")
        + caption("Figure 2", "A stern.")
        + '</figure><figure class="ltx_table"><figure class="ltx_figure ltx_figure_panel">'
        + caption("Table 1", "Ponds.")
        + '</figure><figure class="ltx_figure ltx_figure_panel">'
        + caption("Table 2", "Lakes.")
        + '</figure></figure><figure class="ltx_figure"><figure><img src="x3.png">'
        + caption("Figure 3", "Left.")
        + '</figure><figure><img src="x4.png"><img src="x5.png">'
        + caption("Figure 4", "Right.")
        + '</figure></figure><figure class="ltx_float">'
        + caption("Algorithm 1", "Fold.")
        + '</figure><figure class="ltx_figure"><img src="x6.png"><figcaption>Fig. S1. By hand.'
        "</figcaption></figure>"
    )
    assert [(f.number, f.caption) for f in page.text.figures] == [
        ("1", "A bow."), ("2", "A stern."), ("3", "Left."), ("4", "Right."), ("S1", "By hand."),
    ]  # fmt: skip
    assert [(t.number, t.caption) for t in page.text.tables] == [("1", "Ponds."), ("2", "Lakes.")]
    assert page.addresses == {
        "1": ("x1.png",), "2": ("x2.png",), "3": ("x3.png",), "4": ("x4.png", "x5.png"),
        "S1": ("x6.png",),
    }  # fmt: skip


def test_graphics_by_object() -> None:
    """LaTeXML shows SVG by an object, which is an image like others; an icon is none."""
    page = read(
        '<figure class="ltx_figure"><object type="image/svg+xml" data="1v1/a.svg"></object>'
        f'<img src="orcid.png">{caption("Figure 1", "A boat.")}</figure>'
    )
    assert page.addresses == {"1": ("1v1/a.svg",)}


def test_supplements_are_not_the_paper() -> None:
    """What arXiv joined to it: neither text nor figures of it are the paper's."""
    figure = f'<figure class="ltx_figure"><img src="y.png">{caption("Figure 9", "No.")}</figure>'
    inside = f'<h2 class="ltx_title">More</h2><div id="as1_p1">{para(WORDS)}</div>{figure}'
    page = read(section(1, "Folding", para(WORDS)))
    joined = read(
        section(1, "Folding", para(WORDS)),
        f'<section class="ltx_appendix" id="as1_S1">{inside}</section>',
        f'<section class="ltx_appendix" id="A2">{inside}</section>',
    )
    assert joined.text == page.text


def test_names_that_are_missing_are_counted() -> None:
    """A page says how many names it lacks, for whoever may look elsewhere."""
    page = read(para('We fold <span class="ltx_ERROR undefined">\\boatname</span> of thin paper.'))
    assert page.unknown == 1
    assert read().unknown == 0


CONTENTS = '<nav class="ltx_TOC"><a href="#S1">1</a><a href="#S4">4</a></nav>'
WHOLE = (
    f'<article class="ltx_document">{ABSTRACT}{section(1, "Folding", para(WORDS))}'
    f"{section(2, 'Ponds', para(WORDS))}</article>"
)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (WHOLE.replace("</article>", ""), "breaks off"),
        (CONTENTS + WHOLE, "lacks sections"),
        (WHOLE.replace("Paper boats", "As Sections show, Section 3 and Section 4, Section 5,", 2),
         "lacks sections"),
        (f'<article class="ltx_document">{ABSTRACT * 2}</article>', "nothing but the abstract"),
        (WHOLE.replace(para(WORDS), "", 1), "nothing below the heading “1 Folding”"),
        ('<article class="ltx_document"><p class="ltx_p">long</p></article>', "hardly any text"),
    ],
    ids=["cut", "contents", "named", "abstract", "empty", "failed"],
)  # fmt: skip
def test_less_than_the_paper_is_not_taken_for_it(page: str, why: str) -> None:
    """Conversions that failed half-way are turned away, and it is said what they lack."""
    with pytest.raises(UnreadablePaper, match=why):
        read_latexml(page.encode())
    assert read_latexml(WHOLE.encode()).text.words > 100


def test_marks_of_our_own_mean_nothing_on_a_page() -> None:
    """What stands for borders in here may stand on a page, too."""
    text = read(section(1, "Folding", para("Boats \x1f7\x1f \x1e&#x1f;99&#x1f; float."))).text
    assert "Boats" in "".join(part.text for part in text.sections)
