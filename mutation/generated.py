"""Mutants of the code within functions, by mutmut: made, run, and read back from its files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path
from typing import Final

from mutation.copies import environment
from mutation.plan import Module, Mutant
from mutation.undecorated import undecorated

_PACKAGES: Final = (
    "app", "bot", "composing", "digests", "domain", "handlers", "intake", "papers", "ranking",
    "rendering", "scheduler", "storage", "summaries", "topics",
)  # fmt: skip

_SURVIVED: Final = (0, 33, 5)
"""What mutmut keeps of a mutant under which all tests passed, or which none reaches."""

_LOG: Final = r"log\.(debug|info|warning|error|exception)\("
_SQL: Final = r'^\s*f?"[^"]*"[,)]*\s*(# noqa.*)?$'
"""A line of SQL alone: mutmut could but garble it, or change its capitals, which SQL ignores."""

_UNDECIDED: Final = (None, 2, 34, 35)

_ENDLESS: Final = (36, 24, 152, 255, -24)
"""What it keeps of a mutant whose tests took so long that they were ended."""


class MutmutFailed(Exception):
    """The run itself came to nothing, as where tests fail without any mutant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """What became of a module's mutants.

    Attributes:
        made: how many there were.
        survivors: those that no test noticed.
        endless: how many were noticed only because tests came to no end. Some do, as a loop that
            is never left; where it is many, what hangs is the run itself.
    """

    made: int
    survivors: list[Mutant]
    endless: int


def run(module: Module, place: Path, processes: int) -> Fates:
    """Break a module in a copy of the work tree."""
    source = place / module.path
    source.write_text(undecorated(source.read_text(encoding="utf-8")), encoding="utf-8")
    with (place / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(_settings(module, place))
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes)]
    log = place / "mutmut.log"
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command, cwd=place, stdout=out, stderr=out, env=environment(), check=False
        )
    kept = place / "mutants" / f"{module.path}.meta"
    if done.returncode or not kept.exists():
        told = log.read_text(encoding="utf-8", errors="replace").replace("\r", "\n")
        raise MutmutFailed("\n".join(told.splitlines()[-40:]))
    outcomes: dict[str, int | None] = json.loads(kept.read_text(encoding="utf-8"))[
        "exit_code_by_key"
    ]
    if undecided := [name for name, code in outcomes.items() if code in _UNDECIDED]:
        raise MutmutFailed(f"undecided: {', '.join(undecided[:5])}")
    functions = Functions(place / "mutants" / module.path)
    survivors = [name for name, code in outcomes.items() if code in _SURVIVED]
    return Fates(
        made=len(outcomes),
        survivors=[functions.mutant(module.path, name) for name in survivors],
        endless=sum(code in _ENDLESS for code in outcomes.values()),
    )


class Functions:
    """The functions of a file that mutmut wrote, by its own index of their lines."""

    def __init__(self, path: Path) -> None:
        self._lines = path.read_text(encoding="utf-8").splitlines()
        index = path.with_name(path.name + ".spans").read_text(encoding="utf-8")
        self._spans: dict[str, tuple[int, int]] = json.loads(index)["spans"]

    def mutant(self, path: str, name: str) -> Mutant:
        """What a mutant changes, by its name."""
        short = name.rpartition(".")[2]
        mangled = short.rpartition("__mutmut_")[0]
        was, now = self._body(f"{mangled}__mutmut_orig"), self._body(short)
        changes = list(ndiff(was, now))
        return Mutant(
            path=path,
            function=mangled.replace("xǁ", "").removeprefix("x_").replace("ǁ", "."),
            old="\n".join(line[2:].strip() for line in changes if line.startswith("- ")),
            new="\n".join(line[2:].strip() for line in changes if line.startswith("+ ")),
        )

    def _body(self, name: str) -> list[str]:
        first, last = self._spans[name]
        return [line.replace(name, "") for line in self._lines[first - 1 : last]]


def _spared(module: Module) -> list[str]:
    """Patterns of lines that are left as they are."""
    return [_LOG, _SQL] if module.path.startswith("storage/") else [_LOG]


def _settings(module: Module, place: Path) -> str:
    """For mutmut.

    The processes that mutants are tested in come from one that has run no test: threads that a
    test leaves behind are not there after a fork, and whoever waits for them waits for ever.
    """
    copied = sorted(
        path.name
        for path in place.iterdir()
        if path.name not in (*_PACKAGES, "tests", "mutants", ".git")
    )
    return f"""
[tool.mutmut]
source_paths = {json.dumps(_PACKAGES)}
only_mutate = [{json.dumps(module.path)}]
also_copy = {json.dumps(copied)}
do_not_mutate_patterns = {json.dumps(_spared(module))}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:randomly"]
pytest_add_cli_args_test_selection = {json.dumps(module.tests)}
process_isolation = "forkserver"
timeout_multiplier = 30
track_dependencies = false
use_git_change_detection = false
"""
