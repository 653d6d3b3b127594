"""Author names: put in order, and in the forms that people look them up by."""

from __future__ import annotations

import re
from typing import Final

from domain.excerpts import normalized

_PARTICLES: Final = """
al bin da dal de del della den der di dos du el ibn la le ten ter van von zu zum zur
"""
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Words before a surname that belong to it, as in "Laurens van der Maaten"."""

_SPELLED: Final = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj",
    "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa", "Đ": "Dj",
}  # fmt: skip
"""Letters as they are also written where there are no such letters."""

_SPELLING: Final = str.maketrans(_SPELLED)

_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTS: Final = re.compile(r"[\s._-]+")


def given_name_first(name: str) -> str:
    """A name as papers print it: "LeCun, Yann" and arXiv's "LeCun_Y" turned round.

    The underscored form is that of arXiv's own author links, surname first, initials last
    (https://info.arxiv.org/help/api/user-manual.html).
    """
    surname, comma, given = (part.strip() for part in name.replace("_", " ").partition(","))
    words = surname.split()
    if comma:
        words = [*given.replace(",", " ").split(), *words]
    elif "_" in name:
        initials = [word for word in words[1:] if len(word) == 1]
        words = [*initials, *(word for word in words if word not in initials)]
    return " ".join(words)


def spellings(name: str) -> tuple[str, ...]:
    """A name as it is written, and with "ue" for "ü" and the like where it has such letters."""
    composed = normalized("NFC", name)
    return tuple(dict.fromkeys((name, composed.translate(_SPELLING))))


def variants(name: str) -> tuple[str, ...]:
    """The forms under which one author is found, the full name first.

    "Geoffrey E. Hinton" is also "Geoffrey Hinton", "G Hinton", "G E Hinton" and "GE Hinton", each
    also with the surname first; "Jürgen Müller" is also "Juergen Mueller".
    """
    return tuple(dict.fromkeys(form for one in spellings(name) for form in _variants(one)))


def _variants(name: str) -> list[str]:
    words = name.split()
    while len(words) > 2 and words[-1].strip(".,").lower() in _SUFFIXES:
        words.pop()
    given, surname = _divided(words)
    forms = [name]
    if given:
        initials = [part[0] for word in given for part in _PARTS.split(word) if part]
        short = (
            *(" ".join(given), given[0], " ".join(initials), "".join(initials)),
            initials[0] if initials else "",
        )
        forms += [f"{form} {surname}" for form in short]
        forms += [f"{surname} {form}" for form in short]
    return [" ".join(form.split()) for form in forms]


def _divided(words: list[str]) -> tuple[list[str], str]:
    """Given names, and the surname with its particles."""
    for place, word in enumerate(words[:-1]):
        if place and word.lower() in PARTICLES:
            return words[:place], " ".join(words[place:])
    return words[:-1], " ".join(words[-1:])
