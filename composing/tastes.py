"""What somebody makes of papers, as documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from composing.formulas import with_formulas, without_formulas
from domain.chats import SavedPaper
from domain.documents import (
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Menu,
    Paragraph,
    Span,
    bold,
    code,
    inline,
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.papers import Paper
from i18n.speech import phrase, styled

SHOWN: Final = 60
"""Characters of a title in a word of answer."""

_LISTED: Final = 50
_AUTHORS: Final = 3


def saved_document(paper: Paper, *, is_saved: bool) -> Document:
    """That a paper is saved, or no longer."""
    if is_saved:
        said = phrase("Saved: {title}. /saved lists what you saved.", title=_short(paper))
    else:
        said = phrase("No longer saved: {title}.", title=_short(paper))
    return Document.say(said)


def voted_document(paper: Paper, *, is_more: bool, is_kept: bool) -> Document:
    """That a vote is kept, or taken back."""
    title = _short(paper)
    if not is_kept:
        return Document.say(phrase("Taken back: {title}.", title=title))
    if is_more:
        return Document.say(phrase("Noted, more like this: {title}.", title=title))
    return Document.say(phrase("Noted, less like this: {title}.", title=title))


def saved_papers_document(saved: Sequence[SavedPaper]) -> Document:
    """What somebody has saved, the newest first."""
    if not saved:
        return Document.say(
            *styled(
                "You have saved no paper yet. Each has a button for it, and there is {command}",
                command=code("/save 2403.04634"),
            )
        )
    lines = tuple(map(_line, saved[:_LISTED]))
    rest = len(saved) - len(lines)
    more = (inline(phrase("and {number} more; /export has all", number=rest)),) if rest else ()
    return Document(phrase("Saved papers"), (Bullets((*lines, *more)),))


def _line(saved: SavedPaper) -> Inline:
    address = PaperId.parse(saved.paper).abs_url
    title = tuple(link(span.text, address) for span in with_formulas(saved.title))
    return (*title, Span(" · "), code(saved.paper))


def mutable_document(paper: Paper) -> Document:
    """What of a paper can be muted: its categories and its authors."""
    categories = tuple(dict.fromkeys((paper.primary, *paper.categories)))
    rows = [tuple(Button(name, command=f"/mute cat:{name}") for name in categories)]
    rows += [
        (Button(author.name, command=f"/mute au:{author.name}"),)
        for author in paper.authors[:_AUTHORS]
    ]
    asked = styled("{title}: leave out papers like it by what?", title=bold(_short(paper)))
    own = styled("Or by a word of yours: {command}", command=code("/mute survey"))
    return Document(blocks=(Paragraph(asked), Paragraph(own), Buttons(tuple(rows))))


def muted_words_document(muted: Sequence[str]) -> Document:
    """What is muted, each to be taken back with a press."""
    own = Paragraph(
        styled("A word, a category or an author: {command}", command=code("/mute survey"))
    )
    back = Menu(((Button(phrase("‹ Settings"), command="/settings"),),))
    if not muted:
        return Document(blocks=(Paragraph(inline(phrase("You mute nothing."))), own, back))
    rows = [(Button(f"✕ {word}", command=f"/settings mute {word}"),) for word in muted]
    rows.append((Button(phrase("‹ Settings"), command="/settings"),))
    asked = Paragraph(inline(phrase("Muted; a press takes it back.")))
    return Document(phrase("Muted words"), (asked, own, Menu(tuple(rows))))


def _short(paper: Paper) -> str:
    return excerpt(without_formulas(paper.title), SHOWN)
