"""``python -m tests.domain.metadata.comments_table``: how surely venues are read out of comments.

The table beside has comments of our own, each with where it says that the paper is accepted.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.metadata.comments import read_comment

TABLE: Final = Path(__file__).with_name("comments.tsv")
NOWHERE: Final = "-"


@dataclass(frozen=True, slots=True)
class Read:
    """A comment, what it says by hand, and what is read in it."""

    comment: str
    venue: str
    given: str

    @property
    def is_right(self) -> bool:
        """Whether what is given is the venue, or the part of its name that is sure."""
        given, venue = _plain(self.given), _plain(self.venue)
        return bool(given) and self.venue != NOWHERE and (given in venue or venue in given)


def read_all() -> list[Read]:
    """Every row of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [Read(comment, venue, read_comment(comment).venue) for venue, comment in rows]


def shares(rows: list[Read]) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(row.is_right for row in rows)
    given = sum(bool(row.given) for row in rows)
    return right / given, right / sum(row.venue != NOWHERE for row in rows)


def main() -> None:
    """Print both, and what is wrong."""
    rows = read_all()
    precision, recall = shares(rows)
    sys.stdout.write(f"{len(rows)} comments: precision {precision:.1%}, recall {recall:.1%}\n")
    for row in rows:
        if not row.is_right and (row.given or row.venue != NOWHERE):
            sys.stdout.write(f"{row.comment}: {row.given or NOWHERE}, not {row.venue}\n")


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


if __name__ == "__main__":
    main()
