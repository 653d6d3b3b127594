"""Sentences as what they say: words, numbers and signs, without how they are set.

Quotes, dashes, brackets, case, thousands' commas and the numbers by which a paper refers to its
own figures, formulas, sections and references say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from summaries.text.folding import folded, word_set

_TOKEN: Final = re.compile(
    r"\d+(?:[.,]\d+)*(?:[a-h](?![^\W_]))?|[^\W\d_]+(?:'[^\W\d_]+)?|-(?=\.?\d)|[%‰°±<>=≤≥≪≫≈≠∼~+·/^!√∑∏∫∂∇∈∉⊂⊆∪∩→⇒∀∃∞✓✔✗✘]"
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CITED: Final = re.compile(r"\[[1-9]\d{0,2}(?:(?:, ?|; ?| ?- ?)[1-9]\d{0,2}){0,40}\]")
_MOST_THAT_FALL: Final = 2
"""References that stand in falling order."""
_REFERRED: Final = re.compile(r"(?<![\w.)])\([1-9]\d{0,2}[a-z]?\)")
"""The number of a formula or of a list's item, in brackets."""

_LABELS: Final = {
    **dict.fromkeys(word_set("figure figures fig figs"), "figure"),
    **dict.fromkeys(word_set("table tables tab tabs"), "table"),
    **dict.fromkeys(word_set("equation equations eq eqs eqn eqns"), "equation"),
    **dict.fromkeys(word_set("section sections sec secs sect subsection"), "section"),
    **dict.fromkeys(word_set("appendix appendices app"), "appendix"),
    **dict.fromkeys(word_set("theorem theorems thm"), "theorem"),
    **dict.fromkeys(word_set("proposition propositions prop"), "proposition"),
    **dict.fromkeys(word_set("reference references ref refs"), "reference"),
    **{
        word: word
        for word in word_set(
            "lemma lemmas corollary definition definitions algorithm remark assumption assumptions "
            "footnote conjecture claim listing"
        )
    },
}
"""What a paper numbers, and each of their names."""

_BETWEEN: Final = frozenset(("and", "to", "or", "-"))
_WORDS: Final = {
    word: str(value)
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen", "twenty"),
        )
    )
} | {
    word: str(10 * value)
    for value, word in enumerate(
        ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"), 3
    )
}

Token = tuple[str, str]
"""What a word or number counts as, and how it is written."""


@lru_cache(maxsize=4_000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text that say something."""
    text = _REFERRED.sub(" ", _CITED.sub(_without_references, folded(text)))
    kept = _without_labels([(_value(word), word) for word in _TOKEN.findall(text)])
    return tuple(part for token in kept for part in _parts(token))


def key(text: str) -> tuple[str, ...]:
    """What a text says; texts of the same key differ in nothing but how they are set."""
    return tuple(value for value, _ in tokens(text))


def spelled(said: tuple[str, ...]) -> tuple[str, ...]:
    """What a text says, words that stand together as one: "pre-training" is "pretraining"."""
    return tuple(
        "".join(run) if is_word else word
        for is_word, run in groupby(said, str.isalpha)
        for word in ([""] if is_word else run)
    )


def is_number(value: str) -> bool:
    """Whether what a token counts as is a number."""
    return value[0].isdigit()


def _without_references(match: re.Match[str]) -> str:
    """Nothing for a list of references, in whatever order; sizes that fall may stand so as well."""
    numbers = [int(number) for number in re.findall(r"\d+", match[0])]
    falls = len(numbers) > _MOST_THAT_FALL and numbers == sorted(numbers, reverse=True)
    return match[0] if falls else " "


def _parts(token: Token) -> Iterator[Token]:
    """A number and the unit that is written against it: "5g" is "5 g"."""
    word = token[1]
    if word[0].isdigit() and word[-1].isalpha():
        yield _value(word[:-1]), word[:-1]
        yield word[-1].casefold(), word[-1]
    else:
        yield token


def _value(word: str) -> str:
    if word[0].isdigit():
        whole = word.replace(",", "") if _THOUSANDS.fullmatch(word) else word
        is_part = whole.count(".") == 1 and "," not in whole
        return (whole.rstrip("0").rstrip(".") or "0") if is_part else whole
    lower = word.casefold()
    return _WORDS.get(lower, lower)


def _without_labels(found: list[Token]) -> list[Token]:
    """Tokens without the numbers behind names of what a paper numbers: "Figures 2a and 3"."""
    kept: list[Token] = []
    place = 0
    while place < len(found):
        value, word = found[place]
        place += 1
        label = _LABELS.get(value)
        kept.append((label or value, word))
        if label is None:
            continue
        end = _number_ends(found, place)
        while end > place:
            place = end
            joined = place < len(found) and found[place][0] in _BETWEEN
            end = _number_ends(found, place + joined)
            end = end if end > place + joined else place
    return kept


def _number_ends(found: list[Token], place: int) -> int:
    """Where the number of a figure ends that begins at a place: "2", "2a", "B 1"; or the place."""
    end = place
    if end + 1 < len(found) and _is_letter(found[end][1]) and found[end + 1][0][0].isdigit():
        end += 1
    if end < len(found) and found[end][1][0].isdigit():
        return end + 1
    return place


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isupper()
