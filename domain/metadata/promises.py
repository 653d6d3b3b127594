"""Promises of code: "the code will be released", in comments and abstracts."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 4_000
_OF_CODING: Final = (
    *("correcting", "LDPC", "linear", "cyclic", "block", "polar", "quantum", "stabilizer"),
    *("surface", "convolutional", "Hamming", "Reed-Muller", "Reed-Solomon"),
)
_GOODS: Final = (
    rf"(?:{''.join(f'(?<!{kind} )' for kind in _OF_CODING)}codes|(?:source )?(?:code|codebase|"
    r"implementations?|source files)|(?:github )?repo(?:sitory)?)"
)
"""Codes of some kinds are such as correct errors."""
_GIVEN: Final = (
    r"(?:released?|available|accessible|open[- ]?sourced?|published|public(?:ly)?|shared|provided|"
    r"uploaded|online|found)"
)
_PROMISED: Final = re.compile(
    rf"\b{_GOODS}\b[^.;]{{0,60}}?\b(?:will|shall|going to|to) (?:soon )?be\b[^.;]{{0,40}}?"
    rf"\b{_GIVEN}\b"
    r"|\b(?:we|the authors) (?:will|shall|plan to|intend to|are going to|promise to)\b[^.;]{0,30}?"
    r"\b(?:releas|open[- ]?sourc|publish|shar|mak|provid|upload)\w{1,4}\b[^.;]{0,60}?"
    rf"\b{_GOODS}\b"
    rf"|\b{_GOODS}\b[^.;]{{0,30}}?"
    r"\b(?:coming soon|tba\b|release in progress|soon\b|to come\b|"
    r"(?:up)?on (?:acceptance|publication))",
    re.IGNORECASE,
)


def promises_code(*texts: str) -> bool:
    """Whether one of some texts says that code is to be there later."""
    return any(_PROMISED.search(text[:_LONGEST]) is not None for text in texts)
