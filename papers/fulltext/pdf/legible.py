"""Whether the letters of a PDF mean what they show: some fonts do not say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

_COMMON: Final = frozenset(
    {
        "the", "and", "that", "with", "for", "are", "this", "from", "which", "not", "was", "were",
        "have", "can", "these", "our", "has", "its", "les", "des", "que", "est", "dans", "pour",
        "par", "sur", "une", "qui", "los", "las", "del", "con", "una", "como", "para", "der",
        "die", "und", "das", "ist", "von", "den", "mit", "für", "ein", "eine", "non", "che", "per",
        "sono", "della", "nel", "uma", "não", "com", "het", "een", "van", "dat", "och", "att",
        "som", "til", "nie", "się", "jest", "jak", "bir", "için", "daha", "egy", "hogy", "nem",
        "dan", "yang",
    }
)  # fmt: skip
"""Words that no paper in Latin letters is without."""
_ENOUGH: Final = 12
"""Different words from which on a text can be judged."""
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_MOST_STRANGE: Final = 0.2


def is_legible(words: Set[str], lines: Iterable[str]) -> bool:
    """Whether a text is one.

    Args:
        words: its different words, in small letters.
        lines: some of what is printed.
    """
    written = "".join(lines)
    if len(_STRANGE.findall(written)) > _MOST_STRANGE * len(written):
        return False
    latin = sum(word.isascii() for word in words)
    if latin < _ENOUGH or latin < 0.5 * len(words):
        return True
    return len(words & _COMMON) >= max(2, min(4, latin // 100))
