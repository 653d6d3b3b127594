"""The authors' macros written out, within bounds of depth and growth. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from papers.fulltext.tex.groups import argument, blank_end, gap, group_end, option_end

_ROUNDS: Final = 4
_NAME = re.compile(r"\s*\\([A-Za-z@]+|.)\s?", re.DOTALL)
NOT_GIVEN: Final = "-NoValue-"
_STAR: Final = "-Star-"
_CHOICE = re.compile(r"\\If(?P<asked>Boolean|NoValue|Value)(?P<branches>TF|T|F)(?![A-Za-z@])")
_MOST_CHOICES: Final = 8


_FARTHEST: Final = 3_000
"""Within so many characters an argument ends that a sign ends."""
_GROUPED = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Macro:
    """What a name stands for.

    Attributes:
        takes: how many arguments.
        default: what the first is where it is not given in brackets; None where it is in braces.
        between: what stands before, between and behind the arguments, as TeX itself allows.
        kinds: of the arguments with their defaults, in xparse's letters, where those were used.
    """

    takes: int
    content: str
    default: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    between: tuple[str, ...] = ()


def expanded(text: str, found: Mapping[str, Macro]) -> str:
    """A text with macros written out, within bounds of depth and growth."""
    if not found:
        return text
    names = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    pattern = re.compile(rf"\\({names})(?![A-Za-z@])")
    limit = max(3 * len(text), 200_000)
    for _ in range(_ROUNDS):
        grown = _expanded_once(text, found, pattern, limit)
        if grown is None or grown == text:
            break
        text = grown
    return text


def _expanded_once(
    text: str, found: Mapping[str, Macro], pattern: re.Pattern[str], limit: int
) -> str | None:
    parts: list[str] = []
    last = size = 0
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        macro = found[match[1]]
        content, end = macro.content, match.end()
        if macro.between:
            read = _delimited(text, end, macro.between)
            if read is None:
                continue
            for number, given in enumerate(read[0], 1):
                content = _filled(content, number, given)
            end = read[1]
        for number in range(1, macro.takes + 1) if not macro.between else ():
            if macro.kinds:
                given, end = _of_kind(text, end, *macro.kinds[number - 1])
            else:
                given, end = _argument(text, end, macro.default if number == 1 else None)
            content = _filled(content, number, given)
        content = _chosen(content) if macro.kinds else content
        if macro.takes == 0 and text[end : end + 1] == " " and not content.endswith("}"):
            content += "{}"
        piece = text[last : match.start()] + content
        size += len(piece)
        if size > limit:
            return None
        parts.append(piece)
        last = end
    return "".join((*parts, text[last:]))


def _of_kind(text: str, at: int, kind: str, default: str) -> tuple[str, int]:
    """What a macro is given by xparse's letters: a star, an option or an argument."""
    if kind == "s":
        following = blank_end(text, at)
        return (_STAR, following + 1) if text[following : following + 1] == "*" else ("", at)
    return _argument(text, at, default if kind in "oO" else None)


def _chosen(content: str) -> str:
    """What a macro stands for, by which of its arguments were given."""
    for _ in range(_MOST_CHOICES):
        match = _CHOICE.search(content)
        if match is None:
            break
        given, end = argument(content, match.end())
        holds = given == _STAR if match["asked"] == "Boolean" else given != NOT_GIVEN
        holds = holds is not (match["asked"] == "NoValue")
        told = ""
        for branch in match["branches"]:
            inside, end = argument(content, end)
            told = inside if holds is (branch == "T") else told
        content = content[: match.start()] + told + content[end:]
    return content


def _argument(text: str, at: int, default: str | None) -> tuple[str, int]:
    """What a macro is given: in brackets where it has a default, in braces, or one sign."""
    following = blank_end(text, at)
    sign = text[following : following + 1]
    if default is not None:
        end = option_end(text, following) if sign == "[" else -1
        return (text[following + 1 : end - 1], end) if end > 0 else (default, at)
    if sign == "{":
        return argument(text, at)
    if sign == "\\":
        name = _NAME.match(text, following)
        return (name[0], name.end()) if name else ("", at)
    if not sign or sign in "}&$" or "\n\n" in text[at:following]:
        return "", at
    return sign, following + 1


def _filled(content: str, number: int, given: str) -> str:
    """What a macro stands for with an argument in it, which joins no macro's name before it."""
    if given[:1].isalpha():
        content = re.sub(rf"(?<=[A-Za-z])#{number}", lambda match: _behind(match, given), content)
    return content.replace(f"#{number}", given)


def _behind(match: re.Match[str], given: str) -> str:
    return gap(match.string, match.start(), given)


def _delimited(text: str, at: int, between: tuple[str, ...]) -> tuple[list[str], int] | None:
    """Arguments with signs between them, and where they end; None where those are not there."""
    first = between[0].strip()
    at = blank_end(text, at) if first else at
    if not text.startswith(first, at):
        return None
    at += len(first)
    given = []
    for sign in between[1:]:
        if sign:
            end = _found(text, at, sign)
            if end < 0:
                return None
            one, at = text[at:end], end + len(sign)
            given.append(one[1:-1] if _GROUPED.fullmatch(one) else one)
        else:
            one, at = _argument(text, at, None)
            given.append(one)
    return given, at


def _found(text: str, at: int, sign: str) -> int:
    """Where a sign stands that is in no group; -1 if that is nowhere near."""
    here, until = at, at + _FARTHEST
    while (place := text.find(sign, here, until)) >= 0:
        opened = text.find("{", here, place)
        if opened < 0:
            return place
        here = group_end(text, opened)
        if here < 0:
            break
    return -1
