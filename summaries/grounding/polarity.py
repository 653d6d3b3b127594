"""Polarity: whether a claim affirms what its sentences deny, or denies what they affirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from summaries.grounding.clauses.comparisons import is_turned_rightly
from summaries.grounding.clauses.groups import groups_of, is_of_the_other
from summaries.grounding.denying.absences import STOPS, is_gone_near, is_unlike_them, tokens_of
from summaries.grounding.denying.denials import GOVERNORS, SOFT_DENIALS, denies, has_soft, is_denial
from summaries.grounding.denying.elsewhere import NEGATORS, SOFT
from summaries.grounding.opposites import bare_form, is_prefixed, opposed
from summaries.grounding.subjects import is_said_of_the_other
from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_CONNECTIVES: Final = word_set("although despite however but unlike")
"""Soft denials that deny nothing of what a claim itself says."""
_WIDE: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
"""Scripts in which sentences are not compared with words of English."""
_REACH: Final = 5
_NEAR: Final = 7
_CLOSE: Final = 3
_SHORT: Final = 3

_BEHIND_SHORT_DENIALS: Final = word_set(
    "that those the in on for with against at under by after before among so its their of when"
)
_DENIED_NEXT: Final = word_set("that those the so its their")
"""Behind "not", what leads to the thing that is denied itself: "but not its variant"."""
_SIGNS: Final = word_set("evidence sign signs indication indications proof trace traces hint")
"""Of what is denied after them: "no evidence that workers moved"."""


def turned(claim: str, cited: Sequence[str], language: str = "en") -> Iterator[str]:
    """What of a claim says the opposite of the sentences that it cites, in a few words.

    English claims are compared word by word: denials with what they deny, and pairs of
    opposites. Of claims in other languages it is only asked whether they deny anything while
    no sentence cited does; of Chinese ones also whether they deny nothing while each does.
    """
    if language != "en":
        cited = [sentence for sentence in cited if not _WIDE.search(sentence)]
        negator = NEGATORS.get(language)
        found = re.search(negator, folded(claim).casefold()) if negator else None
        if found and cited and not any(has_soft(tokens_of(sentence)) for sentence in cited):
            yield found[0]
        soft = SOFT.get(language)
        is_of_one = any(any(group.denials) for text in cited for group in groups_of(text))
        is_denied = cited and all(map(_denies_throughout, cited)) and not is_of_one
        if soft and is_denied and not re.search(soft, claim):
            yield "what the sentences deny"
        return
    said = tokens_of(claim)
    sources = [tokens_of(sentence) for sentence in cited]
    if not is_unlike_them(said, sources):
        yield from _denied(said, sources)
    yield from _affirmed(said, sources)
    said_as_one = said
    if any(
        f"un{match[1].lower()}" in words for match in _NOT_DONE.finditer(claim) for words in sources
    ):
        said_as_one = tokens_of(_NOT_DONE.sub(r"un\1", claim))  # "that is not modelled"
    if any(opposed(said_as_one, [word for words in sources for word in words])):
        # "B is slower than A" may be told of A, which is faster.
        alike = [sentence for sentence in cited if not _is_told_of_another(claim, sentence)]
        given = [word for words in map(tokens_of, alike) for word in words]
        yield from opposed(said_as_one, given)


_NOT_DONE: Final = re.compile(r"\bnot\s(\w{4,}ed)\b")


def _is_told_of_another(claim: str, sentence: str) -> bool:
    return (
        is_turned_rightly(claim, sentence)
        or is_said_of_the_other(claim, sentence)
        or is_of_the_other(claim, sentence)
    )


_ARMS: Final = re.compile(r";|\b(?:while|whereas|but|although|though)\b", re.IGNORECASE)


def _denies_throughout(sentence: str) -> bool:
    """Whether each part of a sentence denies something: not "A lasts, while B fails"."""
    return all(map(denies, _ARMS.split(sentence)))


def _scope(words: Sequence[str], place: int, reach: int = _REACH) -> list[str]:
    """The stems of the words that a denial bears on: those after it, up to a stop."""
    found: list[str] = []
    for word in words[place + 1 :]:
        if word in STOPS or word == "but" or len(found) == reach:
            break
        if word not in STOPWORDS:
            found.append(stem(word))
    return found


def _around(words: Sequence[str], *, but: frozenset[str] = frozenset()) -> set[str]:
    """The stems that stand near a denial, soft ones included, but for some words."""
    near: set[str] = set()
    for place, word in enumerate(words):
        if (word in SOFT_DENIALS and word not in but) or is_prefixed(word):
            reached = words[max(0, place - 4) : place + 1 + _NEAR + 3]
            near.update(stem(other) for other in reached if other not in STOPWORDS)
            if is_prefixed(word):
                near.add(stem(word[2:]))
    return near


def _denied(said: Sequence[str], sources: Sequence[Sequence[str]]) -> Iterator[str]:
    """What a claim denies and its sentences do not."""
    near = set[str]().union(*(_around(words) for words in sources))
    for place in range(len(said)):
        if not is_denial(said, place) or _is_told_as_few(said[place], sources):
            continue
        told = " ".join(said[place : place + 4])
        if any(is_gone_near(said, words) for words in sources):
            continue
        spoken = _spoken(_denied_next(said, place), sources)
        if spoken:
            if any(_denies_elsewhere(words, said[place]) for words, _ in spoken):
                continue
            is_none = said[place] == "no"
            behind = set(_scope(said, place, 3)[1:])
            if not any(
                _is_denied_at(words, at)
                or (is_none and _is_denied_behind(words, at))
                or behind & _denied_behind(words, at)
                for words, at in spoken
            ):
                yield told
            continue
        scope = set(_scope(said, place, 3))
        has_denial = near & scope if scope else near or any(map(has_soft, sources))
        if scope and not has_denial and not any(scope & set(map(stem, w)) for w in sources):
            # In other words: "was not restored" for "had not recovered"
            told_of = {stem(w) for w in said if w not in STOPWORDS and w.isalnum()} - scope
            has_denial = len(near & told_of) > 1 and any(_denies_any(words) for words in sources)
        if not has_denial:
            yield told


def _denies_any(words: Sequence[str]) -> bool:
    return any(is_denial(words, place) for place in range(len(words)))


def _is_told_as_few(denial: str, sources: Sequence[Sequence[str]]) -> bool:
    """Whether what a claim says to be rare is rare in its sentences, too."""
    return denial in _RARELY and any(not _RARE.isdisjoint(words) for words in sources)


_RARELY: Final = word_set("rarely seldom hardly scarcely barely")
_RARE: Final = word_set("few fewer rare rarely seldom infrequent occasional occasionally little")
_STANDING_FOR: Final = word_set("one it them")


def _denies_elsewhere(words: Sequence[str], denial: str) -> bool:
    """Whether a sentence denies something that stands before: "A did, while B did not".

    Of whom it denies that, `clauses.pairings` knows.
    """
    if denial in {"neither", "nor", "none", "nothing"} and denial in words:
        return True
    if denial[:4] in {"fail", "lack"} and any(word[:4] == denial[:4] for word in words):
        return True
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else "."
        if word in {"unlike", "contrary"} or (word == "contrast" and following == "to"):
            return True
        if word == "without" and following in _STANDING_FOR:
            return True
        is_short = following in STOPS or following in _BEHIND_SHORT_DENIALS
        rest = words[place + 1 :]
        is_last = all(one in STOPS or one in {"do", "does", "did"} for one in rest)
        if word in {"not", "never"} and place and (is_short or is_last):
            return True
    return False


def _spoken(
    wanted: Sequence[str], sources: Sequence[Sequence[str]]
) -> list[tuple[Sequence[str], int]]:
    """Where the sentences have a word."""
    return [
        (words, at)
        for words in sources
        for at, word in enumerate(words)
        if wanted and bare_form(word) == wanted[0]
    ]


def _is_denied_at(words: Sequence[str], at: int) -> bool:
    """Whether a word stands under a denial shortly before it."""
    if "no" in words[max(0, at - 2 * _REACH) : at]:
        behind = list(words[max(0, at - 2 * _REACH) : at])
        if STOPS.isdisjoint(behind[len(behind) - behind[::-1].index("no") :]):
            return True  # "no algorithm of sublinear memory is better"
    first = max(0, at - _REACH)
    for place in range(at - 1, first - 1, -1):
        if words[place] in STOPS:
            return False
        if is_denial(words, place) or words[place] in {"rather", "instead"}:
            return True
        if words[place] in GOVERNORS and at - place <= _CLOSE:
            return True
    return False


def _is_denied_behind(words: Sequence[str], at: int) -> bool:
    """Whether what is said of a word is denied: "dendrites form elsewhere but were never seen"."""
    reached = words[at : at + 2 * _REACH]
    return any(is_denial(reached, place) for place in range(len(reached)))


def _denied_behind(words: Sequence[str], at: int) -> set[str]:
    """What is denied of a word: "the difference is not significant"."""
    reached = words[at : at + 2 * _REACH]
    return {
        word
        for place in range(len(reached))
        if is_denial(reached, place)
        for word in _scope(reached, place)
    }


def _affirmed(said: Sequence[str], sources: Sequence[Sequence[str]]) -> Iterator[str]:
    """What all the sentences that speak of it deny, and a claim affirms of the same thing."""
    denied: Counter[str] = Counter()
    things: dict[str, set[str]] = {}
    spoken: Counter[str] = Counter()
    for words in sources:
        spoken.update(map(bare_form, words))
        for place in range(len(words)):
            is_of_whom = (
                words[place] == "not"
                and words[place + 1 : place + 2]
                and (words[place + 1] in _BEHIND_SHORT_DENIALS - _DENIED_NEXT)
            )  # "but not against templates": what of them is denied stands before
            if (is_denial(words, place) and not is_of_whom) or words[place] == "without":
                for word in _denied_next(words, place):
                    denied[word] += 1
                    things.setdefault(word, set()).update(_scope(words, place)[1:])
    own = _around(said, but=_CONNECTIVES)
    for place, word in enumerate(said):
        bare = bare_form(word)
        if word in STOPWORDS or len(word) <= _SHORT or stem(word) in own:
            continue
        if denied[bare] and denied[bare] >= spoken[bare]:
            after = set(_scope(said, place, _CLOSE))
            beside = after | {stem(other) for other in said[max(0, place - _CLOSE) : place]}
            if _is_denied_soon(said, place):
                continue
            if beside & things[bare] or not after or not things[bare]:
                yield word


def _is_denied_soon(words: Sequence[str], at: int) -> bool:
    """Whether what is told of a word before the next stop is denied: "it is not stopped"."""
    for place in range(at + 1, len(words)):
        if words[place] in STOPS:
            return False
        if is_denial(words, place):
            return True
    return False


def _denied_next(words: Sequence[str], place: int) -> list[str]:
    """The first telling word after a denial."""
    for word in words[place + 1 : place + 1 + _REACH]:
        if word in STOPS:
            break
        if word not in STOPWORDS and word not in _SIGNS:
            return [bare_form(word)]
    return []
