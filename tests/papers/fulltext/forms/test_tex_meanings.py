"""What macros mean where they stand, and what conditionals and files of a source ask for."""

from __future__ import annotations

import json

import pytest

from domain.errors import UnreadablePaper
from domain.fulltext import FullText
from papers.fulltext.sandbox.jobs_drawn import read_tex
from papers.fulltext.sandbox.parcel import unpacked_text
from tests.papers.fulltext.forms.test_tex_printed import paper
from tests.papers.fulltext.samples import WORDS, tar


@pytest.mark.parametrize(
    ("body", "preamble", "text"),
    [
        (r"One \n. \def\n{boat}Then \n.", r"\def\n{bow}", "One bow. Then boat."),
        (r"A \n{} {\def\n{boat}a \n{} }a \n.", r"\def\n{bow}", "A bow a boat a bow."),
        (r"\begin{center}\renewcommand\n{boat}A \n.\end{center}A \n.", r"\newcommand\n{bow}",
         "A boat.\n\nA bow."),
        (r"{\gdef\n{boat}}A \n.", r"\def\n{bow}", "A boat."),
        (r"{\global\def\n{boat}}A \n.", r"\def\n{bow}", "A boat."),
        (r"\pair(bow,boat) and \pair no.", r"\def\pair(#1,#2){#1 of #2}", "bow of boat and no."),
        (r"Boats \skip no {\endskip} no\endskip float.", r"\def\skip#1\endskip{}", "Boats float."),
        (r"Of \ceil*{x} and $\set{x\given y}$.",
         (r"\DeclarePairedDelimiter\ceil{[}{]}\DeclarePairedDelimiterX\set[1]{\{}{\}}{#1}"
         r"\newcommand\given{\mid}"), "Of [x] and {x | y}."),
        (r"\v{no}{No.}\v{yes}{Boats.}", r"\newcommand\v[2]{\ifthenelse{\equal{#1}{yes}}{#2}{}}",
         "Boats."),
        (r"\w{}{Boats.} \w{x}{No.}",
         r"\newcommand\w[2]{\if\relax\detokenize{#1}\relax #2\else So.\fi}", "Boats. So."),
        (r"\w{}{Boats.} \w{x}{No.}", r"\newcommand\w[2]{\ifx\relax#1\relax #2\else So.\fi}",
         "Boats. So."),
        ((r"\ifthenelse{\not\boolean{a}\and\equal{b}{b}}{Boats.}{No.}"
         r"\ifthenelse{\boolean{a}\or\isodd{3}}{ So.}{No.}"), r"\newboolean{a}", "Boats. So."),
        (r"\ifthenelse{\isundefined{\no}}{Boats.}{No.}", "", "Boats."),
        (r"\ifnumcomp{3}{>}{2}{Boats}{No}\ifnumequal{1}{2}{no}{ float}\ifnumodd{3}{.}{no}", "",
         "Boats float."),
        (r"Boats \ifentry{x}{float} all.", "", "Boats xfloat all."),
        (r"Boats \ifnever float.", "", "Boats float."),
        (r"A.\begin{xcomment}{math}No.\begin{math}a=b\end{math}No.\end{xcomment}", "", "A. a=b"),
        (r"A.\begin{hid}No.\end{hid}\begin{seen}Yes.\end{seen}",
         r"\NewEnviron{hid}{}\NewEnviron{seen}{\BODY}", "A.\n\nYes."),
        (r"Boats\comment[id=A]{No}\note[A]{no} float.\setbox0\hbox{No.}", "", "Boats float."),
        (r"Of \SI{3}{\kettle} or \SI{5}{\hubble}.",
         r"\DeclareSIUnit\kettle{kt}\DeclareSIUnit{\hubble}{\km\per\s}", "Of 3 kt or 5 km s⁻¹."),
        (r"\gls{hum}, \enquote{so}.", r"\newglossaryentry{hum}{name={humming},description={No}}",
         "humming, “so”."),
        (r"Call \verb|a_b{c}\d $x$| now.", "", r"Call a_b{c}\d $x$ now."),
        ((r"As \cref{b,c} and \Cref{s} show, \crefrange{b}{c}, \autoref{b}.\label{s}"
         r"\begin{figure}\caption{A.}\label{b}\end{figure}"
         r"\begin{figure}\caption{B.}\label{c}\end{figure}"), "",
         "As Figures 1 and 2 and Section 1 show, Figures 1 to 2, Figure 1."),
    ],
)  # fmt: skip
def test_meanings(body: str, preamble: str, text: str) -> None:
    """Each as TeX has it, and no word is lost behind what is not understood."""
    assert paper(body, preamble).sections[1].text == text


