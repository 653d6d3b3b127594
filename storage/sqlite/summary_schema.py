"""The part of the schema that summaries are kept by, as migrations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlite_utils import Database

from domain.excerpts import essence, fingerprint

_ALL: Final = """
    SELECT summaries.rowid, summaries.version, basis, summary, abstract
    FROM summaries LEFT JOIN papers ON papers.base = summaries.paper
"""


def summaries_by_their_source(database: Database) -> None:
    """Summaries of an abstract are known by its words, no longer by the paper's version.

    Those whose evidence stands in the abstract that is known were made of it; others, of versions
    since replaced, stay under their version. Of several of one abstract the first stays.
    """
    database.execute("""
        CREATE TABLE summaries_by_source (
            paper TEXT NOT NULL,
            source TEXT NOT NULL,
            language TEXT NOT NULL,
            basis TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt TEXT NOT NULL,
            summary TEXT NOT NULL,
            UNIQUE (paper, source, language, basis, model, prompt)
        ) STRICT
    """)
    database.execute("CREATE TEMP TABLE sources (summary INTEGER PRIMARY KEY, source TEXT)")
    database.conn.executemany("INSERT INTO sources VALUES (?, ?)", _sources(database))
    database.execute("""
        INSERT OR IGNORE INTO summaries_by_source
        SELECT paper, source, language, basis, model, prompt, summaries.summary
        FROM summaries JOIN sources ON sources.summary = summaries.rowid
        ORDER BY summaries.rowid
    """)
    database.execute("DROP TABLE sources")
    database.execute("DROP TABLE summaries")
    database.execute("ALTER TABLE summaries_by_source RENAME TO summaries")


def _sources(database: Database) -> Iterator[tuple[int, str]]:
    for row, version, basis, summary, abstract in database.execute(_ALL).fetchall():
        if basis == "abstract" and abstract and _stands_on(summary, abstract):
            yield row, fingerprint(abstract)
        else:
            yield row, f"v{version}" if version else ""


def _stands_on(summary: str, abstract: str) -> bool:
    """Whether all that a summary stands on is in an abstract."""
    essential = essence(abstract)
    return all(essence(quote) in essential for quote in _quotes(json.loads(summary)))


def _quotes(noun: Any) -> Iterator[str]:
    """The quotes anywhere in a summary's JSON."""
    if isinstance(noun, dict):
        for name, value in noun.items():
            yield from [value] if name == "quote" else _quotes(value)
    elif isinstance(noun, list):
        for value in noun:
            yield from _quotes(value)


def summaries_made_anew(database: Database) -> None:
    """One made anew takes the place of the one before; it had a key of its own beside it."""
    rows = database.execute(
        "SELECT rowid, prompt FROM summaries WHERE prompt GLOB '*#[0-9]*'"
    ).fetchall()
    for number, prompt in sorted(rows, key=lambda row: int(row[1].rpartition("#")[2])):
        database.execute(
            "UPDATE OR REPLACE summaries SET prompt = ? WHERE rowid = ?",
            [prompt.rpartition("#")[0], number],
        )
    database.execute("DELETE FROM notes WHERE name = 'summaries made anew'")


STEPS: Final = (summaries_by_their_source, summaries_made_anew)
