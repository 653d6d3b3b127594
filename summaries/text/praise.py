"""Whether a sentence says what a paper is good for, rather than what it did or found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from topics.english.stems import hinted

_OURS: Final = (
    r"(?:(?:overall|altogether|moreover|ultimately|as\s+such),?\s+)?"
    r"(?:this|these|our|the|such)\s+(?:[\w-]+\s+){0,2}?(?:work|study|survey|review|research|paper|article|results?|findings?|"
    r"advance(?:ment)?s?|approach|methods?|framework|analysis|contributions?|models?|dataset|insights?|system)"
)
_GRADE: Final = (
    r"(?:great|immense|significant|considerable|strong|huge|promising|important|practical|broad|new|valuable|much|"
    r"managerial|meaningful|substantial|deeper?|better|further|novel|wide|tremendous|vast)"
)
_OPENS_PRAISE: Final = re.compile(
    rf"""\W*{_OURS}\s+(?:(?:\w+ly|also|can|could|may|will|further)\s+){{0,2}}
         (?:reveal|highlight|show|underscore|underline|emphasi[sz]e|demonstrate)s?\s+the\s+
         (?:importance|significance|feasibility|potential|need|promise|value|power|efficacy|effectiveness)\b
    |\W*{_OURS}\s+(?:(?:\w+ly|also|can|could|may|will|further)\s+){{0,2}}
         (?:represent|contribute|advance|deepen|offer|provide|lay|enrich|enhance|expand)s?\s+(?:[\w-]+\s+){{0,4}}?
         (?:advance(?:ment)?s?|step|understanding|insights?|perspectives?|guidance|foundations?|groundwork|
         literature|field|implications?|opportunit(?:y|ies)|reference)\b
    |\W*{_OURS}\s+(?:also\s+)?contributes?\s+to\s+(?:the\s+)?\w+ing\b
    |\W*{_OURS}\s+(?:are|is)\s+(?:\w+ly\s+)?
         (?:notable|important|relevant|valuable|useful|promising|significant|meaningful|timely|of\s+(?:\w+\s+)?(?:interest|importance|value))\b
    |\W*{_OURS}\s+(?:can\s+|may\s+|will\s+)?helps?\s+(?:\w+\s+){{0,3}}?understand\b
    |\W*{_OURS}\s+(?:may|might|could)\s+(?:also\s+)?be\s+(?:used|applied|useful|helpful|valuable|of\s+use)\b""",
    re.VERBOSE,
)
_PRAISE: Final = re.compile(
    rf"""\b(?:hold|ha[sv]e?|offer|show|bear|unleash)(?:s|es|e)?\s+(?:an?\s+|the\s+)?(?:{_GRADE}\s+){{0,2}}
         (?:promise|potentials?|implications?)\b
    |\bopen(?:s|ing)?\s+(?:up\s+)?(?:{_GRADE}\s+|\w+\s+){{0,2}}(?:avenues?|doors?|possibilit(?:y|ies)|directions?|ways?|
         opportunit(?:y|ies)|perspectives?|horizons?)\b
    |\b(?:offer|provid|creat|present)\w*\s+(?:an?\s+)?(?:{_GRADE}\s+){{1,2}}(?:avenues?|opportunit(?:y|ies)|perspectives?)\b
    |\bserves?\s+as\s+(?:an?\s+)?(?:pioneering|robust|valuable|useful|promising|important|strong|solid)\b
    |\b(?:sheds?|shedding)\s+(?:new\s+|some\s+|further\s+)?light\s+on\b
    |\b(?:underscore|underline|highlight|emphasi[sz]e)s?\s+the\s+(?:\w+\s+)?(?:importance|need|necessity|significance|urgency|promise)\b
    |\b(?:exemplifies|illustrates|showcases)\s+the\s+(?:\w+\s+)?(?:potential|promise|power)\b
    |\b(?:foundation(?:al)?|basis|groundwork|framework|reference|step)\b[^,;:]{{0,30}}\bfor\s+(?:future|further)\s+
         (?:stud(?:y|ies)|research|works?|investigations?|developments?)\b
    |\bpav(?:e|es|ing)\s+the\s+(?:way|road)\b""",
    re.VERBOSE,
)
_HINTS: Final = (
    "potential", "light on", "serve", "promis", "implication", "avenue", "door", "possibilit",
    "direction", "way", "opportunit", "perspective", "horizon", "importan", "significan", "feasib",
    "the need", "value", "valuable", "power", "effective", "efficacy", "advance", "step", "insight",
    "guidance", "foundation", "groundwork", "literature", "field", "contribut", "reference",
    "notable",
    "understand", "relevant", "necessity", "urgency", "be used", "be applied", "helpful", "of use",
    "useful", "meaningful", "timely", "interest",
)  # fmt: skip
"""Without one of which there is no praise; looking for them first is much faster."""

_FOUND: Final = re.compile(
    r"(?<![\w-])\d|\b(?:we|i)\s+(?:\w+\s+){0,2}?(?:show|find|found|prov|demonstrat|observ|propos|introduc|present|develop|"
    r"conclud|deriv|identif)\w*|\bthat\s+(?:the|our|an?)\b.*\b(?:is|are|can|outperform|improv|reduc|increas|lead)\w*"
    r"|\b(?:outperform|surpass|exceed)\w*|(?<!rather\s)\bthan\b"
)
"""What was done or found all the same."""


@lru_cache(maxsize=256)
def is_praise(sentence: str) -> bool:
    """Whether a sentence only says that the paper matters, or what may come of it."""
    small = sentence.lower()
    if not hinted(small, _HINTS):
        return False
    return (_OPENS_PRAISE.match(small) or _PRAISE.search(small)) is not None and _FOUND.search(
        small
    ) is None
