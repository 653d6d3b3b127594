"""A question answered by a paper's own sentences: no key, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cachetools import LRUCache

from domain.concurrency.aside import aside
from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Clock
from domain.ports.summarizing import SoFar, unheard
from domain.summaries import Answer, Basis, Claim, Evidence, Provenance
from summaries.extractive.leaning import Lean, leaning
from summaries.questions.asked import Asked, goes_on
from summaries.questions.confidence import LEAST, confidence
from summaries.questions.misspelt import as_spelt
from summaries.questions.numbered import numbered, places_of_numbered
from summaries.questions.ranking import best_places, says_what_it_is, scores
from summaries.questions.searchable import Passage, SearchablePaper, passages_of
from summaries.questions.whole import Whole, places_of, whole

MODEL: Final = "extractive"
METHOD: Final = "1"
"""The version of the method."""

_SHOWN: Final = 4
"""Passages that an answer is made of, without those that they need to be understood."""
_WORTH: Final = 0.6
"""Of the best one's score, at which another passage still answers."""
_LISTED: Final = 4
_LONGEST_LIST: Final = 7
"""Items of a list that are told with what announces it, and sentences of them."""
_MARKS: Final = ("•", "-", "–")
_SEVERAL: Final = re.compile(
    r"(?:^|\b(?:the|these|following|in|for|are|has|have) )"
    r"(?:two|three|four|five|six|seven|eight|several)\b",
    re.IGNORECASE,
)
"""What announces a list, though nothing marks its items."""
_NAMES: Final = re.compile(
    r"^\W*(?:we|they|here we) (?:call|name|term|dub|denote) (?:it|this|these|the|our|such|them)\b",
    re.IGNORECASE,
)
"""What names a thing that the sentence before it has told."""
_OF_THE_WHOLE: Final = 0.9
"""How sure an abstract answers what is asked of its paper as a whole."""
_TOLD_OR_NOT: Final = (Whole.LIMITS, Whole.VENUE)
"""What no other sentence answers, though it has the words: it speaks of others' work."""
_REMEMBERED: Final = 8
"""Papers that are kept taken apart, a megabyte each at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a paper tells of what is asked.

    Attributes:
        places: of its passages, the best first; where none tells of it, the first one.
        scores: of these.
        confidence: that the paper says it, 0 to 1.
    """

    places: tuple[int, ...]
    scores: tuple[float, ...]
    confidence: float

    @property
    def is_enough(self) -> bool:
        """Whether that is an answer."""
        return bool(self.places) and self.confidence >= LEAST


def find(paper: SearchablePaper, question: str, most: int, before: str = "") -> Found:
    """The passages of a paper that tell most of what is asked; a pure function.

    Args:
        paper: to look into.
        question: what is asked.
        most: passages that are wanted.
        before: what was asked before.
    """
    named = numbered(question)
    if named is not None:
        told = places_of_numbered(paper, named)
        first = told or [0][: len(paper.passages)]
        sure = _OF_THE_WHOLE if told else 0.0
        return Found(tuple(first[:most]), tuple(1.0 for _ in first[:most]), sure)
    asked = as_spelt(Asked.of(question, before), paper)
    found = scores(paper, asked)
    places = [place for place in best_places(found, most) if found[place] > 0]
    kind = None if before and goes_on(question) else whole(question)
    told = places_of(paper, kind) if kind else []
    if told:
        ranked = list(dict.fromkeys((*told, *places)))[:most]
        return Found(tuple(ranked), tuple(float(place in told) for place in ranked), _OF_THE_WHOLE)
    sure = confidence(paper, asked) if places and kind not in _TOLD_OR_NOT else 0.0
    defining = _defining(paper, asked, found)[:most]
    if defining:
        ranked = list(dict.fromkeys((*defining, *places)))[:most]
        return Found(tuple(ranked), tuple(float(at in defining) for at in ranked), sure)
    places = places or [0][: len(found)]
    return Found(tuple(places), tuple(found[place] for place in places), sure)


def _defining(paper: SearchablePaper, asked: Asked, found: list[float]) -> list[int]:
    """Where a paper says what the thing is that is asked for; first, what it is short for."""
    if asked.defines is None:
        return []
    told = [(at, paper.passages[at].text) for at in best_places(found, len(found)) if found[at] > 0]
    whole_ones = [at for at, text in told if asked.expands and asked.expands.search(text)]
    saying = [at for at, text in told if says_what_it_is(text, asked)]
    return list(dict.fromkeys((*whole_ones[:1], *saying)))


