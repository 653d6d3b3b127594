"""Drawings in PostScript, by Ghostscript where there is one; it is never required.

PostScript is a program. It runs with Ghostscript's own sandbox on, without our environment, in
a folder of its own, with limits of memory, time and output, and where the system can forbid it
without the network and other processes.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from contextlib import suppress
from typing import Final

from domain.errors import UnreadablePaper
from domain.messages import sentence

_WALL: Final = 10.0
_LARGEST: Final = 30_000_000
_OPTIONS: Final = (
    "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-dEPSCrop", "-dFirstPage=1", "-dLastPage=1",
    "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-r150", "-sDEVICE=png16m",
    "-sOutputFile=%stdout", "-sstdout=%stderr", "-",
)  # fmt: skip


def ghostscript() -> str | None:
    """Where Ghostscript is, if it is."""
    return None if sys.platform == "win32" else shutil.which("gs")


async def drawn(postscript: bytes, program: str) -> bytes:
    """A drawing as PNG.

    Args:
        postscript: the file.
        program: Ghostscript's path.

    Raises:
        UnreadablePaper: it cannot be drawn, or takes too much.
    """
    with tempfile.TemporaryDirectory(prefix="papercrier-ps-") as folder:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-m", "papers.fulltext.sandbox.launching"),
            *(program, *_OPTIONS),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": folder},
        )  # fmt: skip
        try:
            async with asyncio.timeout(_WALL):
                image, _ = await process.communicate(postscript)
        except TimeoutError:
            raise UnreadablePaper(
                sentence("Drawing a figure in PostScript took too long.")
            ) from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if process.returncode or not image.startswith(b"\x89PNG") or len(image) > _LARGEST:
        raise UnreadablePaper(sentence("A figure in PostScript cannot be drawn."))
    return image
