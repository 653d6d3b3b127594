"""Headings within a structured abstract: "Objective: …", "Methods. …", "Results We …"."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    "background": r"background|introduction|motivation|context|rationale|problem",
    "objective": r"objectives?|aims?|purpose|goals?",
    "method": r"methods?|methodology|approach|materials\s+and\s+methods|methods\s+and\s+materials|"
    r"study\s+design|design",
    "result": r"(?:main\s+|key\s+)?results?|(?:main\s+|key\s+)?findings|conclusions?|significance|"
    r"discussion|interpretation|(?:results|discussion)\s+and\s+conclusions?",
}
_HEADING: Final = re.compile(
    r"\W*(?-i:(?=[A-Z]))(?:"
    + "|".join(f"(?P<{part}>{names})" for part, names in _NAMES.items())
    + r")(?:\s*:\s+(?=\S)|\s+(?-i:(?=(?:The|We|An?|In|Our|This|These|It)\s)))",
    re.IGNORECASE,
)


def heading(sentence: str) -> tuple[str, int]:
    """The part that a heading before a sentence names, and where the sentence itself begins.

    The part is background, objective, method or result; empty where there is no heading.
    """
    match = _HEADING.match(sentence)
    return (match.lastgroup or "", match.end()) if match else ("", 0)
