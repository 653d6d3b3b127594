"""Otherwise: all that a claim's clauses tell in another way than those of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summaries.grounding.clauses.comparisons import compared_otherwise
from summaries.grounding.clauses.exchanges import crossed
from summaries.grounding.clauses.joined import told_of_another
from summaries.grounding.clauses.orders import turned_round
from summaries.grounding.clauses.pairings import mispaired


def told_otherwise(claim: str, cited: Sequence[str], paper: Sequence[str]) -> Iterator[str]:
    """What of a claim is told of something else, or the other way round, in a few words.

    Args:
        claim: its text, in English.
        cited: the sentences that it cites.
        paper: all of them.
    """
    yield from mispaired(claim, cited)
    yield from crossed(claim, cited)
    yield from turned_round(claim, cited)
    yield from compared_otherwise(claim, cited)
    yield from told_of_another(claim, cited, paper)
