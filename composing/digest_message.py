"""A digest as one message of a chat: the best papers in a sentence each, the rest a press away.

What is not shown of a paper at a glance stands in a fold of its own, with what can be done with it;
where no surface folds, behind its button. Papers beyond a page are on the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from composing import wording
from composing.actions import card_actions
from composing.formulas import without_formulas
from composing.pages import digest_head, digest_meta, digest_title, entry_dates, title_line
from composing.paper_blocks import (
    analysis_lines,
    authors,
    facts,
    labelled,
    marked,
    names_of,
    numbered_card,
    one_line,
    project_lines,
    prose_of,
    provenance,
    remarks_of,
    translated,
)
from domain.chats import Detail
from domain.digests import Digest, Entry
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Contents,
    Document,
    Fold,
    Inline,
    Menu,
    Paragraph,
    Span,
    inline,
    italic,
)
from domain.excerpts import excerpt
from domain.papers import BatchState, Paper
from i18n.speech import number, phrase
from rendering.common.plain import visible_lines

TITLES_FOLDED: Final = 10
"""Titles of papers beyond those told that stand folded on the first page."""

TITLES_ON_A_PAGE: Final = 25
"""With an address each, as many as one layout on Discord has room for."""

AUTHORS_AT_A_GLANCE: Final = 1

_AUTHORS_IN_FULL: Final = 30
_ON_A_PAGE: Final = {Detail.HEADLINE: 10, Detail.BRIEF: 10, Detail.FULL: 3}
_TAKEAWAYS: Final = {Detail.HEADLINE: (0,), Detail.BRIEF: (3, 2, 1, 0), Detail.FULL: (5, 3, 1)}
"""How many takeaways a paper has at most: the most with which a page is one message."""

_ROOM: Final = 8_300
"""Characters of a page's papers with all that is folded; a message has room for 10,000."""

_CONTENTS_FROM: Final = 4
_LINE: Final = 38
"""Characters of a title in the table of contents."""

Turning = Callable[[int], str]
"""The command that shows a page, from 1."""


def digest_message(
    digest: Digest,
    detail: Detail,
    remarks: Sequence[Inline] = (),
    *,
    turning: Turning,
    page: int = 1,
    is_turned: bool = False,
    archive: str = "",
    sent: date | None = None,
) -> Document:
    """One page of a digest.

    Args:
        digest: to be told.
        detail: how much of each paper.
        remarks: what else is to be said of it at its beginning.
        turning: gives the command of a page's button.
        page: which one, from 1; beyond the last it is the last.
        is_turned: whether the page takes another one's place.
        archive: where it is shown to browsers; empty where it is not.
        sent: the day of a digest that came by itself: it can be a page there.
    """
    archive, size = "" if _is_reconstructed(digest) else archive, _ON_A_PAGE[detail]
    pages = _pages(len(digest.entries), len(digest.others), size)
    page = max(1, min(page, len(pages)))
    first, last = pages[page - 1]
    if page == 1:
        blocks = [*digest_head(digest, remarks), *_front(digest, detail, last, archive)]
    elif first < len(digest.entries):
        blocks = [*_told(digest, detail, first, last, archive)]
    else:
        beyond = len(digest.entries)
        blocks = [_titles(digest.others, first - beyond, last - beyond)]
    kind = Menu if is_turned else Buttons
    buttons = tuple(_turns(pages, page, len(digest.entries), turning))
    rows = tuple(filter(None, (buttons, _whole(sent) if archive and sent else ())))
    blocks += [kind(rows)] if rows else []
    title = marked(digest_title(digest), digest.sample)
    return Document(title, tuple(blocks), meta=digest_meta(digest))


def _is_reconstructed(digest: Digest) -> bool:
    """Whether some of it was not announced, as far as is known: the archive does not have that."""
    return any(batch.state is BatchState.RECONSTRUCTED for batch in digest.batches)


def has_further_pages(told: int, others: int, detail: Detail) -> bool:
    """Whether a digest of so many papers told, and others by title, has buttons that turn pages."""
    return len(_pages(told, others, _ON_A_PAGE[detail])) > 1


def _pages(told: int, others: int, size: int) -> list[tuple[int, int]]:
    """First and last places of each page; the first papers beyond stand on the first page."""
    pages = [(start, min(start + size, told)) for start in range(0, max(told, 1), size)]
    rest = range(told + TITLES_FOLDED, told + others, TITLES_ON_A_PAGE)
    return pages + [(start, min(start + TITLES_ON_A_PAGE, told + others)) for start in rest]


