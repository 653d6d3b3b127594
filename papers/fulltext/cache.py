"""Papers that were read, kept in a folder of bounded size."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, FullText
from domain.identifiers import PaperId
from domain.messages import Message
from papers.fulltext.sandbox.parcel import (
    packed,
    packed_refusal,
    packed_text,
    refusal_in,
    unpacked,
    unpacked_text,
)

EDITION: Final = "1"
"""Raised when reading changes so much that what was kept before is worth reading again."""
_SUFFIX: Final = ".paper"
_LEFT_OVER: Final = 3600.0
"""Seconds after which a file that was never finished is somebody's crash."""
_REFUSED_FOR: Final = 24 * 3600.0
"""Seconds for which it is remembered that a paper cannot be read."""


class PaperCache:
    """A folder of parcels. Each file is whole or not there; those not used longest go first.

    Several processes may use one folder. A folder that cannot be written keeps nothing and is
    otherwise no trouble.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        """Args: most_bytes is what its files may be together; with 0 nothing is kept."""
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, paper: PaperId) -> FullText | None:
        """A paper kept before.

        Raises:
            UnreadablePaper: it is remembered that it cannot be read, and why.
        """
        path = self._path(paper)
        if path is None:
            return None
        try:
            parcel = path.read_bytes()
            age = time.time() - path.stat().st_mtime
        except OSError:
            return None
        try:
            header, _ = unpacked(parcel)
            why = refusal_in(header)
            if why is None:
                text, _, _ = unpacked_text(parcel)
                _touch(path)
                return text
        except UnreadablePaper:
            _remove(path)
            return None
        if abs(age) > _REFUSED_FOR:
            _remove(path)
            return None
        raise UnreadablePaper(why)

    def keep(self, paper: PaperId, text: FullText) -> None:
        """Keep a paper."""
        self._write(paper, packed_text(text))

    def refuse(self, paper: PaperId, why: Message) -> None:
        """Remember for a day that a paper cannot be read."""
        self._write(paper, packed_refusal(why))

    def miss(self, paper: PaperId) -> None:
        """Remember that arXiv has no HTML of a paper."""
        self._write(paper, packed({}), about="-html")

    def misses(self, paper: PaperId, seconds: float) -> bool:
        """Whether arXiv had no HTML of a paper so many seconds ago, or since."""
        path = self._path(paper, about="-html")
        try:
            return path is not None and abs(time.time() - path.stat().st_mtime) <= seconds
        except OSError:
            return False

    def _path(self, paper: PaperId, about: str = "") -> Path | None:
        """A paper's file; none where it is not known which version is meant, as that may change."""
        if paper.version is None or not self._most_bytes:
            return None
        name = re.sub(r"[^A-Za-z0-9.-]", "_", str(paper))
        return self._folder / f"{name}{about}.{EDITION}{_SUFFIX}"

    def _write(self, paper: PaperId, parcel: bytes, about: str = "") -> None:
        path = self._path(paper, about)
        if path is None or len(parcel) > self._most_bytes:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
        except OSError:
            return
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(parcel)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            _remove(unfinished)
            return
        self._evict()

    def _evict(self) -> None:
        """Remove what was not used longest until the rest fits, and what was never finished."""
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                told = path.stat()
                if path.suffix == _SUFFIX:
                    files.append((told.st_mtime, told.st_size, path))
                elif path.suffix == ".part" and abs(time.time() - told.st_mtime) > _LEFT_OVER:
                    _remove(path)
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._most_bytes:
                break
            _remove(path)
            total -= size


def _touch(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def outline(text: FullText) -> FullText:
    """What may be kept of any paper: the numbers of its figures."""
    figures = tuple(Figure(figure.number, "", page=figure.page) for figure in text.figures)
    return replace(text, sections=(), figures=figures, tables=(), formulas=())
