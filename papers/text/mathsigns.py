"""The signs of mathematics: macros by their characters, letters in other forms, raised and lowered.

Symbols come from pylatexenc's table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

SUPERSCRIPTS: Final = (
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
SUBSCRIPTS: Final = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
LETTER_FORMS: Final = frozenset({"mathbb", "mathcal", "mathscr", "mathfrak"})
PLAIN: Final = frozenset(
    {
        "text", "textrm", "textit", "textbf", "texttt", "textsf", "textsc", "textnormal", "emph",
        "mbox", "hbox", "mathrm", "mathbf", "mathsf", "mathtt", "mathit", "boldsymbol", "bm",
        "mathnormal", "textup", "textsl", "textmd", "pmb", "vbox", "mathbfit", "mathsfit",
        "vb", "ce", "mb",
    }
)  # fmt: skip
IGNORED: Final = frozenset(
    {
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
        "biggr", "rm", "bf", "it", "sf", "tt", "sc", "displaystyle", "textstyle", "limits",
        "nolimits", "middle", "bigm", "Bigm", "biggm", "Biggm", "scriptstyle", "nonumber", "notag",
        "scriptscriptstyle", "boldmath", "unboldmath", "relax", "hline", "noindent", "strut",
        "protect", "em", "sl", "tiny", "small", "large", "footnotesize", "scriptsize",
        "mathsurround", "delimsize", "allowbreak", "nobreak", "normalsize", "Large", "LARGE",
        "huge",
    }
)  # fmt: skip
LEFT_OUT: Final = frozenset(
    {
        "label", "tag", "hspace", "vspace", "phantom", "hphantom", "vphantom", "color", "cite",
        "footnote",
    }
)  # fmt: skip
"""Macros that print nothing of their argument."""

BARE: Final = frozenset(
    {
        "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct", "ensuremath",
        "boxed", "substack", "smash", "cancel", "fbox", "mathstrut", "widecheck",
        "bcancel", "xcancel",
    }
)  # fmt: skip
"""Macros of which the argument is all that text can have."""

FUNCTIONS: Final = frozenset(
    {
        "log", "ln", "exp", "min", "max", "sup", "inf", "lim", "sin", "cos", "tan", "arcsin",
        "arccos", "arctan", "sinh", "cosh", "tanh", "det", "dim", "ker", "deg", "gcd", "arg", "Pr",
        "sec", "csc", "cot", "coth", "hom", "limsup", "liminf", "lg", "Tr", "tr", "diag", "rank",
        "sgn", "sign", "poly", "polylog", "argmin", "argmax", "supp", "lcm", "Hom", "End", "Aut",
        "Gal", "Spec", "Ext", "Tor", "rk", "vol", "Vol", "ord", "card", "tg", "arctg", "var",
        "Var", "Cov", "cov", "Re", "Im", "Dim", "Ker", "Coker", "coker", "Sym", "Pic", "Frac",
        "Proj", "Ind", "Res", "Stab", "Lie", "Ad", "ad", "im", "erf", "erfc", "sech", "csch",
        "arsinh", "arcosh", "artanh", "osc", "dist", "diam", "span", "conv", "prox", "softmax",
        "arccot", "injlim", "projlim",
    }
)  # fmt: skip
ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305",
    "tilde": "\u0303", "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307",
    "ddot": "\u0308", "underline": "\u0332", "overrightarrow": "\u20d7", "mathring": "\u030a",
    "dddot": "\u20db", "underbar": "\u0332", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "slashed": "\u0338",
}  # fmt: skip
_NUMBERED: Final = re.compile(r"\\char ?(\d{1,3})(?!\d) ?")
CHARACTERS: Final = {character: character for character in "&%#_${}"} | {
    "|": "‖", ",": " ", ";": " ", ":": " ", " ": " ", "!": "",
}  # fmt: skip
SAME_FORM: Final = {
    "mathds": "mathbb", "mathbbm": "mathbb", "mathbbmss": "mathbb", "Bbb": "mathbb",
    "cal": "mathcal", "scr": "mathscr", "frak": "mathfrak", "mathpzc": "mathcal",
    "EuScript": "mathscr", "euscript": "mathscr",
}  # fmt: skip


ARROWS: Final = {
    "xrightarrow": "→", "xleftarrow": "←", "xhookrightarrow": "↪", "xhookleftarrow": "↩",
    "xmapsto": "↦", "xRightarrow": "⇒", "xLeftarrow": "⇐", "xleftrightarrow": "↔",
    "xLeftrightarrow": "⇔", "xlongequal": "=", "xtwoheadrightarrow": "↠",
}  # fmt: skip
"""Arrows that carry something above them, and below where it stands in brackets."""

LINE: Final = rf"[^\W_{''.join({*SUPERSCRIPTS.values(), *SUBSCRIPTS.values()} - set('*°'))}]"
APART: Final = re.compile(rf"(?<=[\w)\]])\x00|\x01(?=\x00|{LINE})")
"""Where a name and what is beside it would else be one word."""

OPENING: Final = frozenset({"(", "[", "\\left", "\\big", "\\bigl", "\\Big", "\\Bigl", "\\sqrt"})
INFIXES: Final = {
    "\\over": "{}/{}",
    "\\choose": "({} choose {})",
    "\\atop": "{}, {}",
    "\\brack": "[{}; {}]",
    "\\brace": "{{{}; {}}}",
}
ROOTS: Final = {"": "√", "2": "√", "3": "∛", "4": "∜"}
RELATIONS: Final = frozenset("≤≥⩽⩾≲≳≠≈∼≃≅≡≜≍∈∉∋⊂⊃⊆⊇⊊→←↔⇒⇐⇔↦⟶⟵↪↩↠∝≪≫≺≻≼≽⊢⊨∧∨≀⊲⊳⊴⊵")
OWN_LETTER = re.compile(
    r"(?:[bcfm]|bf)?(?P<capital>[A-Z](?:(?<=c.)|(?<!b[RNZQC])(?<![RNZQC])))"
    r"|(?:bf(?=[a-z]\Z)|[bv](?=[u-z]\Z))?(?P<small>[a-z](?<=bf.)|[u-z](?<=[bv].)|(?<!.)[pqw-z])"
)
"""Letters that authors define macros for, bold or in script: what is printed is that letter."""

_INSIDE = re.compile(r"(?<=[(\[⌊⌈]) | (?=[)\]⌋⌉])")
_NARROW = re.compile(r"(?:(?<!\s)\s+)?([×·∘⊗⊕±∖∩∪])\s*")
_SIMPLE = re.compile(r"(?:[√∛∜]|∂[⁰-⁹ⁿ²³]?)?[^\W_]+(?:′|[\u0300-\u036f])?|.")
_PRODUCT = re.compile(r"\d+[^\W\d]")
_ONE = re.compile(rf"{LINE}[′\u0300-\u036f\u20d7]*|\d+(?:[.,]\d+)?")
_FORMED = re.compile(r"(?P<form>cal|bb|scr|frak|ds|mathbb|mathcal)(?P<letter>[A-Z]|(?<=frak)[a-z])")
_UPRIGHT = re.compile(r"up(?P<small>[a-z]{2,7})|(?:up|var|mathup)(?P<capital>[A-Z][a-z]{1,6})")
_GREEK: Final = ("Lambda", "Gamma", "Delta", "Sigma", "Omega", "Theta", "Upsilon")
CUSTOMARY: Final = {
    **{name * times: sign for name, sign in zip("RNZQC", "ℝℕℤℚℂ", strict=True) for times in (1, 2)},
    **{f"bb{name}": sign for name, sign in zip("RNZQC", "ℝℕℤℚℂ", strict=True)},
    **{f"bf{name}": name for name in "RNZQC"},
    "EE": "𝔼", "PP": "ℙ", "FF": "𝔽", "TT": "𝕋", "HH": "ℍ", "bbS": "𝕊", "bbT": "𝕋",
    "Rn": "ℝⁿ", "RE": "ℝ", "ere": "ℝ", "CO": "ℂ", "a": "α", "b": "β", "eps": "ε", "veps": "ε",
    "vareps": "ε", "lam": "λ", "Lam": "Λ", "Ga": "Γ",
    "Om": "Ω", "om": "ω", "al": "α", "ga": "γ", "De": "Δ", "de": "δ", "sig": "σ", "Sig": "Σ",
}  # fmt: skip
"""What authors of mathematics call these in abstracts that leave their definitions behind."""


ASTRONOMERS: Final = {
    "arcsec": "″", "arcmin": "′", "sun": "⊙", "earth": "⊕", "micron": "μm", "lya": "Lyα",
    "Lya": "Lyα", "msun": "M_⊙", "Msun": "M_⊙", "lsun": "L_⊙", "Lsun": "L_⊙", "rsun": "R_⊙",
    "Rsun": "R_⊙", "zsun": "Z_⊙", "Zsun": "Z_⊙", "kms": "km s⁻¹", "lsim": "≲", "gsim": "≳",
    "la": "≲",
}  # fmt: skip
"""What their journals define, and what they define themselves alike."""
_STARRED = re.compile(r"\\(abs|norm|ket|bra|braket)\*")
_ABOUT = re.compile(r"\\ga(?=(?:\\[,;!]|[~\s])*+[\d.])")


_FRACTION_OF = re.compile(r"(?P<whole>\d)\\f(?P<unit>arcs|arcm|dg)(?![A-Za-z])\s?(?P<part>\d+)?")
_ANGLES: Final = {"arcs": "″", "arcm": "′", "dg": "°"}


def angles(text: str) -> str:
    r"""``1\farcs2``, in print with the sign above the point, as 1.2″."""
    return _FRACTION_OF.sub(_angle, text) if "\\f" in text else text


def _angle(match: re.Match[str]) -> str:
    part = f".{match['part']}" if match["part"] else ""
    return f"{match['whole']}{part}{_ANGLES[match['unit']]}"


def _of_number(match: re.Match[str]) -> str:
    """A character by its number in ASCII, escaped where it is one of TeX's own."""
    sign = chr(int(match[1]))
    if sign == "\\" or not (sign.isprintable() and sign.isascii()):
        return match[0]
    return f"\\{sign}" if sign in "&%#_${}" else sign


