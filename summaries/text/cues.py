"""Cues: what the wording of a sentence tells about its part in a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_PAPER: Final = frozenset(
    ("paper", "work", "article", "study", "letter", "thesis", "survey", "report", "note", "review",
     "chapter", "project", "research", "manuscript", "lecture", "dissertation", "essay")
)  # fmt: skip
_BEFORE_PAPER: Final = frozenset(("this", "our", "present", "current"))
_TURNING: Final = _BEFORE_PAPER | {
    "we", "i", "proposed", "resulting", "is", "are", "state", "the"
}  # fmt: skip
"""Words that tell something by those which follow."""

_DONE: Final = ("ed", "given", "shown", "found", "proven", "built")
_REACH: Final = 4
"""Words after "we" or "this paper" among which its verb is looked for."""

_VERBS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "proposes": r"(?:propos|introduc|present|develop|describ|design|devis|formulat|suggest|"
        r"provid|offer|g[ai]v|buil|construct|creat|contribut|establish|obtain|deriv|report)\w*",
        "shows": r"(?:show|demonstrat|find|found|prov|reveal|observ|argu|confirm|verif|illustrat|"
        r"discover|conclud|determin|measur|detect|comput|calculat)\w*",
        "studies": r"(?:stud|investigat|analy[sz]|examin|explor|consider|address|tackl|evaluat|"
        r"revisit|compar|characteri[sz]|survey|review|focus|aim|seek|discuss)\w*",
    }.items()
}
"""Verbs of which "we" or the paper is the subject."""

_ANYWHERE: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "we": r"we|our|us",
        "trouble": r"however|but|although|despite|unfortunately|lacks?|limited|difficult\w*|"
        r"challeng\w+|suffers?|fails?|costly|expensive|hard|unclear|unknown",
        "background": r"recent(?:ly)?|existing|previous(?:ly)?|prior|traditional(?:ly)?|"
        r"conventional|current(?:ly)?|been|widely|popular|important|increasing(?:ly)?|commonly|"
        r"typically|often|usually|known",
        "evaluates": r"experiment\w*|evaluat\w+|empirical\w*|results?|benchmark\w*|extensive|"
        r"datasets?|tasks|simulations?|numerical\w*",
        "superlative": r"outperform\w*|sota|superior|competitive|surpass\w*|significant(?:ly)?|"
        r"improv\w*|better|faster|effective\w*|efficien\w+|exceed\w*",
        "new": r"novel|new|first|simple|general|unified|principled",
        "names": r"called|named|dubbed|termed|coined|referred",
        "code": r"code|github|available|open|source|release[sd]?|https?|website|repository|online",
        "number": r".*\d.*",
        "percent": r"percent|cent|times|fold|factor|orders?",
        "cites": r"al|et",
        "thing": r"method|approach|framework|model|algorithm|network|architecture|technique|"
        r"procedure|system|mechanism|strategy|dataset|benchmark|loss|theory|bound|"
        r"regulari[sz]er|objective|theorem|estimator|protocol",
        "theory": r"theor\w+|analysis|proof|guarantee\w*|converge\w*|lemma|conjecture",
        "method": r"using|by|via|used|applied|trained|collected|conducted|performed|were|was|"
        r"based|combin\w+|employ\w*|consists?",
        "outlook": r"future|implications?|suggests?|insights?|potential\w*|conclude|opens?|"
        r"pav(?:e|es|ing)|could|may|might|should",
        "past": r"found|showed|observed|measured|performed|obtained|conducted|were|reported",
        "explains": r"that|which",
    }.items()
}
"""Words that tell something wherever they stand."""

_OPENINGS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "we first": r"\W*we\b",
        "here we": r"\W*here,?\s+we\b",
        "to that end": r"\W*(?:to\s+(?:this|that)\s+end|to\s+(?:address|tackle|overcome|solve|"
        r"alleviate|mitigate|remedy|resolve|bridge|fill|handle|achieve|deal)|motivated\s+by|"
        r"inspired\s+by|based\s+on\s+(?:this|these)|building\s+on)\b",
        "contrast": r"\W*(?:however|but|although|while|despite|unfortunately|nevertheless|"
        r"nonetheless|yet|though|whereas|on\s+the\s+other\s+hand)\b",
        "continues": r"\W*(?:in\s+particular|specifically|moreover|furthermore|additionally|"
        r"in\s+addition|further|also|finally|then|first(?:ly)?|second(?:ly)?|next|"
        r"for\s+(?:example|instance)|thus|therefore|hence|as\s+a\s+result|consequently|besides|"
        r"in\s+contrast|instead|similarly|overall)\b",
        "points back": r"\W*(?:(?:\w+\s+of|among)\s+)?(?:this|these|those|them|it|they|such|its|"
        r"their|he|she|both)\b"
        r"(?!\s+(?:paper|work|article|study|letter|survey|report|note|review|chapter|thesis|manuscript"
        r"|lecture|dissertation|research|project|essay))",
    }.items()
}
"""Words that tell something where a sentence begins with them."""

_OPENS: Final = re.compile("|".join(p.pattern for p in _OPENINGS.values()), re.IGNORECASE)
_TELLS: Final = re.compile("|".join(f"(?:{p.pattern})" for p in _ANYWHERE.values()))
"""Any of them, asked before each of them is."""

_MARKS: Final = tuple(
    (name, sign, re.compile(pattern))
    for name, sign, pattern in (
        ("acronym", "(", r"\(\s*[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*\s*\)"),
        ("bracket", "(", r"\("),
        ("asks", "?", r"\?\s*\Z"),
        ("formula", "", r"\$|\\[a-z]|[=<>^_{}≤≥∈∼≈]"),
        ("percent", "%", r"%"),
        ("list", "", r"[:;]|,.*,"),
    )
)
"""Signs: the cue, a sign without which there is none, the pattern."""

NAMES: Final = tuple(
    sorted(
        {*_VERBS, *_ANYWHERE, *_OPENINGS, "this paper", "our thing", "best yet", "is done"}
        | {name for name, *_ in _MARKS}
    )
)
"""The cues there are."""


def cues(text: str, words: list[str]) -> frozenset[str]:
    """The names of the cues that a sentence gives; words are its words in lower case."""
    found = set[str]().union(*map(_of_word, words))
    if _OPENS.match(text):
        found.update(name for name, pattern in _OPENINGS.items() if pattern.match(text))
    found.update(
        name for name, sign, pattern in _MARKS if sign in text and pattern.search(text) is not None
    )
    found.update(_of_neighbours(words))
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    if _TELLS.fullmatch(word) is None:
        return ()
    return tuple(name for name, pattern in _ANYWHERE.items() if pattern.fullmatch(word))


@lru_cache(maxsize=20_000)
def _of_verb(word: str) -> str:
    return next((name for name, pattern in _VERBS.items() if pattern.fullmatch(word)), "")


def _of_neighbours(words: list[str]) -> Iterator[str]:
    """What words tell by standing side by side."""
    if _TURNING.isdisjoint(words):
        return
    for place, word in enumerate(words):
        if word not in _TURNING:
            continue
        following = words[place + 1] if place + 1 < len(words) else ""
        subject = 0
        if word == "we" or (word == "i" and _of_verb(following)):
            subject = 1
        elif following in _PAPER and (word in _BEFORE_PAPER or (word == "the" and place == 0)):
            yield "this paper"
            subject = 2
        elif word in ("our", "proposed", "resulting") and "thing" in _of_word(following):
            yield "our thing"
        elif word in ("is", "are") and following.endswith(_DONE) and _of_verb(following):
            yield "is done"
        elif word == "state" and words[place + 1 : place + 4] == ["of", "the", "art"]:
            yield "best yet"
        if subject:
            start = place + subject
            verbs = (_of_verb(after) for after in words[start : start + _REACH])
            yield from (verb for verb in verbs if verb)
