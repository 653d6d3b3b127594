"""Denials: the words by which a text says that something is not so, or is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summaries.grounding.denying.absences import tokens_of
from summaries.grounding.opposites import is_prefixed
from summaries.text.folding import word_set

DENIALS: Final = word_set(
    """
    not never cannot no neither nor none nothing nobody nowhere hardly barely scarcely rarely
    seldom fail fails failed failing unable impossible refuse refuses refuted false untrue
    lack lacks lacking
    """
)
SOFT_DENIALS: Final = DENIALS | word_set(
    """
    without instead rather avoid avoids avoiding avoided eliminate eliminates eliminating
    remove removes removing free prevent prevents preventing absent absence difficult hard
    challenging limit limits limited limitation limitations lack only less few little ignore
    ignores ignoring ignored neglect neglects neglected unlike despite although however but
    prohibitive infeasible intractable insufficient inadequate poor poorly missing unknown
    unclear unable unavailable non exclude excluding excludes beyond unseen contrary disprove
    disproves overcome overcomes circumvent circumvents bypass bypasses alleviate relax
    relaxes drop dropping drops minimal negative counterexample vanish vanishes zero suffer
    suffers struggle struggles inability failure failures underperform problem problems
    problematic restricted unnecessary obviate obviates too unable unlabeled independent
    independently except unless agnostic
    """
)
GOVERNORS: Final = word_set(
    """
    without instead avoid avoids avoiding avoided eliminate eliminates eliminating remove
    removes removing prevent prevents preventing absence obviate obviates circumvent
    circumvents bypass bypasses ignore ignores ignoring neglect neglects difficult hard unlike
    infeasible intractable difficulty inability unlikely drop drops dropping disagree disagrees
    disagreed
    """
)
"""Words that deny what stands shortly after them."""

_NOT_ONLY: Final = word_set("only just merely necessarily solely simply")


def is_denial(words: Sequence[str], place: int) -> bool:
    """Whether a word says that something is not so, where it stands."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "not" and following in _NOT_ONLY:
        return False
    if word == "no" and following in {"matter", "doubt"}:
        return False
    return word in DENIALS


def denies(sentence: str) -> bool:
    """Whether a sentence denies what it is about, and not only something beside it."""
    words = tokens_of(sentence)
    return any(is_denial(words, place) for place in range(len(words)))


def has_soft(words: Sequence[str]) -> bool:
    """Whether a text says of anything that it is not so, or is missing, hard or little."""
    return any(word in SOFT_DENIALS or is_prefixed(word) for word in words)
