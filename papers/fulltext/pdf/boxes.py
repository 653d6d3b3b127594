"""Rectangles on a page, and which of them hang together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_CELL: Final = 5.0
"""Points; what has no empty cell between it hangs together."""
_MOST_CELLS: Final = 400
"""Along one side of a page."""


class Box(NamedTuple):
    """A rectangle on a page in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def wider(self, by: float) -> Box:
        """The box with a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, other: Box) -> Box:
        """What both have in common; it may be upside down where that is nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether no more than a gap lies between them."""
        return (
            self.left - gap < other.right
            and other.left - gap < self.right
            and self.bottom - gap < other.top
            and other.bottom - gap < self.top
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies in it."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def beside(self, other: Box) -> float:
        """How far they stand apart sideways; negative where one lies above the other."""
        return max(self.left - other.right, other.left - self.right)

    def apart(self, other: Box) -> float:
        """How far they stand apart in height; negative where one lies beside the other."""
        return max(self.bottom - other.top, other.bottom - self.top)


def joined(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    return Box(
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def hanging_together(boxes: Iterable[Box]) -> list[Box]:
    """The boxes around those that touch, or nearly do: the panels of a figure, say."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    listed = list(boxes)
    for number, box in enumerate(listed):
        for cell in _cells(box):
            cells[cell].append(number)
    done: set[tuple[int, int]] = set()
    return [
        joined([listed[number] for number in _reached(start, cells, done)])
        for start in cells
        if start not in done
    ]


def _reached(
    start: tuple[int, int], cells: dict[tuple[int, int], list[int]], done: set[tuple[int, int]]
) -> set[int]:
    """The boxes in cells that hang together with one."""
    waiting, members = [start], set[int]()
    done.add(start)
    while waiting:
        x, y = waiting.pop()
        members.update(cells[x, y])
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1), (x + 1, y + 1),
                     (x - 1, y - 1), (x + 1, y - 1), (x - 1, y + 1)):  # fmt: skip
            if near in cells and near not in done:
                done.add(near)
                waiting.append(near)
    return members


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    """The cells along a box's edges, and some within: what lies inside hangs together with it."""
    left, right = int(box.left // _CELL), int(box.right // _CELL)
    bottom, top = int(box.bottom // _CELL), int(box.top // _CELL)
    right, top = min(right, left + _MOST_CELLS), min(top, bottom + _MOST_CELLS)
    return ((x, y) for x in range(left, right + 1) for y in range(bottom, top + 1))
