"""Fingerprints of texts: the same for the same words, wherever these were read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Final

_BYTES: Final = 12
_SCHEME: Final = re.compile(r"https?://")
_PASSED_OVER: Final = re.compile(r"[\s\"'`‘’“”/]+")


@lru_cache(maxsize=4_096)
def fingerprint(text: str) -> str:
    """What tells a text from others, in 24 hexadecimal digits.

    arXiv's listings, feeds and API print one abstract with different blanks and quotation marks,
    and with or without the scheme of its addresses; these make no difference, nor do capitals.
    """
    return blake2b(essence(text).encode(), digest_size=_BYTES).hexdigest()


def essence(text: str) -> str:
    """A text without what differs between the places where it can be read."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _PASSED_OVER.sub("", _SCHEME.sub("", folded))
