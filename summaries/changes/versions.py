"""Two versions of a paper compared: what arXiv says of them, and their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.fulltext import FullText, Section, TextOrigin
from domain.metadata.changes import Change, ChangeKind
from domain.metadata.names import may_be_one
from domain.papers import Paper
from summaries.changes.alignment import Steps
from summaries.changes.floats import compare_figures, compare_tables
from summaries.changes.sections import compare_sections
from summaries.changes.tokens import key, spelled
from summaries.text.numbering import ABSTRACT

_ORDER: Final = {kind: place for place, kind in enumerate(ChangeKind)}
_TOLD_OF_ANY: Final = frozenset(
    (ChangeKind.NUMBER, ChangeKind.SECTION_ADDED, ChangeKind.SECTION_REMOVED)
)
"""What can be told of texts that were read in different ways."""


def compare_records(before: Paper, after: Paper) -> Iterator[Change]:
    """What differs in what arXiv says of a paper: title, authors, abstract, comment."""
    if after.withdrawn and not before.withdrawn:
        yield Change(kind=ChangeKind.WITHDRAWN, after=after.comment or "")
        return
    if before.withdrawn and not after.withdrawn:
        yield Change(kind=ChangeKind.RETURNED, before=before.comment or "")
    if spelled(key(before.title)) != spelled(key(after.title)):
        yield Change(kind=ChangeKind.TITLE, before=before.title, after=after.title)
    yield from _authors(before, after)
    if before.abstract and after.abstract:
        yield from compare_sections(_as_section(before), _as_section(after))
    if not before.withdrawn and key(before.comment or "") != key(after.comment or ""):
        kind = ChangeKind.COMMENT
        yield Change(kind=kind, before=before.comment or "", after=after.comment or "")


def _authors(before: Paper, after: Paper) -> Iterator[Change]:
    """Authors that one of two versions names; another spelling of a name is nothing."""
    was = {key(author.name): author.name for author in before.authors}
    now = {key(author.name): author.name for author in after.authors}
    added = [name for said, name in now.items() if said not in was]
    gone = [name for said, name in was.items() if said not in now]
    for name in tuple(gone):
        same = next((one for one in added if may_be_one(name, one)), None)
        if same is not None:
            added.remove(same)
            gone.remove(name)
    for name in added:
        yield Change(kind=ChangeKind.AUTHOR_ADDED, after=name)
    for name in gone:
        yield Change(kind=ChangeKind.AUTHOR_REMOVED, before=name)


def compare_texts(before: FullText, after: FullText) -> Iterator[Change]:
    """What differs between the texts of two versions, but for their abstracts."""
    steps = Steps()
    changes = compare_sections(_body(before.sections), _body(after.sections), steps)
    if is_mixed(before, after):
        yield from (change for change in changes if change.kind in _TOLD_OF_ANY)
        return
    yield from changes
    yield from compare_tables(before.tables, after.tables, steps)
    yield from compare_figures(before.figures, after.figures, steps)
    if before.licence and after.licence and before.licence != after.licence:
        yield Change(kind=ChangeKind.LICENCE, before=before.licence, after=after.licence)


def is_mixed(before: FullText, after: FullText) -> bool:
    """Whether one is a PDF and the other is not: lines, tables and formulas read otherwise then."""
    return (before.origin is TextOrigin.PDF) != (after.origin is TextOrigin.PDF)


def in_order(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Changes by weight; those of one kind as they came."""
    return tuple(sorted(changes, key=lambda change: _ORDER[change.kind]))


def _as_section(paper: Paper) -> tuple[Section]:
    return (Section(ABSTRACT, paper.abstract),)


def _body(sections: Sequence[Section]) -> list[Section]:
    """Sections without the abstract, which arXiv tells itself."""
    return [section for section in sections if section.title.casefold() != ABSTRACT.casefold()]
