"""Columns: which words of two units of a sentence stand in each other's places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from summaries.grounding.clauses.lexicon import COMPARATIVES
from summaries.grounding.clauses.slots import (
    CORE,
    OBJECT,
    OTHERWISE,
    SUBJECT,
    VERB,
    Slot,
    slot_of,
)
from summaries.grounding.clauses.units import Unit
from summaries.grounding.clauses.words import Kind
from summaries.text.folding import word_set
from topics.english.stems import stem

Words = frozenset[str]
Places = Mapping[Slot, Slot]
"""By the slots of one unit, those of another that stand in their places."""

_ANYBODYS: Final = frozenset(
    map(
        stem,
        word_set(
            "model method approach system result value number case rate other time study paper"
            " respectively average mean level well more less fewer most least"
        ),
    )
)
"""Words that stand on both sides."""
_OURS: Final = frozenset({"we"})
_ROOT: Final = 4


@dataclass(frozen=True, slots=True)
class Column:
    """What the units of a group have in one place; None where one has what the first has."""

    fillers: tuple[Words | None, ...]
    key: str


def columns_of(units: Sequence[Unit]) -> tuple[Column, ...]:
    """The places in which units differ, by the slots of the first."""
    base, *others = units
    places = [places_of(base, other) for other in others]
    told = (_column(units, slot, places) for slot in base.slots if any(slot in p for p in places))
    return tuple(column for column in told if _tells_apart(column, units))


def _tells_apart(column: Column, units: Sequence[Unit]) -> bool:
    """Whether a column has different things; of subjects one may be all words of the other."""
    told = sum(map(bool, column.fillers))
    is_whole = column.key == SUBJECT and None not in column.fillers
    return told > 1 or (told > 0 and is_whole and all(unit.has_verb for unit in units))


def _column(units: Sequence[Unit], slot: Slot, places: Sequence[Places]) -> Column:
    """What each unit has in a place, as far as that parts them."""
    base, *others = units
    taken = {one for pairing in places for one in pairing}
    slots: list[Slot | None] = []
    for other, pairing in zip(others, places, strict=True):
        one = pairing.get(slot)
        slots.append(one and _with_rest(other, one, set(pairing.values())))
    is_shorter = any(o is not None and not u.has_verb for o, u in zip(slots, others, strict=True))
    is_led = is_shorter and slot.key == OBJECT and slot.has_head
    slots.insert(0, slot if is_led else _with_rest(base, slot, taken))
    told = [one for one in slots if one is not None]
    if {one.key for one in told} == {"with", "without"}:
        # "with certificates … without them"
        keys = (None if one is None else frozenset({one.key}) for one in slots)
        return Column(tuple(keys), slot.key)
    fillers: list[Words | None] = []
    for unit, one in zip(units, slots, strict=True):
        elsewhere = frozenset[str]().union(*(o.words for o in units if o is not unit))
        if one is None:
            fillers.append(None)
        elif one.key == SUBJECT and not (one.has_head or one.words) and any(o.names for o in told):
            fillers.append(_OURS)  # "it takes 3 hours, whereas DeepShore needs 11"
        else:
            fillers.append(_apart_from(_telling(one, slots[0], told) - _ANYBODYS, elsewhere))
    return Column(tuple(fillers), slot.key)


def _telling(slot: Slot, first: Slot | None, told: Sequence[Slot]) -> Words:
    """What of a slot tells it from the others in its place: numbers, names, or all words."""
    if all(other.numbers for other in told):
        return slot.numbers
    if all(other.names for other in told):
        return slot.names
    words = frozenset[str]() if slot.only_compares else slot.words
    if slot is first and not all(other.has_head for other in told):
        named = list(takewhile(lambda token: token.kind is not Kind.PREPOSITION, slot.tokens))
        stems = [token.stem for token in named or slot.tokens if token.stem]
        words -= frozenset(stems[-1:])  # what "those" stands for
    return words


def _apart_from(words: Words, elsewhere: Words) -> Words:
    """Words without those of other units, be they in another form: "grew" beside "growth"."""
    known = {word[:_ROOT] for word in elsewhere if len(word) > _ROOT}
    return frozenset(word for word in words - elsewhere if word not in known)


def _with_rest(unit: Unit, slot: Slot, taken: set[Slot]) -> Slot:
    """A slot with those behind it that have no place: "for walks after meals"."""
    if slot.numbers or slot.key == VERB or slot not in unit.slots:
        return slot
    tokens = slot.tokens
    for other in unit.slots[unit.slots.index(slot) + 1 :]:
        if other.key in {*CORE, VERB} or other in taken:
            break
        tokens += other.tokens
    if len(tokens) == len(slot.tokens):
        return slot
    return slot_of(slot.key, tokens, has_head=slot.has_head)


def places_of(base: Unit, other: Unit) -> Places:
    """Which slots of a unit stand in the places of those of another."""
    found: dict[Slot, Slot] = {}
    order = {slot: place for place, slot in enumerate(base.slots)}
    free = list(base.slots)
    left: list[Slot] = []
    last = 0
    for slot in _with_heads(other.slots, {slot.key for slot in base.slots}):
        # In the order of the sentence, if it may be: "by A … than by B"
        ahead, behind = (
            [one for one in free if (order[one] < last) == is_ahead] for is_ahead in (True, False)
        )
        free = behind + ahead
        sought = slot
        if other.is_denied and not other.has_verb and slot.key in CORE:
            free.sort(key=lambda one: one.key != OBJECT)  # "stop noise, but not templates"
            sought = replace(slot, key=OBJECT) if free[:1] and free[0].key == OBJECT else slot
        place = _place_of(sought, free, is_whole=other.has_verb)
        if place is None:
            left.append(slot)
            continue
        last = order[place]
        found[place] = slot
        free.remove(place)
    return found | dict(_last_pairs(free, left, other))


def _last_pairs(
    free: Sequence[Slot], left: Sequence[Slot], other: Unit
) -> Iterator[tuple[Slot, Slot]]:
    """What is alone without a place on both sides: "in infrared images … at long wavelengths"."""
    for is_core in (False, True):
        here, there = (
            [one for one in side if one.words and one.key != VERB and (one.key in CORE) == is_core]
            for side in (free, left)
        )
        if any(one.key == "without" for one in here + there):
            continue
        is_of_same = is_core and other.has_verb and not other.subject
        if len(here) == len(there) == 1 and not (is_of_same or here[0].numbers or there[0].numbers):
            yield here[0], there[0]


def _with_heads(slots: Sequence[Slot], known: set[str]) -> Iterator[Slot]:
    """Slots with "those" joined with what follows, "those with heavy tails", if that is new."""
    place = 0
    while place < len(slots):
        slot = slots[place]
        behind = slots[place + 1] if place + 1 < len(slots) else None
        place += 1
        is_new = behind is not None and behind.key not in {*CORE, VERB, *known}
        if behind is not None and is_new and not slot.has_head and not slot.words:
            yield slot_of(slot.key, slot.tokens + behind.tokens, has_head=False)
            place += 1
        else:
            yield slot


def _place_of(slot: Slot, free: Sequence[Slot], *, is_whole: bool) -> Slot | None:
    """The place of a slot among those that are free; None if it has none."""
    if slot.key == VERB and not slot.words:
        return None
    if slot.key in CORE and not is_whole and slot.compares:
        # "more accurate …, on bright-field images less"
        place = next((other for other in free if other.compares), None)
        if place is not None or slot.only_compares:
            return place
    same = [other for other in free if other.key in {slot.key, OTHERWISE.get(slot.key)}]
    if slot.key == OBJECT and is_whole and not any(one.key == OBJECT for one in free):
        same += [other for other in free if other.key == VERB]  # "are found … are absent"
    valued = _valued(slot, same, free) if slot.numbers else None
    if valued is not None:
        return valued
    if slot.names and not any(
        other.names or not other.has_head or _is_named_behind(other, free) for other in same
    ):
        # "is seen in V1012 Cen, but AK Sco shows"
        same = [other for other in free if other.names and other.key != VERB] or same
    if slot.key == SUBJECT and not is_whole and same and same[0].words == _OURS:
        same = [other for other in free if other.key == OBJECT] or same
    if not same and not is_whole and slot.key in CORE:
        same = [other for other in free if other.key in CORE]
    return same[0] if same else None


def _valued(slot: Slot, same: Sequence[Slot], free: Sequence[Slot]) -> Slot | None:
    """Where a number stands: behind the same preposition, else where one of its kind does."""
    alike = [other for other in free if other.numbers and _has_share(other) == _has_share(slot)]
    alike.sort(key=lambda other: other.key not in CORE)
    return next((other for other in (*same, *alike) if other.numbers), None)


def _has_share(slot: Slot) -> bool:
    return any(number.endswith("%") for number in slot.numbers)


def _is_named_behind(slot: Slot, free: Sequence[Slot]) -> bool:
    """Whether a name follows: "after restoration with Aurelia"."""
    behind = free[free.index(slot) + 1 : free.index(slot) + 2]
    return bool(behind) and behind[0].key not in {*CORE, VERB} and bool(behind[0].names)


def filled(slot: Slot, other: Slot | None) -> Slot:
    """What stands in a place; "that of NbSe" has the first words of the other one."""
    if other is None or not (other.words or other.key == VERB):
        return slot
    if not other.has_head:
        return slot_of(slot.key, slot.tokens[-1:] + other.tokens)
    if other.only_compares:
        rest = (token for token in slot.tokens if token.low not in COMPARATIVES)
        return slot_of(slot.key, (*other.tokens, *rest))
    return replace(other, key=slot.key)
