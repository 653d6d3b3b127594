"""Keywords: phrases of the title and abstract that name what a paper is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from summaries.reading import Reading
from summaries.words import STOPWORDS, content, tokens

MOST: Final = 6
_LONGEST: Final = 4
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’+.-][^\W_]+|-)*\+*|[^\w\s]")
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
zero one four five many most much number numbers order part parts kind
    form forms type types effect effects well
"""
_HEADS: Final = frozenset(
    ("method", "methods", "model", "models", "problem", "problems", "set", "sets", "simulations",
     "system", "systems", "test", "tests", "tool", "tools", "techniques", "tasks", "task")
)  # fmt: skip
"""Words that end a name but are none by themselves: "diffusion models"."""

_EMPTY: Final = frozenset(_NO_NOUNS.split()) - _HEADS
_MATH: Final = re.compile(r"\$[^$]*\$")
_VERBAL: Final = re.compile(r"(?:ly|ed|izes|ises|ifies)\Z")
_IN_TITLE: Final = 1.5
_BY_LENGTH: Final = (0.8, 1.5, 1.6, 1.4)
"""How much phrases of one to four words tell."""


def keywords(reading: Reading, likely: dict[str, float]) -> tuple[str, ...]:
    """Up to six phrases, the most telling first; each stands so in the title or the abstract."""
    in_title = {phrase.lower() for phrase in _phrases(reading.title)}
    said = [phrase for line in reading.lines for phrase in _phrases(line.text)]
    times = Counter(phrase.lower() for phrase in said)
    shown = _spellings((*_phrases(reading.title), *said))
    scores = {
        key: _score(key, times[key], likely) * (_IN_TITLE if key in in_title else 1.0)
        for key, phrase in shown.items()
        if _tells(phrase, times[key], titled=key in in_title, spoken=reading.spread)
    }
    best = sorted(scores, key=lambda key: (-scores[key], key))
    return tuple(shown[key] for key in _distinct(best))


def _tells(phrase: str, times: int, *, titled: bool, spoken: Mapping[str, int]) -> bool:
    """Whether a phrase is what the paper is about rather than a turn of speech."""
    if _is_name(phrase):
        return times > 1 or titled
    if len(phrase.split()) == 1:
        return times > 1 and titled
    stems = _stems(phrase)
    return times > 1 or (titled and 2 * sum(word in spoken for word in stems) >= len(stems))


def _spellings(phrases: Iterable[str]) -> dict[str, str]:
    """How each phrase is shown: in small letters where it stands so anywhere."""
    shown: dict[str, str] = {}
    for phrase in phrases:
        if phrase == phrase.lower() or phrase.lower() not in shown:
            shown[phrase.lower()] = phrase
    return shown


def _phrases(text: str) -> Iterator[str]:
    """The runs of up to four words that may name something."""
    text = _MATH.sub(" . ", text)
    run: list[re.Match[str]] = []
    for match in (*_TOKEN.finditer(text), None):
        names = match is not None and _names_something(match.group())
        if match is not None and names and _adjoins(run, match, text):
            run.append(match)
            continue
        for first in range(max(0, len(run) - _LONGEST), len(run)):
            if _fits(run[first].group(), run[-1].group(), len(run) - first):
                yield text[run[first].start() : run[-1].end()]
        run = [match] if match is not None and names else []


def _adjoins(run: list[re.Match[str]], match: re.Match[str], text: str) -> bool:
    """Whether a word directly follows a run of words."""
    return not run or not text[run[-1].end() : match.start()].strip()


def _names_something(token: str) -> bool:
    lower = token.lower()
    return (
        token[0].isalnum()
        and any(character.isalpha() for character in token)
        and lower not in STOPWORDS
        and lower not in _EMPTY
        and not token.endswith("-")
    )


def _fits(first: str, last: str, words: int) -> bool:
    """Whether a phrase begins and ends as a name does."""
    if first.lower() in _HEADS:
        return False
    if words == 1:
        return _is_name(first) or (len(first) > 4 and not _VERBAL.search(first.lower()))
    return not _VERBAL.search(last.lower()) and not first.lower().endswith("ly")


def _is_name(phrase: str) -> bool:
    """Whether a phrase has capitals or digits within its words, as acronyms and names do."""
    return any(any(c.isupper() for c in word[1:]) for word in phrase.split())


def _stems(phrase: str) -> list[str]:
    return content(tokens(phrase))


def _score(key: str, times: int, likely: Mapping[str, float]) -> float:
    stems = _stems(key)
    if not stems:
        return 0.0
    mean = sum(likely.get(word, 0.0) for word in stems) / len(stems)
    return mean * (1.0 + 0.3 * min(times, 4)) * _BY_LENGTH[min(len(key.split()), _LONGEST) - 1]


def _distinct(best: list[str]) -> list[str]:
    """The first phrases none of which lies within another or says the same in another form."""
    chosen: list[str] = []
    taken: list[set[str]] = []
    for key in best:
        stems = set(_stems(key))
        if all(not (stems <= other or other <= stems) for other in taken):
            chosen.append(key)
            taken.append(stems)
        if len(chosen) == MOST:
            break
    return chosen
