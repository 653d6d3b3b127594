"""Papers as bytes and back: for the way out of the sandbox, and for the cache. Pure.

A parcel is a mark, the length of a JSON header, the header, and blobs whose sizes it tells.
Whatever is taken for a parcel is checked: nothing that comes out of the sandbox is trusted.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.errors import UnreadablePaper
from domain.fulltext import Figure, Formula, FullText, Section, Table, TextOrigin
from domain.messages import Message, as_data, from_data, sentence

_MARK: Final = b"PCR1"
_LENGTH: Final = struct.Struct(">I")
_LARGEST_HEADER: Final = 64_000_000
_MEDIA: Final = frozenset({"image/png", "image/jpeg", ""})


def packed(header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """A parcel of a header and blobs."""
    written = json.dumps({**header, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join((_MARK, _LENGTH.pack(len(written)), written, *blobs))


def unpacked(parcel: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """A parcel's header and blobs.

    Raises:
        UnreadablePaper: it is no parcel, or not whole.
    """
    start = len(_MARK) + _LENGTH.size
    if not parcel.startswith(_MARK) or len(parcel) < start:
        raise UnreadablePaper(sentence("What was read of the paper is damaged."))
    (length,) = _LENGTH.unpack_from(parcel, len(_MARK))
    if length > _LARGEST_HEADER:
        raise UnreadablePaper(sentence("What was read of the paper is damaged."))
    try:
        header = json.loads(parcel[start : start + length])
        sizes = [int(size) for size in header["sizes"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadablePaper(sentence("What was read of the paper is damaged.")) from error
    at = start + length
    if min(sizes, default=0) < 0 or at + sum(sizes) != len(parcel):
        raise UnreadablePaper(sentence("What was read of the paper is damaged."))
    blobs = []
    for size in sizes:
        blobs.append(parcel[at : at + size])
        at += size
    return header, blobs


def packed_refusal(why: Message) -> bytes:
    """A parcel that says why there is no paper in it."""
    return packed({"refused": as_data(why)})


def refusal_in(header: Mapping[str, Any]) -> Message | None:
    """What a parcel's header says of why there is no paper in it; None where there is one.

    Raises:
        UnreadablePaper: it says something that is no message.
    """
    if "refused" not in header:
        return None
    try:
        return from_data(header["refused"])
    except ValueError as error:
        raise UnreadablePaper(sentence("What was read of the paper is damaged.")) from error


def packed_text(text: FullText, **more: Any) -> bytes:
    """A paper as a parcel; more is what else its header says."""
    blobs = [figure.image for figure in text.figures]
    told = {
        "origin": text.origin.value,
        "licence": text.licence,
        "sections": [[part.title, part.text, part.level, part.pages] for part in text.sections],
        "figures": [[it.number, it.caption, it.media_type, it.page] for it in text.figures],
        "tables": [[it.number, it.caption, it.rows, it.page, it.lines] for it in text.tables],
        "formulas": [[formula.text, formula.latex] for formula in text.formulas],
    }
    return packed({**more, "text": told}, blobs)


def _section(told: Sequence[Any]) -> Section:
    """A section as it was packed; parcels of before have no pages."""
    title, text, level, *rest = told
    pages = tuple((int(begin), int(page)) for begin, page in (rest[0] if rest else ()))
    return Section(str(title), str(text), int(level), pages)


def _figure(told: Sequence[Any], image: bytes) -> Figure:
    """A figure as it was packed; parcels of before have no pages."""
    number, caption, media, *rest = told
    return Figure(str(number), str(caption), image, str(media), int(rest[0]) if rest else 0)


def _table(told: Sequence[Any]) -> Table:
    """A table as it was packed; parcels of before have no rows, no page or no lines."""
    number, caption, *rest = told
    rows = tuple(tuple(map(str, row)) for row in (rest[0] if rest else ()))
    page = int(rest[1]) if len(rest) > 1 else 0
    lines = tuple(map(str, rest[2] if len(rest) > 2 else ()))
    return Table(str(number), str(caption), rows, page, lines)


def unpacked_text(parcel: bytes) -> tuple[FullText, dict[str, Any], list[bytes]]:
    """A paper out of a parcel, the whole header, and the blobs beyond its figures.

    Raises:
        UnreadablePaper: it is not in there, or is damaged.
    """
    header, blobs = unpacked(parcel)
    try:
        told = header["text"]
        listed = told["figures"]
        if len(blobs) < len(listed):
            raise UnreadablePaper(sentence("What was read of the paper is damaged."))
        figures = tuple(map(_figure, listed, blobs))
        text = FullText(
            tuple(map(_section, told["sections"])),
            figures,
            TextOrigin(told["origin"]),
            None if told["licence"] is None else str(told["licence"]),
            tuple(map(_table, told["tables"])),
            tuple(Formula(str(read), str(latex)) for read, latex in told.get("formulas", ())),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadablePaper(sentence("What was read of the paper is damaged.")) from error
    if any(figure.media_type not in _MEDIA for figure in figures):
        raise UnreadablePaper(sentence("What was read of the paper is damaged."))
    return text, header, blobs[len(listed) :]
