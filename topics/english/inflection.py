"""The base forms that an English word may be a form of.

Plurals, third persons, pasts, participles and British spellings; never a word that is derived from
another one, as "operator" is from "operate". Strict rules of spelling, and a small table of what
does not follow them: `docs/decisions.md` says why it is not a library.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Final

from topics.english.spelling import american

_REMEMBERED: Final = 100_000
"""Words; a month of arXiv has some 60,000 different ones."""

_OF_NOUNS: Final = (
    *("", "data", "eigen", "grand", "hyper", "macro", "meta", "micro", "mini", "multi", "neo"),
    *("photo", "poly", "power", "proto", "pseudo", "step", "sub", "super"),
)
_OF_VERBS: Final = (
    "",
    "dis",
    "fore",
    "inter",
    "mis",
    "out",
    "over",
    "pre",
    "re",
    "un",
    "under",
    "with",
)
"""What may stand before an irregular word."""

_WORD: Final = re.compile(r"[a-z]{2,30}")
_VOWEL: Final = re.compile(r"[aeiou]|(?<=.)y")
_ONE_SHORT_SYLLABLE: Final = re.compile(r"(?:[^aeiou]*|qu|squ)[aeiouy][bcdfgklmnprstvz]")
_WITH_AN_E: Final = ("ches", "shes", "xes", "sses", "zzes", "tzes", "oes")
_OF_SIS: Final = re.compile(r"\w[aeoy]ses$")
"""As in "syntheses"; what is the plural of nothing in -sis is no form of it either."""
_SINGULAR: Final = {"ae": "a", "hedra": "hedron", "mata": "ma", "eaux": "eau"}
_CLASSICAL: Final = re.compile(rf"(\w{{2,}}?)({'|'.join(_SINGULAR)})")
"""Plurals of Latin, Greek and French words that nothing else ends in."""
_DOUBLED: Final = re.compile(r"([bdfglmnprtvz])\1")


@lru_cache(maxsize=_REMEMBERED)
def bases(word: str) -> frozenset[str]:
    """What a word may be a form of, itself among it; words with a base in common are forms of one.

    Args:
        word: in small letters without accents; what is no English word has itself alone.
    """
    if not _WORD.fullmatch(word):
        return frozenset((word,))
    word = american(word)
    if word in _table():
        return _table()[word]
    return frozenset(map(american, (word, *_without_ending(word))))


def _without_ending(word: str) -> Iterator[str]:
    """What the rules of spelling take an ending from."""
    if word.endswith("s"):
        return _singulars(word)
    if latin := _CLASSICAL.fullmatch(word):
        return iter((latin[1] + _SINGULAR[latin[2]],))
    if word.endswith("ed"):
        return _presents(word, word[:-2])
    if word.endswith("ing"):
        return _presents(word, word[:-3])
    return iter(())


def _singulars(word: str) -> Iterator[str]:
    stem = word[:-1]
    if len(stem) < 3 or word.endswith(("ss", "us", "is", "ics")):
        return
    if word.endswith("ies"):
        yield from (f"{word[:-3]}y", stem) if len(word) > 4 else (stem,)
        return
    yield stem
    shorter = word[:-2]
    if _OF_SIS.search(word):
        yield f"{shorter}is"
    if word.endswith("ses") and not word.endswith("sses"):
        is_one = len(shorter) > 4
    else:
        is_one = (
            word.endswith(("ches", "shes", "xes", "sses", "zzes", "tzes", "oes"))
            and len(shorter) > 2
        )
    if is_one:
        yield shorter


def _presents(word: str, stem: str) -> Iterator[str]:
    """Of a past or participle: of "mapp" "map", of "cod" "code", of "test" "test" or "teste"."""
    if len(stem) < 2 or not _VOWEL.search(stem) or word.endswith("eed"):
        return
    if word.endswith("ied"):
        yield from (f"{word[:-3]}y", word[:-1])
    elif _ONE_SHORT_SYLLABLE.fullmatch(stem):
        yield f"{stem}e"
    elif _DOUBLED.fullmatch(stem[-2:]):
        yield from (stem, stem[:-1])
    else:
        yield from (stem, f"{stem}e")


@cache
def _table() -> dict[str, frozenset[str]]:
    """What is exempt from the rules."""
    text = Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    found: dict[str, set[str]] = {word: set() for word in told["alone"].split()}
    for section, prefixes in (("only", ("",)), ("nouns", _OF_NOUNS), ("verbs", _OF_VERBS)):
        for (base, forms), prefix in product(told[section].items(), prefixes):
            for form in forms.split():
                found.setdefault(prefix + form, set()).add(prefix + base)
    for endings, stems in told["classical"].items():
        singular, plural = endings.split()
        for stem in stems.split():
            found.setdefault(stem + plural, set()).add(stem + singular)
    for ending, words in told["regular"].items():
        for word in words.split():
            found[word] = {word.removesuffix(ending)}
    return {
        american(word): frozenset(map(american, (word, *bases))) for word, bases in found.items()
    }
