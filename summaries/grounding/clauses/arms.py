"""Arms: the parts of a sentence that are set against each other, and those of a claim.

"Firms buy after prices fell, while funds buy after prices rose" has two. They are taken apart by
the words between them, so that little needs to be known of what is a verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from summaries.grounding.clauses.lexicon import COMPARED
from summaries.grounding.clauses.words import Kind, Token, tagged
from summaries.text.folding import word_set

_HARD: Final = word_set("while whereas but although though versus vs")
_COMPARING: Final = word_set(
    "than against compared versus ahead both unlike rather instead respectively neither either"
    " difference differ as except"
)
_NEW: Final = word_set("new novel first")
_PLACING: Final = word_set("before after above below with without within outside inside during")


@dataclass(frozen=True, slots=True)
class Arm:
    """What one part of a sentence has; a word of it is "after costs", too."""

    tokens: tuple[Token, ...]
    words: frozenset[str]
    numbers: frozenset[str]
    is_denied: bool


def told_in(arm: Arm) -> tuple[frozenset[str], frozenset[str]]:
    """What a part is about, and what it tells of that; nothing if it has no verb."""
    tokens = without_leading(arm.tokens)
    verbs = [place for place, token in enumerate(tokens) if token.kind is Kind.VERB]
    if not verbs:
        return frozenset(), frozenset()
    subject, rest = tokens[: verbs[0]], tokens[verbs[0] :]
    sides = [frozenset(token.stem for token in side) - {"", "not"} for side in (subject, rest)]
    return sides[0], sides[1]


def subject_of(arm: Arm) -> frozenset[str]:
    """What a part is about; nothing if it has no verb."""
    return told_in(arm)[0]


def names_alone(arm: Arm) -> bool:
    """Whether a part names what is told of, and tells nothing: "a new method for trees"."""
    first = [token.low for token in arm.tokens[:3]]
    is_open = first[0] in {"a", "an"} and first[-1] in {"to", "for"}
    return is_open or bool(_NEW.intersection(first)) or first[0].endswith("ing") or first[0] == "to"


def without_leading(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A part without what holds for all of the sentence: "On the test set,"."""
    if not tokens or tokens[0].kind is not Kind.PREPOSITION:
        return tokens
    stop = next((place for place, token in enumerate(tokens) if token.low == ","), -1)
    is_led = not any(token.kind is Kind.VERB for token in tokens[: stop + 1])
    return tokens[stop + 1 :] if is_led else tokens


def words_of(text: str) -> frozenset[str]:
    """The stems of the telling words of a text, and its numbers."""
    return frozenset(token.stem for token in tagged(text)) - {"", "not"}


@lru_cache(maxsize=2_000)
def set_against(sentence: str) -> tuple[Arm, ...]:
    """The arms of a sentence between which "while", "but" or a semicolon stands, or ", and"."""
    found: list[list[Token]] = [[]]
    tokens = tagged(sentence)
    for place, token in enumerate(tokens):
        before = tokens[place - 1].low if place else ""
        is_of = place + 1 < len(tokens) and tokens[place + 1].low in {"which", "whom", "whose"}
        is_relative = token.low in {"which", "whom"} and _begins_subject(tokens, place + 1)
        if (
            token.low in _HARD
            or token.low == ";"
            or (before == "," and (is_relative or (token.kind is Kind.PREPOSITION and is_of)))
            or (token.low == "," and _begins_alike(tokens, place))
            or (token.low == "and" and (before == "," or _begins_clause(tokens, place)))
        ):
            found.append([])
        else:
            found[-1].append(token)
    return tuple(_arm(one) for one in found if one)


def _is_verb_at(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind is Kind.VERB


def _begins_subject(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind in {Kind.WORD, Kind.DETERMINER}


def _begins_alike(tokens: Sequence[Token], place: int) -> bool:
    """Whether behind a comma the same is told of another: ", those between", ", boys the other"."""
    behind = tokens[place + 1 :]
    if len(behind) < 3 or not any(token.kind is Kind.VERB for token in tokens[:place]):
        return False
    if behind[0].low in {"that", "those"}:
        return behind[1].kind is Kind.PREPOSITION
    if behind[0].kind is not Kind.WORD:
        return False
    for one, other in pairwise(behind):
        if other.kind in {Kind.STOP, Kind.PREPOSITION, Kind.JOINING, Kind.NUMBER}:
            return False
        if other.kind is Kind.DETERMINER:
            return one.kind in {Kind.WORD, Kind.VERB}
    return False


def _begins_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether behind an "and" somebody new does something: "and the rest has none"."""
    behind = tokens[place + 1 : place + 6]
    if not any(token.kind is Kind.VERB for token in tokens[:place]):
        return False
    if not behind or not (behind[0].kind is Kind.DETERMINER or behind[0].is_name):
        return False
    for token in behind[1:]:
        if token.kind is Kind.VERB:
            return True
        if token.kind is not Kind.WORD:
            return False
    return False


@lru_cache(maxsize=2_000)
def numbered(sentence: str) -> tuple[frozenset[str], tuple[Arm, ...]]:
    """The parts of a sentence that have a number each, and the words of those before the first."""
    pieces: list[list[Token]] = [[]]
    for token in tagged(sentence):
        if token.low in _HARD | {",", ";", "and", "or", ":"}:
            pieces.append([])
        else:
            pieces[-1].append(token)
    arms: list[Arm] = []
    common: set[str] = set()
    bare: list[Token] = []
    for one in pieces:
        arm = _arm([*bare, *one])
        bare = []
        if not arm.numbers:
            common |= arm.words
        elif not any(t.stem and t.kind is Kind.WORD for t in arm.tokens) and arms:
            bare = list(arm.tokens)
        else:
            arms.append(arm)
    return frozenset(common), tuple(arms)


def _arm(tokens: Sequence[Token]) -> Arm:
    placed = {
        f"{one.low} {other.stem}"
        for one, other in pairwise(t for t in tokens if t.kind is not Kind.DETERMINER)
        if one.low in _PLACING and other.stem
    }
    words = {t.stem for t in tokens if t.kind is not Kind.NUMBER} - {"", "not", *COMPARED}
    numbers = {t.stem for t in tokens if t.kind is Kind.NUMBER}
    denied = any(token.stem == "not" for token in tokens)
    return Arm(tuple(tokens), frozenset(words | placed | numbers), frozenset(numbers), denied)


@lru_cache(maxsize=500)
def pieces_of(claim: str) -> tuple[Arm, ...]:
    """The parts of a claim that each tell one thing, but for those that compare."""
    found: list[list[Token]] = [[]]
    tokens = tagged(claim)
    for place, token in enumerate(tokens):
        is_led = (
            bool(found[-1])
            and (found[-1][0].kind is Kind.PREPOSITION or found[-1][0].low.endswith(("ed", "ing")))
            and not any(t.low == "," for t in found[-1])
        )
        is_next = token.low == "and" and (
            _begins_clause(tokens, place) or _is_verb_at(tokens, place + 1)
        )
        if token.low in _HARD | {";", ":"} or (token.low == "," and not is_led) or is_next:
            found.append([])
        else:
            found[-1].append(token)
    return tuple(_arm(one) for one in found if one and not any(t.low in _COMPARING for t in one))
