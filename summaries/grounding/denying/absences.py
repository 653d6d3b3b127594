"""Absences: whether a sentence tells that nothing is or happens where a claim denies something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

STOPS: Final = frozenset(",;:.!?()")
_TOKEN: Final = re.compile(r"[^\W_]+(?:n't|'t)?|[,;:.!?()]")
_GONE: Final = word_set(
    """
    absent absence vanish vanishes vanished disappear disappears disappeared missing gone lost lose
    loses unaffected unchanged excluded
    """
)
_AFFECTED: Final = word_set(
    """
    affected affect affects change changed changes differ differs influence influenced effect
    matter difference gain benefit profit
    """
)
"""What is denied where nothing happens: "experts were not affected", "no effect"."""


_TOLD: Final = _GONE | _AFFECTED


def is_gone_near(said: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a sentence tells that nothing is or happens where a claim denies something."""
    if _TOLD.isdisjoint(words):
        return False
    told = {stem(word) for word in said if word not in STOPWORDS and word.isalnum()}
    for place, word in enumerate(words):
        is_nothing = word in _AFFECTED and {"not", "no"} & set(words[max(0, place - 2) : place])
        if word not in _GONE and not is_nothing:
            continue
        start = max((at for at in range(place) if words[at] in STOPS), default=-1) + 1
        end = next((at for at in range(place, len(words)) if words[at] in STOPS), len(words))
        here = {stem(w) for w in words[start:end] if w not in STOPWORDS and w.isalnum()}
        elsewhere = {stem(w) for w in (*words[:start], *words[end:])}
        if told & (here - elsewhere - {stem(word)}):
            return True
    return False


def is_unlike_them(said: Sequence[str], sources: Sequence[Sequence[str]]) -> bool:
    """Whether a claim denies of one thing what its sentences say of another that it names."""
    if "unlike" not in said[:1]:
        return False
    end = next((at for at, word in enumerate(said) if word == ","), len(said))
    other = {stem(word) for word in said[1:end] if word not in STOPWORDS}
    return bool(other) and any(other <= set(map(stem, words)) for words in sources)


@lru_cache(maxsize=2_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words and stops of a text, in small letters; a denial's ending is one of its words."""
    words = _TOKEN.findall(folded(text).lower())
    return tuple("not" if word.endswith("n't") else word for word in words)
