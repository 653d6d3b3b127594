"""Pairings: of two things that a sentence sets against each other, who has which.

"Girls gained 14 mg and boys 9" has two units with two columns. A claim that takes one thing of
each, girls with 9, agrees with neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from summaries.grounding.clauses.columns import Column
from summaries.grounding.clauses.groups import Group, all_words, groups_of
from summaries.grounding.clauses.lexicon import VERBS
from summaries.grounding.clauses.orders import MILD
from summaries.grounding.clauses.slots import SUBJECT, VERB
from summaries.grounding.clauses.units import Unit, units_of
from summaries.text.folding import word_set
from topics.english.stems import stem

_MOSTLY: Final = 0.6
_MOSTLY_OF_SEVERAL: Final = 0.75
_DENYING: Final = frozenset(
    map(
        stem,
        word_set(
            """
            fail fails failed lack lacks defeat defeats prevent prevents remove removes avoid avoids
            miss misses exclude excludes break breaks abolish abolishes abolished suppress
            suppresses block blocks eliminate eliminates inhibit inhibits lose loses lost vanish
            vanishes disappear disappears stop stops stopped reject rejects refuse refuses fade
            fades faded unable unaffected unchanged stable alone except nothing neither hardly
            """
        ),
    )
)
"""Words by which something is said not to be, or not to last."""
_UNCHANGED: Final = _DENYING - VERBS


def mispaired(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim takes one thing of one unit of a sentence, and another of another."""
    if not any(map(groups_of, cited)):
        return
    said = [unit for unit in units_of(claim) if len(unit.words) > 1]
    least = _MOSTLY_OF_SEVERAL if len(cited) > 1 else _MOSTLY
    for number, sentence in enumerate(cited):
        others = [units_of(other) for place, other in enumerate(cited) if place != number]
        known = all_words(sentence)
        about = [unit for unit in said if len(unit.words & known) >= least * len(unit.words)]
        for group in groups_of(sentence):
            for unit in about:
                found = crossing(unit, group)
                if found and not any(found <= other.words for them in others for other in them):
                    yield " with ".join(sorted(found))
                    return


def crossing(said: Unit, group: Group) -> frozenset[str] | None:
    """Words of a claim's unit that agree with no unit of a group together; None if with one."""
    if any(column.key == SUBJECT and _has_several(said, column) for column in group.columns):
        return None  # of both together
    crossing: set[str] = set()
    for number in range(len(group.units)):
        found = _conflict(said, group, number)
        if found is None:
            return None
        crossing |= found
    return frozenset(crossing)


def _has_several(said: Unit, column: Column) -> bool:
    return sum(bool(filler and said.words & filler) for filler in column.fillers) > 1


def _conflict(said: Unit, group: Group, number: int) -> frozenset[str] | None:
    """The words for which a claim's unit cannot tell of one unit of a group."""
    unit = group.units[number]
    is_told_of_both = said.compares or len(said.numbers) > 1 or said.is_denied
    if unit.is_pole and not is_told_of_both:
        return frozenset()
    if any(group.denials) and _is_denied_otherwise(said, unit, group.units[0]):
        return frozenset()
    agreeing = 0
    found: dict[str, frozenset[str]] = {}
    for column in group.columns:
        own = column.fillers[number]
        if own is None or (column.key == SUBJECT and _goes_on(unit)):
            own = column.fillers[0] or frozenset()
        if said.words & own:
            agreeing += 1
            continue
        for place, filler in enumerate(column.fillers):
            if _is_of_same(group, number, place) and _agreeing(said, group, place) > 1:
                continue  # "published a patch after it confirmed the flaw"
            if filler and filler is not own and said.words & filler:
                found.setdefault(column.key, said.words & filler)
    if agreeing > 1 and found.keys() == {VERB} and found[VERB] <= MILD:
        return None  # "needs 6 GB" for "runs in 6 GB", though another needs
    return next(iter(found.values()), None)


def _agreeing(said: Unit, group: Group, number: int) -> int:
    """In how many columns a claim's unit has what a unit of a group has."""
    fillers = (column.fillers[number] for column in group.columns)
    return sum(bool(filler and said.words & filler) for filler in fillers)


def _is_of_same(group: Group, number: int, other: int) -> bool:
    """Whether two units tell of one subject: "confirmed the flaw and published a patch"."""
    first, last = sorted((number, other))
    return first < last and all(
        unit.has_verb and unit.verbs and not unit.subject
        for unit in group.units[first + 1 : last + 1]
    )


def _goes_on(unit: Unit) -> bool:
    """Whether a unit is about what the one before is about: "it fails"."""
    subject = unit.first(SUBJECT)
    return subject is not None and subject.tokens[0].low in {"it", "they"}


def _is_denied_otherwise(said: Unit, unit: Unit, base: Unit) -> bool:
    """Whether one says that something is so, and the other that it is not: "did not", "stopped"."""
    theirs = unit.verbs or base.verbs
    is_negative = not _DENYING.isdisjoint((said.verbs | said.words & _UNCHANGED) - base.words)
    was_negative = bool(said.verbs or unit.verbs) and not _DENYING.isdisjoint(theirs - said.words)
    return (said.is_denied != is_negative) != (unit.is_denied != was_negative)
