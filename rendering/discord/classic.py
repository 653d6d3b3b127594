"""Discord's classic messages: content for a short reply, embeds where no layout is taken.

After https://discord.com/developers/docs/resources/message#embed-object. Lengths are in Unicode
code points of what is sent, markup included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.documents import Attachment, Document, Menu, Picture
from rendering.common.flow import Flow, taken_apart
from rendering.common.keyboards import Rows, in_turns, keyboards
from rendering.common.lines import Line
from rendering.common.plain import preformatted
from rendering.discord.markup import markdown

LONGEST_CONTENT: Final = 2_000
MOST_EMBEDS: Final = 10
MOST_FILES: Final = 10
LONGEST_LABEL: Final = 80
KEYBOARD: Final = (5, 5)
NOTHING: Final = "⋯"
"""The content of a message that has but buttons."""

_KINDS: Final = ((b"\xff\xd8", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordFile:
    """A file to upload; `name` is the one that an embed's image may refer to."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One embed.

    Attributes:
        title: Markdown, at most 256; with an address only where it has `url`.
        description: Markdown, at most 4,096; may be empty where there is a title or an image.
        author: plain text above the title: in a part that continues, of what it is which part.
        image: an address, or ``attachment://`` and the name of a file of the same message.
        colour: 24-bit RGB.
        plain: title, description and author as people read them, without Markdown.
    """

    title: str = ""
    url: str = ""
    description: str = ""
    author: str = ""
    image: str = ""
    colour: int
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """One message: at least one of its parts is there.

    Attributes:
        content: Markdown, at most 2,000; only where there are no embeds.
        buttons: at most five rows of five; each button has a command or an address.
        files: at most ten.
    """

    content: str = ""
    embeds: tuple[Embed, ...] = ()
    buttons: Rows = ()
    files: tuple[DiscordFile, ...] = ()


def short_messages(document: Document) -> tuple[DiscordMessage, ...]:
    """A reply that needs but a line or two, as content with its buttons; nothing for any other.

    It has no title, links and pictures, and fits into one message, of which people on their phones
    are shown the beginning.
    """
    if document.title or _has_choices(document):
        return ()
    flow = taken_apart(document)
    content = _content(flow)
    if not content:
        return ()
    width, height = KEYBOARD
    boards = keyboards(flow.rows, width=width, height=height, label=LONGEST_LABEL)
    first, *more = boards or [()]
    return (
        DiscordMessage(content=content, buttons=first),
        *(DiscordMessage(content=NOTHING, buttons=rows) for rows in more),
        *handed_over(flow.attachments),
    )


def _has_choices(document: Document) -> bool:
    return any(isinstance(block, Menu) and block.choices for block in document.walk())


def _content(flow: Flow) -> str:
    (stretch, *more) = flow.stretches
    linked = any(span.link for line in stretch.lines for span in line.spans)
    if more or stretch.pictures or linked:
        return ""
    return markdown(stretch.lines) if fits_content(stretch.lines) else ""


def figure_file(picture: Picture, number: int) -> DiscordFile | None:
    """The file of a picture that has one, under a name that Discord leaves as it is."""
    if not picture.image:
        return None
    kinds = (kind for start, kind in _KINDS if picture.image.startswith(start))
    return DiscordFile(name=f"figure-{number}.{next(kinds, 'png')}", data=picture.image)


def handed_over(attachments: Iterable[Attachment]) -> Iterator[DiscordMessage]:
    """Files in messages of their own; text instead where that is wished for and short."""
    given = list(attachments)
    texts = [_in_text(one) for one in given]
    yield from (DiscordMessage(content=text) for text in texts if text)
    files = [
        DiscordFile(name=a.name, data=a.text.encode())
        for a, text in zip(given, texts, strict=True)
        if not text
    ]
    for group in in_turns(files, MOST_FILES):
        yield DiscordMessage(files=group)


def _in_text(attachment: Attachment) -> str:
    """A file's text as a block of code; empty where it is to be a file."""
    written = "\n".join(preformatted(attachment.text))
    block = f"```\n{written}\n```"
    fits = attachment.in_text and "```" not in written and len(block) <= LONGEST_CONTENT
    return block if fits else ""


def fits_content(lines: Sequence[Line]) -> bool:
    """Whether lines have room in the content of a message."""
    short = sum(line.length for line in lines) <= LONGEST_CONTENT
    return short and len(markdown(lines)) <= LONGEST_CONTENT
