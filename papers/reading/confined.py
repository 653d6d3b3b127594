"""The inside of the sandbox: ``python -m papers.reading.confined JOB FIGURES``.

Limits itself first, then reads one document from standard input, and writes one parcel to
standard output. Once its libraries are loaded it can open neither files nor sockets: the limit
on descriptors forbids it, so whatever a document makes a library do stays in here.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import Final

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 12
TOO_MUCH: Final = "Reading it takes more memory than a paper may."


def main(arguments: list[str]) -> int:
    """Do one job; the exit status is 0 unless there is a fault in here."""
    name, figures = arguments
    _limit()
    work = _job(name)
    _forbid_opening()
    from domain.errors import UnreadablePaper
    from papers.reading.parcel import packed

    body = sys.stdin.buffer.read()
    try:
        answer = work(body, int(figures))
    except UnreadablePaper as error:
        answer = packed({"refused": error.message})
    except MemoryError:
        answer = packed({"refused": TOO_MUCH})
    except RecursionError:
        answer = packed({"refused": "It is nested too deeply."})
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _job(name: str) -> Callable[[bytes, int], bytes]:
    """The work that a name stands for, with all it needs loaded."""
    from papers.reading.rehearsal import rehearse_drawn, rehearse_page

    for encoding in ("ascii", "latin-1", "cp1252", "utf-8-sig", "iso8859-1"):
        "".encode(encoding)
    rehearse_page()
    if name == "html":
        from papers.reading.jobs_text import read_page

        return read_page
    from papers.reading.jobs_drawn import read_paper, read_pictures, read_tex

    rehearse_drawn()
    return {"pdf": read_paper, "source": read_tex, "pictures": read_pictures}[name]


def _limit() -> None:
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


def _forbid_opening() -> None:
    """No descriptor beyond those that are open, so neither files nor the network."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
