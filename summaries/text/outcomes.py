"""Whether a sentence tells an outcome, or only that something is spoken of or worth something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from topics.english.stems import hinted

_FOUND: Final = re.compile(
    r"""\b(?:we|i|results?|experiments?|simulations?|calculations?|findings?|analys[ei]s|evidence|lectures?|essay)\b
        (?:\s+\w+){0,2}?\s+(?:show|prove|note|find|found|demonstrate|observe|conclude|reveal|indicate
        |confirm|establish|verif(?:y|ies)|suggest|discover|report)(?:s|e?d)?\s+(?:(?:here|in\s+\w+\s+\w+)\s+)?that\b
    |\b(?:we|i)\s+(?:also\s+|then\s+|further\s+|finally\s+)?(?:prove|establish|observe)d?\b
    |\bour\s+(?:[\w-]+\s+){0,6}?(?:show|reveal|indicate|demonstrate|suggest|confirm)s?\s+that\b
    |\bwe\s+(?:\w+ly\s+)?(?:find|found|obtain(?:ed)?|achieved?)\s+(?:an?\s|no\b|strong|good|clear|the\s|up\s+to|\d)
    |\bwe\s+(?:demonstrate|report|observe)\s+(?:up\s+to\s+)?\d
    |\b(?:we|i)\s+(?:see|saw)\s+that\b|\bit\s+turns\s+out\s+(?:that|to)\b|,\s+finding\b|,\s+(?:showing|demonstrating|proving|revealing)\s+that\b
    |\A\W*as\s+a\s+(?:consequence|corollary)\b
    |\b(?:key|main|central|major|principal|important)\s+(?:finding|result|conclusion)s?\s+(?:is|are|was|were)\b
    |\b(?:our|the|an?)\s+(?:\w+\s+){0,2}?(?:analys[ei]s|study|comparisons?|simulations?|measurements?)\s+
        (?:reveal|prove|show|indicate)(?:s|e?d)?\s+(?!in\b|the\s+(?:effectiveness|superiority|advantages?|potential|efficacy)\b)
    |\bour\s+(?:\w+\s+)?(?:findings?|results?)\s+(?:is|are|was|were|establish|point|provid|hold|extend|generali[sz]e|impl(?:y|ies))
    |\bit\s+is\s+(?:\w+\s+)?(?:shown|proved|proven|found|demonstrated|observed|concluded)\s+that\b
    |\bha(?:s|ve)\s+been\s+(?:found|obtained|derived|constructed|determined|measured|proved|proven)\W*\Z
    |\b(?:is|are)\s+(?:\w+ly\s+)?(?:confirmed|shown(?!\s+(?:in|on)\b)|proved|proven|(?:found|seen|demonstrated)\s+to)\b
    |\b(?:was|were)\s+(?:\w+ly\s+)?(?:found|measured|observed|detected|discovered|determined)\b""",
    re.VERBOSE,
)
"""Words after which stands what was found, whatever came before it in the abstract."""

_HINTS_OF_FOUND: Final = (
    "show", "prove", "find", "found", "demonstrate", "observe", "conclude", "reveal", "indicate",
    "confirm", "establish", "verif", "suggest", "discover", "report", "seen", "measured",
    "detected", "determined", "result", "been", "we note", "we s", "i s", "proving", "consequence",
    "corollary", "turns out", "obtain", "achieve", "finding is", "findings are", "conclusion",
)  # fmt: skip

_ANY: Final = r"(?:\s+(?:also|then|further|finally|briefly|first|additionally|will|now)){0,2}\s+"
_WORTHY: Final = (
    r"(?:(?:\w+ly,?\s+)?(?:new|novel|promising|effective|efficient|scalable|practical|strong|robust|flexible|unified|valuable|useful"
    r"|actionable|critical|crucial|important|significant|major|powerful|solid|realistic|simple|comprehensive|key|deep|deeper|timely"
    r"|fresh|viable|suitable|versatile|reliable|principled|further|some|many|first|possible|potential)(?:\s+and\b|,)?\s+)"
)
_GIFT: Final = (
    r"(?:path(?:way)?s?|paradigms?|solutions?|tools?|ways?|directions?|foundations?|perspectives?|alternatives?|avenues?"
    r"|platforms?|resources?|testbeds?|insights?|guidance|guidelines|opportunit(?:y|ies)|understanding|references?|routes?|recipes?"
    r"|steps?|benchmarks?|baselines?|frameworks?|approach(?:es)?)"
)
_OPENS_IDLE: Final = re.compile(
    rf"""\W*(?:[^,]{{1,40}},\s+)?(?:we|this\s+\w+|the\s+\w+|i){_ANY}
         (?:explain|discuss|describe|comment|outline|release|review|illustrate|mention|overview|showcase|detail|elaborate|conclude|envision
         |shed|validate|evaluate|test|raise|pose|turn|talk|hope|need)(?:e?s|ed)?\b(?!\s+that\b)
         (?!.*(?:\bthat\b|\bshow|\bfind|\boutperform|,\s+\w+ing\b|\d\s?%|(?<![\w-])\d))
    |\W*(?:[^,]{{1,60}},\s+)?(?:this|our|these|the|[a-z][\w-]+)\s+(?:[\w-]+\s+){{0,3}}?
         (?:offers?|provides?|presents?|represents?|establish(?:es)?|reveals?|yields?|marks?|is|are|gives?|serves?\s+as|shows?|opens?)\s+
         (?:an?\s+)?{_WORTHY}{{1,4}}(?:[\w-]+\s+){{0,2}}?{_GIFT}\b
    |\W*(?:this|our)\s+(?:work|study|paper|research|review|survey|article|framework|benchmark)s?{_ANY}
         (?:advances?|bridges?|illuminates?|contributes?|enhances?|highlights?|underscores?|emphasi[sz]es?|promotes?|enriches|lays|sets)\b
    |\W*(?:this|these\s+\w+|our\s+\w+|the\s+results?)\s+(?:\w+ly\s+)?(?:demonstrate|underscore|highlight|confirm|emphasi[sz]e|validate|show)s?\s+
         the\s+(?:\w+\s+)?(?:effectiveness|importance|need|potential|value|reality|versatility|promise|significance|efficacy|necessity)\b""",
    re.VERBOSE,
)
_IDLE: Final = re.compile(
    rf"""\b(?:is|are|was|were)\s+(?:\w+ly\s+|also\s+|then\s+)?(?:discussed|described|reviewed|outlined|explained|illustrated|released
         |mentioned|addressed|summari[sz]ed|pointed\s+out)\b(?!\s+by\b)[^,]{{0,40}}\Z
    |\b(?:this|the)\s+\w+\s+(?:is\s+)?(?:ready|suitable|useful)\s+for\b
    |\bwe\s+[^,;]{{3,80}}\b(?:and|to)\s+(?:evaluate|test|validate|compare)\s+(?:them|it|our|the)\b
         (?!.*(?:\bshow|\bfind|\boutperform|,\s+\w+ing\b|\d))
    |,\s+(?:thus\s+|thereby\s+)?(?:offering|providing|giving|yielding)\s+(?:an?\s+)?{_WORTHY}{{0,3}}(?:insights?|guidance|perspectives?|understanding)\b
    |\bcan\s+(?:also\s+)?serve\s+as\b|\bcould\s+(?:also\s+)?serve\s+as\b|\b(?:a|significant|important)\s+step\s+towards?\b
    |\b(?:effectiveness|superiority|efficacy|validity|usefulness|robustness|performance)\b.{{0,60}}\b(?:is|are|was|were|has\s+been|have\s+been)\s+
         (?:\w+ly\s+|also\s+|further\s+)?(?:validated|demonstrated|verified|confirmed|shown|evaluated|illustrated|analy[sz]ed)\b
    |\bfuture\s+(?:work|research|studies|directions?|reference)\b|\bfurther\s+(?:study|work|research)\b""",
    re.VERBOSE,
)
_FOUND_BESIDE: Final = re.compile(
    r"\d\s?%|\d\s?(?:×|x\b|times\b)|\b(?:outperform|surpass|exceed)\w*|\bthan\b|\bachiev\w+\s+\d"
)
_HINTS_OF_IDLING: Final = (
    "explain", "discuss", "describe", "comment", "outline", "release", "review", "illustrate",
    "mention", "overview", "showcase", "detail", "elaborate", "conclude", "shed", "validate",
    "evaluate", "test", "raise", "pose", "turn", "addressed", "pointed", "ready", "suitable",
    "useful", "offer", "provid", "present", "establish", "reveal", "yield", "mark", "advance",
    "bridge", "illuminate", "contribut", "enhance", "highlight", "underscore", "emphasi", "promote",
    "serve", "step toward", "effectiveness", "superiority", "efficacy", "validity", "robustness",
    "performance", "demonstrate", "confirm", "future", "further", "envision", "talk", "hope",
    "need", "compare", "show", "opens", "gives", "lays", "sets", "insight", "summari",
    "solution", "tool", "path", "paradigm", "direction", "foundation", "perspective", "alternative",
    "avenue", "platform", "resource", "testbed", "guid", "opportunit", "understanding",
    "reference", "route", "recipe", "baseline", "benchmark", "framework", "approach",
)  # fmt: skip

_TOLD: Final = re.compile(
    r"""\A(?!\W*for\s+(?:example|instance)\b).*\b(?:(?:show|demonstrat|indicat|reveal|confirm|prov|observ)\w*
         |finds?|found)\s+that\s+(?:\S+\s+){7}
    |\b(?:show|demonstrat|illustrat|confirm|prov)\w*\s+(?:an?\s+|the\s+)?
         (?:\w+\s+){0,3}(?:(?:robustness|invariance|agreement|resistance|superiority)\s+(?:to|against|with|over)
         |(?:ability|capability|capacity)\s+(?:to|of))\b
    |\bsuperior\s+to\b|\bconsistently\b|\bboosts?\b""",
    re.VERBOSE,
)
"""What came out of a trial, in words that any paper may have."""


_TRIED: Final = re.compile(
    r"\b(?:experiments?|experimental|evaluat\w+|results?|simulations?)\b.{0,120}\b(?:demonstrat|show|confirm|prov|"
    r"indicat|highlight)\w*\b.{0,80}\b(?:effective(?:ness)?|superior(?:ity)?|efficacy|robust(?:ness)?|advantages?"
    r"|performance|efficien(?:t|cy)|accuracy)\b"
)
_AT_LENGTH: Final = 14
"""Words from which "experiments show the effectiveness" says of what, and on what."""


def is_outcome(sentence: str) -> bool:
    """Whether a sentence says what came out, however generally, and not only that it was tried."""
    return not sentence.endswith("?") and _TOLD.search(sentence.lower()) is not None


def is_success(sentence: str) -> bool:
    """Whether a sentence says that trials went well, and of what and on what."""
    small = sentence.lower()
    return len(small.split()) >= _AT_LENGTH and _TRIED.search(small) is not None


@lru_cache(maxsize=256)
def is_shown(sentence: str) -> bool:
    """Whether a sentence says of something that it was found."""
    small = sentence.lower()
    return hinted(small, _HINTS_OF_FOUND) and _FOUND.search(small) is not None


@lru_cache(maxsize=256)
def is_idle(sentence: str) -> bool:
    """Whether a sentence only says that something is spoken of, given away or of use."""
    small = sentence.lower()
    if not hinted(small, _HINTS_OF_IDLING) or not (_OPENS_IDLE.match(small) or _IDLE.search(small)):
        return False
    return _FOUND_BESIDE.search(small) is None
