"""Which words of a phrase tell what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_STOP_WORDS: Final = """
a about an and are as at be between but by can do does for from how in into is it its new not of on
or our over that the their these this those to under using versus via vs we what when which while
with without
"""
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())
"""English words that say nothing of a topic."""

_GENERIC_WORDS: Final = """
algorithm algorithms analysis approach approaches equation equations framework frameworks learning
method methods model modeling modelling models network networks problem problems system systems
technique techniques theory
"""
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())


def needed_words(words: Sequence[str]) -> tuple[str, ...]:
    """Of words that are looked for together those that must be there: all but "of" and the like."""
    needed = tuple(dict.fromkeys([word for word in words if word not in STOP_WORDS]))
    return needed or tuple(words)


def telling_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words that carry a phrase: of "diffusion models", "diffusion"."""
    needed = needed_words(words)
    return tuple(word for word in needed if word not in _GENERIC) or needed
