"""Shorter forms of a sentence, made by deletion only, so that each stays the author's own words.

Every variant's words are a subsequence of the sentence's words. All that may differ beside the
deletions is the case of the first letter and the final full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from summaries.extractive.cuts import (
    ASIDES,
    BINDS_BOTH,
    BOUND,
    CITATIONS,
    CONDITION,
    COORDINATE,
    DANGLING_END,
    DASH,
    ELSEWHERE,
    EXISTS,
    FINITE,
    GUESS,
    HANGING,
    HINTS_OF_UNPAIRED,
    INSERTIONS,
    LEAD,
    LINK_WORD,
    LIST_FROM,
    LIST_NUMBER,
    LOST,
    MATH,
    RESUMED,
    RESUMES,
    SERIES,
    SUBORDINATE,
    TAILS,
    UNFINISHED,
    UNPAIRED,
)
from summaries.extractive.reported import REPORT, after_report, after_showing, breaks, first_act
from summaries.text.folding import small
from summaries.text.headings import heading
from topics.english.stems import hinted

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
_MARKUP: Final = re.compile(
    r"(?<!\w)(?:\\(?:emph|text\w*|underline|mbox)\s*\{([^{}]*)\}"
    r"|\{\s*\\(?:em|it|bf|sc|tt|sl)\b\s*([^{}]*)\})(?!\w)"
)
_CITED: Final = re.compile(r"[~\s]*\\[cC]ite\w*\s*(?:\[[^\]]*\])*\{[^{}]*\}(?!\w)")
_GAP: Final = re.compile(r"\s+(?=[.,;:](?:\s|$))")
_GAPS: Final = (" .", " ,", " ;", " :")
_PLAIN_WORD: Final = re.compile(r"(?:a|[a-z]{2,}(?:-[a-z]{2,})*)[,:]?$")
_NAME: Final = re.compile(r"[a-z]{1,2}[A-Z]|[a-z]-[a-z]|[a-z]+\d")
"""How a name that is written with a small letter begins: iPhone, k-means, word2vec."""

_LINK: Final = re.compile(
    r"""(?:in\s+(?:this|that|each|both|these)\s+(?:context|setting|regime|case|sense|perspective|way
          |framework|direction|respect|spirit|vein|light|manner|situation|scenario|approach)s?
    |in\s+the\s+process|at\s+the\s+same\s+time|along\s+the\s+way|more\s+broadly|ultimately
    |in\s+other\s+words|as\s+such|in\s+addition|first|then|next|finally|moreover|furthermore|here|hence
    |thus|therefore)(?:,\s+(?=\S)|\s+(?=(?:the|an?|we|it|by|our|this|these|two|some)\s))
    |(?:our|the)\s+(?:\w+\s+){0,2}contributions?\s+(?:are|is|include)[^:]{0,30}:\s+(?:\(?[i1a][).]\s+)?(?=we\s)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Openings like those of `LEAD` whose sentence stays whole without them, but not a part of it."""

_HINTS_ELSEWHERE: Final = (
    "these", "those", "this", "such", "above", "former", "latter", "aforementioned", "considered",
    "other hand", "we ", "of that", "it ", "they ", "that he", "that she", "its ",
    "their ", "both ",
)  # fmt: skip
ANNOUNCES: Final = re.compile(
    r"\b(?:following\b[^,]*|as\s+follows|estimates?|conditions?|formulas?|equations?|relations?|rule\s+of"
    r"\s+thumb)\W*$",
    re.IGNORECASE,
)
"""The end of a sentence whose point stood behind a colon."""

_HINTS_OF_ASIDES: Final = (
    "(", "[", ", who", ", which", ", however,", ", therefore,", ", thus,", ", hence,", ", in ",
    ", of course,", ", then,", ", for ", ", respectively,", ", moreover,", ", indeed,",
    ", on average,",
)  # fmt: skip
_ANY: Final = ("",)
_HINTS_OF_TAILS: Final = {
    "backward": ("this", "these", "those", "such", "both", "the above", "the goal", "the problem",
                 "the issue", "the task"),
    "and": ("and ",), "means": (" by ", " via ", " through "), "purpose": (" to ",),
    "using": ("ing ",),
}  # fmt: skip
"""Words without one of which there is no such place; looking for them first is much faster."""

_STOPS: Final = ".!?…。！？"
_MOST: Final = 28
_FEWEST: Final = 5
_VERY_LONG: Final = 40
_END: Final = 40
"""Characters of the few words that an ending is recognised by."""


class Variant(NamedTuple):
    """A form of a sentence and the kinds of cut that made it; no cut, no change."""

    text: str
    cuts: tuple[str, ...]


@lru_cache(maxsize=64)
def variants(sentence: str, most: int = _MOST) -> tuple[Variant, ...]:
    """The sentence itself, then shorter forms that still read as sentences, at most `most`."""
    whole = " ".join(sentence.split())
    found = [Variant(displayed(whole), ())]
    seen = {whole.lower()}
    for text, cuts, least in _candidates(whole):
        shown = displayed(text)
        if shown.lower() not in seen and _reads(shown, least):
            seen.add(shown.lower())
            found.append(Variant(shown, cuts))
            if len(found) == most:
                break
    return tuple(found)


def points_elsewhere(text: str) -> bool:
    """Whether a sentence seems to need the one before it to be understood."""
    lowered = text.lower()
    return hinted(lowered, _HINTS_ELSEWHERE) and ELSEWHERE.search(lowered) is not None


@lru_cache(maxsize=256)
def plain(sentence: str) -> str:
    """The sentence without citations, and without words that only link it to what stood before."""
    cited = "(" in sentence or "[" in sentence
    whole = " ".join((CITATIONS.sub("", sentence) if cited else sentence).split())
    whole = LIST_NUMBER.sub("", whole)
    whole = whole[heading(whole)[1] :]
    lead = LEAD.match(whole) or _LINK.match(whole)
    shorter = displayed(whole[lead.end() :]) if lead else ""
    keeps = len(shorter.split()) >= _FEWEST and not shorter[0].islower()
    return shorter if keeps else displayed(whole)


def brief(sentence: str) -> str:
    """The plain sentence, or where it is very long the longest form of it that is not."""
    whole = plain(sentence)
    if len(whole.split()) <= _VERY_LONG:
        return whole
    shorter = [form.text for form in variants(whole)[1:]]
    fitting = [t for t in shorter if len(t.split()) <= _VERY_LONG and not ANNOUNCES.search(t)]
    return max(fitting, key=len, default=whole)


def displayed(text: str) -> str:
    """A piece of a sentence as a sentence: a capital first, a full stop last, no LaTeX markup."""
    if "\\" in text:
        text = _MARKUP.sub(r"\1\2", _CITED.sub("", text))
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    text = " ".join(text.split())
    if any(map(text.__contains__, _GAPS)):
        text = _GAP.sub("", text)
    text = text.strip(" ,;:-–—")
    if not text:
        return ""
    if _PLAIN_WORD.match(text.split(maxsplit=1)[0]):
        text = text[0].upper() + text[1:]
    closed = text.rstrip("\"'”’)]")
    return text if closed and closed[-1] in _STOPS else f"{text}."


def _candidates(whole: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Pieces of a sentence with their cuts and the fewest words that they may have."""
    maths = [match.span() for match in MATH.finditer(whole)] if "$" in whole else []
    inserted = ASIDES.finditer(whole) if hinted(whole, _HINTS_OF_ASIDES) else ()
    asides = [
        (start, end)
        for start, end in (match.span() for match in inserted)
        if not any(left < start < right for left, right in maths)
        and (LINK_WORD.fullmatch(whole, start, end) or not BOUND.search(small(whole), start, end))
    ]
    heads = list(_heads(whole))
    tails = list(_tails(whole))
    for (start, head), (end, tail, least) in product(heads, tails):
        cuts = head + tail
        if start >= end:
            continue
        if cuts:
            yield whole[start:end], cuts, least
        inner = [(a, b) for a, b in asides if start < a and b <= end]
        if inner:
            yield _without(whole, start, end, inner), (*cuts, "aside"), least
    yield from _findings(whole, tails)


