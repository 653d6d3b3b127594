"""Parts of sentences that are set against each other, and what each tells of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_COMPARED_FIRST: Final = re.compile(
    r"^(?:compared|relative)\s(?:to|with)\s([^,]{1,80}),\s|^(?:unlike|in\scontrast\sto)\s([^,]{1,80}),\s",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(
    r"[;:]\s|,?\s(?:while|whereas|but|although|though)\s|,?\s(?:compared|relative)\s(?:to|with)\s"
    r"|,?\s(?:versus|vs\.?|against|instead\sof|rather\sthan|up\sfrom|ahead\sof)\s",
    re.IGNORECASE,
)
_OPPOSED: Final = re.compile(r";\s|,?\s(?:while|whereas|but)\s(?![a-z]+ing\b)", re.IGNORECASE)
"""Between two whole clauses."""
_JOINED: Final = re.compile(r",\s(?:and|or)\s|[;:]\s|,?\s(?:while|whereas|but)\s", re.IGNORECASE)
_AND: Final = re.compile(r",\s(?:and\s)?|\sand\s")
_LEADING: Final = re.compile(
    r"^(?:after|before|at|in|on|for|with|by|under|when|if|during|among|across|over|from|per)"
    r"\s[^,]{1,80},\s",
    re.IGNORECASE,
)
_SELF: Final = re.compile(
    r"\b(?:we|our|ours|it|its|(?:the|our|this)(?:\s(?:new|proposed|novel))?"
    r"\s(?:method|approach|model|framework|system|algorithm))\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:baselines?|existing|previous|prior|earlier|conventional|traditional|standard)\b",
    re.IGNORECASE,
)
_BEGUN_BEFORE: Final = re.compile(
    r"^(?:it|its|this|these|they|their|the|such|we|our|here|participants|patients|subjects|users"
    r"|experiments|results)\b|\b(?:we|our)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"\s[A-Z][a-z]+\s$")
"""Before a number that is part of a name, "Python 3"."""
_VALUE: Final = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*+(?![\w-]*[A-Za-z]{2})%?")
_FROM: Final = re.compile(r"\bfrom\s\d\S*\s(?:[\w-]+\s){0,5}?to\s(?=\d)", re.IGNORECASE)
"""What a value was before it became another: that may be anybody's."""
_LED: Final = re.compile(
    r"(?<!\S)(for|with|in|by|under|on|among|at|from)\s"
    r"((?:(?!(?:for|with|in|by|under|on|among|at|from|to|than|did|does)\b)[^\s,;]+\s?){1,5})",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being)\b.{0,40}\bby\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_NO_VERB_BEHIND: Final = word_set(
    "of for with in by under on among after before at from to the a an and or than as its their our"
)
_VERBS: Final = word_set(
    """
    is are was were be been has have had do does did can may might will would must keep keeps kept
    fall falls fell rise rises rose need needs take takes took get gets form forms cost costs grow
    grows grew lose loses lost gain gains hold holds held make makes made rate rates give gives gave
    find finds found show shows
    """
)


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a contrast, in stems.

    Attributes:
        whose: what stands before its verb.
        words: all its words.
        verb: the one found, where its form is no noun's, too; else empty.
        values: its numbers, as they are written.
        led: by preposition, what that leads to.
        begins_with: the preposition that it begins with.
        is_of_self: whether it is about "we", "it" or the method.
        is_of_others: whether it is about a baseline, or what was before.
        is_passive: whether its subject is what something is done to.
    """

    whose: frozenset[str]
    words: frozenset[str]
    verb: str
    values: tuple[str, ...]
    led: Mapping[str, frozenset[str]]
    begins_with: str
    is_of_self: bool
    is_of_others: bool
    is_passive: bool

    @property
    def doing(self) -> frozenset[str]:
        """What is said of it."""
        return self.words - self.whose

    @property
    def told(self) -> frozenset[str]:
        """The same without the verb."""
        return self.doing - {self.verb}


@lru_cache(maxsize=2_000)
def parts(text: str) -> tuple[Part, ...]:
    """The parts of a text that have values of their own: "A in 84 %, B in 77 %" are two."""
    text = _FROM.sub("to ", folded(text))
    first = _COMPARED_FIRST.match(text)
    if first is not None:
        text = f"{text[first.end() :]} versus {first[1] or first[2]}"
    found: list[Part] = []
    for piece in _SIDES.split(text):
        start = 0
        for joint in _AND.finditer(piece):
            after = _AND.split(piece[joint.end() :], maxsplit=1)[0]
            if values_of(piece[start : joint.start()]) and values_of(after):
                found.append(_part(piece[start : joint.start()]))
                start = joint.end()
        found.append(_part(piece[start:]))
    return tuple(part for part in found if part.words or part.values)


@lru_cache(maxsize=2_000)
def clauses(text: str, *, is_fine: bool = False) -> tuple[Part, ...]:
    """The whole clauses of a text that are set against each other; finely, also those joined."""
    split = _JOINED if is_fine else _OPPOSED
    return tuple(map(_part, split.split(folded(text))))


@lru_cache(maxsize=2_000)
def words_of(text: str) -> frozenset[str]:
    """The stems of a text's telling words, names with digits among them."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(
        stem(word) for word in words if word not in STOPWORDS and not word.isdigit()
    ) - {""}


