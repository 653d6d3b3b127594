"""MathML as TeX, each formula once: pages give it as TeX, as MathML, or as both. Pure."""

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
    if depth > _DEEPEST or left[0] < 0 or node.tag in _UNSEEN:
        return ""
    parts = [part for part in node.iter() if part.tag not in _UNSEEN]
    if not parts:
        return node.text().strip()
    told = [_tex(part, depth + 1, left) for part in parts]
    tag = node.tag or ""
    if tag in _TWO and len(told) == 2:
        return _TWO[tag].format(*told)
    if tag in _THREE and len(told) == 3:
        return _THREE[tag].format(*told)
    whole = " ".join(told)
    if tag == "msqrt":
        return f"\\sqrt{{{whole}}}"
    return f"{{{whole}}}" if tag == "mrow" else whole