class ExtractiveAnswerer:
    """Answers by sentences of the paper; those asked about last are kept taken apart."""

    def __init__(self, clock: Clock) -> None:
        """Args: clock dates the answers."""
        self._clock = clock
        self._known: LRUCache[str, tuple[Paper, FullText | None, SearchablePaper]] = LRUCache(
            _REMEMBERED
        )

    async def answer(
        self,
        paper: Paper,
        text: FullText | None,
        question: str,
        *,
        before: str = "",
        language: str = "en",
        may_cost: bool = True,
        so_far: SoFar = unheard,
    ) -> Answer:
        """What a paper says to a question; see `domain.ports.Answerer`."""
        return await aside(self._answered, paper, text, question, before)

    def searchable(self, paper: Paper, text: FullText | None) -> SearchablePaper:
        """A paper as it is searched, made once for as long as it is the same."""
        known = self._known.get(paper.id.base)
        if known is not None and known[:2] == (paper, text):
            return known[2]
        made = SearchablePaper(paper.title, passages_of(paper, text))
        self._known[paper.id.base] = (paper, text, made)
        return made

    def _answered(self, paper: Paper, text: FullText | None, question: str, before: str) -> Answer:
        searchable = self.searchable(paper, text)
        found = find(searchable, question, _SHOWN, before)
        if before and not found.is_enough and goes_on(question):
            # It may go on in its form alone: "And how were they recruited?"
            alone = find(searchable, question, _SHOWN)
            found = alone if alone.is_enough else found
        told = claims_of(searchable, _chosen(found) if found.is_enough else found.places[:1])
        has_text = text is not None and bool(text.sections)
        answer = Answer(
            question=question,
            claims=told if found.is_enough else (),
            nearest=() if found.is_enough else told,
            confidence=found.confidence,
            provenance=Provenance(
                model=MODEL,
                prompt=METHOD,
                made_at=self._clock.now(),
                paper_version=paper.id.version,
                basis=Basis.FULL_TEXT if has_text else Basis.ABSTRACT,
            ),
        )
        return answer.typeset((*paper.formulas, *(text.formulas if text else ())), text)


def _chosen(found: Found) -> list[int]:
    """The places that an answer is made of: those that tell nearly as much as the best."""
    pairs = zip(found.places, found.scores, strict=True)
    return [place for place, score in pairs if score >= _WORTH * found.scores[0]]


def claims_of(paper: SearchablePaper, chosen: Sequence[int]) -> tuple[Claim, ...]:
    """Passages in the order of reading, each with the neighbours that it cannot do without."""
    runs: list[list[int]] = []
    for place in _with_neighbours(paper.passages, chosen):
        if runs and runs[-1][-1] == place - 1 and _together(paper.passages, place - 1):
            runs[-1].append(place)
        else:
            runs.append([place])
    return tuple(_claim([paper.passages[place] for place in run]) for run in runs)


def _with_neighbours(passages: Sequence[Passage], chosen: Sequence[int]) -> list[int]:
    """Some places in order, with the sentence that one leans on, and gaps of one filled."""
    places = set(chosen)
    for place in chosen:
        text = passages[place].text
        leans = leaning(text) is Lean.ON_THE_SENTENCE_BEFORE or _NAMES.search(text)
        if leans and place and _together(passages, place - 1):
            places.add(place - 1)
        places.update(_listed(passages, place))
    for before, after in pairwise(sorted(places)):
        if after - before == 2 and _together(passages, before) and _together(passages, before + 1):
            places.add(before + 1)
    return sorted(places)


def _listed(passages: Sequence[Passage], place: int) -> Iterator[int]:
    """What a passage that ends with a colon announces: the next one, and of a list its items."""
    announcing = passages[place].text
    within = range(place + 1, min(place + 1 + _LONGEST_LIST, len(passages)))
    if not announcing.endswith(":") or not within or not _together(passages, place):
        return
    yield within[0]
    has_marks = passages[within[0]].text.startswith(_MARKS)
    items = 1 if has_marks or _SEVERAL.search(announcing) else _LISTED
    for after in within[1:]:
        here = passages[after]
        is_item = here.paragraph > passages[after - 1].paragraph
        items += is_item
        goes_on = not is_item or here.text.startswith(_MARKS) == has_marks
        if items > _LISTED or not goes_on or not _together(passages, after - 1):
            return
        if items == _LISTED and not is_item and not has_marks:
            return
        yield after


def _together(passages: Sequence[Passage], place: int) -> bool:
    """Whether a passage and the next one stand in the same section."""
    here, after = passages[place], passages[place + 1]
    return here.section == after.section and after.paragraph - here.paragraph <= 1


def _claim(run: Sequence[Passage]) -> Claim:
    evidence = tuple(Evidence(passage.section, passage.text) for passage in run)
    return Claim(" ".join(passage.text for passage in run), evidence)
