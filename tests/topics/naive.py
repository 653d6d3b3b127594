"""What a query means, told a second time and slowly: one paper, one query, no index.

Only the base forms of words are the product's own, tested by themselves, and what is tested by
itself is how words are told apart in a text: the texts here are plain.
"""

from __future__ import annotations

import re
import unicodedata

from domain.metadata.comments import read_comment
from domain.papers import Paper
from domain.taxonomy import ARCHIVES, canonical
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together
from topics.english.inflection import bases
from topics.english.telling import STOP_WORDS


def matches(query: Query, paper: Paper) -> bool:
    """Whether a paper matches a query."""
    match query:
        case Term("code", Field.HAS):
            return "github.com" in f"{paper.comment} {paper.abstract}"
        case Term(text, field):
            places = _places(paper, field)
            return any(
                _stands_in(words, place, field) for words in _written(text) for place in places
            )
        case Together(text, field):
            needed = [word for word in text.split() if word.lower() not in STOP_WORDS]
            return all(matches(Term(word, field), paper) for word in needed)
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


def _places(paper: Paper, field: Field) -> list[list[str]]:
    """The runs of words that a term may stand in."""
    match field:
        case Field.TITLE:
            return [_words(paper.title)]
        case Field.ABSTRACT:
            return [_words(paper.abstract)]
        case Field.ANY:
            return [_words(paper.title), _words(paper.abstract)]
        case Field.COMMENT:
            return [_words(paper.comment or "")]
        case Field.VENUE:
            return [_words(read_comment(paper.comment).venue)]
        case Field.HAS:
            return []
        case Field.AUTHOR:
            return [form for author in paper.authors for form in _forms(author.name)]


def _forms(name: str) -> list[list[str]]:
    """A name of given names and one surname, in full and shortened, in both orders."""
    *given, surname = name.split()
    initials = [part[0] for word in given for part in re.findall(r"\w+", word)]
    shortened = (given, given[:1], initials, ["".join(initials)], initials[:1])
    pairs = [(" ".join(form), one) for form in shortened if form for one in _spelled(surname)]
    return [_words(" ".join(order)) for pair in pairs for order in (pair, pair[::-1])]


def _spelled(name: str) -> list[str]:
    return [name, name.replace("ü", "ue")]


def _written(text: str) -> list[list[str]]:
    """A phrase with each of its words that has hyphens in parts, and as one."""
    ways: list[list[str]] = [[]]
    for word in text.split():
        written = {word, word.replace("-", "")}
        ways = [[*way, *_words(one)] for way in ways for one in written]
    return ways


def _stands_in(wanted: list[str], words: list[str], field: Field) -> bool:
    """Whether words stand side by side from some place on, as they are or joined by hyphens."""
    return bool(wanted) and any(_begins(wanted, words[at:], field) for at in range(len(words)))


def _begins(wanted: list[str], words: list[str], field: Field) -> bool:
    if not wanted:
        return True
    for length in (1, 2, 3):
        joined = words[:length]
        if len(joined) == length and all(word.startswith("-") for word in joined[1:]):
            own = "".join(word.strip("-") for word in joined)
            if _are_forms(wanted[0].strip("-"), own, field) and _begins(
                wanted[1:], words[length:], field
            ):
                return True
    return False


def _are_forms(one: str, other: str, field: Field) -> bool:
    if field is Field.AUTHOR:
        return one == other
    return not bases(one).isdisjoint(bases(other))


def _words(text: str) -> list[str]:
    """The words of a text, those that a hyphen joins to the one before with the hyphen."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.findall(r"(?<=\w)-\w+|\w+", plain)
