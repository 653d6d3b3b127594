"""Summaries as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from domain.summaries import Summary, SummaryKey
from storage.database import Database, Listed
from storage.records import summary_of, summary_text

_SAVE: Final = """
    INSERT INTO summaries (paper, source, language, basis, model, prompt, summary)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""

_REPLACE: Final = """
    INSERT INTO summaries (paper, source, language, basis, model, prompt, summary)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (paper, source, language, basis, model, prompt)
    DO UPDATE SET summary = excluded.summary
"""

_LOAD: Final = """
    SELECT summary FROM summaries
    WHERE (paper, source, language, basis, model, prompt) = (?, ?, ?, ?, ?, ?)
"""


_OF_PAPERS: Final = """
    SELECT paper, summary FROM summaries WHERE paper IN (SELECT value FROM json_each(?))
"""


def save(database: Database, key: SummaryKey, summary: Summary) -> None:
    """Keep a summary, unless there is one of that key."""
    database.execute(_SAVE, [*_columns(key), summary_text(summary)])


def replace(database: Database, key: SummaryKey, summary: Summary) -> None:
    """Keep a summary in place of the one of that key."""
    database.execute(_REPLACE, [*_columns(key), summary_text(summary)])


def load(database: Database, key: SummaryKey) -> Summary | None:
    """The summary of a key."""
    row = database.execute(_LOAD, _columns(key)).fetchone()
    return None if row is None else summary_of(row[0])


def load_all(database: Database, keys: Collection[SummaryKey]) -> dict[SummaryKey, Summary]:
    """Those of some keys' summaries that there are."""
    found = {key: load(database, key) for key in keys}
    return {key: summary for key, summary in found.items() if summary is not None}


def of_papers(database: Database, papers: Sequence[str]) -> dict[str, list[Summary]]:
    """All summaries of papers, by base id."""
    found: dict[str, list[Summary]] = {}
    for paper, text in database.execute(_OF_PAPERS, [Listed(papers)]):
        found.setdefault(paper, []).append(summary_of(text))
    return found


def summarized(database: Database) -> list[str]:
    """Base ids of all papers that have a summary, in their order as texts."""
    rows = database.execute("SELECT DISTINCT paper FROM summaries ORDER BY paper")
    return [base for (base,) in rows]


def _columns(key: SummaryKey) -> tuple[str, str, str, str, str, str]:
    return (key.paper, key.source, key.language, key.basis, key.model, key.prompt)
