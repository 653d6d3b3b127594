"""Orders: who does what to whom.

"Managers assessed fathers" is not "fathers assessed managers".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from summaries.grounding.clauses.groups import filled_units
from summaries.grounding.clauses.slots import OBJECT, VERB, Slot
from summaries.grounding.clauses.units import Unit
from summaries.text.folding import word_set
from topics.english.stems import stem

_BEING: Final = word_set("is are was were be been being")
_TURNING: Final = frozenset(
    map(
        stem,
        word_set(
            "increase decrease improve reduce rise fall drop grow shrink change double halve break"
            " accelerate degrade enhance boost move open close start begin end form spread"
            " vary slow cool warm heat melt freeze turn burn expand contract differ agree correlate"
            " match resemble equal meet have show take cost"
        ),
    )
)
"""Verbs of which the same may be subject or object, or of which both do the same."""
MILD: Final = frozenset(
    map(
        stem,
        word_set(
            """
            need run use require take have reach achieve attain get obtain give yield see find
            contain involve include comprise make do
            """
        ),
    )
)
"""Verbs that may stand for each other where what they are said of is right."""


_TELLING: Final = frozenset(
    map(stem, word_set("propose present introduce describe provide demonstrate"))
)
"""Verbs of whoever writes, whose object is anything that is told."""


_GIVE: Final = stem("give")
_GIVEN: Final = re.compile(r"\bgiven (?:only|an?|the|these|such|that)\b", re.IGNORECASE)
"""Which says from what something starts, and is done by nobody."""


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


def turned_round(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim has its doer and what is done to exchanged."""
    acts = [act for sentence in cited for act in acts_of(sentence)]
    for said in acts_of(claim):
        if said.verb in _TELLING or (said.verb == _GIVE and _GIVEN.search(claim)):
            continue
        same = [act for act in acts if act.verb == said.verb]
        found = _exchanged(said, same) or _taken_as_ours(said, same, cited)
        if found:
            yield f"who {said.verb}: {found}"
            return
    done = filter(None, (_done_by_the_other(claim, sentence) for sentence in cited))
    yield from (f"who does it: {who}" for who in islice(done, 1))


def _exchanged(said: Act, same: Sequence[Act]) -> str:
    """Words of a subject that is the object of each sentence with the same verb."""
    same = [act for act in same if act.numbers & said.numbers] or same
    for act in same:
        # "KELZA-2 reaches 79% on RouteNet"
        if said.subject & act.settings and said.settings & act.subject - act.settings:
            return " ".join(sorted(said.subject & act.settings))
    if same and all(_is_done_by_us(said, act) for act in same):
        return " ".join(sorted(said.subject))
    if same and all(_is_doing(said, act) for act in same):
        return " ".join(sorted(said.object))
    crossed = [act for act in same if said.subject & act.object and said.object & act.subject]
    if not crossed or any(said.subject & act.subject and said.object & act.object for act in same):
        return ""
    return " ".join(sorted(said.subject & crossed[0].object))


def _is_done_by_us(said: Act, act: Act) -> bool:
    """Whether "we settle a conjecture of Prell" has become "Prell settles a conjecture"."""
    is_ours = act.subject == {"we"} and bool(said.subject) and "we" not in said.subject
    return is_ours and said.subject <= act.object and bool(said.object & act.object)


def _is_doing(said: Act, act: Act) -> bool:
    """Whether who does something in a sentence has it done to them: "supervisors were rated"."""
    doing = act.subject - act.object - {"we"}
    is_other = bool(said.subject) and not said.subject & (act.subject | act.object)
    return is_other and bool(said.object & doing) and not said.object & act.object


def _done_by_the_other(claim: str, sentence: str) -> str:
    """Who does in a claim what another does in a sentence, where they do something else."""
    given = acts_of(sentence)
    for said in _single_acts(claim):
        same = [act for act in given if act.verb == said.verb]
        if not said.subject - {"we"} or not same or said.verb in MILD:
            continue
        if not all(said.object & act.object for act in same):
            continue
        if any(not act.subject or said.subject & (act.subject | act.object) for act in same):
            continue
        for act in given:
            whose = act.subject - frozenset[str]().union(*(one.subject for one in same))
            if (
                act.verb != said.verb
                and whose
                and said.subject & whose
                and said.subject <= act.subject
            ):
                return " ".join(sorted(said.subject))
    return ""


def _single_acts(text: str) -> Iterator[Act]:
    """Who does what in clauses of one verb."""
    for unit in filled_units(text):
        if sum(slot.key == VERB and bool(slot.words) for slot in unit.slots) == 1:
            yield from _acts_in(unit)


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
            is_open = bool(behind) and not behind[0].has_head
            of = _words([o for o in behind if _is_of_object(o) or (is_open and o.key in _WHERE)])
            yield Act(subject - of, verb, of - subject, unit.numbers, settings)
        elif agents:
            by = _words(behind[agents[0] :])
            yield Act(by - subject, verb, subject - by, unit.numbers)


_SETTINGS: Final = frozenset({"on", "in", "for", "with", "under", "at"})


_WHERE: Final = frozenset({"at", "in", "on", "with", "without", "from", "under"})


def _is_of_object(slot: Slot) -> bool:
    """Whether words are what is done something to, and not what with or where."""
    is_doing = slot.key == "by" and any(token.low.endswith("ing") for token in slot.tokens)
    return is_doing or slot.key in {OBJECT, "of", "to", "from", "into", "as", "over", "against"}


def _words(slots: Sequence[Slot]) -> frozenset[str]:
    return frozenset[str]().union(*(slot.words for slot in slots))
