"""Words: how a text falls into them, which carry content, and what two forms have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")

_STOPWORDS: Final = """
    a about above across after against all along also although among an and any are as at be because
    been before being below between both but by can cannot could did do does doing done down due
    during each either else et even every few for from further had has have having he hence her here
    him his how however i if in into is it its itself just may might more moreover most much must my
    neither no nor not of off often on once one only onto or other our ours out over own per rather
    same several she should since so some still such than that the their them then there thereby
    therefore these they this those though through thus to too toward towards under until up upon us
    use used uses using very via was we well were what when where whereas whether which while who
    whom whose why will with within without would yet you your e g al s t ie eg etc
"""
STOPWORDS: Final = frozenset(_STOPWORDS.split())
"""Words that say nothing about what a text is about."""

_ENDINGS: Final = (
    ("ational", "at"), ("ization", "iz"), ("isation", "iz"), ("fulness", "ful"), ("ousness", "ous"),
    ("iveness", "iv"), ("ations", "at"), ("ation", "at"), ("ators", "at"), ("ator", "at"),
    ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ically", "ic"), ("ically", "ic"),
    ("izing", "iz"), ("ising", "iz"), ("ized", "iz"), ("ised", "iz"), ("izes", "iz"), ("ize", "iz"),
    ("ise", "iz"), ("ments", ""), ("ment", ""), ("ness", ""), ("ities", ""), ("ity", ""),
    ("edly", ""), ("ingly", ""), ("ings", ""), ("ing", ""), ("ions", ""), ("ion", ""),
    ("ative", "at"), ("ives", ""), ("ive", ""), ("sses", "ss"), ("ies", "y"), ("ied", "y"),
    ("ers", ""), ("er", ""), ("ed", ""), ("es", ""), ("ly", ""), ("al", ""), ("ate", "at"),
    ("s", ""), ("e", ""),
)  # fmt: skip
_SHORTEST: Final = 3


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; a hyphen parts two words."""
    return _WORD.findall(text.lower())


def hinted(sentence: str, hints: tuple[str, ...]) -> bool:
    """Whether one of some pieces of words stands in a sentence, whatever its case.

    Looking for them first is much faster than for a pattern of which one of them is a part.
    """
    return any(map(sentence.lower().__contains__, hints))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the inflected forms of an English word have in common, roughly."""
    if len(word) <= _SHORTEST or word.endswith("ss"):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)] + instead
    return word


def content(words: list[str]) -> list[str]:
    """The stems of the words that carry content, in order."""
    return [stem(word) for word in words if word not in STOPWORDS and len(word) > 1]
