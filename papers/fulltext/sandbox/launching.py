"""``python -m …sandbox.launching PROGRAM OPTION…``: another program, with less in reach.

It gets limits of memory and processor time, and a filter of system calls that leaves it files and
threads, but neither the network nor other processes; then it takes this process over.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final

from papers.fulltext.sandbox.kernel import restrict
from papers.fulltext.sandbox.syscall_filter import no_reaching_out

_LIMITS: Final = {"AS": 512 << 20, "CPU": 8, "CORE": 0, "NOFILE": 64, "NPROC": 0}


def main(command: list[str]) -> None:
    """Become the program; there is no coming back."""
    if sys.platform == "win32":
        return  # Ghostscript is not asked for anything there
    import resource

    for name, most in _LIMITS.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    restrict(no_reaching_out)
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
