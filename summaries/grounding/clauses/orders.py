"""Orders: who does what to whom, and what is more than what.

"Managers assessed fathers" is not "fathers assessed managers", and what is said to be faster than
another is not slower than it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.groups import all_words, filled_units
from summaries.grounding.clauses.lexicon import COMPARATIVES
from summaries.grounding.clauses.slots import OBJECT, VERB, Slot
from summaries.grounding.clauses.units import Unit
from summaries.grounding.clauses.words import Token
from summaries.text.folding import word_set
from topics.english.stems import stem

_BEING: Final = word_set("is are was were be been being")
_TURNING: Final = frozenset(
    map(
        stem,
        word_set(
            "increase decrease improve reduce rise fall drop grow shrink change double halve break"
            " accelerate degrade enhance boost move open close start stop begin end form spread"
            " vary slow cool warm heat melt freeze turn burn expand contract differ agree correlate"
            " match resemble equal meet have show take cost"
        ),
    )
)
"""Verbs of which the same may be subject or object, or of which both do the same."""
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


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what to whom, in stems, and by names where or with what.

    Whom the by-phrase of a passive tells is its subject.
    """

    subject: frozenset[str]
    verb: str
    object: frozenset[str]
    numbers: frozenset[str]
    settings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is how much, and than what: words before and behind "than"."""

    how: frozenset[str]
    subject: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]


def turned_round(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim has its doer and what is done to, or two that are compared, exchanged."""
    acts = [act for sentence in cited for act in acts_of(sentence)]
    for said in acts_of(claim):
        same = [act for act in acts if act.verb == said.verb]
        found = _exchanged(said, same) or _taken_as_ours(said, same, cited)
        if found:
            yield f"who {said.verb}: {found}"
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


def _exchanged(said: Act, same: Sequence[Act]) -> str:
    """Words of a subject that is the object of each sentence with the same verb."""
    same = [act for act in same if act.numbers & said.numbers] or same
    for act in same:
        # "KELZA-2 reaches 79% on RouteNet"
        if said.subject & act.settings and said.settings & act.subject - act.settings:
            return " ".join(sorted(said.subject & act.settings))
    crossed = [act for act in same if said.subject & act.object and said.object & act.subject]
    if not crossed or any(said.subject & act.subject and said.object & act.object for act in same):
        return ""
    return " ".join(sorted(said.subject & crossed[0].object))


def _taken_as_ours(said: Act, same: Sequence[Act], cited: Sequence[str]) -> str:
    """The authors, of whom a claim tells what a sentence says that somebody else did."""
    if said.subject != {"we"} or not same or not any(map(_OTHERS.search, cited)):
        return ""
    return "" if any("we" in act.subject or not act.subject for act in same) else "we"


_OTHERS: Final = re.compile(
    r"\b(?:earlier|older|previous|existing|et al|prior (?:work|stud\w+|approach\w*|methods?))\b"
    r"|^(?-i:[A-Z]\w+ and [A-Z]\w+ [a-z])",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_000)
def acts_of(text: str) -> tuple[Act, ...]:
    """Who does what to whom in a sentence."""
    return tuple(act for unit in filled_units(text) for act in _acts_in(unit))


def _acts_in(unit: Unit) -> Iterator[Act]:
    for place, slot in enumerate(unit.slots):
        if slot.key != VERB or not slot.words:
            continue
        before, after = unit.slots[:place], unit.slots[place + 1 :]
        verb = next(token.stem for token in reversed(slot.tokens) if token.stem)
        if verb in _TURNING:
            continue
        last = max((at for at, one in enumerate(before) if one.key == VERB), default=-1)
        subject = _words(before[last + 1 :])
        ends = next((at for at, one in enumerate(after) if one.key in {VERB, "than"}), len(after))
        behind = after[:ends]
        agents = [at for at, one in enumerate(behind) if one.key == "by" and not one.numbers]
        is_being = any(token.low in _BEING for token in slot.tokens)
        is_passive = is_being or (agents[:1] == [0] and slot.tokens[-1].low.endswith("ed"))
        settings = _words([slot for slot in unit.slots if slot.key in _SETTINGS and slot.names])
        if not is_passive:
            of = _words([one for one in behind if _is_of_object(one)])
            yield Act(subject - of, verb, of - subject, unit.numbers, settings)
        elif agents:
            by = _words(behind[agents[0] :])
            yield Act(by - subject, verb, subject - by, unit.numbers)


_SETTINGS: Final = frozenset({"on", "in", "for", "with", "under", "at"})


def _is_of_object(slot: Slot) -> bool:
    """Whether words are what is done something to, and not what with or where."""
    is_doing = slot.key == "by" and any(token.low.endswith("ing") for token in slot.tokens)
    return is_doing or slot.key in {OBJECT, "of", "to", "from", "into", "as", "over", "against"}


def _words(slots: Sequence[Slot]) -> frozenset[str]:
    return frozenset[str]().union(*(slot.words for slot in slots))


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
    return tuple(found for unit in filled_units(text) if (found := _comparison(unit)) is not None)


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
    if tokens[place].low != "than":
        how = {tokens[place].low}
    if not how:
        return None
    told = [frozenset(t.stem for t in side if t.low not in how) for side in (before, after)]
    return Comparison(frozenset(how), unit.subject, told[0] - {"", "not"}, told[1] - {"", "not"})
