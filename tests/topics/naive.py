"""What a query means, told a second time and slowly: one paper, one query, no index.

Of the product's own are the base forms of words, and lists of words: those that say nothing of a
topic, and those that are written with a blank or nothing before the rest of a word. How words are
told apart in a text is tested by itself: the texts here are plain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from domain.metadata.comments import read_comment
from domain.papers import Paper
from domain.taxonomy import ARCHIVES, canonical
from domain.topics import And, Category, Field, Not, Or, Query, Term, Together
from topics.english.inflection import bases
from topics.english.telling import STOP_WORDS
from topics.postings.lexicon import JOINED


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
            words = text.split()
            needed = [word for word in words if word.lower() not in STOP_WORDS] or words
            return matches(Term(text, field), paper) or all(
                matches(Term(word, field), paper) for word in needed
            )
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
        case Field.HAS | Field.IS:
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


@lru_cache(maxsize=10_000)
def _written(text: str) -> list[list[str]]:
    """A phrase in all the ways to write it: what may be one word as one, or in its parts."""
    ways = [list[str]()]
    for run in _runs(_words(text)):
        joined = "".join(word.strip("-") for word in run)
        written = [[word.strip("-") for word in run], *([[joined]] if len(run) > 1 else [])]
        if short := re.fullmatch(r"([a-z]{2,})([24])([a-z]{2,})", joined):
            written.append([short[1], {"2": "to", "4": "for"}[short[2]], short[3]])
        ways = [[*way, *one] for way in ways for one in written]
    return [reading for way in ways for reading in _told_shortly(way)]


def _told_shortly(words: list[str]) -> list[list[str]]:
    """Words as they are, and with two of them as one, or three as text2sql is written."""
    found = [words]
    for at, (one, other) in enumerate(pairwise(words)):
        if _are_often_one(one, other):
            found.append([*words[:at], one + other, *words[at + 2 :]])
    for at, (one, between, other) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if between in ("to", "for") and min(len(one), len(other)) > 1 and (one + other).isalpha():
            short = {"to": "2", "for": "4"}[between]
            found.append([*words[:at], one + short + other, *words[at + 3 :]])
    return found


def _are_often_one(one: str, other: str) -> bool:
    """Whether two words with a blank between are also written without, as "Llama 3" is."""
    is_numbered = re.match(r"v?[0-9]", other) and one.isalpha() and one not in STOP_WORDS
    return one in JOINED or bool(is_numbered)


def _runs(words: list[str]) -> Iterator[list[str]]:
    """The words that hyphens join, together."""
    run: list[str] = []
    for word in words:
        if run and not word.startswith("-"):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _stands_in(wanted: list[str], words: list[str], field: Field) -> bool:
    """Whether words stand side by side from some place on, as they are or joined."""
    if not wanted:
        return False
    text = tuple(words)
    standing, places = _standing(text), range(len(words))
    begins = _with_form(text, wanted[0]) if _has_forms(wanted[0], field) else places
    return any(_begins(wanted, standing, at, field) for at in begins)


def _has_forms(word: str, field: Field) -> bool:
    return field is not Field.AUTHOR and not word.endswith("*")


def _with_form(text: tuple[str, ...], word: str) -> set[int]:
    """The places where a form of a word stands."""
    return set[int]().union(*(_of_bases(text).get(base, ()) for base in bases(word)))


@lru_cache(maxsize=10_000)
def _of_bases(text: tuple[str, ...]) -> dict[str, set[int]]:
    """The places of each base form in a text, so that thousands of phrases do not take a day."""
    found: dict[str, set[int]] = defaultdict(set)
    for at, each in enumerate(_standing(text)):
        for own, _ in each:
            for base in bases(own):
                found[base].add(at)
    return found


def _begins(
    wanted: Sequence[str], standing: list[list[tuple[str, int]]], at: int, field: Field
) -> bool:
    return not wanted or any(
        _are_forms(wanted[0], own, field) and _begins(wanted[1:], standing, end, field)
        for own, end in standing[at]
    )


@lru_cache(maxsize=10_000)
def _standing(words: tuple[str, ...]) -> list[list[tuple[str, int]]]:
    """What may begin at each place of some words, and where it ends; the last place is none."""
    return [
        [("".join(words[at:end]).replace("-", ""), end) for end in _ends(words, at)]
        for at in range(len(words) + 1)
    ]


def _ends(words: Sequence[str], at: int) -> Iterator[int]:
    """Where a word that begins somewhere may end: after it, after two, after a whole compound."""
    if at < len(words):
        yield at + 1
    if at + 1 < len(words):
        one, other = words[at].strip("-"), words[at + 1]
        if other.startswith("-") or _are_often_one(one, other):
            yield at + 2
    end = at + 1
    while end < len(words) and words[end].startswith("-"):
        end += 1
    if at < len(words) and not words[at].startswith("-") and end > at + 2:
        yield end


@lru_cache(maxsize=1_000_000)
def _are_forms(one: str, other: str, field: Field) -> bool:
    if field is Field.AUTHOR:
        return one == other
    if len(one) > 2 and one.endswith("*"):
        return other.startswith(one[:-1])
    return not bases(one).isdisjoint(bases(other))


@lru_cache(maxsize=10_000)
def _words(text: str) -> list[str]:
    """The words of a text, those that a hyphen joins to the one before with the hyphen."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.findall(r"(?<=\w)-\w+|\w+(?:(?<=\d)\.\d{1,2}(?!\d))?", plain)
