"""Mathematics in TeX, made Unicode where Unicode has the form.

Symbols come from pylatexenc's table. Its parser is not used: it takes a percent sign for a
comment and minutes for some inputs, and it drops scripts and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

LONGEST: Final = 300
"""Formulas of more characters stay as written."""

_DEEPEST: Final = 8
_PIECE = re.compile(r"\\[A-Za-z]+\s*|\\.|\s+|.", re.DOTALL)
_PROSE = re.compile(r"\s[A-Za-z]{2,}\s|(?<![A-Za-z])[A-Za-z]{2,}+[,.;:]?\s+[A-Za-z]{2,}")

_SUPERSCRIPTS: Final = (
    dict(
        zip(
            "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
            strict=True,
        )
    )
    | {sign: sign for sign in "*′″†‡°⋆"}
    | {"∘": "°", "∗": "*", "⊤": "ᵀ"}
)
_SUBSCRIPTS: Final = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_LETTER_FORMS: Final = frozenset({"mathbb", "mathcal", "mathscr", "mathfrak"})
_PLAIN: Final = frozenset(
    {
        "text", "textrm", "textit", "textbf", "texttt", "textsf", "textsc", "textnormal", "emph",
        "mbox", "hbox", "mathrm", "mathbf", "mathsf", "mathtt", "mathit", "boldsymbol", "bm",
        "operatorname", "underline",
    }
)  # fmt: skip
_IGNORED: Final = frozenset(
    {
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
        "biggr", "rm", "bf", "it", "sf", "tt", "displaystyle", "textstyle", "limits", "nolimits",
    }
)  # fmt: skip
_FUNCTIONS: Final = frozenset(
    {
        "log", "ln", "exp", "min", "max", "sup", "inf", "lim", "sin", "cos", "tan", "arcsin",
        "arccos", "arctan", "sinh", "cosh", "tanh", "det", "dim", "ker", "deg", "gcd", "arg", "Pr",
    }
)  # fmt: skip
_ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305",
    "tilde": "\u0303", "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307",
    "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
}  # fmt: skip
_CHARACTERS: Final = {character: character for character in "&%#_${}"} | {
    "|": "‖", ",": " ", ";": " ", ":": " ", " ": " ", "!": "",
}  # fmt: skip
_RELATIONS: Final = frozenset("≤≥⩽⩾≲≳≠≈∼≃≅≡≜≍∈∉∋⊂⊃⊆⊇⊊→←↔⇒⇐⇔↦⟶⟵∝≪≫≺≻≼≽⊢⊨∧∨")
_NARROW = re.compile(r"(?:(?<!\s)\s+)?([×·∘⊗⊕±∖∩∪])\s*")


class NoForm(Exception):
    """Unicode has no form of it."""


@cache
def symbols() -> dict[str, str]:
    """Macros that stand for one character outside ASCII, after pylatexenc's table."""
    table = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and len(spec.simplify_repl) == 1
        and not spec.simplify_repl.isascii()
        and unicodedata.category(spec.simplify_repl) not in ("Cf", "Zs")
    }
    return table | {"lbrace": "{", "rbrace": "}", "lnot": "¬", "neg": "¬", "lceil": "⌈",
                    "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "prime": "′", "iff": "⇔",
                    "implies": "⇒", "land": "∧", "lor": "∨", "gets": "←", "ne": "≠",
                    "colon": ":", "lbrack": "[", "rbrack": "]", "mid": "|", "vert": "|",
                    "lvert": "|", "rvert": "|", "models": "⊨", "triangle": "△",
                    "square": "□", "checkmark": "✓", "degree": "°"}  # fmt: skip


@lru_cache(maxsize=4096)
def formula(content: str) -> str | None:
    """What stands between the dollar signs, in Unicode; None where it has no such form.

    Words without any TeX among them are no formula but the text between two prices.
    """
    if len(content) > LONGEST or not content.isprintable():
        return None
    if "\\" not in content and _PROSE.search(content):
        return None
    try:
        written = FormulaReader(content).read()
    except NoForm:
        return None
    return " ".join(_NARROW.sub(r"\1", written).split()) or None


def script(text: str, *, below: bool = False) -> str | None:
    """Text as superscript, or subscript if below; None where a character has no such form."""
    forms = _SUBSCRIPTS if below else _SUPERSCRIPTS
    if not text or any(character not in forms for character in text):
        return None
    return "".join(forms[character] for character in text)


