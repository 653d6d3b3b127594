"""What became of papers that were told, and which chats are to be told of it, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from domain.metadata.updates import Notice, PaperUpdate
from domain.papers import MetadataOrigin, Paper
from storage.memory.tables import ChatRow, Kept
from storage.update_rules import as_told, changed, told_again, updates


def note(kept: Kept, bases: Collection[str], replaced: Collection[str] = (), day: str = "") -> None:
    """See what became of papers that have just been kept, some announced as replaced on a day."""
    for base in sorted({*bases, *replaced}):
        known, paper = kept.told_papers.get(base), kept.papers.get(base)
        if known is None or paper is None:
            continue
        now = changed(known, paper, day if base in replaced else "")
        for update in updates(known, now, paper):
            _keep(kept, update)
        kept.told_papers[base] = now


def keep_earlier(kept: Kept, known: Paper | None, paper: Paper) -> None:
    """Keep what is known of a told paper of which a later version is about to take its place."""
    if known is None or known.withdrawn or paper.origin is not MetadataOrigin.API:
        return
    version = known.id.version
    if version and version < (paper.id.version or 0) and paper.id.base in kept.told_papers:
        kept.earlier[paper.id.base, version] = known


def earlier(kept: Kept, bases: Collection[str]) -> dict[str, Paper]:
    """The last version before the one that is kept, of papers of which it is known."""
    found: dict[str, Paper] = {}
    for (base, version), one in sorted(kept.earlier.items(), key=lambda item: item[0]):
        now = kept.papers.get(base)
        if base in bases and now is not None and version < (now.id.version or 0):
            found[base] = replace(
                now,
                id=one.id,
                title=one.title,
                abstract=one.abstract,
                authors=one.authors,
                comment=one.comment,
                updated=one.updated,
                withdrawn=False,
            )
    return found


def _keep(kept: Kept, update: PaperUpdate) -> None:
    if any((one.paper, one.key) == (update.paper, update.key) for one in kept.updates.values()):
        return
    number = next(kept.numbers)
    kept.updates[number] = update
    for row in kept.chats.values():
        wants = row.settings.updates.wants(important=update.kind.is_important)
        if wants and update.paper in row.told:
            row.notices[number] = None


def follow(kept: Kept, bases: Collection[str], listed: str) -> None:
    """Keep what is known of papers that are told, to see what becomes of them."""
    for base in bases:
        known, paper = kept.told_papers.get(base), kept.papers.get(base)
        if known is not None:
            kept.told_papers[base] = told_again(known, listed)
        elif paper is not None:
            kept.told_papers[base] = as_told(paper, listed)


def to_tell(kept: Kept, row: ChatRow) -> tuple[Notice, ...]:
    """What a chat is to be told of, by number."""
    untold = sorted(number for number, digest in row.notices.items() if digest is None)
    return tuple(Notice(number, kept.updates[number]) for number in untold)


def take_back(kept: Kept, row: ChatRow, digest: int) -> None:
    """Of a digest that is never sent nothing was told; after its papers are told no longer."""
    known = {n: None if told == digest else told for n, told in row.notices.items()}
    row.notices = {
        number: told
        for number, told in known.items()
        if told is not None or kept.updates[number].paper in row.told
    }


def tidy(kept: Kept) -> None:
    """Forget what became of papers that nobody counts as told any more."""
    for row in kept.chats.values():
        untold = [n for n in row.notices if kept.updates[n].paper not in row.told]
        for number in untold:
            del row.notices[number]
    told = {base for row in kept.chats.values() for base in row.told}
    kept.told_papers = {base: one for base, one in kept.told_papers.items() if base in told}
    kept.earlier = {key: one for key, one in kept.earlier.items() if key[0] in told}
    kept.updates = {number: one for number, one in kept.updates.items() if one.paper in told}
