"""What changed in a paper from one version to another: its records and its text, compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.at_hand import effort_of_paper
from app.fair_use.effort import Effort
from app.lookup import paper_at_hand, paper_for
from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import SourceError, UnreadablePaper
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.metadata.changes import VersionChanges
from domain.papers import Paper
from domain.requests import Context
from summaries.changes.versions import compare_records, compare_texts, in_order, is_mixed

_WITHDRAWALS: Final = 3
"""Versions in a row that are gone back over, as they are but withdrawals."""


@dataclass(frozen=True, slots=True)
class AskedChanges:
    """A paper whose versions are to be compared.

    Attributes:
        before, after: numbers of versions; None for the one before the other, and the newest.
        figures: whether its figures are compared as well, each of which may cost a request.
    """

    paper: PaperId
    before: int | None = None
    after: int | None = None
    figures: bool = False


async def changes(services: Services, context: Context, asked: AskedChanges) -> VersionChanges:
    """Two versions compared, by their texts where both can be read.

    A first version is given as both. Nothing is fetched that was read before. Figures are looked
    at where that is wished for, and where nothing else is another.

    Raises:
        PaperNotFound: arXiv does not have the paper, or a version of it.
        SourceError: arXiv does not answer.
    """
    after = await paper_for(services, context, replace(asked.paper, version=asked.after))
    if after.id.version in (None, 1):
        return VersionChanges(paper=after, before=after)
    before = await _before(services, context, asked, after)
    told = list(compare_records(before, after))
    if before.withdrawn or after.withdrawn:
        return VersionChanges(paper=after, before=before, changes=in_order(told))
    try:
        was, now = await _texts(services, context, (before, after), figures=asked.figures)
        found = await aside(lambda: tuple(compare_texts(was, now)))
        if not (told or found or asked.figures) and was.figures and now.figures:
            was, now = await _texts(services, context, (before, after), figures=True)
            found = await aside(lambda: tuple(compare_texts(was, now)))
    except (UnreadablePaper, SourceError) as error:
        return VersionChanges(
            paper=after, before=before, changes=in_order(told), unread=error.message
        )
    return VersionChanges(
        paper=after,
        before=before,
        changes=in_order([*told, *found]),
        formulas=tuple(dict.fromkeys((*was.formulas, *now.formulas))),
        is_mixed=is_mixed(was, now),
    )


async def effort_of_changes(services: Services, context: Context, asked: AskedChanges) -> Effort:
    """What it takes to compare versions: nearly always arXiv is asked for one."""
    before = asked.before and await paper_at_hand(
        services, context, replace(asked.paper, version=asked.before)
    )
    if before is None:
        return Effort.ASKING
    return await effort_of_paper(services, context, asked.paper)


async def _before(services: Services, context: Context, asked: AskedChanges, after: Paper) -> Paper:
    """The version to compare with: that which is named, else the last before that was a paper."""
    number = (after.id.version or 1) - 1 if asked.before is None else asked.before
    before = await paper_for(services, context, replace(asked.paper, version=number))
    for earlier in range(number - 1, max(number - _WITHDRAWALS, 0), -1):
        if asked.before is not None or not before.withdrawn or after.withdrawn:
            break
        before = await paper_for(services, context, replace(asked.paper, version=earlier))
    return before


async def _texts(
    services: Services, context: Context, versions: tuple[Paper, Paper], *, figures: bool
) -> tuple[FullText, FullText]:
    """The texts of two versions.

    Raises:
        UnreadablePaper: one of them cannot be read.
        SourceError: arXiv does not answer.
    """
    if services.reader is None:
        raise UnreadablePaper(sentence("Papers are not read here."))
    before, after = versions
    context.progress(sentence("Reading both versions"))
    was = await services.reader.read(before, figures=figures)
    return was, await services.reader.read(after, figures=figures)
