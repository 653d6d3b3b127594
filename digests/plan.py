"""Which papers a digest tells, in which order: pure decisions over matches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from domain.digests import Affinity, Match
from topics.muting import muted_by

_SCORE: Final = itemgetter(Match._fields.index("score"))
_NONE_MUTED: Final[Mapping[str, Collection[str]]] = {}


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """The papers of a digest, best first.

    Attributes:
        shown: told in full.
        others: matched too, but beyond the limit; told by title.
        withdrawn: how many more matched that have been withdrawn since; they are counted alone.
        muted: how many more matched and are left out, by the first muted word that means them.
        affinities: of papers shown, by base id, where the reader has a profile.
        yours: how many of both are there by the reader's profile alone.
        lacks_profile: whether a topic would bring such, and there is too little of a profile.
    """

    shown: tuple[Match, ...]
    others: tuple[Match, ...]
    withdrawn: int = 0
    muted: tuple[tuple[str, int], ...] = ()
    affinities: Mapping[str, Affinity] = field(default_factory=dict)
    yours: int = 0
    lacks_profile: bool = False

    @property
    def matched(self) -> int:
        """How many papers matched that are to be told."""
        return len(self.shown) + len(self.others)


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


def chosen(
    matches: Sequence[Match],
    *,
    limit: int,
    left_out: Collection[str] = (),
    muted: Mapping[str, Collection[str]] = _NONE_MUTED,
) -> DigestPlan:
    """The papers of one chat's digest, in the order given.

    Withdrawn papers are no news, and muted ones none to this chat: they are counted, and told
    nowhere.

    Args:
        matches: as `merged` gives them.
        limit: how many papers are told in full.
        left_out: base ids not to tell, nor to count: shown before.
        muted: for each muted word the base ids of papers that it means.
    """
    left = matches
    if left_out:
        left = [match for match in matches if match.paper.id.base not in left_out]
    counted: tuple[tuple[str, int], ...] = ()
    if muted:
        left, by_word = _unmuted(left, muted)
        counted = tuple((word, by_word[word]) for word in muted if by_word[word])
    told = tuple([match for match in left if not match.paper.withdrawn])
    return DigestPlan(told[:limit], told[limit:], len(left) - len(told), counted)


def _unmuted(
    matches: Sequence[Match], muted: Mapping[str, Collection[str]]
) -> tuple[list[Match], Counter[str]]:
    """The matches that no muted word means, and how many more each word does first."""
    left: list[Match] = []
    by_word: Counter[str] = Counter()
    for match in matches:
        words = muted_by(match.paper.id.base, muted)
        if not words:
            left.append(match)
        elif not match.paper.withdrawn:
            by_word[words[0]] += 1
    return left, by_word


def _with_both(first: Match, second: Match) -> Match:
    reasons = tuple(dict.fromkeys(first.reasons + second.reasons))
    return Match(first.paper, reasons, max(first.score, second.score))
