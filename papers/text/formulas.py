"""Formulas as people can read them in running text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathtext import formula_as_far
from papers.text.noted import note

_LONGEST: Final = 4_000
_ALIGNED = re.compile(r"(?<!\\)&|\\\\(?:\[[^\]]*\])?|\\(?:hline|hfill)(?![A-Za-z])")
_TABLE = re.compile(
    r"\\begin\s*\{(?P<kind>[pbBvV]?matrix|smallmatrix|cases)\}(?P<rows>[^\x00]{0,600}?)"
    r"\\end\s*\{(?P=kind)\}"
)
_AROUND: Final = {"p": "()", "b": "[]", "B": ("\\{", "\\}"), "v": "||", "V": ("\\|", "\\|")}
_LABELS = re.compile(
    r"\\(?:begin|end)\s*\{[A-Za-z*]{1,20}\}(?:\s*\{[lcr|@ ]*\})?|"
    r"\\(?:label|tag\*?|eqref|ref|hspace\*?|vspace\*?|phantom|hphantom)\s*\{[^{}]*\}"
)


def readable_formula(tex: str) -> str:
    """A formula in Unicode; what Unicode has no form of in as little TeX as possible."""
    bare, stop, written = _readable(tex)
    return note(written, bare) + stop


@lru_cache(maxsize=8192)
def _readable(tex: str) -> tuple[str, str, str]:
    """The formula without labels, the punctuation behind it, and its readable form."""
    tex = _LABELS.sub("", _TABLE.sub(_rows, tex[:_LONGEST]))
    tex = " ".join(_ALIGNED.sub(" ", tex).split())
    stop = tex[-1] if tex.endswith((",", ".", ";")) else ""
    bare = tex[: len(tex) - len(stop)].strip()
    return (bare, stop, formula_as_far(bare)) if bare else ("", "", "")


def _rows(match: re.Match[str]) -> str:
    """A matrix, or the cases of a formula, with a semicolon between rows."""
    kind = match["kind"]
    cell = ", " if kind == "cases" else " "
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", match["rows"])
    told = "; ".join(cell.join(row.split("&")).strip() for row in rows if row.strip())
    begin, end = ("\\{", "\\}") if kind == "cases" else _AROUND.get(kind[0], ("", ""))
    return f"{begin}{told}{end}"
