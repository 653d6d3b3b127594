"""Which system calls code may make once a filter is on, as programs for Linux's seccomp. Pure.

A program is classic BPF over the number, the architecture and the arguments of a call, as
https://docs.kernel.org/userspace-api/seccomp_filter.html describes it; the numbers are those of
the kernel's tables for each architecture.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _THIRD = 0, 4, 16, 32
_KILLED, _ALLOWED, _REFUSED = 0x8000_0000, 0x7FFF_0000, 0x0005_0000
_FOREIGN: Final = 0x4000_0000
"""Numbers from here on are those of x86_64's second set (x32), which would pass by the first."""
_EXECUTABLE: Final = 4
_THREAD: Final = 0x0001_0000


@dataclass(frozen=True, slots=True)
class Machine:
    """An architecture: its mark in a filter, and the numbers of its calls."""

    mark: int
    calls: dict[str, int]


_X86_64: Final = Machine(
    0xC000_003E,
    {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
        "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
        "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39, "exit": 60,
        "gettimeofday": 96, "sigaltstack": 131, "gettid": 186, "futex": 202,
        "restart_syscall": 219, "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
        "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49,
        "listen": 50, "socketpair": 53, "accept4": 288, "sendmmsg": 307,
        "clone": 56, "fork": 57, "vfork": 58, "kill": 62, "tkill": 200, "tgkill": 234,
        "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "ptrace": 101, "prlimit64": 302,
        "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "pidfd_send_signal": 424,
        "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438,
        "process_madvise": 440, "bpf": 321, "userfaultfd": 323, "perf_event_open": 298,
        "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272, "setns": 308,
        "mount": 165, "chroot": 161, "pivot_root": 155,
    },
)  # fmt: skip
_AARCH64: Final = Machine(
    0xC000_00B7,
    {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222,
        "mprotect": 226, "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135,
        "rt_sigreturn": 139, "sched_yield": 124, "mremap": 216, "madvise": 233, "getpid": 172,
        "exit": 93, "gettimeofday": 169, "sigaltstack": 132, "gettid": 178, "futex": 98,
        "restart_syscall": 128, "clock_gettime": 113, "exit_group": 94, "getrandom": 278,
        "socket": 198, "connect": 203, "accept": 202, "sendto": 206, "sendmsg": 211, "bind": 200,
        "listen": 201, "socketpair": 199, "accept4": 242, "sendmmsg": 269,
        "clone": 220, "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138,
        "rt_tgsigqueueinfo": 240, "ptrace": 117, "prlimit64": 261, "process_vm_readv": 270,
        "process_vm_writev": 271, "kcmp": 272, "pidfd_send_signal": 424, "io_uring_setup": 425,
        "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438, "process_madvise": 440, "bpf": 280,
        "userfaultfd": 282, "perf_event_open": 241, "add_key": 217, "request_key": 218,
        "keyctl": 219, "unshare": 97, "setns": 268, "mount": 40, "chroot": 51, "pivot_root": 41,
    },
)  # fmt: skip
MACHINES: Final = {"x86_64": _X86_64, "aarch64": _AARCH64}

_COMPUTING: Final = (
    "read", "write", "close", "fstat", "lseek", "munmap", "brk", "mremap", "madvise",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "futex",
    "sched_yield", "getpid", "gettid", "gettimeofday", "clock_gettime", "getrandom", "exit",
    "exit_group",
)  # fmt: skip
"""What a program needs that works on what it has been given: memory, and the open pipes."""

_REACHING: Final = (
    "socket", "socketpair", "connect", "accept", "accept4", "bind", "listen", "sendto", "sendmsg",
    "sendmmsg", "fork", "vfork", "kill", "tkill", "tgkill", "rt_sigqueueinfo",
    "rt_tgsigqueueinfo", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "kcmp", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "io_uring_setup", "bpf",
    "userfaultfd", "perf_event_open", "add_key", "request_key", "keyctl", "unshare", "setns",
    "mount", "chroot", "pivot_root", "prlimit64",
)  # fmt: skip
"""What reaches other machines or other processes, or what would undo a limit."""


def only_computing(machine: Machine) -> bytes:
    """Nothing but memory and the pipes that are open; no memory becomes a program any more."""
    calls = machine.calls
    body = [
        *_on(calls["mmap"], _third_has(_EXECUTABLE)),
        *_on(calls["mprotect"], _third_has(_EXECUTABLE)),
        *(step for name in _COMPUTING for step in _on(calls[name], [(_RETURN, 0, 0, _ALLOWED)])),
        _refusal(errno.EPERM),
    ]
    return _packed([*_native(machine), *body])


def no_reaching_out(machine: Machine) -> bytes:
    """All but other machines and other processes; threads may begin, and programs take over."""
    calls = machine.calls
    body = [
        # Its flags lie in memory, where no filter can see them: "not there" makes libraries use
        # the older call.
        *_on(calls["clone3"], [_refusal(errno.ENOSYS)]),
        *_on(
            calls["clone"],
            [(_LOAD, 0, 0, _FIRST), (_ANY_BIT, 1, 0, _THREAD), _refusal(errno.EPERM)],
            otherwise=_ALLOWED,
        ),
        *(
            step
            for name in _REACHING
            if name in calls
            for step in _on(calls[name], [_refusal(errno.EPERM)])
        ),
        (_RETURN, 0, 0, _ALLOWED),
    ]
    return _packed([*_native(machine), *body])


_Step = tuple[int, int, int, int]


def _native(machine: Machine) -> list[_Step]:
    """The end of a process that calls by the numbers of another architecture."""
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.mark),
        (_RETURN, 0, 0, _KILLED),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _FOREIGN),
        (_RETURN, 0, 0, _KILLED),
    ]


def _on(number: int, steps: Sequence[_Step], *, otherwise: int | None = None) -> list[_Step]:
    """Steps for one call alone, which end in an answer."""
    last: list[_Step] = [] if otherwise is None else [(_RETURN, 0, 0, otherwise)]
    return [(_EQUAL, 0, len(steps) + len(last), number), *steps, *last]


def _third_has(bit: int) -> list[_Step]:
    """A refusal where the call's third argument has the bit."""
    return [
        (_LOAD, 0, 0, _THIRD),
        (_ANY_BIT, 0, 1, bit),
        _refusal(errno.EPERM),
        (_RETURN, 0, 0, _ALLOWED),
    ]


def _refusal(number: int) -> _Step:
    return (_RETURN, 0, 0, _REFUSED | number)


def _packed(steps: Sequence[_Step]) -> bytes:
    """As the kernel takes it: an operation, two jumps, a value, for each step."""
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
