"""Text of web pages as people read it. Pure."""

from __future__ import annotations

import re

from papers.fulltext.prose import plain

_BEFORE = re.compile(r"(?<!\s)\s++([),.;:!?\]’”])")
_AFTER = re.compile(r"([(\[“‘])\s+")


def running_text(text: str) -> str:
    """An element's text without the blanks that its markup brought along."""
    return _AFTER.sub(r"\1", _BEFORE.sub(r"\1", plain(text)))
