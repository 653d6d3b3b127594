"""Maths in texts: LaTeX between dollar signs, told from money as Pandoc does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

MATHS = re.compile(r"(?<![\\$])(\$\$?)(?![\s$])[^$]*?(?<![\s\\$])\1(?![\d$])")
"""No blank stands inside next to a delimiter, no digit after the closing one."""


def split_maths(text: str) -> Iterator[tuple[str, bool]]:
    """Parts of a text in order, each with whether it is maths: ``$…$`` or ``$$…$$``.

    So "between $5 and $6" is none.
    """
    end = 0
    for match in MATHS.finditer(text):
        yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    yield text[end:], False


def delimited(latex: str, delimiter: str = "$") -> str:
    """LaTeX between delimiters; empty where readers would not see maths in that."""
    written = f"{delimiter}{latex}{delimiter}"
    found = MATHS.fullmatch(written) if latex.isprintable() else None
    return written if found and found[1] == delimiter else ""
