"""What became of a paper that was told, from what is known of it before and after: for every store.

Only what surely happened counts. What arXiv's listings and its API say of a paper differs, and the
API is hours behind; so a DOI that a listing could not tell is none that appeared, and a paper is
back only with a version or an announcement after its withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.links import is_code, project_links
from domain.metadata.comments import read_comment
from domain.metadata.updates import PaperUpdate, UpdateKind
from domain.papers import MetadataOrigin, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPaper:
    """What is known of a paper that was told to somebody.

    Attributes:
        listed: the listing date up to which its announcements are known, ISO 8601.
        version: the newest that was seen; 0 where none was.
        withdrawn: whether it is.
        turns: how often it was withdrawn or came back since it was told.
        is_full: whether its DOI would be known: the API has answered.
        venue: where its comment says that it is accepted.
        journal_ref: arXiv's journal reference.
        doi: likewise.
        code: the address of its code.
    """

    listed: str = ""
    version: int = 0
    withdrawn: bool = False
    turns: int = 0
    is_full: bool = False
    venue: str = ""
    journal_ref: str = ""
    doi: str = ""
    code: str = ""


def as_told(paper: Paper, listed: str) -> ToldPaper:
    """What is known of a paper as it is told, in a digest that covers a listing date."""
    links = project_links(paper.comment or "", paper.abstract)
    return ToldPaper(
        listed=listed,
        version=paper.id.version or 0,
        withdrawn=paper.withdrawn,
        is_full=paper.origin is MetadataOrigin.API,
        venue="" if paper.withdrawn else read_comment(paper.comment).venue,
        journal_ref=paper.journal_ref or "",
        doi=paper.doi or "",
        code=next(filter(is_code, links), ""),
    )


def changed(known: ToldPaper, paper: Paper, replaced: str = "") -> ToldPaper:
    """What is known of a paper from now on.

    Args:
        known: until now.
        paper: as it is kept now.
        replaced: the listing date that announces a new version of it, ISO 8601, if one does.
    """
    now = as_told(paper, replaced)
    is_newer = replaced > known.listed or now.version > known.version > 0
    withdrawn = now.withdrawn or (known.withdrawn and not is_newer)
    return ToldPaper(
        listed=max(known.listed, replaced),
        version=max(known.version, now.version),
        withdrawn=withdrawn,
        turns=known.turns + (withdrawn != known.withdrawn),
        is_full=known.is_full or now.is_full,
        venue=now.venue or known.venue,
        journal_ref=now.journal_ref or known.journal_ref,
        doi=now.doi or known.doi,
        code=now.code or known.code,
    )


def updates(known: ToldPaper, now: ToldPaper, paper: Paper) -> Iterator[PaperUpdate]:
    """What became of a paper between what was known and what is, the weightiest first.

    Args:
        known: until now.
        now: by `changed`.
        paper: as it is kept now.
    """
    if now.withdrawn:
        if not known.withdrawn:
            yield _update(paper, UpdateKind.WITHDRAWN, str(now.turns), paper.comment or "")
        return
    if known.withdrawn:
        yield _update(paper, UpdateKind.RETURNED, str(now.turns))
    elif now.listed > known.listed:
        yield _update(paper, UpdateKind.REPLACED, now.listed, now.listed)
    if now.is_full and not known.is_full and now.listed == known.listed:
        # The API's first answer tells what was so before.
        return
    if _is_news(known.venue, now.venue):
        yield _update(paper, UpdateKind.ACCEPTED, _plain(now.venue), now.venue)
    if _is_news(known.journal_ref, now.journal_ref):
        yield _update(paper, UpdateKind.PUBLISHED, _plain(now.journal_ref), now.journal_ref)
    elif _is_news(known.doi, now.doi):
        yield _update(paper, UpdateKind.PUBLISHED, now.doi.casefold(), now.doi)
    if now.code and not known.code:
        yield _update(paper, UpdateKind.CODE, "", now.code)


def told_again(known: ToldPaper, listed: str) -> ToldPaper:
    """What is known of a paper that is told to somebody else, too."""
    return replace(known, listed=max(known.listed, listed))


def _update(paper: Paper, kind: UpdateKind, key: str, words: str = "") -> PaperUpdate:
    name = f"{kind.value} {key}".rstrip()
    return PaperUpdate(paper=paper.id.base, title=paper.title, kind=kind, key=name, words=words)


def _is_news(before: str, now: str) -> bool:
    """Whether words say something new; not, where one is but the other written out or cut."""
    was, shown = _plain(before), _plain(now)
    return bool(shown) and (not was or (was not in shown and shown not in was))


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
