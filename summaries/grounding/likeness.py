"""Likeness: whether two claims say the same, and whether a claim is copied at length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summaries.text.folding import folded
from summaries.text.sentences import sentences as split
from topics.english.stems import content, tokens

_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_ALIKE: Final = 0.7
_WITHIN: Final = 0.85
_WITHIN_PAIRS: Final = 0.75
_TELLING: Final = 4
_MOSTLY: Final = 0.8
_FEWEST: Final = 3


def features(text: str) -> frozenset[str]:
    """What a claim is compared by: its telling words, or pairs of characters without blanks."""
    text = folded(text)
    if _WIDE.search(text):
        kept = re.sub(r"[\W_]+", "", text)
        return frozenset(kept[at : at + 2] for at in range(len(kept) - 1))
    return frozenset(content(tokens(text))) or frozenset(tokens(text))


def alike(one: str, other: str) -> bool:
    """Whether two claims share most of their telling words, or one is all within the other."""
    a, b = features(one), features(other)
    if not a or not b:
        return False
    shared = len(a & b)
    smaller = min(len(a), len(b))
    within = _WITHIN_PAIRS if _WIDE.search(one) else _WITHIN
    return shared >= _ALIKE * len(a | b) or (smaller >= _TELLING and shared >= within * smaller)


def copies_several(claim: str, sentences: Sequence[str]) -> bool:
    """Whether a claim holds two or more whole sentences of the paper, one after the other."""
    if len(split(claim)) < 2:
        return False
    text = folded(claim).casefold()
    held = sorted({folded(s).casefold() for s in sentences if len(s.split()) > 3}, key=len)
    copied = 0
    for sentence in reversed(held):
        if sentence in text:
            text = text.replace(sentence, " ")
            copied += 1
    return copied > 1


def copied_abstract(claims: Sequence[str], abstract: Sequence[str]) -> bool:
    """Whether claims together are little but the abstract's sentences, word for word."""
    if len(abstract) < _FEWEST or len(claims) < _FEWEST:
        return False
    told = [folded(claim).casefold().rstrip(".") for claim in claims]
    whole = [folded(sentence).casefold().rstrip(".") for sentence in abstract]
    covered = sum(len(s) for s in whole if any(s in claim for claim in told))
    verbatim = sum(any(claim in s or s in claim for s in whole) for claim in told)
    return covered >= _MOSTLY * sum(map(len, whole)) and verbatim >= _MOSTLY * len(told)
