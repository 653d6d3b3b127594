"""Documents as Telegram messages: HTML with the tags that Telegram takes, within its limits.

After https://core.telegram.org/bots/api#html-style. Telegram counts Unicode code points of the
text that is left after parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from html import escape, unescape
from itertools import groupby
from typing import Final

from domain.documents import Attachment, Document, Inline, Picture, Span, Style
from rendering.common.autolinks import WORD_JOINER, breaks, joiners_put
from rendering.common.flow import Stretch, taken_apart
from rendering.common.keyboards import Rows, keyboards
from rendering.common.lines import Frame, Line
from rendering.common.plain import preformatted
from rendering.common.splitting import shortened, split

LONGEST_TEXT: Final = 4_096
_LONGEST_IN_TEXT: Final = 3_500
"""Code points of a file that is shown as text."""

LONGEST_CAPTION: Final = 1_024
LONGEST_LABEL: Final = 64
MOST_ENTITIES: Final = 100
MOST_OCTETS: Final = 32_768
LARGEST_ALBUM: Final = 10
KEYBOARD: Final = (7, 14)
"""Buttons in a row and rows, together not more than the 100 that clients show."""

NOTHING: Final = "⋯"
"""The text of a message that has but buttons: Telegram has none without text."""

_TITLE_AGAIN: Final = 60
_TAG = re.compile(r"<[a-z]")
_TAGS = re.compile(r"<[^<>]+>")
_FRAMES: Final = {
    Frame.QUOTE: ("<blockquote>", "</blockquote>"),
    Frame.FOLD: ("<blockquote expandable>", "</blockquote>"),
    Frame.TABLE: ("<pre>", "</pre>"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramPicture:
    """A picture with its caption, of at most 1,024 code points.

    Attributes:
        html: the caption with HTML markup; may be empty.
        plain: the same without.
        image: the file, or empty where only `url` is known.
    """

    html: str
    plain: str
    image: bytes
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One call of the Bot API.

    With pictures: sendPhoto for one, sendMediaGroup for 2 to 10. With an attachment:
    sendDocument. Else sendMessage with `html`. Only texts have buttons.

    Attributes:
        html: for parse mode HTML; at most 4,096 code points after parsing.
        plain: the same text without markup, also within the limit, with nothing in it that
            Telegram would link: for sending without parse mode, should HTML be refused.
        buttons: rows; each button has a command or an address.
    """

    html: str = ""
    plain: str = ""
    buttons: Rows = ()
    pictures: tuple[TelegramPicture, ...] = ()
    attachment: Attachment | None = None


def handed_over(attachment: Attachment) -> TelegramMessage:
    """A file in a message of its own, or its text where that is wished for and short."""
    if not attachment.in_text or len(attachment.text) > _LONGEST_IN_TEXT:
        return TelegramMessage(attachment=attachment)
    text = "\n".join(preformatted(attachment.text))
    return TelegramMessage(html=f"<pre>{escape(text, quote=False)}</pre>", plain=text)


def to_telegram(document: Document, *, with_files: bool = True) -> tuple[TelegramMessage, ...]:
    """A document as messages to send in this order; none for an empty document.

    Text and pictures keep their order; the buttons are below the last text; files come last.
    """
    flow = taken_apart(document)
    head = (flow.title,) if flow.title else ()
    messages: list[TelegramMessage] = []
    for stretch in flow.stretches:
        messages += _texts((*head, *stretch.lines), flow.title)
        messages += _albums(stretch)
        head = ()
    width, height = KEYBOARD
    boards = keyboards(flow.rows, width=width, height=height, label=LONGEST_LABEL)
    texts = [index for index, message in enumerate(messages) if message.html]
    if texts and boards:
        messages[texts[-1]] = replace(messages[texts[-1]], buttons=boards.pop(0))
    messages += [TelegramMessage(html=NOTHING, plain=NOTHING, buttons=rows) for rows in boards]
    if with_files:
        messages += map(handed_over, flow.attachments)
    return tuple(messages)


def _texts(lines: Sequence[Line], title: Line | None) -> Iterator[TelegramMessage]:
    for part in _parts(lines, title):
        yield TelegramMessage(html=_html(part), plain=_plain(part))


def _parts(lines: Sequence[Line], title: Line | None) -> list[tuple[Line, ...]]:
    """Lines as messages; from the second on, each says of what it is which part."""
    if _fits(lines):
        return [tuple(lines)] if lines else []
    spare = _again(title, 9_999, 9_999)
    parts = split(lines, lambda part: _fits((spare, *part)), LONGEST_TEXT)
    return [
        (_again(title, number, len(parts)), *part) if number > 1 else part
        for number, part in enumerate(parts, 1)
    ]


def _again(title: Line | None, number: int, total: int) -> Line:
    short = shortened(title.text, _TITLE_AGAIN) + " " if title else ""
    return Line((Span(f"… {short}({number}/{total})", Style.ITALIC),))


