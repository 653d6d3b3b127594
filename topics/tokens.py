"""Words as they are compared: of papers, and of what people type.

Case, accents, strokes, ligatures and full-width forms are folded; Greek letters are spelled out;
C++, C#, A* and .NET are words. Parts of a word with hyphens are words that stand side by side.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.excerpts import normalized

_GREEK_NAMES: Final = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau
upsilon phi chi psi omega sigma infinity
"""
_GREEK: Final = dict(zip("αβγδεζηθικλμνξοπρστυφχψως∞", _GREEK_NAMES.split(), strict=True))
_GREEK_LETTER: Final = re.compile(f"[{''.join(_GREEK)}]")
_FOLDED: Final = str.maketrans(
    {
        **dict(zip("łđðøħŧıȷŋ", "lddohtijn", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
        "ʹ": "'",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        **dict.fromkeys("‐‑‒–−", "-"),
        **dict.fromkeys("∗⋆★", "*"),
        "♯": "#",
    }
)
_MARKS_OF_TRADE: Final = re.compile("[™®©℠]")
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})

_PLURAL_OF_CAPITALS: Final = re.compile(r"(?<![^\W_])([A-Z]{2,})s(?![^\W_])")

_SIGN: Final = re.compile(r"[\\_^'+#*]|(?<!\w)\.|\d,\d")
_COMMAND: Final = re.compile(
    r"\\(?:(?:math|text)[a-z]+|operatorname|left|right|rm|bf|it)(?![a-z])|[\\{}$]"
)
_SCRIPT: Final = re.compile(r"(?<=[^\W_])[_^]([^\W_]{1,3}|\*)(?![^\W_])")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSSESSIVE: Final = re.compile(r"(?<=[^\W_])'s(?![^\W_])")

_DIGIT_FOR_A_WORD: Final = re.compile(r"([a-z]{2,})([24])([a-z]{2,})")
_SAID: Final = {"2": "to", "4": "for"}
_SHORT: Final = {said: digit for digit, said in _SAID.items()}

_NAME: Final = r"(?<![^\W_])[a-z](?:\+\+|#|\*)(?![^\W_])|(?<![\w.])\.net(?![^\W_])"
_WORD: Final = r"[^\W_]+(?:(?:[-']|(?<=\d)\.(?=\d{1,2}(?!\d)))[^\W_]+)*"
_BEGINNING: Final = r"[^\W_]+(?:-[^\W_]+)*(?<=[^\W_]{2})\*(?![^\W_])"
_WORDS: Final = re.compile(_WORD)
_WORDS_AND_NAMES: Final = re.compile(f"{_NAME}|{_WORD}")
_TYPED: Final = re.compile(f"{_NAME}|{_BEGINNING}|{_WORD}")


def words_of(text: str) -> list[str]:
    """The words of a paper's text in order; hyphens and apostrophes within them stay, as "-"."""
    folded = _folded(text)
    if not _SIGN.search(folded):
        return _WORDS.findall(folded)
    return [word.replace("'", "-") for word in _WORDS_AND_NAMES.findall(_plain(folded))]


def typed_words(text: str) -> list[str]:
    """The words that somebody typed; one that ends in a star stands for all that begin so."""
    if text.isascii() and text.islower() and text.replace(" ", "").isalpha():
        return text.split()
    folded = _folded(text)
    if not _SIGN.search(folded):
        return _WORDS.findall(folded)
    return [word.replace("'", "-") for word in _TYPED.findall(_plain(folded))]


def said_in_words(word: str) -> tuple[str, ...]:
    """The words that a typed word is short for: "text2sql" is "text to sql"; none where it is not.

    A "4" between letters stands for "for": "ai4science".
    """
    match = _DIGIT_FOR_A_WORD.fullmatch(word)
    return (match[1], _SAID[match[2]], match[3]) if match else ()


def said_shortly(words: tuple[str, str, str]) -> tuple[str, ...]:
    """The word that three are written as in short, as "text2sql"; none where there is none."""
    one, between, other = words
    is_short = between in _SHORT and min(len(one), len(other)) > 1 and (one + other).isalpha()
    return (f"{one}{_SHORT[between]}{other}",) if is_short else ()


def is_beginning(word: str) -> bool:
    """Whether a typed word stands for all that begin so; "a*" is a name."""
    return len(word) > 2 and word.endswith("*")


def _folded(text: str) -> str:
    """A text in small letters without accents, Greek spelled out, "VMs" as "VM"."""
    text = _PLURAL_OF_CAPITALS.sub(r"\1", text)
    if text.isascii():
        return text.lower()
    composed = normalized("NFKC", _MARKS_OF_TRADE.sub(" ", text)).casefold()
    signs = normalized("NFKD", composed)
    plain = "".join(sign for sign in signs if unicodedata.category(sign) not in _INVISIBLE)
    return _GREEK_LETTER.sub(_spelled, plain.translate(_FOLDED))


def _spelled(letter: re.Match[str]) -> str:
    """A Greek letter's name, apart from letters beside it."""
    before, after = letter.string[: letter.start()][-1:], letter.string[letter.end() :][:1]
    return f"{' ' * before.isalnum()}{_GREEK[letter[0]]}{' ' * after.isalnum()}"


def _plain(folded: str) -> str:
    """A folded text without signs of LaTeX, commas in numbers and 's, indices at their letter."""
    if "\\" in folded or "$" in folded or "{" in folded:
        folded = _COMMAND.sub("", folded)
    if "_" in folded or "^" in folded:
        folded = _SCRIPT.sub(r"\1", folded)
    if "," in folded:
        folded = _THOUSANDS.sub("", folded)
    return _POSSESSIVE.sub("", folded) if "'" in folded else folded