def values_of(text: str) -> tuple[str, ...]:
    """The numbers of a text, as they are written."""
    return tuple(
        found[0] for found in _VALUE.finditer(text) if not _NAMED.search(text[: found.start()])
    )


def is_begun_before(sentence: str) -> bool:
    """Whether a sentence may be about what stands before it, or about "us"."""
    return _BEGUN_BEFORE.search(sentence) is not None


def _part(text: str) -> Part:
    text = text.strip()
    led = {found[1].lower(): words_of(found[2]) for found in reversed(list(_LED.finditer(text)))}
    rest = _LEADING.sub("", text)
    value = _VALUE.search(rest)
    begins = _LED.match(rest)
    whose, verb = _before_verb(rest[: value.start()] if value and not begins else rest)
    return Part(
        words_of(whose) if not begins or whose != rest else frozenset(),
        words_of(text),
        verb,
        values_of(rest),
        {preposition: whom for preposition, whom in led.items() if whom},
        begins[1].lower() if begins else "",
        _SELF.search(whose) is not None,
        _OTHERS.search(whose) is not None,
        _PASSIVE.search(text) is not None,
    )


def _before_verb(text: str) -> tuple[str, str]:
    """What stands before the first word that looks like a verb, and that verb's stem."""
    words = list(_WORD.finditer(text))
    looks = [_looks_like_verb(word[0]) for word in words[:2]]
    if words and words[0].start() == 0 and looks[0] and not any(looks[1:]):
        return "", ""  # "requires twice as many", but not "boys gained"
    for before, word, behind in zip(words, words[1:], [*words[2:], None], strict=False):
        is_free = before[0].lower() not in _NO_VERB_BEHIND and not before[0].isdigit()
        is_free = is_free and len(before[0]) > 1  # "G. acaulis"
        is_compound = (
            "-" in text[word.start() - 1 : word.start()] + text[word.end() : word.end() + 1]
        )
        low = word[0].lower()
        is_noun = low.endswith("s") and behind is not None and _looks_like_verb(behind[0])
        if is_noun and low not in _VERBS:
            continue  # "teachers evaluated"
        if low in _VERBS or (is_free and not is_compound and _looks_like_verb(word[0])):
            return text[: word.start()], stem(low) if low.endswith("ed") else ""
    return text, ""


def _looks_like_verb(word: str) -> bool:
    return word in _VERBS or (word.islower() and word.endswith(("ed", "s")))
