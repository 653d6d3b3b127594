"""What macros of packages print, and what they do not, in small sources of our own."""

from __future__ import annotations

import pytest

from tests.papers.fulltext.forms.test_tex_printed import paper

_DIFF = (
    r"\providecommand{\DIFadd}[1]{{\protect\color{blue}\uwave{#1}}}"
    r"\providecommand{\DIFdel}[1]{{\protect\color{red}\sout{#1}}}"
    r"\providecommand{\DIFaddbegin}{}\providecommand{\DIFaddend}{}"
    r"\providecommand{\DIFdelbegin}{}\providecommand{\DIFdelend}{}"
)
_OPTION = r"\NewDocumentCommand\kind{o m}{\IfNoValueTF{#1}{bare #2}{#1 #2}}"
_STAR = r"\NewDocumentCommand{\kind}{s O{small} m}{\IfBooleanT{#1}{very }#2 #3}"


@pytest.mark.parametrize(
    ("body", "preamble", "text"),
    [
        (r"A \DIFdelbegin \DIFdel{mean }\DIFdelend \DIFaddbegin \DIFadd{median fell}\DIFaddend .",
         _DIFF, "A median fell."),
        (r"\ifstrequal{a}{a}{Boats}{No} \ifblank{ }{float}{no}.", "", "Boats float."),
        (r"\ifdefempty{\no}{Boats}{No} \ifdefstring{\yes}{b}{float}{no}.", r"\def\no{}\def\yes{b}",
         "Boats float."),
        (r"\ifdefempty\no{Boats}{No} \ifcsundef{yes}{float}{no}.", r"\def\no{}", "Boats float."),
        (r"Boats\marginnote{No} float\endnote{no}\tablefootnote[2]{no}\sidenote{no}.", "",
         "Boats float."),
        (r"\markboth{No}{no}\pdfbookmark[1]{No}{no}\addcontentsline{toc}{section}{No}Boats.", "",
         "Boats."),
        (r"\nomenclature{N}{no}\footcite[see][3]{no}Boats by \textcite{no}.", "", "Boats by."),
        (r"\ang{30;15;0}, \ang{;2;}, \qtyproduct{2 x 3}{\m}, \numproduct{4 x 5}.", "",
         "30°15′0″, 2′, 2×3 m, 4×5."),
        (r"Of \unit{5}{\kilo\metre}.", "", "Of 5 km."),
        (r"\kind{boat} and \kind[thin]{boat}.", _OPTION, "bare boat and thin boat."),
        (r"\kind*{boat} and \kind[thin]{boat}.", _STAR, "very small boat and thin boat."),
        (r"See \cref{no} and \autoref{no}.", "", "See and."),
        (r"Call \mintinline[x]{python}{fold} now.", "", "Call fold now."),
        (r"\noindent\label{x}Boats \protect\footnote{No}float.", "", "Boats float."),
    ],
)  # fmt: skip
def test_packages(body: str, preamble: str, text: str) -> None:
    """Their arguments are read where they are printed, and nowhere else."""
    assert paper(body, preamble).sections[1].text == text
