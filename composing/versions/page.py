"""What changed between two versions of a paper, as a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from composing.addresses import short_link
from composing.formulas import with_formulas, without_formulas
from composing.notes import noted
from composing.versions.brief import in_a_sentence, pair_words
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Inline,
    Paragraph,
    bold,
    inline,
    joined,
)
from domain.excerpts import excerpt
from domain.fulltext import Formulas
from domain.messages import marked
from domain.metadata.changes import Change, ChangeKind, VersionChanges
from i18n.speech import phrase, plural, spoken, styled

_QUOTE: Final = 320
_CELL: Final = 60
_LINES: Final = 8
"""Lines of each kind that are shown; of what is beyond, how much it is."""
_FOLDED: Final = 25
_PAIRS: Final = 2

_Kinds = frozenset[ChangeKind]

_GROUPS: Final[tuple[tuple[str, _Kinds, bool], ...]] = (
    (
        marked("The record"),
        frozenset(
            (
                ChangeKind.WITHDRAWN,
                ChangeKind.RETURNED,
                ChangeKind.TITLE,
                ChangeKind.AUTHOR_ADDED,
                ChangeKind.AUTHOR_REMOVED,
                ChangeKind.COMMENT,
                ChangeKind.LICENCE,
            )
        ),
        False,
    ),
    (marked("Numbers"), frozenset((ChangeKind.NUMBER, ChangeKind.CELL)), False),
    (marked("Now says the opposite"), frozenset((ChangeKind.NEGATED,)), False),
    (marked("Sentences that are gone"), frozenset((ChangeKind.GONE,)), False),
    (
        marked("Sections"),
        frozenset(
            (
                ChangeKind.SECTION_ADDED,
                ChangeKind.SECTION_REMOVED,
                ChangeKind.SECTION_RENAMED,
            )
        ),
        False,
    ),
    (
        marked("Figures and tables"),
        frozenset(
            (
                ChangeKind.FIGURE_ADDED,
                ChangeKind.FIGURE_REMOVED,
                ChangeKind.FIGURE_REPLACED,
                ChangeKind.CAPTION,
                ChangeKind.TABLE_ADDED,
                ChangeKind.TABLE_REMOVED,
                ChangeKind.ROW_ADDED,
                ChangeKind.ROW_REMOVED,
                ChangeKind.COLUMN_ADDED,
                ChangeKind.COLUMN_REMOVED,
            )
        ),
        False,
    ),
    (marked("Reworded"), frozenset((ChangeKind.REWORDED,)), True),
    (marked("New sentences"), frozenset((ChangeKind.ADDED,)), True),
)
"""What stands together, under which heading, and whether it is folded."""


def changes_document(told: VersionChanges) -> Document:
    """The page for whoever asked."""
    paper = told.paper
    title = without_formulas(paper.title)
    if told.before.id == paper.id:
        said = phrase("{paper} has no version before this one.", paper=paper.id)
        return Document(title, (Paragraph(inline(said)),), paper.id.abs_url)
    versions = phrase(
        "From version {before} to version {after}",
        before=told.before.id.version,
        after=paper.id.version,
    )
    sentence = inline(bold(versions), ": ", in_a_sentence(told.changes), ".")
    blocks: list[Block] = [Paragraph(sentence)]
    for heading, kinds, is_folded in _GROUPS:
        lines = [_line(one, told.formulas) for one in told.changes if one.kind in kinds]
        if lines:
            blocks += _group(phrase(heading), lines, is_folded=is_folded)
    blocks += _notes(told)
    addresses = (
        Button(
            phrase("Version {number}", number=told.before.id.version), url=told.before.id.abs_url
        ),
        Button(phrase("Version {number}", number=paper.id.version), url=paper.id.abs_url),
    )
    again = (Button(phrase("Summary"), command=f"/summarize {paper.id}"),)
    return Document(title, (*blocks, Buttons((addresses, again))), paper.id.abs_url)


def _group(title: str, lines: list[Inline], *, is_folded: bool) -> Iterator[Block]:
    most = _FOLDED if is_folded else _LINES
    shown: list[Inline] = lines[:most]
    if len(lines) > most:
        shown.append(inline(plural("and {number} more", "and {number} more", len(lines) - most)))
    if is_folded:
        yield Fold(title, (Bullets(tuple(shown)),))
        return
    yield Paragraph(inline(bold(title)))
    yield Bullets(tuple(shown))


def _line(change: Change, formulas: Formulas) -> Inline:
    """One change, in the words of both versions."""
    before = with_formulas(excerpt(change.before, _QUOTE), formulas)
    after = with_formulas(excerpt(change.after, _QUOTE), formulas)
    place = _place(change)
    match change.kind:
        case ChangeKind.NUMBER | ChangeKind.NEGATED | ChangeKind.REWORDED | ChangeKind.CAPTION:
            told = styled("“{before}” became “{after}”", before=before, after=after)
            numbers = joined([inline(bold(pair_words(pair))) for pair in change.numbers[:_PAIRS]])
            return inline(*place, *numbers, " · " if numbers else "", *told)
        case ChangeKind.CELL:
            return inline(
                *place,
                *styled("{before} became {after}", before=_or_nothing(before),
                        after=_or_nothing(after)),
            )  # fmt: skip
        case (
            ChangeKind.TITLE | ChangeKind.COMMENT | ChangeKind.LICENCE | ChangeKind.SECTION_RENAMED
        ):
            return _replaced(change, before, after)
        case ChangeKind.SECTION_ADDED:
            said = styled("new: {title}: “{text}”", title=bold(change.where), text=after)
        case ChangeKind.SECTION_REMOVED:
            said = styled("gone: {title}: “{text}”", title=bold(change.where), text=before)
        case ChangeKind.GONE | ChangeKind.ADDED:
            said = styled("“{text}”", text=before or after)
        case _:
            return _of_record_or_float(change, before, after)
    is_section = change.kind in (ChangeKind.SECTION_ADDED, ChangeKind.SECTION_REMOVED)
    return said if is_section else inline(*place, *said)


def _replaced(change: Change, before: Inline, after: Inline) -> Inline:
    names = {
        ChangeKind.TITLE: phrase("Title"),
        ChangeKind.COMMENT: phrase("Comment"),
        ChangeKind.LICENCE: phrase("Licence"),
        ChangeKind.SECTION_RENAMED: phrase("Heading"),
    }
    if change.kind is ChangeKind.LICENCE:
        before, after = inline(short_link(change.before)), inline(short_link(change.after))
    if before and after:
        told = styled("“{before}” became “{after}”", before=before, after=after)
    elif after:
        told = styled("new: “{text}”", text=after)
    else:
        told = styled("gone: “{text}”", text=before)
    return inline(names[change.kind], ": ", *told)


def _of_record_or_float(change: Change, before: Inline, after: Inline) -> Inline:
    match change.kind:
        case ChangeKind.WITHDRAWN:
            return styled("withdrawn, and arXiv says: “{text}”", text=after)
        case ChangeKind.RETURNED:
            return styled("no longer withdrawn; arXiv said: “{text}”", text=before)
        case ChangeKind.AUTHOR_ADDED:
            return styled("new author: {name}", name=after)
        case ChangeKind.AUTHOR_REMOVED:
            return styled("no longer an author: {name}", name=before)
        case ChangeKind.FIGURE_REPLACED:
            return inline(*_place(change), phrase("a new image under the same caption"))
        case ChangeKind.COLUMN_ADDED:
            return inline(*_place(change), *styled("new column: {text}", text=after))
        case ChangeKind.COLUMN_REMOVED:
            return inline(*_place(change), *styled("column gone: {text}", text=before))
        case ChangeKind.FIGURE_ADDED | ChangeKind.TABLE_ADDED | ChangeKind.ROW_ADDED:
            return inline(*_place(change), *styled("new: {text}", text=after))
    return inline(*_place(change), *styled("gone: {text}", text=before))


def _place(change: Change) -> Inline:
    """Where a change stands, with a colon behind; nothing for what stands before all headings."""
    kind = change.kind
    is_figure = kind.value.startswith("figure") or (
        kind is ChangeKind.CAPTION and not change.is_table
    )
    is_table = kind.value.startswith(("table", "row", "column", "cell")) or change.is_table
    if is_figure:
        place = phrase("Figure {number}", number=change.where)
    elif is_table:
        place = phrase("Table {number}", number=change.where)
    else:
        place = change.where
    words = ", ".join((place, *(excerpt(part, _CELL) for part in change.of)))
    return inline(bold(words), ": ") if words else ()


def _or_nothing(text: Inline) -> Inline:
    return text or inline(phrase("an empty cell"))


def _notes(told: VersionChanges) -> Iterator[Block]:
    if told.unread:
        yield noted(
            phrase("Only what arXiv says of both was compared, not their texts: {why}",
                   why=spoken(told.unread))
        )  # fmt: skip
    if told.is_mixed:
        yield noted(
            phrase(
                "One version was read as a web page and the other as a PDF, so that only numbers "
                "and sections are compared."
            )
        )
    if not told.unread and not told.paper.withdrawn and told.changes:
        yield noted(
            phrase("Quoted word for word from both versions; changes of typesetting are left out.")
        )
