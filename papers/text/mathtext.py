"""Mathematics in TeX, made Unicode where Unicode has the form.

The parser of pylatexenc, whose table of symbols is used, is not: it takes a percent sign for a
comment and minutes for some inputs, and it drops scripts and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from papers.text.mathsigns import (
    ACCENTS,
    BARE,
    CHARACTERS,
    FUNCTIONS,
    IGNORED,
    INFIXES,
    LEFT_OUT,
    LETTER_FORMS,
    OPENING,
    OWN_LETTER,
    PLAIN,
    RELATIONS,
    ROOTS,
    SAME_FORM,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    atom,
    is_mixed,
    letter_in_form,
    named_alike,
    script,
    spaced,
    symbols,
)

LONGEST: Final = 300
"""Formulas of more characters stay as written."""

_DEEPEST: Final = 8
_PIECE = re.compile(r"\\[A-Za-z]+\s*|\\.|\s+|.", re.DOTALL)
_PROSE = re.compile(r"\s[A-Za-z]{2,}\s|(?<![A-Za-z])[A-Za-z]{2,}+[,.;:]?\s+[A-Za-z]{2,}")

_LINE: Final = rf"[^\W_{''.join({*SUPERSCRIPTS.values(), *SUBSCRIPTS.values()} - set('*°'))}]"
_APART = re.compile(rf"(?<=[\w)\]])\x00|\x01(?=\x00|{_LINE})")
"""Where a name and what is beside it would else be one word."""
_ONE_WORD = re.compile(rf"{_LINE}+|.[\u0300-\u036f\u20d7]?")
_CODE_POINT = re.compile(r"x[0-9A-Fa-f]{2,4}")
_Rule = Callable[["_Formula", str], str]


class _NoForm(Exception):
    """Unicode has no form of it."""


@lru_cache(maxsize=4096)
def formula(content: str, *, own_macros: bool = False) -> str | None:
    """What stands between the dollar signs, in Unicode; None where it has no such form.

    A macro that none knows is refused, or with `own_macros` stays, among letters made readable.

    What Unicode cannot raise or lower stands behind a caret or an underscore. Words without any
    TeX among them are no formula but the text between two prices.
    """
    if len(content) > LONGEST or not content.isprintable():
        return None
    if "\\" not in content and _PROSE.search(content):
        return None
    try:
        return spaced(_Formula(content, knows_all=not own_macros).read()) or None
    except _NoForm:
        return None


def formula_as_far(content: str) -> str:
    """A formula in Unicode as far as that goes; macros that none knows stay as they are."""
    try:
        return spaced(_Formula(" ".join(content.split()), strict=False).read())
    except _NoForm:  # nested deeper than any formula
        return content


class _Formula:
    """Reads a formula's pieces once, from left to right."""

    def __init__(self, content: str, *, strict: bool = True, knows_all: bool = True) -> None:
        """Args: strict is whether what has no form, or `knows_all` no macro, is refused."""
        self._pieces: list[str] = _PIECE.findall(named_alike(content))
        self._strict, self._knows_all = strict, strict and knows_all
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
            infix = INFIXES.get(piece.strip())
            if infix is not None:
                parts = [infix.format(atom("".join(parts)), atom(self._until(end)))]
                break
            part = self._one(piece)
            # Room around a relation written as a macro; before it only where it follows.
            parts.append(f" {part} " if part in RELATIONS and any(parts) else part)
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
            return CHARACTERS.get(spelled[:1]) or self._unknown(spelled)
        rule = _RULES.get(name)
        if rule is not None:
            return rule(self, name)
        own = OWN_LETTER.fullmatch(name)
        if own is not None:
            return letter_in_form("mathcal", own[1]) if name[0] == "c" else own[1] or own[2]
        sign = symbols().get(name)
        return self._unknown(spelled) if sign is None else sign

    def _unknown(self, spelled: str) -> str:
        has_argument = self._pieces[self._at : self._at + 1] == ["{"]
        if (self._knows_all or (self._strict and has_argument)) and spelled[:1] != "!":
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
        is_one = _ONE_WORD.fullmatch(content) and (below or not is_mixed(content))
        told = content if is_one else f"({content})"
        return ("_" if below else "^") + told + "\x01"

    def _plain(self, _name: str) -> str:
        """Upright and bold letters as plain ones; below the line they spell names, left whole."""
        self._is_named = self._in_subscript
        return self._argument()

    def _letter_form(self, name: str) -> str:
        form = SAME_FORM.get(name, name)
        letters = self._argument()
        return "".join(
            letter_in_form(form, one) if one.isascii() and one.isalnum() else one for one in letters
        )

    def _ignored(self, name: str) -> str:
        if name in ("left", "right", "middle") and self._pieces[self._at : self._at + 1] == ["."]:
            self._at += 1
        return ""

    def _left_out(self, _name: str) -> str:
        self._option()
        self._argument()
        return ""

    def _operator(self, _name: str) -> str:
        if self._pieces[self._at : self._at + 1] == ["*"]:
            self._at += 1
        return f"\x00{self._plain('')}\x01"

    def _accented(self, name: str) -> str:
        """A letter with its accent; a longer name has it over each of its letters."""
        letters = self._argument()
        accent = ACCENTS[name]
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
        written = f"\x00{atom(self._argument())}/{atom(self._argument())}"
        following = self._pieces[self._at : self._at + 1]
        return f"{written} " if OPENING & {*following} else f"{written}\x01"

    def _root(self, _name: str) -> str:
        index = self._option().strip()
        content = atom(self._argument())
        sign = ROOTS.get(index)
        if sign is not None:
            return f"{sign}{content}"
        above = script(index.replace(" ", ""))
        return f"{above}√{content}" if above else f"{content}^(1/{atom(index)})"

    def _stacked(self, name: str) -> str:
        """Something over or under a sign."""
        mark, base = self._argument().strip(), self._argument()
        below = name == "underset"
        written = script(mark.replace(" ", ""), below=below)
        return base.rstrip() + (written or f"{'_' if below else '^'}({mark})\x01")

    def _code_point(self, _name: str) -> str:
        digits = self._argument()
        character = chr(int(digits[1:], 16)) if _CODE_POINT.fullmatch(digits) else ""
        if not character.isprintable() or not character:
            raise _NoForm
        return character


