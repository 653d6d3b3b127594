"""``python -m bench [name ...]``: run the benchmarks and print their ratios."""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys

import bench
from bench import Measurement
from bench.kit.records import origin


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; exit 1 if one misses its target."""
    found = [
        m.name
        for m in pkgutil.iter_modules(bench.__path__)
        if m.name != "kit" and not m.name.startswith("_")
    ]
    unknown = set(names) - set(found)
    if unknown:
        print(f"No benchmark {', '.join(sorted(unknown))}; there are {', '.join(found)}.")
        return 2
    missed = 0
    print(f"{_machine()}; papers are {origin()}")
    print(f"{'what':<78} {'value':>12} {'floor':>12} {'ratio':>8}  floor is")
    for name in names or found:
        for row in importlib.import_module(f"bench.{name}").run():
            missed += _show(row)
    return 1 if missed else 0


def _machine() -> str:
    """How many processors there are, and how many programs would have one."""
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}"


def _show(row: Measurement) -> int:
    within = row.target is None or row.value <= row.target
    target = (
        ""
        if row.target is None
        else f" (target {row.target:g} {row.unit}{'' if within else ': MISSED'})"
    )
    print(
        f"{row.name:<78} {row.value:>9.4g} {row.unit:<2} {row.floor:>9.4g} {row.unit:<2}"
        f" {row.ratio:>7.2f}x  {row.floor_name}{target}",
        flush=True,
    )
    return not within


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
