"""Lines of print: text, place, size and weight. Pure.

A line is a tuple: there are thousands of them in a paper, and tuples are made fastest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple


class Line(NamedTuple):
    """One line of print, or what of it stands in one column.

    Attributes:
        left, bottom, right, top: its box in points, from the page's lower left corner.
        size: of its letters, in points.
        starts_strong, ends_strong: whether its first and last letters are bold or small capitals.
        is_slanted: whether both are in italics; a number before them does not count.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    starts_strong: bool
    ends_strong: bool
    is_slanted: bool = False

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold or in small capitals."""
        return self.starts_strong and self.ends_strong

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


Attributes = tuple[str, float, float, float, float, float, bool, bool, bool]

made: Final[Callable[[Attributes], Line]] = partial(tuple.__new__, Line)
"""A line by its attributes, in half the time in which they are passed by themselves."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order in which the PDF draws them."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
