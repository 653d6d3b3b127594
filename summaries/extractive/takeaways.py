"""The points of a paper worth taking away: a few sentences that say different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from summaries.extractive.compression import points_elsewhere
from summaries.extractive.leaning import Lean
from summaries.extractive.packing import Form, Option, Rules, packed, whole
from summaries.extractive.passages import Part, Passage
from summaries.extractive.roles import Role
from summaries.text.language import length
from summaries.text.outcomes import is_idle, is_shown
from summaries.text.understanding import Line

_COMPARED: Final = 9
"""Sentences, the best alone, among which those are found that are worth most together."""

FEWEST: Final = 2
"""Points up to which a sentence stands in that could not be chosen."""

_SAYS_LITTLE: Final = 8
"""Words up to which the one sentence is told with the one before it, if it is all there is."""

_ALIKE: Final = 0.75
"""Share of common content, of the shorter of two sentences, from which they say the same."""

_KNOWN: Final = 0.5
"""Share of common content from which a sentence of the text tells what the abstract has told."""

_MOST_OF_TEXT: Final = 2
"""Points from the full text: what a paper has to say, its abstract says."""

_ASPECTS: Final = {
    Role.OBJECTIVE: "problem",
    Role.METHOD: "method",
    Role.RESULT: "result",
}
_WORTH: Final = {
    Role.OBJECTIVE: 0.15,
    Role.METHOD: 0.2,
    Role.RESULT: 0.55,
    Role.OTHER: 0.05,
}
_NEW: Final = {"problem": 0.1, "method": 0.15, "result": 0.3}
"""What the first sentence adds that tells of an aspect."""

_FIGURE: Final = 0.2
_MEASURED: Final = 0.15
"""What a number adds, and what it adds where it measures something."""

_PROPOSED: Final = 0.15
_COUNTED: Final = 0.1
"""What is added by something new that was made, and by a number in what was done."""

_SHOWN: Final = 0.15
_IDLE: Final = 0.4
"""What a sentence loses that says of something only that the paper speaks of it."""

_OF_TEXT: Final = 0.2
"""What a sentence of the text loses beside one of the abstract."""

_REPEATING: Final = 0.8
"""What it costs to share content with what is shown, times the square of the share."""

_FORMULA: Final = 0.08
_FORMULAS: Final = 0.4
_LEANING: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.35, Lean.ON_THE_SENTENCE_BEFORE: 1.0}
"""What a sentence loses that leans on one that is not shown."""

_LEANING_SEEN: Final = {Lean.NONE: 0.0, Lean.ON_THE_PAPER: 0.1, Lean.ON_THE_SENTENCE_BEFORE: 0.15}
"""What it loses where the one before it is shown."""

_LENGTH: Final = 0.008
_LONG: Final = 30
"""Words beyond which each costs something: few read so long a sentence to its end."""

_USUAL: Final = 16
_BY_WORD: Final = 0.004
"""What each word adds that a sentence has beyond so many, as it has more to tell, up to `_LONG`."""

_HOLLOW: Final = 0.25
"""What a sentence loses that tells what came out in words of any paper."""

_VAGUE: Final = 0.05
"""What a sentence is worth at most that says of what came out only that it is good."""

_SECTIONS: Final = frozenset((Part.RESULTS, Part.CONCLUSION, Part.LIMITATIONS))
_FINDS: Final = frozenset(("shows", "our thing", "best yet"))
"""Cues of which a sentence of such a section must give one to be a finding of the paper's own."""

_TEX: Final = re.compile(r"\\[A-Za-z]{2}|\$|[{}]")
_FIGURES: Final = re.compile(r"(?<![=\d.])\d+(?:[.,]\d+)*")
_QUANTITY: Final = re.compile(
    r"\d\s?%|\bper\s?cent\b|\d\s?(?:×|x\b|times\b|-fold\b)|\bfactor of \d|(?<![\d(=.])\d+\.\d+\b"
    r"|\d\s(?:[kMGTcmµμn]?(?:eV|m|s|g|Hz|W|K|B|J|V|A|pc|mol)|dB|hours?|days?|years?|points?|nights?"
    r"|seconds?|minutes?|tons?|σ|sigma)\b"
)
"""A number that measures something, rather than naming an equation or a redshift."""


class Point(NamedTuple):
    """A sentence, and the form of it that is shown."""

    passage: Passage
    text: str

    @property
    def words(self) -> int:
        """Words of what is shown."""
        return length(self.text)


def takeaways(passages: Sequence[Passage], told: Line, room: int, *, any_role: bool) -> list[Point]:
    """Up to six points in the order of reading, none of which says what was told already.

    Of all that was done and found as much is told as there is room for, results with their numbers
    above all; what the paper wishes, announces or says of others is no point.

    Args:
        passages: of the abstract and then of the text.
        told: the sentence that the one-sentence summary is made of.
        room: words that all points may have together.
        any_role: whether roles are not known, so that any sentence that tells something may do.
    """
    abstract = [passage.line for passage in passages if passage.part is Part.ABSTRACT]
    fitting = [
        passage
        for passage in passages
        if (passage.part is Part.ABSTRACT or _adds(passage, abstract))
        and (passage.is_finding or (any_role and passage.is_told))
        and similarity(passage.line, told) < _ALIKE
    ]
    shown = next((passage for passage in passages if passage.line is told), None)
    rules = Rules(
        told=-1 if shown is None else shown.place,
        alike=_ALIKE,
        repeating=_REPEATING,
        new=_NEW,
        of_text=_MOST_OF_TEXT,
    )
    options = _options(fitting, told, "" if shown is None else _ASPECTS.get(shown.role, ""))
    chosen = packed(options, room, rules)
    chosen += _standing_in(chosen, options, room, rules.told)
    points = [Point(option.passage, form.text) for option, form in chosen]
    if not points and shown is not None:
        points = _led_up_to(shown, passages, room)
    return sorted(points, key=lambda point: point.passage.place)


