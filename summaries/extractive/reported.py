"""Where a sentence that first reports, or first tells what was done, says what was found."""

from __future__ import annotations

import re
from typing import Final

from summaries.extractive.cuts import BOUND, FINITE, LOST, SELF
from summaries.text.folding import small

REPORT: Final = re.compile(
    rf"""\W*(?:(?:in\s+this\s+\w+,?\s+)?we|this\s+{SELF}
    |(?:our|the|these|extensive|empirical|experimental|numerical|simulation|comprehensive|quantitative
      |qualitative|thorough|detailed|theoretical|evaluation|further|and|,|\s)*
      (?:results?|experiments?|evaluations?|simulations?|analys[ei]s|findings?|studies|tests?))
    \s+(?:\w+ly\s+|also\s+|then\s+|further\s+)?
    (?:show|demonstrate|find|prove|reveal|observe|establish|confirm|verify)s?
    \s+that\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A report before what is reported: "Our results show that …"; what they suggest stays a guess."""

_REPORTED: Final = re.compile(
    r"""\W*(?:
    (?:we|i|the\s+authors|(?:the\s+)?(?:present\s+)?(?:paper|work|study|analysis)
      |(?:our|the|these|this|extensive|empirical|experimental|numerical|simulation|comprehensive|detailed|further)
      (?:\s+(?:(?!(?:previous|earlier|prior|recent|other|past|existing|many)\b)\w+\s+){0,2}?(?:results?|experiments?|evaluations?|simulations?|analys[ei]s|findings?|stud(?:y|ies)
      |tests?|work))?)
    \s+(?:ha(?:ve|s)\s+)?(?:\w+ly\s+|also\s+|then\s+|further\s+){0,2}
    (?:show(?:s|ed|n)?|demonstrate[sd]?|prove[sdn]?|reveal(?:s|ed)?|observe[sd]?|establish(?:es|ed)?|confirm(?:s|ed)?
      |verif(?:y|ies|ied)|finds?|found)
    |it\s+(?:is|was)\s+(?:\w+ly\s+|also\s+|then\s+|further\s+)?
      (?:shown|found|proved|proven|demonstrated|observed|established|confirmed|verified|revealed)
    |it\s+turns\s+out)
    (?:\s+\w+ly)?\s+that(?:,\s+\w+ly,)?\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""As `REPORT`, in the past and without a subject too; what others reported stays their report."""

_JOINED: Final = re.compile(
    r"""\W*(?:(?:[^,;:]{1,60},\s+)?(?:we|i)|this\s+\w+)
    (?P<gone>\s+(?!(?:do|does|did|can|could|may|might|will|would|should|cannot)\b)[a-z]{3,}\b
      (?:(?!\b(?:that|which|who|whose|where|how|whether|why|if|it|they)\b)[^;:])*?
      ,?\s+and(?:\s+(?:we|also|then|further|finally|thereby|hence|thus))*)
    \s+(?:show|prove|find|demonstrate|observe|establish|conclude|reveal|verify|confirm|obtain|derive|determine
      |achieve)s?\s+(?:that|an?|the|how|why|whether|new|several|strong|explicit|sharp|optimal)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""The first of two things that were done, before the second one, which was found."""

_SHOWING: Final = re.compile(
    r",\s+(?:thus\s+|thereby\s+|and\s+)?(?:show|find|demonstrat|observ|reveal|prov|establish|confirm)ing"
    r"\s+that\s+"
)
"""What was done, with what was found behind it."""

_LISTED: Final = re.compile(r",\s+\w+ing,\s+(?:and|or)\b|,\s+\w+ing,\s+(?:\w+,\s+)+(?:and|or)\b")
"""What has the form of a participle is one of several things: "tracking, counting, and fishing"."""

_OPENS_CLAUSE: Final = re.compile(r"\b(?:that|which|who|how|whether|why|where)\b")


def after_report(sentence: str) -> int:
    """Where what was found begins; 0 where that cannot stand alone, or nothing is reported.

    "We found that hinges creak" begins at its hinges; "We found that they creak" nowhere.
    """
    found = _REPORTED.match(sentence) or REPORT.match(sentence)
    return 0 if found is None or LOST.match(small(sentence), found.end()) else found.end()


def first_act(sentence: str) -> tuple[int, int] | None:
    """Where the first of two acts stands, if what was found stands behind it and without it.

    "We fold hinges of tin and show that they creak" needs its first act; with "hinges of tin" in
    the place of "they" it does not.
    """
    if " and " not in sentence:
        return None
    found = _JOINED.match(sentence)
    if found is None:
        return None
    start, end = found.span("gone")
    lowered = small(sentence)
    if BOUND.search(lowered, start, end) or LOST.search(lowered, end):
        return None
    return start, end


def after_showing(sentence: str) -> int:
    """Where what was found begins behind what was done; 0 where that leans on it, or nothing is.

    "We fold hinges of tin, showing that oak creaks" has it at its oak.
    """
    found = _SHOWING.search(sentence)
    return 0 if found is None or LOST.search(small(sentence), found.end()) else found.end()


def breaks(name: str, whole: str, start: int) -> bool:
    """Whether a cut leaves a subject without its verb, or half a list, or takes no statement."""
    if name == "using":
        return _is_within(whole, start)
    if name == "participle":
        return _LISTED.match(whole, start) is not None
    return name == "clause" and FINITE.search(small(whole), start) is None


def _is_within(whole: str, place: int) -> bool:
    """Whether a verb is needed on both sides of a place: "We show that nets / using words fail"."""
    lowered = small(whole)
    if FINITE.search(lowered, place):
        return True
    opened = max((match.end() for match in _OPENS_CLAUSE.finditer(whole, 0, place)), default=0)
    return FINITE.search(lowered, opened, place) is None
