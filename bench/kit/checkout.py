"""Measuring in a process of its own, as installed; of another checkout where one is named.

    BENCH_CHECKOUT=../another/checkout python -m bench planning

The benchmarks are this checkout's, and what they measure is the other's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parents[2]
CHECKOUT: Final = Path(os.environ.get("BENCH_CHECKOUT", HERE)).resolve()

_HAS_NUMPY: Final = (
    '"numpy' in (CHECKOUT / "pyproject.toml").read_text().partition("[dependency-groups]")[0]
)

WITHOUT_NUMPY: Final = "import sys; " + ("" if _HAS_NUMPY else "sys.modules['numpy'] = None; ")
"""What a measured program begins with: sqlite-utils loads numpy where it finds it, which users of a
checkout that does not need it have not."""

_UNDER_NEW_NAMES: Final = (
    WITHOUT_NUMPY + "import runpy; "
    f"runpy.run_path({str(HERE / 'bench/kit/older.py')!r})['under_new_names'](); "
)

COMMAND_LINE: Final = _UNDER_NEW_NAMES + "from bot.command_line.cli import app; app()"
"""The program as it is started, of whichever checkout it is started in."""

_CALLED: Final = (
    "import sys; here, there, module, function, *rest = sys.argv[1:]; "
    "sys.path[0] = here; import bench; sys.path[0] = there; "
    + _UNDER_NEW_NAMES
    + "from importlib import import_module; getattr(import_module(module), function)(*rest)"
)


def figures(
    module: str, function: str, *arguments: object, checkout: Path = CHECKOUT
) -> dict[str, float]:
    """What a function prints as JSON, or nothing; called with the arguments as strings.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    rest = [module, function, *map(str, arguments)]
    command = [sys.executable, "-c", _CALLED, str(HERE), str(checkout), *rest]
    told = subprocess.run(command, cwd=checkout, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(told.stdout or "{}")
    return found
