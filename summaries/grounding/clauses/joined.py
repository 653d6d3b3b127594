"""Several sentences: what one says of its own subject, told of the subject of another.

"Readout errors are corrected" and "the estimate is biased" do not make readout errors biased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from summaries.grounding.clauses.arms import names_alone, pieces_of, subject_of
from summaries.grounding.clauses.groups import all_words, filled_units
from summaries.grounding.clauses.orders import MILD, acts_of
from summaries.grounding.clauses.slots import OBJECT, SUBJECT, VERB, Slot
from summaries.grounding.clauses.units import Unit, units_of
from summaries.grounding.clauses.words import Kind
from summaries.text.folding import word_set
from topics.english.stems import content, tokens

_MOSTLY: Final = 0.6
_FEWEST: Final = 2
_ANYBODYS: Final = frozenset(
    content(
        tokens(
            "participant patient subject user people result experiment gain improvement method"
            " model approach paper study effect change difference use number value rate system work"
            " more analysis both two sensor device tool instrument"
        )
    )
) | {"more", "less", "fewer", "most", "least"}
"""Of whom is told whatever a sentence is about."""
_BACKWARDS: Final = word_set("it its this these they their such here we our us he she another")
_SETTINGS: Final = frozenset({"on", "in", "for", "at", "of", "among", "with", "under", "from"})
_REPORTING: Final = frozenset(
    content(tokens("show reveal find report indicate confirm demonstrate suggest predict prove"))
)
_INTRODUCED: Final = re.compile(
    r"\b(?:propos|introduc|present|develop|design|describ|build|built|call|nam|defin|consider)\w*\b",
    re.IGNORECASE,
)


def told_of_another(claim: str, cited: Sequence[str], paper: Sequence[str]) -> Iterator[str]:
    """What a claim puts in the place of what the sentence that tells the rest has there.

    Args:
        claim: its text.
        cited: the sentences that it cites.
        paper: all of them.
    """
    found = _put_together(claim, cited, paper) or _done_by_us(claim, cited, paper)
    if found:
        yield " ".join(sorted(found))
        return
    for unit in units_of(claim):
        for sentence in cited:
            others = [other for other in cited if other is not sentence]
            strange = _strange_subject(unit, sentence, others, paper)
            strange = strange or _strange_setting(unit, sentence, others, paper)
            if strange:
                yield " ".join(sorted(strange))
                return


_FEWEST_TELLING: Final = 4
_MOST_NEW: Final = 1


def _put_together(claim: str, cited: Sequence[str], paper: Sequence[str]) -> frozenset[str]:
    """Words of two sentences that have nothing of a claim in common, told as one thing.

    It says little more than those words. Where a sentence is about what another has told, or a
    claim about what is the paper's own, both may well be of one thing.
    """
    if len(cited) < 2:
        return frozenset()
    own = frozenset[str]().union(
        *(names_in(one) for one in paper if "we" in all_words(one) and _INTRODUCED.search(one))
    )
    plain = [sentence for sentence in cited if not is_begun_before(sentence)]
    known = frozenset[str]().union(*map(all_words, cited))
    for piece in pieces_of(claim):
        told = frozenset(word for word in piece.words if " " not in word) - _ANYBODYS
        if names_alone(piece) or told & own:
            continue
        if len(told) < _FEWEST_TELLING or len(told - known) > _MOST_NEW:
            continue
        for one, other in combinations(plain, 2):
            sides = sorted((told & all_words(one), told & all_words(other)), key=len)
            is_all = sum(map(len, sides)) + _MOST_NEW >= len(told)
            if not is_all or sides[0] & sides[1] or not sides[0]:
                continue
            if len(sides[0]) >= _FEWEST or sides[0] <= subject_of(piece):
                return sides[0]
    return frozenset()


def _done_by_us(claim: str, cited: Sequence[str], paper: Sequence[str]) -> frozenset[str]:
    """Who does in a claim what a sentence says that "we" did, and is told of in others alone."""
    for said in acts_of(claim):
        strange = said.subject - _ANYBODYS - {"we"}
        if not strange or said.verb in _REPORTING_MILDLY:
            continue
        for sentence in cited:
            same = [act for act in acts_of(sentence) if act.verb == said.verb]
            is_ours = any(act.subject == {"we"} and said.object & act.object for act in same)
            is_theirs = any(act.subject != {"we"} for act in same)
            others = (other for other in paper if other != sentence)
            is_told = is_ours and not is_theirs and not strange & all_words(sentence)
            if is_told and any(strange <= all_words(other) for other in others):
                return frozenset() if strange & _names_of_ours(paper) else strange
    return frozenset()


def _names_of_ours(paper: Sequence[str]) -> frozenset[str]:
    """The names of sentences that tell what "we" did, but for those that compare."""
    ours = (one for one in paper if "we" in all_words(one) and not _COMPARED.search(one))
    return frozenset[str]().union(*map(names_in, ours))


_REPORTING_MILDLY: Final = _REPORTING | MILD
_COMPARED: Final = re.compile(r"\bthan\b|\bcompare", re.IGNORECASE)


def names_in(sentence: str) -> frozenset[str]:
    """The stems of the names of a sentence."""
    return frozenset(
        token.stem
        for unit in units_of(sentence)
        for slot in unit.slots
        for token in slot.tokens
        if token.is_name
    )


def _strange_subject(
    said: Unit, sentence: str, others: Sequence[str], paper: Sequence[str]
) -> frozenset[str] | None:
    """A claim's subject that the sentence does not have which tells what is said of it."""
    subject = said.first(SUBJECT)
    if subject is None or not said.has_verb or is_begun_before(sentence):
        return None
    strange = (subject.names or subject.words) - _ANYBODYS
    if not strange or "we" in strange or strange & all_words(sentence):
        return None
    elsewhere = frozenset[str]().union(*map(all_words, others))
    if not _is_of_others(strange, subject, others, paper):
        return None
    is_ours = any("we" in all_words(other) and strange & all_words(other) for other in others)
    if said.verbs & _REPORTING and is_ours and not _has_that(said):
        return None  # "tree rings show reduced growth", of which we took them
    told = said.words - subject.words - _ANYBODYS
    for unit in filled_units(sentence):
        here = told & unit.words
        only_here = here - elsewhere
        is_valued = bool(others and said.numbers & unit.numbers - elsewhere)
        is_most = len(only_here) >= _FEWEST and len(here) >= _MOSTLY * len(told)
        is_theirs = any(len(told & all_words(other)) >= len(here) for other in others)
        if not is_valued and (is_theirs or not is_most):
            continue
        if _is_subject_of(said, unit) and not (
            others and _acts_on(said, unit, strange, others, paper)
        ):
            continue
        if not any(_stand_together(strange, unit.subject, other) for other in paper):
            return strange
    return None


