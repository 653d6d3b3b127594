"""Which papers a digest tells, in which order: pure decisions over matches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.digests import Match


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """The papers of a digest, best first.

    Attributes:
        shown: told in full.
        others: matched too, but beyond the limit; told by title.
        withdrawn: how many more matched that have been withdrawn since; they are counted alone.
    """

    shown: tuple[Match, ...]
    others: tuple[Match, ...]
    withdrawn: int = 0

    @property
    def matched(self) -> int:
        """How many papers matched that are to be told."""
        return len(self.shown) + len(self.others)


def plan_digest(
    matches_by_topic: Iterable[Sequence[Match]],
    *,
    limit: int,
    left_out: Collection[str] = (),
) -> DigestPlan:
    """Choose and order the papers of one chat's digest; see `merged` and `chosen`."""
    return chosen(merged(matches_by_topic), limit=limit, left_out=left_out)


def merged(matches_by_topic: Iterable[Sequence[Match]]) -> tuple[Match, ...]:
    """What some topics together match, best first.

    A paper that several topics match stands once, with all its reasons, at the best of its
    scores.

    Args:
        matches_by_topic: for each topic what it matched, each paper once.
    """
    known: dict[str, Match] = {}
    for match in (match for matches in matches_by_topic for match in matches):
        base = match.paper.id.base
        first = known.get(base)
        known[base] = match if first is None else _with_both(first, match)
    return tuple(sorted(known.values(), key=lambda match: (-match.score, match.paper.id.base)))


def chosen(matches: Sequence[Match], *, limit: int, left_out: Collection[str] = ()) -> DigestPlan:
    """The papers of one chat's digest, in the order given.

    Withdrawn papers are no news: they are counted, and told nowhere.

    Args:
        matches: as `merged` gives them.
        limit: how many papers are told in full.
        left_out: base ids not to tell: muted, or shown before.
    """
    left = [match for match in matches if match.paper.id.base not in left_out]
    told = tuple(match for match in left if not match.paper.withdrawn)
    return DigestPlan(told[:limit], told[limit:], withdrawn=len(left) - len(told))


def _with_both(first: Match, second: Match) -> Match:
    reasons = tuple(dict.fromkeys(first.reasons + second.reasons))
    return replace(first, reasons=reasons, score=max(first.score, second.score))