def _findings(
    whole: str, tails: list[tuple[int, tuple[str, ...], int]]
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The pieces that tell what was found, without that it was, or what was done before."""
    begin = lead.end() if (lead := LEAD.match(whole)) else 0
    act, shown, found = first_act(whole), after_showing(whole), after_report(whole[begin:])
    starts = ((shown, "joined"), (found and begin + found, "reported"))
    for end, tail, least in tails:
        for start, cut in starts:
            if 0 < start < end:
                yield whole[start:end], (cut, *tail), least
        if act is not None and end > act[1]:
            second = _without(whole, 0, end, [act])
            yield second, ("joined", *tail), least
            told = after_report(second)
            if told:
                yield second[told:], ("reported", "joined", *tail), least


def _heads(whole: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a sentence may begin later, and the cuts that this takes."""
    lead = LEAD.match(whole)
    heads: list[tuple[int, tuple[str, ...]]] = [(lead.end(), ("lead",))] if lead else [(0, ())]
    start, cuts = heads[0]
    lowered = small(whole)
    clause = SUBORDINATE.match(whole, start)
    unbound = clause and not CONDITION.match(lowered, start)
    if clause and unbound and not LOST.search(lowered, clause.end()):
        heads.append((clause.end(), (*cuts, "subordinate")))
    for start, cuts in heads[:]:
        report = REPORT.match(whole, start)
        if report and not LOST.match(lowered, report.end()):
            heads.append((report.end(), (*cuts, "report")))
    yield 0, ()
    yield from (head for head in heads if head[0])


def _tails(whole: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Where a sentence may end sooner, the cut that this takes, and the fewest words to leave."""
    yield len(whole), (), _FEWEST
    lowered = small(whole)
    listed = LIST_FROM.search(whole)
    limit = listed.start() if listed else len(whole)
    dashes = [match.start() for match in DASH.finditer(whole)]
    inserted = list(zip(dashes[::2], dashes[1::2], strict=False))
    taken: set[int] = set()
    for name, least, mark, pattern in TAILS:
        if mark not in whole or not any(map(lowered.__contains__, _HINTS_OF_TAILS.get(name, _ANY))):
            continue
        for match in pattern.finditer(lowered):
            start = match.start()
            if start > limit or start in taken or any(a < start <= b for a, b in inserted):
                continue
            gone = whole[start:].lower()
            coordinate = name in COORDINATE or GUESS.match(gone)
            if (BINDS_BOTH if coordinate else BOUND).search(gone):
                continue
            if name == "and" and whole[start] == "," and SERIES.search(whole, 0, start):
                continue
            if breaks(name, whole, start):
                continue
            if name in INSERTIONS and RESUMED.search(whole, match.end()):
                continue
            if name in INSERTIONS and EXISTS.search(whole, 0, start):
                continue
            taken.add(start)
            yield start, (name,), least


def _without(whole: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    pieces = []
    for left, right in spans:
        pieces.append(whole[start:left])
        start = right
    return "".join((*pieces, whole[start:end]))


def _reads(text: str, least: int) -> bool:
    """Whether a piece reads as a sentence of its own."""
    lowered = text.lower()
    return (
        len(text.split()) >= least
        and (not text[0].islower() or _NAME.match(text) is not None)
        and text.count("(") == text.count(")")
        and text.count("$") % 2 == 0
        and text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and not _waits(lowered)
        and not HANGING.search(lowered)
        and not (hinted(lowered, HINTS_OF_UNPAIRED) and UNPAIRED.search(lowered))
        and FINITE.search(lowered) is not None
    )


def _waits(text: str) -> bool:
    """Whether a piece ends where more has to follow."""
    comma = text.rfind(",")
    if comma > 0 and RESUMES.match(text, comma) and UNFINISHED.search(text, comma - _END, comma):
        return True
    return DANGLING_END.search(text, len(text) - _END) is not None
