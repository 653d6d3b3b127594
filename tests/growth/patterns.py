"""Every regular expression of the packages, and texts that pump up its own repetitions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from tests.growth.entry_points import modules

parser: Any = import_module("re._parser")
codes: Any = import_module("re._constants")

_FAILING: Final = ("", "\x00", "é")
"""What stands behind a pumped text, so that a pattern has to go back."""

_ANCHORED: Final = ("match", "fullmatch")
_METHODS: Final = frozenset(
    {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
)


@dataclass(frozen=True)
class Found:
    """A pattern and how it is applied: ``search``, ``fullmatch`` ...; all ways where unknown."""

    name: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]

    @property
    def ways(self) -> set[str]:
        """Of the ways, those that differ in time: all that look through the text are one."""
        return {way if way in _ANCHORED else "search" for way in self.uses} or {"search"}


def patterns() -> Iterator[Found]:
    """Patterns of modules, also those within tables, and those in calls; each once."""
    known: set[tuple[re.Pattern[Any], frozenset[str]]] = set()
    for module in modules():
        for found in (*_of_module(module), *_in_calls(module)):
            if (found.pattern, found.uses) not in known:
                known.add((found.pattern, found.uses))
                yield found


def _of_module(module: ModuleType) -> Iterator[Found]:
    for name, value in vars(module).items():
        uses: frozenset[str] = frozenset()
        if isinstance(value, re.Pattern):
            used = _uses(module) if name.startswith("_") else _uses(*modules())
            uses = frozenset(used.get(name, ()))
        for pattern in _within(value):
            yield Found(f"{module.__name__}.{name}", pattern, uses)


@cache
def _tree(module: ModuleType) -> ast.AST:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


@cache
def _uses(*of: ModuleType) -> dict[str, set[str]]:
    """The methods that are called on each name."""
    used: dict[str, set[str]] = {}
    for node in (node for module in of for node in ast.walk(_tree(module))):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if method in _METHODS:
                used.setdefault(name, set()).add(method)
            case ast.Attribute(value=ast.Attribute(attr=name), attr=method) if method in _METHODS:
                used.setdefault(name, set()).add(method)
    return used


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from _within(part, depth + 1)
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from _within(part, depth + 1)


def _in_calls(module: ModuleType) -> Iterator[Found]:
    for node in ast.walk(_tree(module)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                args=[ast.Constant(value=str() | bytes() as pattern), *_],
            ) if name in _METHODS:
                uses = frozenset({name})
                yield Found(f"{module.__name__}:{node.lineno}", re.compile(pattern), uses)


def parsed(pattern: re.Pattern[Any]) -> Any:
    """The nodes that a pattern is made of."""
    if isinstance(pattern.pattern, str):
        return parser.parse(pattern.pattern, pattern.flags)
    return parser.parse(pattern.pattern.decode("latin"), pattern.flags & ~re.UNICODE)


def pumped(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Texts for each repetition, in three parts: what leads to it, its unit, what fails after."""
    seen = set()
    for lead, unit in _repeated(list(parsed(pattern)), ""):
        for start in {lead, ""}:
            for end in _FAILING:
                if unit and (start, unit, end) not in seen:
                    seen.add((start, unit, end))
                    yield start, unit, end


def _repeated(nodes: list[Any], lead: str) -> Iterator[tuple[str, str]]:
    for place, (code, argument) in enumerate(nodes):
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, body = argument
            if most > 8:
                yield lead, _sample(body)
                after = _sample(nodes[place + 1 :])
                if after:
                    yield lead, _sample(body) + after
            yield from _repeated(list(body), lead)
            lead += _sample(body) * min(max(least, 1), 3)
        elif code is codes.SUBPATTERN:
            yield from _repeated(list(argument[-1]), lead)
            lead += _sample(argument[-1])
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeated(list(branch), lead)
            lead += _sample(argument[1][0])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeated(list(argument[1]), lead)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeated(list(argument), lead)
            lead += _sample(argument)
        else:
            lead += _sample([(code, argument)])


def _sample(nodes: Any) -> str:
    """A text that nodes match, more or less."""
    return "".join(_sample_of(code, argument) for code, argument in nodes)


def _sample_of(code: Any, argument: Any) -> str:
    if code is codes.LITERAL:
        return chr(int(argument))
    if code is codes.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _one_of(argument)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, body = argument
        return _sample(body) * int(min(max(least, 1), most, 3))
    if code is codes.SUBPATTERN:
        return _sample(argument[-1])
    if code is codes.ATOMIC_GROUP:
        return _sample(argument)
    if code is codes.BRANCH:
        return _sample(argument[1][0])
    return ""


def _one_of(members: Any) -> str:
    """A sign of a class."""
    candidates = "a1 A.\n-_纸\"'\\$({[<,:;!)*/&=%#@~^|+é\t–"
    for sign in candidates:
        if _in_class(sign, members):
            return sign
    for code, argument in members:
        if code is codes.LITERAL:
            return chr(int(argument))
        if code is codes.RANGE:
            return chr(int(argument[0]))
    return ""


def _in_class(sign: str, members: Any) -> bool:
    negated = False
    for code, argument in members:
        if code is codes.NEGATE:
            negated = True
        elif (
            (code is codes.LITERAL and ord(sign) == argument)
            or (code is codes.RANGE and argument[0] <= ord(sign) <= argument[1])
            or (code is codes.CATEGORY and _of_category(sign, argument))
        ):
            return not negated
    return negated


def _of_category(sign: str, category: Any) -> bool:
    name = str(category).lower()
    is_it = (
        sign.isspace()
        if "space" in name
        else sign.isdigit()
        if "digit" in name
        else sign.isalnum() or sign == "_"
    )
    return is_it != ("not" in name)
