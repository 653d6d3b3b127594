"""Macros that mean one thing here and another there, given a name for each meaning. Pure.

A definition holds from where it stands to the end of its group, as in TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from papers.fulltext.tex.definitions import MACROS, Definition, definitions

_GLOBAL: Final = frozenset({"gdef", "xdef"})
_MOST_NAMES: Final = 60
_GROUPS: Final = (
    r"\\[{}\\]|(?P<opens>\{|\\begingroup(?![A-Za-z])|\\begin\s?(?=\{))|"
    r"(?P<closes>\}|\\endgroup(?![A-Za-z])|\\end\s?(?=\{))"
)


def one_meaning_each(text: str) -> str:
    """A text whose macros are defined once each: later definitions, and what uses them, renamed."""
    found = [one for one in definitions(text) if one.command in MACROS]
    names = _with_meanings(text, found)
    return _Renaming(text, names).written(found) if names else text


def _name(found: Definition) -> str:
    return "".join(found.of("n")[:1]).lstrip("\\").strip()


def _with_meanings(text: str, found: list[Definition]) -> list[str]:
    """The names that are given several meanings, but for those that LaTeX itself asks for."""
    meanings: dict[str, set[str]] = {}
    for one in found:
        name = _name(one)
        if name.isalpha() and not name.startswith("the") and one.command != "providecommand":
            body = text[one.start : one.end].partition(name)[2].lstrip("} ")
            meanings.setdefault(name, set()).add(body)
    return [name for name, told in meanings.items() if len(told) > 1][:_MOST_NAMES]


class _Renaming:
    """Goes through a text once, with what each name is called where it stands."""

    def __init__(self, text: str, names: list[str]) -> None:
        self._text = text
        self._token = re.compile(
            rf"{_GROUPS}|\\(?P<name>{'|'.join(sorted(names, key=len, reverse=True))})(?![A-Za-z@])"
        )
        self._counts = dict.fromkeys(names, 0)
        self._scopes: list[dict[str, str]] = [{}]

    def written(self, found: list[Definition]) -> str:
        """The text with its names."""
        parts: list[str] = []
        last = 0
        for one in found:
            if one.start >= last:
                parts += [*self._used(last, one.start), self._defined(one)]
                last = one.end
        return "".join((*parts, *self._used(last, len(self._text))))

    def _used(self, start: int, end: int) -> Iterator[str]:
        last = start
        for match in self._token.finditer(self._text, start, end):
            if match["opens"]:
                self._scopes.append({})
            elif match["closes"] and len(self._scopes) > 1:
                self._scopes.pop()
            elif match["name"]:
                yield f"{self._text[last : match.start()]}\\{self._called(match['name'])}"
                last = match.end()
        yield self._text[last:end]

    def _called(self, name: str) -> str:
        return next((scope[name] for scope in reversed(self._scopes) if name in scope), name)

    def _defined(self, one: Definition) -> str:
        """A definition under a name of its own, if the name had a meaning before."""
        name, written = _name(one), self._text[one.start : one.end]
        if name not in self._counts or one.command == "providecommand":
            return written
        count = self._counts[name]
        self._counts[name] = count + 1
        called = name if count == 0 else f"{name}MEANING{_letters(count)}"
        before = self._text[max(one.start - 12, 0) : one.start].rstrip()
        if one.command in _GLOBAL or before.endswith("\\global"):
            self._scopes = [{}, *({} for _ in self._scopes[1:])]
            self._scopes[0][name] = called
        else:
            self._scopes[-1][name] = called
        return written.replace(f"\\{name}", f"\\{called}", 1)


def _letters(count: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(count))
