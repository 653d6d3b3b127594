"""What a question asks for: its words, other words for them, and whether a number is wanted."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from summaries.grounding.shared_words import english_for
from summaries.questions.defining import sentences_defining, sentences_expanding
from topics.english.inflection import bases
from topics.english.stems import STOPWORDS, stem, tokens

LONGEST: Final = 500
"""Characters of a question that are read."""

_OTHER: Final = 0.45
"""What another word for what is asked weighs, as a share of a word of the question."""

_EARLIER: Final = 0.5
"""What a word of the question before weighs, likewise."""

_A_NUMBER: Final = re.compile(
    r"\bhow (?:many|much|large|big|long|often|fast|deep|far|high|small|massive|heavy|accurate)\b"
    r"|\b(?:size|number|amount|percentage|fraction|share|value|rate|accuracy|cost) of\b"
    r"|多少|几个|多大|多长|多久",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(r"\b(?:how many|number of)\s+((?:[\w-]+ ){0,1}[\w-]+)", re.IGNORECASE)
_A_TIME: Final = re.compile(
    r"\bwhen\b|\b(?:which|what) (?:year|day|date|month)\b|何时|哪年", re.IGNORECASE
)
_A_REASON: Final = re.compile(r"\bwhy\b|\breasons?\b|为什么|为何|原因", re.IGNORECASE)
_A_COMPARISON: Final = re.compile(
    r"\b(?:compar\w{1,6}|comparison|versus|vs|differ\w{0,6}|outperform\w{0,3}|beats?|than|agree"
    r"|(?:better|worse|best|worst|faster|fastest|slower|larger|largest|smaller|stronger|higher"
    r"|highest|lower|lowest|cheaper|simpler)(?! known))\b"
    r"|比较|相比|区别|差别|优于|更[好快大小高低]",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"\W*(?:and|but|or|so|also|then|what about|how about|what else|which of (?:them|these)"
    r"|(?:how|why|when|where|what|which|who|is|are|was|were|does|do|did|can|has|have) (?:\w+ )?"
    r"(?:it|they|them|that|this|these|those|he|she)"
    r"|那么?|还有|另外|它|他们)(?!\w)",
    re.IGNORECASE,
)
_OF_ONE_MORE: Final = re.compile(r"\W*(?:on|for|with|in|of|from|by|at|to)\b", re.IGNORECASE)
_WANTED: Final = (
    ("number", _A_NUMBER),
    ("time", _A_TIME),
    ("reason", _A_REASON),
    ("comparison", _A_COMPARISON),
)
_ENDINGS: Final = ("s", "ed", "ing")
"""Of forms that stems know."""
_OTHERWISE: Final = frozenset({"took", "taken"})
"""Forms of a verb that says something else each time: who took part, what takes an hour."""
_DATA_SET: Final = re.compile(r"\bdata[ -]set", re.IGNORECASE)
_LETTERS: Final = "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
_NAMED: Final = (unicodedata.name(letter).split()[3].lower() for letter in _LETTERS)
_GREEK: Final = {
    # Unicode writes it without the b.
    ord(letter): f" {'lambda' if name == 'lamda' else name} "
    for letter, name in zip(_LETTERS, _NAMED, strict=True)
}
_OF_OTHERS: Final = frozenset(map(stem, ("previous", "prior", "earlier", "related", "literature")))


@dataclass(frozen=True)
class Asked:
    """A question as it is looked for.

    Attributes:
        words: what is asked, in order: for each word the stems that it may be found by, of which
            an English one has one.
        others: stems of other words for what is asked, with their weight beside a word's own 1.
        common: those stems of its words that may be asked of any paper.
        pairs: stems that stand side by side in it.
        wants: what the answer has: "number", "time", "reason", "comparison".
        counted: the stem of what is counted, as "layer" of "how many layers"; may be empty.
        of_others: whether it asks of work before the paper's.
        defines: what is found in sentences that say what the thing is that is asked for; None where
            no such thing is.
        expands: likewise in those that write an abbreviation out.
        earlier: stems of the question before alone, from which this one goes on.
    """

    words: tuple[frozenset[str], ...]
    others: Mapping[str, float]
    common: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    wants: frozenset[str]
    of_others: bool
    counted: str = ""
    defines: re.Pattern[str] | None = None
    expands: re.Pattern[str] | None = None
    earlier: frozenset[str] = frozenset()

    @property
    def weights(self) -> dict[str, float]:
        """What to look for, with what each weighs."""
        own = dict.fromkeys(chain.from_iterable(self.words), 1.0)
        return {**self.others, **own, **dict.fromkeys(self.earlier, _EARLIER)}

    @classmethod
    def of(cls, question: str, before: str = "") -> Asked:
        """Take a question apart; Chinese words by what they may stand for in English.

        Args:
            question: as it was asked.
            before: what was asked before; its words count where the question goes on from there.
        """
        text = now = question[:LONGEST]
        if before and goes_on(text):
            text = f"{before[:LONGEST]} {text}"
        known = _vocabulary()
        given = [word for word in searched(text) if word.isascii()]
        told = [word for word in given if word not in known.nothing] or given
        words = (*map(_forms, dict.fromkeys(told)), *english_for(text))
        stems = frozenset[str]().union(*words)
        others = {
            word: _OTHER
            for group in known.asked
            if group.is_in(stems, text)
            for word in group.told - stems
        }
        return cls(
            words=tuple(dict.fromkeys(words)),
            others=others,
            common=stems & known.common,
            pairs=tuple(pairwise(told)),
            wants=frozenset(name for name, pattern in _WANTED if pattern.search(text)),
            of_others=not _OF_OTHERS.isdisjoint(stems),
            counted=_counted(text),
            defines=sentences_defining(text),
            expands=sentences_expanding(text),
            earlier=frozenset(told).difference(searched(now)) if now != text else frozenset(),
        )


def goes_on(question: str) -> bool:
    """Whether a question is understood by the one before it alone: "And on ImageNet?", "Why?"."""
    nothing = _vocabulary().nothing
    telling = [word for word in searched(question) if word not in nothing]
    if _GOES_ON.match(question) is not None:
        return True
    if english_for(question):
        return False
    return not telling or (len(telling) == 1 and _OF_ONE_MORE.match(question) is not None)


def searched(text: str) -> list[str]:
    """The stems of the words of a text that are looked for: those that carry content.

    Greek letters are found by their names, and the other way round: ``Λ(1405)`` as "Lambda(1405)";
    a data set is a dataset.
    """
    text = _DATA_SET.sub("dataset", text)
    return [
        _stem(word)
        for word in tokens(text if text.isascii() else text.translate(_GREEK))
        if word not in STOPWORDS and (len(word) > 1 or word.isdigit())
    ]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """A word's stem; of "spoken" that of "speak"."""
    if word.endswith(_ENDINGS) or word in _OTHERWISE:
        return stem(word)
    others = {stem(base) for base in bases(word)} - {stem(word)}
    return others.pop() if len(others) == 1 else stem(word)


