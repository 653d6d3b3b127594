"""The English of digests and paper pages, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from domain.digests import Coverage, Digest, Reason
from domain.papers import AnnouncementKind, Batch, BatchState
from domain.summaries import Basis, Provenance
from domain.topics import Category, Field, Query, Term

AUTHORS: Final = "Authors"
COMMENT: Final = "Comment"
JOURNAL: Final = "Journal reference"
DOI: Final = "DOI"
LICENCE: Final = "Licence"
SUMMARY: Final = "Summary"
TAKEAWAYS: Final = "Key takeaways"
KEYWORDS: Final = "Keywords"
ANALYSIS: Final = "Analysis"
ABSTRACT: Final = "Abstract"
PDF: Final = "PDF"
CODE: Final = "Code"
PROJECT: Final = "Project page"
TOPICS: Final = "Topics"
PAPERS: Final = "Papers"
NO_SUMMARY: Final = "There is no summary of this paper."
NO_ABSTRACT: Final = "There is no summary of this paper: arXiv gives no abstract of it."
WITHDRAWN: Final = "This paper has been withdrawn by its authors or by arXiv."
WORD_FOR_WORD: Final = "word for word"
EVIDENCE: Final = "Each sentence of the summary, and the words of the paper that it stands on."
SAMPLE: Final = "SAMPLE"
SAMPLE_NOTE: Final = (
    "SAMPLE: these papers are invented and come with Papercrier. Nothing here is from arXiv."
)
RECONSTRUCTED: Final = (
    "Reconstructed from submission dates: arXiv lists only the last 90 days; "
    "this may differ from what was announced."
)

ANALYSIS_PARTS: Final = {
    "background": "Background",
    "prior_work": "Prior work",
    "method": "Method",
    "results": "Results",
    "significance": "Significance",
    "innovation": "Innovation",
    "performance": "Performance",
    "workload": "Workload",
    "limitations": "Limitations",
}
KINDS: Final = {
    AnnouncementKind.NEW: "",
    AnnouncementKind.CROSS: "cross-list",
    AnnouncementKind.REPLACE: "replacement",
}
_PLACES: Final = {
    Field.TITLE: "in the title",
    Field.ABSTRACT: "in the abstract",
    Field.AUTHOR: "as an author",
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WORDS_NAMED: Final = 3
_READ: Final = (BatchState.COMPLETE, BatchState.PARTIAL, BatchState.RECONSTRUCTED)


def day(of: date) -> str:
    """``8 March 2024``, whatever the process's locale."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def days(first: date, last: date) -> str:
    """One day, or a span of days: ``6–8 March 2024``."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    start = day(first) if first.year != last.year else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start} – {day(last)}"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def counted(number: int, noun: str) -> str:
    """``1 paper``, ``2 papers``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown_of(shown: int, matched: int) -> str:
    """``3 papers``, or ``3 of 5 papers``."""
    return counted(shown, "paper") if shown == matched else f"{shown} of {matched} papers"


def also_matched(number: int) -> str:
    """Over the papers beyond the limit."""
    return f"Also matched ({number})"


def more_authors(number: int) -> str:
    """After the authors that are named."""
    return f" + {number} more"


def announced(on: date) -> str:
    """When a paper was announced."""
    return f"announced {day(on)}"


def submitted(on: date) -> str:
    """When a paper's first version was submitted."""
    return f"submitted {day(on)}"


def revised(on: date) -> str:
    """When this version of a paper was submitted."""
    return f"this version {day(on)}"


def standing(digest: Digest) -> list[str]:
    """What a digest can say of the announcements it rests on, in sentences.

    That arXiv announced nothing, that nothing announced is in the topics, and that an
    announcement is late or unread are different things and have different sentences.
    """
    sentences = [_found(digest), *_gaps(digest)]
    if any(batch.state is BatchState.RECONSTRUCTED for batch in digest.batches):
        sentences.append(RECONSTRUCTED)
    when = days(digest.since or digest.date, digest.date)
    return [s for s in sentences if s] or [f"Nothing is known of arXiv's announcement of {when}."]


def _found(digest: Digest) -> str:
    read = [b for b in digest.batches if b.state in _READ]
    quiet = [b for b in digest.batches if b.state is BatchState.QUIET]
    if digest.coverage.matched:
        return _coverage(digest.coverage)
    if read:
        return _nothing_new(digest.coverage.announced)
    if quiet:
        return _announced_nothing(digest, quiet)
    return ""


