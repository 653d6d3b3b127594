"""Whether folders, files and functions stay small: `python -m tools.sizes`.

What was larger than its limit when the check came has a ceiling in ``ceilings.json``. Nothing may
grow beyond its ceiling, and a ceiling follows what shrinks: `python -m tools.sizes --lower` writes
the lower ones, and never raises one.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CEILINGS = Path(__file__).with_name("ceilings.json")

FILES_IN_A_FOLDER = 20
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40

Sizes = dict[str, int]
"""By folder, file, or file and function: ``bot``, ``bot/run.py``, ``bot/run.py:Runner.stop``."""


def oversized(root: Path) -> Sizes:
    """Everything below a folder that is larger than its limit; hidden things do not count."""
    found: Sizes = {}
    for folder in _folders(root):
        files = [path for path in folder.iterdir() if path.is_file() and not _is_aside(path)]
        if len(files) > FILES_IN_A_FOLDER:
            found[folder.relative_to(root).as_posix()] = len(files)
        for path in files:
            if path.suffix == ".py":
                found |= _oversized_within(path.read_text(encoding="utf-8"), path.relative_to(root))
    return dict(sorted(found.items()))


def complaints(sizes: Sizes, ceilings: Sizes) -> Iterator[str]:
    """What is wrong, a sentence each: too large, or smaller than its ceiling."""
    for name, size in sizes.items():
        ceiling = ceilings.get(name)
        if ceiling is None:
            yield f"{name}: {size} {_limit(name)}; make it smaller."
        elif size > ceiling:
            yield f"{name}: {size}, and has been {ceiling}; it may only shrink."
    if lowered(sizes, ceilings) != ceilings:
        yield "Something has shrunk: write that down with `python -m tools.sizes --lower`."


def lowered(sizes: Sizes, ceilings: Sizes) -> Sizes:
    """The ceilings as they are after what has shrunk; none is higher than before, none is new."""
    return {name: min(sizes[name], ceiling) for name, ceiling in ceilings.items() if name in sizes}


def _limit(name: str) -> str:
    if ":" in name:
        return f"lines, more than the {LINES_OF_A_FUNCTION} of a function"
    if name.endswith(".py"):
        return f"lines, more than the {LINES_OF_A_FILE} of a file"
    return f"files, more than the {FILES_IN_A_FOLDER} of a folder"


def _folders(folder: Path) -> Iterator[Path]:
    yield folder
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not _is_aside(path):
            yield from _folders(path)


def _is_aside(path: Path) -> bool:
    """Whether it is hidden, or made by tools."""
    return path.name.startswith((".", "__pycache__")) or path.name.endswith(".egg-info")


def _oversized_within(text: str, path: Path) -> Sizes:
    found = {}
    if (lines := text.count("\n")) > LINES_OF_A_FILE:
        found[path.as_posix()] = lines
    for name, lines in _functions(ast.parse(text)):
        if lines > LINES_OF_A_FUNCTION:
            found[f"{path.as_posix()}:{name}"] = lines
    return found


def _functions(node: ast.AST, within: str = "") -> Iterator[tuple[str, int]]:
    """Every function's name and lines, those in classes and in other functions too."""
    for child in ast.iter_child_nodes(node):
        inner = within
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{within}{child.name}."
            if not isinstance(child, ast.ClassDef):
                yield inner[:-1], (child.end_lineno or child.lineno) - child.lineno + 1
        yield from _functions(child, inner)


def main() -> int:
    """Check, or lower the ceilings; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lower", action="store_true", help="write down what has shrunk")
    options = parser.parse_args()
    sizes = oversized(ROOT)
    ceilings: Sizes = json.loads(CEILINGS.read_text(encoding="utf-8"))
    if options.lower:
        ceilings = lowered(sizes, ceilings)
        CEILINGS.write_text(json.dumps(ceilings, indent=2) + "\n", encoding="utf-8")
    found = list(complaints(sizes, ceilings))
    for complaint in found:
        print(complaint)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
