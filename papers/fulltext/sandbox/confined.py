"""The inside of the sandbox: ``python -m papers.fulltext.sandbox.confined JOB FIGURES``.

Limits itself first, loads its libraries, and closes the door; then it reads one document from
standard input, and writes one parcel to standard output. Behind the door a filter of system calls
leaves it memory and those pipes: whatever a document makes a library do, or code that has taken
over, can open no file, reach no network, start, stop or look into no process. Where a system has
no such filter, the limit on descriptors still keeps files and sockets shut.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Final

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 12


def main(arguments: list[str]) -> int:
    """Do one job; the exit status is 0 unless there is a fault in here."""
    name, figures = arguments
    limit()
    work = job(name)
    from domain.errors import UnreadablePaper
    from domain.messages import sentence
    from papers.fulltext.sandbox.parcel import packed_refusal

    close_door()
    body = sys.stdin.buffer.read()
    try:
        answer = work(body, int(figures))
    except UnreadablePaper as error:
        answer = packed_refusal(error.message)
    except MemoryError:
        answer = packed_refusal(sentence("Reading it takes more memory than a paper may."))
    except RecursionError:
        answer = packed_refusal(sentence("It is nested too deeply."))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def job(name: str) -> Callable[[bytes, int], bytes]:
    """The work that a name stands for, with all it needs loaded."""
    if name == "trial":
        from papers.fulltext.sandbox.trial import what_is_possible

        return what_is_possible
    from papers.fulltext.sandbox.rehearsal import load_late_parts, rehearse_drawn, rehearse_page

    load_late_parts(drawn=name != "html")
    rehearse_page()
    if name == "html":
        from papers.fulltext.sandbox.jobs_text import read_page

        return read_page
    from papers.fulltext.sandbox.jobs_drawn import read_paper, read_pictures, read_tex

    rehearse_drawn()
    return {"pdf": read_paper, "source": read_tex, "pictures": read_pictures}[name]


def limit() -> None:
    """Memory, processor time and no traces, where the system can limit them."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit of this kind
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def close_door() -> None:
    """From here on nothing is opened, started or reached, as far as the system can forbid it."""
    if sys.platform == "win32":
        return
    import resource

    from papers.fulltext.sandbox.kernel import restrict
    from papers.fulltext.sandbox.syscall_filter import only_computing

    os.closerange(3, 1 << 16)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    restrict(only_computing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
