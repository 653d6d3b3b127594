"""The text of a paper: sections, figures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextOrigin(StrEnum):
    """What a paper's text was read from, best first."""

    HTML = "html"
    SOURCE = "source"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a paper; level 1 is a section, 2 a subsection.

    Attributes:
        title: without its number; empty for what stands before the first heading.
        text: paragraphs, with an empty line between; without captions, notes and references.
    """

    title: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its number as printed ("2a"), its caption and its image.

    Attributes:
        image: PNG or JPEG as `media_type` says; empty where there is none, or none may be kept.
    """

    number: str
    caption: str
    image: bytes = b""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's number and caption."""

    number: str
    caption: str


@dataclass(frozen=True, slots=True)
class FullText:
    """A paper as read.

    Attributes:
        figures: in the order of their numbers; what is left of them where images may not be
            kept are numbers and captions.
        licence: the licence's URL, where known.
    """

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    origin: TextOrigin
    licence: str | None = None
    tables: tuple[Table, ...] = ()

    @property
    def words(self) -> int:
        """How many words its sections have."""
        return sum(len(section.text.split()) for section in self.sections)