def named_alike(content: str) -> str:
    r"""A formula with names that mean the same written the same.

    A star makes bars as high as what is between them. ``\ga`` is a gamma, but before a number it is
    the sign of astronomers' journals. ``\char 37`` is a per cent sign, as LaTeXML writes one.
    """
    content = _NUMBERED.sub(_of_number, content)
    return _ABOUT.sub(r"\\gtrsim ", _STARRED.sub(r"\\\1", angles(content)))


def is_mixed(letters: str) -> bool:
    """Whether letters are a product such as iπ, of which one might be read as raised alone."""
    return len(letters) > 1 and letters.isalnum() and not letters.isascii()


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
                    "colon": ":", "backslash": "∖", "lbrack": "[", "rbrack": "]",
                    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "models": "⊨",
                    "triangle": "△",
                    "square": "□", "Box": "□", "eth": "ð", "DJ": "Đ", "dj": "đ",
                    "ng": "ŋ", "NG": "Ŋ",
                    "lt": "<", "gt": ">", "lhd": "⊲", "rhd": "⊳", "unlhd": "⊴", "unrhd": "⊵",
                    "dasharrow": "⇢", "leadsto": "⇝", "Perp": "⊥", "coloneqq": "≔", "eqqcolon": "≕",
                    "vdotswithin": "⋮", "llbracket": "⟦", "rrbracket": "⟧", "dotsb": "⋯",
                    "dotsc": "…", "dotsm": "⋯", "dotso": "…", "dotsi": "⋯", "mathellipsis": "…",
                    "lgroup": "(", "rgroup": ")", "intercal": "⊺", "iddots": "⋰", "And": "&",
                    "bot": "⊥", **CUSTOMARY, "checkmark": "✓", "degree": "°",
                    "circledR": "®", "bigstar": "★", **ASTRONOMERS}  # fmt: skip


