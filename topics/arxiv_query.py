"""Queries as ``search_query`` of arXiv's API, meaning there what they mean here.

The API binds AND, OR and ANDNOT alike, to the right, and takes a missing operator for OR, so
everything is put in parentheses (https://info.arxiv.org/help/api/user-manual.html#query_details).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from domain.excerpts import normalized
from domain.taxonomy import ARCHIVES, RETIRED, archive_of, has_categories, names_of
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together
from topics.english.telling import needed_words
from topics.tokens import is_beginning, said_in_words, typed_words

_ONCE_CATEGORIES: Final = frozenset({"astro-ph", "cond-mat"})
"""Archives under whose bare name papers were filed before they were divided."""

_PREFIXES: Final = {
    Field.ANY: ("ti", "abs"),
    Field.TITLE: ("ti",),
    Field.ABSTRACT: ("abs",),
    Field.AUTHOR: ("au",),
    Field.COMMENT: ("co",),
    Field.VENUE: ("co",),
    Field.HAS: ("co", "abs"),
}
_OF_CODE: Final = ("code", "github", "implementation")
"""Words by which papers with a link to code are looked for; links have no field of their own."""

JUDGED_HERE: Final = frozenset((Field.VENUE, Field.HAS))
"""Fields that the API has not: what it finds for them is more than what is meant."""
_NO_WORD: Final = re.compile(r"[\W_]+")


def to_arxiv(query: Query) -> str:
    """The query in the API's language.

    Accents are left out, as the API's index leaves them out, and so is punctuation but a star at a
    word's end: nothing else that was typed can end a phrase or act as a wildcard.
    """
    match query:
        case Term(_, Field.HAS):
            return _joined("OR", (_word(word, Field.HAS) for word in _OF_CODE))
        case Term(_, Field.IS):
            raise ValueError("arXiv does not know what is somebody's.")
        case Term(text, field):
            return _phrase(text, field)
        case Together(text, field):
            return _together(text, field)
        case Category(name):
            return _joined("OR", (f"cat:{pattern}" for pattern in _patterns(name)))
        case Or(parts):
            return _joined("OR", map(to_arxiv, parts))
        case And(parts):
            wanted = _joined("AND", (to_arxiv(part) for part in parts if not isinstance(part, Not)))
            excluded = [to_arxiv(part.part) for part in parts if isinstance(part, Not)]
            return f"({wanted} ANDNOT {_joined('OR', excluded)})" if excluded else wanted
        case Not():
            raise ValueError("A Not stands only beside something wanted, within an And.")


def _phrase(text: str, field: Field) -> str:
    """Words side by side; in any order where one is a beginning: the API has none in phrases."""
    words = typed_words(text)
    if any(map(is_beginning, words)):
        return _joined("AND", (_word(word, field) for word in words))
    phrases = [_plain(text)]
    if any(map(said_in_words, words)):
        phrases.append(_plain(" ".join(" ".join(said_in_words(word)) or word for word in words)))
    return _joined(
        "OR", (f'{prefix}:"{phrase}"' for phrase in phrases for prefix in _PREFIXES[field])
    )


def _word(word: str, field: Field) -> str:
    sought = word.split("-")[-1] if is_beginning(word) else f'"{_plain(word)}"'
    return _joined("OR", (f"{prefix}:{sought}" for prefix in _PREFIXES[field]))


def _together(text: str, field: Field) -> str:
    """All the words wherever they stand; those papers score best that have them side by side."""
    words = (_phrase(word, field) for word in needed_words(typed_words(text)))
    return _joined("OR", (_phrase(text, field), _joined("AND", words)))


def _joined(operator: str, parts: Iterable[str]) -> str:
    """Parts with an operator between; bound to the right, (a OR (b OR c)) is what it means."""
    told = list(parts)
    return told[0] if len(told) == 1 else f"({f' {operator} '.join(told)})"


def _patterns(name: str) -> list[str]:
    """What finds all papers filed under a category or archive, under any of their names."""
    if name not in ARCHIVES or not has_categories(name):
        return list(names_of(name))
    bare = [name] if name in _ONCE_CATEGORIES else []
    retired = [old for old in RETIRED if archive_of(old) == name]
    return [f"{name}.*", *bare, *retired]


def _plain(text: str) -> str:
    decomposed = normalized("NFKD", text)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", letters).strip()
