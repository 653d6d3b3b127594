"""Which sentences, in which forms, to show where there is no room for all: the most that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from summaries.extractive.compression import ANNOUNCES, brief, plain, variants
from summaries.extractive.passages import Passage
from summaries.text.language import length
from summaries.text.outcomes import is_idle

MOST: Final = 6
_STATES: Final = 12
"""Ways to fill the room that are followed at a time; those left out are worth less and longer."""

_SHORTEST: Final = 9
_CLOSE: Final = 4
"""Words that a form must have, and by which it must be shorter than the next longer one."""

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_BARE: Final = frozenset(("lead", "report"))
"""Cuts that take nothing of what is told."""

_BY_CUT: Final = 0.02
_BY_SHARE: Final = 0.4
_BY_DEAR_SHARE: Final = 0.9
_BY_FIGURE: Final = 0.35
"""What a form loses for being cut, by the share of its words, and where a number goes with them."""

_DEAR: Final = frozenset(("means", "and", "clause", "colon", "semicolon"))
"""Cuts that take how something was done, or a second statement."""

_OUTCOME: Final = re.compile(
    r"\b(?:outperform|achiev|surpass|exceed|improv|reduc|show|find|found|demonstrat|prov(?:e|ing)\b)"
)
"""What goes dearly with any cut."""


class Form(NamedTuple):
    """A sentence as it may be shown, its words, and what it loses beside the whole, 0 upwards."""

    text: str
    words: int
    loss: float


@dataclass(frozen=True, slots=True)
class Option:
    """A sentence that may be shown.

    Attributes:
        worth: what it is worth alone.
        aspect: what it would tell of, where nothing else does; empty where that adds nothing.
        leans: what it loses where the sentence before it is not shown, and where it is.
        repeats: for those before it in reading order how much it says what they do.
    """

    passage: Passage
    worth: float
    aspect: str
    leans: tuple[float, float]
    repeats: Sequence[float]


class Rules(NamedTuple):
    """What the choice goes by.

    Attributes:
        told: the place of the sentence that is shown already.
        alike: the repetition from which two sentences are never both shown.
        repeating: what repetition costs, times its square.
        new: what the first sentence of each aspect adds.
        of_text: how many may be of the full text.
    """

    told: int
    alike: float
    repeating: float
    new: Mapping[str, float]
    of_text: int


class _Filling(NamedTuple):
    """Some options chosen, with the room that is left."""

    room: int
    worth: float = 0.0
    taken: tuple[tuple[int, Form], ...] = ()
    places: frozenset[int] = frozenset()
    aspects: frozenset[str] = frozenset()
    of_text: int = 0


def packed(options: Sequence[Option], room: int, rules: Rules) -> list[tuple[Option, Form]]:
    """The options that are worth most together and have at most so many words, in their order."""
    full = [whole(option.passage.line.text) for option in options]
    scarce = sum(form.words for form in full) > room
    ways = [_Filling(room, places=frozenset((rules.told,)))]
    for number, (option, form) in enumerate(zip(options, full, strict=True)):
        forms = _forms(option.passage.line.text) if scarce else (form,)
        ways += [
            fuller
            for way in ways
            for form in forms
            if (fuller := _with(way, number, option, form, rules)) is not None
        ]
        ways = list(_best(ways))
    return [(options[number], form) for number, form in ways[0].taken]


def _with(way: _Filling, number: int, option: Option, form: Form, rules: Rules) -> _Filling | None:
    """A filling with one more sentence, or None where it may not be, or adds nothing."""
    of_text = way.of_text + option.passage.is_of_text
    if form.words > way.room or len(way.taken) == MOST or of_text > rules.of_text:
        return None
    again = max((option.repeats[other] for other, _ in way.taken), default=0.0)
    if again >= rules.alike:
        return None
    gain = option.worth - form.loss - rules.repeating * again**2
    gain -= option.leans[option.passage.place - 1 in way.places]
    aspects = way.aspects
    if option.aspect and option.aspect not in aspects:
        gain += rules.new[option.aspect]
        aspects |= {option.aspect}
    if gain <= 0:
        return None
    taken = (*way.taken, (number, form))
    places = way.places | {option.passage.place}
    return _Filling(way.room - form.words, way.worth + gain, taken, places, aspects, of_text)


def _best(ways: list[_Filling]) -> Iterator[_Filling]:
    """The fillings than which none is worth more and leaves more room, the worthiest first."""
    ways.sort(key=lambda way: (-way.worth, -way.room))
    most, kept = -1, 0
    for way in ways:
        if way.room > most and kept < _STATES:
            most, kept = way.room, kept + 1
            yield way


@lru_cache(maxsize=256)
def whole(sentence: str) -> Form:
    """The sentence as it is shown where there is room for it."""
    text = brief(sentence)
    return Form(text, length(text), 0.0)


def _forms(sentence: str) -> tuple[Form, ...]:
    """The sentence and shorter forms of it, each shorter by some words and the best so short."""
    full = whole(sentence)
    if full.words < _SHORTEST + _CLOSE:
        return (full,)
    told = ((plain(form.text), form.cuts) for form in variants(sentence)[1:])
    shorter = [
        Form(text, words, _loss(plain(sentence), text, cuts))
        for text, cuts in told
        if _SHORTEST <= (words := len(text.split())) <= full.words - _CLOSE
    ]
    shorter.sort(key=lambda form: (form.loss, form.words))
    kept = [full]
    for form in shorter:
        if form.words <= kept[-1].words - _CLOSE and not (
            ANNOUNCES.search(form.text) or is_idle(form.text)
        ):
            kept.append(form)
    return tuple(kept)


def _loss(sentence: str, text: str, cuts: Sequence[str]) -> float:
    """What a shorter form lacks."""
    if _BARE.issuperset(cuts):
        return _BY_CUT
    outcomes, figures = len(_OUTCOME.findall(sentence)), set(_FIGURE.findall(sentence))
    is_dear = not _DEAR.isdisjoint(cuts) or len(_OUTCOME.findall(text)) < outcomes
    share = 1 - len(text.split()) / len(sentence.split())
    loss = _BY_CUT + (_BY_DEAR_SHARE if is_dear else _BY_SHARE) * share
    return loss + _BY_FIGURE * (not figures <= set(_FIGURE.findall(text)))
