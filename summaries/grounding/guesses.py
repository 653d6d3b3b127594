"""Guesses: what sentences only hold possible, and a claim says is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from summaries.grounding.polarity import tokens_of
from topics.english.stems import STOPWORDS, stem

_NEAR: Final = 7
_GUESSED: Final = re.compile(
    r"\b(?:may|might|could|possibly|possible(?!\sto)|probably|perhaps|hypothesi[sz]e\w*|conjectur\w+"
    r"|speculat\w+|(?<!more\s)(?<!less\s)likely|suspect\w*|presumabl[ey]"
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
    if _GUESSING.search(claim):
        return
    said = set(map(stem, tokens_of(claim))) - STOPWORDS
    for sentence in cited:
        guess = _GUESSED.search(sentence)
        if guess is None:
            return
        behind = tokens_of(sentence[guess.end() :])[:_NEAR]
        # "Spillovers are possible."
        guessed = set(
            map(stem, behind if len(behind) > 1 else tokens_of(sentence[: guess.start()]))
        )
        if len(said & guessed) < 2:
            return
    yield "only possible"


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
