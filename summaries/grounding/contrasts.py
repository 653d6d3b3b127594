"""Contrasts: sentences that tell two things of two, of which a claim gives one what is the other's.

"Walks after meals lower it by 9.8, compared with 4.1 for morning walks", "night shifts fall, while
day shifts do not": each value and each doing has somebody in the same part of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from summaries.grounding.parts import Part, clauses, is_begun_before, parts, values_of, words_of
from summaries.grounding.subjects import TURNS

_ANYBODYS: Final = words_of(
    "participants patients subjects users people results experiments gains improvements methods "
    "models approaches papers studies more most many"
)
"""Of whom is told whatever the sentence is about."""
_FEWEST: Final = 2
_MANY: Final = 99
_PARTLY: Final = 0.4
_MOSTLY: Final = 0.7


def taken_from_the_other(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim a sentence that it cites says of the other of two things."""
    said = (*parts(claim), *clauses(claim))
    for sentence in cited:
        valued, doing = parts(sentence), clauses(sentence)
        for part in said:
            sides = valued if part.values else doing
            for own, other in (*pairwise(sides), *pairwise(sides[::-1])):
                found = _others(part, own, other)
                if found is not None:
                    yield found
                    return


def _others(said: Part, own: Part, other: Part) -> str | None:
    """Words of a part of a claim that are the other's, where it tells what one's own part tells."""
    for mine, theirs in _owners(own, other):
        if said.words & mine or not _is_about(said, own, other, mine | theirs):
            continue
        if said.words & theirs:
            return " ".join(sorted(said.words & theirs))
        if said.is_of_self and not own.is_of_self and (other.is_of_self or own.is_of_others):
            return "itself"
    return None


def _is_about(said: Part, own: Part, other: Part, owners: frozenset[str]) -> bool:
    """Whether a part of a claim tells what one part of a sentence tells, and not the other."""
    if said.values:
        # "91 % after 800 cycles, 63 %": it is the shares that are set against each other.
        fewer = min((own.values, other.values), key=lambda values: len(values) or _MANY)
        is_share = fewer[:1] and fewer[0].endswith("%")
        of_kind = [value for value in said.values if value.endswith("%") == bool(is_share)]
        return bool(of_kind) and of_kind[0] in set(own.values) - set(other.values)
    mine = said.words & (own.doing - other.words) - owners
    if len(mine) < _PARTLY * len(said.words - owners):
        return False
    return len(mine) > len(said.words & (other.doing - own.words) - owners)


def _owners(own: Part, other: Part) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Whose each part is, as far as that parts them; whom the same preposition leads to, too."""
    for preposition, led in own.led.items():
        if preposition in other.led:
            yield _apart(led, other.led[preposition], own, other)
            if other.begins_with == preposition:
                return
    led = next(iter(other.led.values()), frozenset())
    here = next(iter(own.led.values()), frozenset())
    if not (own.led.keys() & other.led.keys() and not (own.whose and other.whose)):
        yield _apart(own.whose or here, other.whose or led, own, other)


def _apart(
    mine: frozenset[str], theirs: frozenset[str], own: Part, other: Part
) -> tuple[frozenset[str], frozenset[str]]:
    mine, theirs = mine - other.words, theirs - own.words
    return (mine, theirs) if mine else (own.words, frozenset())


def put_together(
    claim: str, title: str, cited: Sequence[str], paper: Sequence[str]
) -> Iterator[str]:
    """What a claim says of one thing of the paper, and its sentence of another, its own subject.

    "Prices rise by 0.8 %" where prices stand in one sentence, and the 0.8 % is of employment.
    """
    whole = words_of(title).union(*map(words_of, paper))
    for part in parts(claim):
        whose = part.whose
        if not whose - _ANYBODYS or part.is_of_self or not whose <= whole - words_of(title):
            continue
        for sentence in cited:
            words = words_of(sentence)
            if whose & words or is_begun_before(sentence):
                continue
            doing = part.doing & words
            others = [other for other in cited if other != sentence]
            elsewhere = frozenset[str]().union(*map(words_of, others))
            if others and not whose <= elsewhere:
                continue
            is_value = bool(set(part.values) & set(values_of(sentence))) and not any(
                set(part.values) & set(values_of(other)) for other in others
            )
            is_told_here = len(doing - elsewhere) >= _FEWEST and len(doing) >= _MOSTLY * len(
                part.doing
            )
            if is_told_here or (is_value and others):
                yield " ".join(sorted(whose))
                return


def crossed(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Who does what to whom, turned: "tutors observe pupils" for "pupils observe tutors"."""
    given = [part for sentence in cited for part in clauses(sentence, is_fine=True)]
    for said in clauses(claim, is_fine=True):
        if not said.verb or said.verb in TURNS or said.is_passive or not said.whose:
            continue
        same = [part for part in given if part.verb == said.verb and not part.is_passive]
        if any(said.whose & part.whose and said.told & part.told for part in same):
            continue
        for part in same:
            if said.whose <= part.told and part.whose & said.told:
                yield f"who {said.verb}: {min(said.whose)}"
                return
