"""Keywords: phrases of the title and abstract that name what a paper is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Final

from summaries.text.understanding import Reading
from topics.english.stems import STOPWORDS, content, stem, tokens

MOST: Final = 6
_LONGEST: Final = 4
_FEW: Final = 3
"""Keywords up to which single words fill in."""

_TOKEN: Final = re.compile(
    r"[A-Z]{1,4}\(\w{1,2}\)|[^\W_]+(?:['’+./-][^\W_]+|-)*\+*|[^\w\s]"  # first: "SU(2)"
)
_NO_NOUNS: Final = """
    inside outside
    achieve achieves achieved address addresses aim aims allow allows apply applied apply approach
    approaches argue available based better bring build call called can case cases challenge
    challenges change collect common compare compared comparing compute consider consist
    contain current currently demonstrate demonstrates demonstrated depend depends describe design
    designed designing develop developed different difficult discuss due effective effectively
    efficient enable enables establish evaluate evaluated evidence examine exist existing exists
    experiment experiments explore explores extend extensive fail fails far find finding findings
    first follow found full fully general generally get give given gives good great hard help helps
    hence here high higher identify implement important improve improved improves improving include
    includes including increase increases independent instead interest introduce introduces
    investigate issue issues known lack large largely larger lead leads learn learns learned less
    let letting leverage leverages like likely limited low lower main make makes making means method
    methods model models need needs new novel obtain obtained offer often open outperform
    outperforms overcome paper papers particular particularly perform performance perform performs
    possible potential present presents previous problem problems produce promising propose
    proposed proposes prove proved provide provided provides recent recently reduce reduces
    reducing related rely remain remains report require required requires respect result results
    reveal revisit revisited role second set sets several show showed shown shows significant
    significantly simple simply simulations single small solve specific start state study studies
    studied studying suffer suggest support system systems take takes task tasks technique
    techniques term terms test tests third three time times today together tool two understand
    understanding unified unlike used useful user users value various vary way ways widely work
    works yet year years driven given shown written chosen
    subject subjects meets meet around beyond amid near despite hundred hundreds thousand thousands
    million millions zero one four five many most much number numbers order part parts kind form
    forms type types effect effects well
    dimensional consists range ranges vs versus and/or moving determine determines truly think
    resulting corresponding certain associated particular question questions dependent
    diverse detailed capable relevant always never doesn't don't isn't aren't can't
    excel excels stumble stumbles put puts reflect reflects reproduce reproduces construct analyze
    analyse analyzing capture captures emerge emerges matter matters become becomes enhance enhances
    preserve reveals taught informs classify classifies predict predicts detect detects explain
    explains generate generates
"""
_HEADS: Final = frozenset(
    ("method", "methods", "model", "models", "problem", "problems", "set", "sets", "simulations",
     "system", "systems", "test", "tests", "tool", "tools", "techniques", "tasks", "task",
     "equation", "equations", "estimate", "estimates", "solution", "solutions", "theorem",
     "theorems")
)  # fmt: skip
"""Words that end a name but are none by themselves: "diffusion models"."""

_BROAD: Final = frozenset(
    ("texts", "words", "images", "image", "information", "data", "training", "learning",
     "detection", "imaging", "estimation", "pipeline", "proof", "participants", "experience",
     "theory", "language", "distribution", "distributions", "observations", "structure", "process",
     "function", "functions", "framework", "frameworks", "analysis", "algorithm", "algorithms",
     "property", "properties", "history")
)  # fmt: skip
"""Words that are too broad to name a subject alone."""

_EMPTY: Final = frozenset(_NO_NOUNS.split()) - _HEADS
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
_GERUND: Final = re.compile(r"\b\w+ing\b")
_PARTICIPLE: Final = re.compile(r"(?:ing|ed)\Z")
_IN_TITLE: Final = 1.5
_BY_LENGTH: Final = (0.8, 1.5, 1.6, 1.4)
"""How much phrases of one to four words tell."""


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
    """The phrases of what the paper proposes that share a word with its title."""
    if reading.contribution is None:
        return set()
    said = _phrases(reading.lines[reading.contribution].text)
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
    title = _HOW_TO.sub(" . ", reading.title)
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
        return times > 1 and titled and phrase.lower() not in _BROAD
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
    for match in _TOKEN.finditer(text):
        token = match[0]
        names = _names_something(token)
        start = match.start()
        if run and not (names and not text[end:start].strip()):
            yield from _endings(text, run, end)
            run = []
        if names:
            run.append((start, token))
            end = match.end()
    yield from _endings(text, run, end)


def _endings(text: str, run: list[tuple[int, str]], end: int) -> Iterator[str]:
    """The endings of a run that may name something."""
    for first in range(max(0, len(run) - _LONGEST), len(run)):
        if _fits(run[first][1], run[-1][1], len(run) - first):
            yield text[run[first][0] : end]


@lru_cache(maxsize=20_000)
def _names_something(token: str) -> bool:
    lower = token.lower()
    return (
        token[:1].isalnum()
        and any(character.isalpha() for character in token)
        and lower not in STOPWORDS
        and lower not in _EMPTY
        and not token.endswith("-")
        and not ("/" in token and "." in token)
        and not _NUMERAL.match(token)
    )


def _fits(first: str, last: str, words: int) -> bool:
    """Whether a phrase begins and ends as a name does."""
    lower = first.lower()
    if lower in _HEADS or len(last) == 1:
        return False
    if words == 1:
        plain = len(first) > 4 and not (_is_verbal(lower) or _ADJECTIVE.search(lower))
        return plain or _is_name(first)
    return not _is_verbal(last.lower()) and not lower.endswith("ly")


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
