r"""References that bring the name of what they refer to: ``\cref`` and ``\autoref``. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Final

_REFERENCE = re.compile(
    r"\\(?P<how>[cC]refrange|[cC]ref|labelcref|autoref|vref|Vref|fullref)(?![A-Za-z])\*?\s*"
    r"\{(?P<keys>[^{}]{1,400})\}(?:\s*\{(?P<last>[^{}]{1,100})\})?"
)
_PLURALS: Final = {"Appendix": "Appendices"}
_BARE: Final = frozenset({"labelcref", "vref"})

Named = Mapping[str, tuple[str, str]]
"""By label: the name of the kind, as “Figure”, and the number."""


def with_names(text: str, named: Named) -> str:
    """A text with what these references print; those to what has no number stay as plain ones."""

    def written(match: re.Match[str]) -> str:
        is_range = match["how"].endswith("range")
        behind = "" if is_range or match["last"] is None else f"{{{match['last']}}}"
        keys = [key.strip() for key in match["keys"].split(",")]
        keys += [match["last"].strip()] if is_range and match["last"] else []
        told = _told([named[key] for key in keys if key in named], match["how"] in _BARE, is_range)
        return (told or rf"\ref{{{keys[0]}}}") + behind

    return _REFERENCE.sub(written, text)


def _told(found: list[tuple[str, str]], is_bare: bool, is_range: bool) -> str:
    """Each kind with its numbers: “Figures 1 and 2 and Section 3”."""
    parts = []
    for kind, items in groupby(found, key=lambda item: item[0]):
        numbers = [number for _, number in items]
        last = " to " if is_range else " and "
        joined = last.join(part for part in (", ".join(numbers[:-1]), numbers[-1]) if part)
        name = _PLURALS.get(kind, f"{kind}s") if len(numbers) > 1 else kind
        parts.append(joined if is_bare else f"{name} {joined}")
    return " and ".join(parts)
