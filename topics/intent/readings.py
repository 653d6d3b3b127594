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
from topics.english.telling import STOP_WORDS
from topics.intent.vocabulary import Vocabulary
from topics.nearness import nearest
from topics.tokens import words_of
from topics.trees import all_of

MOST: Final = 3
"""Readings that are offered."""

_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_AUTHOR: Final = re.compile(r"(?:au|author):\s*+(?P<name>[a-z][\w.'’-]*(?: [\w.'’-]+){1,3})")
"""A name in small letters, of which the first word alone is taken as one."""
_CATEGORY: Final = re.compile(r"(?P<archive>[a-z][a-z-]+)\.(?P<rest>[A-Za-z-]{2,})")
_NUMBERED: Final = re.compile(r"(?P<name>[^\W\d_]{2,})-?v?\d[\w.]*")
_GERMAN: Final = re.compile(
    r"\w{3,}(?:ung|ungen|heit|keit|schaft|lernen|modelle?|netze?|artikel|analyse|verfahren|systeme?"
    r"|theorie|forschung|daten|bilder|sprache|physik|wissenschaft)"
)
"""A noun of German by its end; no surname and no English word of so many letters ends so."""
_LONGEST_SURNAME: Final = 14
_BY: Final = re.compile(r"^(?:papers? )?(?:by|from) ", re.IGNORECASE)
_ARCHIVE: Final = re.compile(r"[A-Za-z]{4,9}|[A-Za-z]{2,7}-[A-Za-z]{2,5}")
_ALIKE: Final = 0.75
_SHORTEST: Final = 4
_LONGEST_TERMS: Final = 40
"""Code points of terms in another language."""

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
    if (ready := find(typed)) and query != ready.topic.query:
        # A search and a mute take the name as words.
        return [] if typed.isascii() else [Reading(Doubt.LANGUAGE, ready.name)]
    if ready:
        is_narrower = typed.isascii() and words_of(typed) != words_of(ready.name)
        return [Reading(Doubt.NARROWER, f'"{typed}"')] if is_narrower else []
    if excluded := _excluded(typed):
        return excluded
    if (name := _AUTHOR.fullmatch(typed)) and known.is_author(name["name"]):
        return [Reading(Doubt.AUTHOR, f'au:"{name["name"]}"')]
    if '"' in typed or not isinstance(query, Term | Together) or query.field is not Field.ANY:
        return []
    if known.are_in_most(query):
        return narrower(query)
    found = _translated(typed) or _category(typed, known) or _author(typed, known)
    if not found:
        found = _mistyped(typed, known) or _surname(typed, known)
    if (len(typed) >= _SHORTEST and typed[0].isalnum()) or not typed.isascii():
        found += [Reading(Doubt.READY, ready.name) for ready in search(typed)[:MOST]]
    if not found and (_is_foreign(typed) or _is_german(typed, known)):
        return [Reading(Doubt.LANGUAGE, "")]
    return list({one.text.casefold(): one for one in reversed(found)}.values())[::-1][:MOST]


def wider(query: Query, known: Vocabulary) -> list[Reading]:
    """What finds more than a query that finds nothing: without quotes, a word or a part.

    Args:
        query: it.
        known: the words of papers: what is in none of them finds nothing either.
    """
    match query:
        case Term(text, Field.ANY) if " " in text:
            found = [text]
        case Term(text, Field.ANY):
            found = _shorter(text, known)
        case Together(text, Field.ANY):
            words = [word for word in text.split() if word.lower() not in STOP_WORDS]
            left = [(word, words[:at] + words[at + 1 :]) for at, word in enumerate(words)]
            left.sort(key=lambda each: _is_known(each[0], known))
            found = [" ".join(own) for _, own in left if own and _are_known(own, known)]
        case And(parts):
            kept = [[one for one in parts if one != part] for part in parts]
            found = [str(own) for own in map(all_of, kept) if own and not isinstance(own, Not)]
        case _:
            found = []
    return [Reading(Doubt.NOTHING, text) for text in dict.fromkeys(found)][:MOST]


def _shorter(word: str, known: Vocabulary) -> list[str]:
    """A word's beginning that papers have, and its name without the number: "Mamba2", "RWKV-7"."""
    if numbered := _NUMBERED.fullmatch(word):
        return [numbered["name"]] if _is_known(numbered["name"], known) else []
    begin = word[:-1].casefold()
    is_begun = word.isalpha() and len(begin) >= _SHORTEST and known.begins(begin)
    return [f"{word[:-1]}*"] if is_begun else []


def _are_known(words: Sequence[str], known: Vocabulary) -> bool:
    return all(_is_known(word, known) for word in words)


def _is_known(word: str, known: Vocabulary) -> bool:
    parts = [part for one in words_of(word) for part in one.split("-")]
    return all(map(known.knows, parts))


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


def _is_german(typed: str, known: Vocabulary) -> bool:
    """Whether one word is a German noun, and none of papers."""
    word = typed.casefold()
    return bool(_GERMAN.fullmatch(word)) and word.isalpha() and not known.knows(word)


def _translated(typed: str) -> list[Reading]:
    """The English of a known term, or of a text that is made of nothing but such terms."""
    english, left = list[str](), _separate(typed.casefold())
    while left:
        term = next((left[:end] for end in range(len(left), 0, -1) if left[:end] in _terms()), "")
        after = left[len(term) :]
        if not term or (after[:1].isalnum() and not _has_no_blanks(term)):
            return []
        english.append(_terms()[term])
        left = after.strip()
    words = dict.fromkeys(" ".join(english).split())
    return [Reading(Doubt.LANGUAGE, " ".join(words))] if english else []


def _separate(text: str) -> str:
    return "" if len(text) > _LONGEST_TERMS else text.replace("的", " ").strip()


def _has_no_blanks(term: str) -> bool:
    """Whether words stand side by side in the writing that a term is in."""
    return bool(re.fullmatch("[\u3040-\u9fff]+", term))


def _category(typed: str, known: Vocabulary) -> list[Reading]:
    if typed.lower() in ARCHIVES:
        return [Reading(Doubt.ARCHIVE, f"cat:{typed.lower()}")]
    match = _CATEGORY.fullmatch(typed)
    if match is None or match["archive"] not in ARCHIVES:
        if "-" not in typed and known.knows(typed.lower()):
            return []
        return [Reading(Doubt.CATEGORY, f"cat:{name}") for name in _archives_like(typed)]
    own = {name.lower(): name for name in CATEGORIES if name.startswith(f"{match['archive']}.")}
    near = nearest(typed.lower(), own, most=MOST)
    return [Reading(Doubt.CATEGORY, f"cat:{own[name]}") for name in near]


def _archives_like(typed: str) -> list[str]:
    """Archives with a hyphen that a word without a blank is like: "quant-phy", "astroph"."""
    if not _ARCHIVE.fullmatch(typed):
        return []
    names = {name.replace("-", ""): name for name in ARCHIVES if "-" in name}
    near = nearest(typed.lower().replace("-", ""), names, most=MOST, alike=_ALIKE)
    return [names[name] for name in near]


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
    is_name = typed.isalpha() and typed.istitle() and _SHORTEST <= len(typed) <= _LONGEST_SURNAME
    if not is_name or known.knows(typed.lower()) or _is_german(typed, known):
        return []
    return [Reading(Doubt.AUTHOR, f"au:{typed}")]


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