def _led_up_to(told: Passage, passages: Sequence[Passage], room: int) -> list[Point]:
    """The sentence before the one told, if that needs it or is short, and nothing else is told."""
    if len(told.line.words) > _SAYS_LITTLE and not points_elsewhere(told.line.text):
        return []
    before = (passage for passage in passages if passage.place == told.place - 1)
    points = (Point(passage, whole(passage.line.text).text) for passage in before)
    return [point for point in points if point.words <= room and not point.passage.hollow]


def _options(passages: Sequence[Passage], told: Line, aspect: str) -> list[Option]:
    """The sentences that are worth most alone, in reading order, with how they go together."""
    worths = [(_own_worth(passage) - _repeated(passage, told), passage) for passage in passages]
    best = sorted(worths, key=lambda worth: worth[0], reverse=True)[:_COMPARED]
    best.sort(key=lambda worth: worth[1].place)
    return [
        Option(
            passage=passage,
            worth=worth,
            aspect="" if passage.is_vague else _ASPECTS.get(passage.role, "").removeprefix(aspect),
            leans=(_LEANING[passage.lean], _LEANING_SEEN[passage.lean]),
            repeats=[similarity(passage.line, other.line) for _, other in best[:number]],
        )
        for number, (worth, passage) in enumerate(best)
    ]


def _standing_in(
    chosen: Sequence[tuple[Option, Form]], options: Sequence[Option], room: int, told: int
) -> list[tuple[Option, Form]]:
    """Where there are too few points, those that could not be chosen alone, as far as they fit.

    Beside another point none stands in that leans on a sentence which is not shown.
    """
    taken = {option.passage.place for option, _ in chosen}
    room -= sum(form.words for _, form in chosen)
    found: list[tuple[Option, Form]] = []
    for option in sorted(options, key=lambda option: -option.worth):
        form = whole(option.passage.line.text)
        if len(taken) >= FEWEST:
            break
        hangs = option.passage.lean is Lean.ON_THE_SENTENCE_BEFORE
        if taken and hangs and option.passage.place - 1 not in taken | {told}:
            continue
        if option.passage.place not in taken and form.words <= room:
            taken.add(option.passage.place)
            room -= form.words
            found.append((option, form))
    return found


def _adds(passage: Passage, abstract: Iterable[Line]) -> bool:
    """Whether a sentence of the text states a result or a limit that the abstract lacks."""
    line = passage.line
    if passage.part not in _SECTIONS or "cites" in line.cues or passage.lean is not Lean.NONE:
        return False
    lines = tuple(abstract)
    found = bool(line.cues & _FINDS) and _QUANTITY.search(line.text) is not None
    return (found or passage.part is Part.LIMITATIONS) and not repeats(line, lines)


def repeats(line: Line, others: Sequence[Line]) -> bool:
    """Whether a sentence of the text says or measures what others have said or measured."""
    figures = set(_FIGURES.findall(line.text))
    said = {figure for other in others for figure in _FIGURES.findall(other.text)}
    if figures and figures <= said:
        return True
    return any(len(line.content & o.content) >= _KNOWN * len(line.content) for o in others)


def similarity(one: Line, other: Line) -> float:
    """The share of the shorter sentence's content that the other one has too."""
    shorter = min(len(one.content), len(other.content))
    if not shorter:
        return float(one.words == other.words)
    return len(one.content & other.content) / shorter


def _repeated(passage: Passage, told: Line) -> float:
    """What a sentence loses for saying what is told already; one that says little, nothing."""
    return 0.0 if passage.is_vague else _REPEATING * similarity(passage.line, told) ** 2


def _own_worth(passage: Passage) -> float:
    """What a sentence is worth, whatever else is shown."""
    line = passage.line
    worth = passage.likeness + _WORTH.get(passage.role, 0.0)
    if passage.role is Role.RESULT and (
        line.cues & {"shows", "superlative"} or is_shown(line.text)
    ):
        worth += _SHOWN
    if line.cues & {"percent", "number"}:
        worth += _COUNTED if passage.role is not Role.RESULT else _FIGURE
        worth += _MEASURED * (_QUANTITY.search(line.text) is not None)
    if passage.role is Role.METHOD and "proposes" in line.cues:
        worth += _PROPOSED
    if is_idle(line.text):
        worth -= _IDLE
    worth += _BY_WORD * (min(len(line.words), _LONG) - _USUAL)
    worth -= _LENGTH * max(0, len(line.words) - _LONG)
    if passage.part is not Part.ABSTRACT:
        worth -= _OF_TEXT
    if "formula" in line.cues:
        worth -= min(_FORMULAS, _FORMULA * len(_TEX.findall(line.text)))
    if passage.hollow:
        worth -= _HOLLOW
    return min(worth, _VAGUE) if passage.is_vague else worth
