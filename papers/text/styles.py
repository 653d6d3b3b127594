"""What LaTeX says of the looks of words, and its notes and references, taken out. Pure."""

from __future__ import annotations

import re
from typing import Final

from papers.text.mathsigns import script
from papers.text.mathtext import formula

_MOST_PASSES: Final = 6
_NESTED = re.compile(r"\$\\(?:text[a-z]{0,6}|[mh]box)\{[^$}]*(?:\}[^$]{0,9}\{[^$}]*)?\$")
_DELIMITER = re.compile(r"\\.|[${}]")
_STYLE = re.compile(
    r"""\\(?:textbf|textit|emph|texttt|textsc|textsf|textsl|textrm|textmd|textup|textnormal|text
        |mathbf|mathrm|mathit|mathsf|mathtt|boldsymbol|bm|underline|uline|ul|hl|mbox|hbox
        |textcolor(?:\[\w*\])?\{[\w!.,]*\}|color\{[\w!]*\}|keywords
        |ac[splf]?|acp|acr(?:short|long|full)|gls(?:pl)?)\s?\{(?P<text>[^{}]*)\}""",
    re.VERBOSE,
)
_SWITCH = re.compile(
    r"""\{\s?\\(?:em|it|bf|tt|sc|sl|rm|sf|itshape|bfseries|scshape|ttfamily|small|large|tiny
        |Large|LARGE|huge|footnotesize|scriptsize|normalsize|upshape|slshape|mdseries|sffamily
        |rmfamily|color\{[\w!]*\})(?![A-Za-z])\s?(?P<text>(?:[^{}]|\{[^{}]*\})*)\}""",
    re.VERBOSE,
)
_LETTERS = re.compile(r"\\math(?:bb|cal|scr|frak|ds|bbm)\s?\{[A-Za-z]\}")
_GROUPED_LETTER = re.compile(r"\{(?P<letter>[^\W\d_])\}")
_NOTE = re.compile(r"(?:~\\|\\)footnote(?:\[\d*\])?\s?\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}")
_CITATION = re.compile(
    r"\\(?:cite[tp]?\*?|citeal[tp]|citeauthor|newcite|parencite|textcite)\s?\{(?P<text>[^{}]*)\}"
)
_REFERENCE = re.compile(
    r"\\(?:label|(?P<equation>eqref))\s?\{(?P<text>[^{}]*)\}|\\footnotemark\[\d*\]"
)
_BARE_FORM = re.compile(
    r"\\(?:[dtc]?frac\s?\{[^{}$]{1,80}\}\s?\{[^{}$]{1,80}\}|sqrt\s?\{[^{}$]{1,80}\})"
)
"""Mathematics that stands in a text without dollar signs."""

_RAISED = re.compile(r"\\text(?P<which>super|sub)script\s?\{(?P<text>[^{}]*)\}")


def ungrouped(text: str) -> str:
    """Styles give way to what they style, from the innermost outwards."""
    for _ in range(_MOST_PASSES):
        before = text
        text = _RAISED.sub(_raised, text)
        text = _LETTERS.sub(lambda match: formula(match[0]) or match[0], text)
        text = _SWITCH.sub(r"\g<text>", _STYLE.sub(r"\g<text>", text))
        text = _CITATION.sub(r"[\g<text>]", _NOTE.sub(_noted, text))
        text = _GROUPED_LETTER.sub(_bare_letter, text)
        text = _REFERENCE.sub(lambda match: f"({match['text']})" if match["equation"] else "", text)
        text = _BARE_FORM.sub(lambda match: formula(match[0]) or match[0], text)
        if text == before:
            break
    return text


def _noted(match: re.Match[str]) -> str:
    """A footnote in parentheses, without braces around the whole of it."""
    text = match["text"].strip()
    return f" ({text[1:-1] if text[:1] == '{' and text[-1:] == '}' else text})"


def unnested(text: str) -> str:
    r"""Formulas without the dollar signs that stand within their own words: ``$\text{a $b$}$``."""
    if _NESTED.search(text) is None:
        return text
    nested: list[int] = []
    opened, depth = -1, 0
    for match in _DELIMITER.finditer(text):
        sign = match[0]
        if sign == "$" and opened >= 0 and depth > 0:
            nested.append(match.start())
        elif sign == "$":
            opened, depth = (-1 if opened >= 0 else match.start()), 0
        elif opened >= 0 and len(sign) == 1:
            depth += 1 if sign == "{" else -1
    if opened >= 0:
        return text
    pieces = [
        text[start:end]
        for start, end in zip([0, *(at + 1 for at in nested)], [*nested, None], strict=True)
    ]
    return "{}".join(pieces)


def _bare_letter(match: re.Match[str]) -> str:
    """A letter that TeX needs braces around and no reader does: ``{ễ}``."""
    return match[0] if match["letter"].isascii() else match["letter"]


def _raised(match: re.Match[str]) -> str:
    written = script(match["text"], below=match["which"] == "sub")
    return match["text"] if written is None else written
