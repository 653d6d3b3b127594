"""The reading list as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.library.reading_list import ReadingList
from composing.choosing.labels import on_a_button
from composing.formulas import with_formulas, without_formulas
from domain.chats import SavedPaper
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Span,
    bold,
    code,
    inline,
    italic,
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from i18n.speech import number, phrase, plural, styled

_LISTED: Final = 50
_BUTTONS: Final = 10
_SHOWN: Final = 60
_NOTED: Final = 120
"""Characters of a note in the list; /note shows all of it."""


def reading_list_document(listed: ReadingList) -> Document:
    """What somebody has saved: what is not read yet first, each to be ticked off."""
    if not listed.papers and not listed.near:
        return _nothing(listed)
    blocks: list[Block] = [Paragraph(inline(line)) for line in _unread(listed)]
    shown = listed.papers[:_LISTED]
    lines = [_line(one) for one in shown]
    if rest := len(listed.papers) - len(shown):
        lines.append(inline(phrase("and {number} more; /export has all", number=number(rest))))
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if listed.near:
        said = phrase("Near “{words}” by what they are about:", words=listed.words)
        blocks.append(Paragraph(inline(said)))
        blocks.append(Bullets(tuple(map(_line, listed.near))))
    unread = [one for one in (*shown, *listed.near) if one.read_at is None][:_BUTTONS]
    rows = tuple((_read_button(one),) for one in unread)
    if rows:
        blocks.append(Paragraph(inline(phrase("A press marks a paper as read:"))))
        blocks.append(Buttons(rows))
    return Document(phrase("Saved papers"), tuple(blocks))


def read_document(paper: SavedPaper, *, is_read: bool) -> Document:
    """That a paper is marked as read, or no longer."""
    title = _short(paper)
    if is_read:
        return Document.say(phrase("Read: {title}.", title=title))
    return Document.say(phrase("Not read yet: {title}.", title=title))


def note_document(paper: SavedPaper, *, is_new: bool) -> Document:
    """What is noted of a paper."""
    title = bold(_short(paper))
    if not paper.note:
        return Document.say(*styled("The note of {title} is gone.", title=title))
    said = styled("Noted of {title}:", title=title)
    heading = said if is_new else styled("Your note of {title}:", title=title)
    gone = styled("Take it back: {command}", command=code(f"/note {paper.paper} none"))
    return Document(blocks=(Paragraph(heading), Paragraph(inline(paper.note)), Paragraph(gone)))


def _nothing(listed: ReadingList) -> Document:
    if listed.words:
        said = phrase("Nothing that you saved has “{words}” in it.", words=listed.words)
        return Document.say(said)
    return Document.say(
        *styled(
            "You have saved no paper yet. Each has a button for it, and there is {command}",
            command=code("/save 2403.04634"),
        )
    )


def _unread(listed: ReadingList) -> Iterator[str]:
    if listed.oldest is not None and not listed.words:
        days = (listed.now - listed.oldest).days
        yield plural(
            "{number} unread, saved {when}.",
            "{number} unread, the oldest saved {when}.",
            listed.unread,
            when=_when(days),
        )


def _when(days: int) -> str:
    if days < 1:
        return phrase("today")
    return plural("{number} day ago", "{number} days ago", days)


def _line(saved: SavedPaper) -> Inline:
    address = PaperId.parse(saved.paper).abs_url
    title = tuple(link(span.text, address) for span in with_formulas(saved.title))
    mark = inline("✓ ") if saved.read_at is not None else ()
    noted = inline(" · ", italic(excerpt(saved.note, _NOTED))) if saved.note else ()
    return (*mark, *title, Span(" · "), code(saved.paper), *noted)


def _read_button(saved: SavedPaper) -> Button:
    label = on_a_button(without_formulas(saved.title))
    return Button(f"✓ {label}", command=f"/read {saved.paper}")


def _short(saved: SavedPaper) -> str:
    return excerpt(without_formulas(saved.title), _SHOWN)
