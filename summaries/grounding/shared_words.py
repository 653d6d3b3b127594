"""What a claim has in common with a sentence in another language: words, names and numbers.

Words that languages share are found by their beginnings, Cyrillic and Greek written in Latin
letters: *Diffusionsmodell*, *диффузия* and *diffusion*. Chinese words are found in a list
(`chinese_terms.txt`). Where neither helps, there are numbers, names, and terms that a claim gives
in the paper's own words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from summaries.grounding.names import KnownNames
from summaries.text.chinese_numbers import in_digits
from summaries.text.folding import folded
from topics.english.stems import content, tokens

_LATIN_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9+]*(?:[-'./&][A-Za-z0-9+]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_PREFIX: Final = 5
_SHORT_PREFIX: Final = 4
"""Of words in other alphabets, which are written in Latin letters only roughly."""
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_UNPARTED: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_TERMS: Final = Path(__file__).parent / "chinese_terms.txt"
_SAFE_ALONE: Final = frozenset("图层词句边树脸病脑波块")
"""Characters that mean little else when they stand within other words."""

_COUNTS: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "hundred": "100", "thousand": "1000",
}  # fmt: skip
_CYRILLIC: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
        ["a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s",
         "t", "u", "f", "h", "c", "ch", "sh", "sh", "", "y", "", "e", "u", "ia", "i", "i", "e",
         "g"],
        strict=True,
    )
)  # fmt: skip
_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        ["a", "b", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s",
         "s", "t", "y", "ph", "ch", "ps", "o"],
        strict=True,
    )
)  # fmt: skip
_SPELLINGS: Final = (
    ("ph", "f"), ("th", "t"), ("y", "i"), ("k", "c"), ("z", "s"), ("cc", "c"), ("ff", "f"),
    ("ss", "s"), ("mm", "m"), ("ll", "l"),
)  # fmt: skip
_LETTERS: Final = str.maketrans({**_CYRILLIC, **_GREEK})


def shared(claim: str, sentence: str) -> frozenset[str]:
    """What a claim and a sentence in another language have in common.

    Args:
        claim: in any language.
        sentence: in English, or in the claim's own language.
    """
    given = _given(sentence)
    told = folded(in_digits(claim))
    numbers = {number for number in _NUMBER.findall(told) if number in given.numbers}
    names = {
        word
        for word in _LATIN_WORD.findall(told)
        if len(word) > 1 and (set(content(tokens(word))) & given.stems or given.names.has(word))
    }
    own = _WORD.findall(told.casefold())
    words = {word for word in own if word in given.own_words or _begins_as_one(word, given)}
    words |= {pair for word in own for pair in _pairs(word) if pair in given.pairs}
    return frozenset(numbers | names | words | _terms_in(told, given))


class _Given:
    """A sentence, prepared to be asked for parts of it."""

    def __init__(self, sentence: str) -> None:
        text = folded(sentence)
        words = tokens(text)
        self.numbers = {*_NUMBER.findall(text), *(_COUNTS[w] for w in words if w in _COUNTS)}
        self.stems = frozenset(content(words))
        self.words = frozenset(words)
        self.names = KnownNames(text)
        foreign = [word for word in _WORD.findall(text.casefold()) if not word.isascii()]
        self.own_words = {word for word in foreign if len(word) >= _SHORT_PREFIX}
        self.pairs = {pair for word in foreign for pair in _pairs(word)}
        self.prefixes = {
            size: {plain[:size] for word in words if len(plain := _plain(word)) >= size}
            for size in (_SHORT_PREFIX, _PREFIX)
        }


@lru_cache(maxsize=1_000)
def _given(sentence: str) -> _Given:
    return _Given(sentence)


def _begins_as_one(word: str, given: _Given) -> bool:
    plain = _plain(word)
    size = _PREFIX if word[:1].isascii() or "\u00c0" <= word[:1] <= "\u024f" else _SHORT_PREFIX
    return len(plain) >= size and plain.isascii() and plain[:size] in given.prefixes[size]


def _pairs(word: str) -> set[str]:
    """The pairs of signs of a word in a script that puts no blanks between words."""
    return {word[at : at + 2] for at in range(len(word) - 1)} if _UNPARTED.search(word) else set()


def _plain(word: str) -> str:
    """A word in Latin letters without accents, spelt as most languages do."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.casefold())
        if not unicodedata.combining(letter)
    ).translate(_LETTERS)
    for spelt, instead in _SPELLINGS:
        bare = bare.replace(spelt, instead)
    return bare


def _terms_in(claim: str, given: _Given) -> set[str]:
    if not _CHINESE.search(claim):
        return set()
    return {
        form
        for form, english in _chinese_terms().items()
        if form in claim and (english & given.words or english & given.stems)
    }


@cache
def _chinese_terms() -> dict[str, frozenset[str]]:
    """Chinese words with what they may stand for in English."""
    terms: dict[str, frozenset[str]] = {}
    for line in _TERMS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            forms, _, english = line.partition(":")
            words = frozenset(english.split())
            for form in forms.split():
                if len(form) > 1 or form in _SAFE_ALONE:
                    terms[form] = terms.get(form, frozenset()) | words
    return terms


@lru_cache(maxsize=1_000)
def places_of_terms(text: str) -> tuple[tuple[frozenset[str], int], ...]:
    """The Chinese words of a text: the stems of English words that each may mean, and its place."""
    if not _CHINESE.search(text):
        return ()
    terms = _chinese_terms()
    forms = [form for form in terms if form in text]
    whole = [form for form in forms if not any(form != other and form in other for other in forms)]
    return tuple((frozenset(content(sorted(terms[form]))), text.index(form)) for form in whole)


def english_for(text: str) -> list[frozenset[str]]:
    """What the Chinese words of a text may stand for: for each, the stems of English words."""
    return [english for english, _ in places_of_terms(text)]
