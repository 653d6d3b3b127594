"""Formulas as people can read them in running text. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathtext import formula, script, symbols

_LONGEST: Final = 4_000
_SPACING = re.compile(
    r"\\(?:displaystyle|textstyle|scriptstyle|quad|qquad|enspace|thinspace|hfill|nonumber|notag|"
    r"hline|left|right|bigl?|bigr|Bigl?|Bigr|biggl?|biggr|Biggl?|Biggr|limits|nolimits|middle)"
    r"(?![A-Za-z])|\\[,;:! ]|&|\\\\(?:\[[^\]]*\])?"
)
_LABELS = re.compile(
    r"\\(?:begin|end)\s*\{[A-Za-z*]{1,20}\}(?:\s*\{[lcr|@ ]*\})?|"
    r"\\(?:label|tag\*?|eqref|ref|hspace\*?|vspace\*?|phantom|hphantom)\s*\{[^{}]*\}"
)
_STYLE = re.compile(
    r"\\(?:mathrm|mathbf|mathsf|mathit|mathtt|mathcal|mathbb|mathscr|mathfrak|text[a-z]{0,6}|mbox|"
    r"hbox|boldsymbol|bm|operatorname\*?|rm|bf|it|cal|emph|ensuremath)(?![A-Za-z])\s*"
)
_FRACTION = re.compile(r"\\[dtn]?i?c?e?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SCRIPT = re.compile(r"([\^_])\s*\{([^{}]*)\}")
_ACCENT = re.compile(
    r"\\(hat|widehat|bar|overline|tilde|widetilde|vec|dot|ddot|overrightarrow|underline)\s*+"
    r"(?:\{\s*+)?(\\[A-Za-z]+|[^\s{}\\])\s*\}?"
)
_MACRO = re.compile(r"\\([A-Za-z]+)\s*|\\([^A-Za-z])")


_SHAPES: Final = frozenset(
    {"frac", "dfrac", "tfrac", "cfrac", "hat", "bar", "vec", "tilde", "overline", "underline",
     "dot", "widehat", "widetilde", "overrightarrow", "underbrace", "overbrace",
     "substack", "stackrel"}
)  # fmt: skip


@lru_cache(maxsize=8192)
def readable_formula(tex: str) -> str:
    """A formula in Unicode; what Unicode has no form of in as little TeX as possible."""
    tex = _LABELS.sub("", tex[:_LONGEST])
    tex = " ".join(_SPACING.sub(" ", tex).split())
    stop = tex[-1] if tex.endswith((",", ".", ";")) else ""
    bare = tex[: len(tex) - len(stop)].strip()
    return (formula(bare) or _rough(bare)) + stop if bare else ""


def _rough(tex: str) -> str:
    """A formula with its letters and signs, and no more of TeX than carets and underscores."""
    text = _STYLE.sub("", tex)
    for _ in range(4):
        text, scripts = _SCRIPT.subn(_raised, text)
        text, fractions = _FRACTION.subn(r"(\1)/(\2)", text)
        if not scripts and not fractions:
            break
    text = _ACCENT.sub(_accented, text)
    text = _MACRO.sub(_sign, text)
    text = text.replace("{", "").replace("}", "").replace("$", "").replace("~", " ")
    return " ".join(text.split())


def _raised(match: re.Match[str]) -> str:
    """What stands above or below the line, there if Unicode can put it there."""
    return script(match[2], below=match[1] == "_") or f"{match[1]}{match[2]}"


def _accented(match: re.Match[str]) -> str:
    """A letter under its accent; a longer name goes without."""
    return (formula(match[0]) or "") or match[2]


def _sign(match: re.Match[str]) -> str:
    if match[2]:
        return match[2] if match[2] in "{}%_&#$|" else " "
    if match[1] in _SHAPES:
        return ""
    return symbols().get(match[1], match[1])
