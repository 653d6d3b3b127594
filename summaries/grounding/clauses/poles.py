"""Poles: what a sentence tells of one thing "rather than" of another, or "and not" of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.arms import words_of
from summaries.grounding.clauses.words import Kind, tagged
from summaries.text.folding import folded

_RATHER: Final = re.compile(
    r",?\s(?:rather\sthan|instead\sof|(?:and\s|but\s)?not(?=\s(?:the|by|of|in|on|at|to|for|from|with"
    r"|because|due|as|an?)\b))\s",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[,.;:]|\s(?:but|and|which|that|while)\b")
_STOPS: Final = ",.;:"
_BEFORE: Final = 100
_BEHIND: Final = 80
"""Characters that are looked at on both sides."""
_DENYING: Final = re.compile(
    r"\b(?:not|no|never|neither|nor|without|instead|rather|replac\w+|unlike|than|less|avoid\w*|need|needs|lack\w*)\b",
    re.IGNORECASE,
)


def told_of_the_other(claim: str, sentence: str) -> frozenset[str]:
    """What a sentence tells of something "rather than" of another, told of the other."""
    given = _poles(sentence)
    if not given:
        return frozenset()
    words, said = words_of(claim), _poles(claim)
    for is_so, is_not in given:
        if not is_not <= words or not any(word[0].isalpha() for word in is_not):
            continue
        if any(is_not & theirs and is_so & rest for rest, theirs in said):
            continue  # as the sentence has it
        if any(is_so & theirs for _, theirs in said):
            return is_not
        if not is_so & words and not said and _DENYING.search(claim) is None:
            return is_not
    return frozenset()


@lru_cache(maxsize=2_000)
def _poles(sentence: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What is so, as near to it as what is not is long, and what is not instead."""
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    text = folded(sentence)
    for match in _RATHER.finditer(text):
        first_at, last_at = max(0, match.start() - _BEFORE), match.end() + _BEHIND
        start = max(text.rfind(stop, first_at, match.start()) for stop in _STOPS) + 1
        end = _ENDS.search(text, match.end(), last_at)
        other = text[match.end() : end.start() if end else last_at]
        is_not, before = words_of(other), list(tagged(text[max(start, first_at) : match.start()]))
        if not is_not:
            continue
        first = tagged(other)[0]
        led = [at for at, t in enumerate(before) if t.low == first.low]
        if first.kind is Kind.PREPOSITION and led:
            before = before[led[-1] :]  # "a limit of the platform and not of our design"
        told = [t.stem for t in before if t.stem and t.stem != "not"]
        so = frozenset(told[-len(is_not) - 1 :])
        found.append((so - is_not, is_not - frozenset(told)))
    return tuple(found)
