"""Opposites: words of a claim that its sentences have only the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from summaries.text.folding import folded, word_set
from topics.english.stems import stem

_LONG: Final = 5


@lru_cache(maxsize=20_000)
def bare_form(word: str) -> str:
    """A word without the endings of verbs and plurals, and no more: adapts is not adaptive."""
    if word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    for ending in ("ences", "ence", "ements", "ement", "ing", "es", "ed", "s", "e", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("eed"):
            return word[: -len(ending)]
    return word


_OPPOSITES: Final = tuple(
    tuple(frozenset(bare_form(word) for word in side.split()) for side in pair.split("|"))
    for pair in (
        (
            "increase rise rose grow grew enlarge raise amplify"
            "|decrease decline drop shrink reduce lowering fall fell"
        ),
        "improve enhance boost improvement|degrade worsen deteriorate harm hurt degradation",
        "higher highest|lower lowest",
        "faster|slower",
        "better|worse",
        "more|less fewer",
        "larger largest|smaller smallest",
        "outperform surpass exceed beat|underperform",
        "strong stronger|weak weaker",
        "positive positively|negative negatively",
        "succeed success successful|fail failure",
        "enable|prevent prohibit preclude",
        "maximum maximal maximize|minimum minimal minimize",
        "above|below",
        "confirm support verify|refute contradict disprove",
        "accept|reject",
        "sufficient|insufficient",
        "easy easier|harder difficult",
        "cheap cheaper|expensive costlier",
        "shorter|longer",
        "upper|lower",
        "best|worst",
        "accelerate speed|decelerate slow",
        "always|never",
        "early|late",
    )
)
_NO_FALL: Final = word_set("short into in within under outside back behind apart out on")
"""What stands behind a fall that is none: methods fall short, objects fall into classes."""
_PREFIXES: Final = ("un", "in", "im", "ir", "non", "dis")
_NO_PREFIX: Final = word_set(
    """
    put form deed less duced put dex fer stance side sight come vest volve clude crease dicate
    dependent der til ion ique ited it its iform iverse portant prove provement pact ply pose
    tribution tribute tance play cover cuss ease tinct crete count card course
    """
)


_DENYING_PREFIXES: Final = (
    ("un", ("able", "ible", "ed")),
    ("in", ("able", "ible")),
    ("im", ("able", "ible")),
)


@lru_cache(maxsize=20_000)
def is_prefixed(word: str) -> bool:
    """Whether a word is the opposite of another, as "unlabeled"; "increased" is not."""
    return any(
        word.startswith(prefix) and len(word) - len(prefix) > 4 and word.endswith(endings)
        for prefix, endings in _DENYING_PREFIXES
    )


def opposed(said: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    """Words of a claim whose opposites its sentences have, and not the words themselves."""
    mine, theirs = _bare(said), _bare(given)
    for pair in _OPPOSITES:
        for ours, others in (pair, pair[::-1]):
            # Where a claim has both sides it compares, as the paper may do in other words.
            if ours & mine and others & theirs and not ours & theirs and not others & mine:
                yield f"{min(ours & mine)} for {min(others & theirs)}"
    yield from (f"{word} for {bare}" for word, bare in _prefixed(set(said), set(given)))
    yield from (f"{bare} for {word}" for word, bare in _prefixed(set(given), set(said)))
    yield from _without(said, given)


def _bare(words: Sequence[str]) -> set[str]:
    """The bare forms of a text's words, without falls that are none."""
    return {
        bare
        for place, word in enumerate(words)
        if (bare := bare_form(word)) != "fall" or _NO_FALL.isdisjoint(words[place + 1 : place + 2])
    }


def _prefixed(one: set[str], other: set[str]) -> Iterator[tuple[str, str]]:
    """Words with a denying prefix, and the same without it where only the other side has that."""
    for word in sorted(one - other):
        for prefix in _PREFIXES:
            bare = word.removeprefix(prefix)
            if bare == word or len(bare) < _LONG or bare in _NO_PREFIX or bare not in other:
                continue
            is_half = not {"semi", "self", "partially"}.isdisjoint(one | other)
            if not is_half and not any(known.startswith(bare[:_LONG]) for known in one):
                yield word, bare


def _without(said: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    """What a claim does without and its sentences do with."""
    used = {
        (stem(given[place + 1]), stem(given[place + 2]))
        for place in range(len(given) - 2)
        if given[place] in {"with", "using", "uses", "use", "requires", "require"}
    }
    for place in range(len(said) - 2):
        pair = (stem(said[place + 1]), stem(said[place + 2]))
        if said[place] == "without" and pair in used:
            yield " ".join(said[place : place + 3])


def reversed_roles(claim: str, cited: Sequence[str]) -> bool:
    """Whether a claim lets the loser of a comparison win: "B outperforms A" for "A … B"."""
    unlike = _unlike(folded(claim))
    for sentence in cited if unlike else ():
        other = _unlike(folded(sentence))
        if unlike and other and unlike[0] & other[1] and unlike[1] & other[0]:
            return True
    verb = re.compile(r"\b(?:outperforms?|surpass(?:es)?|beats?|exceeds?)\b", re.IGNORECASE)
    told = verb.split(folded(claim), maxsplit=1)
    if len(told) < 2:
        return False
    for sentence in cited:
        given = verb.split(folded(sentence), maxsplit=1)
        if len(given) == 2 and _crossed(told, given):
            return True
    return False


_UNLIKE: Final = re.compile(r"\b(?:unlike|in contrast to|as opposed to)\s[^,.;]*", re.IGNORECASE)


def _unlike(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a text is about, and what that is unlike to."""
    found = _UNLIKE.search(text)
    return (_named(_UNLIKE.sub("", text)), _named(found[0])) if found else None


def _crossed(told: Sequence[str], given: Sequence[str]) -> bool:
    (a, b), (x, y) = (tuple(map(_named, side)) for side in (told, given))
    return bool(a & y and b & x and not a & x and not b & y)


def _named(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b[\w-]*[A-Z][\w-]*[A-Z0-9][\w-]*\b", text))
