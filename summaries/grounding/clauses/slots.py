"""Slots of a clause: words that stand together, with the preposition that leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from summaries.grounding.clauses.lexicon import COMPARATIVES
from summaries.grounding.clauses.words import Kind, Token
from summaries.text.folding import word_set

SUBJECT: Final = "subject"
VERB: Final = "verb"
OBJECT: Final = "object"
CORE: Final = frozenset({SUBJECT, OBJECT})
"""Keys of what no preposition leads to."""
OTHERWISE: Final = {"with": "without", "without": "with"}
"""Prepositions that may stand against each other."""
_KEPT: Final = frozenset({VERB, "than"})
"""Slots that tell something though they have no words of their own."""
_LABELS: Final = word_set(
    "theorem lemma section table figure sample group experiment study model version phase stage"
    " type class layer level day step site task case condition arm cohort algorithm python"
    " proposition"
)
_HEADLESS: Final = word_set("that those it the")
_BEGINNING_CLAUSES: Final = word_set("when if because where once after before since until as")


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Words that stand together, with what leads to them.

    Attributes:
        key: `SUBJECT`, `VERB`, `OBJECT`, or the preposition.
        tokens: its words.
        has_head: whether it does not say "that of" or "those in" for words of another one.
        words: the stems of its telling words, and its numbers.
        names: those that are written as names, and the numbers of what is numbered: "Theorem 2".
        numbers: those that are numbers of something else.
    """

    key: str
    tokens: tuple[Token, ...]
    has_head: bool
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]

    @property
    def compares(self) -> bool:
        """Whether it has a comparative."""
        return any(token.low in COMPARATIVES for token in self.tokens)

    @property
    def only_compares(self) -> bool:
        """Whether it has nothing else that tells something."""
        told = [token for token in self.tokens if token.stem]
        return bool(told) and all(token.low in COMPARATIVES for token in told)


def slot_of(key: str, tokens: Sequence[Token], *, has_head: bool = True) -> Slot:
    """A slot with some words."""
    labels = {
        token.stem
        for before, token in pairwise(tokens)
        if token.kind is Kind.NUMBER and _is_label(before, token)
    }
    words = {token.stem for token in tokens} - {"", "not"}
    names = {token.stem for token in tokens if token.is_name and token.low not in _LABELS}
    numbers = {token.stem for token in tokens if token.kind is Kind.NUMBER}
    if key == "without" or (key == "with" and not words and not has_head):
        words.add(key)  # "with it"
    return Slot(
        key,
        tuple(tokens),
        has_head,
        frozenset(words),
        frozenset(names | labels) - {""},
        frozenset(numbers - labels),
    )


def slots_in(tokens: Sequence[Token]) -> tuple[Slot, ...]:
    """The slots of a clause, in its order."""
    found: list[tuple[str, list[Token]]] = []
    has_verb = False
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        if before is not None and before.low == "," and is_leading(tokens[: place - 1]):
            has_verb = False
        if place + 1 < len(tokens) and tokens[place + 1].kind is Kind.VERB and token.is_name:
            key = _begun_by_name(token, before, found, has_verb=has_verb)
        else:
            key = _begun(token, before, found, has_verb=has_verb)
        has_verb |= token.kind is Kind.VERB
        if key:
            found.append((key, []))
        found[-1][1].append(token)
    slots = (slot_of(key, words, has_head=_has_head(words)) for key, words in found)
    return tuple(slot for slot in slots if slot.words or slot.key in _KEPT or not slot.has_head)


def is_leading(tokens: Sequence[Token]) -> bool:
    """Whether words only lead to a clause: "On DocQA,", "Per euro spent,"."""
    if not tokens or tokens[0].kind is not Kind.PREPOSITION:
        return False
    verbs = [token for token in tokens if token.kind is Kind.VERB]
    is_bare = tokens[0].low not in _BEGINNING_CLAUSES and verbs == list(tokens[-1:])
    return not verbs or is_bare


def _has_head(words: Sequence[Token]) -> bool:
    told = [word for word in words if word.kind is not Kind.PREPOSITION]
    is_pronoun = len(told) == 1 and told[0].low in _HEADLESS
    return not is_pronoun and not any(word.low in {"one", "ones"} for word in told)


def _is_label(before: Token, number: Token) -> bool:
    """Whether a number is part of a name: "Theorem 2", but not "a sample, 41"."""
    is_short = number.stem.isdigit() and len(number.stem) < 3
    is_written_so = before.text[0].isupper() or len(number.stem) == 1
    return before.low in _LABELS and is_short and is_written_so


def _begun_by_name(
    token: Token, before: Token | None, found: list[tuple[str, list[Token]]], *, has_verb: bool
) -> str:
    """The key of the slot that a name begins which a verb follows: "On 40 tasks Lethe fails"."""
    is_behind_word = before is not None and before.kind is Kind.WORD and not before.is_name
    if found and is_behind_word and not has_verb and found[-1][0] not in {SUBJECT, VERB}:
        return SUBJECT
    return _begun(token, before, found, has_verb=has_verb)


def _begun(
    token: Token, before: Token | None, found: list[tuple[str, list[Token]]], *, has_verb: bool
) -> str:
    """The key of the slot that a word begins; empty where it goes on with the one before."""
    plain = OBJECT if has_verb else SUBJECT
    if token.kind is Kind.PREPOSITION:
        is_pair = before is not None and before.kind is Kind.PREPOSITION and before.low != "than"
        return "" if is_pair and found else token.low
    if token.kind is Kind.VERB:
        return "" if found and found[-1][0] == VERB else VERB
    if not found or before is None:
        return plain
    if found[-1][0] == VERB:
        return OBJECT
    if before.kind is Kind.STOP:
        return plain
    if token.kind is Kind.WORD or not any(word.stem for word in found[-1][1]):
        return ""
    return plain if _parts_words(token, before) else ""


def _parts_words(token: Token, before: Token) -> bool:
    """Whether a new thing begins with a word, behind words that tell something."""
    if token.kind is Kind.NUMBER:
        return before.kind is Kind.WORD and not _is_label(before, token)
    if token.low in {"one", "ones"} and before.kind is Kind.WORD and not before.is_name:
        return False  # "the northern one"
    is_article = token.kind in {Kind.DETERMINER, Kind.PRONOUN}
    return is_article and token.stem != "not" and before.kind is not Kind.JOINING
