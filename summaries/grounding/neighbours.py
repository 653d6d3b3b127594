"""Names in their places: whether a claim puts one where its sentences have another.

"Pruning by A" has become "pruning by B", "A probes" have become "B probes", though the paper
speaks of both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from summaries.grounding.clauses.comparisons import is_turned_rightly
from summaries.grounding.clauses.groups import filled_texts
from summaries.text.folding import folded, word_set
from topics.english.stems import STOPWORDS, stem

_TOKEN: Final = re.compile(r"[^\W_][\w+]*(?:[-'./][\w+]+)*|[,;:.!?()]")
_FIRM: Final = re.compile(r"[\w-]*(?:[a-z][A-Z]|[A-Z]{2}|[A-Za-z]-?\d)[\w./-]*")
_ANYBODYS: Final = frozenset(
    map(stem, word_set("framework method model approach network algorithm architecture"))
)
"""Words that stand beside any name."""
_LEADING: Final = frozenset({"as", "by", "than", "like", "of"})
_REACH: Final = 3
_OWN: Final = re.compile(
    r"\b(?:we|our|this (?:paper|work|article)|propose[sd]?|introduc\w+|present(?:s|ed)?|called"
    r"|named|dubbed|termed)\b",
    re.IGNORECASE,
)


def misplaced_names(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """The names of a claim beside words that its sentences have beside other names alone."""
    said = _places(claim)
    if not said or any(is_turned_rightly(claim, sentence) for sentence in cited):
        return
    given: defaultdict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    texts = [text for sentence in cited for text in filled_texts(sentence)]
    for text in texts:
        for place in _places(text):
            known.add(place.name)
            for word in filter(None, (place.before, place.after)):
                given[word].add(place.name)
    common = {word for sentence in cited for word in sentence.split() if word.islower()}
    for place in said:
        if place.name in common:
            continue
        beside = [word for word in (place.near, place.before, place.after) if given.get(word)]
        if not beside:
            continue
        is_near = beside[0] == place.near and place.near not in _ANYBODYS
        is_between = place.name in known and len(set(beside)) > 1
        if not (is_near or place.is_led_to or is_between):
            continue
        if not any(_has(given[word], place.name) for word in (beside[:1] if is_near else beside)):
            yield f"{place.name} beside {beside[0]}"
            return


_OF_WE: Final = re.compile(
    r"\b(?:we|our|ours|this (?:paper|work|article)|the (?:proposed|new) \w+)\b"
    r"|^(?:it|its|they|their|this|these)\b"
    r"|^the (?:method|model|approach|framework|algorithm|system)\b",
    re.IGNORECASE,
)
_INTRODUCED: Final = re.compile(
    r"\bwe (?:\w+ly )?(?:propose|introduce|present|develop|build|design|describe) (?:an? |the )?$",
    re.IGNORECASE,
)
_LED: Final = re.compile(
    r"\b(?:on|in|with|of|for|to|by|from|as|than|at|over|like|using|and|or|via)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
_INNER: Final = re.compile(r"[\w-]*[a-z][\w-]*(?:[A-Z]|\d)[\w-]*|[A-Z][\w-]*[a-z]-?\d[\w-]*")


def strangers(claim: str, cited: Sequence[str], names: frozenset[str], title: str) -> Iterator[str]:
    """Names that a claim is about, where each of its sentences is about another one alone.

    Args:
        claim: its text.
        cited: the sentences that it cites.
        names: words that the paper writes with a capital within sentences.
        title: whose names every sentence may be about.
    """
    about = [name for name in _subjects(claim, names) if name not in title]
    if not about:
        return
    for sentence in cited:
        others = _subjects(sentence, names)
        if not others or any(name in sentence for name in about):
            return
        introduced = {name for name, before in others.items() if _INTRODUCED.search(before)}
        if _OF_WE.search(sentence) and not introduced:
            return
    yield next(iter(about))


def _subjects(text: str, names: frozenset[str]) -> dict[str, str]:
    """The names of a text that no preposition leads to, with what stands before each."""
    found: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        before = text[: match.start()]
        is_name = _INNER.fullmatch(match[0]) or match[0] in names
        if is_name and not _LED.search(before) and not _is_unit(before):
            found.setdefault(match[0], before)
    return found


def _is_unit(before: str) -> bool:
    return before[-2:-1].isdigit()


def _has(names: set[str], name: str) -> bool:
    """Whether a name is among some, or part of one, or one of it."""
    return any(name in other or other in name for other in names)


def speaks_for_itself(sentence: str) -> bool:
    """Whether a sentence tells what is the paper's own, whose name may then stand for "we"."""
    return _OWN.search(sentence) is not None


class _Place(NamedTuple):
    """A name in a text and the telling words on both sides, as stems; empty where there is none.

    `near` is the one that follows at once. It is led to by "such as", "by" and the like.
    """

    name: str
    before: str
    after: str
    near: str
    is_led_to: bool


@lru_cache(maxsize=2_000)
def _places(text: str) -> tuple[_Place, ...]:
    tokens = _TOKEN.findall(folded(text))
    found: list[_Place] = []
    for place, token in enumerate(tokens):
        if not _is_name(tokens, place):
            continue
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        before, after = (_next_telling(tokens, place, step) for step in (-1, 1))
        near = after if following and stem(following.lower()) == after else ""
        is_led_to = place > 1 and tokens[place - 1].lower() in _LEADING
        found.append(_Place(token.casefold(), before, after, near, is_led_to))
    return tuple(found)


def _is_name(tokens: Sequence[str], place: int) -> bool:
    token = tokens[place]
    if place > 0 and tokens[place - 1][0].isdigit():
        return False  # a unit
    if _FIRM.fullmatch(token):
        return True
    within = place > 0 and tokens[place - 1] not in set(".:!?(")
    beside = tokens[max(0, place - 1) : place + 2]
    is_phrase = sum(word[0].isupper() for word in beside) > 1
    return within and not is_phrase and len(token) > 3 and token.istitle()


def _next_telling(tokens: Sequence[str], place: int, step: int) -> str:
    """The stem of the nearest word to one side that tells something; empty if a name is nearer."""
    for at in range(place + step, place + step * (_REACH + 2), step):
        if not 0 <= at < len(tokens) or not tokens[at][0].isalpha():
            return ""
        if _is_name(tokens, at):
            return ""
        if tokens[at].lower() not in STOPWORDS:
            return stem(tokens[at].lower())
    return ""
