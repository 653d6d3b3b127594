"""What a query means, told a second time and slowly: one paper, one query, no index.

Only the word stems are SQLite's own, looked up word by word: its Porter stemmer differs from
published ones on a few words in a thousand.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from functools import cache

from domain.papers import Paper
from domain.taxonomy import ARCHIVES, canonical
from domain.topics import And, Category, Field, Not, Or, Query, Term


def matches(query: Query, paper: Paper) -> bool:
    """Whether a paper matches a query."""
    match query:
        case Term(text, field):
            return any(_stands_in(_stems(text), place) for place in _places(paper, field))
        case Category(name):
            return is_filed_under(paper, name)
        case And(parts):
            return all(matches(part, paper) for part in parts)
        case Or(parts):
            return any(matches(part, paper) for part in parts)
        case Not(part):
            return not matches(part, paper)


def is_filed_under(paper: Paper, category: str) -> bool:
    """Whether a paper is in a category, under any of its names, or in an archive."""
    if category in ARCHIVES and category in paper.archives:
        return True
    wanted = canonical(category)
    return any(canonical(own) == wanted for own in paper.categories)


def _places(paper: Paper, field: Field) -> list[tuple[str, ...]]:
    """The runs of words that a term may stand in."""
    match field:
        case Field.TITLE:
            return [_stems(paper.title)]
        case Field.ABSTRACT:
            return [_stems(paper.abstract)]
        case Field.ANY:
            return [_stems(paper.title), _stems(paper.abstract)]
        case Field.AUTHOR:
            return [form for author in paper.authors for form in _forms(author.name)]


def _forms(name: str) -> list[tuple[str, ...]]:
    """A name of given names and one surname, in full and shortened, in both orders."""
    *given, surname = name.split()
    initials = [part[0] for word in given for part in re.findall(r"\w+", word)]
    shortened = (given, given[:1], initials, initials[:1])
    pairs = [(" ".join(form), surname) for form in shortened if form]
    return [_stems(" ".join(order)) for pair in pairs for order in (pair, pair[::-1])]


def _stands_in(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    length = len(wanted)
    starts = range(len(words) - length + 1)
    return bool(wanted) and any(words[start : start + length] == wanted for start in starts)


@cache
def _stems(text: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return tuple(_stem(word) for word in re.findall(r"[^\W_]+", plain))


@cache
def _stem(word: str) -> str:
    database = _vocabulary()
    database.execute("DELETE FROM word")
    database.execute("INSERT INTO word VALUES (?)", (word,))
    stems = [row[0] for row in database.execute("SELECT term FROM stem")]
    assert len(stems) == 1, f"{word!r} is {stems}"
    return str(stems[0])


@cache
def _vocabulary() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("CREATE VIRTUAL TABLE word USING fts5(text, tokenize='porter unicode61')")
    database.execute("CREATE VIRTUAL TABLE stem USING fts5vocab(word, 'row')")
    return database
