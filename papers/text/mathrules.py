"""What each macro of mathematics stands for in Unicode, with what it takes as argument. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from papers.text.mathsigns import (
    ACCENTS,
    ARROWS,
    BARE,
    FUNCTIONS,
    IGNORED,
    LEFT_OUT,
    LETTER_FORMS,
    OPENING,
    PLAIN,
    ROOTS,
    SAME_FORM,
    atom,
    below_line,
    letter_in_form,
    script,
    under_root,
)

_CODE_POINT = re.compile(r"x[0-9A-Fa-f]{2,4}")


class NoForm(Exception):
    """Unicode has no form of it."""


class Reader(Protocol):
    """Who reads a formula from left to right, and stands behind a macro's name."""

    def argument(self) -> str:
        """The group or single piece that follows, readable; taken."""

    def option(self) -> str:
        """What follows in brackets, taken; empty where nothing does."""

    def comes(self, piece: str) -> bool:
        """Whether this is the next piece."""

    def skip(self) -> None:
        """Leave the next piece out."""

    def spell(self) -> None:
        """Leave what stands below the line whole, as it spells a name."""


Rule = Callable[[Reader, str], str]


def _plain(reader: Reader, _name: str) -> str:
    """Upright and bold letters as plain ones; below the line they spell names, left whole."""
    reader.spell()
    return reader.argument()


def _letter_form(reader: Reader, name: str) -> str:
    form = SAME_FORM.get(name, name)
    letters = reader.argument()
    return "".join(
        letter_in_form(form, one) if one.isascii() and one.isalnum() else one for one in letters
    )


def _ignored(reader: Reader, name: str) -> str:
    if name in ("left", "right", "middle") and reader.comes("."):
        reader.skip()
    return ""


def _left_out(reader: Reader, _name: str) -> str:
    reader.option()
    reader.argument()
    return ""


def _operator(reader: Reader, _name: str) -> str:
    if reader.comes("*"):
        reader.skip()
    return f"\x00{_plain(reader, '')}\x01"


def _accented(reader: Reader, name: str) -> str:
    """A letter with its accent; a longer name has it over each of its letters."""
    letters = reader.argument()
    accent = ACCENTS[name]
    if len(letters) > 1 and not letters.isalnum() and letters[:1].isalpha():
        first = 1 + (unicodedata.combining(letters[1]) > 0)
        return unicodedata.normalize("NFC", letters[:first] + accent) + letters[first:]
    is_one = len(letters.strip()) == 1
    over = "".join(one + accent if one.isalnum() or is_one else one for one in letters)
    return unicodedata.normalize("NFC", over)


def _not(reader: Reader, _name: str) -> str:
    while reader.comes("\\!"):
        reader.skip()
    sign = reader.argument().strip()
    if not sign:
        return "¬"
    struck = f"{unicodedata.normalize('NFC', f'{sign[0]}̸')}{sign[1:]}"
    return struck if sign[0].isalnum() else f" {struck} "


def _fraction(reader: Reader, _name: str) -> str:
    written = f"\x00{atom(reader.argument())}/{below_line(reader.argument())}"
    if reader.comes("^"):
        return f"({written[1:]})"
    return f"{written} " if any(map(reader.comes, OPENING)) else f"{written}\x01"


def _root(reader: Reader, _name: str) -> str:
    index = reader.option().strip()
    content = under_root(reader.argument())
    sign = ROOTS.get(index) or f"{script(index.replace(' ', '')) or ''}√"
    if sign == "√" and index not in ROOTS:
        return f"{content}^(1/{atom(index)})\x01"
    return f"({sign}{content})" if reader.comes("^") else (f"{sign}{content}\x01")


def _arrow(reader: Reader, name: str) -> str:
    """An arrow with what is written above it, or below where that is in brackets."""
    below, above = reader.option(), reader.argument()
    told = [
        script(mark.replace(" ", ""), below=is_below) or f"{'_' if is_below else '^'}({mark})"
        for mark, is_below in ((below.strip(), True), (above.strip(), False))
        if mark
    ]
    return f" {ARROWS[name]}{''.join(told)} "


def _general(reader: Reader, _name: str) -> str:
    """Two things over each other between signs, with a line or without."""
    begin, end, line = reader.argument(), reader.argument(), reader.argument()
    reader.argument()
    above, below = atom(reader.argument()), atom(reader.argument())
    if not line.strip().startswith("0"):
        return f"{begin}{above}/{below}{end}\x01"
    if begin == "(":
        return f"({above} choose {below})"
    return f"{begin}{above}; {below}{end}" if begin and end else f"{above}, {below}"


def _stacked(reader: Reader, name: str) -> str:
    """Something over or under a sign."""
    mark, base = reader.argument().strip(), reader.argument()
    below = name == "underset"
    written = script(mark.replace(" ", ""), below=below)
    return base.rstrip() + (written or f"{'_' if below else '^'}({mark})\x01")


def _code_point(reader: Reader, _name: str) -> str:
    digits = reader.argument()
    character = chr(int(digits[1:], 16)) if _CODE_POINT.fullmatch(digits) else ""
    if not character.isprintable() or not character:
        raise NoForm
    return character


def _all(names: Iterable[str], rule: Rule) -> dict[str, Rule]:
    return dict.fromkeys(names, rule)


RULES: Final[dict[str, Rule]] = {
    **_all(PLAIN, _plain),
    **_all(LETTER_FORMS | frozenset(SAME_FORM), _letter_form),
    **_all(IGNORED, _ignored),
    **_all(FUNCTIONS | {"Div", "LaTeX", "TeX"}, lambda _reader, name: f"\x00{name}\x01"),
    **_all(("varliminf", "varlimsup"), lambda _reader, name: f"\x00{name.removeprefix('var')}\x01"),
    **_all(ACCENTS, _accented),
    **_all(("frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac"), _fraction),
    **_all(("binom", "dbinom", "tbinom"),
           lambda reader, _name: f"({reader.argument()} choose {reader.argument()})"),
    **_all(("operatorname", "operatornamewithlimits", "mathop"), _operator),
    **_all(("overset", "underset", "stackrel"), _stacked),
    **_all(("textcolor", "colorbox", "href"),
           lambda reader, _name: (reader.argument(), reader.argument())[1]),
    **_all(LEFT_OUT, _left_out),
    **_all(("underbrace", "overbrace"), lambda reader, _name: atom(reader.argument())),
    **_all(BARE, lambda reader, _name: reader.argument()),
    **_all(("quad", "qquad", "enspace", "thinspace", "space", "hfill"), lambda _reader, _name: " "),
    **_all(ARROWS, _arrow),
    "genfrac": _general, "sqrt": _root, "unicode": _code_point, "not": _not,
    **_all(("bmod", "mod"), lambda _reader, _name: " mod "),
    "pmod": lambda reader, _name: f" (mod {reader.argument()})",
    "abs": lambda reader, _name: f"|{reader.argument()}|",
    "norm": lambda reader, _name: f"‖{reader.argument()}‖",
    "ket": lambda reader, _name: f"|{reader.argument()}⟩",
    "bra": lambda reader, _name: f"⟨{reader.argument()}|",
    "braket": lambda reader, _name: f"⟨{reader.argument()}⟩",
}  # fmt: skip
