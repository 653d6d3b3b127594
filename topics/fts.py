"""Queries as SQLite FTS5 expressions, and papers as the rows that these are about.

Everything a person typed reaches FTS5 inside double quotes, so none of it can act as syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from domain.papers import Paper
from domain.taxonomy import ARCHIVES, archive_of, canonical, names_of
from domain.topics import And, Category, Field, Not, Or, Query, Term
from topics.names import variants

TABLE: Final = (
    "CREATE VIRTUAL TABLE paper USING fts5("
    "title, abstract, authors, categories, tokenize='porter unicode61 remove_diacritics 2')"
)
"""Rows are what `row_of` gives, under a rowid of the caller's choice."""

INSERT: Final = (
    "INSERT INTO paper(rowid, title, abstract, authors, categories) VALUES (?, ?, ?, ?, ?)"
)

OPTIMIZE: Final = "INSERT INTO paper(paper) VALUES ('optimize')"
"""Makes a table that is filled once faster to search."""

_COLUMNS: Final = {
    Field.ANY: "{title abstract}",
    Field.TITLE: "title",
    Field.ABSTRACT: "abstract",
    Field.AUTHOR: "authors",
}
_BETWEEN_NAMES: Final = " \ue000 "
"""A private-use character is a token of its own that no query holds: no phrase crosses it."""
_UNSAFE: Final = re.compile('["\x00\ue000]')


def row_of(paper: Paper) -> tuple[str, str, str, str]:
    """A paper as title, abstract, authors and categories of the table."""
    forms = (form for author in paper.authors for form in variants(author.name))
    tokens = {_category_token(canonical(category)) for category in paper.categories}
    tokens |= {_archive_token(archive_of(category)) for category in paper.categories}
    return paper.title, paper.abstract, _BETWEEN_NAMES.join(forms), " ".join(sorted(tokens))


def match_expression(query: Query) -> str:
    """The right side of ``paper MATCH``: true for exactly the papers that match the query."""
    match query:
        case Term(text, field):
            return f"{_COLUMNS[field]} : {_quoted(text)}"
        case Category(name):
            return f"categories : ({' OR '.join(_quoted(token) for token in _tokens_of(name))})"
        case Or(parts):
            return _joined(" OR ", parts)
        case And(parts):
            excluded = tuple(part.part for part in parts if isinstance(part, Not))
            wanted = _joined(" AND ", tuple(part for part in parts if not isinstance(part, Not)))
            return f"({wanted} NOT {_joined(' OR ', excluded)})" if excluded else wanted
        case Not():
            raise ValueError("A Not stands only beside something wanted, within an And.")


def title_expression(words: Iterable[str]) -> str:
    """The right side of ``paper MATCH`` for titles that have all of some words, in any order."""
    return f"title : ({' AND '.join(map(_quoted, words))})"


def _joined(operator: str, parts: tuple[Query, ...]) -> str:
    return f"({operator.join(match_expression(part) for part in parts)})"


def _quoted(text: str) -> str:
    return f'"{_UNSAFE.sub(" ", text)}"'


def _tokens_of(name: str) -> tuple[str, ...]:
    """What papers filed under a category or archive carry."""
    category = _category_token(canonical(name))
    if name not in ARCHIVES:
        return (category,)
    archive = _archive_token(name)
    return (archive, category) if len(names_of(name)) > 1 else (archive,)


def _category_token(category: str) -> str:
    return f"cat0{_encoded(category)}0"


def _archive_token(archive: str) -> str:
    return f"arch0{_encoded(archive)}0"


def _encoded(name: str) -> str:
    """One token for the tokenizer; ending in a digit, it is none of the stemmer's business."""
    return re.sub(r"[^a-z0-9]", "2", name.lower().replace(".", "0").replace("-", "1"))
