"""What the sources of abstracts leave in them, as it is printed. Pure.

Marks of changes, spacing, icons, ends of environments, Greek letters that were taken for accents.
"""

from __future__ import annotations

import re
from typing import Final

from papers.text.mathsigns import angles, symbols

_GREEK: Final = frozenset(
    {"beta", "chi", "delta", "kappa", "rho", "tau", "theta", "upsilon"}
    | {"varepsilon", "varkappa", "varphi", "varrho"}
)
_TAKEN_APART = re.compile(r"\\(?P<accent>[bcdkrtuv])\{(?P<rest>[a-z]{2,9})\}")
r"""``\rho`` as it stands in some records: ``\r{ho}``."""

_MARKED = re.compile(
    r"\\(?P<mark>rev|revi|revise|revised|revision|review|add|added|red|blue|edit|edited|new|say|enquote"
    r"|del|deleted|delete|cut|ignore|remove|removed|sout|st)\s?\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}"
)
_STRUCK: Final = frozenset(
    {"del", "deleted", "delete", "cut", "ignore", "remove", "removed", "sout", "st"}
)
_UNPRINTED = re.compile(
    r"\\(?:noindent|par|nobreakdash|smallskip|medskip|bigskip|newpage|indent|centering"
    r"|fa[A-Z][A-Za-z]*)(?![A-Za-z])[~ ]?"
    r"|\\color\{(?<!\{\\color\{)[\w!]{1,30}\} ?|\\(?:[hk]skip|kern) ?-?[\d.]{1,9}(?:em|ex|pt|mu)"
    r"|\\(?:begin|end)\{(?:abstract|IEEEkeywords|keywords?|quote|quotation|center|document)\} ?"
)
_DOUBLED = re.compile(r"\{\{(?<=[a-z]\{\{)(?P<text>[^{}]{1,200})\}\}")
_ROMAN = re.compile(r"\\romannumeral ?(?P<number>\d{1,2})(?!\d)")
_ION = re.compile(
    r"\\ion\s?\{(?P<element>[A-Z][a-z]?)\}\s?\{\s?(?:(?P<number>\d{1,2})|(?P<roman>[IVXivx]+))\s?\}"
)
_ROMAN_PARTS: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def without_remnants(text: str) -> str:
    r"""Prose as it is printed; what was struck out goes, as ``\deleted{…}`` prints nothing."""
    text = _TAKEN_APART.sub(_greek, text)
    text = _DOUBLED.sub(r"{\g<text>}", text)
    text = _MARKED.sub(_printed, text)
    text = _ROMAN.sub(_roman, text)
    text = angles(_ION.sub(_ion, text))
    return _UNPRINTED.sub("", text)


def _greek(match: re.Match[str]) -> str:
    name = match["accent"] + match["rest"]
    return symbols()[name] if name in _GREEK else match[0]


def _printed(match: re.Match[str]) -> str:
    if match["mark"] in _STRUCK:
        return ""
    return f"“{match['text']}”" if match["mark"] in ("say", "enquote") else match["text"]


def _roman(match: re.Match[str]) -> str:
    rest, written = int(match["number"]), ""
    for value, letters in _ROMAN_PARTS:
        while rest >= value:
            rest, written = rest - value, written + letters
    return written


def _ion(match: re.Match[str]) -> str:
    r"""``\ion{H}{2}`` as H II."""
    told = match["roman"] or _ROMAN.sub(_roman, f"\\romannumeral {match['number']}")
    return f"{match['element']} {told.upper()}"
