"""What TeX prints, and nothing else: each kind of construct in a small source of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from domain.fulltext import FullText
from papers.fulltext.tex.conditionals import printed
from papers.fulltext.tex.source import read_files
from papers.text.units import number, quantity, unit
from tests.papers.fulltext.samples import WORDS


def paper(body: str, preamble: str = "", **files: str) -> FullText:
    """A paper with a section of this body, and other files by name."""
    main = (
        f"\\documentclass{{article}}{preamble}\\begin{{document}}\\begin{{abstract}}{WORDS}"
        f"\\end{{abstract}}\\section{{Folding}} {body}\n\\section{{Ponds}} {WORDS}\\end{{document}}"
    )
    given = {name.replace("_", "."): text for name, text in files.items()}
    return read(given | {"main.tex": main})


def read(files: Mapping[str, str]) -> FullText:
    """A source as read."""
    return read_files({name: text.encode() for name, text in files.items()})[0]


@pytest.mark.parametrize(
    ("body", "preamble", "text"),
    [
        (r"Boats.\iffalse No. \ifx\a\b nor \else not \fi \else Yes.\fi", "", "Boats. Yes."),
        (r"\if0 1 No.\else Boats.\fi \if11 Yes.\fi", "", "Boats. Yes."),
        (r"\ifdraft No.\else Boats.\fi", r"\newif\ifdraft", "Boats."),
        (r"\ifdraft Boats.\else No.\fi", r"\newif\ifdraft\drafttrue", "Boats."),
        (r"\unless\ifdraft Boats.\fi", r"\newif\ifdraft", "Boats."),
        (r"\if1\blind No.\else Boats.\fi", r"\def\blind{0}", "Boats."),
        (r"\ifnum\deep>3 Boats.\else No.\fi", r"\def\deep{7}", "Boats."),
        (r"\ifcase\deep No.\or Boats.\or No.\fi", r"\def\deep{1}", "Boats."),
        (r"\ifdefined\deep Boats.\fi\ifdefined\shallow No.\fi", r"\newcommand{\deep}{7}", "Boats."),
        (r"\ifthenelse{\boolean{long}}{No.}{Boats.}", r"\newboolean{long}", "Boats."),
        (r"\ifthenelse{\equal{\how}{thick}}{Boats.}{No.}", r"\newcommand\how{thick}", "Boats."),
        (r"\iftoggle{long}{Boats.}{No.}", r"\newtoggle{long}\toggletrue{long}", "Boats."),
        (r"\hide No. \unhide Boats.", r"\newcommand{\hide}{\iffalse}\newcommand{\unhide}{\fi}",
         "Boats."),
        (r"\begin{hidden}No.\end{hidden}Boats.", r"\excludecomment{hidden}", "Boats."),
        (r"$a\iff b$ holds.", "", "a ⇔ b holds."),
        (r"\deleted{No.}\added{Boats} \replaced[id=a]{float}{sink}\sout{ not}.", "",
         "Boats float."),
        (r"\DIFdelbegin \DIFdel{No. }\DIFdelend \DIFaddbegin \DIFadd{Boats.}\DIFaddend", "",
         "Boats."),
        (r"\textcolor{red}{Boats} \scalebox{0.8}{float}.", "", "Boats float."),
        (r"Of \SI{10}{\kilo\metre\per\second} to \SIrange{1}{5}{\micro\metre}.", "",
         "Of 10 km s⁻¹ to 1 to 5 μm."),
        (r"\num{1.2e-3}, \ang{30}, \qty{5}{\percent}, \si{\metre\squared}.", "",
         "1.2×10⁻³, 30°, 5 %, m²."),
        (r"\ce{H2O}, \ce{Ca^{2+}}, \unit[5]{m} of \isotope[14]{C}.", "", "H₂O, Ca²⁺, 5 m of ¹⁴C."),
        (r"\gls{dbf} and \gls{dbf}.", r"\newacronym{dbf}{DBF}{deep boat folding}",
         "deep boat folding (DBF) and DBF."),
        (r"Use \verb|a_b%c| here.", "", "Use a_b%c here."),
        (r"See \hyperref[a]{the pond} and \href{http://a.b}{the lake}.", "",
         "See the pond and the lake."),
        (r"\newcommand{\boat}[1]{boat of #1} {\bf A} \boat{paper} [wet].", "",
         "A boat of paper [wet]."),
        (r"\setcounter{page}{1} {Boats} float. \def\x#1{#1!} \x Yes.", "", "Boats float. Y!es."),
        (r"\boat[thick] and \boat.", r"\newcommand{\boat}[1][thin]{a #1 boat}",
         "a thick boat and a thin boat."),
        (r"\boat float.", r"\NewDocumentCommand{\boat}{}{Boats}", "Boats float."),
        (r"\begin{minipage}[t]{0.5\textwidth}Boats.\end{minipage}", "", "Boats."),
        (r"Boats \cancel{never} float.", "", "Boats never float."),
    ],
)  # fmt: skip
def test_what_is_printed_is_read(body: str, preamble: str, text: str) -> None:
    """And nothing else."""
    assert paper(body, preamble).sections[1].text == text


def test_headings_with_two_forms() -> None:
    """The one for print is taken."""
    title = r"}\section{\texorpdfstring{$\alpha$ boats}{alpha boats}} {Boats"
    assert paper("Boats. {" + title + "}").sections[2].title == "α boats"


@pytest.mark.parametrize(
    ("readme", "name"),
    [
        (json.dumps({"sources": [{"filename": "b.tex", "usage": "toplevel"},
                                 {"filename": "main.tex", "usage": "toplevel"}]}), "00README.json"),
        ("main.tex ignore\nb.tex toplevelfile\n", "00README.XXX"),
    ],
)  # fmt: skip
def test_the_archive_says_which_file_is_the_paper(readme: str, name: str) -> None:
    """What comes behind the first, as a supplement, is left out."""
    files = {
        "b.tex": rf"\documentclass{{a}}\begin{{document}}\section{{Boats}}{WORDS}\end{{document}}",
        "main.tex": rf"\documentclass{{a}}\begin{{document}}\section{{Reply}}{WORDS * 2}"
        r"\end{document}",
    }
    assert [part.title for part in read({**files, name: readme}).sections] == ["Boats"]
    assert [part.title for part in read({**files, name: "{"}).sections] == ["Reply"]


def test_what_is_a_supplement_by_its_name_is_not_the_paper() -> None:
    """Nor an answer to referees, however long."""
    shape = r"\documentclass{{a}}\begin{{document}}\section{{{}}}{}\end{{document}}"
    files = {"rivers.tex": shape.format("Boats", WORDS)}
    for name in ("supplement.tex", "response_to_referees.tex", "paper-diff.tex"):
        assert read({**files, name: shape.format("No", WORDS * 9)}).sections[0].title == "Boats"


def test_files_in_folders() -> None:
    """Each is found in its own folder, once; what stands behind the end of an input is not read."""
    main = (
        r"\documentclass{article}\begin{document}\import{body/}{text}\subimport{more/}{text}"
        r"\input{last}\end{document}"
    )
    text = read({
        "main.tex": main,
        "body/text.tex": rf"\section{{Body}}{WORDS}\input{{part}}",
        "body/part.tex": "Of the body.",
        "more/text.tex": rf"\section{{More}}{WORDS}",
        "part.tex": "Of nothing.",
        "last.tex": "Last.\n\\endinput\nNever.",
    })  # fmt: skip
    assert [part.title for part in text.sections] == ["Body", "More"]
    assert text.sections[0].text.endswith("Of the body.")
    assert text.sections[1].text.endswith("Last.")


def test_macros_of_the_archives_own_styles() -> None:
    """Simple ones are known; what a style does to LaTeX itself is left alone."""
    style = r"\newcommand{\boat}{BoatNet}\renewcommand{\section}[1]{\@no{#1}}\def\x@y{No}"
    text = paper(r"\boat{} floats.", r"\usepackage{boats}", boats_sty=style)
    assert text.sections[1].text == "BoatNet floats."


def figure(caption: str, star: str = "", more: str = "") -> str:
    """A figure."""
    return rf"\begin{{figure}}{more}\includegraphics{{a}}\caption{star}{{{caption}}}\end{{figure}}"


SUB = (
    r"\begin{figure}\begin{subfigure}{1cm}\includegraphics{a}\caption{No.}\end{subfigure}"
    r"\end{figure}"
)


@pytest.mark.parametrize(
    ("body", "preamble", "numbers"),
    [
        (figure("A.") + SUB + figure("B.", "*") + figure("C."), "", ["1", "3"]),
        (figure("A.") + r"\appendix\renewcommand{\thefigure}{S\arabic{figure}}"
         r"\setcounter{figure}{0}" + figure("B."), "", ["1", "S1"]),
        (figure("A.") + r"\section{More}" + figure("B."), r"\numberwithin{figure}{section}",
         ["1.1", "2.1"]),
        (figure("A.") + r"\appendix\section{More}" + figure("B."),
         r"\counterwithin{figure}{section}", ["1.1", "A.1"]),
        (figure("A.") + figure("B.", more=r"\ContinuedFloat") + figure("C."), "", ["1", "1", "2"]),
        (figure("A.") + r"\addtocounter{figure}{2}" + figure("B."), "", ["1", "4"]),
        (r"\begin{center}\includegraphics{a}\captionof{figure}{A.}\end{center}" + figure("B."), "",
         ["1", "2"]),
        (figure("A."), r"\renewcommand\thefigure{\Roman{figure}}", ["I"]),
    ],
)  # fmt: skip
def test_figures_are_numbered_as_printed(body: str, preamble: str, numbers: list[str]) -> None:
    """Whatever the text does to the counters."""
    text = paper(body, preamble)
    assert [figure.number for figure in text.figures] == numbers
    assert "A." not in text.sections[1].text


def test_long_tables_are_tables() -> None:
    """They count among them."""
    text = paper(
        r"\begin{longtable}{l}\caption{A.}\\ 3\end{longtable}"
        r"\begin{table}\caption{B.}\end{table}"
    )
    assert [(table.number, table.caption) for table in text.tables] == [("1", "A."), ("2", "B.")]


def test_references_that_no_environment_holds() -> None:
    """Old papers list them by a command; an appendix behind them is read."""
    text = paper("Boats.")
    old = WORDS * 3 + r"\references \bibitem{a} A. Beispiel, Hats 3, 14. \bibitem{b} B."
    body = rf"\documentstyle{{a}}\begin{{document}}\section{{Boats}}{old}\end{{document}}"
    assert "Beispiel" not in "".join(part.text for part in read({"a.tex": body}).sections)
    assert text.sections[1].text == "Boats."


@pytest.mark.parametrize(
    ("written", "told"),
    [("10", "10"), ("1e6", "1×10⁶"), ("e-3", "10⁻³"), ("1.2+-0.1", "1.2 ± 0.1"), ("", "")],
)
def test_numbers(written: str, told: str) -> None:
    """As siunitx prints them."""
    assert number(written) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [(r"\kilo\gram\per\cubic\metre", "kg m⁻³"), (r"\metre\per\second\squared", "m s⁻²"),
     ("m.s^{-1}", "m s⁻¹"), ("m/s", "m/s"), (r"\raiseto{4}\metre", "m⁴"), (r"\foo", "foo")],
)  # fmt: skip
def test_units(written: str, told: str) -> None:
    """By their macros or by hand."""
    assert unit(written) == told
    assert quantity("3", written) == f"3 {told}"


@pytest.mark.parametrize("text", [r"\fi\else\or x", r"\if", r"\ifx", r"{\iffalse", r"\ifnum1", "x"])
def test_conditionals_take_anything(text: str) -> None:
    """What is not closed, or not open, does no harm."""
    assert isinstance(printed(text), str)


def test_files_that_are_documents_themselves() -> None:
    """Only their body is put in, as subfiles and standalone do; the paper goes on behind them."""
    main = (
        r"\documentclass{article}\begin{document}\section{Body}"
        rf"{WORDS}\subfile{{part}} It goes on.\section{{End}}{WORDS}\end{{document}}"
    )
    part = r"\documentclass[main]{subfiles}\begin{document}Of a part.\end{document} Never."
    text = read({"main.tex": main, "part.tex": part})
    assert [part.title for part in text.sections] == ["Body", "End"]
    assert " ".join(text.sections[0].text.split()).endswith("Of a part. It goes on.")
