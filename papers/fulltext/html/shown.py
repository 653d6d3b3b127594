"""What a LaTeXML page holds that is no running text of the paper, taken out of its tree. Pure.

The classes are those of LaTeXML (https://math.nist.gov/~BMiller/LaTeXML/) and of its rewriting in
Rust, which arXiv's pages are made with since August 2026.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from papers.fulltext.html.mathml import written_formula
from papers.fulltext.html.tree import outermost, take_out
from papers.fulltext.html.unseen import take_out_unseen
from papers.text.formulas import readable_formula
from papers.text.mathsigns import script

PARAGRAPH: Final = "\x1e"
"""Stands where a paragraph begins that no element of its own tells of."""
_DROPPED: Final = (
    "nav, header, footer, script, style, button, .ltx_bibliography, .ltx_note, .ltx_authors, "
    ".ltx_dates, .ltx_TOC, .ltx_classification, .ltx_keywords, .ltx_tag_equation, .ltx_pubnotes, "
    ".ltx_rule, .ltx_page_footer, .ltx_page_header, .ltx_pagination, .ltx_index, "
    ".ltx_listing:not(span), "
    ".ltx_role_footnotemark, .ltx_transformed_outer > .ltx_tabular, .ltx_phantom, .ltx_nodisplay, "
    ".ltx_subtitle, .ltx_glossary, .ltx_listingline, .ltx_missing_label, .ltx_missing_citation, "
    "figure"
)
_SUPPLEMENT = re.compile(r"as\d+(?:_|$)")
_IN_SENTENCES: Final = frozenset({"p", "span", "em", "b", "i", "strong", "a", "cite", "li", "td"})
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_FEWEST_IN_BOX: Final = 8
_FEWEST_IN_CELL: Final = 8
_FEWEST_ALONE: Final = 4
_SENTENCE_END: Final = (".", "!", "?", "。", ":", ";")
_SETS_TYPE_ALONE: Final = frozenset(
    {"fi", "else", "let", "the", "global", "advance", "relax", "protect", "def", "edef", "gdef",
     "xdef", "map", "maps", "balance", "minted", "hskip", "vskip", "hspace", "vspace", "line",
     "noline", "clearpage", "cleardoublepage", "color", "long", "table", "figure"}
)  # fmt: skip
_SETS_TYPE: Final = (
    "new", "renew", "algnew", "algrenew", "algorithmic", "algdef", "algtext",
    "set", "declare", "provide", "require", "usepackage", "use", "atbegin",
    "atend", "addto", "addcontents", "text", "math", "font", "cellcolor", "rowcolor",
    "columncolor", "page", "include", "input", "pdf", "acreset", "acuse", "print", "ieee", "acm",
    "ccs", "thanks", "affil", "email", "orcid", "caption", "tcb", "tikz", "pgf", "lst", "phantom",
    "begin", "end", "if", "linewidth", "lineno", "subsection", "section", "document", "floatname",
    "boolean", "make", "title", "author", "crefname", "hyper",
)  # fmt: skip


def without_supplements(root: LexborNode) -> None:
    """Take out what was joined to the paper: each further file of its source is one appendix.

    arXiv does so since August 2026; the identifiers in there begin with ``as1_``.
    """
    for node in outermost(root, 'section.ltx_appendix, section[id^="as"]'):
        inside = node.css_first('[id^="as"]')
        names = [part.attributes.get("id") or "" for part in (node, inside) if part is not None]
        if any(map(_SUPPLEMENT.match, names)):
            node.decompose()


def simplify(root: LexborNode) -> None:
    """Leave only what is text, formulas written out and boxes put among the paragraphs."""
    take_out(root, _DROPPED)
    take_out_unseen(root)
    for cited in outermost(root, "cite"):
        if not any(map(str.isalnum, cited.text())):
            cited.decompose()
    _open_boxes(root)
    for cell in root.css(".ltx_eqn_row, .ltx_eqn_row > td"):
        cell.insert_before(" ")
    write_formulas(root)


def write_formulas(root: LexborNode) -> None:
    """Put a formula's readable form in the place of each, and keep what is raised or lowered so."""
    for node in root.css("math"):
        node.replace_with(readable_formula(written_formula(node)))
    for node in outermost(root, "sup, sub"):
        node.replace_with(_shifted(node))
    for node in root.css("br.ltx_break"):
        node.replace_with(" ")


def _shifted(node: LexborNode) -> str:
    """What is raised or lowered: numbers stay so, endings of words do not, marks of notes go."""
    text = node.text().strip()
    below = node.tag == "sub"
    is_mark = node.css_first("a, cite") is not None
    around = node.parent
    if not below and (is_mark or (around is not None and around.tag in ("a", "cite"))):
        return ""
    if not any(letter.isdigit() or letter in "+-−" for letter in text):
        return text
    form = script(text.replace("−", "-"), below=below)
    return form or f"{'_' if below else '^'}({text})"


def write_names(root: LexborNode) -> int:
    """Leave macros that LaTeXML does not know where they name something, and nothing else of them.

    Returns:
        How many there are: what they stand for is not on the page.
    """
    named = 0
    for node in root.css(".ltx_ERROR"):
        name = node.text().strip()
        if _names_something(node, name):
            node.replace_with("\\" + name.lstrip("\\"))
            named += 1
        else:
            node.decompose()
    return named


def _names_something(node: LexborNode, name: str) -> bool:
    """Whether a macro stands in a sentence, and is none that sets type or defines something."""
    word = name.lstrip("\\")
    if word == name or not word.isalpha() or word in _SETS_TYPE_ALONE:
        return False
    if word.lower().startswith(_SETS_TYPE):
        return False
    around = node.parent
    if around is not None and around.tag in _HEADINGS:
        return len(around.text().split()) > 1
    if around is None or around.tag not in _IN_SENTENCES:
        return False
    return len(around.text().split()) > 3


def _open_boxes(root: LexborNode) -> None:
    """Text that is set in a drawing is text; the words of a drawing are not."""
    for drawing in outermost(root, "svg"):
        for box in outermost(drawing, "foreignObject"):
            if not _is_box(box):
                continue
            for part in box.css("p, .ltx_p, .ltx_para"):
                part.insert_before(PARAGRAPH)
            write_formulas(box)
            drawing.insert_before(f"{PARAGRAPH}{box.text()}{PARAGRAPH}")
        drawing.decompose()
    for cell in outermost(root, ".ltx_tabular .ltx_td, .ltx_tabular .ltx_th, .ltx_tabular td"):
        if not _is_prose(cell):
            cell.decompose()


def _is_box(drawn: LexborNode) -> bool:
    """Whether a part of a drawing is a text in a box: a sentence, or more words than a label."""
    text = drawn.text().strip()
    count = len(text.split())
    return count >= _FEWEST_IN_BOX or (count >= _FEWEST_ALONE and text.endswith(_SENTENCE_END))


def _is_prose(cell: LexborNode) -> bool:
    """Whether a table's cell holds sentences: then the table is a box around text.

    Few words are one where no other cell of the row has any.
    """
    text = cell.text().strip()
    count = len(text.split())
    row = cell.parent
    is_alone = row is not None and len(row.text().split()) == count
    fewest = _FEWEST_ALONE if is_alone else _FEWEST_IN_CELL
    return count >= fewest and text.endswith(_SENTENCE_END)
