"""Which sentences, in which forms, to show where there is no room for all: the most that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from summaries.extractive.compression import ANNOUNCES, brief, plain, variants
from summaries.extractive.passages import Passage
from summaries.text.language import length
from summaries.text.outcomes import is_idle

MOST: Final = 6
_STATES: Final = 8
"""Ways to fill the room that are followed at a time, of those with the sentence last looked at and
of those without it; those left out are worth less and longer."""

_SHORTEST: Final = 9
_CLOSE: Final = 4
_BARELY: Final = 2
"""Words that a form must have, and by which it must be shorter than the next longer one; where
nothing of what is told goes, the fewer."""

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_BARE: Final = frozenset(("lead", "report", "reported"))
"""Cuts that take nothing of what is told."""

_BY_CUT: Final = 0.02
_BY_SHARE: Final = 0.45
_BY_DEAR_SHARE: Final = 0.9
_BY_FIGURE: Final = 0.35
"""What a form loses for being cut, by the share of its words, and where a number goes with them."""

_DEAR: Final = frozenset(("means", "using", "and", "clause", "colon", "semicolon"))
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
    full = [(whole(option.passage.line.text),) for option in options]
    scarce = sum(form.words for (form,) in full) > room
    forms = [_forms(o.passage.line.text) for o in options] if scarce else full
    filling = _Packing(options, forms, rules)
    return [(options[number], form) for number, form in filling.fullest(room)]


class _Packing:
    """Looks for the filling that is worth most."""

    def __init__(
        self, options: Sequence[Option], forms: Sequence[Sequence[Form]], rules: Rules
    ) -> None:
        self._options = options
        self._forms = forms
        self._rules = rules

    def fullest(self, room: int) -> tuple[tuple[int, Form], ...]:
        """The options of the best filling by number, with their forms."""
        start = _Filling(room, places=frozenset((self._rules.told,)))
        ways = [start]
        for number in range(len(self._options)):
            fuller = [
                more
                for way in ways
                for form in self._forms[number]
                if (more := self._with(way, number, form)) is not None
            ]
            ways = [*_best(ways), *_best(fuller)]
        best = max(ways, key=lambda way: (way.worth, way.room))
        while (better := max(self._near(start, best), key=_worth, default=best)).worth > best.worth:
            best = better
        return best.taken

    def _near(self, start: _Filling, way: _Filling) -> Iterator[_Filling]:
        """Fillings that tell one sentence more than a filling does, or one of its otherwise."""
        told = dict(way.taken)
        for number, forms in enumerate(self._forms):
            room = way.room + (told[number].words if number in told else 0)
            for form in forms:
                if form.words <= room and form != told.get(number):
                    filled = self._of(start, sorted((told | {number: form}).items()))
                    if filled is not None:
                        yield filled

    def _of(self, start: _Filling, taken: Iterable[tuple[int, Form]]) -> _Filling | None:
        """The filling of some options, or None where one of them may not be, or adds nothing."""
        way: _Filling | None = start
        for number, form in taken:
            way = way and self._with(way, number, form)
        return way

    def _with(self, way: _Filling, number: int, form: Form) -> _Filling | None:
        """A filling with one more sentence, or None where it may not be, or adds nothing."""
        option, rules = self._options[number], self._rules
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


def _worth(way: _Filling) -> float:
    return way.worth


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
        if _SHORTEST <= (words := len(text.split())) <= full.words - _BARELY
    ]
    shorter.sort(key=lambda form: (form.loss, form.words))
    kept = [full]
    for form in shorter:
        close = _CLOSE if form.loss > _BY_CUT else _BARELY
        if form.words <= kept[-1].words - close and not (
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
