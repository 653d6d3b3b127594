"""The text of a paper: sections and figures."""

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
    """A headed part of a paper; level 1 is a section, 2 a subsection."""

    title: str
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its number as printed ("2a"), its caption and its image's bytes."""

    number: str
    caption: str
    image: bytes


@dataclass(frozen=True, slots=True)
class FullText:
    """A paper as read."""

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    origin: TextOrigin
    licence: str | None = None
