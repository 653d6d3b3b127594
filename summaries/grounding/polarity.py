"""Polarity: whether a claim affirms what its sentences deny, or denies what they affirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from summaries.grounding.clauses.groups import groups_of, is_of_the_other
from summaries.grounding.clauses.orders import is_turned_rightly
from summaries.grounding.opposites import bare_form, is_prefixed, opposed
from summaries.grounding.subjects import is_said_of_the_other
from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_DENIALS: Final = word_set(
    """
    not never cannot no neither nor none nothing nobody nowhere hardly barely scarcely rarely
    seldom fail fails failed failing unable impossible refuse refuses refuted false untrue
    lack lacks lacking
    """
)
_SOFT: Final = _DENIALS | word_set(
    """
    without instead rather avoid avoids avoiding avoided eliminate eliminates eliminating
    remove removes removing free prevent prevents preventing absent absence difficult hard
    challenging limit limits limited limitation limitations lack only less few little ignore
    ignores ignoring ignored neglect neglects neglected unlike despite although however but
    prohibitive infeasible intractable insufficient inadequate poor poorly missing unknown
    unclear unable unavailable non exclude excluding excludes beyond unseen contrary disprove
    disproves overcome overcomes circumvent circumvents bypass bypasses alleviate relax
    relaxes drop dropping drops minimal negative counterexample vanish vanishes zero suffer
    suffers struggle struggles inability failure failures underperform problem problems
    problematic restricted unnecessary obviate obviates too unable unlabeled independent
    independently except unless agnostic
    """
)
_GOVERNORS: Final = word_set(
    """
    without instead avoid avoids avoiding avoided eliminate eliminates eliminating remove
    removes removing prevent prevents preventing absence obviate obviates circumvent
    circumvents bypass bypasses ignore ignores ignoring neglect neglects difficult hard unlike
    infeasible intractable difficulty inability unlikely drop drops dropping disagree disagrees
    disagreed
    """
)
"""Words that deny what stands shortly after them."""

_CONNECTIVES: Final = word_set("although despite however but unlike")
"""Soft denials that deny nothing of what a claim itself says."""
_NOT_ONLY: Final = word_set("only just merely necessarily solely simply")
_STOPS: Final = frozenset(",;:.!?()")
_TOKEN: Final = re.compile(r"[^\W_]+(?:n't|'t)?|[,;:.!?()]")
_WIDE: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
"""Scripts in which sentences are not compared with words of English."""
_REACH: Final = 5
_NEAR: Final = 7
_CLOSE: Final = 3
_SHORT: Final = 3

_BEHIND_SHORT_DENIALS: Final = word_set(
    "that those the in on for with against at under by after before among so"
)
_SIGNS: Final = word_set("evidence sign signs indication indications proof trace traces hint")
"""Of what is denied after them: "no evidence that workers moved"."""
_NEGATORS_ELSEWHERE: Final = {
    "de": r"\b(?:nicht|kein\w*|nie|niemals|ohne|weder)\b",
    "fr": r"\b(?:pas|jamais|aucune?|sans|ni|rien)\b",
    "es": r"\b(?:no|nunca|sin|ningún|ninguna|jamás|tampoco)\b",
    "pt": r"\b(?:não|nunca|sem|nenhuma?|jamais)\b",
    "it": r"\b(?:non|mai|senza|nessun\w*)\b",
    "nl": r"\b(?:niet|geen|nooit|zonder)\b",
    "pl": r"\b(?:nie|nigdy|bez|żad\w+)\b",
    "ru": r"\b(?:не|нет|никогда|без|нельзя)\b",
    "uk": r"\b(?:не|немає|ніколи|без)\b",
    "tr": r"\b(?:değil\w*|yok|asla|hiç)\b",
    "zh": r"不|没|無|无法|未|并非|毫无",
    "ja": r"ない|ません|できず|なかった|せず",
    "ko": r"않|없|못하",
}
_SOFT_ELSEWHERE: Final = {
    "zh": "[不没無无未非否难難缺失损損降少仅只除免避限弱差低拒止禁停零负反误誤消排克脱减減]",
}
"""Signs with which a claim may put what a sentence denies into other words: 难以, 仅限, 失去."""


def turned(claim: str, cited: Sequence[str], language: str = "en") -> Iterator[str]:
    """What of a claim says the opposite of the sentences that it cites, in a few words.

    English claims are compared word by word: denials with what they deny, and pairs of
    opposites. Of claims in other languages it is only asked whether they deny anything while
    no sentence cited does; of Chinese ones also whether they deny nothing while each does.
    """
    if language != "en":
        cited = [sentence for sentence in cited if not _WIDE.search(sentence)]
        negator = _NEGATORS_ELSEWHERE.get(language)
        found = re.search(negator, folded(claim).casefold()) if negator else None
        if found and cited and not any(_has_soft(tokens_of(sentence)) for sentence in cited):
            yield found[0]
        soft = _SOFT_ELSEWHERE.get(language)
        is_of_one = any(any(group.denials) for text in cited for group in groups_of(text))
        is_denied = cited and all(map(_denies, cited)) and not is_of_one
        if soft and is_denied and not re.search(soft, claim):
            yield "what the sentences deny"
        return
    said = tokens_of(claim)
    sources = [tokens_of(sentence) for sentence in cited]
    yield from _denied(said, sources)
    yield from _affirmed(said, sources)
    if any(opposed(said, [word for words in sources for word in words])):
        # "B is slower than A" may be told of A, which is faster.
        alike = [sentence for sentence in cited if not _is_told_of_another(claim, sentence)]
        yield from opposed(said, [word for words in map(tokens_of, alike) for word in words])


def _is_told_of_another(claim: str, sentence: str) -> bool:
    return (
        is_turned_rightly(claim, sentence)
        or is_said_of_the_other(claim, sentence)
        or is_of_the_other(claim, sentence)
    )


@lru_cache(maxsize=2_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words and stops of a text, in small letters; a denial's ending is one of its words."""
    words = _TOKEN.findall(folded(text).lower())
    return tuple("not" if word.endswith("n't") else word for word in words)


