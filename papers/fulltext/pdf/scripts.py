"""Raised and lowered letters, written so that they stay powers and indices. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final

from papers.fulltext.pdf.letters import Run, shift
from papers.text.mathsigns import script

RAISED: Final = 1
_SIZE: Final = attrgetter("size")
_PLAIN: Final = str.maketrans({"−": "-", "–": "-", "∗": "*", "◦": "∘"})
_PART = re.compile(r"[.,]|[^.,]+")
_POINTS: Final = {".": "·", ",": ","}
_NOTE = re.compile(r"[\d,;–*†‡§¶ -]+")
_STOPS: Final = (".", ",", ";", ":", "!", "?", "”", "’")


def written(runs: Sequence[Run]) -> str:
    """A word in which letters may be raised or lowered."""
    main = max(runs, key=_SIZE)
    ways = [shift(run.size, run.base, of=main.size, at=main.base) for run in runs]
    text, at = "", 0
    for way, group in groupby(ways):
        within = runs[at : (at := at + len(list(group)))]
        if len(within) == 1:
            letters = within[0].text
        else:
            letters = written(within) if way else "".join(run.text for run in within)
        text = attached(text, letters, way)
    return text


def attached(text: str, letters: str, way: int) -> str:
    """A text with letters that are raised (1) or lowered (-1) after it; 0 as they are.

    The marks of notes, raised behind a stop, are left out: they are no part of a sentence.
    """
    if not way:
        return text + letters
    if way == RAISED and _is_stop(text) and _NOTE.fullmatch(letters):
        return text
    return text + _form(letters, way)


def _is_stop(text: str) -> bool:
    return text.endswith(_STOPS) and text[-2:-1].isalpha()


@lru_cache(maxsize=1024)
def _form(letters: str, way: int) -> str:
    plain = letters.strip().translate(_PLAIN)
    if way == RAISED:
        parts = [_POINTS.get(part) or script(part) for part in _PART.findall(plain)]
    else:
        parts = [script(plain, below=True)]
    if parts and all(parts):
        return "".join(part for part in parts if part)
    if not any(letter.isdigit() for letter in plain):
        return letters
    return f"{'^' if way == RAISED else '_'}({plain})"