def _albums(stretch: Stretch) -> Iterator[TelegramMessage]:
    """Pictures in albums; one with a caption too long stands alone, with the rest below it."""
    album: list[TelegramPicture] = []
    for picture in stretch.pictures:
        fits = partial(_fits, longest=LONGEST_CAPTION)
        caption = (Line(picture.caption),) if picture.caption else ()
        first, *rest = split(caption, fits, LONGEST_CAPTION) or [()]
        if album and (rest or len(album) == LARGEST_ALBUM):
            yield TelegramMessage(pictures=tuple(album))
            album = []
        album.append(_picture(picture, first))
        if rest:
            yield TelegramMessage(pictures=tuple(album))
            album = []
            yield from _texts([line for part in rest for line in part], None)
    if album:
        yield TelegramMessage(pictures=tuple(album))


def _picture(picture: Picture, caption: Sequence[Line]) -> TelegramPicture:
    return TelegramPicture(
        html=_html(caption), plain=_plain(caption), image=picture.image, url=picture.url
    )


def _fits(lines: Sequence[Line], longest: int = LONGEST_TEXT) -> bool:
    if sum(line.length for line in lines) > longest or len(_plain(lines)) > longest:
        return False
    html = _html(lines)
    if len(_TAG.findall(html)) > MOST_ENTITIES or len(html.encode()) > MOST_OCTETS:
        return False
    return len(unescape(_TAGS.sub("", html))) <= longest


def _plain(lines: Sequence[Line]) -> str:
    texts = (_before(line, first=not at) + _set(line)[1] for at, line in enumerate(lines))
    return "".join(texts)


def _html(lines: Sequence[Line]) -> str:
    parts = []
    first = True
    for (frame, _), group in groupby(lines, key=lambda line: (line.frame, line.frame_number)):
        run = list(group)
        opening, closing = _FRAMES.get(frame, ("", ""))
        parts += [_before(run[0], first=first), opening, _set(run[0])[0]]
        parts += [_before(line, first=False) + _set(line)[0] for line in run[1:]]
        parts.append(closing)
        first = False
    return "".join(parts)


def _before(line: Line, *, first: bool) -> str:
    """The line breaks before a line that is not the first of a message."""
    return "" if first else "\n\n" if line.gap else "\n"


@lru_cache(maxsize=256)
def _set(line: Line) -> tuple[str, str]:
    """A line as HTML and as plain text, neither with anything that Telegram would link itself.

    Within code Telegram links nothing, so in HTML code stays as it is, to be copied.
    """
    places = _places(line)
    framed = line.frame is Frame.TABLE
    offset = len(line.lead)
    pieces: list[tuple[Span, str]] = []
    for index, span in enumerate(line.spans):
        safe = span.text
        if not (framed or _is_code(span)):
            start, end = _beside_code(line.spans, index)
            safe = f"{start}{joiners_put(safe, places, offset)}{end}"
        pieces.append((span, safe))
        offset += len(span.text)
    html = escape(line.lead)
    for is_bold, run in groupby(pieces, lambda piece: _is_bold(piece[0], line)):
        inner = "".join(map(_marked, run))
        html += f"<b>{inner}</b>" if is_bold else inner
    return html, joiners_put(line.text, places)


def _places(line: Line) -> list[int]:
    """Where joiners have to stand, whether Telegram reads across code or begins anew after it."""
    places = set(breaks(line.text))
    offset = len(line.lead)
    for is_code, run in groupby(line.spans, _is_code):
        text = "".join(span.text for span in run)
        if not is_code:
            places.update(offset + place for place in breaks(text))
        offset += len(text)
    return sorted(places)


def _beside_code(spans: Inline, index: int) -> tuple[str, str]:
    """What parts a span from code that touches it: Telegram would read on across the border."""
    text = spans[index].text
    before, after = spans[:index][-1:], spans[index + 1 :][:1]
    start = any(map(_is_code, before)) and not text.startswith(" ")
    end = any(map(_is_code, after)) and not text.endswith(" ")
    return WORD_JOINER * start, WORD_JOINER * end


def _is_code(span: Span) -> bool:
    return span.style is Style.CODE and not span.link


def _is_bold(span: Span, line: Line) -> bool:
    return span.style is Style.BOLD or (line.heading > 0 and not _is_code(span))


def _marked(piece: tuple[Span, str]) -> str:
    span, text = piece
    html = escape(text, quote=False)
    if span.link:
        html = f'<a href="{escape(span.link)}">{html}</a>'
    if span.style is Style.ITALIC:
        return f"<i>{html}</i>"
    if span.style is Style.STRUCK:
        return f"<s>{html}</s>"
    return f"<code>{html}</code>" if _is_code(span) else html
