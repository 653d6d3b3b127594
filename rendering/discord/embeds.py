"""Documents as Discord messages: embeds within all limits, or plain content for a short reply.

After https://discord.com/developers/docs/resources/message#embed-object. Lengths are in Unicode
code points of what is sent, markup included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.documents import Attachment, Document, Picture, Span
from rendering.common.flow import Flow, taken_apart
from rendering.common.keyboards import Rows, in_turns, keyboards
from rendering.common.lines import Line
from rendering.common.splitting import shortened, split
from rendering.discord.archive_colours import colour_of
from rendering.discord.markup import escaped, harmless, markdown

LONGEST_CONTENT: Final = 2_000
LONGEST_TITLE: Final = 256
LONGEST_DESCRIPTION: Final = 4_096
LARGEST_MESSAGE: Final = 6_000
"""Code points of all texts of a message's embeds."""

MOST_EMBEDS: Final = 10
MOST_FILES: Final = 10
LONGEST_LABEL: Final = 80
KEYBOARD: Final = (5, 5)
NOTHING: Final = "⋯"
"""The content of a message that has but buttons."""

_TITLE_AGAIN: Final = 60
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

    @property
    def size(self) -> int:
        """What counts towards a message's 6,000."""
        return len(self.title) + len(self.description) + len(self.author)


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


def to_discord(document: Document, *, colour: int | None = None) -> tuple[DiscordMessage, ...]:
    """A document as messages to send in this order; none for an empty document.

    Text and pictures keep their order; buttons and files are with the last message. To be sent
    with no mentions allowed, though nothing in the text mentions.

    Args:
        document: what to show.
        colour: of the embeds; None for the colour of the archive that the document's meta names.
    """
    flow = taken_apart(document)
    if colour is None:
        colour = colour_of(document.meta.categories if document.meta else ())
    content = _short_reply(flow)
    if content:
        messages = [DiscordMessage(content=content)]
    else:
        messages = list(_together(_embeds(flow, colour)))
    width, height = KEYBOARD
    boards = keyboards(flow.rows, width=width, height=height, label=LONGEST_LABEL)
    if messages and boards:
        messages[-1] = replace(messages[-1], buttons=boards.pop(0))
    messages += [DiscordMessage(content=NOTHING, buttons=rows) for rows in boards]
    return (*messages, *handed_over(flow.attachments))


def in_plain(message: DiscordMessage) -> tuple[DiscordMessage, ...]:
    """A message as text alone, in as many as it needs: for where Discord refuses it as it is."""
    text = "\n\n".join(filter(None, (embed.plain for embed in message.embeds))) or message.content
    lines = [Line((Span(line),)) for line in text.splitlines()]
    parts = split(lines, _fits_content, LONGEST_CONTENT)
    return tuple(DiscordMessage(content=markdown(part)) for part in parts if markdown(part))


def _short_reply(flow: Flow) -> str:
    """The content of a reply that needs no embed: without title, links and pictures, and short."""
    (stretch, *more) = flow.stretches
    linked = any(span.link for line in stretch.lines for span in line.spans)
    if flow.title or more or stretch.pictures or linked:
        return ""
    return markdown(stretch.lines) if _fits_content(stretch.lines) else ""


def _embeds(flow: Flow, colour: int) -> Iterator[tuple[Embed, DiscordFile | None]]:
    """Text and pictures as embeds, each picture with its file."""
    head = flow.title
    title, url = "", ""
    if head and len(text := escaped(head.text)) <= LONGEST_TITLE:
        title, url, head = text, head.spans[0].link, None
    number = 0
    for index, stretch in enumerate(flow.stretches):
        lines = (head, *stretch.lines) if head and not index else stretch.lines
        first = Embed(title=title, url=url, colour=colour)
        if lines or first.title:
            for embed in _texts(lines, first, flow.title):
                yield embed, None
        for picture in stretch.pictures:
            number += 1
            yield from _picture(picture, number, colour)
        title, url = "", ""


def _texts(lines: Sequence[Line], first: Embed, title: Line | None) -> Iterator[Embed]:
    parts = split(lines, _fits, LONGEST_DESCRIPTION) or [()]
    head = [title.text] if title and first.title else []
    yield replace(first, description=markdown(parts[0]), plain=_plain(head, parts[0]))
    short = shortened(title.text, _TITLE_AGAIN) + " " if title else ""
    for number, part in enumerate(parts[1:], 2):
        author = harmless(f"… {short}({number}/{len(parts)})")
        yield Embed(
            author=author,
            description=markdown(part),
            colour=first.colour,
            plain=_plain([author], part),
        )


def _plain(head: Sequence[str], lines: Sequence[Line]) -> str:
    return "\n".join((*head, *(line.text for line in lines)))


def figure_file(picture: Picture, number: int) -> DiscordFile | None:
    """The file of a picture that has one, under a name that Discord leaves as it is."""
    if not picture.image:
        return None
    kinds = (kind for start, kind in _KINDS if picture.image.startswith(start))
    return DiscordFile(name=f"figure-{number}.{next(kinds, 'png')}", data=picture.image)


def _picture(
    picture: Picture, number: int, colour: int
) -> Iterator[tuple[Embed, DiscordFile | None]]:
    file = figure_file(picture, number)
    image = f"attachment://{file.name}" if file else picture.url
    caption = (Line(picture.caption),) if picture.caption else ()
    for embed in _texts(caption, Embed(image=image, colour=colour), None):
        yield embed, file
        file = None


def _together(embeds: Iterator[tuple[Embed, DiscordFile | None]]) -> Iterator[DiscordMessage]:
    """Embeds in as few messages as they fit into, in order."""
    message = DiscordMessage()
    for embed, file in embeds:
        size = sum(known.size for known in message.embeds) + embed.size
        if len(message.embeds) == MOST_EMBEDS or (message.embeds and size > LARGEST_MESSAGE):
            yield message
            message = DiscordMessage()
        files = (*message.files, file) if file else message.files
        message = DiscordMessage(embeds=(*message.embeds, embed), files=files)
    if message.embeds:
        yield message


def handed_over(attachments: Iterable[Attachment]) -> Iterator[DiscordMessage]:
    """Files in messages of their own."""
    files = [DiscordFile(name=a.name, data=a.text.encode()) for a in attachments]
    for group in in_turns(files, MOST_FILES):
        yield DiscordMessage(files=group)


def _fits_content(lines: Sequence[Line]) -> bool:
    short = sum(line.length for line in lines) <= LONGEST_CONTENT
    return short and len(markdown(lines)) <= LONGEST_CONTENT


def _fits(lines: Sequence[Line]) -> bool:
    short = sum(line.length for line in lines) <= LONGEST_DESCRIPTION
    return short and len(markdown(lines)) <= LONGEST_DESCRIPTION
