"""Drawings in PostScript, by Ghostscript where there is one; it is never required.

PostScript is a program. It runs with Ghostscript's own sandbox on, without our environment, in
a folder of its own, and with limits of memory, time and output.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from contextlib import suppress
from typing import Final

from domain.errors import UnreadablePaper
from domain.speech import in_english

_WALL: Final = 10.0
_LARGEST: Final = 30_000_000
_OPTIONS: Final = (
    "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-dEPSCrop", "-dFirstPage=1", "-dLastPage=1",
    "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-r150", "-sDEVICE=png16m",
    "-sOutputFile=%stdout", "-sstdout=%stderr", "-",
)  # fmt: skip
_LIMITS: Final = """\
import os, resource, sys
for name, most in (("AS", 512 << 20), ("CPU", 8), ("CORE", 0), ("NOFILE", 64), ("NPROC", 0)):
    try:
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
    except (ValueError, OSError, AttributeError):
        pass
os.execv(sys.argv[1], sys.argv[1:])
"""


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
            sys.executable, "-I", "-c", _LIMITS, program, *_OPTIONS,
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
                in_english("Drawing a figure in PostScript took too long.")
            ) from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if process.returncode or not image.startswith(b"\x89PNG") or len(image) > _LARGEST:
        raise UnreadablePaper(in_english("A figure in PostScript cannot be drawn."))
    return image
