"""Lines of standard input, whatever stands in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Final

from app.limits import LARGEST_IMPORT

LONGEST_LINE: Final = LARGEST_IMPORT + 100
"""Code points of a line: of the longest command, and more, so that what is longer is refused."""


def typed_lines(longest: int = LONGEST_LINE) -> Iterator[str]:
    """Lines as they come; of one that is too long the beginning, of what is no UTF-8 the rest."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    while line := sys.stdin.readline(longest):
        rest = line
        while not rest.endswith("\n") and (rest := sys.stdin.readline(longest)):
            pass
        yield line
