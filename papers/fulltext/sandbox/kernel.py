"""What is asked of the Linux kernel so that code that is taken over can do no harm.

Python has nothing for it, so the calls are made through ctypes; docs/decisions.md says why by no
library. On other systems nothing happens, and the answer says so.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable
from typing import Final

from papers.fulltext.sandbox.syscall_filter import MACHINES, Machine

# linux/prctl.h, linux/seccomp.h
_SET_DUMPABLE: Final = 4
_SET_SECCOMP: Final = 22
_NO_NEW_PRIVILEGES: Final = 38
_FILTER: Final = 2


class _Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def restrict(program: Callable[[Machine], bytes]) -> bool:
    """Put a filter of system calls on this process and all that it starts, for good.

    Args:
        program: what makes the filter for an architecture.

    Returns:
        Whether it is on: there are systems and containers that have none.
    """
    machine = MACHINES.get(platform.machine())
    # A 32-bit Python on such a machine calls by other numbers.
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    steps = program(machine)
    told = _Program(len(steps) // 8, steps)
    return _asked(_NO_NEW_PRIVILEGES, 1) and _asked(_SET_SECCOMP, _FILTER, ctypes.byref(told))


def close_memory() -> bool:
    """Nobody without rights over the system reads this process's memory, files or environment.

    Others of the same user could otherwise, in /proc or as a debugger does: code in the sandbox
    too. It also keeps core files from being written.

    Returns:
        Whether the system does so.
    """
    return sys.platform == "linux" and _asked(_SET_DUMPABLE, 0)


def _asked(option: int, value: int, more: object = 0) -> bool:
    """Whether the kernel does what it is asked for."""
    try:
        control = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):  # a C library without it, as on some small systems
        return False
    number = ctypes.c_ulong
    third = number(more) if isinstance(more, int) else more
    return bool(control(ctypes.c_int(option), number(value), third, number(0), number(0)) == 0)
