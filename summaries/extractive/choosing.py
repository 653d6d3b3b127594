"""Which sentence, in which form, stands for a paper: of its own, whole, and what came out of it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from summaries.extractive.apart import (
    OF_THE_PAPER,
    is_beside,
    is_telling,
    stands_alone,
)
from summaries.extractive.compression import points_elsewhere
from summaries.extractive.leaning import Lean, hangs, leaning
from summaries.extractive.ranking import Candidate, Ranker
from summaries.extractive.roles import acts
from summaries.text.findings import is_aim
from summaries.text.outcomes import is_shown
from summaries.text.praise import is_praise
from summaries.text.understanding import Line, Reading

_ACTS: Final = re.compile(
    r"\bwe\s+(?!(?:already|call|can|cannot|could|denote|do|humans|know|lack|live|may|mean|might|must|need|often"
    r"|refer|see|should|speak|still|tend|term|think|usually|want|wish|would)\b)"
    r"[a-z]{2,}\b(?!\W*$)",
    re.IGNORECASE,
)
"""What the authors do, rather than what people do."""

_DOES: Final = frozenset(("proposes", "shows"))
_OWN: Final = OF_THE_PAPER | {"we", "our thing", "number"}
_SAID: Final = OF_THE_PAPER - {"is done"} | {"we", "our thing"}
_ANY_DONE: Final = re.compile(
    r"\b(?:is|are|was|were)\s+(?:\w+ly\s+|here\s+|also\s+)?(?:presented|proposed|introduced|developed|derived|studied"
    r"|investigated|shown|proved|proven|found|constructed|established|obtained|reported|computed|measured)\b"
)
"""What was done with something, by these authors most likely; "is characterized by" is not."""

_LOOKS: Final = re.compile(
    r"\b(?:is|are|was|were)\s+(?:\w+ly\s+|also\s+)?(?:studied|considered|investigated|analy[sz]ed|examined"
    r"|explored|discussed|revisited|addressed|interested\s+in|concerned\s+with|devoted\s+to|focused\s+on)\b",
    re.IGNORECASE,
)
_STEP: Final = re.compile(
    r"\bwe\s+(?:\w+ly\s+|then\s+)?(?:measure|compute|calculate|suggest|should|begin|start|argue|speculate|aim|propose\s+that)\b",
    re.IGNORECASE,
)
"""What is done on the way to a finding."""

_SIDE: Final = re.compile(
    r"\W*(?:(?:[\w'’-]+\W+){0,8}?(?:also|further|furthermore|additional(?:ly)?)\b|apart\s+from|as\s+(?:an?\s+)?(?:application|by-?product|consequence|corollary|example)"
    r"|for\s+(?:the\s+)?\w+|in\s+(?:the\s+)?\w+\s+(?:case|section|part)|finally|lastly)\b",
    re.IGNORECASE,
)
"""How a sentence begins that tells one of several points."""

_LONG: Final = 38
_ENDLESS: Final = 50
_BEHIND: Final = 0.2
"""How far the score of what was found may lie behind that of what was looked at."""

_POINTS: Final = 0.04
"""What pointing to a sentence that is not shown costs beside what the ranker takes for it."""

_FEWEST_OF_OPENING: Final = 12
_SHARED: Final = 2
_MOST_SHARED: Final = 4
"""Words of the title that a finding must name, else it is on the side; more add nothing."""


def chosen(ranker: Ranker, *, findings_first: bool = False) -> Candidate:
    """The best form of the best sentence that can stand alone.

    Args:
        ranker: of the paper's abstract.
        findings_first: whether what was found stands for the paper rather than what was looked at,
            which the weights, trained on papers that propose something, do not know.

    Raises:
        ValueError: the abstract has no sentences.
    """
    reading = ranker.reading
    if not reading.lines:
        raise ValueError("an abstract without sentences")
    second: Candidate | None = None
    for some in (_told(reading), range(len(reading.lines))):
        ranked = [(score, _short(ranker, c)) for score, c in ranker.ranked(some)]
        ranked = [(score, c) for score, c in ranked if stands_alone(c.line)]
        fitting = [(score, c) for score, c in ranked if _is_fit(c, reading, findings_first)]
        if fitting:
            if findings_first:
                fitting.sort(key=_alone, reverse=True)
            return _done(fitting, reading, findings_first=findings_first)
        second = second or next((c for _, c in ranked), None)
    return second or ranker.ranked()[0][1]


def _alone(scored: tuple[float, Candidate]) -> float:
    """The score of a candidate, less where it points to what is not shown."""
    score, candidate = scored
    return score - _POINTS * points_elsewhere(candidate.line.text)


def _is_fit(candidate: Candidate, reading: Reading, findings_first: bool) -> bool:
    if reading.is_denied(candidate.place):
        return False
    return is_telling(candidate.line) or (findings_first and _opens(candidate, reading))


def _opens(candidate: Candidate, reading: Reading) -> bool:
    """Whether a sentence opens what the paper does and names the title's subject.

    Then "We present a detailed analysis of …" is what the paper does, and no announcement.
    """
    line = candidate.line
    if candidate.place != _start(reading) or len(line.words) < _FEWEST_OF_OPENING:
        return False
    return "we" in line.cues and bool(line.content & reading.title_content)


def _done(
    fitting: list[tuple[float, Candidate]], reading: Reading, *, findings_first: bool
) -> Candidate:
    """The best of them, or if that tells neither what was done nor found, one that does."""
    (best, first), *others = fitting
    whole = reading.lines[first.place]
    outside = (
        _is_outside(whole)
        or _is_before(first.place, reading)
        or hangs(first.line.text, by_name=findings_first)
    )
    if not (outside or (findings_first and _looks(whole))):
        return first
    points = points_elsewhere(first.line.text)
    title = reading.title_content
    least = 1 if outside else max(_SHARED, len(whole.content & title) / 2)
    found = [
        candidate
        for score, candidate in others
        if score >= best - _BEHIND
        and _does(reading.lines[candidate.place], wished=is_aim(whole.text))
        and _is_main(candidate.line, title, least)
        and not _is_before(candidate.place, reading)
        and (outside or points or not points_elsewhere(candidate.line.text))
    ]
    return max(
        found,
        key=lambda c: (
            is_shown(reading.lines[c.place].text),
            min(len(c.line.content & title), _MOST_SHARED),
        ),
        default=first,
    )


def _short(ranker: Ranker, candidate: Candidate) -> Candidate:
    """The candidate, or if it is long its longest form that is not."""
    if len(candidate.line.words) <= _LONG:
        return candidate
    forms = (form for form in ranker.candidates(candidate.place) if len(form.line.words) <= _LONG)
    whole = (form for form in forms if not points_elsewhere(form.line.text))
    return max(whole, key=lambda form: len(form.line.words), default=candidate)


def _looks(line: Line) -> bool:
    """Whether a sentence says what was looked at, and no more."""
    if line.cues & _DOES or is_shown(line.text):
        return False
    if len(line.words) > _ENDLESS:
        return True
    return "studies" in line.cues or is_aim(line.text) or _LOOKS.search(line.text) is not None


def _is_outside(line: Line) -> bool:
    """Whether a sentence says nothing that its authors did."""
    return not (line.cues & _OWN or is_shown(line.text))


def _is_before(place: int, reading: Reading) -> bool:
    """Whether a sentence stands before its authors speak, and says what is known of things."""
    line = reading.lines[place]
    speaks = reading.first_we is not None and place < reading.first_we
    return speaks and not line.cues & _SAID and _ANY_DONE.search(line.text) is None


def _does(line: Line, *, wished: bool) -> bool:
    """Whether a sentence says what was found, or beside a mere wish, what was done."""
    return _finds(line) or (wished and "we" in line.cues and not is_aim(line.text))


def _finds(line: Line) -> bool:
    if is_shown(line.text):
        return True
    return bool(line.cues & _DOES) and not (_STEP.search(line.text) or is_praise(line.text))


def _is_main(line: Line, title: AbstractSet[str], least: float) -> bool:
    """Whether a sentence has so many of the title's words, is no side of it, and reads alone."""
    if len(line.words) > _LONG or _SIDE.match(line.text) or is_praise(line.text):
        return False
    shared = len(line.content & title)
    return leaning(line.text) is Lean.NONE and shared >= min(least, len(title))


def _told(reading: Reading) -> list[int]:
    """The places of sentences that tell the main point, not what is before or beside it."""
    start = _start(reading)
    lines = enumerate(reading.lines)
    return [place for place, line in lines if place >= start and not is_beside(line)]


def _start(reading: Reading) -> int:
    """The place of the first sentence of the paper's own, or of what it names in its title."""
    name = reading.title_name
    acting = (
        place
        for place, line in enumerate(reading.lines)
        if line.cues & OF_THE_PAPER
        or _ACTS.search(line.text)
        or acts(line)
        or (name and name in line.text.lower())
    )
    return next(acting, reading.own_part or 0)