@pytest.mark.parametrize(
    ("body", "preamble", "numbers"),
    [
        (
            r"{}\clearpage\suppl{}",
            (
                r"\newcommand\suppl{\setcounter{figure}{0}"
                r"\renewcommand{\thefigure}{S\arabic{figure}}}"
            ),
            "1 S1",
        ),
        (
            r"{}\section{B}{}",
            (
                r"\renewcommand{\thefigure}{\thesection-\arabic{figure}}"
                r"\makeatletter\@addtoreset{figure}{section}\makeatother"
            ),
            "1-1 2-1",
        ),
        (r"{}\setcounter{figure}{0}\renewcommand{\thefigure}{S\@arabic\c@figure}{}", "", "1 S1"),
    ],
)
def test_numbers(body: str, preamble: str, numbers: str) -> None:
    """By macros that count anew when they are called, and by LaTeX's internals."""
    figure = r"\begin{figure}\caption{A boat.}\end{figure}"
    read = paper(body.replace("{}", figure, 2), preamble)
    assert [one.number for one in read.figures] == numbers.split()


def _read(files: dict[str, str]) -> FullText:
    return unpacked_text(read_tex(tar({name: text.encode() for name, text in files.items()}), 0))[0]


def _whole(text: str) -> str:
    body = f"\\section{{A}}{text} {WORDS}"
    return f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}"


_YAML = """spec_version: 1
process:
  compiler: pdflatex
sources:
  - filename: "river.tex"
    usage: toplevel
  - filename: main.tex
    usage: ignore
"""
_TOML = """[process]
compiler = "pdflatex"
[[sources]]
filename = "river.tex"
usage = "toplevel"
"""
_IGNORE = json.dumps({"sources": [{"filename": "main.tex", "usage": "ignore"}]})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("00README.yaml", _YAML),
        ("00README.toml", _TOML),
        ("00README.XXX", "river.tex toplevelfile\n"),
        ("00README.XXX", "main.tex ignore\n"),
        ("00README.json", _IGNORE),
    ],
)
def test_the_archive_says_what_the_paper_is(name: str, text: str) -> None:
    """In each form that arXiv knows, also by what it leaves out."""
    files = {name: text, "main.tex": _whole("We answer."), "river.tex": _whole("Boats float.")}
    assert _read(files).sections[0].text.startswith("Boats float.")


@pytest.mark.parametrize("text", ["[", "sources: 3", "sources = 3", "- filename: none.tex"])
@pytest.mark.parametrize(
    "name", ["00README.json", "00README.yaml", "00README.toml", "00README.XXX"]
)
def test_what_says_nothing_is_left_alone(name: str, text: str) -> None:
    """Then the paper is found by what looks like it."""
    read = _read({name: text, "main.tex": _whole("Boats float.")})
    assert read.sections[0].text.startswith("Boats float.")


def test_switches_of_styles_are_known() -> None:
    """So are the macros that ask for them, and definitions in files of other names."""
    style = r"\newif\iffull\fulltrue\newcommand{\opt}[2]{\iffull #1\else #2\fi}"
    text = r"\usepackage{boats}\input{names.def}\opt{Boats}{No} \n."
    read = _read({
        "main.tex": _whole(text), "boats.sty": style, "names.def": r"\newcommand{\n}{float}"
    })  # fmt: skip
    assert read.sections[0].text.startswith("Boats float.")


def test_a_source_of_nothing_is_refused() -> None:
    """Whatever its readme says."""
    with pytest.raises(UnreadablePaper):
        _read({"00README.yaml": _YAML, "a.txt": "none"})
