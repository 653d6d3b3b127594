"""Groups: units of a sentence that tell alike of two things, and what each leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Final

from summaries.grounding.clauses.columns import Column, columns_of, filled, places_of
from summaries.grounding.clauses.slots import VERB, Slot
from summaries.grounding.clauses.units import Unit, units_of

_MOST_ALIKE: Final = 9
_MOST_SET_AGAINST: Final = 14
"""Words of a unit that is set beside another."""


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are set against each other.

    Attributes:
        units: in the order of the sentence; the first has a verb where any has.
        columns: the places in which they differ.
        denials: of which of them it is only said that what the first tells is not so.
    """

    units: tuple[Unit, ...]
    columns: tuple[Column, ...]
    denials: tuple[bool, ...]


@lru_cache(maxsize=2_000)
def groups_of(sentence: str) -> tuple[Group, ...]:
    """The groups of a sentence, of two units or more with something in the same place."""
    apposed = tuple(unit for unit in units_of(sentence) if unit.is_apposed)
    found = [_group(apposed)] if len(apposed) > 1 else []
    units = list(_told(units_of(sentence)))
    base = 0
    for place in range(1, len(units)):
        if not _is_set_beside(units[place - 1], units[place]):
            base = place
            continue
        group = _group(tuple(units[base : place + 1]))
        if not group.columns and not any(group.denials):
            base = place
            continue
        if found and found[-1].units[0] is units[base]:
            found.pop()
        found.append(group)
    return tuple(found)


def _told(units: Sequence[Unit]) -> Iterator[Unit]:
    """Units but those that only tell more of something: "that adapt and produce"."""
    is_relative = False
    for unit in units:
        is_relative = unit.is_relative or (is_relative and unit.has_verb and not unit.subject)
        if not (unit.is_apposed or is_relative):
            yield unit


def _is_set_beside(one: Unit, other: Unit) -> bool:
    """Whether two units tell alike of two things, and not one thing after the other."""
    if other.is_explaining:
        return False
    most = _MOST_SET_AGAINST if other.is_set_against or not other.has_verb else _MOST_ALIKE
    return max(len(one.words), len(other.words)) <= most


def _group(units: tuple[Unit, ...]) -> Group:
    denials = tuple(unit.is_denied and not unit.verbs for unit in units)
    return Group(units, columns_of(units), denials)


@lru_cache(maxsize=2_000)
def all_words(sentence: str) -> frozenset[str]:
    """The stems of all telling words of a sentence, and its numbers."""
    return frozenset[str]().union(*(unit.words for unit in units_of(sentence)))


@lru_cache(maxsize=2_000)
def filled_units(sentence: str) -> tuple[Unit, ...]:
    """The units of a sentence, each shorter one with what it takes from the one before."""
    longer = {
        unit: replace(unit, slots=tuple(_filled_slots(group.units[0], unit)))
        for group in groups_of(sentence)
        for unit in group.units[1:]
        if not (unit.has_verb and unit.subject)
    }
    return tuple(longer.get(unit, unit) for unit in units_of(sentence) if not unit.is_apposed)


def _filled_slots(base: Unit, unit: Unit) -> Iterator[Slot]:
    if unit.has_verb:
        yield from takewhile(lambda slot: slot.key != VERB, base.slots)
        yield from unit.slots
        return
    places = places_of(base, unit)
    yield from (filled(slot, places.get(slot)) for slot in base.slots)
    told = set(places.values())
    yield from (slot for slot in unit.slots if slot not in told and slot.has_head)


@lru_cache(maxsize=2_000)
def filled_texts(sentence: str) -> tuple[str, ...]:
    """A sentence, and its shorter units with what they take from those before."""
    whole = units_of(sentence)
    longer = [unit for unit in filled_units(sentence) if unit not in whole]
    told = (" ".join(t.text for slot in unit.slots for t in slot.tokens) for unit in longer)
    return (sentence, *told)


def is_of_the_other(claim: str, sentence: str) -> bool:
    """Whether a claim is about the second of two that a sentence sets against each other."""
    groups = groups_of(sentence)
    first = units_of(claim)[:1] if groups else ()
    said = first[0].subject if first else frozenset[str]()
    return any(
        not said & group.units[0].subject and any(said & unit.words for unit in group.units[1:])
        for group in groups
    )
