"""Formulas as people can read them in running text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathtext import formula_as_far
from papers.text.noted import note
from papers.text.packages import written_out

_LONGEST: Final = 4_000
_COLUMN = re.compile(r"(?<!\\)&(?P<tight>(?=[=<>]))?|\\(?:hline|hfill)(?![A-Za-z])")
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?")
_GOES_ON = re.compile(
    r"(?:&|\s|\{\}|\\q?quad)*+(?:[=<>+\-,.;)\]|]|\\(?:le|ge|leq|geq|approx|sim|simeq|equiv|"
    r"times|cdot|pm|mp|to|in|subset|ll|gg|left|right|propto|cong|implies|iff|Rightarrow)(?![A-Za-z]))"
)
_LEFT_OPEN: Final = (",", ".", ";", ":", "=", "+", "-", "<", ">", "(", "[", "{", "|", "&")
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
    tex = _LABELS.sub("", with_rows(written_out(tex[:_LONGEST])))
    tex = " ".join(_aligned(tex).split())
    stop = tex[-1] if tex.endswith((",", ".", ";")) else ""
    bare = tex[: len(tex) - len(stop)].strip()
    return (bare, stop, formula_as_far(bare)) if bare else ("", "", "")


def with_rows(tex: str) -> str:
    """A formula with matrices and cases as rows between brackets."""
    return _TABLE.sub(_rows, tex) if "\\begin" in tex else tex


def _aligned(tex: str) -> str:
    """Several lines as one: a line that does not go on with the one before is told apart."""
    told = ""
    for row in _ROW.split(tex):
        before = told.rstrip()
        goes_on = not before or before.endswith(_LEFT_OPEN) or _GOES_ON.match(row) is not None
        told += f"{' ' if goes_on or not row.strip() else '; '}{row}"
    return _COLUMN.sub(lambda match: "" if match["tight"] is not None else " ", told)


def _rows(match: re.Match[str]) -> str:
    """A matrix, or the cases of a formula, with a semicolon between rows."""
    kind = match["kind"]
    cell = ", " if kind == "cases" else " "
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", match["rows"])
    told = "; ".join(
        cell.join(map(str.strip, row.split("&"))).strip() for row in rows if row.strip()
    )
    begin, end = ("\\{", "\\}") if kind == "cases" else _AROUND.get(kind[0], ("", ""))
    return f"{begin}{told}{end}"
