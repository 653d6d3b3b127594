r"""LaTeX that Telegram's apps set: each has a subset of its own, and shows the rest as source.

What may be dropped without changing what a formula says is dropped; a formula with anything
outside a short list of what every reader is likely to set is none of those.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 1_000
"""Characters of a formula that is still set."""

_DROPPED = re.compile(
    r"\\(?:label|tag\*?)\s*\{[^{}]*\}"
    r"|\\(?:nonumber|notag|displaystyle|textstyle|limits|nolimits|allowbreak|!)(?![A-Za-z])"
)
_BOXED = re.compile(r"\\(?:boxed|fbox|ensuremath)\s*(?=\{)")
_SPELLED: Final = {
    "dfrac": "frac", "tfrac": "frac", "le": "leq", "ge": "geq", "ne": "neq", "to": "rightarrow",
    "gets": "leftarrow", "bm": "mathbf", "boldsymbol": "mathbf", "textrm": "text",
    "textnormal": "text", "mbox": "text", "eps": "epsilon", "lbrace": "{", "rbrace": "}",
    "dots": "ldots", "land": "wedge", "lor": "vee", "mathds": "mathbb",
}  # fmt: skip
_NAMES: Final = """
    frac sqrt sum prod int iint oint lim limsup liminf sup inf max min log ln exp sin cos tan cot
    arcsin arccos arctan sinh cosh tanh det dim ker deg gcd arg Pr
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    leq geq neq approx equiv sim simeq cong propto ll gg prec succ in notin ni subset supset
    subseteq supseteq cup cap setminus emptyset varnothing forall exists neg wedge vee oplus otimes
    times div cdot ast star circ bullet pm mp perp parallel mid nabla partial infty ell hbar Re Im
    aleph rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto
    longrightarrow uparrow downarrow ldots cdots vdots ddots prime dagger top bot angle
    langle rangle lfloor rfloor lceil rceil vert Vert lvert rvert lVert rVert
    left right big Big bigg Bigg bigl bigr Bigl Bigr
    hat bar tilde vec dot ddot widehat widetilde overline underline
    mathbb mathcal mathbf mathrm mathsf mathit mathfrak text operatorname quad qquad
"""
_KNOWN: Final = frozenset(_NAMES.split())
_TOKEN = re.compile(
    r"\\begin\{(?P<begin>[pbvB]?matrix|cases)\}|\\end\{(?P<end>[pbvB]?matrix|cases)\}"
    r"|\\(?P<name>[A-Za-z]+)|\\(?P<sign>[,;: {}|_&#%])|(?P<row>\\\\)"
    r"|(?P<mark>[{}&^_])|[A-Za-z0-9 +\-*/=<>()\[\].,;:!?|'@]"
)


def settable(latex: str) -> str:
    """A formula in LaTeX that apps can be trusted with; empty where there is no such form of it."""
    written = " ".join(_BOXED.sub("", _DROPPED.sub("", latex)).split())
    if not written or len(written) > LONGEST or not written.isascii():
        return ""
    pieces: list[str] = []
    closing: list[str] = []
    end = 0
    for match in _TOKEN.finditer(written):
        if match.start() != end or not _is_in_place(match, closing):
            return ""
        end = match.end()
        name = match["name"]
        pieces.append("\\" + _SPELLED.get(name, name) if name else match[0])
    if end != len(written) or closing or _pairs(written) or written[-1] in "^_":
        return ""
    return _parted(pieces)


def _is_in_place(match: re.Match[str], closing: list[str]) -> bool:
    """Whether a token may stand where it does; keeps what has still to be closed."""
    if match["begin"]:
        closing.append(match["begin"])
    elif match[0] == "{":
        closing.append("}")
    elif match["end"] or match[0] == "}":
        return bool(closing) and closing.pop() == (match["end"] or "}")
    elif match["row"] or match[0] == "&":
        return bool(closing) and closing[-1] != "}"
    elif match["name"]:
        return _SPELLED.get(match["name"], match["name"]) in _KNOWN | {"{", "}"}
    return True


def _pairs(written: str) -> int:
    """How many more delimiters are opened than closed, or the other way round."""
    return len(re.findall(r"\\left(?![A-Za-z])", written)) - len(
        re.findall(r"\\right(?![A-Za-z])", written)
    )


def _parted(pieces: list[str]) -> str:
    """Pieces as a formula; a command spelled anew may end where a letter follows."""
    written = []
    last = ""
    for piece in filter(None, pieces):
        runs_on = re.search(r"\\[A-Za-z]+$", last) and piece[0].isalpha()
        written.append(f" {piece}" if runs_on else piece)
        last = f"\\{piece}" if last.endswith("\\") else piece
    return "".join(written)