class FormulaReader:
    """Reads a formula's pieces once, from left to right."""

    def __init__(self, content: str) -> None:
        self._pieces: list[str] = _PIECE.findall(content)
        self._at = 0
        self._depth = 0
        self._in_subscript = False
        self._rules: dict[frozenset[str], Callable[[str], str]] = {
            _PLAIN: self._plain,
            _LETTER_FORMS: self._letter_form,
            _IGNORED: self._ignored,
            _FUNCTIONS: lambda name: f"\x00{name}\x01",
            frozenset(_ACCENTS): self._accented,
            frozenset({"frac", "tfrac", "dfrac", "nicefrac"}): self._fraction,
            frozenset({"sqrt"}): self._root,
            frozenset({"unicode"}): self._code_point,
            frozenset({"LaTeX", "TeX"}): lambda name: name,
            frozenset({"quad", "qquad", "enspace", "thinspace"}): lambda _name: " ",
        }

    def read(self) -> str:
        """The whole formula."""
        written = self._until("")
        written = re.sub(r"(?<=[\w)\]])\x00|\x01(?=[\w\x00])", " ", written)
        return written.replace("\x00", "").replace("\x01", "")

    def _until(self, end: str) -> str:
        """What stands before the piece that ends a group, which is taken too."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoForm
        parts: list[str] = []
        while (piece := self._next()) != end:
            if piece == "":
                raise NoForm
            part = self._one(piece)
            # Room around a relation written as a macro; before it only where it follows.
            parts.append(f" {part} " if part in _RELATIONS and any(parts) else part)
        self._depth -= 1
        return "".join(parts)

    def _next(self) -> str:
        """The next piece, empty at the end."""
        if self._at == len(self._pieces):
            return ""
        self._at += 1
        return self._pieces[self._at - 1]

    def _one(self, piece: str) -> str:
        """One piece with whatever it takes as argument."""
        if piece == "{":
            return self._until("}")
        if piece in "^_":
            return self._script(below=piece == "_")
        if piece == "}":
            raise NoForm
        if piece[0] == "\\" and len(piece) > 1:
            return self._macro(piece[1:])
        return {"'": "′", "~": " "}.get(piece, piece)

    def _argument(self) -> str:
        """A group or single piece."""
        piece = self._next()
        while piece.isspace():
            piece = self._next()
        if not piece or piece in "^_":
            raise NoForm
        return self._one(piece)

    def _macro(self, spelled: str) -> str:
        name = spelled.rstrip()
        if not name.isalpha():
            if spelled[:1] not in _CHARACTERS:
                raise NoForm
            return _CHARACTERS[spelled[:1]]
        for names, rule in self._rules.items():
            if name in names:
                return rule(name)
        if name not in symbols():
            raise NoForm
        return symbols()[name]

    def _script(self, *, below: bool) -> str:
        before, self._in_subscript = self._in_subscript, self._in_subscript or below
        content = self._argument().replace(" ", "").replace("\x00", "").replace("\x01", "")
        self._in_subscript = before
        written = script(content, below=below)
        if written is None:
            raise NoForm
        return written

    def _plain(self, _name: str) -> str:
        """Upright and bold letters as plain ones; not below the line, where they spell names.

        Unicode has too few of the letters that names below the line need.
        """
        if self._in_subscript:
            raise NoForm
        return self._argument()

    def _letter_form(self, name: str) -> str:
        letters = self._argument()
        if not letters.isascii() or not letters.isalnum():
            raise NoForm
        return "".join(_letter(name, letter) for letter in letters)

    def _ignored(self, name: str) -> str:
        if name in ("left", "right") and self._pieces[self._at : self._at + 1] == ["."]:
            self._at += 1
        return ""

    def _accented(self, name: str) -> str:
        letter = self._argument()
        if len(letter) != 1 or not letter.isalpha():
            raise NoForm
        return unicodedata.normalize("NFC", letter + _ACCENTS[name])

    def _fraction(self, _name: str) -> str:
        return f"{_atom(self._argument())}/{_atom(self._argument())}"

    def _root(self, _name: str) -> str:
        if self._pieces[self._at : self._at + 1] == ["["]:
            raise NoForm
        return f"√{_atom(self._argument())}"

    def _code_point(self, _name: str) -> str:
        digits = self._argument()
        if not re.fullmatch(r"x[0-9A-Fa-f]{2,4}", digits):
            raise NoForm
        character = chr(int(digits[1:], 16))
        if not character.isprintable():
            raise NoForm
        return character


@cache
def _letter(form: str, letter: str) -> str:
    """One letter in the form a macro gives it."""
    written: str = LatexNodes2Text().latex_to_text(rf"\{form}{{{letter}}}")
    return written


def _atom(text: str) -> str:
    """A part that needs no parentheses, or has them."""
    text = text.strip()
    if not text:
        raise NoForm
    return text if re.fullmatch(r"\w+", text) else f"({text})"
