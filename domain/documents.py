"""Documents: the one thing handlers give back and renderers take.

A document is plain data. Its text is never markup: each renderer escapes for its own platform.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Style(StrEnum):
    """How a span looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, with a link where it has one."""

    text: str
    style: Style = Style.PLAIN
    link: str = ""


Inline = tuple[Span, ...]


def inline(*parts: str | Span) -> Inline:
    """A line from strings and spans; empty ones are dropped."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(span for span in spans if span.text)


def bold(text: str) -> Span:
    """Bold text."""
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    """Italic text."""
    return Span(text, Style.ITALIC)


def code(text: str) -> Span:
    """Text to be typed as it stands: an id, a command."""
    return Span(text, Style.CODE)


def link(text: str, url: str) -> Span:
    """Linked text; plain where there is no address."""
    return Span(text, link=url)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title within a document; level 1 is the largest."""

    spans: Inline
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text.

    Attributes:
        begins: whether a part begins with it, which chats, that set lines close, set apart.
    """

    spans: Inline
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Text set apart; a collapsible one may be shown folded under its title."""

    title: str
    blocks: tuple[Paragraph | Bullets | Heading, ...]
    collapsible: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its caption: bytes, or an address where bytes are not at hand."""

    caption: Inline
    image: bytes = b""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: it sends a command, or opens an address."""

    label: str
    command: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Rows of buttons."""

    rows: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between parts."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings: for settings, states and commands."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file handed over: sent as a file where a surface has files, else shown as it is."""

    name: str
    text: str


Block = Heading | Paragraph | Bullets | Quote | Picture | Buttons | Rule | Table | Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMeta:
    """What a page of a website says of itself; the front matter of Hexo."""

    date: date
    description: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    cover: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Document:
    """Something to show to a person.

    Attributes:
        title: what it is; may be empty for a short reply.
        url: where the title leads.
        meta: for documents that can stand as a page of their own.
        in_place: whether, asked for by a button, it takes the place of the button's message.
    """

    title: str = ""
    blocks: tuple[Block, ...] = ()
    url: str = ""
    meta: PageMeta | None = None
    in_place: bool = False

    @classmethod
    def say(cls, *parts: str | Span) -> Document:
        """A reply of one paragraph."""
        return cls(blocks=(Paragraph(inline(*parts)),))


def joined(lines: Iterable[Inline], separator: str = " · ") -> Inline:
    """Several lines as one, with a separator between."""
    result: list[Span] = []
    for line in lines:
        if not line:
            continue
        if result:
            result.append(Span(separator))
        result.extend(line)
    return tuple(result)