def _front(digest: Digest, detail: Detail, last: int, archive: str) -> Iterator[Block]:
    if last >= _CONTENTS_FROM:
        entries = enumerate(digest.entries[:last], 1)
        yield Contents(tuple(_in_contents(place, entry.paper) for place, entry in entries))
    yield from _told(digest, detail, 0, last, archive)
    if digest.others:
        shown = digest.others[:TITLES_FOLDED]
        beyond = len(digest.others) - len(shown)
        more = (inline(wording.and_more(beyond)),) if beyond else ()
        lines = (*map(title_line, shown), *more)
        yield Fold(wording.also_matched(len(digest.others)), (Bullets(lines),))


def _in_contents(place: int, paper: Paper) -> Inline:
    # That a paper is a sample is said above and with each.
    title = excerpt(without_formulas(paper.title), _LINE)
    return (Span(f"{place}. {title}", target=f"p{place}"),)


def _titles(others: Sequence[Paper], first: int, last: int) -> Block:
    return Bullets(tuple(map(title_line, others[first:last])))


def _told(digest: Digest, detail: Detail, first: int, last: int, archive: str) -> Sequence[Card]:
    """The cards of a page, with as many takeaways as have room."""
    cards: Sequence[Card] = ()
    for most in _TAKEAWAYS[detail]:
        entries = enumerate(digest.entries[first:last], first + 1)
        cards = [_card(digest, entry, place, detail, most, archive) for place, entry in entries]
        lines = visible_lines(Document(blocks=tuple(cards)))
        if sum(map(len, lines)) <= _ROOM:
            break
    return cards


def _card(
    digest: Digest, entry: Entry, place: int, detail: Detail, most: int, archive: str
) -> Card:
    paper = entry.paper
    folded = tuple(_folded(digest, entry, detail, most))
    who = names_of(paper, AUTHORS_AT_A_GLANCE) or str(paper.id)
    fold = Fold(phrase("More · {who}", who=who), folded)
    why = (Paragraph(wording.affinity(entry.affinity)),) if entry.affinity else ()
    blocks = (*translated(paper, entry.summary), one_line(paper, entry.summary), *why, fold)
    return replace(numbered_card(paper, place, blocks), actions=card_actions(paper, archive))


def _folded(digest: Digest, entry: Entry, detail: Detail, most: int) -> Iterator[Block]:
    paper, summary = entry.paper, entry.summary
    is_full = detail is Detail.FULL
    if is_full:
        yield authors(paper, _AUTHORS_IN_FULL)
    yield facts(paper, entry_dates(entry, digest), entry.kind)
    if is_full:
        yield from remarks_of(paper)
        if entry.reasons:
            several = len(digest.topics) > 1
            yield Paragraph(inline(italic(wording.why_matched(entry.reasons, name_topics=several))))
    if summary and summary.takeaways[:most]:
        yield Bullets(tuple(prose_of(paper, claim) for claim in summary.takeaways[:most]))
    if is_full and summary:
        yield from analysis_lines(paper, summary)
        if summary.keywords:
            yield labelled(wording.KEYWORDS, ", ".join(summary.keywords))
        yield from project_lines(paper, summary)
        yield provenance(paper, summary)


def _turns(
    pages: Sequence[tuple[int, int]], page: int, told: int, turning: Turning
) -> Iterator[Button]:
    if page > 1:
        label = phrase("‹ {what}", what=_what(pages[page - 2], told))
        yield Button(label, command=turning(page - 1))
    if page < len(pages):
        label = phrase("{what} ›", what=_what(pages[page], told))
        yield Button(label, command=turning(page + 1))


def _whole(sent: date) -> tuple[Button, ...]:
    return (Button(phrase("Full digest"), command=f"/page {sent.isoformat()}"),)


def _what(places: tuple[int, int], told: int) -> str:
    """What stands on a page: ``Papers 11–20``, ``Titles 11–35``."""
    first, last = places
    if first < told:
        return phrase("Papers {first}–{last}", first=number(first + 1), last=number(last))
    first, last = first - told, last - told
    return phrase("Titles {first}–{last}", first=number(first + 1), last=number(last))
