"""What else somebody may have meant by a topic or a search: other readings, to be asked about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from domain.taxonomy import ARCHIVES, CATEGORIES
from domain.topics import And, Field, Not, Query, Term, Together
from topics.catalogue import find, search
from topics.intent.vocabulary import Vocabulary
from topics.nearness import nearest
from topics.tokens import words_of
from topics.trees import all_of

MOST: Final = 3
"""Readings that are offered."""

_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_CATEGORY: Final = re.compile(r"(?P<archive>[a-z][a-z-]+)\.(?P<rest>[A-Za-z-]{2,})")
_BY: Final = re.compile(r"^(?:papers? )?(?:by|from) ", re.IGNORECASE)
_SHORTEST: Final = 4

_PLAIN: Final = re.compile(r"[\w\s,.'’+#-]+")
_LEAVING_OUT: Final = frozenset(("not", "without", "except", "excluding", "minus", "ignoring"))
_BUT: Final = frozenset(("but", "and", "with"))
_ABOUT: Final = frozenset(("about", "any", "for", "in", "more", "of", "on", "the", "those", "with"))
_ALL: Final = frozenset(("a", "all", "any", "anything", "everything", "is", "paper", "papers"))
"""What is said of papers before what is left out, and says nothing of their subject."""


class Doubt(StrEnum):
    """Why there is another reading."""

    MISTYPED = "mistyped"
    AUTHOR = "author"
    CATEGORY = "category"
    LANGUAGE = "language"
    ARCHIVE = "archive"
    NARROWER = "narrower"
    READY = "ready"
    NOTHING = "nothing"
    EVERYTHING = "everything"
    EXCLUDED = "excluded"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading.

    Attributes:
        doubt: why.
        text: what to type for it; empty where nobody knows.
    """

    doubt: Doubt
    text: str


def readings(typed: str, query: Query, known: Vocabulary) -> list[Reading]:
    """What else may be meant, the likeliest first.

    Args:
        typed: as it was typed.
        query: as it was understood.
        known: the words and authors of papers.
    """
    typed = " ".join(typed.split())
    if ready := find(typed):
        is_narrower = typed.isascii() and words_of(typed) != words_of(ready.name)
        return [Reading(Doubt.NARROWER, f'"{typed}"')] if is_narrower else []
    if excluded := _excluded(typed):
        return excluded
    if '"' in typed or not isinstance(query, Term | Together) or query.field is not Field.ANY:
        return []
    found = _translated(typed) or _category(typed) or _author(typed, known)
    if not found:
        found = _mistyped(typed, known) or _surname(typed, known)
    if (len(typed) >= _SHORTEST and typed[0].isalnum()) or not typed.isascii():
        found += [Reading(Doubt.READY, ready.name) for ready in search(typed)[:MOST]]
    if not found and _is_foreign(typed):
        return [Reading(Doubt.LANGUAGE, "")]
    return list({one.text.casefold(): one for one in reversed(found)}.values())[::-1][:MOST]


def wider(query: Query) -> list[Reading]:
    """What finds more than a query that finds nothing: without quotes, a word or a part."""
    match query:
        case Term(text, Field.ANY) if " " in text:
            found = [text]
        case Term(text, Field.ANY) if text.isalpha() and len(text) > _SHORTEST:
            found = [f"{text[:-1]}*"]
        case Together(text, Field.ANY):
            words = text.split()
            found = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))]
        case And(parts):
            kept = [[one for one in parts if one != part] for part in parts]
            found = [str(own) for own in map(all_of, kept) if own and not isinstance(own, Not)]
        case _:
            found = []
    return [Reading(Doubt.NOTHING, text) for text in dict.fromkeys(found)][:MOST]


def narrower(query: Query) -> list[Reading]:
    """What finds less than a query that finds nearly everything: in titles, side by side."""
    match query:
        case Term(text, Field.ANY):
            found = [str(Term(text, Field.TITLE))]
        case Together(text, Field.ANY):
            found = [f'"{text}"', str(Together(text, Field.TITLE))]
        case _:
            found = []
    return [Reading(Doubt.EVERYTHING, text) for text in found]


