r"""What TeX would not print: branches of conditionals that are not taken. Pure.

Conditionals are decided as TeX does, as far as what they ask for stands in the text. A switch that
nothing sets is off, as ``\newif`` leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from papers.fulltext.tex.groups import argument, blank_end

_TOKEN = re.compile(
    r"\\(?P<name>(?:newif|let)(?![A-Za-z@])\s*+\\if[A-Za-z@]*+|if[A-Za-z@]*+|else(?![A-Za-z@])|"
    r"fi(?![A-Za-z@])|or(?![A-Za-z@])|unless(?![A-Za-z@])|[A-Za-z@]+(?:true|false)(?![A-Za-z@])|"
    r"(?:set|new|provide)(?:boolean|bool|toggle)(?![A-Za-z@])|(?:toggle|bool)(?:true|false)|"
    r"(?:[egx]?def|(?:re)?newcommand\*?|providecommand\*?)(?![A-Za-z@]))"
)
_BRACED: Final = {
    **dict.fromkeys(
        ("ifthenelse", "iftoggle", "ifbool", "ifdef", "ifundef", "ifcsdef", "ifcsundef", "ifblank",
         "ifstrempty", "ifdefempty"), 1,
    ),
    "ifstrequal": 2, "ifdefstring": 2, "ifdefstrequal": 2,
}  # fmt: skip
"""How many arguments stand before the branches."""
_EQUAL: Final = frozenset(
    {"ifblank", "ifstrempty", "ifdefempty", "ifstrequal", "ifdefstring", "ifdefstrequal"}
)
"""Whether two texts are the same, or one is nothing."""
_NONE: Final = frozenset({"iff", "ifoot", "ifthispageodd"})
_ON: Final = frozenset({"iftrue", "ifpdf", "ifPDFTeX", "ifpdftex", "ifhmode"})
_SIMPLE = re.compile(r"\s*+(?:\{\s*+)?+\\([A-Za-z@]++)\s*+(?:\}\s*+)?+\{([^{}\\]{0,40})\}")
_DEFINED = re.compile(r"\s*+(?:\{\s*+)?+\\([A-Za-z@]++)")
_OPERANDS = re.compile(r"\s*(\\?[A-Za-z@]+|[+-]?\d+)\s*([<>=])\s*(\\?[A-Za-z@]+|[+-]?\d+)")
_PAIR = re.compile(r"\s*(\\[A-Za-z@]+|\\?.)\s*(\\[A-Za-z@]+|\\?.)", re.DOTALL)
_NAME = re.compile(r"\s*\\([A-Za-z@]+)")
_CALLED = re.compile(r"(.{0,60}?)\\endcsname", re.DOTALL)
_NUMBER = re.compile(r"\s*(\\?[A-Za-z@]+|\d+)")
_MOST: Final = 40_000
_DEEPEST: Final = 60


@dataclass(slots=True)
class _Branch:
    """A conditional that is open.

    Attributes:
        printed: whether the branch that is being read is printed.
        case: the number of the branch that is, where there are many.
    """

    printed: bool
    taken: bool
    case: int = -1
    at: int = 0


@dataclass(slots=True)
class _State:
    switches: dict[str, bool] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def printed(text: str) -> str:
    """The text without what its conditionals leave out."""
    return _Reader(text, _State()).read(0)


class _Reader:
    """Reads a text once, from left to right."""

    def __init__(self, text: str, state: _State) -> None:
        self._text = text
        self._state = state
        self._open: list[_Branch] = []
        self._parts: list[str] = []
        self._last = 0
        self._decide: dict[str, Callable[[int], tuple[bool, int]]] = {
            "if": self._same,
            "ifx": self._same,
            "ifnum": self._compared,
            "ifdim": self._compared,
            "ifodd": self._odd,
            "ifdefined": self._defined,
            "ifcsname": self._called,
        }

    def read(self, depth: int) -> str:
        """What is printed of it."""
        is_negated = False
        for count, match in enumerate(_TOKEN.finditer(self._text)):
            name = match["name"]
            if match.start() < self._last or count > _MOST or name in _NONE:
                continue
            if name == "unless":
                self._emit(match.start(), match.end())
                is_negated = True
                continue
            if name.startswith("if"):
                self._begin(name, match, depth, negated=is_negated)
            elif name in ("else", "or", "fi"):
                self._turn(name, match)
            elif self._is_printed():
                self._learn(name, match)
            is_negated = False
        self._emit(len(self._text), len(self._text))
        return "".join(self._parts)

    def _is_printed(self) -> bool:
        return all(branch.printed for branch in self._open)

    def _emit(self, until: int, behind: int) -> None:
        """Keep what stands before a token, if it is printed, and go on behind the token."""
        if self._is_printed():
            self._parts.append(self._text[self._last : until])
        self._last = max(behind, self._last)

    def _begin(self, name: str, match: re.Match[str], depth: int, *, negated: bool) -> None:
        if not self._is_printed():
            if name not in _BRACED:
                self._open.append(_Branch(printed=False, taken=True))
            return
        if name in _BRACED:
            self._braced(name, match, depth)
            return
        end = match.end()
        if name == "ifcase":
            number = _NUMBER.match(self._text, end)
            told = self._value(number[1]) if number else "0"
            self._emit(match.start(), number.end() if number else end)
            wanted = int(told) if told.isdigit() else 0
            self._open.append(_Branch(printed=wanted == 0, taken=wanted == 0, case=wanted))
            return
        decide = self._decide.get(name)
        if decide is not None:
            holds, end = decide(end)
        else:
            holds = name in _ON or self._state.switches.get(name[2:], False)
        self._emit(match.start(), end)
        self._open.append(_Branch(printed=holds is not negated, taken=holds is not negated))

    def _turn(self, name: str, match: re.Match[str]) -> None:
        """Another branch, or the end of all."""
        self._emit(match.start(), match.end())
        if not self._open:
            return
        if name == "fi":
            self._open.pop()
            return
        branch = self._open[-1]
        branch.at += 1
        branch.printed = branch.at == branch.case if name == "or" else not branch.taken
        branch.taken = branch.taken or branch.printed

    def _braced(self, name: str, match: re.Match[str], depth: int) -> None:
        """A conditional whose branches are arguments."""
        asked, end = [], match.end()
        for _ in range(_BRACED[name]):
            condition, behind = argument(self._text, end)
            macro = _NAME.match(self._text, end) if behind == end else None
            asked.append(f"\\{macro[1]}" if macro else condition.strip())
            end = macro.end() if macro else behind
        yes, end = argument(self._text, end)
        no, end = argument(self._text, end)
        self._emit(match.start(), end)
        if depth < _DEEPEST:
            chosen = yes if self._holds(name, *asked) else no
            self._parts.append(_Reader(chosen, self._state).read(depth + 1))

    def _holds(self, name: str, condition: str, other: str = "") -> bool:
        if name in ("iftoggle", "ifbool"):
            return self._state.switches.get(condition, False)
        if name in _EQUAL:
            return self._value(condition).strip("\0 ") == self._value(other).strip("\0 ")
        if name != "ifthenelse":
            return (condition.strip("\\ ") in self._state.values) is not name.endswith("undef")
        negated = condition.startswith(("\\not", "\\NOT"))
        asked = re.search(r"\\boolean\s*\{([^{}]*)\}", condition)
        equal = re.search(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}", condition)
        compared = _OPERANDS.match(condition)
        if asked:
            holds = self._state.switches.get(asked[1], False)
        elif equal:
            holds = self._value(equal[1].strip()) == self._value(equal[2].strip())
        else:
            holds = compared is not None and self._compare(compared)
        return holds is not negated

    def _learn(self, name: str, match: re.Match[str]) -> None:
        """What a text says that conditionals ask for."""
        text, end = self._text, match.end()
        switches = self._state.switches
        if name.startswith(("newif", "let")):
            switch = name.rpartition("\\")[2][2:]
            to = _NAME.match(text, blank_end(text, end + (text[end : end + 1] == "=")))
            is_let = name.startswith("let") and to is not None
            if is_let and to is not None:
                switches[switch] = to[1] == "iftrue" or switches.get(to[1][2:], False)
            elif switch not in switches:
                switches[switch] = False
            self._emit(match.start(), to.end() if is_let and to is not None else end)
        elif name.startswith(("new", "provide", "set")) and "command" not in name:
            which, end = argument(text, end)
            told, _ = argument(text, end) if name.startswith("set") else ("false", end)
            switches[which.strip()] = told.strip() == "true"
        elif name in ("booltrue", "boolfalse", "toggletrue", "togglefalse"):
            switches[argument(text, end)[0].strip()] = name.endswith("true")
        elif name.endswith(("true", "false")):
            is_on = name.endswith("true")
            switches[name.removesuffix("true" if is_on else "false")] = is_on
        else:
            simple, named = _SIMPLE.match(text, end), _DEFINED.match(text, end)
            if simple:
                self._state.values[simple[1]] = simple[2].strip()
            elif named:
                self._state.values.setdefault(named[1], "\0")

    def _value(self, told: str) -> str:
        return self._state.values.get(told[1:], told) if told.startswith("\\") else told

    def _same(self, at: int) -> tuple[bool, int]:
        pair = _PAIR.match(self._text, at)
        if pair is None:
            return False, at
        one, other = pair[1], pair[2]
        if "\\undefined" in (one, other) or "\\relax" in (one, other):
            asked = other if one in ("\\undefined", "\\relax") else one
            return asked[1:] not in self._state.values, pair.end()
        return self._value(one) == self._value(other), pair.end()

    def _compared(self, at: int) -> tuple[bool, int]:
        operands = _OPERANDS.match(self._text, at)
        if operands is None:
            return False, at
        return self._compare(operands), operands.end()

    def _compare(self, operands: re.Match[str]) -> bool:
        try:
            one, other = int(self._value(operands[1])), int(self._value(operands[3]))
        except ValueError:
            return False
        return {"<": one < other, ">": one > other, "=": one == other}[operands[2]]

    def _odd(self, at: int) -> tuple[bool, int]:
        number = _NUMBER.match(self._text, at)
        told = self._value(number[1]) if number else ""
        return told.isdigit() and int(told) % 2 == 1, number.end() if number else at

    def _defined(self, at: int) -> tuple[bool, int]:
        name = _NAME.match(self._text, at)
        return bool(name and name[1] in self._state.values), name.end() if name else at

    def _called(self, at: int) -> tuple[bool, int]:
        name = _CALLED.match(self._text, at)
        return bool(name and name[1].strip() in self._state.values), name.end() if name else at
