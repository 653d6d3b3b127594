"""What became of papers that a chat was told, as a section of its next digest or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from composing import wording
from composing.addresses import short_link
from composing.formulas import with_formulas, without_formulas
from composing.versions.brief import in_a_sentence
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
    link,
)
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.metadata.changes import Change
from domain.metadata.updates import Notice, PaperUpdate, UpdateKind
from i18n.speech import phrase, styled

_TITLE: Final = 80
_WORDS: Final = 200


def notice_document(update: PaperUpdate) -> Document:
    """An update by itself, as an answer to the message that told the paper.

    It names the paper, as that message may be gone.
    """
    title = bold(excerpt(without_formulas(update.title), _TITLE))
    paper = PaperId(update.paper)
    told = styled(
        "{title} ({paper}): {text}", title=title, paper=code(update.paper), text=_became(update)
    )
    buttons = Buttons(((Button(phrase("The paper at arXiv"), url=paper.abs_url),),))
    return Document(blocks=(Paragraph(told), buttons))


def updates_blocks(notices: Sequence[Notice]) -> list[Block]:
    """A line for each paper, in the notices' order; nothing where there are none."""
    if not notices:
        return []
    papers: dict[str, list[Notice]] = {}
    for notice in notices:
        papers.setdefault(notice.update.paper, []).append(notice)
    heading = inline(bold(phrase("What became of papers that you were told")))
    return [Paragraph(heading), Bullets(tuple(map(_line, papers.values())))]


def _line(notices: Sequence[Notice]) -> Inline:
    last = notices[-1].update
    title = link(excerpt(without_formulas(last.title), _TITLE), PaperId(last.paper).abs_url)
    became: list[str | Span] = []
    for notice in notices:
        became += [" · ", *_became(notice.update, notice.changes)]
    return styled("{title}: {text}", title=title, text=inline(*became[1:]))


def _became(update: PaperUpdate, changes: Sequence[Change] = ()) -> Inline:
    words = with_formulas(excerpt(update.words, _WORDS))
    match update.kind:
        case UpdateKind.WITHDRAWN if update.words:
            return styled("withdrawn, and arXiv says: “{text}”", text=words)
        case UpdateKind.WITHDRAWN:
            return inline(phrase("withdrawn"))
        case UpdateKind.RETURNED:
            return inline(phrase("no longer withdrawn, with a new version"))
        case UpdateKind.REPLACED:
            day = wording.day(date.fromisoformat(update.words))
            asked = code(f"/changes {update.paper}")
            if changes:
                return styled(
                    "a new version, announced on {day}: {text}; more by {command}",
                    day=day,
                    text=in_a_sentence(changes),
                    command=asked,
                )
            return styled(
                "a new version, announced on {day}; what changed: {command}", day=day, command=asked
            )
        case UpdateKind.ACCEPTED:
            return styled("accepted: {text}", text=words)
        case UpdateKind.PUBLISHED:
            return styled("published: {text}", text=words)
        case UpdateKind.CODE if update.was_promised:
            return styled("the promised code is there: {text}", text=short_link(update.words))
        case UpdateKind.CODE:
            return styled("now with code: {text}", text=short_link(update.words))
