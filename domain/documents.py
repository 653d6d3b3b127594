"""Documents: the plain data that handlers give back, and renderers escape for their platforms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.choices import Choice, Poll
from domain.page_meta import PageMeta


class Style(StrEnum):
    """How a span looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    MARKED = "marked"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style.

    Attributes:
        text: what is read; of a formula, a readable form of it.
        link: an address of the web that it leads to.
        latex: of a formula, its LaTeX without delimiters.
        target: the name of the footnote, section or card of the same document that it leads to.
    """

    text: str
    style: Style = Style.PLAIN
    link: str = ""
    latex: str = ""
    target: str = ""


Inline = tuple[Span, ...]


def inline(*parts: str | Span) -> Inline:
    """A line from strings and spans; empty ones are dropped."""
    return tuple(s for p in parts if (s := Span(p) if isinstance(p, str) else p).text)


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
    """A run of text."""

    spans: Inline


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words set apart, under a title that says whose or from where; may be without."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Details under a title, shown folded where a surface folds."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that stands alone: its LaTeX without delimiters, and a readable form."""

    latex: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its caption: bytes, or an address where bytes are not at hand.

    It is `described` for those who do not see it; by the caption where that is empty.
    """

    caption: Inline
    image: bytes = b""
    url: str = ""
    described: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures that belong together, and whose they all are."""

    pictures: tuple[Picture, ...]
    credit: Inline = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, such as a sentence word for word.

    Attributes:
        name: what spans have as `target`; unique within its document.
        label, source: what references to it show, its number; where the words stand.
    """

    name: str
    label: str
    spans: Inline
    source: str = ""


@dataclass(frozen=True, slots=True)
class Footnotes:
    """Footnotes, in the order of their labels."""

    notes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Lines that lead to their document's places; shown where a surface leads there."""

    items: tuple[Inline, ...]


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
class Menu(Buttons):
    """Buttons of which one is chosen; a menu that a choice leads to takes this one's place.

    What its `choices` open can be chosen from lists instead.
    """

    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document.

    Attributes:
        title: where it is empty, only that a part begins here is shown.
        level: of its heading, 1 the largest; 0 for a label, as of a list within running text.
        picture: an image of the whole part.
        actions: what can be done with it; below many parts, each has but its first.
        name: what spans have as `target` to lead here.
    """

    title: Inline = ()
    blocks: tuple[Block, ...] = ()
    level: int = 2
    picture: Picture | None = None
    actions: tuple[Button, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card(Section):
    """A section that tells of one thing and can stand alone: what it is `about`, a paper's id."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between parts."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings: settings, states, commands, results."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: Inline = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file: sent as one where a surface has files, or shown where short and so wished."""

    name: str
    text: str
    in_text: bool = False


_TextBlock = Heading | Paragraph | Bullets | Quote | Fold | Formula | Footnotes | Contents | Table
Block = _TextBlock | Picture | Gallery | Buttons | Section | Rule | Attachment
"""`Menu` is one of `Buttons`, `Card` one of `Section`."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to show to a person.

    Attributes:
        title, url: what it is, empty for a short reply; where that leads.
        meta: for documents that can stand as a page of their own.
        title_spans: the title with its formulas; empty where it has none.
        poll: asks the same where the platform has polls; what stands above is for all others.
    """

    title: str = ""
    blocks: tuple[Block, ...] = ()
    url: str = ""
    meta: PageMeta | None = None
    title_spans: Inline = ()
    poll: Poll | None = None

    @classmethod
    def say(cls, *parts: str | Span) -> Document:
        """A reply of one paragraph."""
        return cls(blocks=(Paragraph(inline(*parts)),))

    @property
    def heading(self) -> Inline:
        """The title as a line that leads where it leads."""
        return tuple(replace(s, link=self.url) for s in self.title_spans or inline(self.title))

    @property
    def is_menu(self) -> bool:
        """Whether there is something to choose here, one choice after another."""
        return any(isinstance(block, Menu) for block in self.blocks)

    def walk(self) -> Iterator[Block]:
        """Every block, each before those within it."""
        rest = [*reversed(self.blocks)]
        while rest:
            block = rest.pop()
            yield block
            if isinstance(block, Quote | Fold | Section):
                rest += reversed(block.blocks)


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
