r"""What TeX would not print: branches of conditionals that are not taken. Pure.

Conditionals are decided as TeX does, as far as what they ask for stands in the text. A switch that
nothing sets is off, as ``\newif`` leaves it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from papers.fulltext.tex.conditions import NAME, NUMBER, Known
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
    **dict.fromkeys(("ifstrequal", "ifdefstring", "ifdefstrequal", "ifnumequal", "ifnumgreater",
                     "ifnumless", "ifcsstring"), 2),
    "ifnumcomp": 3, "ifnumodd": 1, "ifdefvoid": 1, "ifcsempty": 1,
}  # fmt: skip
"""How many arguments stand before the branches."""
_NONE: Final = frozenset({"iff", "ifoot", "ifthispageodd"})
_ON: Final = frozenset({"iftrue", "ifpdf", "ifPDFTeX", "ifpdftex", "ifhmode"})
_SIMPLE = re.compile(r"\s*+(?:\{\s*+)?+\\([A-Za-z@]++)\s*+(?:\}\s*+)?+\{([^{}\\]{0,40})\}")
_DEFINED = re.compile(r"\s*+(?:\{\s*+)?+\\([A-Za-z@]++)")
_BRANCH = re.compile(r"\\(?:else|fi)(?![A-Za-z])|\n")
_ASKS_WITHIN: Final = 60
_MOST_UNENDED: Final = 6
_MOST: Final = 40_000
_DEEPEST: Final = 60


@dataclass(slots=True)
class _Branch:
    """A conditional that is open.

    Attributes:
        printed: whether the branch that is being read is printed.
        stays: whether it asks for a macro's argument, so that it is kept with all its branches.
        case: the number of the branch that is, where there are many.
    """

    printed: bool
    taken: bool
    start: int = 0
    case: int = -1
    at: int = 0
    stays: bool = False


def printed(text: str, known: Known | None = None) -> str:
    """The text without what its conditionals leave out.

    Those that ask for a macro's argument stay until the macro is written out.

    Args:
        text: TeX.
        known: what earlier texts said; what this one says is added to it.
    """
    return _Reader(text, known if known is not None else Known()).read(0)


class _Reader:
    """Reads a text once, from left to right."""

    def __init__(self, text: str, state: Known) -> None:
        self._text = text
        self._state = state
        self._open: list[_Branch] = []
        self._parts: list[str] = []
        self._last = 0
        self._unended: set[int] = set()

    def read(self, depth: int) -> str:
        """What is printed of it; a conditional that never ends is none."""
        for _ in range(_MOST_UNENDED):
            told = self._read(depth)
            if not self._open:
                break
            self._unended.add(self._open[0].start)
            self._open, self._parts, self._last = [], [], 0
        return told

    def _read(self, depth: int) -> str:
        is_negated = False
        for count, match in enumerate(_TOKEN.finditer(self._text)):
            name = match["name"]
            if match.start() < self._last or count > _MOST or self._is_none(name, match):
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

    def _is_none(self, name: str, match: re.Match[str]) -> bool:
        """Whether a name is none of a conditional: one that takes its branches in braces."""
        if name in _NONE or match.start() in self._unended:
            return True
        if not name.startswith("if") or name in _BRACED or self._state.asks(name) is not None:
            return False
        is_known = name in _ON or name[2:] in self._state.switches
        return not is_known and self._text[match.end() : match.end() + 1] == "{"

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
                self._open.append(_Branch(printed=False, taken=True, start=match.start()))
            return
        if name in _BRACED:
            self._braced(name, match, depth)
            return
        end = match.end()
        if self._asks_for_argument(name, end):
            self._open.append(_Branch(printed=True, taken=True, start=match.start(), stays=True))
            return
        if name == "ifcase":
            number = NUMBER.match(self._text, end)
            told = self._state.value(number[1]) if number else "0"
            self._emit(match.start(), number.end() if number else end)
            wanted = int(told) if told.isdigit() else 0
            is_first = wanted == 0
            self._open.append(_Branch(is_first, is_first, match.start(), case=wanted))
            return
        decide = self._state.asks(name)
        if decide is not None:
            holds, end = decide(self._text, end)
        else:
            holds = name in _ON or self._state.switches.get(name[2:], False)
        self._emit(match.start(), end)
        is_taken = holds is not negated
        self._open.append(_Branch(is_taken, is_taken, match.start()))

    def _asks_for_argument(self, name: str, at: int) -> bool:
        """Whether it is an argument of a macro's that is asked for, not what it stands for."""
        if name != "ifcase" and self._state.asks(name) is None:
            return False
        return "#" in _BRANCH.split(self._text[at : at + _ASKS_WITHIN], maxsplit=1)[0]

    def _turn(self, name: str, match: re.Match[str]) -> None:
        """Another branch, or the end of all."""
        if self._open and self._open[-1].stays:
            if name == "fi":
                self._open.pop()
            return
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
            macro = NAME.match(self._text, end) if behind == end else None
            asked.append(f"\\{macro[1]}" if macro else condition.strip())
            end = macro.end() if macro else behind
        if any("#" in one for one in asked):
            return
        yes, end = argument(self._text, end)
        no, end = argument(self._text, end)
        self._emit(match.start(), end)
        if depth < _DEEPEST:
            chosen = yes if self._state.holds(name, *asked) else no
            self._parts.append(_Reader(chosen, self._state).read(depth + 1))

    def _learn(self, name: str, match: re.Match[str]) -> None:
        """What a text says that conditionals ask for."""
        text, end = self._text, match.end()
        switches = self._state.switches
        if name.startswith(("newif", "let")):
            switch = name.rpartition("\\")[2][2:]
            to = NAME.match(text, blank_end(text, end + (text[end : end + 1] == "=")))
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
