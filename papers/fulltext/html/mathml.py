"""MathML as TeX, each formula once: pages give it as TeX, as MathML, or as both. Pure.

The elements are those of MathML Core and of MathML 3 (https://www.w3.org/TR/MathML3/chapter3.html).
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

_DEEPEST: Final = 40
_MOST_PARTS: Final = 2_000
_TWO: Final = {
    "msup": "{{{}}}^{{{}}}", "msub": "{{{}}}_{{{}}}", "mfrac": "\\frac{{{}}}{{{}}}",
    "mover": "{{{}}}^{{{}}}", "munder": "{{{}}}_{{{}}}", "mroot": "\\sqrt[{1}]{{{0}}}",
}  # fmt: skip
_THREE: Final = {
    "msubsup": "{{{}}}_{{{}}}^{{{}}}",
    "munderover": "{{{}}}_{{{}}}^{{{}}}",
}
_ACCENTS: Final = {
    "^": "hat", "\u02c6": "hat", "\u0302": "hat", "~": "tilde", "\u02dc": "tilde",
    "\u223c": "tilde", "\u0303": "tilde", "\u00af": "bar", "\u203e": "bar", "\u0304": "bar",
    "\u0305": "bar", "\u2015": "bar", "_": "bar", "\u2192": "vec", "\u20d7": "vec", "\u02d9": "dot",
    ".": "dot",
    "\u0307": "dot", "\u00a8": "ddot", "\u0308": "ddot", "\u02c7": "check", "\u030c": "check",
    "\u02d8": "breve", "\u00b4": "acute", "`": "grave",
}  # fmt: skip
_LINES: Final = frozenset("_\u00af\u203e\u0332\u2015")
_BRACES: Final = frozenset("\u23de\u23df\ufe37\ufe38")
_UNSEEN: Final = frozenset({"annotation", "annotation-xml", "mphantom", "mspace", "none"})


def written_formula(node: LexborNode) -> str:
    """The TeX of a ``math`` element: as the page gives it, else made of the MathML."""
    given = (node.attributes.get("alttext") or "").replace("%\n", "").strip()
    if not given:
        source = node.css_first('annotation[encoding="application/x-tex"]')
        given = source.text().replace("%\n", "").strip() if source is not None else ""
    return given or _tex(node, 0, [_MOST_PARTS])


def _tex(node: LexborNode, depth: int, left: list[int]) -> str:
    left[0] -= 1
    tag = node.tag or ""
    if depth > _DEEPEST or left[0] < 0 or tag in _UNSEEN:
        return ""
    if tag == "mmultiscripts":
        return _with_scripts(node, depth, left)
    parts = [part for part in node.iter() if part.tag not in _UNSEEN]
    if not parts:
        return _leaf(tag, node.text().strip())
    told = [_tex(part, depth + 1, left) for part in parts]
    if tag in ("mover", "munder") and len(told) == 2:
        return _accented(tag, *told)
    if tag in _TWO and len(told) == 2:
        return _TWO[tag].format(*told)
    if tag in _THREE and len(told) == 3:
        return _THREE[tag].format(*told)
    return _joined(node, tag, told)


def _leaf(tag: str, text: str) -> str:
    """A name or word stays whole; a letter, number or sign is itself."""
    is_word = len(text) > 1 and (tag == "mtext" or (tag == "mi" and text.isascii()))
    return f"\\mathrm{{{text}}}" if is_word else text


def _accented(tag: str, base: str, mark: str) -> str:
    """A letter with what stands over or under it, which may be an accent, a line or a brace."""
    sign = mark.strip("{} ")
    if sign in _BRACES:
        return f"{{{base}}}"
    if tag == "munder" and sign in _LINES:
        return f"\\underline{{{base}}}"
    if tag == "mover" and sign in _ACCENTS:
        return f"\\{_ACCENTS[sign]}{{{base}}}"
    return _TWO[tag].format(base, mark)


def _joined(node: LexborNode, tag: str, told: list[str]) -> str:
    """Parts that stand beside each other, in rows, or between signs."""
    if tag == "mfenced":
        given = node.attributes
        opened, closed = given.get("open", "("), given.get("close", ")")
        between = ((given.get("separators") or ",").strip() or " ")[0]
        return f"{opened or ''}{between.join(told)}{closed or ''}"
    if tag == "mtable":
        return "\\begin{matrix}" + r" \\ ".join(told) + "\\end{matrix}"
    if tag in ("mtr", "mlabeledtr"):
        return " & ".join(told)
    whole = " ".join(told)
    if tag == "msqrt":
        return f"\\sqrt{{{whole}}}"
    return f"{{{whole}}}" if tag == "mrow" else whole


def _with_scripts(node: LexborNode, depth: int, left: list[int]) -> str:
    """Pairs of what is lowered and raised, behind the base and before it, as of isotopes."""
    behind: list[str] = []
    before: list[str] = []
    into = behind
    for part in node.iter():
        if part.tag == "mprescripts":
            into = before
        else:
            into.append(_tex(part, depth + 1, left))
    told = _pairs(before) + "".join(behind[:1]) + _pairs(behind[1:])
    return f"{{{told}}}"


def _pairs(scripts: list[str]) -> str:
    pairs = zip(scripts[::2], scripts[1::2], strict=False)
    return "".join(
        (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
        for below, above in pairs
    )
