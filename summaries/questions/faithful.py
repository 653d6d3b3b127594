"""Whether a sentence of an answer says what its sentences say: more strictly than of a summary.

Who asks takes the answer for what the paper says, and one sentence is all of it. So a number goes
with what it counts, things stand in their places, who did it is who did it, and what holds of some
is not told of all. Pure; of English alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from domain.summaries import Answer, Claim
from summaries.grounding.judging import PAPERS_LANGUAGE, judged_reply
from summaries.grounding.rules import Problem, Rule
from summaries.llm.answers import Told
from summaries.questions.bounds import unbounded
from summaries.questions.counted import miscounted
from summaries.questions.exchanged import exchanged
from summaries.questions.losing import losing
from summaries.text.numbering import NumberedPaper
from topics.english.stems import STOPWORDS, stem, tokens

_OPENING: Final = 3
"""Words of a claim that tell what it is about."""
_BEYOND: Final = 0.35
"""How sure it is, below which the paper does not say whatever a model says."""
_IN_ENGLISH: Final = re.compile(
    r"\b(?:what|which|who|whose|when|where|why|how|does|did|the|there|their|they|this)\b",
    re.IGNORECASE,
)

_OWN: Final = re.compile(
    r"\b(?:(?:proposed|introduced|presented|developed) (?:here|in this (?:paper|work|article))"
    r"|this (?:paper|work|article) (?:proposes|introduces|presents|develops)|the authors)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\bet al\b|\b(?:previous|prior|earlier|past|existing) (?:\w{1,20} )?"
    r"(?:work|study|studies|paper|method)",
    re.IGNORECASE,
)
_WE: Final = re.compile(r"\b(?:we|our|us|this (?:paper|work|article|study))\b", re.IGNORECASE)
_AGENT: Final = re.compile(
    r"\b([a-z]{1,20}(?:ed|en|wn|ne|lt|de|nt)) by ([\w-]{1,30}(?: [\w-]{1,30}){0,3})"
)
_BESIDE: Final = re.compile(r"[^\W_]+|[.,;:()]")
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+){0,4}|[.,;:()]")
_LABEL: Final = re.compile(r"^([\w+ ()-]{2,40}): ")
_FIRM: Final = re.compile(r"[^\W_]*(?:[^\W\d_]\d|\d[^\W\d_])\w*(?:\(\d+\))?")
"""Names with digits: X3, f0(980)."""


def held(
    told: Sequence[Told], paper: NumberedPaper, language: str
) -> tuple[tuple[Claim, ...], list[tuple[str, Problem]]]:
    """Which sentences of an answer stand on the paper, and why others do not.

    Args:
        told: the sentences, in order.
        paper: as it was read for them.
        language: ISO 639-1 code of theirs.
    """
    claims, problems = judged_reply(told, paper, language)
    if language != PAPERS_LANGUAGE:
        return claims, problems
    standing: list[Claim] = []
    for claim in claims:
        found = list(unfaithful(claim.text, [piece.quote for piece in claim.evidence]))
        problems += [(f"“{claim.text}”", problem) for problem in found]
        standing += () if found else (claim,)
    return tuple(standing), problems


def is_beyond(extract: Answer) -> bool:
    """Whether a question has so little to do with its paper that no model is asked.

    A model finds something to say all the same. A question that is not surely in English has words
    that tell nothing of that.

    Args:
        extract: what the paper's own sentences answer.
    """
    return extract.confidence < _BEYOND and _IN_ENGLISH.search(extract.question) is not None


def unfaithful(claim: str, cited: Sequence[str]) -> Iterator[Problem]:
    """What a claim says that its sentences do not say so.

    Args:
        claim: a sentence of an answer, in English, that stands by the rules for all claims.
        cited: the sentences that it cites.
    """
    source = "\n".join(cited)
    yield from (Problem(Rule.NUMBER, what) for what in miscounted(claim, cited))
    yield from (Problem(Rule.SUBJECT, what) for what in exchanged(claim, cited))
    yield from (Problem(Rule.SUBJECT, what) for what in _modified(claim, cited))
    yield from (Problem(Rule.SUBJECT, what) for what in _by_another(claim, cited))
    yield from (Problem(Rule.POLARITY, what) for what in unbounded(claim, cited))
    yield from (Problem(Rule.NAME, what) for what in _of_kin(claim, source))
    yield from (Problem(Rule.SUBJECT, what) for what in _mislabelled(claim, cited))
    yield from (Problem(Rule.NAME, what) for what in _in_place_of(claim, source))
    yield from (Problem(Rule.POLARITY, what) for what in losing(claim, cited))
    own = _OWN.search(claim)
    if own and _OTHERS.search(source) and not _WE.search(source):
        yield Problem(Rule.SUBJECT, own[0])


def _by_another(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Who did something by a claim, where its sentences say that somebody else did."""
    given = [(stem(verb), _telling(agent)) for one in cited for verb, agent in _agents(one)]
    for verb, agent in _agents(claim):
        others = [who for did, who in given if did == stem(verb)]
        if others and all(_telling(agent).isdisjoint(who) for who in others):
            yield f"by {agent.strip()}"


def _modified(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """Two words before each other's: "old cells, new wires" where there are new cells."""
    said = _pairs(claim)
    for sentence in cited:
        given = _pairs(sentence)
        strange = [pair for pair in said if pair not in given]
        for (one, its), (other, theirs) in combinations(strange, 2):
            if one != other and its != theirs and {(one, theirs), (other, its)} <= given.keys():
                yield f"{one} {its}, {other} {theirs}"
                return


def _pairs(text: str) -> dict[tuple[str, str], None]:
    """Telling words side by side, as stems."""
    words = _BESIDE.findall(text.lower())
    return {
        (stem(one), stem(other)): None
        for one, other in pairwise(words)
        if one not in STOPWORDS and other not in STOPWORDS and one.isalpha() and other.isalpha()
    }


def _agents(text: str) -> list[tuple[str, str]]:
    return _AGENT.findall(text)


def _telling(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(text) if word not in STOPWORDS)


def _of_kin(claim: str, source: str) -> Iterator[str]:
    """Names that differ by a letter or digit from those of the sentences: a0(980) for f0(980)."""
    given = set(_FIRM.findall(source))
    kin = {_shape(name) for name in given - set(_FIRM.findall(claim))}
    yield from (name for name in _FIRM.findall(claim) if name not in given and _shape(name) in kin)


def _in_place_of(claim: str, source: str) -> Iterator[str]:
    """A name that the sentences have not before a word that they have another name before."""
    words = set(map(str.casefold, _WORD.findall(source)))
    given = {after.casefold(): before for before, after in _named_pairs(source)}
    for name, after in _named_pairs(claim):
        if name.casefold() not in words and after.casefold() in given:
            yield f"{name} {after}"


def _named_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Names within a text with the word that follows each."""
    words = _WORD.findall(text)
    for before, after in pairwise(words[1:]):
        if before[0].isupper() and len(before) > 1 and after[0].isalpha():
            yield before, after


def _shape(name: str) -> str:
    """A name with its letters alike, and its longer numbers as they are."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"(?<!\d)\d(?!\d)", "0", name))


def _mislabelled(claim: str, cited: Sequence[str]) -> Iterator[str]:
    """A claim on "Style: the count of links" that speaks of something else than style."""
    if len(cited) != 1 or not (label := _LABEL.match(cited[0])):
        return
    said, named = _telling(claim), _telling(label[1])
    strange = said - _telling(cited[0])
    opening = _telling(" ".join(claim.split()[:_OPENING]))
    if named and named.isdisjoint(said) and strange & opening:
        yield min(strange & opening)
