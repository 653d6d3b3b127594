"""Who comes off worse by a sentence, and better by a claim: "cheaper than B" told as B is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from topics.english.stems import STOPWORDS, stem, tokens

_BETTER: Final = re.compile(
    r"\b(?:outperform\w{0,3}|surpass\w{0,3}|exceed\w{0,3}|beats?|improv\w{1,7}|better|superior|gains?"
    r"|higher|faster|cheaper|larger|smaller|stronger|more \w{3,15})\b",
    re.IGNORECASE,
)
_OVER: Final = re.compile(
    r"\b(?:over|than|instead of|rather than|compared (?:to|with)) (?:the |its |a |an |that of )?"
    r"([\w-]{1,30}(?: [\w-]{1,30}){0,2})",
    re.IGNORECASE,
)
_OF_ANYBODY: Final = "method model approach score result performance"
_ANYBODYS: Final = frozenset(map(stem, _OF_ANYBODY.split()))


def losing(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What a claim has come off better though its sentences set something else above it alone."""
    better = _BETTER.search(claim)
    if better is None:
        return
    winner = _telling(claim[: better.start()])
    for sentence in cited:
        above = _BETTER.search(sentence)
        below = _OVER.search(sentence, above.end()) if above else None
        if above is None or below is None:
            continue
        loser = _telling(below[1])
        rest = _telling(sentence[: below.start()])
        if winner & loser and winner <= loser | _ANYBODYS and winner.isdisjoint(rest):
            yield " ".join(sorted(winner & loser))
            return


def _telling(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(text) if word not in STOPWORDS)
