"""Claims in Chinese: who has what, who does it to whom, what is more, what is only possible.

Held against English sentences by names, numbers, terms in brackets and listed words
(`chinese_terms.txt`), against Chinese ones by pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.comparisons import comparisons_of
from summaries.grounding.clauses.groups import groups_of
from summaries.grounding.clauses.lexicon import IRREGULAR
from summaries.grounding.clauses.orders import Act, acts_of
from summaries.grounding.clauses.pairings import crossing
from summaries.grounding.clauses.slots import SUBJECT, Slot
from summaries.grounding.clauses.units import Unit
from summaries.grounding.shared_words import places_of_terms
from summaries.text.chinese_numbers import in_digits
from summaries.text.folding import folded, word_set
from topics.english.stems import stem

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_PIECES: Final = re.compile(r"[，；。：,;]|而(?!且)|但是?|然而|相比之下")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*|\d+(?:\.\d+)?%?")
_DENYING: Final = re.compile("[不没無无未非]|并非")
_NO_DENIAL: Final = re.compile("不仅|不同|不断|无论|非常|不少|不确定|无人|无线|非线性|无监督")
_UNDERGOING: Final = re.compile("[被由受让把将对使]|得到")
_THAN: Final = re.compile(
    "比(?!例|较|如|率|值|特|赛)|高于|低于|优于|快于|慢于|强于|弱于|多于|少于|大于|小于|不如"
)
_PLUS: Final = re.compile("[高快多大好强准优长早]")
_MINUS: Final = re.compile("[低慢少小差弱短晚劣]|不如")
_LESS: Final = word_set("less fewer lower worse slower smaller weaker shorter later poorer cheaper")
_GUESSED: Final = re.compile("可能|或许|也许|似乎|推测|猜测|猜想|大概|有望|疑似|不能排除|不排除")
_MOSTLY: Final = 0.5


def strange_in_chinese(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What of a claim in Chinese its sentences say of something else, in a few words.

    Args:
        claim: in Chinese.
        cited: sentences in English or Chinese.
    """
    text = folded(in_digits(claim))
    for sentence in cited:
        if _CHINESE.search(sentence):
            yield from _of_the_other_piece(text, folded(in_digits(sentence)))
            continue
        yield from _mispaired(text, sentence)
        yield from _exchanged(text, acts_of(sentence))
        if _is_turned(text, sentence):
            yield "which is more, and than which"


def turned_in_chinese(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """What a claim says the opposite of, or takes for certain, where its sentences are Chinese."""
    for piece in _pieces_of(folded(in_digits(claim))):
        given = [_likest(piece, sentence) for sentence in cited if _CHINESE.search(sentence)]
        told = [other for other in given if other]
        if told and all(_denies(other) != _denies(piece) for other in told):
            yield "what the sentences deny or affirm"
        if told and not _GUESSED.search(piece) and all(map(_GUESSED.search, told)):
            yield "only possible"


def _mispaired(claim: str, sentence: str) -> Iterator[str]:
    """Of two that a sentence sets against each other, what a piece of a claim gives the other."""
    for group in groups_of(sentence):
        told = frozenset(
            word for column in group.columns for filler in column.fillers for word in filler or ()
        )
        for piece in _pieces_of(claim):
            words = _words_in(piece, told)
            slot = Slot(SUBJECT, (), True, words, frozenset(), frozenset(filter(_is_number, words)))
            is_denied = _denies(piece)
            is_enough = len(words) > 1 or (words and any(group.denials))
            found = crossing(Unit((slot,), is_denied), group) if is_enough else None
            if found:
                yield " with ".join(sorted(found))
                return


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _words_in(piece: str, told: frozenset[str]) -> frozenset[str]:
    """Which of some English stems a piece has; of a word that may stand for several, none."""
    found = set(map(_root, _LATIN.findall(piece))) & told
    for english, _ in places_of_terms(piece):
        meant = english & told
        if len(meant) == 1:
            found |= meant
    return frozenset(found)


def _root(word: str) -> str:
    return IRREGULAR.get(word.lower()) or stem(word.lower())


def _exchanged(claim: str, acts: Sequence[Act]) -> Iterator[str]:
    """Who does what to whom, turned: what is done to stands first, and nothing says "by"."""
    for piece in _pieces_of(claim):
        if _UNDERGOING.search(piece):
            continue
        for act in acts:
            doer, verb, done = (
                _place_of(piece, words)
                for words in (act.subject, frozenset({act.verb}), act.object)
            )
            if -1 < done < verb < doer:
                yield f"who {act.verb}"
                return


def _place_of(piece: str, words: frozenset[str]) -> int:
    """Where a piece first speaks of some English words; -1 where it does not."""
    places = [m.start() for m in _LATIN.finditer(piece) if _root(m[0]) in words]
    places += [place for english, place in places_of_terms(piece) if english & words]
    return min(places, default=-1)


def _is_turned(claim: str, sentence: str) -> bool:
    """Whether of two that are compared a claim says that the other one is more."""
    given = comparisons_of(sentence)
    than = _THAN.search(claim)
    if len(given) != 1 or than is None:
        return False
    above, below = given[0].above - given[0].below, given[0].below - given[0].above
    before, behind = claim[: than.start()], claim[than.end() :]
    told = [_words_in(side, above | below) for side in (before, behind)]
    is_straight = bool(told[0] & above and told[1] & below)
    is_crossed = bool(told[0] & below and told[1] & above)
    rest = claim[than.start() :]
    is_less, is_more = _MINUS.search(rest) is not None, _PLUS.search(rest) is not None
    if is_straight == is_crossed or is_less == is_more:
        return False
    was_less = not _LESS.isdisjoint(given[0].how)
    return (is_less == was_less) == is_crossed


@lru_cache(maxsize=1_000)
def _pieces_of(text: str) -> tuple[str, ...]:
    return tuple(piece for piece in _PIECES.split(text) if piece.strip())


def _denies(piece: str) -> bool:
    return _DENYING.search(_NO_DENIAL.sub("", piece)) is not None


def _pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters, Latin words and numbers."""
    plain = re.sub(r"[^\u4e00-\u9fff]", " ", text)
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1) if " " not in plain[at : at + 2]}
    return frozenset(pairs | {word.lower() for word in _LATIN.findall(text)})


def _likest(piece: str, sentence: str) -> str:
    """The piece of a Chinese sentence that says most of what a claim's does; empty if little."""
    told = _pairs(_DENYING.sub("", _GUESSED.sub("", piece)))
    best = max(
        _pieces_of(folded(in_digits(sentence))), key=lambda one: len(told & _pairs(one)), default=""
    )
    return best if told and len(told & _pairs(best)) > _MOSTLY * len(told) else ""


def _of_the_other_piece(claim: str, sentence: str) -> Iterator[str]:
    """A number of one piece of a Chinese sentence with the words of another."""
    pieces = [_pairs(piece) for piece in _pieces_of(sentence)]
    for said in map(_pairs, _pieces_of(claim)):
        for own in pieces:
            numbers = {word for word in said & own if _is_number(word)}
            for other in pieces:
                theirs = {word for word in said & (other - own) if not _is_number(word)}
                mine = {word for word in said & (own - other) if not _is_number(word)}
                is_of_both = len(said & (own | other)) > _MOSTLY * len(said)
                if numbers - other and theirs and not mine and is_of_both:
                    yield f"{min(numbers)} with {min(theirs)}"
                    return
