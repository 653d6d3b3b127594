"""Names of authors taken apart as bibliographies need them: given, particle, family, suffix."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_BODIES: Final = frozenset({
    "alliance", "association", "center", "centre", "collaboration", "collaborations", "committee",
    "community", "company", "consortium", "corporation", "department", "foundation", "group",
    "initiative", "institute", "lab", "laboratory", "labs", "network", "organization", "project",
    "society", "survey", "team", "university",
})  # fmt: skip
"""Words that names of bodies end in; of the other bodies nothing tells them from persons."""

_WHOLE: Final = re.compile(r"[,;:&()\[\]{}/\"\\0-9]| and ", re.IGNORECASE)
"""What no person's name has, but a list of some."""

_SUFFIX: Final = re.compile(r"(?P<name>.*\S),? (?P<suffix>[JS]r\.?|I{2,3}|IV)")
_PARTS: Final = re.compile(r"[^\W\d_]+")
_FEWEST_BEFORE: Final = {"II": 2, "III": 2, "IV": 2}


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name, its words in the order in which arXiv has them.

    Attributes:
        family: of a body the whole name.
        particle: the words in lower case before it: ``van der``.
        is_body: whether it is no person's.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_body: bool = False


def name_of(text: str) -> Name:
    """A name as arXiv prints it, the family name last, as BibTeX would take it apart."""
    name = " ".join(text.split())
    suffix = ""
    found = _SUFFIX.fullmatch(name)
    if found and len(found["name"].split()) >= _FEWEST_BEFORE.get(found["suffix"], 1):
        name, suffix = found["name"], found["suffix"]
    words = name.split()
    if not words or _WHOLE.search(name) or words[-1].casefold() in _BODIES:
        return Name(" ".join(text.split()), is_body=True)
    if words[0].casefold() == "the":
        return Name(name, is_body=True)
    small = [place for place, word in enumerate(words[:-1]) if word[0].islower()]
    if not small:
        return Name(words[-1], " ".join(words[:-1]), suffix=suffix)
    # From the first word in lower case to the last one, whatever stands between.
    first, last = small[0], small[-1] + 1
    return Name(
        " ".join(words[last:]), " ".join(words[:first]), " ".join(words[first:last]), suffix
    )


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be spellings of one person's: initials, middle names, accents."""
    names = name_of(one), name_of(other)
    families = [_plain(f"{name.particle}{name.family}") for name in names]
    if not families[0] or families[0] != families[1] or any(name.is_body for name in names):
        return False
    parts = [_PARTS.findall(_folded(name.given)) for name in names]
    return all(
        first == second or (1 in (len(first), len(second)) and first[0] == second[0])
        for first, second in zip(*parts, strict=False)
    )


def key_of(text: str) -> str:
    """The family name in letters that every program takes for a key; may be empty."""
    name = name_of(text)
    word = name.family.split()[0] if name.is_body and name.family else name.family
    return re.sub(r"[^a-z]", "", _folded(word))


def _folded(text: str) -> str:
    """A text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def _plain(text: str) -> str:
    return "".join(filter(str.isalpha, _folded(text)))
