"""Papers set by ourselves: TeX of our own, each around a few constructs, with exact truth.

Headings and the numbers and captions of floats are what TeX itself writes into its ``.aux``; what
has to be read, and what must not be, stands beside each body, as sentences that are in no other
place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_FILLER: Final = (
    "Small rivers are often left out of flood plans, because nobody reads them at their bridges.",
    "Each gauge was read every morning by a school class, and checked against rain every month.",
    "Towns that draw their water from small rivers should plan with less of it than they do now.",
    "The readings are open to everybody, and so is the plan by which a gauge is built at home.",
)
FIGURE: Final = r"\rule{2cm}{1cm}"
"""What figures show: it needs no file."""


@dataclass(frozen=True, slots=True)
class SetPaper:
    """One paper.

    Attributes:
        read: texts that a reader has to give, spelled as they are read.
        unread: texts that nobody may give.
        more: other files of its source by name.
        on_page: figures as the HTML prints them, where LaTeXML numbers them otherwise than TeX:
            numbers and captions, divided by bars.
    """

    name: str
    body: str
    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    preamble: str = ""
    document_class: str = "article"
    more: Mapping[str, str] = field(default_factory=dict)
    on_page: str = ""
    title: str = r"\title{A study of small rivers}\author{Ann Author}\maketitle"

    @property
    def files(self) -> dict[str, str]:
        """Its source."""
        main = (
            f"\\documentclass{{{self.document_class}}}\n\\usepackage{{amsmath,amssymb,graphicx}}\n"
            f"{self.preamble}\n\\begin{{document}}\n{self.title}\n\\begin{{abstract}}\n"
            f"{' '.join(_FILLER)}\n\\end{{abstract}}\n{self.body}\n\\end{{document}}\n"
        )
        return {"main.tex": main, **self.more}


def filler(number: int) -> str:
    """A paragraph of plain sentences."""
    return " ".join(itertools.islice(itertools.cycle(_FILLER), number, number + 6))


def section(title: str, inside: str = "", command: str = "section") -> str:
    """A section with plain words and more in it."""
    return f"\n\\{command}{{{title}}}\n{filler(len(title))}\n\n{inside}\n"


def figure(caption: str, *, star: str = "", more: str = "", kind: str = "figure") -> str:
    """A float."""
    return (
        f"\\begin{{{kind}}}[htbp]\\centering {more}{FIGURE}\\caption{star}{{{caption}}}"
        f"\\end{{{kind}}}\n"
    )


HEAD: Final = section("Introduction", "Rivers matter to towns.", "section")
TAIL: Final = section("Conclusion", "Towns should measure them.", "section")


def paper(name: str, inside: str, read: str = "", unread: str = "", **more: str) -> SetPaper:
    """A paper with something in its Results; what is (not) to be read is divided by bars."""
    body = HEAD + section("Results", inside) + TAIL
    files = {key.replace("__", "."): text for key, text in more.items() if "__" in key}
    rest = {key: text for key, text in more.items() if "__" not in key}
    return SetPaper(
        name,
        body,
        tuple(filter(None, read.split("|"))),
        tuple(filter(None, unread.split("|"))),
        more=files,
        **rest,
    )


def papers() -> Iterator[SetPaper]:
    """All of them."""
    yield from _switches()
    yield from _marks()
    yield from _macros()
    yield from _packages()


def _switches() -> Iterator[SetPaper]:
    yield paper("iffalse", r"\iffalse Never this.\fi Always that.", "Always that.", "Never this")
    yield paper("if0", r"\if0 1 Never this.\else Always that.\fi", "Always that.", "Never this")
    yield paper(
        "newif", r"\iflong Never this.\else Always that.\fi \shorttrue \ifshort So it is.\fi",
        "Always that.|So it is.", "Never this", preamble=r"\newif\iflong \newif\ifshort",
    )  # fmt: skip
    yield paper(
        "blind", r"\if1\blind{Never this.}\else{Always that.}\fi", "Always that.", "Never this",
        preamble=r"\def\blind{0}",
    )  # fmt: skip
    yield paper(
        "ifnum", r"\ifnum\deep>3 Always that.\else Never this.\fi \ifodd\deep Odd one.\fi",
        "Always that.|Odd one.", "Never this", preamble=r"\def\deep{7}",
    )  # fmt: skip
    yield paper(
        "ifthen", r"\ifthenelse{\boolean{long}}{Never this.}{Always that.}", "Always that.",
        "Never this", preamble=r"\usepackage{ifthen}\newboolean{long}",
    )  # fmt: skip
    yield paper(
        "toggle", r"\iftoggle{long}{Always that.}{Never this.}", "Always that.", "Never this",
        preamble=r"\usepackage{etoolbox}\newtoggle{long}\toggletrue{long}",
    )  # fmt: skip
    yield paper(
        "comment", "\\begin{comment}\nNever this.\n\\end{comment}\n\\begin{hidden}\nNor this.\n"
        "\\end{hidden}\nAlways that.", "Always that.", "Never this|Nor this",
        preamble=r"\usepackage{comment}\excludecomment{hidden}",
    )  # fmt: skip
    yield paper(
        "ifdefined", r"\ifdefined\deep Always that.\fi \ifdefined\shallow Never this.\fi "
        r"\ifx\shallow\undefined Not shallow.\fi", "Always that.|Not shallow.", "Never this",
        preamble=r"\newcommand{\deep}{7}",
    )  # fmt: skip
    yield paper(
        "nested", r"\iffalse Never \iftrue this \else nor \fi that.\fi Always this way.",
        "Always this way.", "Never|nor",
    )  # fmt: skip


def _marks() -> Iterator[SetPaper]:
    yield paper(
        "changes", r"\deleted{Never this.} The flow \replaced{fell}{climbed} \added{at once}.",
        "The flow fell at once.", "Never this|climbed", preamble=r"\usepackage{changes}",
    )  # fmt: skip
    yield paper(
        "ulem", r"The flow \sout{rose} fell \uline{at once}.", "The flow fell at once.", "rose",
        preamble=r"\usepackage[normalem]{ulem}",
    )  # fmt: skip
    yield paper(
        "colour", r"The \textcolor{red}{mean flow} fell {\color{blue}at once}.",
        "The mean flow fell at once.", preamble=r"\usepackage{xcolor}",
    )  # fmt: skip
    yield paper(
        "units", r"Of \SI{10}{\kilo\metre\per\second}, \num{1.2e-3} and \SI{5}{\percent}; at "
        r"\SIrange{1}{5}{\micro\metre}.", "10 km s⁻¹|10⁻³|1 to 5 μm",
        preamble=r"\usepackage{siunitx}",
    )  # fmt: skip
    yield paper(
        "chemistry", r"Much \ce{CO2} in \ce{H2O}.", "Much CO₂ in H₂O.",
        preamble=r"\usepackage[version=4]{mhchem}",
    )  # fmt: skip
    yield paper(
        "links", r"See \href{https://example.org}{the plan} and \texorpdfstring{the $x$ map}{no}.",
        "See the plan and the x map.", preamble=r"\usepackage{hyperref}",
    )  # fmt: skip
    yield paper(
        "verb", r"Call \verb|read_all| every day. It is \texttt{small}.",
        "Call read_all every day. It is small.",
    )  # fmt: skip
    yield paper(
        "quotes", r"A ``small'' river -- or brook --- flows~\emph{fast}, 5\% of it.",
        "A “small” river – or brook — flows fast, 5% of it.",
    )  # fmt: skip
    yield paper(
        "letters", r"Schr\"odinger, Erd\H{o}s, \'Etude, \O re, {\L}uk and na\"{\i}ve.",
        "Schrödinger, Erdős, Étude, Øre, Łuk and naïve.",
    )  # fmt: skip


def _macros() -> Iterator[SetPaper]:
    yield paper(
        "names", r"We present \toolname, a gauge. \toolname{} is read often.",
        "We present RiverEye, a gauge. RiverEye is read often.",
        preamble=r"\def\toolname{RiverEye}",
    )  # fmt: skip
    yield paper(
        "defaults", r"A \kind[deep] and a \kind\ as well as \both{one}{two}.",
        "A deep river and a small river as well as one with two.",
        preamble=r"\newcommand{\kind}[1][small]{#1 river}\newcommand{\both}[2]{#1 with #2}",
    )  # fmt: skip
    yield paper(
        "in body", r"\newcommand{\where}[1]{at #1} {\bf The gauge} \where{the bridge} [sic].",
        "The gauge at the bridge [sic].",
    )  # fmt: skip
    yield paper(
        "style", r"We present \toolname{} here.", "We present RiverEye here.",
        preamble=r"\usepackage{rivers}",
        rivers__sty="\\ProvidesPackage{rivers}\n\\newcommand{\\toolname}{RiverEye}\n",
    )  # fmt: skip
    yield paper(
        "input", r"\input{part} So it ends.", "The part is here.|So it ends.", "Never this",
        part__tex="The part is here.\n\\endinput\nNever this.\n",
    )  # fmt: skip
    yield paper(
        "formulas", r"With $p_T$, $(2^n)^{1/2+\delta}$, $\sqrt[3]{V}$, $\|x\|_2$, $\mathbb{R}^d$ "
        r"and $x\not\in A$.", "With p_T, (2ⁿ)^(1/2+δ), ∛V, ‖x‖₂, ℝᵈ and x ∉ A.",
    )  # fmt: skip
    yield paper(
        "display", r"It holds that \begin{equation}\label{a} E = mc^2 \end{equation} where $m$ is "
        r"heavy, by (\ref{a}).", "E = mc²",
    )  # fmt: skip


def _packages() -> Iterator[SetPaper]:
    yield paper(
        "strings", r"\ifstrequal{a}{a}{Always that.}{Never this.} \ifdefempty{\none}{So it is.}"
        r"{Nor this.} \ifblank{}{It is.}{Never that.}", "Always that.|So it is.|It is.",
        "Never|Nor", preamble=r"\usepackage{etoolbox}\def\none{}",
    )  # fmt: skip
    yield paper(
        "latexdiff", r"The \DIFdelbegin \DIFdel{mean rose}\DIFdelend \DIFaddbegin "
        r"\DIFadd{median fell}\DIFaddend .", "The median fell.", "mean rose",
        preamble=r"\usepackage{color}\usepackage[normalem]{ulem}"
        r"\providecommand{\DIFadd}[1]{{\protect\color{blue}\uwave{#1}}}"
        r"\providecommand{\DIFdel}[1]{{\protect\color{red}\sout{#1}}}"
        r"\providecommand{\DIFaddbegin}{}\providecommand{\DIFaddend}{}"
        r"\providecommand{\DIFdelbegin}{}\providecommand{\DIFdelend}{}",
    )  # fmt: skip
    yield paper(
        "document commands", r"A \kind{river}, a \kind[deep]{brook} and a \kind*{pond}.",
        "A small river, a deep brook and a very small pond.",
        preamble=r"\NewDocumentCommand{\kind}{s O{small} m}{\IfBooleanT{#1}{very }#2 #3}",
    )  # fmt: skip
    yield paper(
        "class", r"We present \toolname{} here.", "We present RiverEye here.",
        document_class="rivers",
        rivers__cls="\\LoadClass{article}\n\\newcommand{\\toolname}{RiverEye}\n",
    )  # fmt: skip
    yield paper(
        "fractions", r"With $\frac{1}{2}mv^2$, $e^{i\pi}$ and $\begin{pmatrix}a&b\\c&d"
        r"\end{pmatrix}$.", "With 1/2 mv², e^(iπ) and (a b; c d).",
    )  # fmt: skip
