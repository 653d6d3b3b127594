"""TeX as running text: paragraphs, formulas, references and styles. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from papers.fulltext.html.page_text import running_text
from papers.fulltext.tex.groups import SHIELDED, UNSHIELDED, environment_end, rewritten
from papers.text.formulas import readable_formula
from papers.text.latex import readable

_DROPPED: Final = frozenset(
    {
        "footnote", "footnotetext", "thanks", "label", "vspace", "hspace", "index", "cite",
        "citep", "citet", "citealt", "citealp", "citeauthor", "citeyear", "citeyearpar",
        "parencite", "autocite", "nocite", "textcite", "Citet", "Citep", "Citeauthor", "Parencite",
        "Autocite", "supercite", "smartcite", "fullcite", "bibliography", "bibliographystyle",
        "includegraphics", "input", "include", "pagestyle", "thispagestyle", "markboth",
        "color", "printednumbers", "cline", "rule", "author", "affiliation", "address", "email",
        "institute", "date", "title", "titlerunning", "authorrunning", "shorttitle",
        "shortauthors", "ead", "affil", "affiliations", "orcid", "keywords", "pacs",
        "preprint", "marginpar", "todo", "newline", "vskip", "hskip", "fontsize", "selectfont",
        "captionof",
        "IEEEauthorblockN", "IEEEauthorblockA", "dropped", "pdfbookmark", "addcontentsline",
        "tableofcontents", "ccsdesc", "received", "copyrightyear", "setcopyright",
        "acmConference", "acmDOI", "acmISBN", "Textcite", "onlinecite", "cmidrule",
        "multicolumn", "multirow", "newtheorem", "theoremstyle", "fancyhead", "fancyfoot",
    }
)  # fmt: skip
_REFERENCES: Final = frozenset(
    {"ref", "eqref", "autoref", "cref", "Cref", "pageref", "vref", "nameref"}
)
_RUN_IN: Final = frozenset({"paragraph", "subparagraph"})
_DISPLAY: Final = (
    "equation", "equation*", "align", "align*", "eqnarray", "eqnarray*", "gather", "gather*",
    "multline", "multline*", "displaymath", "math", "flalign", "flalign*", "alignat", "alignat*",
    "IEEEeqnarray", "dmath", "subequations",
)  # fmt: skip
_DISPLAYED = re.compile(
    r"\$\$(.{1,6000}?)\$\$|(?<!\\)\\\[(.{1,6000}?)\\\]|(?<!\\)\\\((.{1,2000}?)\\\)|"
    r"(?<!\\)\$(.{1,2000}?)(?<!\\)\$",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"\\(?:begin\s*\{(?:minipage|multicols\*?|adjustbox|adjustwidth|spacing|list|textblock\*?|"
    r"column|tcolorbox|mdframed|subequations|varwidth|IEEEeqnarraybox)\}(?:\s*\[[^\[\]]{0,200}\]){0,3}"
    r"(?:\s*\{[^{}]{0,100}\}){0,2}|(?:begin|end)\s*\{[^{}]{1,60}\}(?:\s*\[[^\[\]]{0,200}\])?)"
)
_ITEM = re.compile(r"\\item(?![A-Za-z])\s*(?:\[([^\[\]]{0,200})\])?")
_PARAGRAPH = re.compile(r"\n\s*\n|\\par(?![A-Za-z])|\\(?:smallskip|medskip|bigskip)(?![A-Za-z])")
_LEFT = re.compile(r"\\[A-Za-z@]+\*?(?:\s*\[[^\[\]]{0,200}\])?|\\[^A-Za-z\s]|[{}]")
_TIGHT = re.compile(r"(?<!\s)\s++([,.;:])(?=\s|$)")
_EMPTY = re.compile(r"\(\s*+(?:[,;.]++\s*+)?\)|\[\s*+(?:[,;.]++\s*+)?\]")
_UNKNOWN = re.compile(r"\(?(?:(?<!\s)\s+)?\0\s*\)?")
"""A reference to what has no number."""
_LONGEST: Final = 60_000


def words(tex: str, labels: Mapping[str, str]) -> str:
    """The paragraphs of a piece of TeX, with an empty line between.

    Args:
        tex: without comments and floats.
        labels: the numbers of what can be referred to.
    """
    tex = rewritten(tex, _DROPPED, lambda _name, _given: "")
    tex = rewritten(tex, _REFERENCES, lambda _name, given: labels.get(given.strip(), "\0"))
    tex = _UNKNOWN.sub(lambda match: " " if match[0][-1:].isspace() else "", tex)
    tex = rewritten(tex, _RUN_IN, lambda _name, given: f"\n\n{given.strip().rstrip('.')}. ")
    tex = _formulas(_displayed(tex))
    tex = _ITEM.sub(lambda match: f"\n\n• {match[1] or ''} ", tex)
    tex = _ENVIRONMENT.sub("\n\n", tex)
    paragraphs = (_paragraph(part) for part in _PARAGRAPH.split(tex))
    return "\n\n".join(part for part in paragraphs if part and part != "•")


def _displayed(tex: str) -> str:
    """Displayed formulas as inline ones."""
    for name in _DISPLAY:
        if f"{{{name}}}" not in tex:
            continue
        parts: list[str] = []
        last = 0
        for match in re.finditer(rf"\\begin\s*\{{{re.escape(name)}\}}", tex):
            if match.start() < last:
                continue
            end, after = environment_end(tex, name, match.end())
            inside = tex[match.end() : end].replace("$", "").replace("\n\n", "\n")
            parts += [tex[last : match.start()], f" $$ {inside} $$ "]
            last = after
        tex = "".join((*parts, tex[last:]))
    return tex


def _formulas(tex: str) -> str:
    """Formulas written out, and shielded from what is done to prose."""

    def write(match: re.Match[str]) -> str:
        inside = match[1] or match[2] or match[3] or match[4] or ""
        if "\n\n" in inside:
            return match[0]
        return readable_formula(inside).translate(SHIELDED)

    return _DISPLAYED.sub(write, tex)


def _paragraph(tex: str) -> str:
    tex = " ".join(tex.split())
    if not tex:
        return ""
    text = readable(tex[:_LONGEST]) + tex[_LONGEST:]
    text = _LEFT.sub(_remainder, text).replace("~", " ").replace("\\", "")
    # One blank at most between words: the patterns below are slow on long runs of blanks.
    text = _EMPTY.sub("", " ".join(text.translate(UNSHIELDED).split()))
    return running_text(_TIGHT.sub(r"\1", text))


def _remainder(match: re.Match[str]) -> str:
    written = match[0]
    if len(written) == 2 and written[0] == "\\":
        return written[1] if written[1] in "%&#_$" else " "
    return " " if written.startswith("\\") else ""
