"""Macros that authors leave in an abstract for the name of what they present. Pure."""

from __future__ import annotations

import re

_STAND_IN = re.compile(
    r"\\(?:our)?(?:name|(?:method|model|system|tool|approach|framework|benchmark)(?:name)?)"
    r"(?:\{\}|(?![A-Za-z]))"
)
_NAMED = re.compile(r"(?P<name>[^\s:]{2,30})\s?:\s")


def with_own_names(abstract: str, title: str) -> str:
    r"""The abstract with the name that its title begins with: ``BrookNet: …`` for ``\name``.

    Only where the abstract does not have that name: else the macro may be another's. Both are
    readable already.
    """
    if "\\" not in abstract:
        return abstract
    found = _NAMED.match(title)
    if found is None or found["name"] in abstract or not _is_name(found["name"]):
        return abstract
    return _STAND_IN.sub(lambda _: found["name"], abstract)


def _is_name(word: str) -> bool:
    """Whether a word is no common one: it has a digit, or a capital within."""
    return "\\" not in word and any(not sign.islower() and sign != "-" for sign in word[1:])
