"""Papers that are invented and set by TeX, with what is printed in them known exactly.

Each class of journals has its own way with authors, headings, captions and references; each paper
holds another mix of what readers get wrong.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.corpus.pdf.shapes import SHAPES, shaped

NAME: Final = "Verfasserin"
PLACE: Final = "Sumpfhausen"
CITED: Final = "Zitatwerk"
"""Words of authors, addresses and references, which no text may hold."""

POWERS: Final = {
    r"$10^{6.6}$": ("10⁶·⁶", "106.6"),
    r"$x_1$": ("x₁", "x1"),
    r"$4\times10^{-5}$": ("10⁻⁵", "10-5"),
    r"$10^{15}$": ("10¹⁵", "1015"),
    r"$H_0$": ("H₀", "H0"),
    r"$O(2^n)$": ("2ⁿ", "2n"),
    r"CO$_2$": ("CO₂", "CO2"),
    r"km$^2$": ("km²", "km2"),
}
"""Powers and indices: as they are set, should be read, and must not be."""

COLOURS: Final = (
    (230, 60, 60), (60, 170, 70), (60, 90, 220), (240, 170, 40), (150, 60, 190), (60, 190, 200),
    (240, 110, 190), (140, 120, 60), (120, 220, 120), (110, 110, 240),
)  # fmt: skip
"""Of the panels of figures, each in one panel of a paper."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper and what is printed in it.

    Attributes:
        headings: without numbers, those of the abstract, thanks and references apart.
        figures: the colours of each figure's panels, by number.
        tables: numbers.
    """

    name: str
    tex: str
    headings: tuple[str, ...]
    figures: dict[str, tuple[tuple[int, int, int], ...]]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Style:
    """How a class is told about a paper: {authors}, {abstract}, {body}."""

    head: str
    front: str
    two_columns: bool = False
    roman: bool = False


_AUTHORS: Final = {
    "plain": r"\author{Ada NAME$^{1}$, Bo NAME$^{2,*}$ and Cy NAME\thanks{cy@pond.example}\\"
    r"$^1$Department of Hats, University of PLACE, 12345 PLACE, Wetland\\"
    r"$^2$Pond Institute, PLACE Campus, Wetland}",
    "revtex": r"\author{Ada NAME}\email{ada@pond.example}\affiliation{Department of Hats, "
    r"University of PLACE, 12345 PLACE, Wetland}\author{Bo NAME}\author{Cy NAME}"
    r"\affiliation{Pond Institute, PLACE Campus, Wetland}\date{\today}",
    "ieee": r"\author{\IEEEauthorblockN{Ada NAME, Bo NAME}\IEEEauthorblockA{Department of Hats\\"
    r"University of PLACE\\ada@pond.example}}",
    "elsevier": r"\author[a]{Ada NAME}\author[b]{Bo NAME}\affiliation[a]{organization={University "
    r"of PLACE},city={PLACE}}\affiliation[b]{organization={Pond Institute},city={PLACE}}",
    "lncs": r"\author{Ada NAME\inst{1} \and Bo NAME\inst{2}}\institute{University of PLACE, "
    r"Wetland \email{ada@pond.example} \and Pond Institute, PLACE, Wetland}",
    "ams": r"\author{Ada NAME}\address{University of PLACE, Wetland}\email{ada@pond.example}"
    r"\author{Bo NAME}\address{Pond Institute, PLACE, Wetland}",
    "aas": r"\author{Ada NAME}\affiliation{University of PLACE, 12345 PLACE, Wetland}"
    r"\author{Bo NAME}\affiliation{Pond Institute, PLACE Campus, Wetland}",
}
_ABSTRACT: Final = r"\begin{abstract}ABSTRACT\end{abstract}"
_STYLES: Final = {
    "article": _Style(r"\documentclass[11pt]{article}", r"AUTHORS:plain \maketitle" + _ABSTRACT),
    "columns": _Style(
        r"\documentclass[10pt,twocolumn]{article}", r"AUTHORS:plain \maketitle" + _ABSTRACT, True
    ),
    "prl": _Style(
        r"\documentclass[aps,prd,twocolumn,superscriptaddress]{revtex4-2}",
        "AUTHORS:revtex " + _ABSTRACT + r"\maketitle", True, True,
    ),
    "preprint": _Style(
        r"\documentclass[aps,preprint,superscriptaddress]{revtex4-2}",
        "AUTHORS:revtex " + _ABSTRACT + r"\maketitle", False, True,
    ),
    "ieee": _Style(
        r"\documentclass[conference]{IEEEtran}",
        r"AUTHORS:ieee \maketitle" + _ABSTRACT, True, True,
    ),
    "elsevier": _Style(
        r"\documentclass[preprint,12pt]{elsarticle}",
        r"\begin{frontmatter}\title{TITLE}AUTHORS:elsevier " + _ABSTRACT
        + r"\begin{keyword}boats \sep ponds\end{keyword}\end{frontmatter}",
    ),
    "lncs": _Style(
        r"\documentclass{llncs}", r"AUTHORS:lncs \maketitle" + _ABSTRACT
    ),
    "ams": _Style(r"\documentclass{amsart}", "AUTHORS:ams " + _ABSTRACT + r"\maketitle"),
    "aas": _Style(
        r"\documentclass[twocolumn]{aastex631}", r"AUTHORS:aas " + _ABSTRACT, True
    ),
    "mnras": _Style(r"\documentclass{mnras}", r"AUTHORS:plain \maketitle" + _ABSTRACT, True),
}  # fmt: skip

_SUBJECTS: Final = ["boats", "ponds", "hulls", "sails", "keels", "ropes", "hats", "reeds"]
_VERBS: Final = ["carry", "move", "turn", "follow", "slow", "lift", "cover", "meet"]
_HEADS: Final = (
    "Introduction", "A Simple Way of Folding", "Boats on Still Ponds", "Measured Depths",
    "A Comparison of Hulls", "Discussion",
)  # fmt: skip
_BELOW: Final = ("Paper and its weight", "A keel of wax", "Wind over the pond")


def papers() -> list[Printed]:
    """All that are set: each class in four mixes, and the other shapes."""
    classes = [
        _paper(style, variant, number)
        for number, style in enumerate(_STYLES)
        for variant in range(4)
    ]
    return classes + [_shaped(name) for name in SHAPES]


def _shaped(name: str) -> Printed:
    shape = shaped(name, lambda chance: _text(chance, 2))
    tex = shape.tex.replace("NAME", NAME).replace("PLACE", PLACE).replace("CITED", CITED)
    return Printed(name, tex, tuple(shape.headings), shape.figures, tuple(shape.tables))


def pdf_of(paper: Printed) -> bytes | None:
    """The paper as pdflatex sets it; None where there is none, or its class is missing."""
    program = shutil.which("pdflatex")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.tex"
        path.write_text(paper.tex, encoding="utf-8")
        for _ in range(2):
            subprocess.run(
                [program, "-interaction=batchmode", path.name],
                cwd=folder, check=False, capture_output=True, timeout=120,
            )  # fmt: skip
        made = path.with_suffix(".pdf")
        return made.read_bytes() if made.is_file() else None


def _paper(name: str, variant: int, number: int) -> Printed:
    style = _STYLES[name]
    chance = random.Random(100 * number + variant)
    colours = iter(COLOURS)
    figures: dict[str, tuple[tuple[int, int, int], ...]] = {}
    headings: list[str] = []
    body: list[str] = []
    for at, head in enumerate(_HEADS):
        body.append(rf"\section{{{head}}}" + _text(chance, 3))
        headings.append(head)
        for below in _BELOW[: 2 if at in (1, 3) else 0]:
            title = f"{below} {at}" if at == 3 else below
            body.append(rf"\subsection{{{title}}}" + _text(chance, 2))
            headings.append(title)
        if at in (1, 2, 3):
            panels = (1, 2, 3 if variant % 2 else 4)[at - 1]
            wide = style.two_columns and at == 3
            used = tuple(next(colours) for _ in range(panels))
            figures[str(len(figures) + 1)] = used
            body.append(_figure(used, wide=wide, stacked=variant >= 2))
        if at == 4:
            body.append(_table())
    front = style.front
    kind = front.partition("AUTHORS:")[2].split(" ")[0].split("\\")[0]
    front = front.replace(f"AUTHORS:{kind}", _AUTHORS[kind])
    title = "" if "TITLE" in front else r"\title{A Boat That Folds Itself}"
    contents = r"\tableofcontents\newpage " if variant == 1 and name in ("article", "ams") else ""
    packages = r"\usepackage{graphicx,xcolor}"
    if variant == 3 and name in ("article", "elsevier", "lncs"):
        packages += r"\usepackage{lineno}\linenumbers"
    tex = "\n".join(
        [style.head, packages, r"\begin{document}", title, front, contents, *body,
         _cited(chance), r"\end{document}"]
    )  # fmt: skip
    for key, value in (("NAME", NAME), ("PLACE", PLACE), ("TITLE", "A Boat That Folds Itself")):
        tex = tex.replace(key, value)
    tex = tex.replace("ABSTRACT", _text(chance, 1))
    table = "I" if style.roman else "1"
    return Printed(f"{name}-{variant}", tex, tuple(headings), figures, (table,))


def _text(chance: random.Random, paragraphs: int) -> str:
    return "\n\n".join(" ".join(_sentences(chance)) for _ in range(paragraphs)) + "\n\n"


def _sentences(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(4, 7)):
        power = chance.choice(list(POWERS))
        a, b = chance.sample(_SUBJECTS, 2)
        yield (
            f"We see that the {a} of paper {chance.choice(_VERBS)} the {b} at a value of {power} "
            f"while the other {b} of the pond {chance.choice(_VERBS)} nothing at all."
        )


def _figure(colours: tuple[tuple[int, int, int], ...], *, wide: bool, stacked: bool) -> str:
    """A figure of coloured panels: side by side, or two in a row with letters below them."""
    star = "*" if wide else ""
    cells = [
        rf"\textcolor[RGB]{{{r},{g},{b}}}{{\rule{{0.4\linewidth}}{{2cm}}}}" for r, g, b in colours
    ]
    lettered = [
        rf"\begin{{minipage}}{{0.45\linewidth}}\centering {cell.replace('0.4', '0.9')}\\({letter})"
        r"\end{minipage}"
        for cell, letter in zip(cells, "abcd", strict=False)
    ]
    rows = lettered if stacked and len(cells) > 1 else cells
    pairs = [" ".join(rows[at : at + 2]) for at in range(0, len(rows), 2)]
    drawn = r"\\[2mm]".join(pairs)
    return (
        rf"\begin{{figure{star}}}[t]\centering {drawn}"
        rf"\caption{{Panels of the pond, seen from above.}}\end{{figure{star}}}" + "\n\n"
    )


def _table() -> str:
    rows = r"\\".join(f"boat {n} & {n}.5 & {n * 7}" for n in range(1, 6))
    return (
        r"\begin{table}[t]\centering\caption{Boats and their weights.}"
        rf"\begin{{tabular}}{{lrr}}\textbf{{Boat}} & \textbf{{Weight}} & \textbf{{Depth}}\\{rows}"
        r"\end{tabular}\end{table}" + "\n\n"
    )


def _cited(chance: random.Random) -> str:
    items = "\n".join(
        rf"\bibitem{{b{n}}} A. {CITED}, B. {CITED}, J. Wet Hats {n}, {chance.randint(10, 99)} "
        rf"({1990 + n})."
        for n in range(1, 13)
    )
    return rf"\begin{{thebibliography}}{{99}}{items}\end{{thebibliography}}"
