"""What became of a paper that was told, from what is known of it before and after: for every store.

Only what surely happened counts. What arXiv's listings and its API say of a paper differs, and the
API is hours behind; so a DOI that a listing could not tell is none that appeared, and a paper is
back only with a version or an announcement after its withdrawal. A listing that shows this tells
no version: later is then what was submitted on the day of the listing or after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from domain.links import is_code, project_links
from domain.metadata.comments import read_comment
from domain.metadata.promises import promises_code
from domain.metadata.updates import PROMISED, PaperUpdate, UpdateKind
from domain.papers import MetadataOrigin, Paper

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)(\d\d)(?!\d)|(?:['’‘]|[A-Z]{3}-?)(\d\d)(?!\d)")
"""A year, also as in "ICML'26" and "AAAI-26"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPaper:
    """What is known of a paper that was told to somebody.

    Attributes:
        listed: the listing date up to which its announcements are known, ISO 8601.
        version: the newest that was seen; 0 where none was.
        withdrawn: whether it is.
        withdrawn_version: the one that is the withdrawal; 0 where it is not withdrawn, or only a
            listing has said so.
        turns: how often it was withdrawn or came back since it was told.
        is_full: whether its DOI would be known: the API has answered.
        venue: where its comment says that it is accepted; of several of one year the first.
        journal_ref: arXiv's journal reference.
        doi: likewise.
        code: the address of its code.
        promised: whether code was promised, and had not come.
    """

    listed: str = ""
    version: int = 0
    withdrawn: bool = False
    withdrawn_version: int = 0
    turns: int = 0
    is_full: bool = False
    venue: str = ""
    journal_ref: str = ""
    doi: str = ""
    code: str = ""
    promised: bool = False


def as_told(paper: Paper, listed: str) -> ToldPaper:
    """What is known of a paper as it is told, in a digest that covers a listing date."""
    links = project_links(paper.comment or "", paper.abstract)
    return ToldPaper(
        listed=listed,
        version=paper.id.version or 0,
        withdrawn=paper.withdrawn,
        withdrawn_version=_withdrawn_version(paper),
        is_full=paper.origin is MetadataOrigin.API,
        venue="" if paper.withdrawn else read_comment(paper.comment).venue,
        journal_ref=paper.journal_ref or "",
        doi=paper.doi or "",
        code=next(filter(is_code, links), ""),
        promised=promises_code(paper.comment or "", paper.abstract),
    )


def changed(known: ToldPaper, paper: Paper, replaced: str = "") -> ToldPaper:
    """What is known of a paper from now on.

    Args:
        known: until now.
        paper: as it is kept now.
        replaced: the listing date that announces a new version of it, ISO 8601, if one does.
    """
    now = as_told(paper, replaced)
    is_announced = replaced > known.listed
    withdrawn = now.withdrawn or (
        known.withdrawn and not is_announced and not _is_after_withdrawal(known, paper)
    )
    withdrawal = now.withdrawn_version or (0 if is_announced else known.withdrawn_version)
    return ToldPaper(
        listed=max(known.listed, replaced),
        version=max(known.version, now.version),
        withdrawn=withdrawn,
        withdrawn_version=withdrawal if withdrawn else 0,
        turns=known.turns + (withdrawn != known.withdrawn),
        is_full=known.is_full or now.is_full,
        venue=_kept(known.venue, now.venue),
        journal_ref=_kept(known.journal_ref, now.journal_ref),
        doi=now.doi or known.doi,
        code=now.code or known.code,
        promised=known.promised or now.promised,
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
    if _is_news(known.journal_ref, now.journal_ref) and (known.journal_ref or not known.doi):
        yield _update(paper, UpdateKind.PUBLISHED, _plain(now.journal_ref), now.journal_ref)
    elif now.doi and not (known.doi or known.journal_ref):
        yield _update(paper, UpdateKind.PUBLISHED, now.doi.casefold(), now.doi)
    if now.code and not known.code:
        yield _update(paper, UpdateKind.CODE, PROMISED if known.promised else "", now.code)


def told_again(known: ToldPaper, listed: str) -> ToldPaper:
    """What is known of a paper that is told to somebody else, too."""
    return replace(known, listed=max(known.listed, listed))


def _update(paper: Paper, kind: UpdateKind, key: str, words: str = "") -> PaperUpdate:
    name = f"{kind.value} {key}".rstrip()
    return PaperUpdate(paper=paper.id.base, title=paper.title, kind=kind, key=name, words=words)


def _withdrawn_version(paper: Paper) -> int:
    """The version that the API itself calls withdrawn; 0 where it does not."""
    return (paper.id.version or 0) if paper.withdrawn and paper.checked_at else 0


def _is_after_withdrawal(known: ToldPaper, paper: Paper) -> bool:
    """Whether a paper's version is surely later than the one that was its withdrawal."""
    version = paper.id.version or 0
    if known.withdrawn_version:
        return version > known.withdrawn_version
    if version <= known.version or paper.updated is None:
        return False
    return paper.updated.astimezone(UTC).date().isoformat() >= known.listed


def _is_news(before: str, now: str) -> bool:
    """Whether words are the first, or of another year; what else is new is the same, said anew."""
    was, shown = _years(before), _years(now)
    return bool(now) and (not before or bool(was and shown and was.isdisjoint(shown)))


def _kept(before: str, now: str) -> str:
    """Words by which what comes later is news or not: the first that name their year."""
    return now if now and (not _years(before) or _is_news(before, now)) else before


def _years(text: str) -> set[str]:
    return {full or short for full, short in _YEAR.findall(text)}


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
