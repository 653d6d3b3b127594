"""``python -m mutation [group or module ...]``: run, and say which mutants nobody noticed.

What came out of a module is kept in `.mutants` and holds until the module, its tests or the lists
of the run change, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from mutation import copies, generated, planted
from mutation.plan import ROOT, WANTED, Excuse, Module, Mutant, excuses, modules, unexcused
from mutation.plan import planted as planted_mutants

PLACE: Final = ROOT / ".mutants"
PROCESSES: Final = int(os.environ.get("PROCESSES", "2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a module's mutants.

    Attributes:
        made: how many there were, both kinds together.
        survivors: those that no test noticed, excused or not.
        endless: how many were noticed only because tests came to no end.
    """

    made: int
    survivors: tuple[Mutant, ...]
    endless: int


def main(names: Sequence[str]) -> int:
    """Run all modules, or those named by path or group; 1 where too many mutants survive."""
    wanted = [m for m in modules() if not names or m.group in names or m.path in names]
    known = {name for m in modules() for name in (m.group, m.path)}
    if unknown := set(names) - known:
        print(f"Neither a module nor a group: {', '.join(sorted(unknown))}.")
        return 2
    os.nice(19)
    kept = excuses()
    failed = [module.path for module in wanted if not _is_guarded(module, kept)]
    if failed:
        print(f"Not guarded well enough: {', '.join(failed)}.")
    return 1 if failed else 0


def _is_guarded(module: Module, kept: Sequence[Excuse]) -> bool:
    began = time.monotonic()
    try:
        outcome = _remembered(module) or _anew(module)
    except (generated.MutmutFailed, planted.StaleMutant) as error:
        print(f"{module.path}: it could not be run.\n{error}", flush=True)
        return False
    left = unexcused(outcome.survivors, kept)
    counted = outcome.made - len(outcome.survivors) + len(left)
    share = 1 - len(left) / counted if counted else 1.0
    enough = share >= WANTED
    print(
        f"{module.path:<36} {share:7.1%} of {counted:>4} noticed,"
        f" {outcome.endless:>3} without end,"
        f" {len(outcome.survivors) - len(left):>3} excused, {time.monotonic() - began:5.0f} s"
        f"{'' if enough else '  TOO FEW'}",
        flush=True,
    )
    for mutant in left:
        print(_shown(mutant), flush=True)
    return enough


def _shown(mutant: Mutant) -> str:
    lines = [f"  {mutant.function or 'outside of functions'}"]
    lines += [f"    - {line}" for line in mutant.old.splitlines()]
    lines += [f"    + {line}" for line in mutant.new.splitlines()]
    return "\n".join(lines)


def _anew(module: Module) -> Outcome:
    # Before the run, so that it is none of what somebody writes meanwhile.
    of = _fingerprint(module)
    place = PLACE / "work" / module.path.replace("/", "_")
    copies.fresh(place / "generated")
    by_hand = [mutant for mutant in planted_mutants() if mutant.path == module.path]
    fates = generated.run(module, place / "generated", PROCESSES)
    survivors = fates.survivors + planted.run(module, by_hand, place, PROCESSES)
    outcome = Outcome(
        made=fates.made + len(by_hand), survivors=tuple(survivors), endless=fates.endless
    )
    file = _file(module)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(outcome) | {"of": of}, indent=1, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    shutil.rmtree(place)
    return outcome


def _remembered(module: Module) -> Outcome | None:
    file = _file(module)
    if not file.exists():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    if kept["of"] != _fingerprint(module):
        return None
    survivors = tuple(Mutant(**mutant) for mutant in kept["survivors"])
    return Outcome(made=kept["made"], survivors=survivors, endless=kept["endless"])


def _file(module: Module) -> Path:
    return PLACE / "outcomes" / f"{module.path}.json"


def _fingerprint(module: Module) -> str:
    """Of what the outcome depends on, near enough: the module, its tests, its planted mutants."""
    seen = sha256(repr([m for m in planted_mutants() if m.path == module.path]).encode())
    for name in (module.path, *module.tests):
        path = ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            seen.update(file.read_bytes())
    return seen.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
