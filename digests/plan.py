"""Which papers a digest tells, in which order: pure decisions over matches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from domain.digests import Match

_SCORE: Final = attrgetter("score")


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
    each = [{match.paper.id.base: match for match in matches} for matches in matches_by_topic]
    return chosen(merged(each), limit=limit, left_out=left_out)


def merged(matches_by_topic: Sequence[Mapping[str, Match]]) -> tuple[Match, ...]:
    """What some topics together match, best first.

    A paper that several topics match stands once, with all its reasons, at the best of its
    scores.

    Args:
        matches_by_topic: for each topic what it matched, by base id.
    """
    if len(matches_by_topic) == 1:
        known = matches_by_topic[0]
    else:
        known = dict[str, Match]()
        for base, match in (pair for matches in matches_by_topic for pair in matches.items()):
            first = known.get(base)
            known[base] = match if first is None else _with_both(first, match)
    in_order = [known[base] for base in sorted(known)]
    return tuple(sorted(in_order, key=_SCORE, reverse=True))


def chosen(matches: Sequence[Match], *, limit: int, left_out: Collection[str] = ()) -> DigestPlan:
    """The papers of one chat's digest, in the order given.

    Withdrawn papers are no news: they are counted, and told nowhere.

    Args:
        matches: as `merged` gives them.
        limit: how many papers are told in full.
        left_out: base ids not to tell: muted, or shown before.
    """
    left = matches
    if left_out:
        left = [match for match in matches if match.paper.id.base not in left_out]
    told = tuple([match for match in left if not match.paper.withdrawn])
    return DigestPlan(told[:limit], told[limit:], withdrawn=len(left) - len(told))


def _with_both(first: Match, second: Match) -> Match:
    reasons = tuple(dict.fromkeys(first.reasons + second.reasons))
    return Match(first.paper, reasons, max(first.score, second.score))
