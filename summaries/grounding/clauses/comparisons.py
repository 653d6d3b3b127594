"""Comparisons: what is more than what, and what is preferred over what.

What is said to be faster than another is not slower than it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.groups import all_words, filled_units
from summaries.grounding.clauses.lexicon import COMPARATIVES
from summaries.grounding.clauses.units import Unit
from summaries.grounding.clauses.words import Kind, Token, tagged
from summaries.text.folding import word_set
from topics.english.stems import stem

_OPPOSED: Final = frozenset(
    (one, other)
    for pair in (
        "more less", "more fewer", "higher lower", "better worse", "faster slower",
        "larger smaller", "bigger smaller", "stronger weaker", "longer shorter",
        "earlier later", "ahead behind",
        "cheaper dearer", "cheaper costlier", "easier harder", "older younger", "richer poorer",
        "deeper shallower", "brighter fainter", "hotter colder", "warmer colder", "heavier lighter",
        "wider narrower", "richer poorer", "simpler harder", "thicker thinner", "closer farther",
    )
    for one, other in (pair.split(), pair.split()[::-1])
)  # fmt: skip
_PREFERRED: Final = word_set("prefer favor favour choose select rank trust rate")
_PREFERRING: Final = frozenset(map(stem, _PREFERRED)) | {"chosen", "choos"}
_COUNTED: Final = frozenset(map(stem, word_set("time times two three four five ten twice half")))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is how much, and than what: words before and behind "than"; `is_of` is "that of"."""

    how: frozenset[str]
    subject: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]
    is_of: bool = False


