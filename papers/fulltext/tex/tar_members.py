"""The files of a paper's source, out of a tar file that nobody vouches for. Runs confined.

Nothing is ever written to disk. The archive is read once, as a stream; its members are taken by
name into memory, and everything about it is bounded.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Final, cast

from domain.errors import UnreadablePaper
from domain.messages import sentence

_MOST_MEMBERS: Final = 3_000
_LARGEST: Final = 40_000_000
_MOST_BYTES: Final = 160_000_000
_MOST_RATIO: Final = 150
_RATIO_FROM: Final = 8_000_000
"""A few megabytes may inflate as they like; text does so."""
_TEXT: Final = frozenset(
    {
        ".tex",
        ".ltx",
        ".latex",
        ".txt",
        ".sty",
        ".cls",
        ".clo",
        ".def",
        ".inc",
        ".mac",
        ".bbl",
        ".bib",
        ".htm",
        ".html",
        ".json",
        ".yaml",
        ".yml",
        ".toml",
        ".xxx",
        "",
    }
)
_IMAGES: Final = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".gif", ".eps", ".ps", ".epsi", ".bmp", ".tif", ".tiff"}
)
_LARGEST_TEXT: Final = 8_000_000
_TOO_LARGE: Final = sentence("The paper's source unpacks to far more than a paper has.")


@dataclass(frozen=True, slots=True)
class _Capped:
    """A stream that refuses to give more than its size allows."""

    stream: IO[bytes]
    left: list[int]

    def read(self, size: int = -1) -> bytes:
        """As much as is asked for, within bounds."""
        piece = self.stream.read(min(size, self.left[0] + 1) if size >= 0 else self.left[0] + 1)
        self.left[0] -= len(piece)
        if self.left[0] < 0:
            raise UnreadablePaper(_TOO_LARGE)
        return piece


def read_members(body: bytes) -> dict[str, bytes]:
    """The text and image files of a source by their names in it.

    A source of one file, gzipped or bare, has the name "main.tex". Links, devices, absolute names
    and names with ".." are left out; so are files that are neither text nor images.

    Raises:
        UnreadablePaper: it is no source, is damaged, or exceeds the bounds of count, size or
            ratio.
    """
    if not body:
        raise UnreadablePaper(sentence("The paper's source is empty."))
    if body.startswith(b"%PDF-"):
        raise UnreadablePaper(sentence("The paper's source is only a PDF."))
    stream = _Capped(_opened(body), [_allowed(len(body))])
    try:
        start = stream.read(512)
        if not _is_tar(start):
            return {"main.tex": start + stream.read()}
        return _members(_Rejoined(start, stream))
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError) as error:
        raise UnreadablePaper(sentence("The paper's source is damaged.")) from error


def _allowed(size: int) -> int:
    return min(_MOST_BYTES, max(_RATIO_FROM, size * _MOST_RATIO))


def _opened(body: bytes) -> IO[bytes]:
    raw = BytesIO(body)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if body[:2] == b"\x1f\x8b" else raw


def _is_tar(start: bytes) -> bool:
    """By the header's magic, or by its checksum, which older archives have alone."""
    if len(start) < 512:
        return False
    if start[257:262] == b"ustar":
        return True
    try:
        told = int(start[148:156].strip(b"\0 ") or b"x", 8)
    except ValueError:
        return False
    return told == sum(start[:148]) + 32 * 8 + sum(start[156:])


class _Rejoined:
    """A stream with what was read of it put back in front."""

    def __init__(self, start: bytes, rest: _Capped) -> None:
        self._start = start
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if size < 0:
            whole, self._start = self._start + self._rest.read(), b""
            return whole
        piece, self._start = self._start[:size], self._start[size:]
        while len(piece) < size:
            more = self._rest.read(size - len(piece))
            if not more:
                break
            piece += more
        return piece


def _members(stream: _Rejoined) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
        for count, member in enumerate(archive, 1):
            if count > _MOST_MEMBERS:
                raise UnreadablePaper(
                    sentence(
                        "The paper's source has more than {most} files.",
                        most=f"{_MOST_MEMBERS:,}",
                    )
                )
            if _is_wanted(member):
                content = archive.extractfile(member)
                if content is not None:
                    found[_name(member)] = content.read()
    if not found:
        raise UnreadablePaper(sentence("The paper's source holds no text."))
    return found


def _is_wanted(member: tarfile.TarInfo) -> bool:
    """Whether a member is a plain file with a plain name, of a kind and size to be read."""
    path = PurePosixPath(member.name)
    if not member.isreg() or member.issparse() or path.is_absolute() or ".." in path.parts:
        return False
    if "\\" in member.name or "\0" in member.name:
        return False
    suffix = path.suffix.lower()
    if suffix in _IMAGES:
        return member.size <= _LARGEST
    return suffix in _TEXT and member.size <= _LARGEST_TEXT


def _name(member: tarfile.TarInfo) -> str:
    return str(PurePosixPath(member.name))
