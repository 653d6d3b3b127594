"""What is different in a paper's version from the one before, where both were read already."""

from __future__ import annotations

from dataclasses import replace

from app.services import Services
from domain.concurrency.aside import aside
from domain.fulltext import FullText
from domain.metadata.changes import VersionChanges
from domain.papers import Paper
from summaries.changes.versions import compare_records, compare_texts, in_order, is_mixed


async def changes_at_hand(
    services: Services, paper: Paper, text: FullText | None
) -> VersionChanges | None:
    """A version and the one before compared, of which arXiv is asked nothing.

    Args:
        services: have what was read.
        paper: as it is now.
        text: what is kept of it.

    Returns:
        None where there is no version before, or one of both was not read.
    """
    number = paper.id.version or 1
    if services.reader is None or text is None or number == 1:
        return None
    earlier = replace(paper, id=replace(paper.id, version=number - 1))
    was = await services.reader.at_hand(earlier)
    if was is None:
        return None
    found = await aside(lambda: tuple(compare_texts(was, text)))
    before = services.named.get(earlier.id)
    told = compare_records(before, paper) if before else ()
    return VersionChanges(
        paper=paper,
        before=before or earlier,
        changes=in_order([*told, *found]),
        is_mixed=is_mixed(was, text),
    )
