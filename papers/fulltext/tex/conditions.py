"""What TeX's conditionals ask for, and what a text says of it: switches, names, numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

_EQUAL: Final = frozenset(
    {"ifdefvoid", "ifcsempty", "ifcsstring", "ifblank", "ifstrempty", "ifdefempty", "ifstrequal",
     "ifdefstring", "ifdefstrequal"}
)  # fmt: skip
"""Whether two texts are the same, or one is nothing."""
_OPERANDS = re.compile(r"\s*(\\?[A-Za-z@]+|[+-]?\d+)\s*([<>=])\s*(\\?[A-Za-z@]+|[+-]?\d+)")
_PAIR = re.compile(r"\s*(\\[A-Za-z@]+|\\?.)\s*(\\[A-Za-z@]+|\\?.)", re.DOTALL)
_CALLED = re.compile(r"(.{0,60}?)\\endcsname", re.DOTALL)
_EMPTY = re.compile(r"\s*\\relax\s*\\detokenize\s*\{([^{}]{0,200})\}\s*\\relax")
_JOINED = re.compile(r"\\(and|AND|or|OR)(?![A-Za-z])")
_ASKED = re.compile(r"\\is(?:odd|undefined)\s*\{")
NAME = re.compile(r"\s*\\([A-Za-z@]+)")
NUMBER = re.compile(r"\s*(\\?[A-Za-z@]+|\d+)")

_Decision = Callable[[str, int], tuple[bool, int]]


@dataclass(slots=True)
class Known:
    """What a text has said that conditionals ask for: switches that are on, and what names mean."""

    switches: dict[str, bool] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def asks(self, name: str) -> _Decision | None:
        """How a primitive conditional is decided: from a text and where it asks, also to where."""
        return {
            "if": self._same,
            "ifx": self._same,
            "ifnum": self._compared,
            "ifdim": self._compared,
            "ifodd": self._odd,
            "ifdefined": self._defined,
            "ifcsname": self._called,
        }.get(name)

    def holds(self, name: str, condition: str, other: str = "", third: str = "") -> bool:
        """Whether what a conditional with branches in braces asks for is so."""
        if name.startswith("ifnum"):
            sign = {"ifnumequal": "=", "ifnumgreater": ">", "ifnumless": "<"}.get(name, other)
            told = f"{condition}{sign}{third or other}"
            return self._one_holds(f"\\isodd{{{condition}}}" if name == "ifnumodd" else told)
        if name in ("iftoggle", "ifbool"):
            return self.switches.get(condition, False)
        if name in _EQUAL:
            return self.value(condition).strip("\0 ") == self.value(other).strip("\0 ")
        if name != "ifthenelse":
            return (condition.strip("\\ ") in self.values) is not name.endswith("undef")
        return self._all_hold(condition)

    def _all_hold(self, condition: str) -> bool:
        """Conditions with ``and`` and ``or`` between, from the left."""
        first, *others = _JOINED.split(condition)
        holds = self._one_holds(first.strip())
        for word, other in zip(others[::2], others[1::2], strict=True):
            one = self._one_holds(other.strip())
            holds = holds and one if word.casefold() == "and" else holds or one
        return holds

    def _one_holds(self, condition: str) -> bool:
        negated = condition.startswith(("\\not", "\\NOT"))
        condition = condition[4:].strip() if negated else condition
        asked = re.search(r"\\boolean\s*\{([^{}]*)\}", condition)
        equal = re.search(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}", condition)
        compared = _OPERANDS.match(condition)
        if asked:
            holds = self.switches.get(asked[1], False)
        elif _ASKED.match(condition):
            holds = self._asked_holds(condition)
        elif equal:
            holds = self.value(equal[1].strip()) == self.value(equal[2].strip())
        else:
            holds = compared is not None and self._compare(compared)
        return holds is not negated

    def _asked_holds(self, condition: str) -> bool:
        """What asks for one thing: whether a number is odd, or a name has no meaning."""
        told = condition.partition("{")[2].partition("}")[0].strip()
        if condition.startswith("\\isodd"):
            value = self.value(told)
            return value.isdigit() and int(value) % 2 == 1
        return told.lstrip("\\") not in self.values

    def value(self, told: str) -> str:
        """What a name stands for, where that is plain text; else itself."""
        return self.values.get(told[1:], told) if told.startswith("\\") else told

    def _same(self, text: str, at: int) -> tuple[bool, int]:
        empty = _EMPTY.match(text, at)
        if empty is not None:
            return not empty[1].strip(), empty.end()
        pair = _PAIR.match(text, at)
        if pair is None:
            return False, at
        one, other = pair[1], pair[2]
        if "\\undefined" in (one, other) or "\\relax" in (one, other):
            asked = other if one in ("\\undefined", "\\relax") else one
            return asked[:1] == "\\" and asked[1:] not in self.values, pair.end()
        return self.value(one) == self.value(other), pair.end()

    def _compared(self, text: str, at: int) -> tuple[bool, int]:
        operands = _OPERANDS.match(text, at)
        if operands is None:
            return False, at
        return self._compare(operands), operands.end()

    def _compare(self, operands: re.Match[str]) -> bool:
        try:
            one, other = int(self.value(operands[1])), int(self.value(operands[3]))
        except ValueError:
            return False
        return {"<": one < other, ">": one > other, "=": one == other}[operands[2]]

    def _odd(self, text: str, at: int) -> tuple[bool, int]:
        number = NUMBER.match(text, at)
        told = self.value(number[1]) if number else ""
        return told.isdigit() and int(told) % 2 == 1, number.end() if number else at

    def _defined(self, text: str, at: int) -> tuple[bool, int]:
        name = NAME.match(text, at)
        return bool(name and name[1] in self.values), name.end() if name else at

    def _called(self, text: str, at: int) -> tuple[bool, int]:
        name = _CALLED.match(text, at)
        return bool(name and name[1].strip() in self.values), name.end() if name else at