def says_nothing(word: str) -> bool:
    """Whether a stem tells nothing of what is asked for."""
    return word in _vocabulary().nothing


def _forms(word: str) -> frozenset[str]:
    """A stem with those that say the same, where not every paper has one of them."""
    groups = (group.same for group in _vocabulary().asked if word in group.same)
    return frozenset((word,)).union(*groups)


def _counted(text: str) -> str:
    found = _HOW_MANY.search(text)
    return next(iter(searched(found[1])), "") if found else ""


class _Group(NamedTuple):
    """What is asked for by some words, and told by others."""

    by: frozenset[str]
    told: frozenset[str]
    same: frozenset[str]
    chinese: tuple[str, ...]

    def is_in(self, stems: frozenset[str], text: str) -> bool:
        return not self.by.isdisjoint(stems) or any(form in text for form in self.chinese)


class _Vocabulary(NamedTuple):
    nothing: frozenset[str]
    common: frozenset[str]
    asked: tuple[_Group, ...]


@cache
def _vocabulary() -> _Vocabulary:
    text = Path(__file__).with_name("other_words.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    groups = tuple(_groups(told["asked"]))
    of_any_paper = (group.by for group in groups if not group.same)
    common = _stems(told["everywhere"]).union(*of_any_paper)
    return _Vocabulary(_stems(told["nothing"]), common, groups)


def _groups(told: list[dict[str, str]]) -> Iterator[_Group]:
    for each in told:
        chinese = tuple(each["chinese"].split())
        same = _stems(each.get("same", ""))
        yield _Group(_stems(each["by"]), _stems(each["told"]), same, chinese)


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(_stem, tokens(text)))
