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
    """

    shown: tuple[Match, ...]
    others: tuple[Match, ...]

    @property
    def matched(self) -> int:
        """How many papers matched."""
        return len(self.shown) + len(self.others)


def plan_digest(
    matches_by_topic: Iterable[Sequence[Match]],
    *,
    limit: int,
    left_out: Collection[str] = (),
) -> DigestPlan:
    """Choose and order the papers of one chat's digest.

    A paper that several topics match stands once, with all its reasons, at the best of its
    scores. Withdrawn papers are no news and stand in no digest.

    Args:
        matches_by_topic: for each topic of the chat what it matched, each paper once.
        limit: how many papers are told in full.
        left_out: base ids not to tell: muted, or shown before.
    """
    merged: dict[str, Match] = {}
    for match in (match for matches in matches_by_topic for match in matches):
        base = match.paper.id.base
        if base in left_out or match.paper.withdrawn:
            continue
        known = merged.get(base)
        merged[base] = match if known is None else _with_both(known, match)
    ordered = sorted(merged.values(), key=lambda match: (-match.score, match.paper.id.base))
    return DigestPlan(tuple(ordered[:limit]), tuple(ordered[limit:]))


def _with_both(first: Match, second: Match) -> Match:
    reasons = tuple(dict.fromkeys(first.reasons + second.reasons))
    return replace(first, reasons=reasons, score=max(first.score, second.score))
