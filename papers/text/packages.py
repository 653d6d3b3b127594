r"""Macros of packages written out as plain LaTeX: physics, braket, siunitx, mhchem. Pure.

What their arguments mean is what the packages' manuals say, which CTAN has. A macro that is
followed by something else than its arguments stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from papers.text.chemistry import chemistry
from papers.text.units import angle, number, numbers, product, quantity, unit

_GROUP: Final = r"\s?\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}"
_MOST_PASSES: Final = 4
_Given = tuple[str, ...]


def _derivative(sign: str) -> Callable[[str, _Given], str]:
    """A quotient of differentials: of what is named first, by what comes behind it."""

    def write(order: str, given: _Given) -> str:
        of, by = (given[0], given[1:]) if len(given) > 1 else ("", given)
        above = f"^{{{order or len(by)}}}" if order or len(by) > 1 else ""
        below = "".join(f"{sign}{{{one}}}" for one in by) + (above if len(by) == 1 else "")
        return rf"\frac{{{sign}{above}{{{of}}}}}{{{below}}}"

    return write


def _between(begin: str, middle: str, end: str) -> Callable[[str, _Given], str]:
    """Two parts between signs; what has one part alone has it on both sides."""
    return lambda _, given: f"{begin}{given[0]}{middle}{given[-1]}{end}"


def _expected(_: str, given: _Given) -> str:
    if len(given) == 1:
        return rf"\langle {given[0]}\rangle "
    return rf"\langle {given[1]}|{given[0]}|{given[1]}\rangle "


def _told(written: str) -> str:
    """What a package prints upright, as a text within a formula."""
    return rf"\text{{{written}}}"


_WRITE: Final[dict[str, tuple[int, int, Callable[[str, _Given], str]]]] = {
    **dict.fromkeys(("dv", "derivative"), (1, 2, _derivative("d"))),
    **dict.fromkeys(("pdv", "partialderivative"), (1, 3, _derivative(r"\partial"))),
    **dict.fromkeys(("fdv", "functionalderivative"), (1, 2, _derivative(r"\delta"))),
    **dict.fromkeys(("expval", "ev", "expectationvalue"), (1, 2, _expected)),
    **dict.fromkeys(
        ("mel", "matrixel", "matrixelement"),
        (3, 3, lambda _, given: rf"\langle {given[0]}|{given[1]}|{given[2]}\rangle "),
    ),
    **dict.fromkeys(("comm", "commutator"), (2, 2, _between("[", ", ", "]"))),
    **dict.fromkeys(
        ("acomm", "anticommutator", "pb", "poissonbracket"), (2, 2, _between(r"\{", ", ", r"\}"))
    ),
    **dict.fromkeys(
        ("ketbra", "dyad", "outerproduct"), (1, 2, _between("|", r"\rangle\langle ", "|"))
    ),
    **dict.fromkeys(
        ("braket", "ip", "innerproduct"), (2, 2, _between(r"\langle ", "|", r"\rangle "))
    ),
    **dict.fromkeys(("va", "vectorarrow"), (1, 1, lambda _, given: rf"\vec{{{given[0]}}}")),
    **dict.fromkeys(("vu", "vectorunit"), (1, 1, lambda _, given: rf"\hat{{{given[0]}}}")),
    "dd": (1, 1, lambda order, given: f"d{f'^{{{order}}}' if order else ''} {given[0]}"),
    "order": (1, 1, lambda _, given: rf"\mathcal{{O}}({given[0]})"),
    "eval": (1, 1, lambda _, given: f"{given[0]}|"),
    "qq": (1, 1, lambda _, given: rf"\text{{ {given[0]} }}"),
    "Set": (1, 1, lambda _, given: rf"\{{{given[0]}\}}"),
    "set": (1, 1, lambda _, given: rf"\{{{given[0]}\}}"),
    **dict.fromkeys(("SI", "qty"), (2, 2, lambda _, given: _told(quantity(given[0], given[1])))),
    **dict.fromkeys(("si", "unit"), (1, 1, lambda _, given: _told(unit(given[0])))),
    **dict.fromkeys(
        ("SIrange", "qtyrange"),
        (3, 3, lambda _, given: _told(f"{numbers(given[:2], ' to ')} {unit(given[2])}")),
    ),
    **dict.fromkeys(
        ("SIlist", "qtylist"),
        (2, 2, lambda _, given: _told(f"{numbers(given[0].split(';'), ' and ')} {unit(given[1])}")),
    ),
    "num": (1, 1, lambda _, given: _told(number(given[0]))),
    "numrange": (2, 2, lambda _, given: _told(numbers(given, " to "))),
    "numlist": (1, 1, lambda _, given: _told(numbers(given[0].split(";"), " and "))),
    "numproduct": (1, 1, lambda _, given: _told(product(given[0]))),
    "ang": (1, 1, lambda _, given: _told(angle(given[0]))),
    **dict.fromkeys(("ce", "ch"), (1, 1, lambda _, given: _told(chemistry(given[0])))),
}
"""By name: the fewest and most arguments in braces, and what stands for an option and them."""
_MACRO = re.compile(
    rf"\\(?P<name>{'|'.join(sorted(_WRITE, key=len, reverse=True))})(?![A-Za-z@])\*{{0,2}}"
    rf"(?:\s?\[(?P<option>[^\[\]]{{0,80}})\])?(?:{_GROUP})(?:{_GROUP})?(?:{_GROUP})?"
)
_MATRIX = re.compile(
    r"\\(?P<kind>[pbv]|sm)?(?:mqty|matrixquantity)\*?(?:\{(?P<group>[^{}]{1,400})\}|"
    r"\((?P<round>[^()]{1,400})\)|\[(?P<square>[^\[\]]{1,400})\]|\|(?P<bar>[^|]{1,400})\|)"
)
_SIGNS: Final = {
    "grad": r"\nabla ", "curl": r"\nabla\times ", "laplacian": r"\nabla^{2}",
    "qty": "", "quantity": "", "dd": "d",
}  # fmt: skip
_SIGN = re.compile(
    r"\\(?P<name>grad|gradient|curl|laplacian|dd|(?:qty|quantity)(?=\s?[(\[|{]))(?![A-Za-z@])\s?|"
    r"\\div(?P<vector>\s?(?=\{|\\(?:v[abu]|vec|mathbf|bm|boldsymbol)(?![A-Za-z])))"
)
_HINT = re.compile(rf"\\(?:[pbv]|sm)?(?:mqty|{'|'.join({*_WRITE, *_SIGNS, 'div'})})(?![A-Za-z@])")


def written_out(text: str) -> str:
    """The text with what these macros mean in their place, as LaTeX that needs no package."""
    if _HINT.search(text) is None:
        return text
    for _ in range(_MOST_PASSES):
        before = text
        text = _MATRIX.sub(_matrix, _MACRO.sub(_written, text))
        if text == before:
            break
    return _SIGN.sub(_sign, text)


def _written(match: re.Match[str]) -> str:
    fewest, most, write = _WRITE[match["name"]]
    groups = [number for number in range(3, 6) if match[number] is not None]
    if len(groups) < fewest:
        return match[0]
    taken = groups[:most]
    rest = match.string[match.end(taken[-1]) + 1 : match.end()]
    return write(match["option"] or "", tuple(match[number] for number in taken)) + rest


def _matrix(match: re.Match[str]) -> str:
    around = {"p": "p", "b": "b", "v": "v"}.get(match["kind"] or "", "")
    if match["group"] is None:
        around = "p" if match["round"] else "b" if match["square"] else "v"
    inside = match["group"] or match["round"] or match["square"] or match["bar"]
    return rf"\begin{{{around}matrix}}{inside}\end{{{around}matrix}}"


def _sign(match: re.Match[str]) -> str:
    if match["name"] is None:
        return r"\nabla\cdot "
    return {"gradient": r"\nabla "}.get(match["name"], _SIGNS.get(match["name"], ""))
