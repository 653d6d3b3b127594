"""Formulas of chemistry as mhchem and chemformula print them. Pure."""

from __future__ import annotations

import re
from typing import Final

from papers.text.mathsigns import script

_ELEMENTS = re.compile(
    r"(?<=[A-Za-z)\]])(?P<count>\d+)|(?P<where>[\^_])(?:\{(?P<group>[^{}]{1,12})\}|(?P<charge>[\d+-]+))|"
    r"(?<=[A-Za-z\d)\]])(?P<sign>[+-])(?=\s|$|\))"
)
_ARROWS: Final = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←"}
_ARROW = re.compile(r"<=>|<->|->|<-")
_SIGNS = re.compile(r"\\(?:mathrm|text)\{([^{}]*)\}|\{\}")


def chemistry(formula: str) -> str:
    """A formula of mhchem's: counts below the line, charges above."""

    def raised(match: re.Match[str]) -> str:
        told = match["count"] or match["group"] or match["charge"] or match["sign"]
        below = match["count"] is not None or match["where"] == "_"
        return script(told, below=below) or told

    plain = _SIGNS.sub(lambda match: match[1] or "", formula)
    return _ARROW.sub(lambda match: _ARROWS[match[0]], _ELEMENTS.sub(raised, plain))
