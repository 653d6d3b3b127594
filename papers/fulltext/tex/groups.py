"""Finding one's way in TeX: groups, arguments and environments, in linear time. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Final

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\[\]]", re.DOTALL)
_BLANK = re.compile(r"\s*")
_NAME = re.compile(r"\\[A-Za-z@]{1,30}$")
_FARTHEST: Final = 60_000
"""A group whose end is not found within so many characters has none."""
_SHIELD: Final = {"\\": "\ue100", "{": "\ue101", "}": "\ue102", "$": "\ue103", "~": "\ue104",
                  "`": "\ue105", "-": "\ue106", "%": "\ue107", "&": "\ue108", "#": "\ue109",
                  "_": "\ue10a", "^": "\ue10b"}  # fmt: skip
SHIELDED: Final = str.maketrans(_SHIELD)
"""Signs of TeX in what is written out already, kept from what is done to prose."""
UNSHIELDED: Final = str.maketrans({there: here for here, there in _SHIELD.items()})


def blank_end(text: str, at: int) -> int:
    """Where the blanks that begin here end."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def group_end(text: str, at: int) -> int:
    """Where the group that opens here ends, behind its brace; -1 if it does not."""
    end = _group_ends(text).get(at, -1)
    return end if end - at <= _FARTHEST else -1


@lru_cache(maxsize=4)
def _group_ends(text: str) -> dict[int, int]:
    """Where each group ends, by where it opens; found for all at once, as groups may be many."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            ends[opened.pop()] = match.end()
    return ends


def option_end(text: str, at: int) -> int:
    """Where the option in brackets that opens here ends; -1 if it does not."""
    depth = 0
    for match in _BRACKET.finditer(text, at + 1, at + 4_000):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth < 0:
                return -1
        elif match[0] == "]" and depth == 0:
            return match.end()
    return -1


def argument(text: str, at: int) -> tuple[str, int]:
    """The argument in braces here, options before it skipped, and where it ends.

    Where there is none, it is empty and ends where it was looked for.
    """
    start = at
    at = blank_end(text, at)
    while text[at : at + 1] == "[":
        end = option_end(text, at)
        if end < 0:
            return "", start
        at = blank_end(text, end)
    if text[at : at + 1] != "{":
        return "", start
    end = group_end(text, at)
    return (text[at + 1 : end - 1], end) if end > 0 else ("", start)


def gap(text: str, at: int, told: str) -> str:
    """What is told here, kept apart from a macro's name right before it."""
    is_named = at and text[at - 1].isalpha() and _NAME.search(text, max(at - 31, 0), at)
    return f" {told}" if is_named else told


def environment_end(text: str, name: str, at: int) -> tuple[int, int]:
    """Where the content of an environment that began before here ends, and where its end does.

    An environment that never ends reaches to the end of the text.
    """
    depth = 1
    borders = re.compile(rf"\\(begin|end)\s*\{{{re.escape(name)}\}}")
    for match in borders.finditer(text, at):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return match.start(), match.end()
    return len(text), len(text)


def rewritten(text: str, names: Collection[str], write: Callable[[str, str], str]) -> str:
    """The text with commands of these names and their first argument written anew.

    Args:
        text: TeX.
        names: without backslash; a star after them is skipped.
        write: from name and argument to what stands in their place.
    """
    if not names:
        return text
    pattern = re.compile(rf"\\({'|'.join(map(re.escape, sorted(names)))})(?![A-Za-z])\*?")
    parts: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        content, end = argument(text, match.end())
        written = gap(text, match.start(), write(match[1], content))
        parts += [text[last : match.start()], written]
        last = end
    return "".join((*parts, text[last:]))
