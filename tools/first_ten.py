"""Print the first ten papers of each ready topic on some days, to be judged by eye.

    python -m tools.first_ten ../shared/arxiv/records-2025-05.jsonl.gz 2025-05-20 2025-05-27

A line for each paper: what of the topic was found, where (title, abstract), and the title. What
came of judging them stands in docs/topics.md.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.digests import Match
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from papers.text.latex import readable
from topics.catalogue import catalogue
from topics.index import PaperIndex

FIRST: Final = 10


def announced(records: Path, day: str) -> Iterator[Paper]:
    """The recorded papers of a day."""
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("announced") == day:
                yield Paper(
                    id=PaperId(record["id"]),
                    title=readable(record["title"]),
                    authors=tuple(map(Author, record["authors"])),
                    abstract=readable(record["abstract"]),
                    categories=tuple(record["categories"]),
                    primary=record["primary_category"],
                )


def shown(match: Match) -> str:
    """A line for a paper."""
    found = ", ".join(f"{one.found} {one.field or ''}" for one in match.reasons)
    return f"{match.paper.id} [{found[:60]}] {match.paper.title[:110]}"


def main(records: str, *days: str) -> None:
    """Print the papers by topic and day."""
    indexes = {day: PaperIndex(announced(Path(records), day)) for day in days}
    for ready in catalogue():
        for day, index in indexes.items():
            matches = index.matches(ready.topic)
            sys.stdout.write(f"\n## {ready.name} — {day}: {len(matches)}\n")
            sys.stdout.writelines(f"{shown(match)}\n" for match in matches[:FIRST])


if __name__ == "__main__":
    main(*sys.argv[1:])
