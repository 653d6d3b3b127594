"""Macros of packages whose arguments carry meaning, as they come to stand in print. Pure.

Changes that are marked (changes, ulem, soul, latexdiff, trackchanges, easyReview), units
(siunitx, units), chemistry (mhchem, chemformula), acronyms (acronym, acro, glossaries).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from papers.fulltext.tex.groups import SHIELDED, argument, blank_end, gap, option_end
from papers.text.chemistry import chemistry
from papers.text.mathsigns import script
from papers.text.units import angle, number, numbers, product, quantity, unit

PERCENT: Final = "\ue0f5"
"""Stands for a percent sign that begins no comment."""
_Form = Callable[[list[str]], str]


def _nothing(_given: list[str]) -> str:
    return ""


def _first(given: list[str]) -> str:
    return given[0]


def _second(given: list[str]) -> str:
    return given[1]


_TAKES_ONE: Final[dict[str, _Form]] = {
    **dict.fromkeys(
        ("deleted", "sout", "xout", "st", "textst", "strikeout", "DIFdel", "DIFdelFL", "remove",
         "hphantom", "vphantom", "phantom", "fxnote", "fxwarning", "fxerror", "missingfigure",
         "marginnote", "sidenote", "endnote", "endnotetext", "tablefootnote", "glsadd",
         "comment", "note", "footcite", "footcitetext", "footfullcite", "markright"),
        _nothing,
    ),
    **dict.fromkeys(
        ("added", "highlight", "hl", "DIFadd", "DIFaddFL", "uline", "uuline", "uwave", "ul",
         "add", "alert", "makebox", "framebox", "fbox"),
        _first,
    ),
    **dict.fromkeys(("enquote", "textquote", "say"), lambda given: f"“{given[0]}”"),
    "ang": lambda given: angle(given[0]),
    "numproduct": lambda given: product(given[0]),
    "num": lambda given: number(given[0]),
    "si": lambda given: unit(given[0]),
    "ce": lambda given: chemistry(given[0]),
    "ch": lambda given: chemistry(given[0]),
    "numlist": lambda given: numbers(given[0].split(";"), " and "),
}  # fmt: skip
_TAKES_TWO: Final[dict[str, _Form]] = {
    **dict.fromkeys(
        ("replaced", "DIFreplace", "texorpdfstring", "annote", "highlightcomment"), _first
    ),
    **dict.fromkeys(
        ("change", "replace", "textcolor", "colorbox", "parbox", "scalebox", "raisebox",
         "foreignlanguage", "href", "hyperlink", "hypertarget", "rotatebox", "tcbox",
         "mintinline"),
        _second,
    ),
    "SI": lambda given: quantity(given[0], given[1]),
    "qty": lambda given: quantity(given[0], given[1]),
    "qtyproduct": lambda given: f"{product(given[0])} {unit(given[1])}",
    "numrange": lambda given: numbers(given, " to "),
    **dict.fromkeys(("markboth", "pdfbookmark", "nomenclature"), _nothing),
    **dict.fromkeys(
        ("SIlist", "qtylist"),
        lambda given: f"{numbers(given[0].split(';'), ' and ')} {unit(given[1])}",
    ),
    "nicefrac": lambda given: f"{given[0]}/{given[1]}",
    "sfrac": lambda given: f"{given[0]}/{given[1]}",
}  # fmt: skip
_TAKES_THREE: Final[dict[str, _Form]] = {
    **dict.fromkeys(
        ("SIrange", "qtyrange"),
        lambda given: f"{numbers(given[:2], ' to ')} {unit(given[2])}",
    ),
    "addcontentsline": _nothing,
    "resizebox": lambda given: given[2],
    "fcolorbox": lambda given: given[2],
}
_ARITY: Final = {
    **dict.fromkeys(_TAKES_ONE, 1), **dict.fromkeys(_TAKES_TWO, 2), **dict.fromkeys(_TAKES_THREE, 3)
}  # fmt: skip
_FORMS: Final = _TAKES_ONE | _TAKES_TWO | _TAKES_THREE
_OPTIONAL: Final = frozenset({"unit", "unitfrac", "isotope"})
_SHORT_FORMS: Final = frozenset(
    {"gls", "Gls", "glspl", "Glspl", "ac", "Ac", "acp", "Acp", "acs", "acsp", "acl", "acf",
     "acrshort", "acrlong", "acrfull", "acrodef", "glsentryshort"}
)  # fmt: skip
_NAMES: Final = (*_ARITY, *_OPTIONAL, *_SHORT_FORMS, "verb")
_MACRO = re.compile(rf"\\({'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![A-Za-z@])\*?")
_DELETED = re.compile(r"\\DIFdelbegin(?![A-Za-z]).*?\\DIFdelend(?![A-Za-z])", re.DOTALL)
_MARKS = re.compile(r"\\DIF[a-zA-Z]+(?![A-Za-z])")
_ACRONYM = re.compile(
    r"\\(?P<how>newacronym|acrodef|newacro|acro|DeclareAcronym|newglossaryentry)(?![A-Za-z])\s*(?:\[[^\]]{0,80}\]\s*)?"
    r"\{(?P<key>[^{}]{1,60})\}\s*(?:\[(?P<option>[^\]]{0,60})\])?"
)
_OWN_UNIT = re.compile(
    r"\\DeclareSIUnit(?![A-Za-z])\s*+(?:\[[^\[\]]{0,80}\]\s*+)?+(?:\{\s*+)?+"
    r"\\([A-Za-z]{1,40})\s*+(?:\}\s*+)?+(?=\{)"
)
_SETBOX = re.compile(
    r"\\setbox\s?(?:\\[A-Za-z@]{1,30}|\d{1,3})\s?=?\s?\\[vh]box(?![A-Za-z])\s?(?=\{)"
)
_SHORT = re.compile(r"short\s*=\s*\{?([^,{}]{1,60})")
_CALLED = re.compile(r"name\s*=\s*\{?([^,{}]{1,120})")
_LONG = re.compile(r"long\s*=\s*\{?([^,{}]{1,120})")
_ROUNDS: Final = 3


def as_printed(text: str, preamble: str) -> str:
    """A text with what packages print for these macros in their place.

    Args:
        text: TeX.
        preamble: what may define acronyms.
    """
    if "\\DIF" in text:
        text = _MARKS.sub("", _DELETED.sub("", _written(text, {}, only=("DIFdel", "DIFadd"))))
    text = _SETBOX.sub(r"\\phantom", _with_own_units(text, preamble))
    acronyms = _acronyms(f"{preamble}\n{text}")
    for _ in range(_ROUNDS):
        before, text = text, _written(text, acronyms)
        if text == before:
            break
    return text


def _with_own_units(text: str, preamble: str) -> str:
    r"""A text with the units that a paper declares for itself written out."""
    own = {match[1]: argument(preamble, match.end())[0] for match in _OWN_UNIT.finditer(preamble)}
    if not own:
        return text
    names = re.compile(rf"\\({'|'.join(sorted(own, key=len, reverse=True))})(?![A-Za-z@])")

    def written(match: re.Match[str]) -> str:
        told = own[match[1]]
        return told if "\\" in told else f"\\text{{{told}}}"

    return names.sub(written, text)


def _acronyms(text: str) -> dict[str, tuple[str, str]]:
    """Short and long forms by key."""
    found: dict[str, tuple[str, str]] = {}
    for match in _ACRONYM.finditer(text):
        one, end = argument(text, match.end())
        if match["how"] == "newacronym":
            other, _ = argument(text, end)
            found[match["key"]] = (one, other)
        elif match["how"] == "newglossaryentry":
            called = _CALLED.search(one)
            found[match["key"]] = (called[1].strip() if called else match["key"], "")
        elif match["how"] == "DeclareAcronym":
            short, long = _SHORT.search(one), _LONG.search(one)
            if short:
                found[match["key"]] = (short[1].strip(), long[1].strip() if long else "")
        else:
            found[match["key"]] = (match["option"] or match["key"], one)
    return found


def _written(
    text: str, acronyms: dict[str, tuple[str, str]], only: tuple[str, ...] | None = None
) -> str:
    parts: list[str] = []
    last = 0
    told: set[str] = set()
    for match in _MACRO.finditer(text):
        name = match[1]
        if match.start() < last or (only is not None and name not in only):
            continue
        form = _form(text, match.end(), name, acronyms, told)
        if form is not None:
            parts += [text[last : match.start()], gap(text, match.start(), form[0])]
            last = form[1]
    return "".join((*parts, text[last:]))


def _form(
    text: str, at: int, name: str, acronyms: dict[str, tuple[str, str]], told: set[str]
) -> tuple[str, int] | None:
    """What a macro prints, and where its arguments end; None where it is not what it seems."""
    if name == "verb":
        end = text.find(text[at : at + 1], at + 1) if text[at : at + 1].strip() else -1
        return (_verbatim(text[at + 1 : end]), end + 1) if 0 < end - at < 200 else None
    if name in _OPTIONAL:
        return _with_option(text, at, name)
    given: list[str] = []
    for _ in range(_ARITY.get(name, 1)):
        one, end = argument(text, at)
        if end == at:
            return None
        given.append(one)
        at = end
    if name in _SHORT_FORMS:
        return _acronym(name, given[0].strip(), acronyms, told), at
    return _FORMS[name](given), at


def _with_option(text: str, at: int, name: str) -> tuple[str, int] | None:
    """The units package's forms and isotopes: a number in brackets, then what it is of."""
    start = blank_end(text, at)
    end = option_end(text, start) if text[start : start + 1] == "[" else -1
    option = text[start + 1 : end - 1] if end > 0 else ""
    first, behind = argument(text, end if end > 0 else at)
    if not first:
        return None
    if name == "isotope":
        return f"{script(option) or option}{first}", behind
    following = (
        argument(text, behind) if name == "unit" and first.strip()[-1:].isdigit() else ("", 0)
    )
    if following[0]:  # SIunits has the number in braces
        return quantity(first, following[0]), following[1]
    if name == "unitfrac":
        second, behind = argument(text, behind)
        first = f"{first}/{second}"
    return f"{option} {unit(first)}".strip(), behind


def _acronym(name: str, key: str, acronyms: dict[str, tuple[str, str]], told: set[str]) -> str:
    """As it stands at its first use, and from then on."""
    short, long = acronyms.get(key, (key, ""))
    plural = "s" if name.lower() in ("glspl", "acp", "acsp") else ""
    if name in ("acl", "acrlong") and long:
        return f"{long}{plural}"
    is_first = key not in told and name not in ("acs", "acsp", "acrshort", "glsentryshort")
    told.add(key)
    full = f"{long}{plural} ({short}{plural})" if long and is_first else f"{short}{plural}"
    return full[:1].upper() + full[1:] if name[0].isupper() else full


def _verbatim(written: str) -> str:
    r"""What stands between the bars of ``\verb``, with TeX's own signs escaped."""
    return written.replace(PERCENT, "%").translate(SHIELDED)