def _is_denial(words: Sequence[str], place: int) -> bool:
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if word == "not" and following in _NOT_ONLY:
        return False
    if word == "no" and following in {"matter", "doubt"}:
        return False
    return word in _DENIALS


def _denies(sentence: str) -> bool:
    """Whether a sentence denies what it is about, and not only something beside it."""
    words = tokens_of(sentence)
    return any(_is_denial(words, place) for place in range(len(words)))


def _has_soft(words: Sequence[str]) -> bool:
    return any(word in _SOFT or is_prefixed(word) for word in words)


def _scope(words: Sequence[str], place: int, reach: int = _REACH) -> list[str]:
    """The stems of the words that a denial bears on: those after it, up to a stop."""
    found: list[str] = []
    for word in words[place + 1 :]:
        if word in _STOPS or word == "but" or len(found) == reach:
            break
        if word not in STOPWORDS:
            found.append(stem(word))
    return found


def _around(words: Sequence[str], *, but: frozenset[str] = frozenset()) -> set[str]:
    """The stems that stand near a denial, soft ones included, but for some words."""
    near: set[str] = set()
    for place, word in enumerate(words):
        if (word in _SOFT and word not in but) or is_prefixed(word):
            reached = words[max(0, place - 4) : place + 1 + _NEAR + 3]
            near.update(stem(other) for other in reached if other not in STOPWORDS)
    return near


def _denied(said: Sequence[str], sources: Sequence[Sequence[str]]) -> Iterator[str]:
    """What a claim denies and its sentences do not."""
    near = set[str]().union(*(_around(words) for words in sources))
    for place in range(len(said)):
        if not _is_denial(said, place):
            continue
        told = " ".join(said[place : place + 4])
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
        has_denial = near & scope if scope else near or any(map(_has_soft, sources))
        if not has_denial:
            yield told


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
        is_short = following in _STOPS or following in _BEHIND_SHORT_DENIALS
        rest = words[place + 1 :]
        is_last = all(one in _STOPS or one in {"do", "does", "did"} for one in rest)
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
    first = max(0, at - _REACH)
    for place in range(at - 1, first - 1, -1):
        if words[place] in _STOPS:
            return False
        if _is_denial(words, place) or words[place] in {"rather", "instead"}:
            return True
        if words[place] in _GOVERNORS and at - place <= _CLOSE:
            return True
    return False


def _is_denied_behind(words: Sequence[str], at: int) -> bool:
    """Whether what is said of a word is denied: "dendrites form elsewhere but were never seen"."""
    reached = words[at : at + 2 * _REACH]
    return any(_is_denial(reached, place) for place in range(len(reached)))


def _denied_behind(words: Sequence[str], at: int) -> set[str]:
    """What is denied of a word: "the difference is not significant"."""
    reached = words[at : at + 2 * _REACH]
    return {
        word
        for place in range(len(reached))
        if _is_denial(reached, place)
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
                and (words[place + 1] in _BEHIND_SHORT_DENIALS - {"that", "those", "the", "so"})
            )  # "but not against templates": what of them is denied stands before
            if (_is_denial(words, place) and not is_of_whom) or words[place] == "without":
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
            if beside & things[bare] or not after or not things[bare]:
                yield word


def _denied_next(words: Sequence[str], place: int) -> list[str]:
    """The first telling word after a denial."""
    for word in words[place + 1 : place + 1 + _REACH]:
        if word in _STOPS:
            break
        if word not in STOPWORDS and word not in _SIGNS:
            return [bare_form(word)]
    return []
