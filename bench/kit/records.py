"""Papers and topics to measure with: real ones where they are beside the project, else invented.

The invented ones are as long and as varied as the real: their lengths are spread as those of 3,515
papers of May 2025, and their words are as unevenly frequent.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Announcement, AnnouncementKind, Author, Batch, BatchState, Counts, Paper
from domain.taxonomy import ARCHIVES, archive_of

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"
RECORDS: Final = SHARED / "arxiv" / "records-2025-05.jsonl.gz"

DAYS: Final = tuple(date(2025, 5, day) for day in (2, 5, 6, 7, 8, 9))
"""Six listing dates; the papers are dealt out to them."""

_SIDE_BY_SIDE: Final = re.compile(r"(?<![\w-])([A-Za-z][a-z]{4,}) (?=([A-Za-z][a-z]{4,})(?![\w-]))")
_SYLLABLES: Final = ("a", "ba", "cor", "de", "di", "el", "fen", "gra", "is", "ko", "lu", "men",
                     "no", "or", "phi", "ra", "ster", "ti", "un", "vo")  # fmt: skip
_COMMON: Final = (
    "the", "of", "and", "a", "to", "in", "we", "is", "for", "that", "with", "on", "as", "are", "by",
    "this", "an", "which", "from", "it", "be", "our", "can", "using", "these", "has", "have", "not",
    "at", "more", "than", "their", "such", "or", "both", "also", "only", "over", "its", "show",
    "propose", "method", "results",
)  # fmt: skip
"""The commonest words; the rest is made of syllables, so that nothing of a real paper is here."""

_VOCABULARY: Final = 60_000
_CATEGORIES: Final = ("cs.CV", "cs.LG", "cs.CL", "cs.AI", "stat.ML", "cs.RO", "quant-ph", "hep-th")

# Quantiles, at even distances.
_TITLE_WORDS: Final = (2, 6, 8, 9, 10, 11, 12, 14, 18)
_ABSTRACT_WORDS: Final = (20, 115, 160, 175, 187, 203, 218, 260, 275)
_AUTHORS: Final = (1, 2, 3, 4, 5, 5, 6, 7, 15)
_IN_CATEGORIES: Final = (1, 1, 1, 1, 2, 2, 3, 4, 6)


def papers(count: int | None = None) -> list[Paper]:
    """So many papers, or all that there are: of May 2025 where its records are there."""
    found = _recorded() if RECORDS.is_file() else tuple(islice(invented(), count or 3_500))
    return list(found[:count])


def origin() -> str:
    """Where the papers come from."""
    if RECORDS.is_file():
        return f"real, of {RECORDS.name}"
    return f"invented, as there is no {RECORDS}"


@cache
def _recorded() -> tuple[Paper, ...]:
    with gzip.open(RECORDS, "rt", encoding="utf-8") as lines:
        return tuple(_paper(json.loads(line)) for line in lines)


def _paper(record: dict[str, Any]) -> Paper:
    names = (one if isinstance(one, str) else one["name"] for one in record["authors"])
    own = [name for name in record["categories"] if archive_of(name) in ARCHIVES]
    return Paper(
        id=PaperId(record["id"]),
        title=record["title"],
        authors=tuple(Author(name) for name in names),
        abstract=record["abstract"],
        categories=tuple(own) or ("cs.CV",),
        primary=own[0] if own else "cs.CV",
    )


def invented() -> Iterator[Paper]:
    """Papers without end, the same each time."""
    chance = random.Random(7)
    words = [*_COMMON] + [
        "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_VOCABULARY)
    ]
    frequency = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def spread(quantiles: Sequence[int]) -> int:
        low, high = chance.choice(list(pairwise(quantiles)))
        return chance.randint(low, high)

    def text(size: int) -> str:
        return " ".join(chance.choices(words, cum_weights=frequency, k=size))

    def sentences(size: int) -> str:
        said = []
        while size > 0:
            said.append(text(min(size, chance.randint(12, 32))).capitalize() + ".")
            size -= said[-1].count(" ") + 1
        return " ".join(said)

    number = 0
    while True:
        month, place = divmod(number, 90_000)
        submitted = datetime(2031, 3, 1, tzinfo=UTC) + timedelta(seconds=number)
        categories = tuple(chance.sample(_CATEGORIES, k=spread(_IN_CATEGORIES)))
        yield Paper(
            id=PaperId(f"{31 + month // 12}{month % 12 + 1:02}.{place + 1:05}", 1),
            title=text(spread(_TITLE_WORDS)).capitalize(),
            authors=tuple(Author(text(2).title()) for _ in range(spread(_AUTHORS))),
            abstract=sentences(spread(_ABSTRACT_WORDS)),
            categories=categories,
            primary=categories[0],
            comment=text(6) if number % 2 else None,
            published=submitted,
            updated=submitted,
        )
        number += 1


def phrases(own: Sequence[Paper], count: int) -> list[str]:
    """So many distinct topics: two words side by side of the papers, a fifth within an archive."""
    found: dict[str, str] = {}
    for paper in own:
        for text in (paper.title, paper.abstract):
            for one, two in _SIDE_BY_SIDE.findall(text):
                found.setdefault(f"{one.lower()} {two.lower()}", paper.primary)
    chosen = list(found)[:: max(1, len(found) // count)][:count]
    return [
        f'"{text}"' if number % 5 else f'cat:{archive_of(found[text])} AND "{text}"'
        for number, text in enumerate(chosen)
    ]


def nights(own: Sequence[Paper]) -> Iterator[tuple[date, list[Batch], list[Paper]]]:
    """The papers as announced on some dates: each date's announcement of every archive."""
    for place, day in enumerate(DAYS):
        dealt = list(own[place :: len(DAYS)])
        yield day, list(batches_of(day, dealt)), dealt


def batches_of(day: date, own: Sequence[Paper]) -> Iterator[Batch]:
    """The papers as announced on a date: the announcement of every archive."""
    lines: dict[str, list[Announcement]] = defaultdict(list)
    for paper in own:
        for archive in dict.fromkeys(archive_of(name) for name in paper.categories):
            is_own = archive == archive_of(paper.primary)
            kind = AnnouncementKind.NEW if is_own else AnnouncementKind.CROSS
            lines[archive].append(Announcement(archive, day, kind, paper.id))
    for archive in sorted(ARCHIVES):
        announced = tuple(lines[archive])
        yield Batch(
            archive=archive,
            date=day,
            state=BatchState.COMPLETE if announced else BatchState.QUIET,
            announcements=announced,
            counts=Counts.of(line.kind for line in announced),
            checked_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
        )