def _is_subject_of(said: Unit, unit: Unit) -> bool:
    """Whether a claim's unit has the subject of a unit, too, or that has none of its own."""
    whose = unit.subject - _ANYBODYS
    is_named = any(one.names & said.subject for one in unit.slots if one.words <= unit.subject)
    return not whose or is_named or 2 * len(whose & (said.words - said.verbs)) > len(whose)


def _acts_on(
    said: Unit,
    unit: Unit,
    strange: frozenset[str],
    others: Sequence[str],
    paper: Sequence[str],
) -> bool:
    """Whether a claim has something do, or show, what a unit tells of its own subject alone."""
    if any(
        "we" in all_words(o) and _INTRODUCED.search(o) and strange & all_words(o) for o in paper
    ):
        return False  # the paper's own
    done_to = frozenset[str]().union(*(one.words for one in said.slots if one.key == OBJECT))
    if any(strange & all_words(o) and done_to & unit.subject <= all_words(o) for o in others):
        return False  # which tells of both
    is_happening = unit.has_verb and not any(
        one.key == OBJECT and not one.numbers for one in unit.slots
    )
    is_same_verb = (is_happening or bool(said.verbs & unit.verbs)) and bool(done_to & unit.subject)
    shows = said.first(VERB)
    return is_same_verb or (
        shows is not None and bool(shows.words & _REPORTING) and _has_that(said)
    )


def _has_that(unit: Unit) -> bool:
    return any(token.low == "that" for slot in unit.slots for token in slot.tokens)


def _strange_setting(
    said: Unit, sentence: str, others: Sequence[str], paper: Sequence[str]
) -> frozenset[str] | None:
    """Where or of whom a claim tells what a sentence tells of elsewhere or another."""
    if is_begun_before(sentence):
        return None
    for slot in said.slots:
        strange = slot.names - _ANYBODYS
        if slot.key not in _SETTINGS or not strange or slot.numbers:
            continue
        if strange & all_words(sentence) or not _is_of_others(strange, slot, others, paper):
            continue
        rest = said.words - slot.words - _ANYBODYS
        for unit in filled_units(sentence):
            here = rest & unit.words
            if len(here) < _FEWEST or len(here) < _MOSTLY * len(rest):
                continue
            instead = _settings(unit, slot)
            is_other = instead and not any(one.words & said.words for one in instead)
            if is_other and not any(
                _stand_together(strange, one.words, other) for other in paper for one in instead
            ):
                return strange
    return None


def _settings(unit: Unit, slot: Slot) -> list[Slot]:
    """What a unit has in a setting's place: with the same preposition, or names for names."""
    return [
        one
        for one in unit.slots
        if one.words
        and not one.numbers
        and (one.key == slot.key or (one.key in _SETTINGS and one.names and slot.names))
    ]


def _is_of_others(
    strange: frozenset[str], slot: Slot, others: Sequence[str], paper: Sequence[str]
) -> bool:
    """Whether words are of another sentence that is cited, or names of another of the paper."""
    if others:
        return any(strange & all_words(other) for other in others)
    return any(strange <= all_words(other) for other in paper)


def _stand_together(one: frozenset[str], other: frozenset[str], sentence: str) -> bool:
    """Whether a sentence tells that one is the other, or brings in both."""
    words = all_words(sentence)
    if not one & words or 2 * len(other & words) < len(other):
        return False
    return _INTRODUCED.search(sentence) is not None or any(
        _is_defining(unit) and unit.words & one and unit.words & other
        for unit in units_of(sentence)
    )


def _is_defining(unit: Unit) -> bool:
    """Whether a unit says what something is: "OctoGrip is a hand", "OctoGrip, a hand,"."""
    is_told = unit.has_verb and not unit.verbs and unit.first(OBJECT) is not None
    return unit.is_apposed or is_told


def is_begun_before(sentence: str) -> bool:
    """Whether a sentence is about "us", or about something told before it: "it", "the method"."""
    if "we" in all_words(sentence):
        return True
    first = units_of(sentence)[:1]
    tokens_of = [token for unit in first for slot in unit.slots for token in slot.tokens]
    subject = first[0].first(SUBJECT) if first else None
    is_open = subject is not None and (
        subject.tokens[0].kind is Kind.PRONOUN or subject.tokens[0].low in _BACKWARDS
    )
    return not tokens_of or is_open
