"""Invented papers that can be written as TeX and as LaTeXML's HTML, made from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Final

from domain.fulltext import FullText, TextOrigin
from papers.fulltext.html.latexml_page import read_latexml
from papers.fulltext.tex.source import read_files
from papers.text.noted import noting

_THINGS: Final = (
    "the kiln", "a lantern", "the river gauge", "our loom", "the bell", "a glass sail",
    "the orchard", "the ferry", "each beehive", "the clay oven", "a paper kite", "the tide mill",
    "our telescope", "the harp", "a copper still", "the lighthouse", "the sundial", "a wool press",
    "the canal lock",
)  # fmt: skip
_DOES: Final = (
    "loses {n} percent of its heat on windy nights", "was repaired {w} times in the first winter",
    "sounds {n} hertz lower after rain", "carries {n} kilograms without bending",
    "is quieter than what the neighbours use", "needs no oil at all",
    "reaches an accuracy of {n} on held-out mornings", "keeps its colour for {w} weeks",
    "follows the law $x^{{{k}}} + y$ up to {n} metres", "was built by {w} people who had never met",
    "turns slowly, as shown in Figure {f}", "agrees with what others found [{c}]",
    "does not depend on who holds it", "costs {n} euros a year in our village",
    "is described in Table {t} and was measured at dawn", "grows with $\\alpha = 0.{k}$ in summer",
)  # fmt: skip
_ENDS: Final = (
    "", " when the moon is full", " in every house we asked", ", against all that was expected",
    " on the northern shore", " once the snow is gone", " for reasons that we explain below",
    ", though nobody had looked before", " during the whole of May", " before the harvest begins",
)  # fmt: skip
_WORDS: Final = ("three", "five", "seven", "eight", "nine", "eleven", "twelve")
_SECTIONS: Final = ("Introduction", "Materials", "Trial", "Results", "Limitations", "Conclusion")


@dataclass
class Draft:
    """A paper as its author has it.

    Attributes:
        sections: titles with sentences, in which ``$…$`` are formulas, ``[n]`` references.
        tables, figures: captions, with rows, or with what the image is called.
        first_figure: the number that the first figure has in print.
        shift: what is added to the numbers of references.
        is_other: whether it is set otherwise: in other lines, marks and emphasis.
        touched: sentences in which something was planted.
    """

    title: str
    authors: list[str]
    abstract: list[str]
    sections: list[tuple[str, list[str]]]
    tables: list[tuple[str, list[list[str]]]]
    figures: list[str]
    first_figure: int = 1
    shift: int = 0
    is_other: bool = False
    references: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


def sentence(random: Random) -> str:
    """A sentence that is unlike others."""
    thing = random.choice(_THINGS)
    number = f"{random.randint(11, 99)}.{random.randint(1, 9)}"
    done = random.choice(_DOES).format(
        n=number,
        w=random.choice(_WORDS),
        k=random.randint(2, 9),
        f=random.randint(1, 2),
        t=1,
        c=random.randint(1, 9),
    )
    return f"{thing[0].upper()}{thing[1:]} {done}{random.choice(_ENDS)}."


def draft(random: Random) -> Draft:
    """A paper of six sections, a table and two figures."""
    seen: set[str] = set()

    def some(count: int) -> list[str]:
        found: list[str] = []
        while len(found) < count:
            made = sentence(random)
            if made not in seen:
                seen.add(made)
                found.append(made)
        return found

    things = random.sample(_THINGS, 4)
    rows = [["Thing", "Before", "After", "Gain"]]
    rows += [
        [one, *(f"{random.randint(10, 99)}.{random.randint(1, 9)}" for _ in range(3))]
        for one in things
    ]
    return Draft(
        title=f"On {things[0]} and {things[1]} in Winter",
        authors=["Ada Brook", "Ben Ford", "Cleo Marsh"],
        abstract=some(3),
        sections=[(title, some(random.randint(3, 7))) for title in _SECTIONS],
        tables=[(f"What {things[2]} did over a year.", rows)],
        figures=[f"The shape of {things[3]} at dusk.", f"Weight of {things[1]} by month."],
        references=[f"A. Brook. Notes on {one}. 2011." for one in things],
    )  # fmt: skip


def as_html(paper: Draft) -> FullText:
    """A paper read from its HTML."""
    with noting() as formulas:
        page = read_latexml(_html(paper).encode())
    text = page.text
    return FullText(text.sections, text.figures, TextOrigin.HTML, None, text.tables, formulas())


def as_tex(paper: Draft) -> FullText:
    """A paper read from its source; of tables only the captions."""
    with noting() as formulas:
        text, _ = read_files({"main.tex": _tex(paper).encode()})
    return FullText(text.sections, text.figures, TextOrigin.SOURCE, None, text.tables, formulas())


def _html(paper: Draft) -> str:
    abstract = _html_text(paper, paper.abstract)
    parts = [
        '<!DOCTYPE html><html><body><div class="ltx_page_content"><article class="ltx_document">',
        f'<h1 class="ltx_title ltx_title_document">{escape(paper.title)}</h1>',
        f'<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p>{abstract}</p></div>',
    ]
    for number, (title, lines) in enumerate(paper.sections, 1):
        tag = f'<span class="ltx_tag ltx_tag_section">{number} </span>'
        parts.append(
            f'<section class="ltx_section"><h2 class="ltx_title">{tag}{title}</h2>'
            f'<div class="ltx_para"><p class="ltx_p">{_html_text(paper, lines)}</p></div>'
        )
        if number == 3:
            parts += [*map(_html_table, range(1, 9), paper.tables), *_html_figures(paper)]
        parts.append("</section>")
    items = "".join(f'<li class="ltx_bibitem">{escape(one)}</li>' for one in paper.references)
    parts += [f'<section class="ltx_bibliography"><ul>{items}</ul></section>', "</article></div>"]
    return "".join((*parts, "</body></html>"))


def _html_text(paper: Draft, lines: list[str]) -> str:
    words = _set(paper, lines)
    pieces = []
    for place, piece in enumerate(words.split("$")):
        if place % 2:
            pieces.append(
                f'<math class="ltx_Math" alttext="{escape(piece)}"><semantics><mi>x</mi><annotation'
                f' encoding="application/x-tex">{escape(piece)}</annotation></semantics></math>'
            )
        else:
            pieces.append(escape(piece, quote=False))
    text = "".join(pieces)
    if paper.is_other:
        text = text.replace("winter", '<em class="ltx_emph">winter</em>').replace(" ", "\n", 5)
    return text


def _html_table(number: int, table: tuple[str, list[list[str]]]) -> str:
    caption, rows = table
    cells = "".join(
        '<tr class="ltx_tr">'
        + "".join(f'<td class="ltx_td">{escape(cell)}</td>' for cell in row)
        + "</tr>"
        for row in rows
    )
    return (
        '<figure class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag">'
        f"Table {number}: </span>{escape(caption)}</figcaption>"
        f'<table class="ltx_tabular"><tbody>{cells}</tbody></table></figure>'
    )


def _html_figures(paper: Draft) -> list[str]:
    return [
        '<figure class="ltx_figure"><img src="x.png" alt=""><figcaption class="ltx_caption">'
        f'<span class="ltx_tag">Figure {number}: </span>{escape(caption)}</figcaption></figure>'
        for number, caption in enumerate(paper.figures, paper.first_figure)
    ]


def _tex(paper: Draft) -> str:
    parts = [
        r"\documentclass{article}", r"\begin{document}", rf"\title{{{paper.title}}}", r"\maketitle",
        rf"\begin{{abstract}}{_tex_text(paper, paper.abstract)}\end{{abstract}}",
    ]  # fmt: skip
    for number, (title, lines) in enumerate(paper.sections, 1):
        parts += [rf"\section{{{title}}}", _tex_text(paper, lines)]
        if number == 3:
            parts += [
                rf"\begin{{table}}\caption{{{caption}}}\begin{{tabular}}{{ll}}a&b\end{{tabular}}\end{{table}}"
                for caption, _ in paper.tables
            ]
            parts += [
                rf"\begin{{figure}}\includegraphics{{x}}\caption{{{caption}}}\end{{figure}}"
                for caption in paper.figures
            ]
    parts.append(r"\begin{thebibliography}{9}")
    parts += [rf"\bibitem{{b{n}}} {one}" for n, one in enumerate(paper.references)]
    return "\n".join((*parts, r"\end{thebibliography}", r"\end{document}"))


def _tex_text(paper: Draft, lines: list[str]) -> str:
    text = _set(paper, lines)
    if paper.is_other:
        text = text.replace("winter", r"\emph{winter}").replace(" the ", "\n the % a remark\n ", 1)
        text = text.replace("Figure ", "Figure~")
    return text


def _set(paper: Draft, lines: list[str]) -> str:
    """Sentences with the numbers that things have in print, in one way of setting or another."""
    text = " ".join(lines)
    for number in range(9, 0, -1):
        text = text.replace(f"[{number}]", f"[{number + paper.shift}]")
    for number in (2, 1):
        shown = number + paper.first_figure - 1
        text = text.replace(f"Figure {number}", f"Figure {shown}")
    return text.replace("Figure ", "Fig. ") if paper.is_other and paper.shift else text