def _excluded(typed: str) -> list[Reading]:
    """What leaves something out, where that was said in plain words."""
    if not _PLAIN.fullmatch(typed):
        return []
    words = typed.replace(",", " ").split()
    folded = [word.casefold() for word in words]
    for place, word in enumerate(folded):
        is_no = word == "no" and (not place or folded[place - 1] in _BUT)
        if is_no or (word in _LEAVING_OUT and words[place] != "NOT"):
            first, last = _trimmed(folded[:place]), _begun(folded[place + 1 :])
            left_out = " ".join(words[place + 1 + last :])
            named = words_of(left_out)
            if not named or named[0] == "no" or named[0] in _LEAVING_OUT:
                return []
            if _ALL.issuperset(folded[:first]):
                return [Reading(Doubt.MUTED, left_out)]
            return [Reading(Doubt.EXCLUDED, f"{' '.join(words[:first])} NOT {left_out}")]
    return []


def _trimmed(before: Sequence[str]) -> int:
    """How many of some words are left without "but" and the like at their end."""
    left = len(before)
    while left and before[left - 1] in _BUT:
        left -= 1
    return left


def _begun(after: Sequence[str]) -> int:
    """How many words stand before what is left out: "about", "any"."""
    return next((at for at, word in enumerate(after) if word not in _ABOUT), len(after))


def _is_foreign(typed: str) -> bool:
    """Whether a text has letters, and none that arXiv's titles and abstracts are written in."""
    words = words_of(typed)
    return bool(words) and not any(re.search(r"[a-z0-9]", word) for word in words)


def _translated(typed: str) -> list[Reading]:
    english = _terms().get(typed.casefold())
    return [Reading(Doubt.LANGUAGE, english)] if english else []


def _category(typed: str) -> list[Reading]:
    if typed.lower() in ARCHIVES:
        return [Reading(Doubt.ARCHIVE, f"cat:{typed.lower()}")]
    match = _CATEGORY.fullmatch(typed)
    if match is None or match["archive"] not in ARCHIVES:
        return []
    own = {name.lower(): name for name in CATEGORIES if name.startswith(f"{match['archive']}.")}
    near = nearest(typed.lower(), own, most=MOST)
    return [Reading(Doubt.CATEGORY, f"cat:{own[name]}") for name in near]


def _author(typed: str, known: Vocabulary) -> list[Reading]:
    """A name of an author of papers, or what is written as one and is no words of papers."""
    typed = _BY.sub("", typed)
    if not _NAME.fullmatch(typed):
        return []
    is_written_so = all(word[:1].isupper() for word in typed.split())
    is_strange = not all(map(known.knows, words_of(typed)))
    if known.is_author(typed) or (is_written_so and is_strange):
        return [Reading(Doubt.AUTHOR, f'au:"{typed}"')]
    return []


def _surname(typed: str, known: Vocabulary) -> list[Reading]:
    """A word written as a name that is in no paper read lately."""
    is_name = typed.isalpha() and typed.istitle() and len(typed) >= _SHORTEST
    return (
        [Reading(Doubt.AUTHOR, f"au:{typed}")] if is_name and not known.knows(typed.lower()) else []
    )


def _mistyped(typed: str, known: Vocabulary) -> list[Reading]:
    meant = {word: known.meant(word) for word in words_of(typed)}
    if not any(meant.values()):
        return []
    corrected = re.sub(r"[^\W_]+", lambda word: meant.get(word[0].casefold(), "") or word[0], typed)
    return [Reading(Doubt.MISTYPED, corrected)] if corrected != typed else []


@cache
def _terms() -> dict[str, str]:
    """Common terms of other languages, each with its English one."""
    text = Path(__file__).with_name("foreign.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {
        term.casefold(): english for table in tables.values() for term, english in table.items()
    }
