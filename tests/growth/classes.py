"""Which signs a regular expression tells apart: texts of the same kinds are one and the same to it.

A matcher's next step hangs on whether a sign is of this or that set of the pattern, and on nothing
else; so it takes the same steps in two texts whose signs are of the same sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeAlias

from tests.growth.patterns import codes, parsed, parser

Text: TypeAlias = tuple[str, str, str]
"""What leads to what is repeated, the unit of that, and how the text ends."""

_compiler: Any = import_module("re._compiler")
_FLAGS: Final = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.ASCII | re.UNICODE
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def told_apart(pattern: re.Pattern[Any], texts: list[Text]) -> Iterator[Text]:
    """One each of those texts that are the same to a pattern."""
    sets = tuple(_sets(parsed(pattern), pattern.flags))

    @cache
    def kind(sign: str) -> tuple[bool, ...] | str:
        # Where what was found is looked for again, each sign is another.
        return sign if None in sets else tuple(bool(each.match(sign)) for each in sets if each)

    def as_read(part: str) -> str:
        return part if isinstance(pattern.pattern, str) else part.encode().decode("latin")

    known = set()
    for text in texts:
        told = tuple(tuple(kind(sign) for sign in as_read(part)) for part in text)
        if told not in known:
            known.add(told)
            yield text


def _sets(nodes: Any, flags: int) -> Iterator[re.Pattern[Any] | None]:
    """What stands for one sign in a pattern; None where it refers to what was found."""
    for code, argument in nodes:
        if code in _REPEATS:
            yield from _sets(argument[2], flags)
        elif code is codes.SUBPATTERN:
            _, added, taken, body = argument
            yield from _sets(body, (flags | added) & ~taken)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _sets(branch, flags)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _sets(argument[1], flags)
        elif code is codes.ATOMIC_GROUP:
            yield from _sets(argument, flags)
        elif code is codes.AT:
            # The edges of lines and of words.
            yield from (re.compile(r"\n"), re.compile(r"\w"), re.compile(r"\w", re.ASCII))
        elif code in (codes.GROUPREF, codes.GROUPREF_EXISTS):
            yield None
        else:
            yield _set(code, argument, flags)


def _set(code: Any, argument: Any, flags: int) -> re.Pattern[Any]:
    alone = parser.SubPattern(parser.State())
    alone.append((code, argument))
    compiled: re.Pattern[Any] = _compiler.compile(alone, flags & _FLAGS)
    return compiled
