"""What is to be broken, which tests have to notice, and what need not be noticed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
_HERE: Final = Path(__file__).parent

WANTED: Final = 0.95
"""Share of the mutants of each module that a test has to notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A crucial module.

    Attributes:
        group: what it is crucial for.
        path: from the root.
        tests: files or folders that guard it, from the root.
    """

    group: str
    path: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One thing broken.

    Attributes:
        function: where; empty outside of functions.
        old: the lines as they are, each without its indent, with line breaks between.
        new: the lines in their place.
    """

    path: str
    function: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Why certain mutants need not be noticed: they change nothing that anybody could see.

    Attributes:
        where: pattern for the module's path, and after `::` for the function, as a shell has them.
        old: the lines as they are; empty for any.
        new: those in their place; empty for any.
        rule: "letters" for mutants that change only whether letters are capital ones; "text" for
            those that change only a text of several words within quotation marks; else empty.
    """

    where: str
    why: str
    old: str = ""
    new: str = ""
    rule: str = ""

    def covers(self, mutant: Mutant) -> bool:
        """Whether it speaks of this mutant."""
        path, _, function = self.where.partition("::")
        return (
            fnmatch(mutant.path, path)
            and fnmatch(mutant.function, function or "*")
            and self.old in ("", mutant.old)
            and self.new in ("", mutant.new)
            and (not self.rule or _RULES[self.rule](mutant))
        )


def modules() -> list[Module]:
    """All crucial modules."""
    return [
        Module(group=group, path=path, tests=tuple(tests))
        for group, paths in _read("modules.toml").items()
        for path, tests in paths.items()
    ]


def planted() -> list[Mutant]:
    """The mutants written by hand."""
    return [
        Mutant(path=path, function="", old=entry["old"], new=entry["new"])
        for path, entries in _read("planted.toml").items()
        for entry in entries
    ]


def excuses() -> list[Excuse]:
    """What need not be noticed."""
    return [Excuse(**entry) for entry in _read("equivalent.toml")["mutant"]]


def unexcused(mutants: Iterable[Mutant], all_excuses: Iterable[Excuse]) -> list[Mutant]:
    """Those that no excuse speaks of."""
    kept = list(all_excuses)
    return [mutant for mutant in mutants if not any(excuse.covers(mutant) for excuse in kept)]


def _only_letters(mutant: Mutant) -> bool:
    return mutant.old.lower() == mutant.new.lower()


def _only_text(mutant: Mutant) -> bool:
    old, new = mutant.old.split('"'), mutant.new.split('"')
    if len(old) != len(new):
        return False
    changed = [place for place, piece in enumerate(old) if piece != new[place]]
    return all(place % 2 and " " in old[place].strip() for place in changed)


_RULES: Final = {"letters": _only_letters, "text": _only_text}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
