"""Papers whose shape no class of journals gives: languages, letters, theses, lists without heads.

`SHAPES` holds for each its preamble, what stands before the text, and its parts in order: "#"
begins a section, "##" what is below one, "*" a figure by its number and colour, "|" a table;
everything else is set as it stands. TEXT is a paragraph with powers.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

Colour = tuple[int, int, int]

_ARTICLE: Final = r"\documentclass[11pt]{article}"
_AUTHORS: Final = r"\author{Ada NAME, Bo NAME\\University of PLACE, Wetland}\date{}"
_COLOURS: Final[dict[str, Colour]] = {
    "red": (230, 60, 60), "green": (60, 170, 70), "blue": (60, 90, 220), "gold": (240, 170, 40),
}  # fmt: skip
_NUMBERED: Final = "\n\n".join(
    rf"\noindent [{n}] A. CITED et al., J. Wet Hats {n + 3}, {n * 7} ({1990 + n})."
    for n in range(1, 13)
)
_NAMED: Final = "\n\n".join(
    rf"\noindent\hangindent=1em CITED, {chr(64 + n)}., Klein, B., \& Gross, C. {1990 + n}, ApJ {n}"
    for n in range(1, 13)
)
_SUPERSCRIPT: Final = "\n\n".join(
    rf"\noindent $^{{{n}}}$A. CITED, J. Wet Hats {{\bf {n}}}, {n * 7} ({1990 + n})."
    for n in range(1, 13)
)
_BIBLIOGRAPHY: Final = (
    r"\begin{thebibliography}{9}"
    + "".join(rf"\bibitem{{b{n}}} A. CITED, Hats {n}, {n * 3} ({1990 + n})." for n in range(1, 9))
    + r"\end{thebibliography}"
)
_PEOPLE: Final = ", ".join(
    rf"{chr(65 + n % 26)}.~{chr(65 + n * 7 % 26)}.~NAME$^{{{n % 9 + 1}}}$" for n in range(120)
)
_PLACES: Final = "\n\n".join(
    rf"\noindent $^{{{n}}}$ Department of Hats, University of PLACE, {n}2345 PLACE, Wetland"
    for n in range(1, 10)
)


def _language(name: str, figure: str, table: str) -> str:
    captions = rf"\addto\captions{name}{{\renewcommand{{\figurename}}{{{figure}}}"
    return (
        _ARTICLE + rf"\usepackage[T1]{{fontenc}}\usepackage[utf8]{{inputenc}}\usepackage[{name}]"
        rf"{{babel}}{captions}\renewcommand{{\tablename}}{{{table}}}}}"
    )


SHAPES: Final[dict[str, tuple[str, str, list[str]]]] = {
    "german": (_language("ngerman", "Abb.", "Tab."), r"\maketitle ABSTRACT \tableofcontents", [
        "# Einleitung", "TEXT", "# Aufbau der Messung", "* 1 red", "TEXT", "| 1",
        "## Äußere Einflüsse", "TEXT", "# Zusammenfassung", "TEXT", _BIBLIOGRAPHY]),
    "spanish": (_language("spanish", "Figura", "Tabla").replace("11pt", "11pt,twocolumn"),
        r"\maketitle ABSTRACT", [
        "# Introducción", "TEXT TEXT", "* 1 green", "# Método de medida", "TEXT", "| 1",
        "## Análisis de los datos", "TEXT", "# Conclusiones", "TEXT", _BIBLIOGRAPHY]),
    "french": (_language("french", "Figure", "Tableau") + r"\setcounter{secnumdepth}{0}",
        r"\maketitle ABSTRACT", [
        "# À propos", "TEXT", "# Des chapeaux", "TEXT", r"##\itshape Voiles et cordes", "TEXT",
        "* 1 blue", "# Remarques", "TEXT", _BIBLIOGRAPHY]),
    "names": (_ARTICLE, r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT", "# A Comparison", "TEXT", "# Conclusions", "TEXT",
        r"\par\bigskip\small " + _NAMED]),
    "brackets": (_ARTICLE, r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT", "# A Comparison", "TEXT", "# Conclusions", "TEXT",
        r"\par\bigskip " + _NUMBERED]),
    "collaboration": (_ARTICLE, r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT", "# Results", "TEXT", "# Conclusions", "TEXT",
        r"\section*{The POND Collaboration} " + _PEOPLE + "\n\n" + _PLACES]),
    "thesis": ((r"\documentclass[12pt]{report}\renewcommand{\thefigure}{\arabic{chapter}-"
        r"\arabic{figure}}\renewcommand{\thetable}{\arabic{chapter}-\arabic{table}}"),
        r"\maketitle\tableofcontents\listoffigures\listoftables ABSTRACT", [
        r"#!Introduction", "TEXT", "# A Reason for Boats", "TEXT", "* 1-1 red", "# All the Hats",
        "TEXT", "#!Ponds and Reeds", "TEXT", "# Depth", "TEXT", "| 2-1", "* 2-1 blue",
        "## Below the Water", "TEXT", r"\appendix", "#!Further Hats", "TEXT", _BIBLIOGRAPHY]),
    "journal": (r"\documentclass[journal]{IEEEtran}\usepackage{algorithm,algorithmic}",
        r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT", "# A Method for Boats", "TEXT", "## A Pond at Rest", "TEXT",
        (r"\begin{algorithm}\caption{Folding}\begin{algorithmic}[1]\REQUIRE paper\FOR{all hats}"
        r"\STATE fold the hat by hand\ENDFOR\RETURN boat\end{algorithmic}\end{algorithm}"),
        "## All Winds", "TEXT", "| I", "* 1 gold", "# Conclusion", "TEXT", r"\appendices ",
        "# Proof of the Theorem", "TEXT", _BIBLIOGRAPHY]),
    "old": (r"\documentclass[12pt]{article}\setcounter{secnumdepth}{0}", r"\maketitle ABSTRACT", [
        r"#\centering I. INTRODUCTION", "TEXT", r"#\centering II. A MODEL OF BOATS", "TEXT",
        r"##\centering A. Hulls and keels", "TEXT", r"##\centering B. Sails", "TEXT",
        r"#\centering III. CONCLUSIONS", "TEXT", r"\section*{\centering REFERENCES}",
        _SUPERSCRIPT]),
    "neighbours": (_ARTICLE, r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT",
        (r"\begin{figure}[t]\begin{minipage}{0.48\textwidth}INNER{* 1 red}\end{minipage}\hfill"
        r"\begin{minipage}{0.48\textwidth}INNER{* 2 green}\end{minipage}\end{figure}"),
        "# A Second Part", "TEXT TEXT",
        r"\begin{figure}[t]INNER{* 3 blue}\vspace{8mm}INNER{* 4 gold}\end{figure}", "# An Outlook",
        "TEXT"]),
    "numbered": (r"\documentclass[11pt]{scrartcl}\usepackage{lineno}\linenumbers",
        r"\maketitle ABSTRACT", [
        "# Introduction", "TEXT", "# A Boat", "TEXT", "## Its Hull", "TEXT TEXT", "| 1",
        "# Conclusion", "TEXT", _BIBLIOGRAPHY]),
    "letter": (r"\documentclass[aps,prl,twocolumn]{revtex4-2}", r"ABSTRACT\maketitle", [
        "TEXT TEXT", "* 1 red", "TEXT", r"\emph{Method.---}", "TEXT", "* 2 blue", "TEXT",
        _BIBLIOGRAPHY]),
}  # fmt: skip

_LEVELS: Final = {"#!": "chapter", "#": "section", "##": "subsection", "###": "subsubsection"}
_PART = re.compile(r"(#+!?)((?:\\\w+ )?)\s*(.*)")
_INNER = re.compile(r"INNER\{\* (\S+) (\w+)\}")
_NUMBER = re.compile(r"^(?:[IVX]+|[A-Z])\. ")


@dataclass(slots=True)
class Shape:
    """A paper's TeX, and what it prints."""

    tex: str = ""
    headings: list[str] = field(default_factory=list)
    figures: dict[str, tuple[Colour, ...]] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)

    def drawn(self, number: str, colour: str) -> str:
        """A figure's insides."""
        r, g, b = _COLOURS[colour]
        self.figures[number] = ((r, g, b),)
        rule = rf"\textcolor[RGB]{{{r},{g},{b}}}{{\rule{{0.7\linewidth}}{{3cm}}}}"
        return rf"\centering {rule}\caption{{A boat on the pond.}}"


