"""Guesses: what sentences only hold possible, and a claim says is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from summaries.grounding.clauses.groups import filled_units
from summaries.grounding.clauses.units import Unit, units_of
from summaries.grounding.denying.absences import tokens_of
from topics.english.stems import stem

_GUESSED: Final = re.compile(
    r"\b(?:may|might|could(?!\snot)|possibly|possible(?!\sto)|probably|perhaps|hypothesi[sz]e\w*|conjectur\w+"
    r"|speculat\w+|(?<!more\s)(?<!less\s)likely|suspect\w*|presumabl[ey]|apparently|seem(?:s|ed)?"
    r"|appear(?:s|ed)?\sto|(?:is|are|was|were)\s(?:believed|thought|expected|assumed|presumed)\sto|we\s(?:believe|assume|expect)|potentially|plausibl[ey]"
    r"|(?:can(?:no|')?t|not)\s(?:be\s)?(?:rule[sd]?|exclude\w*)(?:\sout)?)\b",
    re.IGNORECASE,
)
_GUESSING: Final = re.compile(
    r"\b(?:may|might|can|could|would|should|possib\w+|perhaps|probabl[ey]|potential\w*|likely|seem\w*|appear\w*"
    r"|suggest\w*|suspect\w*|presum\w+|indicat\w+|hint\w*|hypothes\w+|conjectur\w+|speculat\w+|propos\w+|whether|if|aim\w*"
    r"|expect\w*|think|thought|believ\w+|assum\w+|plausib\w+|candidate\w*|consider\w*|allow\w*"
    r"|enabl\w+|discuss\w*|explor\w+|investigat\w+|stud(?:y|ies)|how|argue\w*|not)\b",
    re.IGNORECASE,
)


def taken_for_certain(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What each of the sentences cited only holds possible, and a claim says is so."""
    guesses = [(sentence, _GUESSED.search(sentence)) for sentence in cited]
    if not any(guess for _, guess in guesses):
        return
    for unit in units_of(claim):
        told = f"{_text(unit)} not" if unit.is_denied else _text(unit)
        of_guesses = [
            _is_guessed(unit, sentence) and not _is_held_open(told, sentence)
            for sentence, guess in guesses
            if guess is not None or _shared(unit, sentence) > 1
        ]
        if of_guesses and all(of_guesses):
            yield "only possible"
            return


_RULED_OUT: Final = re.compile(r"\b(?:rule[sd]?|exclude[sd]?)\b", re.IGNORECASE)


def _shared(unit: Unit, sentence: str) -> int:
    return max((len(unit.words & other.words) for other in filled_units(sentence)), default=0)


def _is_guessed(unit: Unit, sentence: str) -> bool:
    """Whether the unit of a sentence that tells most of what a claim's tells only guesses it."""
    given = filled_units(sentence)
    certain = frozenset[str]().union(*(other.words for other in given if not _guesses(other)))
    if any(len((unit.words & other.words) - certain) > 1 for other in given if _guesses(other)):
        return True
    most = _shared(unit, sentence)
    if most < 2 or 2 * most < len(unit.words):
        return False
    return all(_guesses(other) for other in given if len(unit.words & other.words) == most)


def _guesses(unit: Unit) -> bool:
    told = _text(unit)
    is_open = unit.is_denied and _RULED_OUT.search(told) is not None
    return is_open or _GUESSED.search(told) is not None


def _text(unit: Unit) -> str:
    """The words of a unit but for "not", which is no part of any."""
    return " ".join(token.text for slot in unit.slots for token in slot.tokens)


def _is_held_open(told: str, sentence: str) -> bool:
    """Whether a claim guesses, too; "can" is no guess if the sentence guesses that it can."""
    hedges = {found[0].lower() for found in _GUESSING.finditer(told)}
    plain = {word.lower() for word in _WORD.findall(_GUESSED.sub(" ", sentence))}
    return bool(hedges - (plain & _ABLE))


_ABLE: Final = frozenset({"can", "not"})
_WORD: Final = re.compile(r"[^\W_]+")


_GUESSING_IN_CHINESE: Final = re.compile(
    "可能|或许|也许|或可|猜|假设|推测|推断|认为|有望|似乎|潜在|是否|若|如果|暗示|提示|表明|不|未|能|会"
)
_LATIN: Final = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_NEAR_IN_CHINESE: Final = 12


def taken_for_certain_in_chinese(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """The same of a claim in Chinese, by the English terms that it has in brackets."""
    said = {stem(word.lower()) for word in _LATIN.findall(claim)}
    if not said or _GUESSING_IN_CHINESE.search(claim):
        return
    for sentence in cited:
        guess = _GUESSED.search(sentence)
        if guess is None:
            return
        guessed = set(map(stem, tokens_of(sentence[guess.end() :])[:_NEAR_IN_CHINESE]))
        if 2 * len(said & guessed) <= len(said):
            return
    yield "only possible"
