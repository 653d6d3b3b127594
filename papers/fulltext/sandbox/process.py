"""The sandbox from outside: hostile documents are read in a process that can do nothing else.

The process has limits of memory, processor time and wall time; it inherits none of our
environment, and can neither open anything nor reach another process, this one least of all, as
far as the system can forbid it. What it answers is checked like anything else from outside.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog

from domain.errors import UnreadablePaper
from domain.messages import sentence
from papers.fulltext.sandbox.parcel import refusal_in, unpacked

log = structlog.get_logger(__name__)

_INHERITED: Final = ("SYSTEMROOT",)
"""Windows cannot begin a process without it; elsewhere nothing of our environment is needed."""
_COMPLAINT: Final = 4_000


class Job(StrEnum):
    """What can be done in the sandbox."""

    HTML = "html"
    SOURCE = "source"
    PDF = "pdf"
    PICTURES = "pictures"
    TRIAL = "trial"


_NAMES: Final = {
    Job.HTML: "HTML",
    Job.SOURCE: sentence("source"),
    Job.PDF: "PDF",
    Job.PICTURES: sentence("images"),
    Job.TRIAL: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a job may take from outside.

    Attributes:
        wall: seconds.
        answer: bytes.
    """

    wall: float = 14.0
    answer: int = 80_000_000


class Sandbox:
    """Does jobs in processes of their own, a few at a time."""

    def __init__(self, bounds: Bounds | None = None, *, at_once: int = 2) -> None:
        """Args: at_once is how many processes run together."""
        self._bounds = bounds or Bounds()
        self._turns = asyncio.Semaphore(at_once)

    async def do(self, job: Job, document: bytes, *, figures: int = 0) -> bytes:
        """The parcel that a job makes of a document.

        Args:
            job: what to do.
            document: whatever was downloaded.
            figures: how many of them to draw, at most.

        Raises:
            UnreadablePaper: the document cannot be read, or reading it took more than it may.
        """
        async with self._turns:
            status, answer, complaint = await self._run(job, document, figures)
        if status != 0:
            log.warning("sandbox_ended", job=job.value, status=status, complaint=complaint)
            raise UnreadablePaper(
                sentence(
                    "Reading the paper's {form} was stopped: it took too much memory or time, "
                    "or is broken.",
                    form=_NAMES[job],
                )
            )
        header, _ = unpacked(answer)
        refused = refusal_in(header)
        if refused is not None:
            raise UnreadablePaper(refused)
        return answer

    async def possible(self) -> tuple[str, ...]:
        """What code in there could still do on this system, tried out; nothing where all is well.

        Raises:
            UnreadablePaper: no process of this kind can be started here.
        """
        header, _ = unpacked(await self.do(Job.TRIAL, b""))
        return tuple(str(name) for name in header.get("possible", ()))

    async def _run(self, job: Job, document: bytes, figures: int) -> tuple[int, bytes, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-B",
            "-X",
            "utf8",
            "-m",
            "papers.fulltext.sandbox.confined",
            job.value,
            str(figures),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        )
        try:
            async with asyncio.timeout(self._bounds.wall):
                _, answer, complaint = await asyncio.gather(
                    _feed(process, document),
                    _drain(process.stdout, self._bounds.answer),
                    _drain(process.stderr, _COMPLAINT * 10),
                )
                status = await process.wait()
        except TimeoutError:
            raise UnreadablePaper(
                sentence(
                    "Reading the paper's {form} took more than {seconds} s and was given up.",
                    form=_NAMES[job],
                    seconds=f"{self._bounds.wall:.0f}",
                )
            ) from None
        finally:
            await _end(process)
        return status, answer, complaint.decode("utf-8", "replace")[-_COMPLAINT:]


async def _feed(process: asyncio.subprocess.Process, document: bytes) -> None:
    if process.stdin is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(document)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _drain(stream: asyncio.StreamReader | None, most: int) -> bytes:
    if stream is None:
        return b""
    answer = bytearray()
    while piece := await stream.read(1 << 16):
        answer += piece
        if len(answer) > most:
            raise UnreadablePaper(sentence("What was read of the paper is larger than a paper."))
    return bytes(answer)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
