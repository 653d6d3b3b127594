"""Exchanges: what a claim takes of two arms of a sentence that differ, and tells as one.

"Firms buy after prices fell, while funds buy after prices rose" differs in two places. A claim
that takes one place from each is about neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from summaries.grounding.clauses.arms import (
    Arm,
    names_alone,
    numbered,
    pieces_of,
    set_against,
    told_in,
    without_leading,
    words_of,
)
from summaries.grounding.clauses.poles import told_of_the_other
from summaries.grounding.clauses.words import Kind, Token
from summaries.text.folding import word_set
from topics.english.stems import stem

_STANDING_FOR: Final = word_set("one ones that those it its they them theirs")
"""Words that take what they mean from the arm before."""
_ALIKE: Final = 2
_MOSTLY: Final = 0.7
_MEASURING: Final = word_set("above below over behind between")
"""Words behind which stands with what a number is compared."""
_HARDLY: Final = word_set(
    "only hardly barely little less fail fails failed lack lacks stop stops stopped unaffected"
    " unchanged outperform outperforms beat beats surpass surpasses exceed exceeds"
)
_BACK: Final = word_set("it them its their")
"""Words that may stand for what another arm is about."""
_EARLIER: Final = frozenset(
    map(
        stem,
        word_set("earlier previous prior existing conventional traditional other state before"),
    )
)


def crossed(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What a claim takes of two arms of a sentence that differ in it."""
    for sentence in cited:
        found = told_of_the_other(claim, sentence)
        if found:
            yield " ".join(sorted(found))
            return
    for piece in pieces_of(claim):
        for sentence in cited:
            words = words_of(sentence)
            if "we" in piece.words and "we" not in words:
                continue
            found = (
                _of_another_number(piece, sentence)
                or (_is_about(piece, words) and _of_another_place(piece, sentence))
                or _of_the_denied(piece, sentence)
                or _of_another_setting(piece, sentence)
                or _of_another_object(piece, sentence)
                or _of_both(piece, sentence)
            )
            if found:
                yield " with ".join(sorted(found))
                return


def _is_about(piece: Arm, words: frozenset[str]) -> bool:
    """Whether a claim is of a sentence: what several tell is no exchange within one of them."""
    return len(piece.words & words) >= _MOSTLY * len(piece.words)


def _of_another_number(piece: Arm, sentence: str) -> frozenset[str]:
    """A number of one arm with words that only another has, which has a number of its own."""
    if not piece.numbers or any(token.low in _MEASURING for token in piece.tokens):
        return frozenset()
    common, arms = numbered(sentence)
    for place, arm in enumerate(arms):
        own = piece.numbers & arm.numbers
        if not own or len(arms) < 2:
            continue
        for other_place, other in enumerate(arms):
            if other is arm or own & other.numbers or piece.numbers & other.numbers:
                continue
            if {_is_share(n) for n in own}.isdisjoint(_is_share(n) for n in other.numbers):
                continue
            elsewhere = common.union(*(one.words for one in arms if one is not other))
            theirs = piece.words & (other.words - elsewhere)
            if other_place < place:
                theirs &= _replaced(other, arm)
            if theirs:
                return own | theirs
    return frozenset()


def _replaced(earlier: Arm, later: Arm) -> frozenset[str]:
    """The words of an arm that are led to by what leads to others in a later one."""
    instead = {low: len(words) for low, words in _led(later) if words}
    return frozenset(
        word
        for low, words in _led(earlier)
        for word in words[: instead.get(low, 0)]  # "on A's processors … on B's"
    )


def _led(arm: Arm) -> Iterator[tuple[str, list[str]]]:
    """What a preposition leads to, up to a number's unit, which may be left out later."""
    low = ""
    words: list[str] = []
    for token in arm.tokens:
        is_end = token.kind in {Kind.PREPOSITION, Kind.VERB, Kind.STOP}
        if is_end or token.text[0].isdigit():
            if low and low != "of":
                yield low, words
            low, words = "", []
        if token.kind is Kind.PREPOSITION:
            low = token.low
        elif low and token.stem:
            words.append(token.stem)
    if low and low != "of":
        yield low, words


def _of_another_place(piece: Arm, sentence: str) -> frozenset[str]:
    """Words of two arms that differ in both places."""
    for one, other in pairwise(set_against(sentence)):
        if one.is_denied or other.is_denied or piece.is_denied:
            continue
        places = _places(without_leading(one.tokens), other.tokens)
        ours = [mine for mine, theirs in places if piece.words & mine and not piece.words & theirs]
        others = [
            theirs for mine, theirs in places if piece.words & theirs and not piece.words & mine
        ]
        for mine, theirs in places if _is_of_same(one, other) else ():
            if (
                min(len(mine), len(theirs)) >= _ALIKE
                and piece.words & mine
                and piece.words & theirs
            ):
                return piece.words & (mine | theirs)
        if ours and others:
            return piece.words & frozenset[str]().union(*ours, *others)
    return frozenset()


