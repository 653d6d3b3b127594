"""sqlite-utils loaded without numpy and pandas, which it takes along wherever they are installed.

It only maps their types to columns, which nothing here stores; numpy alone costs the start 11 MB
and a tenth of a second (sqlite-utils 4.2.1, numpy 2.4.6). Whatever needs numpy loads it there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_TAKEN_ALONG: Final = ("numpy", "pandas")


@contextmanager
def _kept_away() -> Iterator[None]:
    """Modules not loaded yet cannot be imported meanwhile (None in ``sys.modules`` says so)."""
    absent = [name for name in _TAKEN_ALONG if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with _kept_away():
    import sqlite_utils  # noqa: F401
