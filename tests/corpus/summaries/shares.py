"""``python -m tests.corpus.summaries.shares``: what summaries without a key are made of, in shares.

Counted over recorded abstracts of all archives: how often the first takeaway is background, how
many sentences of a summary are told twice, and how long it is beside its abstract.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.papers import Paper
from domain.summaries import Summary
from tests.corpus.conftest import SHARED
from tests.corpus.summaries.sheet import summarised

OF_EACH: Final = 10
"""Papers of each archive."""

LONG: Final = 100
"""Words of an abstract above which a summary has to be shorter than it."""

_OWN: Final = re.compile(
    r"\b(?:we|our|i|this (?:paper|work|study|article|letter)|here)\b|"
    r"\b(?:is|are|was|were) (?:\w+ly )?"
    r"(?:shown|found|given|presented|proposed|derived|studied|proved|obtained|discussed|measured|"
    r"considered|investigated|described|developed|introduced|reported)\b",
    re.IGNORECASE,
)
"""A sentence of the paper's own, as anybody would tell one."""


class Shares(NamedTuple):
    """What was counted.

    Attributes:
        papers: all that were summarised; `long` of them have more than `LONG` words.
        opening: whose first takeaway opens the abstract and tells nothing of the paper's own.
        points: takeaways; `again` of them stand in the analysis too.
        twice: sentences that stand more than once in their summary.
        unfolded: the largest share of a long abstract that is seen at once.
        whole: the largest share of a long abstract that the whole summary is.
        words: mean words of a whole summary, and of an abstract.
    """

    papers: int
    long: int
    opening: int
    points: int
    again: int
    twice: int
    unfolded: float
    whole: float
    words: tuple[float, float]


def measured(folder: Path) -> Shares:
    """The shares over the first papers of each archive."""
    rows = [_row(*summarised(record)) for record in _records(folder)]
    long = [row for row in rows if row.abstract > LONG]
    return Shares(
        papers=len(rows),
        long=len(long),
        opening=sum(row.opening for row in rows),
        points=sum(row.points for row in rows),
        again=sum(row.again for row in rows),
        twice=sum(row.twice for row in rows),
        unfolded=max(row.unfolded / row.abstract for row in long),
        whole=max(row.whole / row.abstract for row in long),
        words=(
            sum(row.whole for row in rows) / len(rows),
            sum(row.abstract for row in rows) / len(rows),
        ),
    )


class _Row(NamedTuple):
    abstract: int
    opening: bool
    points: int
    again: int
    twice: int
    unfolded: int
    whole: int


def _row(paper: Paper, summary: Summary) -> _Row:
    quotes = [claim.evidence[0].quote for claim in summary.claims()]
    points = [claim.evidence[0].quote for claim in summary.takeaways]
    parts = {c.evidence[0].quote for _, part in summary.analysis.parts() for c in part}
    seen = [summary.tldr.text, *(c.text for c in summary.takeaways), *summary.keywords]
    folded = [claim.text for _, part in summary.analysis.parts() for claim in part]
    opens = bool(points) and paper.abstract.lstrip().startswith(points[0])
    return _Row(
        abstract=len(paper.abstract.split()),
        opening=opens and not _OWN.search(points[0]),
        points=len(points),
        again=sum(quote in parts for quote in points),
        twice=len(quotes) - len(set(quotes)),
        unfolded=len(" ".join(seen).split()),
        whole=len(" ".join((*seen, *folded)).split()),
    )


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    taken: defaultdict[str, int] = defaultdict(int)
    known: set[str] = set()
    for path in (*sorted(folder.glob("records-*.jsonl.gz")), *folder.glob("load-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                archive = record["primary_category"].partition(".")[0]
                if record["id"] not in known and taken[archive] < OF_EACH:
                    known.add(record["id"])
                    taken[archive] += 1
                    yield record


if __name__ == "__main__":
    counted = measured(SHARED / "arxiv")._asdict().items()
    sys.stdout.writelines(f"{name}: {value}\n" for name, value in counted)
