"""Mathematics in TeX, made Unicode where Unicode has the form.

Symbols come from pylatexenc's table. Its parser is not used: it takes a percent sign for a
comment and minutes for some inputs, and it drops scripts and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
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
        "mathnormal", "textup", "textsl", "textmd", "pmb", "vbox", "mathbfit", "mathsfit",
    }
)  # fmt: skip
_IGNORED: Final = frozenset(
    {
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
        "biggr", "rm", "bf", "it", "sf", "tt", "sc", "displaystyle", "textstyle", "limits",
        "nolimits", "middle", "bigm", "Bigm", "biggm", "Biggm", "scriptstyle", "nonumber", "notag",
        "scriptscriptstyle", "boldmath", "unboldmath", "relax", "hline", "noindent", "strut",
        "protect", "em", "sl", "tiny", "small", "large", "footnotesize", "scriptsize",
        "mathsurround", "allowbreak", "nobreak",
    }
)  # fmt: skip
_FUNCTIONS: Final = frozenset(
    {
        "log", "ln", "exp", "min", "max", "sup", "inf", "lim", "sin", "cos", "tan", "arcsin",
        "arccos", "arctan", "sinh", "cosh", "tanh", "det", "dim", "ker", "deg", "gcd", "arg", "Pr",
        "sec", "csc", "cot", "coth", "hom", "limsup", "liminf", "lg", "Tr", "tr", "diag", "rank",
        "sgn", "sign", "poly", "polylog", "argmin", "argmax", "supp", "lcm", "Hom", "End", "Aut",
        "Gal", "Spec", "Ext", "Tor", "rk", "vol", "Vol", "ord", "card", "tg", "arctg", "var",
        "Var", "Cov", "cov",
    }
)  # fmt: skip
_ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305",
    "tilde": "\u0303", "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307",
    "ddot": "\u0308", "underline": "\u0332", "overrightarrow": "\u20d7", "mathring": "\u030a",
    "dddot": "\u20db", "underbar": "\u0332", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300",
}  # fmt: skip
_CHARACTERS: Final = {character: character for character in "&%#_${}"} | {
    "|": "‖", ",": " ", ";": " ", ":": " ", " ": " ", "!": "",
}  # fmt: skip
_SAME_FORM: Final = {
    "mathds": "mathbb", "mathbbm": "mathbb", "mathbbmss": "mathbb", "Bbb": "mathbb",
    "cal": "mathcal", "scr": "mathscr", "frak": "mathfrak", "mathpzc": "mathcal",
    "EuScript": "mathscr", "euscript": "mathscr",
}  # fmt: skip
_LINE: Final = rf"[^\W_{''.join({*_SUPERSCRIPTS.values(), *_SUBSCRIPTS.values()} - set('*°'))}]"
_APART = re.compile(rf"(?<=[\w)\]])\x00|\x01(?=\x00|{_LINE})")
"""Where a name and what is beside it would else be one word."""
_INFIXES: Final = {"\\over": "{}/{}", "\\choose": "({} choose {})", "\\atop": "{}, {}"}
_ROOTS: Final = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_SIMPLE = re.compile(r"[^\W_]+(?:′|[\u0300-\u036f])?|.")
_CODE_POINT = re.compile(r"x[0-9A-Fa-f]{2,4}")
_Rule = Callable[["_Formula", str], str]
_RELATIONS: Final = frozenset("≤≥⩽⩾≲≳≠≈∼≃≅≡≜≍∈∉∋⊂⊃⊆⊇⊊→←↔⇒⇐⇔↦⟶⟵∝≪≫≺≻≼≽⊢⊨∧∨")
_INSIDE = re.compile(r"(?<=[(\[]) | (?=[)\]])")
_NARROW = re.compile(r"(?:(?<!\s)\s+)?([×·∘⊗⊕±∖∩∪])\s*")


_CUSTOMARY: Final = {
    **{name * times: sign for name, sign in zip("RNZQC", "ℝℕℤℚℂ", strict=True) for times in (1, 2)},
    **{f"bb{name}": sign for name, sign in zip("RNZQC", "ℝℕℤℚℂ", strict=True)},
    **{f"bf{name}": name for name in "RNZQC"},
    "EE": "𝔼", "PP": "ℙ", "FF": "𝔽", "TT": "𝕋", "HH": "ℍ", "bbS": "𝕊", "bbT": "𝕋",
    "Rn": "ℝⁿ", "eps": "ε", "veps": "ε", "vareps": "ε", "lam": "λ", "Lam": "Λ", "Ga": "Γ",
    "Om": "Ω", "om": "ω", "al": "α", "ga": "γ", "De": "Δ", "de": "δ", "sig": "σ", "Sig": "Σ",
}  # fmt: skip
"""What authors of mathematics call these in abstracts that leave their definitions behind."""


class _NoForm(Exception):
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
                    "square": "□", "Box": "□", "eth": "ð", "DJ": "Đ", "dj": "đ",
                    "ng": "ŋ", "NG": "Ŋ",
                    "bot": "⊥", **_CUSTOMARY, "checkmark": "✓", "degree": "°"}  # fmt: skip


@lru_cache(maxsize=4096)
def formula(content: str) -> str | None:
    """What stands between the dollar signs, in Unicode; None where it has a macro that none knows.

    What Unicode cannot raise or lower stands behind a caret or an underscore. Words without any
    TeX among them are no formula but the text between two prices.
    """
    if len(content) > LONGEST or not content.isprintable():
        return None
    if "\\" not in content and _PROSE.search(content):
        return None
    try:
        return _spaced(_Formula(content).read()) or None
    except _NoForm:
        return None


def formula_as_far(content: str) -> str:
    """A formula in Unicode as far as that goes; macros that none knows stay as they are."""
    try:
        return _spaced(_Formula(" ".join(content.split()), strict=False).read())
    except _NoForm:  # nested deeper than any formula
        return content


def _spaced(written: str) -> str:
    return _INSIDE.sub("", " ".join(_NARROW.sub(r"\1", written).split()))


def script(text: str, *, below: bool = False) -> str | None:
    """Text as superscript, or subscript if below; None where a character has no such form."""
    forms = _SUBSCRIPTS if below else _SUPERSCRIPTS
    if not text or any(character not in forms for character in text):
        return None
    return "".join(forms[character] for character in text)


class _Formula:
    """Reads a formula's pieces once, from left to right."""

    def __init__(self, content: str, *, strict: bool = True) -> None:
        """Args: strict is whether what has no form at all is refused; else it stays TeX."""
        self._pieces: list[str] = _PIECE.findall(content)
        self._strict = strict
        self._at = 0
        self._depth = 0
        self._in_subscript = False
        self._is_named = False

    def read(self) -> str:
        """The whole formula."""
        written = self._until("")
        while self._at < len(self._pieces):  # behind a brace that closes nothing
            written += self._until("")
        written = _APART.sub(" ", written)
        return written.replace("\x00", "").replace("\x01", "")

    def _until(self, end: str) -> str:
        """What stands before the piece that ends a group, which is taken too."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NoForm
        parts: list[str] = []
        while (piece := self._next()) != end:
            if piece in ("", "}"):
                if self._strict:
                    raise _NoForm
                break
            infix = _INFIXES.get(piece.strip())
            if infix is not None:
                parts = [infix.format(_atom("".join(parts)), _atom(self._until(end)))]
                break
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
        if piece[0] == "\\" and len(piece) > 1:
            return self._macro(piece[1:])
        return {"'": "′", "~": " ", "$": "", "}": ""}.get(piece, piece)

    def _argument(self) -> str:
        """A group or single piece."""
        piece = self._next()
        while piece.isspace():
            piece = self._next()
        if not piece or piece in "^_}":
            if self._strict:
                raise _NoForm
            self._at -= bool(piece)
            return ""
        return self._one(piece)

    def _option(self) -> str:
        """What stands in brackets here; empty where nothing does."""
        if self._pieces[self._at : self._at + 1] != ["["]:
            return ""
        self._at += 1
        return self._until("]")

    def _macro(self, spelled: str) -> str:
        name = spelled.rstrip()
        if not name.isalpha():
            return _CHARACTERS.get(spelled[:1]) or self._unknown(spelled)
        rule = _RULES.get(name)
        if rule is not None:
            return rule(self, name)
        sign = symbols().get(name)
        return self._unknown(spelled) if sign is None else sign

    def _unknown(self, spelled: str) -> str:
        if self._strict and spelled[:1] != "!":
            raise _NoForm
        return f"\\{spelled.rstrip()}\x01" if spelled[:1].isalpha() else ""

    def _script(self, *, below: bool) -> str:
        before = self._in_subscript, self._is_named
        self._in_subscript, self._is_named = self._in_subscript or below, False
        content = self._argument().strip().replace("\x00", "").replace("\x01", " ").strip()
        is_named = self._is_named
        self._in_subscript, self._is_named = before
        tight = content.replace(" ", "")
        written = None if is_named else script(tight, below=below)
        if written is not None:
            return written
        if not tight:
            return ""
        is_plain = re.fullmatch(r"[^\W_]+|.[\u0300-\u036f\u20d7]?", content) is not None
        return ("_" if below else "^") + (content if is_plain else f"({content})") + "\x01"

    def _plain(self, _name: str) -> str:
        """Upright and bold letters as plain ones; below the line they spell names.

        Unicode has too few of the letters that names below the line need.
        """
        self._is_named = self._in_subscript
        return self._argument()

    def _letter_form(self, name: str) -> str:
        form = _SAME_FORM.get(name, name)
        letters = self._argument()
        return "".join(
            _letter(form, one) if one.isascii() and one.isalnum() else one for one in letters
        )

    def _ignored(self, name: str) -> str:
        if name in ("left", "right", "middle") and self._pieces[self._at : self._at + 1] == ["."]:
            self._at += 1
        return ""

    def _left_out(self, _name: str) -> str:
        self._option()
        self._argument()
        return ""

    def _function(self, name: str) -> str:
        return f"\x00{name}\x01"

    def _operator(self, _name: str) -> str:
        if self._pieces[self._at : self._at + 1] == ["*"]:
            self._at += 1
        return f"\x00{self._plain('')}\x01"

    def _accented(self, name: str) -> str:
        """A letter with its accent; a longer name has it over each of its letters."""
        letters = self._argument()
        accent = _ACCENTS[name]
        if len(letters) > 1 and not letters.isalnum() and letters[:1].isalpha():
            first = 1 + (unicodedata.combining(letters[1]) > 0)
            return unicodedata.normalize("NFC", letters[:first] + accent) + letters[first:]
        over = "".join(one + accent if one.isalnum() else one for one in letters)
        return unicodedata.normalize("NFC", over)

    def _not(self, _name: str) -> str:
        sign = self._argument().strip()
        if not sign:
            return "¬"
        return f" {unicodedata.normalize('NFC', f'{sign[0]}̸')}{sign[1:]} "

    def _fraction(self, _name: str) -> str:
        return f"{_atom(self._argument())}/{_atom(self._argument())}"

    def _binomial(self, _name: str) -> str:
        return f"({self._argument()} choose {self._argument()})"

    def _root(self, _name: str) -> str:
        index = self._option().strip()
        content = _atom(self._argument())
        sign = _ROOTS.get(index)
        if sign is not None:
            return f"{sign}{content}"
        above = script(index.replace(" ", ""))
        return f"{above}√{content}" if above else f"{content}^(1/{_atom(index)})"

    def _modulo(self, _name: str) -> str:
        return f" (mod {self._argument()})"

    def _stacked(self, name: str) -> str:
        """Something over or under a sign."""
        mark, base = self._argument().strip(), self._argument()
        below = name == "underset"
        written = script(mark.replace(" ", ""), below=below)
        return base.rstrip() + (written or f"{'_' if below else '^'}({mark})\x01")

    def _second(self, _name: str) -> str:
        self._argument()
        return self._argument()

    def _first(self, _name: str) -> str:
        return self._argument()

    def _code_point(self, _name: str) -> str:
        digits = self._argument()
        character = chr(int(digits[1:], 16)) if _CODE_POINT.fullmatch(digits) else ""
        if not character.isprintable() or not character:
            raise _NoForm
        return character


def _all(names: Iterable[str], rule: _Rule) -> dict[str, _Rule]:
    return dict.fromkeys(names, rule)


_RULES: Final[dict[str, _Rule]] = {
    **_all(_PLAIN, _Formula._plain),
    **_all(_LETTER_FORMS | frozenset(_SAME_FORM), _Formula._letter_form),
    **_all(_IGNORED, _Formula._ignored),
    **_all(_FUNCTIONS, _Formula._function),
    **_all(_ACCENTS, _Formula._accented),
    **_all(("frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac"), _Formula._fraction),
    **_all(("binom", "dbinom", "tbinom"), _Formula._binomial),
    **_all(("operatorname", "operatornamewithlimits", "mathop"), _Formula._operator),
    **_all(("overset", "underset", "stackrel"), _Formula._stacked),
    **_all(("textcolor", "colorbox", "href"), _Formula._second),
    **_all(("label", "tag", "hspace", "vspace", "phantom", "hphantom", "vphantom", "color",
            "cite", "footnote"), _Formula._left_out),
    **_all(("mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct", "ensuremath",
            "underbrace", "overbrace", "boxed", "substack", "smash", "cancel", "fbox", "mathstrut",
            "xrightarrow", "widecheck"), _Formula._first),
    **_all(("quad", "qquad", "enspace", "thinspace", "space", "hfill"), lambda _self, _name: " "),
    **_all(("LaTeX", "TeX"), lambda _self, name: name),
    "sqrt": _Formula._root, "unicode": _Formula._code_point, "not": _Formula._not,
    "bmod": lambda _self, _name: " mod ", "mod": lambda _self, _name: " mod ",
    "pmod": _Formula._modulo, "abs": lambda self, _name: f"|{self._argument()}|",
    "norm": lambda self, _name: f"‖{self._argument()}‖",
    "ket": lambda self, _name: f"|{self._argument()}⟩",
    "bra": lambda self, _name: f"⟨{self._argument()}|",
    "braket": lambda self, _name: f"⟨{self._argument()}⟩",
    "mb": _Formula._plain, "Div": _Formula._function,
}  # fmt: skip


@cache
def _letter(form: str, letter: str) -> str:
    """One letter in the form a macro gives it."""
    if letter.isdigit():
        return chr(0x1D7D8 + int(letter)) if form == "mathbb" else letter
    written: str = LatexNodes2Text().latex_to_text(rf"\{form}{{{letter}}}")
    return written


def _atom(text: str) -> str:
    """A part that needs no parentheses, or has them."""
    text = text.strip().replace("\x00", "").replace("\x01", "")
    return text if _SIMPLE.fullmatch(text) else f"({text})"