def script(text: str, *, below: bool = False) -> str | None:
    """Text as superscript, or subscript if below; None where a character has no such form."""
    forms = SUBSCRIPTS if below else SUPERSCRIPTS
    if not text or any(character not in forms for character in text):
        return None
    return "".join(forms[character] for character in text)


@cache
def letter_in_form(form: str, letter: str) -> str:
    """One letter in the form a macro gives it."""
    if letter.isdigit():
        return chr(0x1D7D8 + int(letter)) if form == "mathbb" else letter
    written: str = LatexNodes2Text().latex_to_text(rf"\{form}{{{letter}}}")
    return written


def spaced(written: str) -> str:
    """A formula without doubled blanks, blanks inside brackets and around narrow signs."""
    return _INSIDE.sub("", " ".join(_NARROW.sub(r"\1", written).split()))


def formed(name: str) -> str | None:
    r"""What macros stand for that spell a form and a letter, such as ``\calF`` and ``\upmu``."""
    letter = _FORMED.fullmatch(name)
    if letter is not None:
        form = {"ds": "bb"}.get(letter["form"], letter["form"]).removeprefix("math")
        return letter_in_form(f"math{form}", letter["letter"])
    upright = _UPRIGHT.fullmatch(name)
    return symbols().get(upright["small"] or upright["capital"]) if upright is not None else None


def is_name(macro: str) -> bool:
    """Whether a macro that nobody knows prints its own name, as those of systems do: BrookNet."""
    if len(macro) == 1:
        return macro.isupper()
    return sum(map(str.isupper, macro)) >= 2 and not macro.startswith(_GREEK)


def _apart(text: str) -> str:
    """A part without marks; its words stand apart."""
    return APART.sub(" ", text.strip()).replace("\x00", "").replace("\x01", "").strip()


def atom(text: str) -> str:
    """What stands above a line, as it is, or in parentheses where it needs them."""
    text = _apart(text)
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def below_line(text: str) -> str:
    """The same of what stands below: 1/(2n), as 1/2n might be half of n."""
    told = atom(text)
    return f"({told})" if _PRODUCT.match(told) else told


def under_root(text: str) -> str:
    """The same of a root, which reaches over one letter or number: √(2n), as √2n is another."""
    text = _apart(text)
    return text if _ONE.fullmatch(text) or (len(text) == 1) else f"({text})"
