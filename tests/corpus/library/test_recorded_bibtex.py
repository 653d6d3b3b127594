"""Recorded papers as BibTeX: three parsers of others find what arXiv says of each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from domain.identifiers import PaperId
from domain.metadata.citations import Citation
from domain.papers import Author, Paper
from papers.text.latex import readable
from rendering.files.bibtex import to_bibtex
from tests.library.parsers import PARSERS

EACH = 700
FILES = ("records-2025-05", "records-old-ids", "records-samples")


def _records(shared: Path) -> Iterator[dict[str, Any]]:
    for name in FILES:
        with gzip.open(shared / "arxiv" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = (json.loads(line) for line in lines)
            yield from islice((one for one in records if one["authors"]), EACH)


def _paper(record: dict[str, Any]) -> Paper:
    names = (a if isinstance(a, str) else a["name"] for a in record["authors"])
    return Paper(
        id=PaperId(record["id"], record.get("version")),
        title=readable(record["title"]),
        authors=tuple(Author(readable(name)) for name in names),
        abstract="",
        categories=tuple(record["categories"]),
        primary=record.get("primary_category") or record["categories"][0],
        journal_ref=record.get("journal_ref"),
        doi=record.get("doi"),
    )


@pytest.fixture(scope="module")
def cited(shared: Path) -> list[Citation]:
    """A thousand papers, each once."""
    papers = {record["id"]: _paper(record) for record in _records(shared)}
    assert len(papers) >= 1_000
    return list(map(Citation, papers.values()))


@pytest.mark.parametrize("parser", PARSERS)
def test_each_parser_finds_authors_and_ids(parser: str, cited: list[Citation]) -> None:
    """Of all papers, not one author is lost, changed or out of place."""
    read = PARSERS[parser](to_bibtex(cited))
    assert len(read) == len(cited)
    by_key = {key.lower(): entry for key, entry in read.items()}
    for one in cited:
        entry, paper = by_key[one.key], one.paper
        assert entry.authors == tuple(" ".join(a.name.split()) for a in paper.authors), one.key
        assert entry.fields["eprint"] == paper.id.base
        assert entry.fields["primaryclass"] == paper.primary
        assert entry.fields.get("version") == (str(paper.id.version) if paper.id.version else None)
        assert entry.fields.get("doi") == paper.doi
        if "$" not in paper.title:
            bare = paper.title.replace("{", "").replace("}", "")
            assert " ".join(entry.fields["title"].split()) == bare
