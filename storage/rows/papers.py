"""Papers as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from domain.identifiers import PaperId
from domain.papers import Author, MetadataOrigin, Paper
from storage.database import Database, Listed
from storage.records import (
    authors_of,
    authors_text,
    formulas_of,
    formulas_text,
    instant_of,
    instant_text,
    words_of,
    words_text,
)

SAVE: Final = """
    INSERT INTO papers (
        base, version, title, abstract, authors, categories, primary_category, comment,
        journal_ref, doi, published, updated, licence, withdrawn, origin, checked_at, formulas
    )
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (base) DO UPDATE SET
        version = excluded.version,
        title = excluded.title,
        abstract = excluded.abstract,
        authors = excluded.authors,
        categories = excluded.categories,
        primary_category = excluded.primary_category,
        comment = excluded.comment,
        journal_ref = excluded.journal_ref,
        doi = excluded.doi,
        published = excluded.published,
        updated = excluded.updated,
        licence = excluded.licence,
        withdrawn = excluded.withdrawn,
        origin = excluded.origin,
        checked_at = excluded.checked_at,
        formulas = excluded.formulas
    WHERE (
        CASE excluded.origin WHEN 'api' THEN 2 WHEN 'sample' THEN 0 ELSE 1 END,
        coalesce(excluded.version, papers.version, 0)
    ) >= (
        CASE papers.origin WHEN 'api' THEN 2 WHEN 'sample' THEN 0 ELSE 1 END,
        coalesce(papers.version, 0)
    )
"""
"""The better origin wins; between equal ones the later version, and of one version what was read
later. Metadata that names no version describes the latest there was when it was read."""

_BY_BASE: Final = """
    SELECT
        base, version, title, abstract, authors, categories, primary_category, comment,
        journal_ref, doi, published, updated, licence, withdrawn, origin, checked_at, formulas
    FROM papers
    WHERE base IN (SELECT value FROM json_each(?))
"""

_NEWS: Final = """
    SELECT paper FROM announcements WHERE kind <> 'replace' AND paper IN (SELECT base FROM papers)
    ORDER BY date DESC, paper DESC
"""

_NAMING: Final = """
    SELECT base FROM papers
    WHERE instr(authors, ?) > 0
      AND EXISTS (
        SELECT 1 FROM announcements WHERE announcements.paper = base AND kind <> 'replace'
      )
    ORDER BY base LIKE '%/%', base DESC LIMIT ?
"""

_DROP_OF_OTHER_TEXT: Final = """
    DELETE FROM paper_vectors WHERE paper = ? AND letters <> (
        SELECT length(title) + length(abstract) FROM papers WHERE base = paper
    )
"""

_KEEP_VECTOR: Final = """
    INSERT INTO paper_vectors (paper, model, letters, vector)
    SELECT base, ?, ?, ? FROM papers WHERE base = ? AND length(title) + length(abstract) = ?
    ON CONFLICT (paper) DO UPDATE SET
        model = excluded.model, letters = excluded.letters, vector = excluded.vector
"""

_VECTORS: Final = """
    SELECT paper, vector FROM paper_vectors
    WHERE model = ? AND paper IN (SELECT value FROM json_each(?))
"""

_WITHOUT_VECTOR: Final = """
    SELECT base FROM papers
    LEFT JOIN paper_vectors ON paper = base AND model = ?
    WHERE paper IS NULL AND (? = '' OR base < ?) ORDER BY base DESC LIMIT ?
"""


def save(database: Database, papers: Iterable[Paper]) -> None:
    """Keep papers, except where better metadata is known; of another text, another vector."""
    given = list(papers)
    database.executemany(SAVE, map(row_of, given))
    database.executemany(_DROP_OF_OTHER_TEXT, [(paper.id.base,) for paper in given])


def load(database: Database, bases: Sequence[str]) -> dict[str, Paper]:
    """Papers by base id, in the order asked for; unknown ones are missing."""
    rows = database.execute(_BY_BASE, [Listed(bases)])
    found = {paper.id.base: paper for paper in map(_paper, rows)}
    return {base: found[base] for base in bases if base in found}


def recent(database: Database, limit: int, skip: int) -> list[Paper]:
    """The papers whose news is newest, by date and then id, the latest first; without some."""
    bases: dict[str, None] = {}
    for (base,) in database.execute(_NEWS):
        if len(bases) >= skip + limit:
            break
        bases[base] = None
    return list(load(database, list(bases)[skip:]).values())


def by_author(database: Database, name: str, limit: int) -> list[Paper]:
    """Announced papers that name an author exactly so, those with the latest ids first."""
    # Within a name or an affiliation nothing looks like this: quotation marks are escaped there.
    written = authors_text((Author(name),)).removeprefix("[{").removesuffix(',"affiliations":[]}]')
    bases = [base for (base,) in database.execute(_NAMING, [written, limit])]
    return list(load(database, bases).values())


def titles(database: Database, after: str, limit: int) -> list[tuple[str, str]]:
    """Base id and title of so many papers, those next after a base id."""
    sql = "SELECT base, title FROM papers WHERE base > ? ORDER BY base LIMIT ?"
    return [(base, title) for base, title in database.execute(sql, [after, limit])]


def _letters(paper: Paper) -> int:
    """How long a paper's title and abstract are: where that is another, so is the text."""
    return len(paper.title) + len(paper.abstract)


def keep_vectors(database: Database, model: str, made: Sequence[tuple[Paper, bytes]]) -> None:
    """Keep vectors of papers that have the same text still."""
    each = [(_letters(paper), paper.id.base, vector) for paper, vector in made]
    database.executemany(
        _KEEP_VECTOR, [(model, letters, vector, base, letters) for letters, base, vector in each]
    )


def vectors(database: Database, model: str, bases: Sequence[str]) -> dict[str, bytes]:
    """Vectors that a model made, by base id."""
    rows = database.execute(_VECTORS, [model, Listed(bases)])
    return {base: bytes(vector) for base, vector in rows}


def without_vector(database: Database, model: str, below: str, limit: int) -> list[Paper]:
    """Papers of which a model made none, those with the latest ids first."""
    rows = database.execute(_WITHOUT_VECTOR, [model, below, below, limit])
    return list(load(database, [base for (base,) in rows]).values())


def row_of(paper: Paper) -> tuple[Any, ...]:
    """A paper as `SAVE` takes it."""
    return (
        paper.id.base,
        paper.id.version,
        paper.title,
        paper.abstract,
        authors_text(paper.authors),
        words_text(paper.categories),
        paper.primary,
        paper.comment,
        paper.journal_ref,
        paper.doi,
        instant_text(paper.published),
        instant_text(paper.updated),
        paper.licence,
        int(paper.withdrawn),
        paper.origin.value,
        instant_text(paper.checked_at),
        formulas_text(paper.formulas),
    )


def _paper(row: Sequence[Any]) -> Paper:
    return Paper(
        id=PaperId(row[0], row[1]),
        title=row[2],
        abstract=row[3],
        authors=authors_of(row[4]),
        categories=words_of(row[5]),
        primary=row[6],
        comment=row[7],
        journal_ref=row[8],
        doi=row[9],
        published=instant_of(row[10]),
        updated=instant_of(row[11]),
        licence=row[12],
        withdrawn=bool(row[13]),
        origin=MetadataOrigin(row[14]),
        checked_at=instant_of(row[15]),
        formulas=formulas_of(row[16]),
    )
