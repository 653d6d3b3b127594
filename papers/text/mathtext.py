"""Mathematics in TeX, made Unicode where Unicode has the form.

The parser of pylatexenc, whose table of symbols is used, is not: it takes a percent sign for a
comment and minutes for some inputs, and it drops scripts and spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from papers.text.mathrules import RULES, NoForm
from papers.text.mathsigns import (
    APART,
    CHARACTERS,
    IGNORED,
    INFIXES,
    LINE,
    OWN_LETTER,
    RELATIONS,
    atom,
    formed,
    is_mixed,
    is_name,
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

_ONE_WORD = re.compile(rf"{LINE}+|.[\u0300-\u036f\u20d7]?")


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
    except NoForm:
        return None


def formula_as_far(content: str) -> str:
    """A formula in Unicode as far as that goes; macros that none knows stay as they are."""
    try:
        return spaced(_Formula(" ".join(content.split()), strict=False).read())
    except NoForm:  # nested deeper than any formula
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
        written = APART.sub(" ", written)
        return written.replace("\x00", "").replace("\x01", "")

    def _until(self, end: str) -> str:
        """What stands before the piece that ends a group, which is taken too."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoForm
        parts: list[str] = []
        while (piece := self._next()) != end:
            if piece in ("", "}"):
                if self._strict:
                    raise NoForm
                break
            infix = INFIXES.get(piece.strip())
            if infix is not None:
                parts = [infix.format(atom("".join(parts)), atom(self._until(end)))]
                break
            part = " | " if piece.strip() == "\\mid" else self._one(piece)
            if piece[-1:].isspace() and self._is_spaced_sign():
                part += " "
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

    def _is_spaced_sign(self) -> bool:
        """Whether a sign with a blank behind it follows; that before it ended a macro's name."""
        ahead = self._pieces[self._at : self._at + 2]
        return len(ahead) == 2 and ahead[0] in "=<>" and ahead[1].isspace()

    def comes(self, piece: str) -> bool:
        """Whether this is the next piece, but for blanks that end a macro's name."""
        return self._pieces[self._at : self._at + 1] == [piece]

    def skip(self) -> None:
        """Leave the next piece out."""
        self._at += 1

    def spell(self) -> None:
        """Leave what stands below the line whole, as it spells a name."""
        self._is_named = self._in_subscript

    def argument(self) -> str:
        """A group or single piece, for which a change of type before it is none."""
        piece = self._next()
        if piece.strip()[1:] in IGNORED:
            return self.argument()
        while piece.isspace():
            piece = self._next()
        if not piece or piece in "^_}":
            if self._strict:
                raise NoForm
            self._at -= bool(piece)
            return ""
        return self._one(piece)

    def option(self) -> str:
        """What stands in brackets here; empty where nothing does."""
        if not self.comes("["):
            return ""
        self._at += 1
        return self._until("]")

    def _macro(self, spelled: str) -> str:
        name = spelled.rstrip()
        if name.isdigit():
            return name
        if not name.isalpha():
            return CHARACTERS.get(spelled[:1]) or self._unknown(spelled)
        rule = RULES.get(name)
        if rule is not None:
            return rule(self, name)
        own = OWN_LETTER.fullmatch(name)
        if own is not None:
            return letter_in_form("mathcal", own[1]) if name[0] == "c" else own[1] or own[2]
        sign = symbols().get(name) or formed(name)
        if sign is None and is_name(name) and not self.comes("{"):
            return f"\x00{name}\x01"
        return self._unknown(spelled) if sign is None else sign

    def _unknown(self, spelled: str) -> str:
        has_argument = self.comes("{")
        if (self._knows_all or (self._strict and has_argument)) and spelled[:1] != "!":
            raise NoForm
        return f"\\{spelled.rstrip()}\x01" if spelled[:1].isalpha() else ""

    def _script(self, *, below: bool) -> str:
        before = self._in_subscript, self._is_named
        self._in_subscript, self._is_named = self._in_subscript or below, False
        content = self.argument().strip()
        is_named = self._is_named or "\x00" in content
        content = APART.sub(" ", content).replace("\x00", "").replace("\x01", "").strip()
        self._in_subscript, self._is_named = before
        tight = content.replace(" ", "")
        written = None if is_named else script(tight, below=below)
        if written is not None:
            return written
        if not tight:
            return ""
        is_one = _ONE_WORD.fullmatch(content) and (below or not is_mixed(content))
        told = content if is_one or _in_parentheses(content) else f"({content})"
        return ("_" if below else "^") + told + "\x01"


def _in_parentheses(content: str) -> bool:
    """Whether one pair of parentheses holds it all."""
    return content[:1] == "(" and content[-1:] == ")" and not set("()") & set(content[1:-1])