def shaped(name: str, text: Callable[[random.Random], str]) -> Shape:
    """A shape's TeX with its headings, figures and tables.

    Args:
        name: in `SHAPES`.
        text: makes a paragraph.
    """
    preamble, front, parts = SHAPES[name]
    chance = random.Random(name)
    found = Shape()
    body: list[str] = []
    for part in parts:
        words = part.split()
        if part.startswith("#") and (match := _PART.fullmatch(part)):
            found.headings.append(_NUMBER.sub("", match[3]))
            body.append(rf"\{_LEVELS[match[1]]}{{{match[2]}{match[3]}}}")
        elif words[0] == "*":
            body.append(rf"\begin{{figure}}[t]{found.drawn(*words[1:])}\end{{figure}}")
        elif words[0] == "|":
            found.tables.append(words[1])
            body.append(
                r"\begin{table}[t]\centering\caption{Boats and their weights.}\begin{tabular}{lr}"
                r"\textbf{Boat} & \textbf{Weight}\\boat 1 & 1.5\\boat 2 & 2.5\end{tabular}"
                r"\end{table}"
            )
        else:
            whole = _INNER.sub(lambda match: found.drawn(match[1], match[2]), part)
            body.append(re.sub("TEXT", lambda _: text(chance), whole))
    abstract = rf"\begin{{abstract}}{text(chance)}\end{{abstract}}"
    head = (
        preamble + r"\usepackage{graphicx,xcolor}\begin{document}\title{A Boat That Folds Itself}"
    )
    lines = [head, _AUTHORS, front.replace("ABSTRACT", abstract), *body, r"\end{document}"]
    found.tex = "\n".join(lines)
    return found