def _all(names: Iterable[str], rule: _Rule) -> dict[str, _Rule]:
    return dict.fromkeys(names, rule)


_RULES: Final[dict[str, _Rule]] = {
    **_all(PLAIN, _Formula._plain),
    **_all(LETTER_FORMS | frozenset(SAME_FORM), _Formula._letter_form),
    **_all(IGNORED, _Formula._ignored),
    **_all(FUNCTIONS | {"Div", "LaTeX", "TeX"}, lambda _self, name: f"\x00{name}\x01"),
    **_all(ACCENTS, _Formula._accented),
    **_all(("frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac"), _Formula._fraction),
    **_all(("binom", "dbinom", "tbinom"),
           lambda self, _name: f"({self._argument()} choose {self._argument()})"),
    **_all(("operatorname", "operatornamewithlimits", "mathop"), _Formula._operator),
    **_all(("overset", "underset", "stackrel"), _Formula._stacked),
    **_all(("textcolor", "colorbox", "href"),
           lambda self, _name: (self._argument(), self._argument())[1]),
    **_all(LEFT_OUT, _Formula._left_out),
    **_all(("underbrace", "overbrace"), lambda self, _name: atom(self._argument())),
    **_all(BARE, lambda self, _name: self._argument()),
    **_all(("quad", "qquad", "enspace", "thinspace", "space", "hfill"), lambda _self, _name: " "),
    "sqrt": _Formula._root, "unicode": _Formula._code_point, "not": _Formula._not,
    **_all(("bmod", "mod"), lambda _self, _name: " mod "),
    "pmod": lambda self, _name: f" (mod {self._argument()})",
    "abs": lambda self, _name: f"|{self._argument()}|",
    "norm": lambda self, _name: f"‖{self._argument()}‖",
    "ket": lambda self, _name: f"|{self._argument()}⟩",
    "bra": lambda self, _name: f"⟨{self._argument()}|",
    "braket": lambda self, _name: f"⟨{self._argument()}⟩",
}  # fmt: skip
