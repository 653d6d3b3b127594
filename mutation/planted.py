"""Mutants written by hand: put into a copy one after another, with the tests run anew for each."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Final

from mutation import copies
from mutation.copies import environment
from mutation.plan import Module, Mutant

_LONGEST: Final = 300.0
"""Seconds for the tests of a module; a mutant that keeps them for longer is noticed."""


class StaleMutant(Exception):
    """The text that it changes is not in the module, or more than once."""


def run(module: Module, mutants: list[Mutant], place: Path, processes: int) -> list[Mutant]:
    """The survivors.

    Args:
        module: all the mutants are of it.
        mutants: each is put in alone.
        place: a folder for the copies.
        processes: so many copies at once.
    """
    if not mutants:
        return []
    free: Queue[Path] = Queue()
    for number in range(min(processes, len(mutants))):
        copy = place / f"copy{number}"
        copies.fresh(copy)
        free.put(copy)

    def survives(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            return _survives(module, mutant, copy)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(processes) as pool:
        fates = list(pool.map(survives, mutants))
    return [mutant for mutant, alive in zip(mutants, fates, strict=True) if alive]


def broken(mutant: Mutant, source: str) -> str:
    """A module's text with a mutant in it.

    Raises:
        StaleMutant: it does not fit the text any more.
    """
    if source.count(mutant.old) != 1:
        raise StaleMutant(f"{mutant.path} has {source.count(mutant.old)} times: {mutant.old}")
    return source.replace(mutant.old, mutant.new)


def _survives(module: Module, mutant: Mutant, copy: Path) -> bool:
    path = copy / mutant.path
    source = path.read_text(encoding="utf-8")
    path.write_text(broken(mutant, source), encoding="utf-8")
    try:
        return _tests_pass(module, copy)
    finally:
        path.write_text(source, encoding="utf-8")


def _tests_pass(module: Module, copy: Path) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, *module.tests],
            cwd=copy,
            env=environment() | {"PYTHONPATH": str(copy)},
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
