"""Units of a sentence: its clauses, and the shorter ones that take the rest from those before.

"Theorem 2 covers bounded variables, Theorem 3 those with heavy tails" has two: who, what is done,
and by preposition what with. Words that a unit leaves out stand in the unit it is set against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import dropwhile, takewhile
from typing import Final

from summaries.grounding.clauses.lexicon import COMPARATIVES
from summaries.grounding.clauses.slots import (
    OBJECT,
    OTHERWISE,
    SUBJECT,
    VERB,
    Slot,
    is_leading,
    slot_of,
    slots_in,
)
from summaries.grounding.clauses.words import Kind, Token, tagged
from summaries.text.folding import folded, word_set

_RELATIVE: Final = word_set("which who whose where that")
_ONLY_PARTLY: Final = word_set("without neither nor none nothing")
_SETTING: Final = word_set("while whereas but although though versus vs instead rather")
_FIRST: Final = re.compile(r"^(?:compared|relative)\s(?:to|with)\s([^,]{1,80}),\s", re.IGNORECASE)
_COMPARED: Final = re.compile(r",?\s(?:as\s)?(?:compared|relative)\s(?:to|with)\s", re.IGNORECASE)
_UNLIKE: Final = re.compile(
    r"^(?:unlike|in\scontrast\sto|contrary\sto|as\sopposed\sto)\s([^,]{1,80}),\s"
    r"|,?\s(?:unlike|in\scontrast\sto|contrary\sto|as\sopposed\sto)\s([^,.;]{1,80})\.?$"
    r"|,\s(?:and\s)?not\s((?!only\b|just\b)[^,.;]{1,60})(?=,|\.?$)"
    r"|,\s(?:rather\sthan|instead\sof)\s([^,.;]{1,80})(?=,)",
    re.IGNORECASE,
)
_CITED: Final = re.compile(r"\s?\([^()]{0,80}\b(?:19|20)\d\d[a-z]?\)")
_OURS: Final = re.compile(
    r"\b(?:the|our|this)\s(?:(?:new|proposed|novel)\s(?:model|system|method|approach|framework"
    r"|algorithm)|(?:method|approach|framework|algorithm))\b(?!-|\s(?:of|by|from)\s(?-i:[A-Z]))",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\bfrom\s(\d\S*)\s((?:[\w-]+\s){0,4})to\s(?=\d)", re.IGNORECASE)
_PARTING: Final = frozenset(
    {Kind.VERB, Kind.PREPOSITION, Kind.NUMBER, Kind.DETERMINER, Kind.PRONOUN}
)


@dataclass(frozen=True, eq=False)
class Unit:
    """A clause, or what is told like one.

    Attributes:
        slots: in the order of the sentence.
        is_denied: whether it has "not" or "never".
        is_relative: whether it tells more of something before: "which retrieves".
        is_set_against: whether "while" or a semicolon parts it from the one before, and not "and".
        is_explaining: whether a colon stands before it.
        is_pole: whether it only tells with what something is compared.
        is_apposed: whether it only says what a name is.
    """

    slots: tuple[Slot, ...]
    is_denied: bool = False
    is_relative: bool = False
    is_set_against: bool = False
    is_explaining: bool = False
    is_pole: bool = False
    is_apposed: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of all its telling words, and its numbers."""
        return frozenset[str]().union(*(slot.words for slot in self.slots))

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The stems of its verbs but auxiliaries."""
        return frozenset[str]().union(*(slot.words for slot in self.slots if slot.key == VERB))

    @property
    def compares(self) -> bool:
        """Whether it has a comparative."""
        tokens = (token for slot in self.slots for token in slot.tokens)
        return any(token.kind is not Kind.VERB and token.low in COMPARATIVES for token in tokens)

    @property
    def numbers(self) -> frozenset[str]:
        """Its numbers but those of names."""
        return frozenset[str]().union(*(slot.numbers for slot in self.slots))

    @property
    def has_verb(self) -> bool:
        """Whether it is a whole clause."""
        return any(slot.key == VERB for slot in self.slots)

    def first(self, key: str) -> Slot | None:
        """Its first slot of a kind."""
        return next((slot for slot in self.slots if slot.key == key), None)

    @cached_property
    def subject(self) -> frozenset[str]:
        """What stands before its verb, but for what leads to it; nothing if there is none."""
        if not self.has_verb:
            return frozenset()
        before = list(takewhile(lambda slot: slot.key != VERB, self.slots))
        has_subject = any(slot.key == SUBJECT for slot in before)
        told = dropwhile(lambda slot: has_subject and slot.key != SUBJECT, before)
        return frozenset[str]().union(*(slot.words for slot in told))


@lru_cache(maxsize=2_000)
def units_of(text: str) -> tuple[Unit, ...]:
    """The units of a sentence, in its order; what it is unlike to comes last, and is denied."""
    text = _OURS.sub("ours", _CITED.sub("", folded(text)))
    unlike = _UNLIKE.search(text)
    if unlike is not None:
        text = f"{text[: unlike.start()]}{text[unlike.end() :]}"
    first = _FIRST.match(text)
    if first is not None:
        text = f"{text[first.end() :].rstrip('.')}, versus {first[1]}"
    tokens = tagged(_FROM.sub(r"from \1 \2to ", _COMPARED.sub(" versus ", text)))
    found = [_unit(piece, before) for piece, before in _pieces(tokens)]
    if first is not None and len(found) > 1 and not found[-1].numbers:
        found[-1] = replace(found[-1], is_pole=True)
    found += _appositions(tokens)
    if unlike is not None:
        told = tagged(next(filter(None, unlike.groups())))
        found.append(Unit(slots_in(told), is_denied=True, is_set_against=True))
    return tuple(unit for unit in found if unit.words)


def _unit(tokens: Sequence[Token], before: str) -> Unit:
    is_denied = any(token.stem == "not" and token.low not in _ONLY_PARTLY for token in tokens)
    is_relative = any(token.low in _RELATIVE - {"that"} for token in tokens[:2]) or (
        len(tokens) > 1 and tokens[0].low == "that" and tokens[1].kind is Kind.VERB
    )
    slots = slots_in(tokens)
    if is_relative and is_denied and tokens[0].low == "which":
        shorter = slots_in(tokens[1:])
        if not any(slot.key == VERB and slot.words for slot in shorter):
            slots, is_relative = shorter, False  # "which WaveMend never does"
    return Unit(
        slots,
        is_denied,
        is_relative,
        is_set_against=before not in {"", ":"},
        is_explaining=before == ":",
    )


def _appositions(tokens: Sequence[Token]) -> Iterator[Unit]:
    """What names are said to be: "OctoGrip, a soft hand," is a unit beside the clause."""
    for place in range(1, len(tokens) - 2):
        before, stop, article = tokens[place - 1 : place + 2]
        if stop.low == "," and article.low in {"a", "an"} and before.is_name:
            behind = place + 2
            while behind < len(tokens) and not (
                _is_joint(tokens, behind) or tokens[behind].low in _RELATIVE
            ):
                behind += 1
            told = tokens[place + 1 : behind]
            if not _has_verb(told):
                yield Unit((slot_of(SUBJECT, [before]), slot_of(OBJECT, told)), is_apposed=True)


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any(token.kind is Kind.VERB for token in tokens)


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], str]]:
    """A sentence parted where a new clause begins, and what sets it against the one before."""
    start = 0
    before = ""
    joints = list(_joints(tokens))
    for number, (place, behind, is_hard) in enumerate(joints):
        end = joints[number + 1][0] if number + 1 < len(joints) else len(tokens)
        left, right = tokens[start:place], tokens[behind:end]
        if not left or not right or is_leading(left):
            continue
        joint = tokens[place:behind]
        if len(joint) == 1 and joint[0].low == "," and _is_dependent(right):
            continue
        if is_hard or _is_parallel(left, right, is_first=start == 0):
            yield left, before
            start, before = behind, joint[0].low if is_hard else ""
    yield tokens[start:], before


def _is_dependent(tokens: Sequence[Token]) -> bool:
    """Whether words go on with a clause: "reported by participants,", "by allowing them"."""
    if tokens[0].kind is Kind.PREPOSITION:
        return len(tokens) > 1 and tokens[1].low.endswith("ing")
    return tokens[0].kind is Kind.VERB


def _joints(tokens: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """Where a sentence may be parted: the joint, what is behind it, and whether it surely is."""
    place = 0
    while place < len(tokens):
        behind = place
        is_hard = False
        while behind < len(tokens) and _is_joint(tokens, behind):
            low = tokens[behind].low
            is_hard |= low in _SETTING or low in {";", ":", "against"}
            behind += 1
        if behind > place:
            yield place, behind, is_hard
        place = behind + 1


def _is_joint(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.low == "against":
        return place + 1 < len(tokens) and tokens[place + 1].kind is Kind.NUMBER
    return token.kind is Kind.JOINING or token.low in _SETTING or token.low in {",", ";", ":"}


def _is_parallel(left: Sequence[Token], right: Sequence[Token], *, is_first: bool) -> bool:
    """Whether what is behind a joint is a unit of its own, and not one more thing of a list."""
    if _has_verb(right):
        return not is_first or _has_verb(left)
    kinds = {token.kind for token in right[1:]}
    if kinds.isdisjoint(_PARTING):
        return False
    ours, theirs = slots_in(left), slots_in(right)
    if not _has_verb(left):
        return _has_values(ours) and _has_values(theirs)
    told = [slot for slot in theirs if slot.words or not slot.has_head]
    keys = {slot.key for slot in ours}
    keys |= {OTHERWISE[key] for key in keys if key in OTHERWISE}
    is_valued = any(slot.numbers for slot in ours)
    aligned = sum(slot.key in keys or bool(slot.numbers and is_valued) for slot in told)
    return len(told) > 1 and aligned > 1


def _has_values(slots: Sequence[Slot]) -> bool:
    return len(slots) > 1 and any(slot.numbers for slot in slots)
