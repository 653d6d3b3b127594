"""What a digest can say of the announcements it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from composing.wording import day as day_told
from composing.wording import days, distinct
from digests.personal import FEWEST
from domain.digests import Coverage, Digest
from domain.messages import Message, marked
from domain.papers import Batch, BatchState
from i18n.speech import listed, number, phrase, plural, spoken
from intake import calendar

RECONSTRUCTED: Final = marked(
    "Reconstructed from submission dates: arXiv lists only the last 90 days; "
    "this may differ from what was announced."
)
MUTES_TOLD: Final = 3
"""Muted words that a digest names."""

_READ: Final = (BatchState.COMPLETE, BatchState.PARTIAL, BatchState.RECONSTRUCTED)


def standing(digest: Digest) -> list[str]:
    """What a digest can say of the announcements it rests on, in sentences.

    That arXiv announced nothing, that nothing announced is in the topics, and that an
    announcement is late or unread are different things and have different sentences.
    """
    sentences = [
        _found(digest),
        _yours(digest.coverage),
        _withdrawn(digest.coverage),
        _muted(digest.coverage),
        *_gaps(digest),
    ]
    if any(batch.state is BatchState.RECONSTRUCTED for batch in digest.batches):
        sentences.append(phrase(RECONSTRUCTED))
    told = [sentence for sentence in sentences if sentence]
    when = days(digest.since or digest.date, digest.date)
    told = told or [phrase("Nothing is known of arXiv's announcement of {day}.", day=when)]
    return [*told, resuming(digest.resumes)] if digest.resumes else told


def resuming(day: date) -> str:
    """That there is no announcement before a date, for arXiv's holidays."""
    return phrase(
        "By arXiv's list of holidays there is no announcement until {weekday}, {day}.",
        weekday=phrase(calendar.weekday(day)),
        day=day_told(day),
    )


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
    matched, shown = number(coverage.matched), number(coverage.shown)
    if coverage.announced is None:
        return phrase("Matched {matched}, shown {shown}.", matched=matched, shown=shown)
    return phrase(
        "Announced {announced}, matched {matched}, shown {shown}.",
        announced=number(coverage.announced),
        matched=matched,
        shown=shown,
    )


def _yours(coverage: Coverage) -> str:
    """What is there by the reader's profile alone, or what it takes."""
    if coverage.lacks_profile:
        return phrase(
            "What is likely yours is found from {number} papers on that you saved, or wished for "
            "more or less of; /profile shows them.",
            number=number(FEWEST),
        )
    if not coverage.yours:
        return ""
    return plural(
        "{number} of these is here by the profile, whatever the topics.",
        "{number} of these are here by the profile, whatever the topics.",
        coverage.yours,
    )


def _nothing_new(announced_papers: int | None) -> str:
    if announced_papers is None:
        return phrase("Nothing in your topics among the papers submitted for this date.")
    return plural(
        "Nothing new in your topics among {number} announced paper.",
        "Nothing new in your topics among {number} announced papers.",
        announced_papers,
    )


def _withdrawn(coverage: Coverage) -> str:
    if not coverage.withdrawn:
        return ""
    return plural(
        "{number} paper in your topics has been withdrawn since.",
        "{number} papers in your topics have been withdrawn since.",
        coverage.withdrawn,
    )


def _muted(coverage: Coverage) -> str:
    """``12 muted by “survey”, 2 by “cat:cs.CV”.``."""
    if not coverage.muted:
        return ""
    (first, count), *others = coverage.muted[:MUTES_TOLD]
    told = [phrase("{number} muted by “{word}”", number=number(count), word=first)]
    told += [phrase("{number} by “{word}”", number=number(n), word=word) for word, n in others]
    rest = sum(count for _, count in coverage.muted[MUTES_TOLD:])
    told += [phrase("{number} by other words", number=number(rest))] if rest else []
    return phrase("{muted}.", muted=phrase(", ").join(told))


def _announced_nothing(digest: Digest, quiet: Sequence[Batch]) -> str:
    when = days(digest.since or digest.date, digest.date)
    reasons = distinct(filter(None, (_clause(b.reason) for b in quiet)))
    because = phrase(" ({reasons})", reasons="; ".join(reasons)) if reasons else ""
    if len(quiet) == len(digest.batches):
        return phrase("arXiv announced nothing on {day}{because}.", day=when, because=because)
    return phrase(
        "arXiv announced nothing in {archives} on {day}{because}.",
        archives=listed(distinct(b.archive for b in quiet)),
        day=when,
        because=because,
    )


def _gaps(digest: Digest) -> list[str]:
    """What is missing, one sentence for all archives and dates that miss for one reason."""
    dates = sorted({batch.date for batch in digest.batches})
    missing: dict[tuple[BatchState, str, str], list[date]] = {}
    for batch in digest.batches:
        if not batch.state.is_settled:
            key = (batch.state, _clause(batch.reason), batch.archive)
            missing.setdefault(key, []).append(batch.date)
    grouped: dict[tuple[BatchState, str, str], list[str]] = {}
    for (state, reason, archive), on in missing.items():
        for first, last in _runs(on, dates):
            when = days(first, last) if digest.since else ""
            grouped.setdefault((state, reason, when), []).append(archive)
    told = {archive for archives in grouped.values() for archive in archives}
    for archive, why in digest.coverage.late:
        if archive not in told:
            grouped.setdefault((BatchState.LATE, _clause(why), ""), []).append(archive)
    return [_gap(*key, distinct(archives)) for key, archives in grouped.items()]


def _runs(some: Sequence[date], dates: Sequence[date]) -> list[tuple[date, date]]:
    """Those of the dates that follow upon each other, as first and last ones."""
    runs: list[tuple[date, date]] = []
    for on in sorted(some):
        if runs and dates.index(on) == dates.index(runs[-1][1]) + 1:
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return runs


def _gap(state: BatchState, reason: str, on: str, archives: Sequence[str]) -> str:
    what = listed(archives)
    what = phrase("{archives} of {day}", archives=what, day=on) if on else what
    because = phrase(": {reason}", reason=reason) if reason else ""
    count = len(archives)
    match state:
        case BatchState.PARTIAL:
            return plural(
                "Only part of {what} is here{because}; more of it may be in your topics.",
                "Only part of {what} is here{because}; more of them may be in your topics.",
                count,
                what=what,
                because=because,
            )
        case BatchState.WAITING:
            return plural(
                "{what} has not been announced yet{because}; nothing is said about it here.",
                "{what} have not been announced yet{because}; nothing is said about them here.",
                count,
                what=what,
                because=because,
            )
        case BatchState.FAILED:
            return plural(
                "{what} could not be read{because}; nothing is said about it here.",
                "{what} could not be read{because}; nothing is said about them here.",
                count,
                what=what,
                because=because,
            )
    return plural(
        "{what} is late{because}; nothing is said about it here.",
        "{what} are late{because}; nothing is said about them here.",
        count,
        what=what,
        because=because,
    )


def _clause(reason: Message) -> str:
    return spoken(reason).strip().rstrip(".。")