def _of_another_setting(piece: Arm, sentence: str) -> frozenset[str]:
    """What is told "in Harrier", told "in RAM", of which another arm tells something else."""
    for pair in pairwise(set_against(sentence)):
        if piece.is_denied or any(arm.is_denied for arm in pair):
            continue
        for one, other in (pair, pair[::-1]):
            given, instead = dict(_led(one)), dict(_led(other))
            for low in given.keys() & instead.keys():
                here, there = frozenset(given[low]), frozenset(instead[low])
                strange = piece.words & (there - one.words)
                told = piece.words & (one.words - other.words - here)
                theirs = told_in(other)[1] - there - one.words
                is_theirs = piece.words & (theirs | here - there)
                if strange and told and theirs and not is_theirs:
                    return strange | told
    return frozenset()


def _of_another_object(piece: Arm, sentence: str) -> frozenset[str]:
    """What one does to one thing, told of what they do something else to."""
    for one, other in pairwise(set_against(sentence)):
        first = other.tokens[0]
        if piece.is_denied or one.is_denied or other.is_denied or first.kind is not Kind.VERB:
            continue
        verbs = frozenset(t.stem for t in one.tokens if t.kind is Kind.VERB) - {""} - other.words
        theirs = frozenset(t.stem for t in other.tokens if t.kind is not Kind.VERB) - one.words
        act, strange = piece.words & verbs, piece.words & (theirs - {"", "not"})
        after = [t.stem for t in one.tokens[_last_verb(one) + 1 :] if t.stem]
        is_theirs = piece.words & (frozenset(after) | {first.stem})
        if act and strange and not is_theirs - other.words:
            return act | strange
    return frozenset()


def _last_verb(arm: Arm) -> int:
    return max((at for at, token in enumerate(arm.tokens) if token.kind is Kind.VERB), default=-1)


def _is_of_same(one: Arm, other: Arm) -> bool:
    """Whether of one thing the same is told twice: "features are strong …, they are absent"."""
    verbs, theirs = ({t.low for t in arm.tokens if t.kind is Kind.VERB} for arm in (one, other))
    return other.tokens[0].low in _STANDING_FOR and bool(verbs & theirs)


def _of_the_denied(piece: Arm, sentence: str) -> frozenset[str]:
    """What a sentence says that one thing does, and another not, told of the other."""
    if piece.is_denied or _HARDLY & {token.low for token in piece.tokens}:
        return frozenset()
    for one, other in pairwise(set_against(sentence)):
        if one.is_denied or not other.is_denied:
            continue
        verbs = frozenset(t.stem for t in one.tokens if t.kind is Kind.VERB) - {""}
        acts = piece.words & verbs
        named = frozenset(t.stem for t in other.tokens if t.kind is not Kind.VERB) - {"", "not"}
        theirs = piece.words & (named - one.words)
        if acts and theirs:
            return acts | theirs
    return frozenset()


def _of_both(piece: Arm, sentence: str) -> frozenset[str]:
    """Of whom one of two whole clauses tells, with what the other tells alone."""
    if names_alone(piece) or _BACK.intersection(token.low for token in piece.tokens):
        return frozenset()
    for pair in pairwise(set_against(sentence)):
        if any(arm.is_denied for arm in pair) and piece.is_denied:
            continue
        if _is_of_earlier_work(piece, pair):
            return piece.words & pair[0].words
        told = [told_in(arm) for arm in pair]
        for (subject, own), (other, theirs) in (told, told[::-1]):
            if not (subject and other):
                continue
            whose = piece.words & (subject - other - own - theirs)
            what = piece.words & (theirs - own - subject - other)
            if _BACK.intersection(token.low for arm in pair for token in arm.tokens):
                continue
            if whose and what and not piece.words & ((own - theirs) | (other - subject)):
                return whose | what
    return frozenset()


def _is_of_earlier_work(piece: Arm, pair: tuple[Arm, Arm]) -> bool:
    """Whether what earlier work does, and ours does not, is told of no earlier work."""
    earlier, ours = pair
    (subject, told), (whose, _) = told_in(earlier), told_in(ours)
    if not subject & _EARLIER or whose != {"we"} or piece.is_denied:
        return False
    here = piece.words & (told - ours.words)
    is_theirs = piece.words & (subject | _EARLIER)
    return (
        len(here) >= _ALIKE
        and not is_theirs
        and not piece.words & (ours.words - earlier.words - {"we"})
    )


@lru_cache(maxsize=2_000)
def _places(
    one: tuple[Token, ...], other: tuple[Token, ...]
) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What two arms have in place of each other, between the words that both have."""
    sides = [[_key(token) for token in side if _tells(token)] for side in (one, other)]
    kept = [[token for token in side if _tells(token)] for side in (one, other)]
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    matcher = SequenceMatcher(None, sides[0], sides[1], autojunk=False)
    for how, start, end, begin, stop in matcher.get_opcodes():
        if how != "replace":
            continue
        mine, theirs = kept[0][start:end], kept[1][begin:stop]
        if theirs[-1].low in _STANDING_FOR:
            mine = mine[: len(theirs) - 1]
        if not any(token.kind is Kind.VERB for token in theirs):
            mine = [token for token in mine if token.kind is not Kind.VERB]  # left out later
        words = [frozenset(token.stem for token in side) - {""} for side in (mine, theirs)]
        if all(words):
            found.append((words[0] - words[1], words[1] - words[0]))
    return tuple(found)


def _tells(token: Token) -> bool:
    return token.kind is not Kind.DETERMINER and token.low not in {",", "(", ")"}


def _key(token: Token) -> str:
    return token.stem or token.low


def _is_share(number: str) -> bool:
    return number.endswith("%")
