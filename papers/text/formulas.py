"""Formulas as people can read them in running text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathtext import formula_as_far

_LONGEST: Final = 4_000
_ALIGNED = re.compile(r"(?<!\\)&|\\\\(?:\[[^\]]*\])?|\\(?:hline|hfill)(?![A-Za-z])")
_LABELS = re.compile(
    r"\\(?:begin|end)\s*\{[A-Za-z*]{1,20}\}(?:\s*\{[lcr|@ ]*\})?|"
    r"\\(?:label|tag\*?|eqref|ref|hspace\*?|vspace\*?|phantom|hphantom)\s*\{[^{}]*\}"
)


@lru_cache(maxsize=8192)
def readable_formula(tex: str) -> str:
    """A formula in Unicode; what Unicode has no form of in as little TeX as possible."""
    tex = _LABELS.sub("", tex[:_LONGEST])
    tex = " ".join(_ALIGNED.sub(" ", tex).split())
    stop = tex[-1] if tex.endswith((",", ".", ";")) else ""
    bare = tex[: len(tex) - len(stop)].strip()
    return formula_as_far(bare) + stop if bare else ""
