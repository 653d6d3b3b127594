"""Whether a sentence can be read without the one before it."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from summaries.extractive.compression import plain


class Lean(IntEnum):
    """How much a sentence needs the one before it."""

    NONE = 0
    """It stands alone."""

    ON_THE_PAPER = 1
    """It points to something that a reader of the summary knows of, or points in passing."""

    ON_THE_SENTENCE_BEFORE = 2
    """Its subject, or what it starts from, is named in the sentence before only."""


_SELF: Final = (
    r"(?:paper|work|article|study|letter|report|survey|review|research|thesis|note|manuscript|chapter"
    r"|lecture|dissertation|project|essay)"
)
_OWN: Final = (
    r"(?:method|approach|model|framework|algorithm|technique|system|network|architecture|"
    r"methodology|strategy|procedure|theory|formalism|design|pipeline|dataset|benchmark|tool|"
    r"results?|findings?|experiments?|contributions?|analys[ei]s|investigations?|theorems?)"
)
_POINTER: Final = r"(?:this|these|those|such(?!\s+(?:as|that)\b))"
_PRONOUN: Final = rf"(?:{_POINTER}|they|them|it|its|their|both\s+cases|the\s+(?:former|latter))"

_EMPTY_SUBJECT: Final = re.compile(
    r"""\W*it\s+(?:is|was|has\s+been|can\s+be|turns|remains|appears|seems|(?:also\s+)?follows)\s+
    (?:(?!an?\b|the\b|one\b)(?:\S+\s+){0,6}?(?:that|how|whether|why|what|which)\b
    |(?:\S+\s+){2,12}?(?<=,\s)that\b
    |(?:\w+ly\s+|very\s+|still\s+|also\s+|therefore\s+|thus\s+)?(?:possible|important|necessary|difficult|hard
      |easy|natural|useful|essential|crucial|vital|challenging|desirable|interesting|common
      |customary|imperative|instructive|reasonable|sufficient|worth\w*|unclear|unknown)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The subject is still to come: "it is shown that"."""

_OF_THE_PAPER: Final = re.compile(
    rf"\W*(?:this|these)\s+(?:(?:\w+\s+)?(?:{_SELF}|{_OWN})|proposed|new|novel)\b"
    rf"|\W*the\s+resulting\s+(?:\w+\s+)?{_OWN}s?\b",
    re.IGNORECASE,
)
_THE_PAPER: Final = re.compile(
    rf"\W*(?:in\s+)?(?:this|these)\s+(?:\w+\s+)?{_SELF}\b", re.IGNORECASE
)
_LEANS: Final = re.compile(
    rf"""\W*(?:
      (?:(?:some|many|most|several|one|two|three|each|all|none|any|either|neither|much|part|examples?)
         \s+(?:\w+\s+)?of\s+|among\s+|not\s+only\s+)?
      (?:{_POINTER}(?!\s+(?:of|who|that|which|in)\b)|they|them|it|its|their|he|she|his|her)\b
    | (?:\S+\s+){{0,4}}?do(?:es|ing)?\s+(?:this|that|so)\b
    | we\s+(?:\w+ly\s+|also\s+|then\s+)?\w+\s+(?:how\s+)?(?:their|its|them|it)\b
    | even\s+more\b | at\s+least,?\s+(?:this|these|it)\b
    | (?:while|although|though|whereas|unlike)\b(?:\([^()]*\)|[^,(])*\Z
    | (?:here\s+)?we\s+(?:\S+\s+){{1,3}}?that\s+th(?:is|ese)\s+(?:is|are|holds?|can|also)\b
    | both\s+(?:of|are|is|were|have|can|methods?|approaches|cases|models?)\b
    | the\s+(?:former|latter|others?|resulting|aforementioned|above|said|corresponding)\b
    | the\s+(?:first|second|third|last)\s+(?:one|(?:two|three)\s+(?:are|is))\b
    | (?:in|on|under|for|with|from|by|at|to|using|given|through|of|among|within|via|after|beyond
        |despite|besides|based\s+on|following|away\s+from|a(?:part|side)\s+from|in\s+spite\s+of|unlike|contrary\s+to)\s+
      (?:(?:\w+\s+){{0,2}}?{_PRONOUN}|(?:\w+ing)\s+(?:\S+\s+){{0,7}}?them|the\s+(?:first|second|other)(?=,)
        |(?:the\s+)?other\s+\w+(?=,))\b
    | (?:since|because|as|while|although|if|when|once)\s+(?:it|they|this|these|such)\b
    | (?:let|suppose|assume|then|where|whence|that\s+is|in\s+other\s+words|otherwise|conversely
        |likewise|rather(?!\s+than)|and|or|so|in\s+the\s+(?:process|same\s+way|first|second))\b
    | (?:thus|hence|therefore|here|but|instead(?!\s+of)|indeed|similarly)\b(?!\s+we\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_PASSING: Final = re.compile(
    rf"\W*(?:[\w'’-]++\W++){{1,6}}?{_POINTER}(?!\s+(?:\w+\s+)?{_SELF}\b)\s+\w"
    rf"|\W*[^,;:]{{4,60}},\s+(?:it|they)\s+(?:is|are|was|were|has|have|can|may|will|also|\w+e?s)\b"
    rf"|\W*(?:we|it|they)\s+(?:\S+\s+){{1,3}}?that\s+(?:it|they)\b",
    re.IGNORECASE,
)


_DONE_WITH: Final = (
    r"\W*(?:[^,]{1,60},\s+)?we\s+(?:\w+ly\s+|also\s+|then\s+)?\w+\s+(?:how\s+|that\s+)?"
)
_HANGS: Final = re.compile(
    _DONE_WITH + r"(?:their|its|them|it|they)\b(?!\s+(?:is|was)\s+(?:\w+\s+){1,3}?(?:that|to)\b)",
    re.IGNORECASE,
)
_HANGS_BY_NAME: Final = re.compile(
    _DONE_WITH + r"(?:this|these|such)\s+(?:\w+\s+)?(?:techniques?|methods?|approach(?:es)?|ideas?|"
    r"hypothes[ei]s|questions?|issues?|problems?|phenomen(?:on|a)|effects?|challenges?|tasks?|"
    r"topics?|relations?|conjectures?)\b",
    re.IGNORECASE,
)


def hangs(sentence: str, *, by_name: bool) -> bool:
    """Whether what its authors did was done with something that only a sentence before names.

    Args:
        sentence: as it stands.
        by_name: whether "this question" is as much as "it".
    """
    if by_name and _HANGS_BY_NAME.match(sentence):
        return True
    return _HANGS.match(sentence) is not None


def has_empty_subject(sentence: str) -> bool:
    """Whether what a sentence speaks of is still to come: "It is shown that …"."""
    return _EMPTY_SUBJECT.match(sentence) is not None


def leaning(sentence: str) -> Lean:
    """How much a sentence, as it is shown, needs the one before it."""
    shown = plain(sentence)
    if _EMPTY_SUBJECT.match(shown) or _THE_PAPER.match(shown):
        return Lean.NONE
    if _LEANS.match(shown):
        return Lean.ON_THE_PAPER if _OF_THE_PAPER.match(shown) else Lean.ON_THE_SENTENCE_BEFORE
    return Lean.ON_THE_PAPER if _IN_PASSING.match(shown) else Lean.NONE
