"""How large Discord's components are, and how many of them fit into a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

LONGEST: Final = 3_700
"""Characters of the texts of a message: 4,000 are taken, and how they count is not told; the rest
is for the line that says which part it is."""

SURELY_TAKEN: Final = 9_500
"""Bytes of texts, each with some more, up to which no layout has been seen to fail."""

MOST_BYTES: Final = 8_900
"""Of those; the rest is for the line that says which part it is."""

MOST_COMPONENTS: Final = 38
"""Of the 40 that are taken, the container and that line among them."""

MOST_FILES: Final = 10
BYTES_EACH: Final = 12

Component = Mapping[str, Any]
Unit = tuple[Component, ...]
"""Components that stay in one message where they have room."""


def packed(units: Iterable[Unit]) -> Iterator[Unit]:
    """Units in as few messages as they fit into; one that needs several goes by component."""
    message: Unit = ()
    size = _NOTHING
    for unit in units:
        whole = _size(unit)
        for parts in (unit,) if _fits(whole) else ((component,) for component in unit):
            added = whole if parts is unit else _size(parts)
            if message and not _fits(_sum(size, added)):
                yield message
                message, size = (), _NOTHING
            message, size = (*message, *parts), _sum(size, added)
    if message:
        yield message


Size = tuple[int, int, int, int]
"""Characters, bytes, components, files."""

_NOTHING: Final[Size] = (0, 0, 0, 0)


def _size(components: Unit) -> Size:
    texts = found(components, "content")
    kinds, media = found(components, "type"), found(components, "media")
    return sum(map(len, texts)), octets_of(components), len(kinds), len(media)


def octets_of(components: Iterable[Component]) -> int:
    """Bytes of the texts of components, as Discord seems to count them."""
    return sum(len(text.encode()) + BYTES_EACH for text in found(components, "content"))


def _sum(one: Size, other: Size) -> Size:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def _fits(size: Size) -> bool:
    characters, octets, components, files = size
    is_short = characters <= LONGEST and octets <= MOST_BYTES
    return is_short and components <= MOST_COMPONENTS and files <= MOST_FILES


def found(tree: Any, name: str) -> list[Any]:
    """All values of a field, in order."""
    if isinstance(tree, Mapping):
        own = [tree[name]] if name in tree else []
        return own + [one for value in tree.values() for one in found(value, name)]
    if isinstance(tree, list | tuple):
        return [one for value in tree for one in found(value, name)]
    return []