def _coverage(coverage: Coverage) -> str:
    told = f"matched {coverage.matched}, shown {coverage.shown}."
    if coverage.announced is None:
        return told.capitalize()
    return f"Announced {coverage.announced}, {told}"


def _nothing_new(announced_papers: int | None) -> str:
    if announced_papers is None:
        return "Nothing in your topics among the papers submitted for this date."
    return f"Nothing new in your topics among {counted(announced_papers, 'announced paper')}."


def _announced_nothing(digest: Digest, quiet: Sequence[Batch]) -> str:
    when = days(digest.since or digest.date, digest.date)
    all_quiet = len(quiet) == len(digest.batches)
    where = "" if all_quiet else f" in {listed(_distinct(b.archive for b in quiet))}"
    reasons = _distinct(filter(None, (_clause(b.reason) for b in quiet)))
    because = f" ({'; '.join(reasons)})" if reasons else ""
    return f"arXiv announced nothing{where} on {when}{because}."


def _gaps(digest: Digest) -> list[str]:
    """What is missing, one sentence for all archives that miss for one reason."""
    grouped: dict[tuple[BatchState, str, date | None], list[str]] = {}
    for batch in digest.batches:
        if not batch.state.is_settled:
            on = batch.date if digest.since else None
            grouped.setdefault((batch.state, _clause(batch.reason), on), []).append(batch.archive)
    told = {archive for archives in grouped.values() for archive in archives}
    for archive, reason in digest.coverage.late:
        if archive not in told:
            grouped.setdefault((BatchState.LATE, _clause(reason), None), []).append(archive)
    return [_gap(*key, _distinct(archives)) for key, archives in grouped.items()]


def _gap(state: BatchState, reason: str, on: date | None, archives: Sequence[str]) -> str:
    one = len(archives) == 1
    what = listed(archives) + (f" of {day(on)}" if on else "")
    because = f": {reason}" if reason else ""
    it = "it" if one else "them"
    if state is BatchState.PARTIAL:
        return f"Only part of {what} is here{because}; more of {it} may be in your topics."
    said = {
        BatchState.WAITING: "has not been announced yet" if one else "have not been announced yet",
        BatchState.FAILED: "could not be read",
    }.get(state, "is late" if one else "are late")
    return f"{what} {said}{because}; nothing is said about {it} here."


def why_matched(reasons: Sequence[Reason], *, name_topics: bool) -> str:
    """Why a paper stands in a digest: ``Matched “diffusion models” in the title``.

    Words tell more than the categories beside them, which are named only where no word is.
    """
    by_topic: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_topic.setdefault(reason.topic, []).append(reason)
    told = {topic: _found_for(found) for topic, found in by_topic.items()}
    if name_topics:
        return "Matched " + "; ".join(f"{topic}: {what}" for topic, what in told.items())
    return "Matched " + "; ".join(_distinct(told.values()))


def _found_for(reasons: Sequence[Reason]) -> str:
    places: dict[Query, list[str]] = {}
    for reason in reasons:
        place = _PLACES.get(reason.field or Field.ANY, "")
        places.setdefault(reason.found, []).append(place)
    words = [found for found in places if isinstance(found, Term)]
    shown = [word for word in words if not any(_says_more(other, word) for other in words)]
    shown.sort(key=lambda word: _PLACES[Field.TITLE] not in places[word])
    chosen: Sequence[Query] = shown[:_WORDS_NAMED] or list(places)
    parts = (f"{_leaf(found)} {listed(_distinct(places[found]))}".strip() for found in chosen)
    return listed(_distinct(parts))


def _says_more(other: Term, word: Term) -> bool:
    return word.text != other.text and f" {word.text} ".lower() in f" {other.text} ".lower()


def provenance(of: Provenance, *, versioned: bool) -> str:
    """What made a summary, from what.

    An extract bears no date: it is the same whenever it is made, and so is its page. Where the
    paper is shown without a version, as announced, none is named here either.
    """
    version = f" of v{of.paper_version}" if versioned and of.paper_version else ""
    basis = "abstract" if of.basis is Basis.ABSTRACT else "full text"
    part = f", of which {of.coverage:.0%} was read" if of.coverage < 1 else ""
    if of.is_extractive:
        return f"Extracted from the {basis}{version}{part}."
    return f"By {of.model} from the {basis}{version}{part}, {day(of.made_at.date())}."


def _leaf(query: Query) -> str:
    match query:
        case Term(text):
            return f"“{text}”"
        case Category(name):
            return f"category {name}"
    return str(query)


def _clause(reason: str) -> str:
    return reason.strip().rstrip(".")


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
