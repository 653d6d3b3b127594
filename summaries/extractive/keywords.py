"""Keywords: phrases of the title and abstract that name what a paper is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Final

from summaries.extractive.vocabulary import BROAD, COUNTED, EMPTY, HEADS, PAIRS
from summaries.text.understanding import Reading
from topics.english.stems import STOPWORDS, content, stem, tokens

MOST: Final = 6
_LONGEST: Final = 5
_FEW: Final = 3
"""Keywords up to which single words fill in."""

_TOKEN: Final = re.compile(
    r"[A-Z]{1,4}\(\w{1,2}\)|[^\W_]+(?:['’+./-][^\W_]+|-)*\+*|[^\w\s]"  # first: "SU(2)"
)
_MATH: Final = re.compile(r"\$[^$]*\$")
_VERBAL: Final = re.compile(
    r"(?:(?<!a)(?<!mi)(?<!emb)(?<!supp)(?<!po)ly|(?<!e)ed|izes|ises|ifies)\Z"
)
"""Endings of adverbs and verbs; not those of anomaly, family, assembly, supply, speed."""

_ADJECTIVE: Final = re.compile(r"(?:ical|[ai]ble|ous|ful|less)\Z")
"""Endings of words that name nothing alone."""

_APART: Final = re.compile(r"[\s/-]+")
_PLAIN: Final = re.compile(r"(?<![\w'’-])[A-Za-z][a-z]{3,}(?![\w'’-])")
_NAMED: Final = re.compile(
    r"\b(?:the|an?|called|named|dubbed|termed|propose|introduce|present|develop)\s+([A-Z][a-z]{3,})"
    r"(?=[\s,.;:])(?!\s+[A-Z])"
)
_NUMERAL: Final = re.compile(r"[IVX]{2,}\Z")
_HOW_TO: Final = re.compile(r"\bhow\s+to\s+\w+", re.IGNORECASE)
_GERUND: Final = re.compile(
    r"(?<![\w-])\w+ing\b(?=\s+(?!(?:for|via|with|of|in|by|on|from|using|and|or|under|at|to|over|as|through)\b)\w)"
)
"""What is done to the words behind it, rather than what is spoken of."""

_VERB: Final = re.compile(r"\b[A-Za-z]\w{3,}s(?=\s+(?:the|an?|its|their|our|that)\s)")
"""The verb of a title that is a sentence."""

_PARTICIPLE: Final = re.compile(r"(?:ing|ed)\Z")
_OPEN_PAIRS: Final = frozenset(pair.partition(" ")[0] for pair in PAIRS)
_IN_TITLE: Final = 1.5
_BY_LENGTH: Final = (0.8, 1.5, 1.6, 1.4, 1.3)
"""How much phrases of one to five words tell."""


def keywords(reading: Reading, likely: dict[str, float]) -> tuple[str, ...]:
    """Up to six phrases, the most telling first; each stands so in the title or the abstract."""
    named = list(_phrases(_subject(reading)))
    said = [phrase for line in reading.lines for phrase in _phrases(line.text)]
    titled = {phrase.lower() for phrase in named}
    times = Counter(phrase.lower() for phrase in said)
    shown = _spellings((*named, *said))
    proper = _proper(reading)
    for key, phrase in shown.items():
        if " " not in key and (key in proper or _is_name(phrase)):
            times[key] = max(times[key], reading.frequency[stem(key)])
    telling = {key for key in proper if times[key] > 1} | {
        key
        for key in {key for key in shown if times[key] > 1} | titled
        if _tells(shown[key], times[key], titled=key in titled, spoken=reading.spread)
    }
    telling.update({reading.title_name}.intersection(shown))
    telling -= _measures(reading, telling - titled)
    if len(telling) < _FEW:
        telling |= _proposed(reading) - titled
    telling -= {key for key in telling if _is_part(key, telling, times)}
    if not telling:
        telling = {key for key in titled if " " in key}
    scores = {
        key: _score(key, times[key], likely) * (_IN_TITLE if key in titled else 1.0)
        for key in telling
    }
    best = sorted(scores, key=lambda key: (-scores[key], key))
    phrases = [
        key
        for key in best
        if " " in key or key == reading.title_name or key in proper or _is_name(shown[key])
    ]
    chosen = _distinct(phrases, MOST)
    if len(chosen) < _FEW:
        chosen = _distinct([*chosen, *(key for key in best if key not in phrases)], _FEW)
    return tuple(shown[key] for key in chosen)


def _proposed(reading: Reading) -> set[str]:
    """The phrases of what the paper proposes, or says at all, that share a word with its title."""
    place = reading.contribution
    lines = reading.lines if place is None else reading.lines[place : place + 1]
    said = [phrase for line in lines for phrase in _phrases(line.text)]
    alike = (p for p in said if " " in p and reading.title_content.intersection(_stems(p)))
    return {phrase.lower() for phrase in alike if len(_stems(phrase)) > 1}


def _measures(reading: Reading, phrases: Iterable[str]) -> set[str]:
    """Words said only where there are numbers: what was measured with, not what it was about."""
    with_numbers, without = set[str](), set[str]()
    for line in reading.lines:
        (with_numbers if "number" in line.cues else without).update(line.words)
    only = with_numbers - without
    return {phrase for phrase in phrases if only.issuperset(tokens(phrase))}


def _proper(reading: Reading) -> set[str]:
    """Single words that what is proposed is called by: with a capital wherever they stand."""
    if reading.contribution is None:
        return set()
    named = _NAMED.findall(reading.lines[reading.contribution].text)
    if not named:
        return set()
    small = {word for line in reading.lines for word in _PLAIN.findall(line.text)[1:]}
    return {
        word.lower()
        for word in named
        if word[0].isupper()
        and word.lower() not in small
        and stem(word.lower()) not in reading.title_stems
    }


def _subject(reading: Reading) -> str:
    """The title without verbs, such as those of "Probing Dark Energy" and "How to Fold Tin"."""
    title = _VERB.sub(" . ", _HOW_TO.sub(" . ", reading.title))
    if "ing" not in title:
        return title
    spoken = {word for line in reading.lines for word in line.words}
    return _GERUND.sub(lambda m: m[0] if m[0].lower() in spoken else " . ", title)


def _is_part(key: str, telling: Set[str], times: Mapping[str, int]) -> bool:
    """Whether a phrase is never said but as the end of a longer one."""
    ending = f" {key}"
    return any(
        other.endswith(ending)
        and times[other] == times[key]
        and not _PARTICIPLE.search(other.split(maxsplit=1)[0])
        for other in telling
    )


def _tells(phrase: str, times: int, *, titled: bool, spoken: Mapping[str, int]) -> bool:
    """Whether a phrase is what the paper is about rather than a turn of speech."""
    if _is_name(phrase):
        return times > 1 or titled
    if " " not in phrase:
        return times > 1 and titled and phrase.lower() not in BROAD
    return times > 1 or (titled and any(word in spoken for word in _stems(phrase)))


def _spellings(phrases: Iterable[str]) -> dict[str, str]:
    """How each phrase is shown: in small letters where it stands so anywhere."""
    shown: dict[str, str] = {}
    for phrase in phrases:
        lower = phrase.lower()
        if phrase == lower or lower not in shown:
            shown[lower] = phrase
    return shown


def _phrases(text: str) -> Iterator[str]:
    """The runs of up to four words that may name something, each with all its endings."""
    if "$" in text:
        text = _MATH.sub(" . ", text)
    run: list[tuple[int, str]] = []
    end = 0
    matches = list(_TOKEN.finditer(text))
    following = (*(match[0] for match in matches[1:]), "")
    for match, upcoming in zip(matches, following, strict=False):
        token = match[0]
        names = _names_something(token) or (
            _opens_pair(token) and f"{token} {upcoming}".lower() in PAIRS
        )
        if not names:
            if run:
                yield from _endings(text, run, end)
                run = []
            continue
        start = match.start()
        if run and text[end:start].strip():
            yield from _endings(text, run, end)
            run = []
        run.append((start, token))
        end = match.end()
    if run:
        yield from _endings(text, run, end)


def _endings(text: str, run: list[tuple[int, str]], end: int) -> Iterator[str]:
    """The endings of a run that may name something."""
    last = run[-1][1]
    if len(last) < 2 or last.lower() in EMPTY:
        return
    names_alone = len(run) == 1 or not _is_verbal(last.lower())
    for first in range(max(0, len(run) - _LONGEST), len(run)):
        words = len(run) - first
        if (names_alone or words == 1) and _fits(text[run[first][0] : end], run[first][1], words):
            yield text[run[first][0] : end]


@lru_cache(maxsize=20_000)
def _opens_pair(token: str) -> bool:
    return token.lower() in _OPEN_PAIRS


@lru_cache(maxsize=20_000)
def _names_something(token: str) -> bool:
    lower = token.lower()
    return (
        token[:1].isalnum()
        and any(character.isalpha() for character in token)
        and lower not in STOPWORDS
        and lower not in EMPTY
        and not token.endswith("-")
        and not ("/" in token and "." in token)
        and not _NUMERAL.match(token)
    )


def _fits(phrase: str, first: str, words: int) -> bool:
    """Whether a phrase of so many words that ends as a name does begins as one, too."""
    lower = first.lower()
    if (lower in HEADS or lower in EMPTY) and " ".join(phrase.lower().split()[:2]) not in PAIRS:
        return False
    if words > 1 and lower.endswith("ly"):
        return False
    if words == 2 and COUNTED.match(phrase.lower()):
        return False
    if words > 1:
        return True
    plain = len(first) > 4 and not (_is_verbal(lower) or _ADJECTIVE.search(lower))
    return plain or _is_name(first)


@lru_cache(maxsize=20_000)
def _is_verbal(word: str) -> bool:
    return _VERBAL.search(word) is not None


@lru_cache(maxsize=20_000)
def _is_name(phrase: str) -> bool:
    """Whether a phrase has capitals within its words, as acronyms and names do."""
    return any(word[1:] != word[1:].lower() for word in _APART.split(phrase)) or (
        phrase[:1].islower() and phrase != phrase.lower()
    )


def _stems(phrase: str) -> list[str]:
    return content(tokens(phrase))


def _score(key: str, times: int, likely: Mapping[str, float]) -> float:
    stems = _stems(key)
    if not stems:
        return 0.0
    mean = sum(likely.get(word, 0.0) for word in stems) / len(stems)
    return mean * (1.0 + 0.3 * min(times, 4)) * _BY_LENGTH[min(len(key.split()), _LONGEST) - 1]


def _distinct(best: Iterable[str], most: int) -> list[str]:
    """The first phrases none of which lies within another or says the same in another form."""
    chosen: list[str] = []
    taken: list[set[str]] = []
    for key in best:
        stems = set(_stems(key))
        if all(not (stems <= other or other <= stems) for other in taken):
            chosen.append(key)
            taken.append(stems)
        if len(chosen) == most:
            break
    return chosen
