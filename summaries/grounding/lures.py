"""Words that lead a reader somewhere: who is spoken to, what is asked for, where to go.

A claim about a paper speaks to nobody. So in every language that summaries are written in, words
for "you" and "please" are refused, and words for passwords, chats, payments and the like where
the paper's own sentences have none of the kind.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from summaries.text.folding import folded

_FILE: Final = Path(__file__).parent / "lures.toml"


class _Kind(NamedTuple):
    """Words for something to be led to, and those by which English papers speak of it."""

    words: re.Pattern[str]
    grounds: re.Pattern[str]


_IMPERATIVE: Final = re.compile(
    r"^\W*(?:send|go\s+to|join\s+(?:us|our|the\s+(?:channel|group|chat))|contact\s+(?:us|me|the)"
    r"|reply\s+(?:to\s+(?:this|us|me)|with|here|now|by)|forward\s+(?:this|it)"
    r"|share\s+(?:this|it)\b|call\s+(?:us|me|now)|enter\s+the\s+(?:code|pass)"
    r"|follow\s+(?:us|me|the\s+link)|open\s+the\s+(?:link|app|chat)"
    r"|dm\s+(?:us|me|our|the\s+(?:authors?|admins?|bot)))\b",
    re.IGNORECASE,
)


def lures_in(claim: str, source: str, language: str) -> Iterator[str]:
    """The words of a claim that lead its reader somewhere.

    Args:
        claim: in a language.
        source: the English sentences that it stands on, and their title.
        language: ISO 639-1 code of the claim's language.
    """
    text, ground = folded(claim), folded(source)
    known = ground.casefold()
    if order := _IMPERATIVE.search(text):
        yield order[0].strip()
    for code in dict.fromkeys((language, "en")):
        address, kinds = _lures(code)
        for found in address.finditer(text) if address else ():
            if found[0].casefold().strip() not in known:
                yield found[0].strip()
        for word, grounds in kinds:
            asked = word.search(text)
            if asked and not grounds.search(ground):
                yield asked[0]


@cache
def _lures(language: str) -> tuple[re.Pattern[str] | None, list[_Kind]]:
    """How a language speaks to a reader, and of each kind of thing that one may be led to."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    address = data.pop("address").get(language)
    kinds = [
        _Kind(_pattern(kind[language]), _pattern(kind["grounds"]))
        for kind in data.values()
        if language in kind
    ]
    return _pattern(address) if address else None, kinds


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)