def compared_otherwise(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim has two that are compared exchanged."""
    if any(_is_preferred_otherwise(claim, sentence) for sentence in cited):
        yield "which is preferred"
        return
    if any(_is_more_of_the_other(claim, sentence) for sentence in cited):
        yield "which is more"
        return
    for compared in comparisons_of(claim):
        given = [
            one
            for sentence in cited
            for one in comparisons_of(sentence)
            if not _is_of_another_unit(compared, one, sentence)
        ]
        if given and all(_is_turned(compared, one) for one in _of_these(compared, given)):
            yield "which is more, and than which"
            return


def _is_preferred_otherwise(claim: str, sentence: str) -> bool:
    """Whether "A over B" has become "B over A"."""
    given = _preferences(sentence)
    return any(
        any(chosen & theirs and left & ours for ours, theirs in given)
        and not any(chosen & ours and left & theirs for ours, theirs in given)
        for chosen, left in (_preferences(claim) if given else ())
    )


@lru_cache(maxsize=2_000)
def _preferences(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What is preferred over what."""
    tokens = tagged(text)
    if not any(token.stem in _PREFERRING for token in tokens):
        return ()
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    for place, token in enumerate(tokens):
        if token.low != "over":
            continue
        first = place
        while first and not (
            _parts_preferred(tokens[first - 1]) or tokens[first - 1].stem in _PREFERRING
        ):
            first -= 1
        last = place + 1
        while last < len(tokens) and not (
            _parts_preferred(tokens[last]) or tokens[last].kind is Kind.PREPOSITION
        ):
            last += 1
        sides = tokens[first:place], tokens[place + 1 : last]
        chosen, left = (frozenset(t.stem for t in side) - {""} for side in sides)
        found.append((chosen - left, left - chosen))
    return tuple(found)


def _parts_preferred(token: Token) -> bool:
    return token.kind in {Kind.STOP, Kind.JOINING}


def is_turned_rightly(claim: str, sentence: str) -> bool:
    """Whether "B is slower than A" has become "A is faster": the opposite, of the other."""
    given = comparisons_of(sentence)
    for said in comparisons_of(claim):
        for one in given:
            is_opposite = any((how, other) in _OPPOSED for how in said.how for other in one.how)
            mine, theirs = said.above - said.below, said.below - said.above
            below, above = one.below - one.above, one.above - one.below
            if is_opposite and mine & below and theirs & above:
                return True
    return False


def _is_of_another_unit(said: Comparison, given: Comparison, sentence: str) -> bool:
    """Whether a sentence tells of a claim's subject elsewhere than where it compares."""
    whose = said.subject - given.above - given.below
    return bool(whose) and not said.subject & given.subject and whose <= all_words(sentence)


def _of_these(said: Comparison, given: Sequence[Comparison]) -> list[Comparison]:
    """Those that a claim's comparison may be of: that share most of its words."""

    def shared(one: Comparison) -> int:
        return len((said.above | said.below) & (one.above | one.below))

    most = max(map(shared, given))
    return [one for one in given if shared(one) == most]


def _is_turned(said: Comparison, given: Comparison) -> bool:
    """Whether of two that are compared the other one is more; either word and order, not both."""
    above, below = given.above - given.below, given.below - given.above
    mine, theirs = said.above - said.below, said.below - said.above
    is_same = bool(said.how & given.how)
    is_opposite = not is_same and any(
        (one, other) in _OPPOSED for one in said.how for other in given.how
    )
    if mine & below and theirs & above:
        return is_same
    if theirs & below or not theirs & (above | below):
        is_other = bool(mine & below) and not mine & given.subject and not theirs & below
        return is_same if is_other else is_opposite and bool(mine & given.subject)
    return False


@lru_cache(maxsize=2_000)
def comparisons_of(text: str) -> tuple[Comparison, ...]:
    """What a sentence compares."""
    units = filled_units(text)
    found = [_comparison(unit) for unit in units]
    for place, one in enumerate(found):
        if one is not None and place and not one.above - one.how - _COUNTED:
            # "three times more than the wind can supply", said of the unit before
            before = units[place - 1]
            found[place] = replace(one, above=before.words, subject=before.subject)
    pole = next((unit for unit in units if unit.is_pole), None)
    told = [one for one in found if one is not None]
    if pole is not None and not told:
        told = [one for unit in units if (one := _compared_to(unit, pole)) is not None]
    return tuple(told)


def _compared_to(unit: Unit, pole: Unit) -> Comparison | None:
    """What is said of something "compared with" another, at the beginning."""
    tokens = [token.low for slot in unit.slots for token in slot.tokens]
    how = frozenset(COMPARATIVES.intersection(tokens))
    if unit is pole or not how:
        return None
    return Comparison(how, unit.subject, unit.words, pole.words)


def _leads_to_other(tokens: Sequence[Token], at: int) -> bool:
    """Whether behind a word stands with what something is compared."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    is_times = tokens[at].low == "times" and following in {"that", "those", "of"}
    return is_times or tokens[at].low in {"than", "ahead", "behind"}


def _comparison(unit: Unit) -> Comparison | None:
    tokens = [token for slot in unit.slots for token in slot.tokens]
    place = next((at for at in range(len(tokens)) if _leads_to_other(tokens, at)), None)
    if place is None:
        return None
    before, after = tokens[:place], tokens[place + 1 :]
    how = {token.low for token in before if token.low in COMPARATIVES}
    if len(how) > 1:  # "lower layers are more effective than"
        how = {next(token.low for token in reversed(before) if token.low in COMPARATIVES)}
    if tokens[place].low != "than":
        how = {tokens[place].low}
    if not how:
        return None
    told = [frozenset(t.stem for t in side if t.low not in how) for side in (before, after)]
    is_of = bool(after) and after[0].low in {"that", "those"}  # "than that of"
    sides = told[0] - {"", "not"}, told[1] - {"", "not"}
    return Comparison(frozenset(how), unit.subject, *sides, is_of)


def _is_more_of_the_other(claim: str, sentence: str) -> bool:
    """Whether one side tells what is more, and the other that this is what it is more than."""
    mine, theirs = comparisons_of(claim), comparisons_of(sentence)
    if bool(mine) == bool(theirs):
        return False
    full, plain = (theirs[0], claim) if theirs else (mine[0], sentence)
    above, below = full.above - full.below, full.below - full.above
    for unit in filled_units(plain):
        lows = {token.low for slot in unit.slots for token in slot.tokens}
        if full.how <= lows and not unit.is_denied and unit.has_verb:
            head = full.subject if full.is_of else frozenset[str]()
            return bool(unit.subject & below) and not unit.subject & (above - head)
    return False
