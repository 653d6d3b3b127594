"""The words of a sentence with what they are in it: verbs, prepositions, numbers and the like."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from summaries.grounding.clauses.lexicon import (
    AGENTS,
    AUXILIARIES,
    BEFORE_BASE_FORMS,
    CLAUSE_BEGINS,
    COMPARED,
    DENYING,
    DETERMINERS,
    HELD,
    IRREGULAR,
    JOINING,
    JOINTS,
    LINKING,
    MODALS,
    NO_AGENTS,
    NO_VERB_BEHIND,
    NO_VERBS_ENDINGS,
    OWN,
    PLURALS,
    PLURALS_DO,
    PREPOSITIONS,
    PRONOUNS,
    UNCHANGING,
    VERBS,
    VERBS_ENDINGS,
)
from summaries.text.folding import folded
from topics.english.stems import STOPWORDS, stem

_TOKEN: Final = re.compile(
    r"[A-Za-z]*[A-Z][A-Za-z]*-\d+(?:\.\d+)?(?![\w-])"
    r"|\d+(?:[.,]\d+)*+(?:%|\s?percent\b)?(?![\w-]*[A-Za-z])|[^\W_]+(?:['.][^\W_]+)*|[,;:()-]"
)
_WITHIN: Final = re.compile(r"[^\W\d_].*[A-Z\d]|\d.*[A-Za-z]")


class Kind(Enum):
    """What a word is in its sentence."""

    VERB = "verb"
    PREPOSITION = "preposition"
    DETERMINER = "determiner"
    PRONOUN = "pronoun"
    JOINING = "joining"
    STOP = "stop"
    NUMBER = "number"
    WORD = "word"


class Token(NamedTuple):
    """A word, as it is written, what it is, and its stem; the stem is empty if it tells nothing.

    A verb that is "is" or an auxiliary tells nothing. A name is written with a capital or a digit
    within; the first word of a sentence is one if a verb follows it: "Pelican retrieves".
    """

    text: str
    low: str
    kind: Kind
    stem: str
    is_name: bool = False


@lru_cache(maxsize=4_000)
def tagged(text: str) -> tuple[Token, ...]:
    """The words and stops of a text."""
    raw = _TOKEN.findall(folded(text))
    found: list[Token] = []
    for place in range(len(raw)):
        if raw[place] != "-":
            found.append(_token(raw, place, found))
    return tuple(found)


def _token(raw: list[str], place: int, known: list[Token]) -> Token:
    text = raw[place]
    low = text.lower()
    if low.endswith("n't"):
        return Token(text, low, Kind.VERB, "not")
    if low.endswith("'s"):
        text, low = text[:-2], low[:-2]
    if not low[0].isalnum():
        return Token(text, low, Kind.STOP, "")
    if _is_number(raw, place, low):
        return Token(text, low, Kind.NUMBER, low.replace(" ", "").replace("percent", "%"))
    if len(text) == 1 and _is_letter_name(raw, place, text):
        is_genus = place + 1 < len(raw) and raw[place + 1].islower() and raw[place + 1].isalpha()
        return Token(text, low, Kind.WORD, text, is_name=not is_genus)
    closed = _CLOSED.get(low)
    if closed is not None and (closed[0] is not Kind.PREPOSITION or not _is_compound(raw, place)):
        return Token(text, low, *closed)
    root = IRREGULAR.get(low) or stem(low)
    if _is_verb(raw, place, low, root) and not _is_told_already(raw, place, low, known):
        return Token(text, low, Kind.VERB, root)
    told = "" if low in STOPWORDS or len(low) < 2 else root
    return Token(text, low, Kind.WORD, told, is_name=bool(told) and _is_name(raw, place))


def _is_number(raw: list[str], place: int, low: str) -> bool:
    if not low[0].isdigit() or low.replace("percent", "").strip(" 0123456789.,%"):
        return False
    return raw[place + 1 : place + 2] != ["-"]  # "24-hour"


def _is_compound(raw: list[str], place: int) -> bool:
    return "-" in raw[max(0, place - 1) : place] + raw[place + 1 : place + 2]


def _closed() -> dict[str, tuple[Kind, str]]:
    """What words are that are always the same, with their stems."""
    kinds = (
        (PREPOSITIONS, Kind.PREPOSITION),
        (DETERMINERS, Kind.DETERMINER),
        (PRONOUNS, Kind.PRONOUN),
        (JOINING, Kind.JOINING),
        (AUXILIARIES, Kind.VERB),
    )
    found = {low: (kind, low if low in COMPARED else "") for words, kind in kinds for low in words}
    found |= dict.fromkeys(DENYING, (Kind.DETERMINER, "not"))
    found["without"] = (Kind.PREPOSITION, "not")
    return found | dict.fromkeys(OWN, (Kind.PRONOUN, "we"))


_CLOSED: Final = _closed()


def _is_letter_name(raw: list[str], place: int, text: str) -> bool:
    """Whether a single capital letter is a name: "sample A", but not "A sample"."""
    return text.isupper() and place > 0 and raw[place - 1] not in ".;:" and text != "I"


def _is_name(raw: list[str], place: int) -> bool:
    text = raw[place]
    if text.islower() and not text[0].isdigit():
        return _WITHIN.search(text) is not None
    if _WITHIN.search(text):
        return True
    if not text[0].isupper() or (place and raw[place - 1] not in {".", ":"}):
        return text[0].isupper()
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    if text.endswith("'s"):
        return True
    is_verb = after in AUXILIARIES or after in IRREGULAR or after.endswith("ed")
    is_verb = is_verb or (after.endswith("s") and stem(after) in VERBS)
    return is_verb and not text.endswith("s")


def _is_verb(raw: list[str], place: int, low: str, root: str) -> bool:
    """Whether a word that may be a verb may be one where it stands."""
    text = raw[place]
    is_adjective = low.startswith("un") and low.endswith("ed") and low != "united"
    if not text.islower() or low.endswith(NO_VERBS_ENDINGS) or is_adjective:
        return False
    before = raw[place - 1].lower() if place else ""
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    if "-" in {before, after} or before in NO_VERB_BEHIND or not before:
        return False
    if low.endswith("ed") or low in IRREGULAR:
        # "but added snow had no effect"
        behind = raw[place + 2].lower() if place + 2 < len(raw) else ""
        is_adjective = before in JOINTS and after.isalpha() and _is_past(behind)
        return not (is_adjective or (before in JOINTS and behind in AUXILIARIES))
    is_known = root in VERBS or low.endswith(("izes", "ifies")) or _has_object(raw, place, low)
    is_known = is_known or (before == "but" and after in _ARTICLES)
    if not is_known or (low.endswith(AGENTS) and low not in NO_AGENTS):
        return False
    if before[0].isdigit():
        named = "".join(raw[max(0, place - 3) : place - 1]).rstrip("-")  # "KELZA-2", "Theorem 2"
        is_named = named.isalpha() and not named.islower()
        return low.endswith("s") and (is_named or after in {"by", "to", "from"})
    if _is_noun_before(raw, place, root) or not _agree(raw, place, low):
        return False
    if before in JOINTS and before not in AUXILIARIES:
        # "and accelerates loss", but "and results"
        is_object_next = after in DETERMINERS | PRONOUNS | {"how", "whether"}
        is_object_next = is_object_next or low.endswith(("s", *VERBS_ENDINGS))
        return is_object_next and after not in {"", ",", ";", ")"}
    return True


def _has_object(raw: list[str], place: int, low: str) -> bool:
    """Whether a word stands between somebody and something: "the kernel suspends the threads"."""
    before = raw[place - 1]
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    if raw[0].lower() in PREPOSITIONS and not {",", ";"} & set(raw[:place]):
        return False  # "In snow-fed basins the model"
    is_one = low.endswith("s") and not low.endswith(("ss", "us", "is", "ics"))
    return after in _ARTICLES and before.isalpha() and is_one != before.endswith("s")


_ARTICLES: Final = frozenset({"the", "a", "an", "its", "their"})


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in IRREGULAR


def _is_noun_before(raw: list[str], place: int, root: str) -> bool:
    """Whether what follows a word makes it a noun: "rates did", "work of", "models by us"."""
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    if after in AUXILIARIES or after == "than" or (after == "of" and root != "consist"):
        return True
    if after == "by":
        return not any(letter.isdigit() for letter in "".join(raw[place + 2 : place + 3]))
    return _is_past(after) and root not in LINKING and raw[place + 1].islower()


def _agree(raw: list[str], place: int, low: str) -> bool:
    """Whether a verb's form is that of its subject: "the approach needs", not "approach"."""
    before = raw[place - 1]
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    if low in UNCHANGING and after in DETERMINERS:
        return True  # "the bank set the fees"
    if low.endswith("s") and not low.endswith("ss"):
        # "night shifts fall", "teacher scores raise the"
        behind = raw[place + 2].lower() if place + 2 < len(raw) else ""
        is_verb_next = stem(after) in VERBS and behind in DETERMINERS and after.endswith("s")
        return after not in PLURALS_DO and not is_verb_next
    if before.istitle() and before.isalpha() and before.lower() not in BEFORE_BASE_FORMS:
        # "the English test set", but "Siren and Alto score"
        return before.endswith("s") or raw[max(0, place - 2)] in {"and", "or", ","}
    if not before.islower() or not before.isalpha() or before in BEFORE_BASE_FORMS:
        return True
    if before.endswith(("s", "ly")) or before in PLURALS:
        return True
    head = _head_of(raw, place).lower()
    return head.endswith("s") or head in PLURALS  # "prices of bread increase"


def _head_of(raw: list[str], place: int) -> str:
    """The word before the first preposition of the clause that a place is in."""
    start = place
    while start and raw[start - 1].lower() not in CLAUSE_BEGINS:
        start -= 1
    for at in range(start + 1, place):
        if raw[at] in PREPOSITIONS:
            return raw[at - 1]
    return ""


def _is_told_already(raw: list[str], place: int, low: str, known: list[Token]) -> bool:
    """Whether the clause has a verb, so that the next is none: "detects scattered light"."""
    after = raw[place + 1].lower() if place + 1 < len(raw) else ""
    is_participle = low.endswith("ed") or low in IRREGULAR
    for token in reversed(known):
        if token.low in CLAUSE_BEGINS:
            return False
        if token.kind is Kind.VERB and token.low not in MODALS:
            if not is_participle or token.low in HELD:
                return not is_participle
            return bool(after) and after[0].isalnum() and after not in PREPOSITIONS | DETERMINERS
    return False
