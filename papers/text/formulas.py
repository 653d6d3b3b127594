"""Formulas as people can read them in running text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathtext import formula_as_far
from papers.text.noted import note

_LONGEST: Final = 4_000
_ALIGNED = re.compile(r"(?<!\\)&|\\\\(?:\[[^\]]*\])?|\\(?:hline|hfill)(?![A-Za-z])")
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
    tex = _LABELS.sub("", tex[:_LONGEST])
    tex = " ".join(_ALIGNED.sub(" ", tex).split())
    stop = tex[-1] if tex.endswith((",", ".", ";")) else ""
    bare = tex[: len(tex) - len(stop)].strip()
    return (bare, stop, formula_as_far(bare)) if bare else ("", "", "")
