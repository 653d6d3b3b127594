"""What people type, and what they mean by it: the table in ``typed.tsv``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.topics.invented import paper
from topics.index import PaperIndex
from topics.language import parse_query

TABLE = Path(__file__).with_name("typed.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("typed", "means", "found", "other"), ROWS)
def test_what_people_type_finds_what_they_mean(
    typed: str, means: str, found: str, other: str
) -> None:
    """It reads as what it means, and finds the one title and not the other."""
    query = parse_query(typed)
    assert str(query) == means
    for title, finds in ((found, True), (other, False)):
        assert bool(PaperIndex([paper(1, title)]).matching(query)) is finds, title


def test_the_table_is_long_enough() -> None:
    """Two hundred rows about words, names and phrases."""
    assert len(ROWS) >= 200
    assert all(len(row) == 4 for row in ROWS)
